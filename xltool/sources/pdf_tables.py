"""Tables of a page of a PDF, by drawn lines, else by alignment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xltool.package.a1 import Area
from xltool.sources.document import Box, TableCell
from xltool.sources.pdf_aligned import aligned_tables
from xltool.sources.pdf_lines import lines_of
from xltool.sources.pdf_pages import Glyph, Page
from xltool.sources.pdf_ruled import Lattice, lattices_of
from xltool.sources.pdf_text import joined


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table on one page: its cells, and the part of the page that it takes."""

    left: float
    top: float
    right: float
    bottom: float
    cells: dict[tuple[int, int], TableCell]
    edges: tuple[float, ...]

    def covers(self, glyph: Glyph) -> bool:
        """Whether the glyph's middle lies inside."""
        return self.left <= glyph.middle <= self.right and self.top <= glyph.centre <= self.bottom


@dataclass(frozen=True, slots=True)
class CellTrace:
    """The trace of an empty cell: the cell itself."""

    box: Box

    def spots(self, _start: int, _end: int, /) -> tuple[Box, ...]:
        """The whole cell."""
        return (self.box,)


def tables_of(page: Page) -> list[PageTable]:
    """The tables from top to bottom."""
    ruled = [_ruled(page, lattice) for lattice in lattices_of(page.rules)]
    free = [g for g in page.glyphs if not any(table.covers(g) for table in ruled)]
    aligned = [
        PageTable(one.left, one.top, one.right, one.bottom, one.cells, one.edges)
        for one in aligned_tables(page, free)
    ]
    return sorted([*ruled, *aligned], key=lambda table: table.top)


def _ruled(page: Page, lattice: Lattice) -> PageTable:
    inside = lattice.glyphs_by_area(glyph for glyph in page.glyphs if lattice.covers(glyph))
    cells = {}
    for area in lattice.areas:
        cells[area.top, area.left] = _cell(page, lattice, area, inside.get(area, ()))
    return PageTable(
        lattice.xs[0], lattice.ys[0], lattice.xs[-1], lattice.ys[-1], cells, lattice.xs
    )


def _cell(page: Page, lattice: Lattice, area: Area, glyphs: Iterable[Glyph]) -> TableCell:
    lines = lines_of(page, glyphs)
    rows, columns = area.bottom - area.top + 1, area.right - area.left + 1
    if lines:
        block = joined(lines, "\n")
        return TableCell(area.top, area.left, block.text, block.trace, rows, columns)
    box = page.box(
        lattice.xs[area.left - 1],
        lattice.ys[area.top - 1],
        lattice.xs[area.right],
        lattice.ys[area.bottom],
    )
    return TableCell(area.top, area.left, "", CellTrace(box), rows, columns)
