"""Verdicts of identities; every expected number is computed by hand in the test's name or text."""

from decimal import Decimal

import pytest

from tests.rules.given import EDITION, check, of_rule, only, places, verdicts
from xltool.editions.plan import Plan
from xltool.editions.schema import IdentityRule
from xltool.model.finding import Severity, Tally, Verdict
from xltool.rules.evaluation import evaluate
from xltool.rules.examples import OFF, Samples, message_of
from xltool.rules.identities import check_identities

SAMPLES = Samples(EDITION)
ONE_CLASS = """
    T03 合计 本年支出合计 715.32
    T03 201 本年支出合计 715.32
    T03 20106 本年支出合计 715.32
    T03 2010607 本年支出合计 715.32
"""
"""公开03表 of a unit with one 项; 基本支出 and 项目支出 are added by the tests."""


@pytest.mark.parametrize("rule", EDITION.identities, ids=lambda rule: rule.id)
def test_every_identity_says_nothing_of_its_passing_example(rule: IdentityRule) -> None:
    example = SAMPLES.example_of(rule, failing=False)
    assert example is not None
    assert message_of(EDITION, example) == ""


@pytest.mark.parametrize("rule", EDITION.identities, ids=lambda rule: rule.id)
def test_every_identity_names_both_sides_of_its_failing_example(rule: IdentityRule) -> None:
    example = SAMPLES.example_of(rule, failing=True)
    assert example is not None
    evaluation = evaluate(example.book, Plan((example.equation,)))
    findings, tally = check_identities(example.book, EDITION, evaluation)
    finding = only(findings)
    red = rule.severity is Severity.ERROR
    assert finding.rule == rule.id
    assert finding.verdict is (Verdict.MISMATCH if red else Verdict.UNCHECKED)
    assert finding.severity is rule.severity
    assert abs(finding.difference or 0) == OFF
    sides = (example.equation.left, example.equation.right)
    for side in sides:
        assert {str(term.cell) for term in side} & set(places(finding))
    assert tally == (Tally(mismatch=1) if red else Tally(unchecked=1))


def test_a_row_whose_parts_add_up_to_one_cent_more_is_a_tail() -> None:
    result = check(
        ONE_CLASS
        + """
        T03 合计 基本支出 307.64
        T03 201 基本支出 307.64
        T03 20106 基本支出 307.64
        T03 2010607 基本支出 307.64
        T03 合计 项目支出 407.69
        T03 201 项目支出 407.69
        T03 20106 项目支出 407.69
        T03 2010607 项目支出 407.69
        """
    )
    finding = only(result.findings)
    assert (finding.rule, finding.verdict) == ("T03.row.subtotal", Verdict.ROUNDING)
    assert finding.severity is Severity.HINT
    assert finding.stated == Decimal("715.32")
    assert finding.expected == Decimal("715.33")
    assert finding.difference == Decimal("-0.01")
    assert finding.allowance == Decimal("0.015")
    assert finding.unit == "万元"
    assert "基本支出+项目支出=715.33" in finding.message
    assert "差 -0.01,在尾差范围(±0.015)内" in finding.message


def test_one_wrong_project_figure_is_one_mismatch_at_its_cell() -> None:
    result = check(
        ONE_CLASS
        + """
        T03 合计 基本支出 307.64
        T03 201 基本支出 307.64
        T03 20106 基本支出 307.64
        T03 2010607 基本支出 307.64
        T03 合计 项目支出 407.68
        T03 201 项目支出 407.68
        T03 20106 项目支出 407.68
        T03 2010607 项目支出 470.68
        """
    )
    finding = only(result.findings)
    assert finding.verdict is Verdict.MISMATCH
    assert places(finding)[0] == "公开03表 2010607 项目支出"
    assert finding.stated == Decimal("470.68")
    assert finding.expected == Decimal("407.68")
    assert result.tally.mismatch == 2  # its row and the sum of 20106, told as one finding


def test_an_empty_total_over_figures_is_unchecked_not_zero() -> None:
    result = check(
        """
        T10 2 统计数 0.58
        T10 4 统计数 1.11
        """
    )
    finding = only(result.findings)
    assert (finding.rule, finding.verdict) == ("T10.procurement", Verdict.UNCHECKED)
    assert "为空" in finding.message
    assert places(finding)[0] == "公开10表 1 统计数"
    assert finding.expected == Decimal("1.69")


def test_a_total_that_holds_header_words_is_unchecked() -> None:
    result = check(
        """
        T10 1 统计数 =金额
        T10 2 统计数 0.58
        """
    )
    finding = only(result.findings)
    assert finding.verdict is Verdict.UNCHECKED
    assert "是文字“金额”,不是数字" in finding.message


def test_a_total_printed_as_zero_is_exactly_zero() -> None:
    result = check(
        """
        T10 1 统计数 0.00
        T10 2 统计数 0.58
        """
    )
    assert verdicts(result) == [Verdict.MISMATCH]


def test_an_empty_class_over_an_empty_division_is_no_zero_either() -> None:
    result = check(
        """
        T01 32 金额 5.00
        T03 2010607 本年支出合计 5.00
        T03 2010607 基本支出 5.00
        T03 20106 上缴上级支出 0.00
        T03 201 上缴上级支出 0.00
        """
    )
    assert Verdict.MISMATCH not in verdicts(result)
    told = [finding for finding in result.findings if finding.rule.startswith("T03.")]
    # 合计, 201 and 20106 in two columns each
    assert "6 处合计为空,而各部分有数" in only(told).message


def test_a_dash_is_an_empty_cell() -> None:
    result = check(
        """
        T10 1 统计数 0.58
        T10 2 统计数 0.58
        T10 3 统计数 =-
        """
    )
    assert result.findings == ()


def test_counts_have_no_allowance() -> None:
    result = check(
        """
        T10 7 统计数 3
        T10 8 统计数 1
        T10 15 统计数 1
        """
    )
    finding = only(result.findings)
    assert finding.verdict is Verdict.MISMATCH
    assert finding.allowance == 0
    assert finding.unit == "辆"


def test_final_accounts_over_the_budget_are_a_warning() -> None:
    result = check(
        """
        T09 - 预算数/合计 5.12
        T09 - 预算数/公务接待费 5.12
        T09 - 决算数/合计 6.00
        T09 - 决算数/公务接待费 6.00
        """
    )
    finding = only(result.findings)  # 合计 and 公务接待费 are one amount
    assert (finding.verdict, finding.severity) == (Verdict.UNCHECKED, Severity.WARNING)
    assert finding.difference == Decimal("0.88")
    assert "应不大于" in finding.message
    assert "公开09表 决算数/公务接待费" in places(finding)


def test_nested_columns_are_named_without_what_they_share() -> None:
    result = check(
        """
        T09 - 决算数/公务用车购置及运行维护费/小计 9.00
        T09 - 决算数/公务用车购置及运行维护费/公务用车购置费 2.00
        T09 - 决算数/公务用车购置及运行维护费/公务用车运行维护费 3.00
        """
    )
    told = [finding.message for finding in of_rule(result, "T09.actual.cars")]
    assert ":填列 9.00,公务用车购置费+公务用车运行维护费=5.00,差 4.00" in told[0]


def test_an_item_of_table_six_may_lie_below_the_three_public_expenses() -> None:
    assert not of_rule(check("T09 - 决算数/公务接待费 6.00\nT06 30217 决算数 4.00"), _RECEPTION)
    assert of_rule(check("T09 - 决算数/公务接待费 4.00\nT06 30217 决算数 6.00"), _RECEPTION)


def test_a_fund_row_missing_in_table_one_fails_as_well_as_the_reverse() -> None:
    stated = check("T01 39 金额 56.88\nT03 201 本年支出合计 56.88")
    cells = {place for finding in stated.findings for place in places(finding)}
    assert {"公开01表 39 金额", "公开03表 201 本年支出合计"} <= cells
    assert Verdict.MISMATCH in verdicts(stated)


def test_the_tally_counts_identities_with_figures_only() -> None:
    result = check(
        """
        T10 1 统计数 0.58
        T10 2 统计数 0.58
        """
    )
    # 采购 adds up, one of the ten tables is there and nine are missing; 车辆 is empty
    assert result.tally == Tally(consistent=2, unchecked=9)


_RECEPTION = "T09.T06.reception"
