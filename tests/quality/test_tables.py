"""The table check points at wrong cells of made-up units, and says nothing red of clean ones."""

from __future__ import annotations

import pytest

from tests.quality import documents, tables
from tests.quality.accounts import Shape
from tests.quality.knowable import Knowable
from tests.quality.units import make
from xltool.model.finding import Verdict


@pytest.mark.parametrize("name", ["甲:0:0", "甲:2:0"])
def test_wrong_cells_are_pointed_at_and_set_off_little_else(name: str) -> None:
    outcomes = tables.measure(documents.named(name), seed=20241231, every=53)

    known = [one for one in outcomes if one.knowable is Knowable.CERTAIN]
    assert sum(one.pointed for one in known) >= 0.95 * len(known), list(tables.misses(known))
    assert sum(len(one.new) for one in outcomes) <= 2 * len(outcomes)


@pytest.mark.parametrize("shape", documents.SHAPES)
def test_rounding_alone_is_never_red(shape: Shape) -> None:
    result = tables.check_tables(make(shape).book())
    assert [one.message for one in result.findings if one.verdict is Verdict.MISMATCH] == []
