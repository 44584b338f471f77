"""Totals of a Book computed by the very identities that check them, and its percentages.

Filling and recomputing both derive totals here, and the live formulas of the workbook
give the same values: sums are exact Decimals, rounded at six decimals as the formulas'
ROUND(…,6) does to keep binary dust away (contract: 元/10000 has at most six).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from xltool.editions.equations import Equation, Ratio, Term
from xltool.model.amount import round_half_up
from xltool.model.book import CellId
from xltool.model.errors import XltoolError

GUARD_DECIMALS: Final = 6
RATIO_DECIMALS: Final = 4
_ZERO: Final = Decimal(0)


def derive(
    computed: Mapping[CellId, Equation], given: Mapping[CellId, Decimal]
) -> dict[CellId, Decimal]:
    """The value of every cell in ``computed``, in the order they depend on each other.

    Args:
        computed: the cells to derive, each with the equation that gives it.
        given: the entered figures, exact; a cell that is not there counts as 0. What is
            given for a computed cell is not looked at.

    Raises:
        XltoolError: cells depend on each other in a circle (a fault of the edition).
    """
    known: dict[CellId, Decimal] = {}
    for cell in computed:
        _settle(cell, computed, given, known)
    return {cell: known[cell] for cell in computed}


def _settle(
    cell: CellId,
    computed: Mapping[CellId, Equation],
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
        parts = computed[current].right
        missing = [t.cell for t in parts if t.cell in computed and t.cell not in known]
        if not missing:
            known[current] = guarded(_sum(parts, known, given))
            waiting.pop()
            continue
        if current in begun:
            raise XltoolError(f"版式的勾稽关系互相引用,无法计算:{current}")
        begun.add(current)
        waiting += missing


def _sum(
    terms: Iterable[Term], known: Mapping[CellId, Decimal | None], given: Mapping[CellId, Decimal]
) -> Decimal:
    return sum((_value(term.cell, known, given) * term.sign for term in terms), _ZERO)


def _value(
    cell: CellId, known: Mapping[CellId, Decimal | None], given: Mapping[CellId, Decimal]
) -> Decimal:
    return (known[cell] if cell in known else given.get(cell)) or _ZERO


def guarded(value: Decimal) -> Decimal:
    """``value`` under the formulas' ROUND(…,6); shorter figures keep their own decimals."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent >= -GUARD_DECIMALS:
        return value
    return round_half_up(value, GUARD_DECIMALS)


def derive_ratios(
    ratios: Iterable[Ratio],
    totals: Mapping[CellId, Decimal],
    given: Mapping[CellId, Decimal],
) -> dict[CellId, Decimal | None]:
    """Every share, completion and change; None where the denominator or last year is missing.

    Args:
        ratios: in the edition's order: one that another needs stands before it.
        totals: what ``derive`` gave.
        given: the entered figures; what is given for a total is not looked at.
    """
    known: dict[CellId, Decimal | None] = dict(totals)
    found: dict[CellId, Decimal | None] = {}
    for ratio in ratios:
        known[ratio.cell] = found[ratio.cell] = _ratio(ratio, known, given)
    return found


def _ratio(
    ratio: Ratio, known: Mapping[CellId, Decimal | None], given: Mapping[CellId, Decimal]
) -> Decimal | None:
    needs = ratio.needs
    if needs is not None and known.get(needs) is None and given.get(needs) is None:
        return None
    numerator = _sum(ratio.numerator, known, given)
    if ratio.denominator is None:
        return guarded(numerator)
    denominator = _value(ratio.denominator, known, given)
    return round_half_up(numerator / denominator, RATIO_DECIMALS) if denominator else None
