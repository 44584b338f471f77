"""Tables of a page without drawn columns: told by figures that stand below each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from xltool.sources.document import TableCell
from xltool.sources.page_table import PageTable
from xltool.sources.pdf_lines import TextLine, lines_of, rows_of
from xltool.sources.pdf_pages import Glyph, Page
from xltool.sources.pdf_text import joined
from xltool.sources.printed_numbers import is_amount

_GAP = 1.1
"""Heights of a character from which on a gap parts two cells."""
_FEWEST_ROWS = 3
"""Rows with figures that make a table."""
_FAR = 3.5
"""Heights of a character between two rows of a table at most."""
_TIGHT = 0.75
"""Heights of a character between two lines of one cell at most."""
_SENTENCE = 26
"""Characters of a single cell from which on a line is running text."""
_ABOVE = re.compile(r"(?:单位|部门)[^:：]{0,4}[:：]")
"""The line of unit name and 金额单位 above a table."""
_OPENS = re.compile(r"[0-9]|[一二三四五六七八九十]+、|[(（]|其中|合计|总计|小计|本年|年[初末]|栏次")


@dataclass
class _Row:
    """Cells that stand on one line, or on several that belong together."""

    cells: list[list[TextLine]]
    top: float
    bottom: float

    @property
    def has_figure(self) -> bool:
        return any(is_amount(cell[0].text) for cell in self.cells)

    @property
    def text(self) -> str:
        return "".join(line.text for cell in self.cells for line in cell)


@dataclass
class _Columns:
    """Stripes of the page that columns take, from the left."""

    stripes: list[tuple[float, float]] = field(default_factory=list)

    def add(self, left: float, right: float) -> None:
        """A stripe; those that overlap become one."""
        for one in [s for s in self.stripes if s[0] < right and left < s[1]]:
            self.stripes.remove(one)
            left, right = min(left, one[0]), max(right, one[1])
        self.stripes.append((left, right))
        self.stripes.sort()

    def span(self, left: float, right: float) -> list[int]:
        """The numbers, from 1, of the stripes that an interval touches."""
        return [k for k, (a, b) in enumerate(self.stripes, 1) if a < right and left < b]


def aligned_tables(page: Page, glyphs: Iterable[Glyph]) -> list[PageTable]:
    """The tables among glyphs that stand in no ruled table, from top to bottom."""
    rows = [_row(page, line) for line in rows_of(glyphs)]
    rows = [row for row in rows if row.cells]
    return [
        table
        for run in _runs(rows)
        if sum(row.has_figure for row in run) >= _FEWEST_ROWS and (table := _table(run))
    ]


def _row(page: Page, glyphs: Sequence[Glyph]) -> _Row:
    cells: list[list[Glyph]] = []
    for glyph in glyphs:
        if glyph.text.isspace():
            continue
        if cells and glyph.left - cells[-1][-1].right <= _GAP * glyph.height:
            cells[-1].append(glyph)
        else:
            cells.append([glyph])
    lines = [line for cell in cells for line in lines_of(page, cell)]
    top = min((line.top for line in lines), default=0.0)
    return _Row([[line] for line in lines], top, max((line.bottom for line in lines), default=0.0))


def _runs(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """Rows that may be one table: several cells each, no running text between."""
    run: list[_Row] = []
    for row in rows:
        height = row.cells[0][0].height
        is_text = len(row.cells) == 1 and len(row.text) >= _SENTENCE
        is_far = bool(run) and row.top - run[-1].bottom > _FAR * height
        if is_text or is_far:
            yield _trimmed(run)
            run = []
        if not is_text:
            run.append(row)
    yield _trimmed(run)


def _trimmed(run: list[_Row]) -> list[_Row]:
    """Without single cells above and below: titles and notes."""
    several = [k for k, row in enumerate(run) if len(row.cells) > 1]
    if not several:
        return []
    first = several[0]
    while first < several[-1] and _ABOVE.search(run[first].text) and not run[first].has_figure:
        first += 1
    return run[first : several[-1] + 1]


def _table(run: Sequence[_Row]) -> PageTable | None:
    columns = _columns(run)
    if len(columns.stripes) < _FEWEST_ROWS - 1:
        return None
    rows = _joined_rows(run, columns)
    cells: dict[tuple[int, int], TableCell] = {}
    for number, row in enumerate(rows, 1):
        for (first, last), lines in _by_column(row, columns).items():
            block = joined(lines, "\n")
            size = last - first + 1
            cells[number, first] = TableCell(number, first, block.text, block.trace, 1, size)
    edges = (*(left for left, _ in columns.stripes), columns.stripes[-1][1])
    return PageTable(edges[0], rows[0].top, edges[-1], rows[-1].bottom, cells, edges)


def _by_column(row: _Row, columns: _Columns) -> dict[tuple[int, int], list[TextLine]]:
    """The lines of each cell by its first and last column; what shares a column is one cell."""
    found: dict[tuple[int, int], list[TextLine]] = {}
    for cell in row.cells:
        span = columns.span(cell[0].left, max(line.right for line in cell))
        place = next(((a, b) for a, b in found if a <= span[-1] and span[0] <= b), None)
        lines = [*(found.pop(place) if place else ()), *cell]
        place = place or (span[0], span[-1])
        found[min(place[0], span[0]), max(place[1], span[-1])] = lines
    return found


def _columns(run: Sequence[_Row]) -> _Columns:
    """Columns by the rows that have figures; heads of empty columns make columns, too."""
    columns = _Columns()
    body = [row for row in run if row.has_figure]
    for row in body:
        for cell in row.cells:
            columns.add(cell[0].left, cell[0].right)
    for row in run:
        for cell in row.cells:
            if not columns.span(cell[0].left, cell[0].right):
                columns.add(cell[0].left, cell[0].right)
    return columns


def _joined_rows(run: Sequence[_Row], columns: _Columns) -> list[_Row]:
    """Lines that only go on what stands above them joined to it."""
    found: list[_Row] = []
    for row in run:
        if found and _goes_on(found[-1], row, columns):
            for cell in row.cells:
                _append(found[-1], cell[0], columns)
            found[-1].bottom = row.bottom
        else:
            found.append(_Row([list(cell) for cell in row.cells], row.top, row.bottom))
    return found


def _goes_on(above: _Row, row: _Row, columns: _Columns) -> bool:
    height = row.cells[0][0].height
    if row.has_figure or row.top - above.bottom > _TIGHT * height or _OPENS.match(row.text):
        return False
    return all(
        columns.span(cell[0].left, cell[0].right)
        == columns.span(over[0].left, max(line.right for line in over))
        for cell in row.cells
        if (over := _over(above, cell[0], columns))
    ) and any(_over(above, cell[0], columns) for cell in row.cells)


def _over(above: _Row, line: TextLine, columns: _Columns) -> list[TextLine] | None:
    """The cell of the row above in the line's column."""
    own = set(columns.span(line.left, line.right))
    for cell in above.cells:
        if own & set(columns.span(cell[0].left, max(part.right for part in cell))):
            return cell
    return None


def _append(above: _Row, line: TextLine, columns: _Columns) -> None:
    over = _over(above, line, columns)
    if over is None:
        above.cells.append([line])
        above.cells.sort(key=lambda cell: cell[0].left)
    else:
        over.append(line)
