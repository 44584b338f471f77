"""Totals that head columns of their own: 合计, 人员经费, 公用经费 above a list of codes.

Many forms of 公开06表 print one list of economic codes and three columns of amounts: the
amount of a code stands under 合计 and once more under its kind, and 人员经费合计 is the
figure where the row 合计 crosses the column 人员经费.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal

from xltool.editions.schema import Line, Role
from xltool.model.amount import half_unit
from xltool.model.book import TOTAL_ROW, Cell, CellId, Row, RowKind
from xltool.sources.grid import RawCell
from xltool.sources.labels import bare
from xltool.sources.recognise.cells import CellMaker
from xltool.sources.recognise.regions import Region

TOTAL_COLUMN = "决算数"
"""Key of the one column of amounts that such a table has in the form."""


def crossed_totals(
    region: Region,
    paths: Mapping[int, tuple[str, ...]],
    lines: Callable[[str], tuple[Line, ...]],
    maker: CellMaker,
) -> Iterator[tuple[Row, Cell]]:
    """Each total that heads a column, read from the row 合计, with its cell.

    Args:
        region: the table.
        paths: the labels above each column.
        lines: the lines of the form that a word names.
        maker: makes the cells.
    """
    columns = {
        column: named[0]
        for column, path in paths.items()
        if len(named := lines(path[-1])) == 1 and named[0].role is Role.TOTAL
    }
    label = _total_row(region, columns) if len(columns) > 1 else None
    if label is None:
        return
    for column, line in columns.items():
        at = CellId(region.spec.id, line.key, TOTAL_COLUMN)
        address = region.address(label.row, label.column)
        row = Row(line.key, line.label, RowKind.LINE, line.code, address)
        yield row, maker.cell(at, label.row, column, line.decimals)
    _claim_repeated(region, set(columns), maker)


def is_total_row(cells: Sequence[RawCell]) -> bool:
    """Whether a row begins with 合计 and has a figure."""
    figures = any(isinstance(cell.value, Decimal) for cell in cells[1:])
    return figures and bare(cells[0].text) == TOTAL_ROW


def _total_row(region: Region, columns: Mapping[int, Line]) -> RawCell | None:
    """The label 合计 left of the columns of totals."""
    labels = (cells[0] for cells in region.rows.values() if is_total_row(cells))
    return next((label for label in labels if label.column < min(columns)), None)


def _claim_repeated(region: Region, columns: set[int], maker: CellMaker) -> None:
    """Claim the figures that say once more what was read; others stay to be told."""
    for cells in region.rows.values():
        read = {cell.text for cell in cells if (cell.row, cell.column) in maker.used}
        parts = [cell.value for cell in cells if cell.column in columns]
        known = [value for value in parts if isinstance(value, Decimal)]
        for cell in cells:
            is_part = cell.column in columns
            if cell.text in read if is_part else read and _is_sum(cell.value, known):
                maker.used.add((cell.row, cell.column))


def _is_sum(whole: Decimal | str | None, parts: Sequence[Decimal]) -> bool:
    """Whether figures that were rounded each on their own may be parts of ``whole``."""
    if not isinstance(whole, Decimal) or not parts:
        return False
    decimals = max(-int(part.as_tuple().exponent) for part in (whole, *parts))
    return abs(whole - sum(parts)) <= half_unit(decimals) * (len(parts) + 1)
