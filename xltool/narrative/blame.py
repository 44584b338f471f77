"""Which figure is wrong when several relations fail: the one that nothing else supports.

A changed figure breaks every relation it stands in. The failing relations are covered by
as few figures as possible, each time the one in most failing and fewest holding ones;
figures that cannot be told apart are blamed together, in one finding.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from xltool.model.finding import Verdict
from xltool.narrative.checks import Check

_SUPPORT: Final = 0.9
"""A relation that holds speaks a little less than one that fails: figures may be tied by it."""
_CLOSE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Fault:
    """One cause: the statements blamed, and every check that it breaks, the telling one first."""

    blamed: tuple[int, ...]
    checks: tuple[Check, ...]


def faults(checks: Sequence[Check]) -> list[Fault]:
    """The causes of all failing checks."""
    failing = [check for check in checks if check.verdict is Verdict.MISMATCH]
    doubts = [check for check in checks if check.verdict is Verdict.UNCHECKED and check.suspects]
    support = _support(checks)
    left = list(failing)
    found: list[Fault] = []
    while left:
        scores = _scores([*left, *doubts], support)
        worst = _most_telling(left, scores)
        blamed = _blamed(worst, scores)
        explained = [check for check in left if set(check.suspects) & set(blamed)]
        explained.sort(key=lambda check: (check is not worst, -check.weight))
        found.append(Fault(blamed, tuple(explained)))
        left = [check for check in left if check not in explained]
    return found


def _support(checks: Sequence[Check]) -> dict[int, float]:
    support: dict[int, float] = defaultdict(float)
    for check in checks:
        if check.verdict in (Verdict.CONSISTENT, Verdict.ROUNDING):
            strength = check.weight if check.verdict is Verdict.CONSISTENT else check.weight * 0.8
            for suspect in check.suspects:
                support[suspect] += strength * _SUPPORT
    return support


def _scores(failing: Sequence[Check], support: dict[int, float]) -> dict[int, float]:
    scores: dict[int, float] = defaultdict(float)
    for check in failing:
        for suspect in check.suspects:
            scores[suspect] += check.weight
    return {suspect: score - support.get(suspect, 0.0) for suspect, score in scores.items()}


def _most_telling(left: Sequence[Check], scores: dict[int, float]) -> Check:
    """The failing check that holds the most suspicious figure; fewest suspects first."""
    return max(
        left,
        key=lambda check: (
            max(scores[suspect] for suspect in check.suspects),
            check.weight,
            -len(check.suspects),
        ),
    )


def _blamed(worst: Check, scores: dict[int, float]) -> tuple[int, ...]:
    """The suspects of ``worst`` with the highest score; several when they are alike."""
    best = max(scores[suspect] for suspect in worst.suspects)
    return tuple(
        suspect for suspect in dict.fromkeys(worst.suspects) if scores[suspect] >= best - _CLOSE
    )
