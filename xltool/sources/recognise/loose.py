"""Tables, rows and columns that the edition does not describe, kept with their labels."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Final

from xltool.editions.schema import TableKind, TableSpec
from xltool.model.amount import Unit
from xltool.model.book import CellId
from xltool.model.loose import LooseColumn, LooseRow, LooseTable
from xltool.package.a1 import Area
from xltool.sources.grid import Grid, RawCell
from xltool.sources.labels import normal
from xltool.sources.recognise.cells import CellMaker
from xltool.sources.recognise.head import head_of
from xltool.sources.recognise.outline import Outline, Side
from xltool.sources.recognise.regions import Region

_DECIMALS: Final = 2
_LONGEST_TITLE: Final = 60


def loose_sheet(grid: Grid) -> tuple[LooseTable, ...]:
    """The table on a sheet of which no title is known."""
    rows = [row for row, _ in grid.cells]
    columns = [column for _, column in grid.cells]
    area = Area(min(rows), min(columns), max(rows), max(columns))
    title = _title(grid)
    name = title.text.strip() if title else grid.name
    spec = TableSpec(name, name, grid.name, TableKind.LINES, Unit.WAN)
    if title is not None:
        area = Area(title.row, area.left, area.bottom, area.right)
    return loose_tables(Region(grid, spec, area, title), frozenset())


def _title(grid: Grid) -> RawCell | None:
    texts = (cell for cells in grid.rows.values() for cell in cells if isinstance(cell.value, str))
    titled = (c for c in texts if normal(c.text).endswith("表") and len(c.text) <= _LONGEST_TITLE)
    return next(titled, None)


def loose_tables(region: Region, known: AbstractSet[tuple[int, int]]) -> tuple[LooseTable, ...]:
    """Each side of ``region`` by its labels alone.

    Args:
        region: the table.
        known: the cells (sheet row and column) that the edition describes.
    """
    outline = Outline(region)
    inside = [cell for cell in region.cells if cell.row <= outline.head[1]]
    unit = head_of(inside, [region.spec.title]).amount_unit or region.spec.unit
    maker = CellMaker(region)
    return tuple(_side(outline, side, maker, known, unit) for side in outline.sides if side.figures)


def _side(
    outline: Outline,
    side: Side,
    maker: CellMaker,
    known: AbstractSet[tuple[int, int]],
    unit: Unit,
) -> LooseTable:
    region = outline.region
    own = {(row, column) for row, column in known if column in side.figures}
    known_columns = {column for _, column in own}
    rows = list(_rows(outline, side, {row for row, _ in own}))
    columns = [
        LooseColumn(outline.paths.get(column, ()), is_known=column in known_columns)
        for column in side.figures
    ]
    cells = {}
    for place, (number, row) in enumerate(rows):
        for across, column in enumerate(side.figures):
            if (number, column) in region.grid.cells:
                at = CellId(region.spec.id, row.label, columns[across].name)
                cells[place, across] = maker.cell(at, number, column, _DECIMALS)
    return LooseTable(
        region.spec.title,
        region.grid.name,
        tuple(columns),
        tuple(row for _, row in rows),
        cells,
        unit,
    )


def _rows(outline: Outline, side: Side, known: AbstractSet[int]) -> Iterator[tuple[int, LooseRow]]:
    for number in outline.body:
        label, code = outline.label(side, number), outline.code(side, number)
        has_figures = any((number, column) in outline.region.grid.cells for column in side.figures)
        if label is not None or code or has_figures:
            text = label.text.rstrip() if label else ""
            yield number, LooseRow(text, code, is_known=number in known)
