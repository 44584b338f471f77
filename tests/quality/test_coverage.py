"""Clean narratives in many wordings: understood, and nothing red said of them."""

from __future__ import annotations

import pytest

from tests.quality import coverage, documents
from tests.quality.documents import PLAIN, SECOND
from tests.quality.units import make
from tests.shared_cases import needs_cases
from xltool import editions
from xltool.model.finding import Verdict
from xltool.narrative import check_narrative

MADE = [name for name in documents.every() if name not in (PLAIN, SECOND)]


@pytest.mark.parametrize("name", MADE)
def test_nothing_is_red_in_a_clean_narrative(name: str) -> None:
    covered = coverage.cover(documents.named(name))
    reds = [one.message for one in covered.result.findings if one.verdict is Verdict.MISMATCH]
    assert reds == []


@pytest.mark.parametrize("name", MADE)
def test_figures_are_found_bound_and_judged(name: str) -> None:
    covered = coverage.cover(documents.named(name))
    readings = covered.readings
    assert [one.statement for one in readings if one.figure is None] == []
    assert covered.extra == ()
    assert sum(one.rightly for one in readings) >= 0.95 * len(readings)
    judgeable = [one for one in readings if one.has_second_side]
    assert sum(one.judged for one in judgeable) >= 0.9 * len(judgeable)


@needs_cases
def test_the_figures_of_the_worked_case_are_all_understood() -> None:
    covered = coverage.cover(documents.named(PLAIN))
    assert all(one.rightly for one in covered.readings), list(coverage.faults(covered))
    assert covered.extra == ()


@pytest.mark.parametrize("name", ["甲:1:0", "乙:2:0", "丁:1:2", "酉:1:0"])
def test_nothing_is_red_beside_the_tables_of_last_year(name: str) -> None:
    document = documents.named(name)
    edition = editions.load(document.book.edition)
    prior = make(documents.shape_of(name)).prior_book()
    result = check_narrative(document.narrative(), document.book, edition, prior=prior)
    assert [one.message for one in result.findings if one.verdict is Verdict.MISMATCH] == []
