"""Entered figures as cells: scaled to the form's unit, whole to the last digit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from xltool.editions.schema import Edition, Line, Role, TableKind, TableSpec
from xltool.filling.rows import CODE_LENGTHS, listed
from xltool.model.amount import Unit, round_half_up, scale
from xltool.model.book import TOTAL_ROW, Cell, CellId, Remark
from xltool.model.entries import Entries, Entry
from xltool.model.errors import XltoolError
from xltool.model.finding import CellPlace, Severity

MOST_DIGITS: Final = 15
"""A workbook keeps numbers as binary doubles: 15 decimal digits are safe in all of them."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What the figures of a row are: their unit and the decimals they are shown with."""

    unit: Unit
    decimals: int


def kind_of(edition: Edition, spec: TableSpec, line: Line | None) -> Kind:
    """The kind of figure in ``line``, or in any row of codes."""
    if line is not None:
        return Kind(line.unit, line.decimals)
    return Kind(spec.unit, edition.decimals)


def entered_cells(
    entries: Entries, edition: Edition, *, as_published: bool
) -> tuple[dict[CellId, Cell], tuple[Remark, ...]]:
    """Every figure of DATA as a cell, and remarks on those that had to be rounded.

    Figures in 元 keep all their digits behind the two that are shown. Figures in 万元 are
    taken as printed, so that totals are sums of what is shown: one with more decimals is
    rounded and named, unless it is to stand as published.

    Raises:
        XltoolError: figures without a cell in the form, or beyond what a workbook holds.
    """
    _refuse_unplaced(entries, edition)
    cells: dict[CellId, Cell] = {}
    rounded: list[Entry] = []
    for entry in entries.figures:
        kind = _kind(entry, edition)
        cell = _cell(entry, kind)
        if cell.stored is not None and entry.amount.unit is kind.unit and not as_published:
            rounded.append(entry)
            cell = Cell(cell.value, cell.decimals)
        cells[entry.cell] = cell
    return cells, tuple(_rounded_remarks(rounded, entries.unit))


def _kind(entry: Entry, edition: Edition) -> Kind:
    spec = edition.tables[entry.cell.table]
    line = next((line for line in spec.lines if line.key == entry.cell.row), None)
    return kind_of(edition, spec, line)


def _cell(entry: Entry, kind: Kind) -> Cell:
    amount = entry.amount
    if amount.unit.is_amount != kind.unit.is_amount:
        raise XltoolError(
            f"{entry.cell}({entry.origin}):单位是“{amount.unit}”,这一格按“{kind.unit}”计"
        )
    exact = scale(amount.value, amount.unit, kind.unit) if kind.unit.is_amount else amount.value
    digits = exact.as_tuple().digits
    if exact.adjusted() >= MOST_DIGITS - kind.decimals or len(digits) > MOST_DIGITS:
        raise XltoolError(
            f"{entry.cell}({entry.origin}):数值 {amount.value} 超出表格能存的"
            f" {MOST_DIGITS} 位数字,请核对"
        )
    shown = round_half_up(exact, kind.decimals)
    return Cell(shown, kind.decimals, None if shown == exact else exact)


def _rounded_remarks(rounded: Iterable[Entry], unit: Unit) -> Iterable[Remark]:
    """One remark a table: which figures had more decimals than the form shows."""
    tables: dict[str, list[Entry]] = {}
    for entry in rounded:
        tables.setdefault(entry.cell.table, []).append(entry)
    for table, found in tables.items():
        named = listed(f"{e.cell.row} {e.cell.column} {e.amount.value}".strip() for e in found)
        yield Remark(
            "fill.rounded",
            f"{table} 有数值超过两位小数,已四舍五入填入:{named};"
            f"要按原数计算,请换算成元并用 --unit 元(现为{unit})",
            Severity.WARNING,
            tuple(CellPlace(*entry.cell) for entry in found),
        )


def _refuse_unplaced(entries: Entries, edition: Edition) -> None:
    lost = [entry for entry in entries.figures if not _has_cell(entry.cell, edition.tables)]
    if lost:
        places = listed(f"{e.cell}={e.amount.value}({e.origin})" for e in lost)
        raise XltoolError(f"下列数值在版式 {edition.id} 中没有对应的单元格:{places}")


def _has_cell(cell: CellId, tables: Mapping[str, TableSpec]) -> bool:
    spec = tables.get(cell.table)
    if spec is None:
        return False
    if spec.kind is TableKind.CODES:
        is_code = cell.row.isdigit() and len(cell.row) in CODE_LENGTHS
        return (cell.row == TOTAL_ROW or is_code) and cell.column in {c.key for c in spec.columns}
    return any(
        line.key == cell.row and line.role is not Role.BLANK and line.is_printed
        for block in spec.blocks
        if cell.column in {column.key for column in block.columns}
        for line in block.lines
    )


def exact_figures(cells: Mapping[CellId, Cell]) -> dict[CellId, Decimal]:
    """What to calculate with."""
    return {at: cell.exact for at, cell in cells.items()}
