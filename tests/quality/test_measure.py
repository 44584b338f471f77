"""What is said of the untouched real documents is true, and the measure itself counts right."""

from __future__ import annotations

import pytest

from tests.quality import documents, measure
from tests.quality.given import given
from tests.quality.judged import Mark, marked
from tests.quality.knowable import Knowable
from tests.quality.measure import Rate, said_of
from tests.shared_cases import CASES, needs_cases
from xltool.model.amount import Amount

FORMS = ("变:1r24:2@shanghai/2024", "甲:0:0@national/2024")


@needs_cases
@pytest.mark.parametrize("name", measure.REAL)
def test_everything_said_of_a_real_document_was_read_and_is_true(name: str) -> None:
    document = documents.named(name)
    said = marked(document.name, said_of(document))
    assert [
        (finding.rule, finding.message) for finding, mark in said if mark is not Mark.TRUE
    ] == []


@pytest.mark.parametrize("name", FORMS)
def test_a_document_on_another_form_is_understood_and_nothing_is_red(name: str) -> None:
    found = measure.quality(documents.named(name), most=10)
    assert found.red == 0
    assert found.found.hits == found.found.of
    assert found.bound.hits >= 0.98 * found.bound.of
    assert found.text.hits == found.text.of > 0
    assert found.cells.hits >= 0.9 * found.cells.of > 0  # an emptied item leaves only its sum


@needs_cases
def test_a_document_nobody_knows_is_measured_by_what_the_checker_claims() -> None:
    claims = given(CASES / "putuo-2024" / "published.pdf")
    assert len(claims.figures) == 89
    judged = next(iter(sorted(claims.judged)))
    was = claims.document.statements[judged].amount
    assert claims.knows(judged, Amount(was.value * 3, was.unit, was.decimals)) is Knowable.CERTAIN
    assert claims.knows(judged, was) is Knowable.NONE


def test_rates_add_up() -> None:
    assert str(Rate(1, 2) + Rate(2, 2)) == "3/4 (75.0%)"
    assert str(Rate()) == "0/0"
