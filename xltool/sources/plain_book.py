"""Entries as a Book without computing anything: published, prior or budget figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from xltool.editions import equations
from xltool.editions.equations import Equation
from xltool.editions.schema import Edition, Relation, Role, TableKind, TableSpec
from xltool.model.amount import Unit, half_unit, round_half_up
from xltool.model.book import TOTAL_ROW, Book, Cell, Row, RowKind, Table
from xltool.model.entries import Entries, Entry


def book_of(entries: Entries, edition: Edition, *, whole: bool = False) -> Book:
    """The figures as they stand, in the units of the edition; nothing is added up.

    Args:
        entries: what DATA states.
        edition: the form they belong to.
        whole: DATA is a complete publication, so that a table of which it gives no
            figure is an empty table. Otherwise such a table is absent, and one whose
            totals are not the sums of what it gives is known in part only.
    """
    by_table: dict[str, list[Entry]] = {}
    for entry in entries.figures:
        by_table.setdefault(entry.cell.table, []).append(entry)
    tables = {
        spec.id: _table(spec, by_table.get(spec.id, []), entries, edition)
        for spec in edition.tables.values()
        if spec.id in by_table or (whole and spec.id != edition.analysis_sheet)
    }
    if not whole:
        tables = {
            id_: replace(table, partial=not _adds_up(table, edition))
            for id_, table in tables.items()
        }
    return Book(
        edition.id,
        tables,
        entries.unit_name,
        entries.year,
        edition.amount_unit,
        as_published=True,
        remarks=entries.remarks,
        sources=(entries.source,) if entries.source else (),
    )


def _adds_up(table: Table, edition: Edition) -> bool:
    """Whether every total is there and the sum of its parts, rounding allowed for."""
    spec = edition.tables[table.id]
    if spec.kind is TableKind.CODES and not any(row == TOTAL_ROW for row, _ in table.cells):
        return False
    return all(
        _holds(equation, table)
        for equation in equations(edition, {table.id: table})
        if equation.relation is Relation.EQ
        and all(term.cell.table == table.id for term in (*equation.left, *equation.right))
    )


def _holds(equation: Equation, table: Table) -> bool:
    difference = slack = Decimal(0)
    for terms, side in ((equation.left, 1), (equation.right, -1)):
        for term in terms:
            cell = table.cell(term.cell.row, term.cell.column)
            if cell is not None:
                difference += cell.exact * term.sign * side
                slack += half_unit(cell.decimals)
    return abs(difference) <= slack


def _table(spec: TableSpec, given: list[Entry], entries: Entries, edition: Edition) -> Table:
    lines = {line.key: line for line in spec.lines}
    cells = {}
    for entry in given:
        line = lines.get(entry.cell.row)
        unit, decimals = (line.unit, line.decimals) if line else (spec.unit, edition.decimals)
        cells[entry.cell.row, entry.cell.column] = _cell(entry, unit, decimals)
    return Table(
        spec.id,
        spec.title,
        tuple(_rows(spec, given, entries, edition)),
        cells,
        unit=spec.unit,
        unit_name=entries.unit_name,
        year=entries.year,
        empty_statement=None if given else spec.empty_statement_of(entries.unit_name),
    )


def _cell(entry: Entry, unit: Unit, decimals: int) -> Cell:
    """What the row's cell would show, with the exact figure behind it where it differs."""
    if not unit.is_amount:
        return Cell(entry.amount.value, 0)
    exact = entry.amount.to(unit).value
    if entry.amount.unit is unit:
        return Cell(exact, max(decimals, entry.amount.decimals))
    shown = round_half_up(exact, decimals)
    return Cell(shown, decimals, None if exact == shown else exact)


def _rows(
    spec: TableSpec, given: Iterable[Entry], entries: Entries, edition: Edition
) -> Iterable[Row]:
    if spec.kind is not TableKind.CODES:
        for line in spec.lines:
            if line.role is not Role.BLANK:
                yield Row(line.key, line.label, RowKind.LINE, line.code)
        return
    keys = {entry.cell.row for entry in given}
    if TOTAL_ROW in keys or not keys:
        yield Row(TOTAL_ROW, TOTAL_ROW, RowKind.TOTAL)
    for code in sorted(keys - {TOTAL_ROW}):
        name = entries.names.get(code) or edition.functional_codes.get(code, "")
        yield Row(code, name, RowKind.CODE, code)
