"""Entered cells and the live totals above them: a wrong entry moves all of them alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from xltool.rules.evaluation import Evaluation

MOST_ENTRIES = 400
"""Entered cells tried below one total; a larger one is told by itself."""


@dataclass(frozen=True)
class Chains:
    """The live totals of one Evaluation, as the identities that compute them say."""

    evaluation: Evaluation

    def entries(self, total: int) -> tuple[int, ...]:
        """The entered cells with figures that a live total sums up, directly or not."""
        found: dict[int, None] = {}
        queue = [total]
        for cell in queue:
            for part in self._parts.get(cell, ()):
                if part in self._parts:
                    queue.append(part)
                elif self.evaluation.states[part].shown:
                    found[part] = None
            if len(found) > MOST_ENTRIES:
                return ()
        return tuple(found)

    def above(self, entry: int) -> tuple[int, ...]:
        """The entered cell and every live total that a change of it changes by as much.

        Empty where some total would change by another amount.
        """
        moved = {entry, *self.totals(entry)}
        once = all(len(moved & set(self._parts[cell])) == 1 for cell in moved - {entry})
        return tuple(sorted(moved)) if once else ()

    def totals(self, entry: int) -> tuple[int, ...]:
        """Every live total that an entered cell is part of, directly or not."""
        found: dict[int, None] = {}
        queue = [entry]
        for cell in queue:
            fresh = [total for total in self._totals.get(cell, ()) if total not in found]
            found.update(dict.fromkeys(fresh))
            queue += fresh
        return tuple(found)

    @cached_property
    def _parts(self) -> Mapping[int, tuple[int, ...]]:
        """By live total the cells that it adds up."""
        plan, states = self.evaluation.plan, self.evaluation.states
        return {
            cell: tuple(part for part, _ in plan.sides[position][1])
            for cell, position in plan.computing.items()
            if states[cell].live and all(sign == 1 for _, sign in plan.sides[position][1])
        }

    @cached_property
    def _totals(self) -> Mapping[int, tuple[int, ...]]:
        """By cell the live totals that add it up."""
        totals: dict[int, list[int]] = defaultdict(list)
        for total, parts in self._parts.items():
            for part in parts:
                totals[part].append(total)
        return {cell: tuple(above) for cell, above in totals.items()}
