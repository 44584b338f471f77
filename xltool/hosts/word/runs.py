"""Runs cut where a mark begins and ends, and joined again when it is taken away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum

from xltool.hosts.word.names import is_run, next_element, put_after, take_out
from xltool.package.markup import XML_SPACE, Element, same_markup, set_space
from xltool.package.word_markup import w


class Cut(StrEnum):
    """What was divided where two runs meet."""

    NOTHING = ""
    """They were two runs before."""
    RUN = "run"
    """One run, between two of its children."""
    TEXT = "text"
    """One text that says that its blanks count."""
    BARE = "bare"
    """One text that does not say so."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Printed characters that one element stands for: a text, a tab, a line break."""

    element: Element
    text: str


class Line:
    """The printed characters of one paragraph, which can be given runs of their own."""

    def __init__(self, pieces: Iterable[Piece]) -> None:
        self._pieces = [piece for piece in pieces if piece.text]
        self._cuts: dict[Element, Cut] = {}

    @property
    def text(self) -> str:
        """All characters."""
        return "".join(piece.text for piece in self._pieces)

    def runs(self, start: int, end: int) -> tuple[Element, ...]:
        """The runs of exactly the characters from ``start`` up to ``end``, in order.

        Characters that are not in runs of text (formulas, drawings) are left out.
        """
        if start >= end:
            return ()
        self._cut_before(start)
        self._cut_behind(end)
        within: dict[Element, None] = {}
        for at, piece in self._placed():
            run = piece.element.getparent()
            if start <= at < end and run is not None and is_run(run):
                within[run] = None
        return tuple(within)

    def elements(self, start: int, end: int) -> tuple[Element, ...]:
        """The elements that print any of these characters."""
        return tuple(
            piece.element
            for at, piece in self._placed()
            if at < end and start < at + len(piece.text)
        )

    def cut_before(self, run: Element) -> Cut:
        """How ``run`` was divided from the one before it."""
        return self._cuts.get(run, Cut.NOTHING)

    def cut_after(self, run: Element) -> Cut:
        """How ``run`` was divided from the one behind it."""
        after = next_element(run)
        return Cut.NOTHING if after is None else self.cut_before(after)

    def _placed(self) -> Iterator[tuple[int, Piece]]:
        at = 0
        for piece in self._pieces:
            yield at, piece
            at += len(piece.text)

    def _cut_before(self, offset: int) -> None:
        """Lets the character at ``offset`` begin a run."""
        for index, (at, piece) in enumerate(self._placed()):
            if at == offset:
                self._divide(piece.element, Cut.RUN)
            elif at < offset < at + len(piece.text):
                self._cut_within(index, offset - at)

    def _cut_behind(self, offset: int) -> None:
        """Lets the character before ``offset`` end a run."""
        for index, (at, piece) in enumerate(self._placed()):
            if at + len(piece.text) == offset:
                after = next_element(piece.element)
                if after is not None:
                    self._divide(after, Cut.RUN)
            elif at < offset < at + len(piece.text):
                self._cut_within(index, offset - at)

    def _cut_within(self, index: int, offset: int) -> None:
        piece = self._pieces[index]
        if not is_run(piece.element.getparent()):
            return
        head, tail = _cut_text(piece, offset)
        cut = Cut.TEXT if XML_SPACE in head.element.attrib else Cut.BARE
        for half in (head.element, tail.element):
            set_space(half)
        self._pieces[index : index + 1] = [head, tail]
        self._divide(tail.element, cut)

    def _divide(self, first: Element, cut: Cut) -> None:
        """Moves ``first`` and all behind it into a run of its own, unless it is the first."""
        run = first.getparent()
        moved = [first, *first.itersiblings()]
        if run is None or not is_run(run) or len(moved) == len(_content(run)):
            return
        right = _frame(run)
        put_after(run, right)
        for element in moved:
            right.append(element)
        self._cuts[right] = cut


def _frame(run: Element) -> Element:
    """An empty run with the attributes and the properties of ``run``."""
    made = deepcopy(run)
    made.tail = None
    made.text = None
    for element in list(made):
        if element.tag != w("rPr"):
            made.remove(element)
    return made


def _content(run: Element) -> list[Element]:
    return [element for element in run if element.tag != w("rPr")]


def _cut_text(piece: Piece, offset: int) -> tuple[Piece, Piece]:
    element = piece.element
    tail = deepcopy(element)
    tail.tail = None
    element.text, tail.text = piece.text[:offset], piece.text[offset:]
    put_after(element, tail)
    return Piece(element, piece.text[:offset]), Piece(tail, piece.text[offset:])


def join(seams: Sequence[tuple[Element, Element, Cut]]) -> None:
    """Joins runs that were one: (left run, right run, how they were divided), in order.

    A seam at which the two are no longer alike, or no longer neighbours, stays.
    """
    done: set[tuple[Element, Element]] = set()
    for left, right, cut in reversed(seams):
        if cut is Cut.NOTHING or (left, right) in done:
            continue
        done.add((left, right))
        if next_element(left) is right and _are_alike(left, right):
            _join(left, right, cut)


def _are_alike(left: Element, right: Element) -> bool:
    return sorted(left.items()) == sorted(right.items()) and same_markup(
        left.find(w("rPr")), right.find(w("rPr"))
    )


def _join(left: Element, right: Element, cut: Cut) -> None:
    content = _content(right)
    behind = _content(left)[-1:] if cut in (Cut.TEXT, Cut.BARE) else []
    if behind and content and behind[0].tag == content[0].tag == w("t"):
        head, tail = behind[0], content.pop(0)
        head.text = (head.text or "") + (tail.text or "")
        head.tail = tail.tail
        if cut is Cut.BARE and XML_SPACE in head.attrib:
            del head.attrib[XML_SPACE]
    for element in content:
        left.append(element)
    for element in list(right):
        right.remove(element)
    take_out(right)
