"""The printed characters of a paragraph, each with the element that prints it."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.hosts.word.names import w
from xltool.hosts.word.runs import Line, Piece
from xltool.package.markup import Element, child, local

_DROPPED = frozenset(("del", "moveFrom", "instrText", "delText", "delInstrText", "pPr", "rPr"))
_BOXES = frozenset(("txbxContent", "Fallback"))
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_OFF = ("0", "false", "off")


def line_of(paragraph: Element) -> Line:
    """The characters of ``paragraph`` as the reader of documents gives them."""
    return Line(_pieces(paragraph))


def _pieces(parent: Element) -> Iterator[Piece]:
    for element in parent:
        name = local(element)
        if name in _DROPPED or name in _BOXES or (name == "r" and _is_hidden(element)):
            continue
        if name == "t":
            yield Piece(element, element.text or "")
        elif name in _CHARACTERS and local(parent) == "r":
            yield Piece(element, _CHARACTERS[name])
        else:
            yield from _pieces(element)


def _is_hidden(run: Element) -> bool:
    properties = child(run, "rPr")
    vanish = None if properties is None else child(properties, "vanish")
    return vanish is not None and vanish.get(w("val"), "1") not in _OFF
