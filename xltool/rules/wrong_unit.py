"""A whole table in another unit than its head says: 元 under 万元, or the reverse.

Tried as a hypothesis, like a slid block: the figures of one table are scaled by 10,000,
and if nearly all failing identities of the table then hold, that is the cause of all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from xltool.model.amount import Unit
from xltool.model.book import Book
from xltool.model.finding import Verdict
from xltool.rules.evaluation import PLACES, Evaluation

RULE = "tables.amount-unit"
YUAN_PER_WAN = 10_000
FEWEST = 3
"""Identities with other tables that must be put right."""
MOST_UNEXPLAINED = 4
"""At most one in so many failing identities of the table may be left over."""
HALF_YUAN = 50 * 10**PLACES
"""Half of 0.01 万元 in 元, as an integer of the evaluation."""
SAME_SIZE = 10
"""Sides that differ more than so many times are not of one size."""
_OTHER_UNIT = {Unit.WAN: Unit.YUAN, Unit.YUAN: Unit.WAN}


@dataclass(frozen=True, slots=True)
class WrongUnit:
    """A table whose figures seem to be in ``unit`` although its head says otherwise."""

    table: str
    unit: Unit
    positions: tuple[int, ...]
    """Failing equations that it explains."""


def wrong_units(
    book: Book, evaluation: Evaluation, failing: Collection[int]
) -> Iterator[WrongUnit]:
    """The tables whose scaling explains nearly all that fails in them."""
    remaining = set(failing)
    touched = _touched(evaluation, remaining)
    for table in sorted(touched, key=lambda id_: -len(touched[id_])):
        own = touched[table] & remaining
        unit = _OTHER_UNIT.get(book.tables[table].unit)
        if unit is None or len(own) < FEWEST:
            continue
        fixed = {at for at in own if _holds(evaluation, table, at, unit)}
        if len(fixed) >= FEWEST and len(own) - len(fixed) <= len(fixed) // MOST_UNEXPLAINED:
            own |= _within(evaluation, table, unit, remaining)
            remaining -= own
            yield WrongUnit(table, unit, tuple(sorted(own)))


def _touched(evaluation: Evaluation, failing: Collection[int]) -> dict[str, set[int]]:
    """By table the failing equations between it and another table."""
    cells = evaluation.plan.cells
    touched: dict[str, set[int]] = defaultdict(set)
    for position in failing:
        left, right = evaluation.plan.sides[position]
        tables = {cells[number].table for number, _ in (*left, *right)}
        if len(tables) > 1:
            for table in tables:
                touched[table].add(position)
    return touched


def _within(evaluation: Evaluation, table: str, unit: Unit, failing: Collection[int]) -> set[int]:
    """The failing equations of the table alone that rounding to 0.01 万元 explains.

    Figures multiplied from 万元 carry its tails with them, as tens of 元.
    """
    if unit is not Unit.YUAN:
        return set()
    plan, balances = evaluation.plan, evaluation.balances
    return {
        at
        for at in failing
        if all(plan.cells[number].table == table for side in plan.sides[at] for number, _ in side)
        and abs(balances[at].residual)
        <= HALF_YUAN * (balances[at].left_figures + balances[at].right_figures)
    }


def _holds(evaluation: Evaluation, table: str, position: int, unit: Unit) -> bool:
    """Whether an equation holds if the table's figures are in ``unit``.

    A relation such as <= may hold by chance: both sides must be of one size then.
    """
    plan = evaluation.plan
    left, right = plan.sides[position]
    shift = own = others = 0
    for number, coefficient in (*left, *((number, -sign) for number, sign in right)):
        shown = evaluation.states[number].shown
        if plan.cells[number].table != table:
            others += coefficient * shown
        else:
            scaled = shown * YUAN_PER_WAN if unit is Unit.WAN else shown // YUAN_PER_WAN
            shift += coefficient * (scaled - shown)
            own += coefficient * scaled
    if not abs(own) <= abs(others) * SAME_SIZE or not abs(others) <= abs(own) * SAME_SIZE:
        return False
    balance = evaluation.balances[position]
    verdict = evaluation.verdict_of(position, balance.residual + shift, balance.centre + shift)
    return verdict is not Verdict.MISMATCH
