"""The worked case: what a reviewer found in it, and nothing red that is right."""

from __future__ import annotations

from functools import cache

import pytest

from tests.quality import yangquan
from tests.shared_cases import needs_cases
from xltool import editions
from xltool.model.finding import CheckResult, Figure, Verdict
from xltool.narrative import check_narrative

pytestmark = needs_cases


@cache
def result() -> CheckResult:
    document = yangquan.document()
    return check_narrative(document.narrative(), document.book, editions.load())


def figures(text: str, section: str) -> list[Figure]:
    return [one for one in result().figures if (one.text, one.section) == (text, section)]


def test_every_figure_is_found_and_understood() -> None:
    # 108 numbers stand before a unit; 单价100万元(含)以上 is a threshold within a label
    assert len(result().figures) == 107
    assert all(figure.bound_to for figure in result().figures)


def test_only_the_code_that_no_table_has_is_red() -> None:
    red = [finding for finding in result().findings if finding.verdict is Verdict.MISMATCH]

    assert [finding.rule for finding in red] == ["narrative.code"]
    assert "2013299" in red[0].message
    assert not [one for one in result().figures if one.verdict is Verdict.MISMATCH]


@pytest.mark.parametrize(
    ("text", "section", "source"),
    [
        ("412.98", "六", "388.15+24.83(公开06表 人员经费合计+公用经费合计"),
        ("407.68", "五(三)", "96.58+311.10(公开05表 2010607+2010608 项目支出)"),
    ],
)
def test_known_tails_name_where_they_come_from(text: str, section: str, source: str) -> None:
    (figure,) = figures(text, section)

    assert figure.verdict is Verdict.ROUNDING
    assert figure.reason is not None
    assert source in figure.reason


def test_a_loose_name_is_understood_and_said() -> None:
    (figure,) = figures("307.64", "五(三)")

    assert figure.verdict is Verdict.CONSISTENT
    assert figure.bound_to[0].startswith("公开05表 201 基本支出")
    assert [one.severity for one in result().findings if one.rule == "narrative.loose-name"]


def test_what_has_no_second_side_is_unchecked_with_the_reason() -> None:
    unchecked = [one for one in result().figures if one.verdict is Verdict.UNCHECKED]

    assert [one.text for one in unchecked] == ["596.45"]
    assert unchecked[0].reason


def test_initial_budgets_are_judged_by_rate_and_sum() -> None:
    (total,) = figures("995.51", "五(三)")

    assert total.verdict is Verdict.CONSISTENT
