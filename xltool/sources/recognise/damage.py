"""Damaged labels: what a misread one meant, by 行次, 栏次 or order, and one cut off in print.

A workbook's label that is unknown is told and left alone. In recognised text labels are
misread, while line numbers and the order of the form stand; what is known by them alone
is told too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from xltool.editions.schema import Block, Line, Role
from xltool.sources.grid import RawCell
from xltool.sources.labels import bare, normal
from xltool.sources.recognise.columns import columns_by_number
from xltool.sources.recognise.regions import Region

_FEWEST_LETTERS = 6
"""Letters that a label cut off must keep to be known by them."""


def numbered_columns(region: Region, known: Mapping[str, int], bottom: int) -> dict[str, int]:
    """All columns by their 栏次, where labels of recognised text do not tell them all."""
    if not region.grid.is_recognised or len(known) == len(region.spec.columns):
        return {}
    return columns_by_number(region, region.spec.columns, bottom)


def inferred_columns(by_number: Mapping[str, int]) -> tuple[str, ...]:
    """What to say of columns that were known by number."""
    return (f"{len(by_number)} 栏按栏次",) if by_number else ()


def misread_lines(
    region: Region,
    named: Sequence[tuple[RawCell, Line]],
    blocks: Sequence[Block],
    number_columns: Sequence[int],
    top: int,
) -> Iterator[tuple[RawCell, Line]]:
    """Lines whose label is misread or lost, with the cell in which it should stand.

    Args:
        region: the table.
        named: the cells that name a line by code or label.
        blocks: the blocks of the form.
        number_columns: columns of 行次.
        top: the first row of figures.
    """
    if not region.grid.is_recognised:
        yield from _clipped_lines(region, named, blocks, top)
        return
    known = {line.key for _, line in named}
    for block in blocks:
        own = {cell.row: (cell, line) for cell, line in named if line in block.lines}
        columns = [cell.column for cell, _ in own.values()]
        if not columns:
            continue
        column = max(set(columns), key=columns.count)
        for row in (number for number in region.rows if number >= top and number not in own):
            line, place = _by_number(region, row, column, block, number_columns), column
            if line is None:
                line, place = _by_order(row, block, own)
            if line and line.key not in known and line.role is not Role.BLANK:
                known.add(line.key)
                yield _label_cell(region, row, place), line


def _clipped_lines(
    region: Region,
    named: Sequence[tuple[RawCell, Line]],
    blocks: Sequence[Block],
    top: int,
) -> Iterator[tuple[RawCell, Line]]:
    """Lines of a printed document whose label its column cut off: 二、国有资本经营预算支."""
    if not region.grid.homes:
        return
    known = {line.key for _, line in named}
    for block in blocks:
        own = {cell.row: (cell, line) for cell, line in named if line in block.lines}
        for column in {cell.column for cell, _ in own.values()}:
            for row in (number for number in region.rows if number >= top and number not in own):
                cell = region.grid.cells.get((row, column))
                words = bare(cell.text) if cell and isinstance(cell.value, str) else ""
                if cell is None or len(words) < _FEWEST_LETTERS:
                    continue
                meant = [
                    line
                    for line in _between(row, block, own)
                    if line.key not in known and _begins(words, line)
                ]
                if len(meant) == 1:
                    known.add(meant[0].key)
                    yield cell, meant[0]


def _between(row: int, block: Block, own: Mapping[int, tuple[RawCell, Line]]) -> Sequence[Line]:
    """The lines of the form between those named above and below a row."""
    keys = [line.key for line in block.lines]
    above = max((number for number in own if number < row), default=None)
    below = min((number for number in own if number > row), default=None)
    first = keys.index(own[above][1].key) + 1 if above is not None else 0
    last = keys.index(own[below][1].key) if below is not None else len(keys)
    return block.lines[first:last]


def _begins(words: str, line: Line) -> bool:
    return any(bare(text).startswith(words) for text in (line.label, *line.aliases))


def _by_number(
    region: Region, row: int, column: int, block: Block, number_columns: Sequence[int]
) -> Line | None:
    """The line whose 行次 stands right of the place of the label."""
    beside = next((place for place in sorted(number_columns) if place > column), None)
    cell = region.grid.cells.get((row, beside)) if beside else None
    text = normal(cell.text) if cell else ""
    return next((line for line in block.lines if line.number and str(line.number) == text), None)


def _by_order(
    row: int, block: Block, own: Mapping[int, tuple[RawCell, Line]]
) -> tuple[Line | None, int]:
    """The one line of the form between those named directly above and below, and its column."""
    above, below = own.get(row - 1), own.get(row + 1)
    if not above or not below or above[0].column != below[0].column:
        return None, 0
    keys = [line.key for line in block.lines]
    first, last = keys.index(above[1].key), keys.index(below[1].key)
    return (block.lines[first + 1] if last == first + 2 else None), above[0].column


def _label_cell(region: Region, row: int, column: int) -> RawCell:
    return region.grid.cells.get((row, column)) or RawCell(row, column, "")


def inferred_lines(found: Iterable[tuple[RawCell, Line]], region: Region) -> tuple[str, ...]:
    """What to say of lines that were known by 行次 or order."""
    return tuple(
        f"{region.grid.row_text(cell.row)}“{cell.text[:12]}”为 {line.key} {line.label}".rstrip()
        for cell, line in found
    )
