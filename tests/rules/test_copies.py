"""Two typed figures of one amount in two tables, and live totals between them."""

from decimal import Decimal

from tests.rules.given import check, of_rule, only, places
from xltool.model.finding import Finding, Severity, Verdict

CLASS = "T03.T01.class"


def finding_of(text: str, rule: str = CLASS) -> Finding:
    return only(of_rule(check(text), rule))


def test_one_unit_apart_without_a_derivation_is_a_warning_without_source() -> None:
    finding = finding_of("T01 32 金额 31.20\nT03 201 本年支出合计 31.21")
    assert (finding.verdict, finding.severity) == (Verdict.ROUNDING, Severity.WARNING)
    assert "无来源" in finding.message
    assert finding.allowance == 0


def test_two_units_apart_is_a_mismatch() -> None:
    finding = finding_of("T01 32 金额 31.20\nT03 201 本年支出合计 31.22")
    assert finding.verdict is Verdict.MISMATCH
    assert finding.difference in (Decimal("0.02"), Decimal("-0.02"))


def test_a_derivation_that_gives_the_other_figure_explains_and_is_named() -> None:
    finding = finding_of(
        """
        T01 32 金额 31.20
        T03 201 本年支出合计 31.21
        T03 201 基本支出 20.10
        T03 201 项目支出 11.10
        """
    )
    assert finding.verdict is Verdict.ROUNDING
    assert finding.severity is Severity.HINT
    # 20.10 + 11.10 = 31.20, what 公开01表 prints
    assert "20.10+11.10(公开03表 201 基本支出+项目支出)=31.20" in finding.message


def test_a_third_table_explains_no_difference_beyond_the_last_digit() -> None:
    result = check(
        """
        T04 33 一般公共预算财政拨款 931.20
        T04 33 合计 31.20
        T05 201 小计 31.20
        """
    )
    assert result.findings[0].verdict is Verdict.MISMATCH
    assert places(result.findings[0])[0] == "公开04表 33 一般公共预算财政拨款"


def test_a_printed_zero_against_a_figure_is_a_mismatch() -> None:
    finding = finding_of("T01 32 金额 0.00\nT03 201 本年支出合计 0.01\nT03 201 基本支出 0.01")
    assert finding.verdict is Verdict.MISMATCH


LIVE = """
    T03 合计 本年支出合计 ~715.32
    T03 201 本年支出合计 ~715.32
    T03 20106 本年支出合计 ~715.32
    T03 2010607 本年支出合计 ~96.58
    T03 2010608 本年支出合计 ~311.10
    T03 2010650 本年支出合计 ~307.64
    T03 合计 项目支出 ~715.32
    T03 201 项目支出 ~715.32
    T03 20106 项目支出 ~715.32
    T03 2010607 项目支出 96.58
    T03 2010608 项目支出 311.10
    T03 2010650 项目支出 307.64
"""


def test_a_live_total_carries_the_half_units_of_the_cells_entered_under_it() -> None:
    # three entered cells: ±0.015, and the typed figure's own ±0.005
    within = finding_of(LIVE + "T01 32 金额 715.34")
    assert within.verdict is Verdict.ROUNDING
    assert within.allowance == Decimal("0.02")
    beyond = finding_of(LIVE + "T01 32 金额 715.35")
    assert beyond.verdict is Verdict.MISMATCH


EXACT = """
    T03 合计 本年支出合计 ~407.69<407.685
    T03 201 本年支出合计 ~407.69<407.685
    T03 20106 本年支出合计 ~407.69<407.685
    T03 2010607 本年支出合计 ~96.58<96.5834
    T03 2010608 本年支出合计 ~311.10<311.1016
    T03 合计 项目支出 ~407.69<407.685
    T03 201 项目支出 ~407.69<407.685
    T03 20106 项目支出 ~407.69<407.685
    T03 2010607 项目支出 96.58<96.5834
    T03 2010608 项目支出 311.10<311.1016
"""


def test_a_live_total_over_exact_cells_has_tails_but_no_allowance() -> None:
    result = check(EXACT)
    tails = [finding for finding in result.findings if finding.rule == "T03.tree"]
    # 96.58 + 311.10 = 407.68 is printed under 407.69: explained by 元 behind both
    assert {finding.verdict for finding in tails} == {Verdict.ROUNDING}
    assert not [f for f in of_rule(result, CLASS) if f.verdict is Verdict.ROUNDING]


def test_a_typed_figure_must_be_the_rounding_of_an_exact_live_total() -> None:
    assert not of_rule(check(EXACT + "T01 32 金额 407.69"), CLASS)
    assert finding_of(EXACT + "T01 32 金额 407.68").verdict is Verdict.ROUNDING  # a tie: 407.685
    assert finding_of(EXACT + "T01 32 金额 407.70").verdict is Verdict.MISMATCH
