"""Where a comment is tied to: around the marked runs, as near as Word allows comments to be."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from xltool.hosts.word.names import made, put_after, put_before, take_out
from xltool.package.markup import Element, child, local
from xltool.package.word_markup import w

_START, _END, _REFERENCE = map(w, ("commentRangeStart", "commentRangeEnd", "commentReference"))
_HOMES = frozenset(
    map(w, ("p", "hyperlink", "ins", "moveTo", "smartTag", "customXml", "sdtContent"))
)
"""Parents in which a range may begin and end."""


def host_of(element: Element) -> Element:
    """The element that a comment on ``element`` goes around.

    That is its run, unless the run stands where comments may not: in a text box (there
    the run that holds the box), in a formula, a simple field, a control for plain text.
    """
    line = [element, *element.iterancestors()]
    barriers = [place for place, outer in enumerate(line) if _is_barrier(outer)]
    for outer in line[barriers[-1] if barriers else 0 :]:
        if _stands_well(outer):
            return outer
    return element


def hosts_of(element: Element) -> tuple[Element, Element]:
    """The first and the last element that a comment on ``element`` goes around.

    A comment within the result of a field would go when the field is worked out anew, so
    it goes around the field.
    """
    host = host_of(element)
    parent = host.getparent()
    begin, depth, is_inside = host, 0, False
    for run in parent if parent is not None else ():
        kinds = [mark.get(w("fldCharType")) for mark in run.findall(w("fldChar"))]
        if "begin" in kinds:
            begin, is_inside = (run, False) if depth == 0 else (begin, is_inside)
            depth += 1
        is_inside = is_inside or run is host
        if "end" in kinds and depth:
            depth -= 1
            if depth == 0 and is_inside:
                return begin, run
        if is_inside and depth == 0:
            return host, host
    return host, host


def _stands_well(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag in _HOMES


def _is_barrier(element: Element) -> bool:
    if local(element) == "txbxContent":
        return True
    properties = child(element, "sdtPr") if element.tag == w("sdt") else None
    # Word itself writes the content of such a control, as one run.
    return (
        properties is not None
        and _stands_well(element)
        and any(child(properties, name) is not None for name in ("text", "dataBinding"))
    )


def tie(id_: str, first: Element, last: Element) -> None:
    """Ties the comment ``id_`` to what stands from ``first`` to ``last``, both hosts."""
    put_before(first, made("commentRangeStart", id=id_))
    end, reference = made("commentRangeEnd", id=id_), made("r")
    reference.append(made("commentReference", id=id_))
    put_after(last, end)
    put_after(end, reference)


def tie_to_paragraph(id_: str, paragraph: Element) -> None:
    """Ties the comment ``id_`` to no words of a paragraph, at its end."""
    host = host_of(paragraph)
    if host is not paragraph:
        tie(id_, host, host)
        return
    reference = made("r")
    reference.append(made("commentReference", id=id_))
    for element in (made("commentRangeStart", id=id_), made("commentRangeEnd", id=id_), reference):
        paragraph.append(element)


class Tied:
    """Where the comments of a document are tied to, and which runs each of them covers."""

    def __init__(self, root: Element, ids: Collection[str]) -> None:
        self._markers: dict[str, list[Element]] = {id_: [] for id_ in ids}
        self._covered: dict[str, list[Element]] = {id_: [] for id_ in ids}
        active: list[str] = []
        for element in root.iter(_START, _END, _REFERENCE, w("r")):
            id_ = element.get(w("id"), "")
            if element.tag == w("r"):
                for open_ in active[-1:]:
                    self._covered[open_].append(element)
            elif id_ in ids:
                self._markers[id_].append(element)
                if element.tag == _START:
                    active.append(id_)
                elif id_ in active:
                    active.remove(id_)

    def covered(self, id_: str) -> Sequence[Element]:
        """The runs between beginning and end of the comment's range."""
        return self._covered[id_]

    def untie(self, id_: str) -> None:
        """Takes the beginning, the end and the reference of the comment out of the text."""
        for marker in self._markers[id_]:
            run = marker.getparent()
            take_out(marker)
            if marker.tag == _REFERENCE and run is not None and not _says_anything(run):
                take_out(run)


def _says_anything(run: Element) -> bool:
    return any(local(element) not in ("", "rPr") for element in run)
