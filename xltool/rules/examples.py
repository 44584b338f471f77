"""A passing and a failing example of every identity, made from the identity itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from xltool.editions.equations import Equation, Term
from xltool.editions.plan import Plan
from xltool.editions.schema import Edition, IdentityRule, Relation, TableKind, TableSpec
from xltool.model.book import TOTAL_ROW, Book, Cell, CellId, Row, RowKind, Table
from xltool.rules.evaluation import evaluate
from xltool.rules.identities import check_identities

SAMPLE_CODES = ("201", "20106", "2010607", "2010650")
"""One class with its division and two items: enough for every identity of the tree."""
PARTS = (Decimal("60.00"), Decimal("40.00"))
"""Figures of the first terms; further terms are empty."""
OFF = Decimal("10.00")
"""By how much the failing example is off: beyond any rounding."""


@dataclass(frozen=True, slots=True)
class Example:
    """A Book of one identity's cells, and the identity made concrete."""

    equation: Equation
    book: Book


@dataclass(frozen=True)
class Samples:
    """Every identity of an edition over tables of a few sample codes."""

    edition: Edition

    @cached_property
    def _tables(self) -> Mapping[str, Table]:
        return {id_: _table(spec) for id_, spec in self.edition.tables.items()}

    @cached_property
    def _equations(self) -> tuple[Equation, ...]:
        from xltool.editions import equations

        return equations(self.edition, self._tables)

    def example_of(self, rule: IdentityRule, *, failing: bool) -> Example | None:
        """The smallest Book in which ``rule`` holds, or fails; None where it names no cell."""
        own = [equation for equation in self._equations if equation.rule is rule]
        found = [equation for equation in own if equation.left and equation.right]
        if not found:
            return None
        equation = max(found, key=lambda each: min(len(each.right), len(PARTS)))
        figures = _figures(equation, failing=failing)
        return Example(equation, Book(self.edition.id, _filled(self._tables, figures)))


def message_of(edition: Edition, example: Example) -> str:
    """What the check says of an example; empty where it says nothing."""
    plan = Plan((example.equation,))
    findings, _ = check_identities(example.book, edition, evaluate(example.book, plan))
    return findings[0].message if findings else ""


def _figures(equation: Equation, *, failing: bool) -> dict[CellId, Decimal]:
    figures: dict[CellId, Decimal] = {}
    shown = [term for term in equation.right if term.sign > 0][: len(PARTS)]
    for term, value in zip(shown, PARTS, strict=False):
        figures[term.cell] = value
    total = sum(figures.values(), Decimal(0))
    if failing:
        total += -OFF if equation.relation is Relation.GE else OFF
    figures[_first_positive(equation.left).cell] = total
    return figures


def _first_positive(terms: tuple[Term, ...]) -> Term:
    return next(term for term in terms if term.sign > 0)


def _table(spec: TableSpec) -> Table:
    return Table(spec.id, spec.title, _rows(spec), {}, sheet=spec.sheet, unit=spec.unit)


def _rows(spec: TableSpec) -> tuple[Row, ...]:
    if spec.kind is TableKind.CODES:
        total = Row(TOTAL_ROW, TOTAL_ROW, RowKind.TOTAL)
        return (total, *(Row(code, "", RowKind.CODE, code) for code in SAMPLE_CODES))
    if spec.kind is TableKind.SINGLE:
        return (Row("", ""),)
    return tuple(Row(line.key, line.label, RowKind.LINE, line.code) for line in spec.lines)


def _filled(tables: Mapping[str, Table], figures: Mapping[CellId, Decimal]) -> dict[str, Table]:
    return {
        id_: Table(
            table.id,
            table.title,
            table.rows,
            {(at.row, at.column): Cell(value) for at, value in figures.items() if at.table == id_},
            sheet=table.sheet,
            unit=table.unit,
        )
        for id_, table in tables.items()
    }
