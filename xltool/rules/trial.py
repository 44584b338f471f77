"""A hypothesis tried: what the identities would say if some cells had other amounts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from xltool.model.book import CellId
from xltool.rules.evaluation import NOTHING, Evaluation


@dataclass(frozen=True, slots=True)
class Weight:
    """What a hypothesis does to the identities it touches, by their numbers."""

    mended: frozenset[int]
    """Failing identities that would hold."""
    broken: int
    """How many would cease to hold."""
    left: int
    """How many would go on failing."""
    lost: frozenset[int]
    """Failing identities with a figure that nobody knows."""
    shifts: Mapping[int, int]
    """What would be added to the residual of each identity."""

    @property
    def clean(self) -> bool:
        """Whether every identity that it touches would hold."""
        return bool(self.mended) and not self.broken and not self.left

    @property
    def key(self) -> tuple[int, int]:
        """By which the better of two hypotheses is chosen."""
        return (len(self.mended) - 2 * self.broken - self.left, len(self.lost))


@dataclass(frozen=True, slots=True)
class Trial:
    """One Evaluation, and those of its equations that fail."""

    evaluation: Evaluation
    failing: frozenset[int]

    def weigh(self, changed: Mapping[CellId, int], unknown: Collection[CellId] = ()) -> Weight:
        """Weigh the hypothesis that cells have other amounts (integers of 10^-8).

        Identities with one of the ``unknown`` cells count neither for it nor against it.
        """
        aside = self._touching(unknown)
        shifts = self._shifts(changed)
        known = {at: shift for at, shift in shifts.items() if at not in aside and shift}
        after = {at for at, shift in known.items() if self.evaluation.fails(at, shift)}
        failing = self.failing.intersection(known)
        broken = sum(at not in failing and not self.evaluation.fails(at) for at in after)
        return Weight(
            failing - after, broken, len(failing & after), self.failing.intersection(aside), known
        )

    def shown(self, at: CellId) -> int:
        """What a cell shows, 0 where it is empty or no identity knows it."""
        number = self.evaluation.plan.number.get(at)
        return (NOTHING if number is None else self.evaluation.states[number]).shown

    def rows(self, table: str, order: Collection[str]) -> list[str]:
        """The rows of ``table`` with a cell in a failing identity, in ``order``."""
        plan = self.evaluation.plan
        rows = {
            plan.cells[number].row
            for position in self.failing
            for side in plan.sides[position]
            for number, _ in side
            if plan.cells[number].table == table
        }
        return [row for row in order if row in rows]

    def _touching(self, cells: Collection[CellId]) -> set[int]:
        plan = self.evaluation.plan
        numbers = (plan.number.get(at) for at in cells)
        return {at for number in numbers if number is not None for at in plan.touching[number]}

    def _shifts(self, changed: Mapping[CellId, int]) -> dict[int, int]:
        plan = self.evaluation.plan
        shifts: dict[int, int] = {}
        for at, value in changed.items():
            number = plan.number.get(at)
            change = value - self.shown(at)
            if number is not None and change:
                for position, coefficient, _ in plan.incidence[number]:
                    shifts[position] = shifts.get(position, 0) + coefficient * change
        return shifts
