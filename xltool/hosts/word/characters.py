"""The printed characters of a paragraph, each with the element that prints it."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.hosts.word.runs import Line, Piece
from xltool.package.markup import Element, local
from xltool.package.word_markup import CHARACTERS, NOT_PRINTED, is_hidden

_BOXES = frozenset(("txbxContent", "Fallback"))


def line_of(paragraph: Element) -> Line:
    """The characters of ``paragraph`` as the reader of documents gives them."""
    return Line(_pieces(paragraph))


def _pieces(parent: Element) -> Iterator[Piece]:
    for element in parent:
        name = local(element)
        if name in NOT_PRINTED or name in _BOXES or (name == "r" and is_hidden(element)):
            continue
        if name == "t":
            yield Piece(element, element.text or "")
        elif name in CHARACTERS and local(parent) == "r":
            yield Piece(element, CHARACTERS[name])
        else:
            yield from _pieces(element)
