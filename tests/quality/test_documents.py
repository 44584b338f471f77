"""The made-up documents are what they claim: consistent, and true about every figure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.quality import documents
from tests.quality.accounts import Shape
from tests.quality.knowable import Oracle
from tests.quality.truth import Measure
from tests.quality.units import make
from tests.shared_cases import needs_cases
from xltool.model.amount import round_half_up

MADE = [name for name in documents.every() if name not in (documents.PLAIN, documents.SECOND)]


@pytest.mark.parametrize("name", MADE)
def test_no_figure_of_a_clean_document_is_contradicted(name: str) -> None:
    assert Oracle(documents.named(name)).contradictions() == []


@pytest.mark.parametrize("name", MADE)
def test_every_figure_stands_where_the_truth_says(name: str) -> None:
    document = documents.named(name)
    for statement in document.statements:
        text = document.paragraphs[statement.paragraph]
        assert text[statement.start : statement.end] == statement.text
        before = text[statement.start - 1 : statement.start]
        after = text[statement.end : statement.end + 1]
        assert not before.isdigit()
        assert not after.isdigit()


@pytest.mark.parametrize("shape", documents.SHAPES)
def test_every_total_is_the_exact_sum_of_its_parts(shape: Shape) -> None:
    accounts = make(shape)
    for rule in accounts.sums:
        for measure in rule.measures:
            total = accounts.get(measure, rule.total)
            parts = sum((accounts.get(measure, part) for part in rule.parts), Decimal(0))
            assert parts <= total if rule.at_most else parts == total, rule


def test_cells_are_rounded_each_on_its_own() -> None:
    accounts = make(documents.SHAPES[1])
    exact = accounts.get(Measure.FINAL, "收入总计")
    cell = accounts.book().tables["公开01表"].cells["31", "金额"]
    assert cell.value == round_half_up(exact / 10_000, 2)
    assert exact != cell.value * 10_000  # the leaves are finer than what is printed


@needs_cases
def test_the_truth_of_the_worked_case_covers_its_107_figures() -> None:
    document = documents.named(documents.PLAIN)
    assert len(document.statements) == 107
    assert Oracle(document).contradictions() == []
