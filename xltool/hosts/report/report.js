"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

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

  // Tips open by hover and focus alone (CSS); here they close again and stay on the page.
  const place = (mark) => {
    const tip = mark.querySelector(".tip");
    if (!tip || getComputedStyle(tip).position === "fixed") return;
    tip.style.transform = "";
    const box = tip.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    const shift = box.right > width - 8 ? width - 8 - box.right : box.left < 8 ? 8 - box.left : 0;
    if (shift) tip.style.transform = `translateX(${shift}px)`;
  };
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

  const tables = all("details.table");
  let open = [];
  addEventListener("beforeprint", () => {
    open = tables.map((table) => table.open);
    tables.forEach((table) => { table.open = true; });
  });
  addEventListener("afterprint", () => tables.forEach((table, at) => { table.open = open[at]; }));
})();
