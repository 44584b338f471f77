"""Identities evaluated over one Book: exact integers, intervals, verdicts.

Amounts are integers of 10^-8 of the tables' unit, so that the half-unit of a figure of
元 kept with six decimals of 万元 is still a whole number. A figure printed with d
decimals stands for v ± ½·10^-d (XBRL Calculations 1.1); an empty cell and a printed
zero are exactly 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from xltool.editions.equations import Equation
from xltool.editions.plan import Plan
from xltool.editions.schema import Relation
from xltool.model.amount import DASHES, round_half_up
from xltool.model.book import Book, Cell
from xltool.model.finding import Verdict

PLACES = 8
"""Decimals of the integers."""
KEPT_DECIMALS = 6
"""What is stored behind a shown figure counts to 分 (元/10000), binary dust does not."""
_MOST_DECIMALS = PLACES - 1


@dataclass(frozen=True, slots=True)
class State:
    """One cell as the identities see it; numbers are integers of 10^-8."""

    shown: int
    centre: int
    """The exact number where more is stored than shown, else what is shown."""
    half: int
    """Half-width of the interval around ``centre``."""
    unit: int
    """One unit of the last printed digit."""
    live: bool
    empty: bool
    text: str | None


NOTHING = State(0, 0, 0, 0, live=False, empty=True, text=None)
"""A cell that the Book lacks: an exact 0."""
_ZERO = State(0, 0, 0, 0, live=False, empty=False, text=None)
_LIVE_ZERO = State(0, 0, 0, 0, live=True, empty=False, text=None)


@dataclass(slots=True)
class Balance:
    """One equation's two sides: what is shown, the centres, the intervals."""

    residual: int = 0
    """Left less right, as shown."""
    centre: int = 0
    half: int = 0
    unit: int = 0
    """One unit of the last digit of the coarsest figure."""
    left_figures: int = 0
    right_figures: int = 0
    live: bool = False


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Every equation that has a figure, with its balance."""

    plan: Plan
    states: tuple[State, ...]
    balances: Mapping[int, Balance]
    """By number of the equation; those without any figure are not there."""
    unusable: Mapping[int, str]
    """Number of a cell that cannot be used, and why (in Chinese)."""

    def verdict(self, position: int) -> Verdict:
        """What the printed figures say of an equation."""
        balance = self.balances[position]
        return self.verdict_of(position, balance.residual, balance.centre)

    def verdict_of(self, position: int, residual: int, centre: int) -> Verdict:
        """The verdict if the two sides were apart by ``residual`` as shown."""
        equation = self.plan.equations[position]
        balance = self.balances[position]
        if holds(equation.relation, residual):
            return Verdict.CONSISTENT
        if is_copy(equation, balance):
            near = abs(residual) <= balance.unit
            return Verdict.ROUNDING if near else Verdict.MISMATCH
        if holds(equation.relation, centre, balance.half):
            return Verdict.ROUNDING
        return Verdict.MISMATCH

    def fails(self, position: int, shift: int = 0) -> bool:
        """Whether the verdict is 不符 once ``shift`` is added to an equation's residual."""
        balance = self.balances.get(position)
        if balance is None:
            return not holds(self.plan.equations[position].relation, shift)
        residual, centre = balance.residual + shift, balance.centre + shift
        return self.verdict_of(position, residual, centre) is Verdict.MISMATCH

    def corrected(self, cells: Iterable[int], change: int) -> Evaluation:
        """What the balances would be if every one of ``cells`` were greater by ``change``."""
        balances = dict(self.balances)
        for cell in cells:
            for position, coefficient, _ in self.plan.incidence[cell]:
                old = balances.get(position, Balance())
                balances[position] = replace(
                    old,
                    residual=old.residual + coefficient * change,
                    centre=old.centre + coefficient * change,
                )
        return replace(self, balances=balances)


def holds(relation: Relation, residual: int, allowance: int = 0) -> bool:
    """Whether left less right of ``residual`` satisfies the relation within ``allowance``."""
    if relation is Relation.EQ:
        return -allowance <= residual <= allowance
    if relation is Relation.LE:
        return residual <= allowance
    return residual >= -allowance


def is_copy(equation: Equation, balance: Balance) -> bool:
    """Whether two typed figures of different tables state the same amount.

    A sum of which only one part has a figure is that amount: the others are exactly 0.
    """
    return (
        equation.relation is Relation.EQ
        and balance.left_figures == 1
        and balance.right_figures == 1
        and not balance.live
        and equation.left[0].cell.table != equation.right[0].cell.table
    )


def evaluate(book: Book, plan: Plan) -> Evaluation:
    """Balance every equation of ``plan`` that has a figure in ``book``."""
    states = _states(book, plan)
    balances = _balances(plan, states)
    return Evaluation(plan, states, balances, _unusable(plan, states, balances))


def to_decimal(number: int, decimals: int = 0) -> Decimal:
    """An integer of 10^-8 as a Decimal with at least ``decimals`` decimals."""
    value = Decimal(number).scaleb(-PLACES).normalize()
    exponent = value.as_tuple().exponent
    short = not isinstance(exponent, int) or -exponent < decimals
    return value.quantize(Decimal(1).scaleb(-decimals)) if short else value


def _states(book: Book, plan: Plan) -> tuple[State, ...]:
    states = [NOTHING] * len(plan.cells)
    live = False
    for table, numbers in plan.by_table.items():
        cells = book.tables[table].cells if table in book.tables else {}
        for at, cell in cells.items():
            number = numbers.get(at)
            if number is not None:
                states[number] = _state(cell, is_count=(table, at[0]) in plan.counted)
                live = live or cell.live
    if live:
        _widen_live(plan, states)
    return tuple(states)


def _state(cell: Cell, *, is_count: bool) -> State:
    text = cell.text if cell.text and cell.text.strip() not in DASHES else None
    if cell.value is None:
        if text is None and not cell.live:
            return NOTHING
        return State(0, 0, 0, 0, cell.live, empty=True, text=text)
    if not cell.value and not cell.stored and text is None:
        return _LIVE_ZERO if cell.live else _ZERO
    decimals = min(cell.decimals, _MOST_DECIMALS)
    shown = _integer(cell.value)
    centre = shown
    if cell.stored is not None and cell.stored != cell.value:
        centre = _integer(round_half_up(cell.stored, max(KEPT_DECIMALS, decimals)))
    unit = 10 ** (PLACES - decimals)
    exact = is_count or centre != shown or shown == 0
    return State(shown, centre, 0 if exact else unit // 2, unit, cell.live, empty=False, text=text)


def _integer(value: Decimal) -> int:
    return int(value.scaleb(PLACES))


def _widen_live(plan: Plan, states: list[State]) -> None:
    """Give live totals the summed half-units of the cells entered under them."""
    halves: dict[int, int] = {}
    figured = [number for number, state in enumerate(states) if state.live and state.centre]
    for number in figured:
        half = _live_half(plan, states, number, halves, frozenset())
        states[number] = replace(states[number], half=half)


def _live_half(
    plan: Plan, states: list[State], number: int, known: dict[int, int], above: frozenset[int]
) -> int:
    """Half-width of one cell; ``above`` guards against circles in user's own formulas."""
    state = states[number]
    position = plan.computing.get(number)
    if not state.live or position is None or number in above:
        return state.half
    if number not in known:
        parts = plan.sides[position][1]
        known[number] = sum(
            _live_half(plan, states, part, known, above | {number}) for part, _ in parts
        )
    return known[number]


def _balances(plan: Plan, states: Sequence[State]) -> dict[int, Balance]:
    balances: dict[int, Balance] = {}
    for number, state in enumerate(states):
        if state is NOTHING or (state.shown == 0 and state.centre == 0):
            continue
        for position, coefficient, is_left in plan.incidence[number]:
            balance = balances.get(position)
            if balance is None:
                balance = balances[position] = Balance()
            balance.residual += coefficient * state.shown
            balance.centre += coefficient * state.centre
            balance.half += state.half
            balance.unit = max(balance.unit, state.unit)
            if state.live:
                balance.live = True
            if is_left:
                balance.left_figures += 1
            else:
                balance.right_figures += 1
    return balances


def _unusable(
    plan: Plan, states: Sequence[State], balances: Mapping[int, Balance]
) -> dict[int, str]:
    """Cells that hold words, and totals left empty although their parts have figures."""
    found = {
        number: f"是文字“{state.text}”,不是数字"
        for number, state in enumerate(states)
        if state.text
    }
    totals = {
        number: position
        for number, position in plan.totals.items()
        if states[number].empty and number not in found
    }
    over_figures = [
        number for number, position in totals.items() if _is_off(balances.get(position))
    ]
    while over_figures:
        found |= {number: _emptiness(states[number]) for number in over_figures}
        # an empty 类 over an empty 款 over figures is no 0 either
        over_figures = [
            number
            for number, position in totals.items()
            if number not in found and any(part in found for part, _ in plan.sides[position][1])
        ]
    return found


def _emptiness(state: State) -> str:
    return "的公式没有计算结果" if state.live else "为空,而它的各部分有数"


def _is_off(balance: Balance | None) -> bool:
    return balance is not None and balance.residual != 0
