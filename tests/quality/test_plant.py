"""The checker points at planted errors of the worked case, and at little else."""

from __future__ import annotations

from tests.quality import plant, yangquan
from tests.quality.knowable import Knowable
from tests.shared_cases import needs_cases

EVERY = 7
"""One planting in so many is tried here; ``python -m tests.quality.plant`` tries all."""


@needs_cases
def test_planted_errors_are_pointed_at_and_set_off_little_else() -> None:
    document = yangquan.document()
    changes = list(plant.plantings(document, rounds=1, seed=20241231))[::EVERY]

    outcomes = plant.measure(document, changes)

    known = [one for one in outcomes if one.knowable is Knowable.CERTAIN]
    assert sum(one.pointed for one in known) >= 0.95 * len(known), plant.misses(document, known)
    noisy = [one for one in outcomes if len(one.others) > 2]
    assert not noisy, plant.misses(document, noisy)
