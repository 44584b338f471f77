"""Totals of a Book computed by the very identities that check them.

Filling and recomputing both derive totals here, and the live formulas of the workbook
give the same values: sums are exact Decimals, rounded at six decimals as the formulas'
ROUND(…,6) does to keep binary dust away (contract: 元/10000 has at most six).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from xltool.editions.equations import Equation, Term
from xltool.model.amount import round_half_up
from xltool.model.book import CellId
from xltool.model.errors import XltoolError

GUARD_DECIMALS = 6
_ZERO = Decimal(0)


def derive(
    equations: Iterable[Equation], given: Mapping[CellId, Decimal], computed: Iterable[CellId]
) -> dict[CellId, Decimal]:
    """The value of every cell in ``computed``, in the order they depend on each other.

    Args:
        equations: the identities of the Book; the first that computes a cell and has
            parts is the one that gives it.
        given: the entered figures, exact; a cell that is not there counts as 0. What is
            given for a computed cell is not looked at.
        computed: the cells to derive. One without parts is 0.

    Raises:
        XltoolError: cells depend on each other in a circle (a fault of the edition).
    """
    wanted = dict.fromkeys(computed)
    parts = _parts(equations, wanted)
    known: dict[CellId, Decimal] = {}
    for cell in wanted:
        _settle(cell, parts, given, known)
    return {cell: known[cell] for cell in wanted}


def _parts(
    equations: Iterable[Equation], wanted: Mapping[CellId, None]
) -> dict[CellId, tuple[Term, ...]]:
    """Of what each wanted cell is the sum."""
    parts: dict[CellId, tuple[Term, ...]] = dict.fromkeys(wanted, ())
    for equation in equations:
        if not equation.rule.computes or len(equation.left) != 1:
            continue
        cell = equation.left[0].cell
        if cell in parts and not parts[cell]:
            parts[cell] = equation.right
    return parts


def _settle(
    cell: CellId,
    parts: Mapping[CellId, tuple[Term, ...]],
    given: Mapping[CellId, Decimal],
    known: dict[CellId, Decimal],
) -> None:
    """Compute ``cell`` after everything it depends on, without recursion."""
    waiting = [cell]
    begun: set[CellId] = set()
    while waiting:
        current = waiting[-1]
        if current in known:
            waiting.pop()
            continue
        missing = [t.cell for t in parts[current] if t.cell in parts and t.cell not in known]
        if not missing:
            known[current] = _sum(parts[current], given, known, parts)
            waiting.pop()
            continue
        if current in begun:
            raise XltoolError(f"版式的勾稽关系互相引用,无法计算:{current}")
        begun.add(current)
        waiting += missing


def _sum(
    terms: Iterable[Term],
    given: Mapping[CellId, Decimal],
    known: Mapping[CellId, Decimal],
    parts: Mapping[CellId, tuple[Term, ...]],
) -> Decimal:
    total = sum(
        (
            (known[term.cell] if term.cell in parts else given.get(term.cell, _ZERO)) * term.sign
            for term in terms
        ),
        _ZERO,
    )
    return guarded(total)


def guarded(value: Decimal) -> Decimal:
    """``value`` under the formulas' ROUND(…,6); shorter figures keep their own decimals."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -GUARD_DECIMALS:
        return value
    return round_half_up(value, GUARD_DECIMALS)
