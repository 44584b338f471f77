"""From what DATA states to a complete Book: rows made, totals computed, nothing dropped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from xltool.editions import computed_cells, ratios
from xltool.editions.equations import Equation, Ratio
from xltool.editions.layout import Layout, layout
from xltool.editions.roles import may_be_entered
from xltool.editions.schema import Edition, TableSpec
from xltool.editions.totals import RATIO_DECIMALS, derive, derive_ratios
from xltool.filling.differences import difference_remarks
from xltool.filling.figures import entered_cells, exact_figures, kind_of
from xltool.filling.rows import codes_by_table, listed, names_of, rows_of
from xltool.model.amount import round_half_up
from xltool.model.book import Address, Book, Cell, CellId, Remark, Row, Table
from xltool.model.entries import Entries
from xltool.model.errors import XltoolError
from xltool.model.finding import CellPlace, Severity

_YEARS: Final = range(1990, 2100)

Cells = dict[CellId, Cell]


def fill(entries: Entries, edition: Edition, *, as_published: bool = False) -> Book:
    """The Book that ``entries`` make in ``edition``.

    Entered figures go in; every total is computed by the identity that checks it, and what
    DATA gives for it is compared and reported. Missing 类 and 款 rows are made. With
    ``as_published`` every figure stands as given, totals too, and only 分析 is computed.
    Addresses are those of the official workbook that ``workbook_bytes`` makes of the Book.

    Raises:
        XltoolError: a figure finds no cell, is too large, or has the wrong unit; a code is
            malformed or has no name anywhere; the year is none.
    """
    year = _year(entries, edition)
    codes = codes_by_table(entries, edition, with_parents=not as_published)
    entered, rounded = entered_cells(entries, edition, as_published=as_published)
    names = names_of(codes, entries, edition)
    tables = {
        id_: _table(spec, rows_of(spec, codes.get(id_, ()), names), entries, year)
        for id_, spec in edition.tables.items()
    }
    completed = _completed(entered, edition, tables, as_published=as_published)
    places = layout(edition, codes)
    return Book(
        edition.id,
        {
            id_: _with_cells(table, edition, completed.cells, places)
            for id_, table in tables.items()
        },
        entries.unit_name,
        year,
        edition.amount_unit,
        as_published=as_published,
        remarks=(
            *entries.remarks,
            *_head_remarks(entries, edition),
            *rounded,
            *completed.remarks,
            *(() if as_published else difference_remarks(entries, edition, completed.totals)),
        ),
        sources=(entries.source,) if entries.source else (),
    )


def _year(entries: Entries, edition: Edition) -> int:
    year = entries.year or edition.year
    if year not in _YEARS:
        raise XltoolError(f"年度 {year} 不对:应如 {edition.year}")
    return year


def _head_remarks(entries: Entries, edition: Edition) -> Iterable[Remark]:
    if entries.year is not None and entries.year != edition.year:
        yield Remark(
            "fill.year",
            f"数据是 {entries.year} 年度,版式 {edition.id} 是 {edition.year} 年度的:请核对",
            Severity.WARNING,
        )
    if not entries.unit_name:
        yield Remark(
            "fill.no-unit-name",
            "没有单位名称,表头留空:在数据中加“单位名称”列,或用 --unit-name",
            Severity.HINT,
        )


def _table(spec: TableSpec, rows: tuple[Row, ...], entries: Entries, year: int) -> Table:
    return Table(
        spec.id,
        spec.title,
        rows,
        {},
        spec.sheet,
        spec.unit,
        entries.unit_name,
        year,
    )


@dataclass(frozen=True, slots=True)
class _Completed:
    """Entered and computed cells together."""

    cells: Cells
    totals: Mapping[CellId, tuple[Equation, Decimal]]
    remarks: tuple[Remark, ...]


def _completed(
    entered: Cells, edition: Edition, tables: Mapping[str, Table], *, as_published: bool
) -> _Completed:
    """``entered`` with every computed cell that stands in the form."""
    computed = {
        cell: equation
        for cell, equation in computed_cells(edition, tables).items()
        if _is_computed(cell, edition, entered, as_published=as_published)
    }
    figures = exact_figures(entered)
    totals = derive(computed, figures)
    rows = {(table.id, row.key) for table in tables.values() for row in table.rows}
    homeless = {cell: value for cell, value in totals.items() if cell[:2] not in rows and value}
    if homeless:
        # what has no row in the workbook is in no total there either
        housed = {cell: one for cell, one in computed.items() if cell[:2] in rows}
        totals = derive(housed, figures)
    cells = dict(entered)
    cells |= {
        cell: _total(edition, cell, value) for cell, value in totals.items() if cell[:2] in rows
    }
    wanted = ratios(edition, tables)
    shares = derive_ratios(wanted, totals, figures)
    cells |= {ratio.cell: _ratio_cell(edition, ratio, shares[ratio.cell]) for ratio in wanted}
    by_equation = {cell: (computed[cell], value) for cell, value in totals.items()}
    return _Completed(cells, by_equation, tuple(_homeless_remarks(homeless)))


def _is_computed(cell: CellId, edition: Edition, entered: Cells, *, as_published: bool) -> bool:
    if as_published:
        return cell.table == edition.analysis_sheet
    return cell not in entered or not may_be_entered(edition.tables[cell.table], cell)


def _total(edition: Edition, cell: CellId, value: Decimal) -> Cell:
    spec = edition.tables[cell.table]
    line = next((line for line in spec.lines if line.key == cell.row), None)
    decimals = kind_of(edition, spec, line).decimals
    shown = round_half_up(value, decimals)
    return Cell(shown, decimals, None if shown == value else value, live=True)


def _ratio_cell(edition: Edition, ratio: Ratio, value: Decimal | None) -> Cell:
    """A percentage (kept as a ratio of four decimals), a change, or an empty text."""
    decimals = edition.decimals if ratio.denominator is None else RATIO_DECIMALS
    if value is None:
        return Cell(None, decimals, live=True)
    shown = round_half_up(value, decimals)
    return Cell(shown, decimals, None if shown == value else value, live=True)


def _homeless_remarks(homeless: Mapping[CellId, Decimal]) -> Iterable[Remark]:
    """Amounts of classes that a table of fixed classes has no row for."""
    if not homeless:
        return
    named = listed(f"{cell.table} 类{cell.row} {cell.column} {homeless[cell]}" for cell in homeless)
    yield Remark(
        "fill.no-class-row",
        f"这些类在表中没有对应的行,未计入该表:{named};请核对科目代码",
        Severity.WARNING,
        tuple(CellPlace(*cell) for cell in homeless),
    )


def _with_cells(table: Table, edition: Edition, cells: Cells, places: Layout) -> Table:
    """``table`` with its own of ``cells``, each with its address in the official workbook."""
    sheet = places.sheets[table.id]
    own = {
        (cell.row, cell.column): replace(found, address=places.address(cell))
        for cell, found in cells.items()
        if cell.table == table.id
    }
    has_rows = any(True for _ in table.codes())
    is_empty = not has_rows and all(cell.live and not cell.value for cell in own.values())
    first = {key: f"A{row}" for key, row in sheet.rows.items()}
    labels = {**first, **sheet.labels, **sheet.codes}
    rows = (replace(row, address=Address(sheet.sheet, labels[row.key])) for row in table.rows)
    statement = edition.tables[table.id].empty_statement_of(table.unit_name)
    return replace(
        table, rows=tuple(rows), cells=own, empty_statement=statement if is_empty else None
    )
