"""Tables of a page of a PDF, by drawn lines, else by alignment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from xltool.package.a1 import Area
from xltool.sources.document import Box, TableCell
from xltool.sources.page_table import PageTable
from xltool.sources.pdf_aligned import aligned_tables
from xltool.sources.pdf_lines import TextLine, lines_of
from xltool.sources.pdf_pages import Glyph, Page
from xltool.sources.pdf_ruled import Lattice, lattices_of
from xltool.sources.pdf_text import joined
from xltool.sources.printed_numbers import is_amount

_CODE = re.compile(r"[0-9]{1,7}")


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
    return sorted([*ruled, *aligned_tables(page, free)], key=lambda table: table.top)


def _ruled(page: Page, lattice: Lattice) -> PageTable:
    glyphs = [glyph for glyph in page.glyphs if lattice.covers(glyph)]
    inside = lattice.glyphs_by_area(glyphs)
    if levels := list(_unruled_rows(page, inside)):
        lattice = lattice.with_rows(levels)
        inside = lattice.glyphs_by_area(glyphs)
    cells = {}
    for area in lattice.areas:
        cells[area.top, area.left] = _cell(page, lattice, area, inside.get(area, ()))
    return PageTable(
        lattice.xs[0], lattice.ys[0], lattice.xs[-1], lattice.ys[-1], cells, lattice.xs
    )


def _unruled_rows(page: Page, inside: Mapping[Area, Sequence[Glyph]]) -> Iterator[float]:
    """Where lines between rows are missing: between amounts that share a cell."""
    rows: dict[int, list[list[TextLine]]] = {}
    for area, glyphs in inside.items():
        if area.top == area.bottom:
            rows.setdefault(area.top, []).append(lines_of(page, glyphs))
    for cells in rows.values():
        amounts = [[line for line in lines if is_amount(line.text)] for lines in cells]
        most = max(amounts, key=len)
        if len(most) > 1:
            centres = [(line.top + line.bottom) / 2 for line in _rows_of_text(cells, most)]
            yield from ((first + second) / 2 for first, second in pairwise(centres))


def _rows_of_text(cells: Sequence[Sequence[TextLine]], amounts: list[TextLine]) -> list[TextLine]:
    """The lines of the column that has one line for each row: amounts, or labels of more."""
    same = [lines for lines in cells if len(lines) > len(amounts)]
    numbered = [lines for lines in same if all(_CODE.fullmatch(line.text) for line in lines)]
    return list(numbered[0]) if numbered else amounts


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
