"""Glyphs of a page as lines of text that still know where each character stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from xltool.sources.document import Box
from xltool.sources.pdf_pages import Glyph, Page

_SAME_LINE = 0.5
"""Part of a glyph's height by which centres on one line may differ."""
_GAP = 0.35
"""Part of a glyph's height from which on a gap is a blank."""
_BLANKS = frozenset(" \t\u00a0\u3000")


class _Printed(NamedTuple):
    """A glyph and the page it is on."""

    page: Page
    glyph: Glyph


@dataclass(frozen=True, slots=True)
class PdfTrace:
    """Where each character of a text is printed; None for a blank that only a gap says."""

    glyphs: tuple[_Printed | None, ...]

    def spots(self, start: int, end: int, /) -> tuple[Box, ...]:
        """One box for each line that the characters run over."""
        found: list[Box] = []
        printed = [item for item in self.glyphs[start:end] if item is not None]
        for _, group in groupby(_runs(printed), key=lambda run: run[0]):
            line = [item for _, item in group]
            found.append(_box(line[0].page, [item.glyph for item in line]))
        return tuple(found)

    def __add__(self, other: PdfTrace) -> PdfTrace:
        return PdfTrace(self.glyphs + other.glyphs)


def _runs(printed: Sequence[_Printed]) -> list[tuple[int, _Printed]]:
    """Each character with the number of the line it is on."""
    numbered: list[tuple[int, _Printed]] = []
    number = 0
    for item in printed:
        if numbered:
            before = numbered[-1][1]
            is_next = item.page is before.page and item.glyph.left >= before.glyph.left
            if not is_next or abs(item.glyph.centre - before.glyph.centre) > before.glyph.height:
                number += 1
        numbered.append((number, item))
    return numbered


def _box(page: Page, glyphs: Sequence[Glyph]) -> Box:
    return page.box(
        min(glyph.left for glyph in glyphs),
        min(glyph.top for glyph in glyphs),
        max(glyph.right for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
    )


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line: its text, with one blank for each gap, and its glyphs."""

    page: Page
    text: str
    glyphs: tuple[Glyph | None, ...]
    """As many as the text has characters."""

    @property
    def left(self) -> float:
        """Where its first character begins."""
        return self.first.left

    @property
    def right(self) -> float:
        """Where its last character ends."""
        return max(glyph.right for glyph in self.glyphs if glyph)

    @property
    def top(self) -> float:
        """The top of its highest character."""
        return min(glyph.top for glyph in self.glyphs if glyph)

    @property
    def bottom(self) -> float:
        """The bottom of its lowest character."""
        return max(glyph.bottom for glyph in self.glyphs if glyph)

    @property
    def height(self) -> float:
        """The height of its first character."""
        return self.first.height

    @property
    def tallest(self) -> float:
        """The height of its tallest character: fonts of digits and of words differ in one line."""
        return max(glyph.height for glyph in self.glyphs if glyph)

    @property
    def first(self) -> Glyph:
        """Its first character."""
        return next(glyph for glyph in self.glyphs if glyph)

    @property
    def trace(self) -> PdfTrace:
        """Where its characters stand."""
        page = self.page
        return PdfTrace(tuple(_Printed(page, glyph) if glyph else None for glyph in self.glyphs))


def lines_of(page: Page, glyphs: Iterable[Glyph]) -> list[TextLine]:
    """The lines that the glyphs make, from top to bottom; blank ones are left out."""
    lines = (_line(page, row) for row in rows_of(glyphs))
    return [line for line in lines if line.text]


def rows_of(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Glyphs that stand on one line together, lines from top to bottom, each from the left."""
    rows: list[list[Glyph]] = []
    centre = 0.0
    for glyph in sorted(glyphs, key=attrgetter("centre")):
        if rows and glyph.centre - centre <= _SAME_LINE * glyph.height:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            centre = glyph.centre
    return [sorted(row, key=attrgetter("left")) for row in rows]


def _line(page: Page, row: Sequence[Glyph]) -> TextLine:
    text: list[str] = []
    glyphs: list[Glyph | None] = []
    before: Glyph | None = None
    is_blank = False
    for glyph in row:
        if glyph.text in _BLANKS:
            is_blank = True
            continue
        if before is not None and _is_twice(before, glyph):
            continue
        gap = glyph.left - before.right if before else 0.0
        if before and (is_blank or gap > _GAP * glyph.height):
            text.append(" ")
            glyphs.append(None)
        text.append(glyph.text)
        glyphs.append(glyph)
        before, is_blank = glyph, False
    return TextLine(page, "".join(text), tuple(glyphs))


def _is_twice(before: Glyph, glyph: Glyph) -> bool:
    """The same character printed again a hair aside: bold letters made by overprinting."""
    return before.text == glyph.text and glyph.left - before.left < (
        (before.right - before.left) * _SAME_LINE / 2
    )
