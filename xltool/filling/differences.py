"""Totals that DATA gives and that come out otherwise: reported with both values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal

from xltool.editions.equations import Equation, Term
from xltool.editions.schema import Edition
from xltool.editions.totals import derive
from xltool.model.amount import Unit, scale
from xltool.model.book import CellId, Remark
from xltool.model.entries import Entries, Entry
from xltool.model.finding import CellPlace, Severity

Totals = Mapping[CellId, tuple[Equation, Decimal]]


def difference_remarks(entries: Entries, edition: Edition, totals: Totals) -> Iterable[Remark]:
    """A remark for every total of DATA that is not the computed one.

    Within the rounding of the figures that were entered under it, it is a tail (尾差) and
    a hint; beyond, a warning. The workbook holds the computed value.
    """
    given = {entry.cell: entry for entry in entries.figures if entry.cell in totals}
    differing = {
        cell: entry
        for cell, entry in given.items()
        if _in_form(entry.amount.value, entry, edition) != totals[cell][1]
    }
    if not differing:
        return
    allowed = _allowances(entries, edition, totals)
    for cell, entry in differing.items():
        stated, computed = _in_form(entry.amount.value, entry, edition), totals[cell][1]
        allowance = allowed[cell] + _in_form(_half_width(entry), entry, edition)
        yield _remark(entry, stated, computed, is_tail=abs(stated - computed) <= allowance)


def _remark(entry: Entry, stated: Decimal, computed: Decimal, *, is_tail: bool) -> Remark:
    verdict = (
        "在四舍五入范围内,是尾差" if is_tail else "超出四舍五入的范围,请核对这个合计和它的明细"
    )
    return Remark(
        "fill.total-tail" if is_tail else "fill.total-differs",
        f"{entry.cell}:数据给出 {stated}({entry.origin}),按明细计算为 {computed},"
        f"相差 {stated - computed},{verdict};表中用计算的数",
        Severity.HINT if is_tail else Severity.WARNING,
        (CellPlace(*entry.cell),),
    )


def _in_form(value: Decimal, entry: Entry, edition: Edition) -> Decimal:
    """``value`` of ``entry`` in the unit of the form."""
    unit = entry.amount.unit
    if not unit.is_amount:
        return value
    return scale(value, unit, _unit_of(edition, entry.cell))


def _unit_of(edition: Edition, cell: CellId) -> Unit:
    spec = edition.tables[cell.table]
    line = next((line for line in spec.lines if line.key == cell.row), None)
    return line.unit if line else spec.unit


def _half_width(entry: Entry) -> Decimal:
    """How far the printed figure may lie from the exact one, in its own unit."""
    interval = entry.amount.interval
    return (interval.high - interval.low) / 2


def _allowances(entries: Entries, edition: Edition, totals: Totals) -> dict[CellId, Decimal]:
    """For every total the half-units of the figures entered under it, added up."""
    halves = {
        entry.cell: _in_form(_half_width(entry), entry, edition)
        for entry in entries.figures
        if entry.cell not in totals
    }
    widening = {cell: _all_added(equation) for cell, (equation, _) in totals.items()}
    return derive(widening, halves)


def _all_added(equation: Equation) -> Equation:
    """The equation with every sign plus: uncertainties add up whatever the sign."""
    return replace(equation, right=tuple(Term(term.cell) for term in equation.right))
