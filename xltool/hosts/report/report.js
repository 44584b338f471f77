"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  document.documentElement.classList.add("js");

  const filter = document.querySelector(".filter");
  if (filter) {
    filter.hidden = false;
    filter.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      all("button", filter).forEach((other) =>
        other.setAttribute("aria-pressed", String(other === button)));
      const verdict = button.dataset.verdict;
      all(".finding").forEach((finding) => {
        finding.hidden = verdict !== "" && finding.dataset.verdict !== verdict;
      });
    });
  }

  // A link to a finding that the filter hides, or to a cell in a closed table, opens it.
  const reveal = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.hidden && filter) filter.querySelector("button").click();
    const table = target.closest("details");
    if (table) table.open = true;
    target.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", reveal);
  addEventListener("load", reveal);

  all(".blanks").forEach((label) => {
    label.hidden = false;
    label.firstElementChild.addEventListener("change", (event) => {
      label.closest(".table").classList.toggle("all", event.target.checked);
    });
  });

  // Tips open by hover and focus alone (CSS); here they stay on the page and close again.
  const phone = matchMedia("(max-width: 40rem)");
  const gap = 6;
  const place = (mark) => {
    const tip = mark.querySelector(".tip");
    if (!tip) return;
    tip.removeAttribute("style");
    if (phone.matches) return;
    const words = mark.getBoundingClientRect();
    const box = tip.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    const left = Math.max(8, Math.min(words.left, width - 8 - box.width));
    const below = words.bottom + gap + box.height <= innerHeight || words.top < box.height + gap;
    const top = below ? words.bottom + gap : words.top - gap - box.height;
    Object.assign(tip.style, { position: "fixed", right: "auto", left: `${left}px`, top: `${top}px` });
  };
  addEventListener("scroll", () => {
    all(".mark[role=button]:is(:hover, :focus, :focus-within)").forEach(place);
  }, { capture: true, passive: true });
  all(".mark[role=button]").forEach((mark) => {
    const open = () => { mark.classList.remove("shut"); place(mark); };
    mark.addEventListener("mouseenter", open);
    mark.addEventListener("focus", open);
    mark.addEventListener("click", (event) => {
      if (event.target.closest("a")) return;
      if (!event.target.closest(".tip")) open();
    });
    mark.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      if (event.target !== mark) return;
      event.preventDefault();
      mark.classList.toggle("shut");
      place(mark);
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    all(".mark:hover, .mark:focus, .mark:focus-within").forEach((mark) => mark.classList.add("shut"));
  });

  const folded = all("details");
  let open = [];
  addEventListener("beforeprint", () => {
    open = folded.map((part) => part.open);
    folded.forEach((part) => { part.open = true; });
  });
  addEventListener("afterprint", () => folded.forEach((part, at) => { part.open = open[at]; }));
})();
