"""Deviations traced to their causes: the one correction that puts most identities right.

A wrong cell breaks every identity it stands in, and a tail of one total shows again in
each copy of it. Like decoding a code by its syndrome, each failing identity proposes for
each of its cells the change that would satisfy it; the change that satisfies the most
failing identities and breaks the fewest holding ones is taken as the cause of all it
satisfies, then the next, until every failing identity has its cause. Cells that state one
amount by identities that hold (a 类 with its only 款, a total with its copies) may change
together. The cause says what belongs together; it does not claim which side is right.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from enum import Enum

from xltool.rules.chains import Chains
from xltool.rules.evaluation import Evaluation, holds

Cells = tuple[int, ...]


class Level(Enum):
    """Which deviations are traced: those that rounding cannot explain, or tails."""

    MISMATCH = "mismatch"
    TAIL = "tail"


@dataclass(frozen=True, slots=True)
class Cause:
    """Equations that one change of one amount would put right."""

    positions: tuple[int, ...]
    """Numbers of the equations, in order."""
    cells: Cells
    """The cells of the amount; empty where several cells explain it equally well."""
    change: int
    """What would have to be added to them."""
    entry: int | None = None
    """The entered cell among them where the others are live totals above it."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    cells: Cells
    change: int
    entry: int | None = None

    def may_be(self, other: _Candidate) -> bool:
        """Whether both change the same amount."""
        if self.entry is not None and other.entry is not None:
            return self.entry == other.entry
        return not set(self.cells).isdisjoint(other.cells)


@dataclass(frozen=True, slots=True)
class _Score:
    """How well a candidate explains; greater is better."""

    gain: int
    fixed: int
    exact: int
    """Identities that come to hold to the last digit, less those that cease to."""
    plausible: bool

    @property
    def key(self) -> tuple[int, int, int, bool]:
        return (self.gain, self.fixed, self.exact, self.plausible)


@dataclass(slots=True)
class Tracer:
    """Traces the failing equations of one Evaluation."""

    evaluation: Evaluation
    _groups: dict[int, Cells] = field(default_factory=dict)
    _coefficients: dict[Cells, dict[int, int]] = field(default_factory=dict)
    _chains: Chains = field(init=False)

    def __post_init__(self) -> None:
        self._chains = Chains(self.evaluation)

    def causes(self, failing: Collection[int], level: Level) -> Iterator[Cause]:
        """The causes of ``failing``, the one that explains most first."""
        remaining = dict.fromkeys(failing)
        queue = [
            (_negated(self._score(candidate, remaining, level)), order, candidate)
            for order, candidate in enumerate(self._candidates(remaining, level))
        ]
        heapq.heapify(queue)
        while remaining and queue:
            _, order, candidate = heapq.heappop(queue)
            score = self._score(candidate, remaining, level)
            if not score.fixed:
                continue
            if queue and _negated(score) > queue[0][0]:
                # scores only fall while others are explained, so this one waits its turn
                heapq.heappush(queue, (_negated(score), order, candidate))
                continue
            fixed = self.fixed_by(candidate.cells, candidate.change, remaining, level)
            # what breaks as much as it mends, or has a rival, is no better than its equations
            doubtful = score.gain <= 0 or self._has_rival(candidate, fixed, remaining, level)
            # an entry that would turn negative is not what was meant to stand there
            doubtful = doubtful or (candidate.entry is not None and not score.plausible)
            known = _Candidate((), candidate.change) if doubtful else candidate
            yield Cause(tuple(sorted(fixed)), known.cells, known.change, known.entry)
            for position in fixed:
                del remaining[position]
        yield from (Cause((position,), (), 0) for position in sorted(remaining))

    def fixed_by(
        self, cells: Cells, change: int, positions: Collection[int], level: Level
    ) -> list[int]:
        """Which of ``positions`` hold at this level once ``cells`` are changed."""
        return [
            position
            for position, coefficient in self._touched(cells).items()
            if position in positions and not self._fails(position, coefficient * change, level)
        ]

    def _candidates(self, positions: Collection[int], level: Level) -> Iterator[_Candidate]:
        states = self.evaluation.states
        seen: set[tuple[Cells, int]] = set()
        for position in positions:
            residual = self.evaluation.balances[position].residual
            left, right = self.evaluation.plan.sides[position]
            signed = [*left, *((cell, -sign) for cell, sign in right)]
            for cell, coefficient in signed:
                if level is Level.TAIL and states[cell].shown == 0:
                    continue  # an exact 0 has no tail
                change = -coefficient * residual
                for candidate in self._amounts(cell, change, level):
                    if (candidate.cells, change) not in seen:
                        seen.add((candidate.cells, change))
                        yield candidate

    def _amounts(self, cell: int, change: int, level: Level) -> Iterator[_Candidate]:
        """The cell alone, with its copies, and below a live total each entry with its totals."""
        yield _Candidate((cell,), change)
        yield _Candidate(self._group(cell), change)
        if level is Level.MISMATCH and self.evaluation.states[cell].live:
            for entry in self._chains.entries(cell):
                cells = self._chains.above(entry)
                if cells:
                    yield _Candidate(cells, change, entry)

    def _score(self, candidate: _Candidate, remaining: Collection[int], level: Level) -> _Score:
        fixed = broken = exact = 0
        balances = self.evaluation.balances
        for position, coefficient in self._touched(candidate.cells).items():
            shift = coefficient * candidate.change
            balance = balances.get(position)
            residual = balance.residual if balance else 0
            exact += (residual + shift == 0) - (residual == 0)
            if position in remaining:
                fixed += not self._fails(position, shift, level)
            elif not self._fails(position, 0, level):
                broken += self._fails(position, shift, level)
        cell = candidate.cells[0] if candidate.entry is None else candidate.entry
        value = self.evaluation.states[cell].shown
        plausible = value < 0 or value + candidate.change >= 0
        return _Score(fixed - broken, fixed, exact, plausible)

    def _has_rival(
        self, taken: _Candidate, fixed: list[int], remaining: Collection[int], level: Level
    ) -> bool:
        """Whether a change of another amount explains the same equations just as well.

        Such an amount stands in all of them, so the cells of the shortest are looked at.
        """
        score = self._score(taken, remaining, level)
        sides = self.evaluation.plan.sides
        shortest = min(fixed, key=lambda position: sum(map(len, sides[position])))
        return any(
            self._score(other, remaining, level).key >= score.key
            and set(fixed) <= set(self.fixed_by(other.cells, other.change, remaining, level))
            for other in self._candidates((shortest,), level)
            if not other.may_be(taken)
        )

    def _touched(self, cells: Cells) -> dict[int, int]:
        """Coefficient of the amount in every equation in which its cells stand."""
        known = self._coefficients.get(cells)
        if known is not None:
            return known
        incidence = self.evaluation.plan.incidence
        touched: dict[int, int] = {}
        for cell in cells:
            for position, coefficient, _ in incidence[cell]:
                touched[position] = touched.get(position, 0) + coefficient
        touched = {
            position: coefficient for position, coefficient in touched.items() if coefficient
        }
        self._coefficients[cells] = touched
        return touched

    def _fails(self, position: int, shift: int, level: Level) -> bool:
        if level is Level.MISMATCH:
            return self.evaluation.fails(position, shift)
        balance = self.evaluation.balances.get(position)
        relation = self.evaluation.plan.equations[position].relation
        return not holds(relation, shift + (balance.residual if balance else 0))

    def _group(self, cell: int) -> Cells:
        """The cells that state the amount of ``cell`` by identities that hold exactly.

        A <= that holds as equality (公开05表 and 公开03表 of a unit without other means)
        counts: it is only used to tell together what deviates together.
        """
        known = self._groups.get(cell)
        if known is not None:
            return known
        group = [cell]
        if self.evaluation.states[cell].shown:
            members = {cell}
            for member in group:
                for other in self._equals(member):
                    if other not in members:
                        members.add(other)
                        group.append(other)
        found = tuple(sorted(group))
        for member in found:
            self._groups[member] = found
        return found

    def _equals(self, cell: int) -> Iterator[int]:
        plan, states = self.evaluation.plan, self.evaluation.states
        for position in plan.touching[cell]:
            balance = self.evaluation.balances.get(position)
            if balance is None or balance.residual:
                continue
            if balance.left_figures != 1 or balance.right_figures != 1:
                continue
            left, right = plan.sides[position]
            yield from (other for other, _ in (*left, *right) if states[other].shown)


def _negated(score: _Score) -> tuple[int, ...]:
    """The score as a key under which the best comes first."""
    return tuple(-int(part) for part in score.key)
