"""The same accounts on other forms: cells renamed as the edition calls them.

An edition names lines and columns in its own words; "T01 31 金额" is what the nine common
tables call a cell, and the edition's data say where it stands on its own form.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from tests.quality.accounts import Accounts
from tests.quality.truth import Measure, Quantity
from xltool import editions
from xltool.editions.narrative_loading import load_narrative
from xltool.editions.narrative_places import Places
from xltool.editions.schema import Edition
from xltool.model.book import TOTAL_ROW, Book, Cell, CellId, Row, RowKind, Table

NATIVE = "shanxi/2024"
"""The form whose cells the accounts name."""


def cells_on(accounts: Accounts, edition_id: str) -> dict[Quantity, tuple[CellId, ...]]:
    """Where each quantity stands on the form; what the form has no cell for is left out."""
    edition = editions.load(edition_id)
    budget = Measure(three_budget(edition_id))
    found: dict[Quantity, tuple[CellId, ...]] = {}
    for quantity, places in accounts.cells.items():
        measure = quantity.measure
        if measure is Measure.FULL_BUDGET:
            measure = budget  # what 预算数 of the "三公" table is
        known = tuple(at for place in places if (at := moved(place, edition)) is not None)
        if known:
            found[quantity._replace(measure=measure)] = known
    return found


@cache
def _places(edition_id: str) -> Places:
    return Places(editions.load(edition_id))


def moved(at: CellId, edition: Edition) -> CellId | None:
    """The cell of ``edition`` that is ``at`` on the form the accounts name."""
    if edition.id == NATIVE:
        return at
    short = f"T{at.table[2:4]}"
    spec = edition.named(short)
    if spec is None:
        return None
    coded = spec.code_rows is not None and at.row != TOTAL_ROW
    row = "@" if coded else at.row
    try:
        found = _places(edition.id).cell(f"{short} {row} {_column(short, at.column)}")
    except ValueError:
        return None
    return found._replace(row=at.row) if found and coded else found


def _column(short: str, column: str) -> str:
    return {"T08 合计": "合计"}.get(f"{short} {column}", column)


def three_budget(edition_id: str) -> str:
    """The budget that 预算数 of the "三公" table is on the form."""
    return load_narrative(edition_id).table_budget.value


def book_on(
    accounts: Accounts, cells: Mapping[Quantity, tuple[CellId, ...]], edition_id: str
) -> Book:
    """The published tables of the form."""
    if edition_id == NATIVE:
        return accounts.book()
    edition = editions.load(edition_id)
    figures: dict[CellId, Cell] = {}
    for quantity, places in cells.items():
        if accounts.exact.get(quantity):
            decimals = 0 if quantity.measure is Measure.COUNT else 2
            figures |= {at: Cell(accounts.shown(quantity), decimals) for at in places}
    tables = {
        spec.id: _table(spec.id, edition, figures, accounts)
        for spec in edition.tables.values()
        if spec.id != edition.analysis_sheet and spec.short != "A"
    }
    return Book(edition_id, tables, accounts.unit_name, accounts.year, as_published=True)


def _table(
    table: str, edition: Edition, figures: Mapping[CellId, Cell], accounts: Accounts
) -> Table:
    spec = edition.tables[table]
    own = {(at.row, at.column): cell for at, cell in figures.items() if at.table == table}
    if spec.code_rows is not None:
        codes = sorted({row for row, _ in own if row != TOTAL_ROW})
        rows = (
            Row(TOTAL_ROW, TOTAL_ROW, RowKind.TOTAL),
            *(Row(code, accounts.names.get(code, ""), RowKind.CODE, code) for code in codes),
        )
    else:
        rows = tuple(Row(line.key, line.label, RowKind.LINE, line.code) for line in spec.lines)
        rows = rows or (Row("", ""),)
    return Table(
        table,
        spec.title,
        rows,
        own,
        sheet=table,
        unit_name=accounts.unit_name,
        year=accounts.year,
        empty_statement=None if own else "本表无数据",
    )
