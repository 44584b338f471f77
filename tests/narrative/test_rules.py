"""Every rule of the narrative: a sentence that passes and one that fails."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.narrative.accounts import (
    ASSETS,
    BASIC,
    FUND,
    GENERAL,
    INCOME,
    PROCUREMENT,
    PROJECTS,
    THREE,
    TOTALS,
    book,
    checked,
    findings,
    narrative,
    reds,
)
from tests.quality.books import book_of
from xltool import editions
from xltool.model.book import Book, Cell, CellId, Row, Table
from xltool.model.finding import TextPlace, Verdict
from xltool.narrative import check_narrative, registry

PATH = "教育支出(类)普通教育(款)高等教育(项)"
CASES = [
    # rule, heading, passing, failing, the figure or words at fault
    ("copy", TOTALS, "收入总计130.00万元。", "收入总计131.00万元。", "131.00"),
    ("copy", TOTALS, "收入总计1,300,000.00元。", "收入总计1,310,000.00元。", "1,310,000.00"),
    ("copy", ASSETS, "共有车辆3辆。", "共有车辆4辆。", "4"),
    ("nothing", FUND, "本年度无此项收支。", "", ""),
    ("nothing", THREE, "", "本年度没有“三公”经费财政拨款支出。", "没有"),
    (
        "share",
        INCOME,
        "收入合计120.00万元,其中:其他收入20.00万元,占16.67%。",
        "收入合计120.00万元,其中:其他收入20.00万元,占17.66%。",
        "17.66",
    ),
    (
        "completion",
        THREE,
        "“三公”经费全年预算8.00万元,支出决算6.00万元,完成全年预算的75.00%。",
        "“三公”经费全年预算8.00万元,支出决算6.00万元,完成全年预算的57.00%。",
        "57.00",
    ),
    (
        "completion",
        GENERAL,
        "一般公共预算财政拨款支出年初预算80.00万元,支出决算100.00万元,完成年初预算的125.00%。",
        "一般公共预算财政拨款支出年初预算80.00万元,支出决算100.00万元,完成年初预算的1.25%。",
        "1.25",
    ),
    (
        "growth",
        TOTALS,
        "收入总计130.00万元,比上年增加30.00万元,增长30.00%。",
        "收入总计130.00万元,比上年增加30.00万元,下降30.00%。",
        "30.00",
    ),
    (
        "change",
        TOTALS,
        "收入总计130.00万元,较上年100.00万元增加30.00万元。",
        "收入总计130.00万元,较上年100.00万元增加33.00万元。",
        "33.00",
    ),
    (
        "twice",
        THREE,
        "公务接待费2.00万元,比上年减少0.00万元,与上年持平。",
        "公务接待费2.00万元,比上年减少0.50万元,与上年持平。",
        "0.50",
    ),
    (
        "sum",
        PROJECTS,
        "绩效自评项目6个,其中自评为“优”的5个,“良”的1个,“中”的0个,“差”的0个。",
        "绩效自评项目6个,其中自评为“优”的5个,“良”的2个,“中”的0个,“差”的0个。",
        "2",
    ),
    (
        "at-most",
        PROCUREMENT,
        "政府采购支出总额12.00万元。授予中小企业合同金额9.00万元。",
        "政府采购支出总额12.00万元。授予中小企业合同金额19.00万元。",
        "19.00",
    ),
    (
        "zero",
        THREE,
        "因公出国(境)费支出0万元,出国(境)团组0个,0人次。",
        "因公出国(境)费支出0万元,出国(境)团组2个,0人次。",
        "2",
    ),
    (
        "direction",
        THREE,
        "公务接待费预算3.00万元,支出决算2.00万元,决算数小于预算数。",
        "公务接待费预算3.00万元,支出决算2.00万元,决算数大于预算数。",
        "大于预算数",
    ),
    ("code", GENERAL, "高等教育(2050205)70.00万元。", "学前教育(2050201)0万元。", "(2050201)"),
    ("residue", TOTALS, "收入总计增加3.00万元。", "收入总计增加(减少)3.00万元。", "增加(减少)"),
    ("residue", TOTALS, "支出总计130.00万元。", "支出总计XX万元。", "XX"),
    ("year", ASSETS, "截至2024年12月31日共有车辆3辆。", "截至2023年12月31日共有车辆3辆。", "2023"),
    (
        "year",
        TOTALS,
        "与2023年度相比增加3.00万元。",
        "与2022年度相比增加3.00万元。",
        "与2022年度相比",
    ),
]


@pytest.mark.parametrize(("rule", "heading", "passing", "failing", "fault"), CASES)
def test_a_rule_passes_and_fails(
    rule: str, heading: str, passing: str, failing: str, fault: str
) -> None:
    if passing:
        assert reds(checked(heading, passing)) == []
    if failing:
        found = findings(checked(heading, failing), rule)
        assert [finding.verdict for finding in found] == [Verdict.MISMATCH]
        place = found[0].where[0]
        assert isinstance(place, TextPlace)
        given = (heading + "\n" + failing).split("\n")[place.paragraph]
        named = {given[one.start : one.end] for one in found[0].where if isinstance(one, TextPlace)}
        assert any(fault in text for text in named)


ADVICE = [
    ("list", BASIC, "公用经费10.02万元,包括:办公费。", "公用经费10.02万元,包括:办公费、印刷费。"),
    ("path", GENERAL, f"{PATH}70.00万元。", "教育支出(类)普通教育(款)并无此项(项)70.00万元。"),
    ("code-name", GENERAL, "2050205高等教育70.00万元。", "2050205学前教育70.00万元。"),
    ("no-unit", INCOME, "其他收入20.00万元,占16.67%。", "其他收入20.00万元,占16.67。"),
    ("loose-name", GENERAL, "基本支出60.02万元。", "基础支出60.02万元。"),
    ("repair", TOTALS, "收入总计130.00万元。", "收入总计130,00万元。"),
    ("unit-name", TOTALS, "示例单位甲2024年度无变化。", "示例单位乙2024年度无变化。"),
    ("omitted", THREE, "接待3批次、20人次。保有量3辆。", "公务接待费2.00万元。"),
    ("empty", TOTALS, "收入总计130.00万元。", "本年工作顺利。"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "heading", "passing", "failing"), ADVICE)
def test_advice_is_given_where_due_and_is_never_red(
    rule: str, heading: str, passing: str, failing: str
) -> None:
    assert findings(checked(heading, passing), rule) == []
    found = findings(checked(heading, failing), rule)
    assert found
    assert {finding.verdict for finding in found} == {Verdict.UNCHECKED}


def test_a_copy_that_another_derivation_gives_is_a_tail_that_names_it() -> None:
    result = checked(BASIC, "一般公共预算财政拨款基本支出60.03万元。")

    (finding,) = findings(result, "copy")
    assert finding.verdict is Verdict.ROUNDING
    assert "50.01+10.02" in finding.message
    assert "公开06表" in finding.message


def test_one_wrong_figure_that_breaks_two_relations_is_one_finding_at_its_place() -> None:
    result = checked(
        GENERAL,
        "一般公共预算财政拨款支出年初预算120.00万元,支出决算100.00万元,完成年初预算的83.33%。",
        "教育支出年初预算88.00万元,支出决算70.00万元,完成年初预算的87.50%。",
        "卫生健康支出年初预算40.00万元,支出决算30.00万元,完成年初预算的75.00%。",
    )

    (finding,) = reds(result)
    place = finding.where[0]
    assert isinstance(place, TextPlace)
    assert place.quote.endswith("88.00万元")
    assert [figure.text for figure in result.figures if figure.verdict is Verdict.MISMATCH] == [
        "88.00"
    ]


def test_growth_over_nothing_is_a_hint() -> None:
    result = checked(TOTALS, "收入总计130.00万元,比上年增加130.00万元,增长100.00%。")

    assert reds(result) == []
    assert findings(result, "growth")[0].verdict is Verdict.UNCHECKED


def test_a_figure_in_a_reason_is_not_the_sentences_own() -> None:
    result = checked(TOTALS, "收入总计130.00万元,比上年增加30.00万元,主要原因是项目增加12.00万元。")

    reason = result.figures[-1]
    assert (reason.verdict, reason.bound_to) == (Verdict.UNCHECKED, ())
    assert reds(result) == []


def test_every_rule_of_a_finding_is_registered() -> None:
    known = {rule.id for rule in registry()}
    said = set()
    for _, heading, *sentences in [*CASES, *ADVICE]:
        for sentence in sentences:
            said |= {finding.rule for finding in checked(heading, sentence or "无").findings}

    assert said <= known
    assert len(known) == len(registry())


def test_last_years_workbook_decides_a_change() -> None:
    prior = book_of({CellId("公开01表", "31", "金额"): Decimal("100.00")}, {}, year=2023)
    text = narrative(TOTALS, "收入总计130.00万元,比上年增加29.00万元。")

    said = check_narrative(text, book(), editions.load(), prior=prior)

    assert [finding.rule for finding in reds(said)] == ["narrative.change"]


def test_budgets_of_the_analysis_are_a_second_side() -> None:
    budget = Table(
        "分析",
        "决算分析表",
        (Row("教育支出", "教育支出"),),
        {("教育支出", "年初预算"): Cell(Decimal("77.00"))},
    )
    given = Book("shanxi/2024", {"分析": budget})
    text = narrative(GENERAL, "教育支出年初预算78.00万元。")

    said = check_narrative(text, book(), editions.load(), budget=given)

    assert [figure.verdict for figure in said.figures] == [Verdict.MISMATCH]


def test_a_live_total_may_carry_the_tails_of_what_is_under_it() -> None:
    table = book().tables["公开05表"]
    total = Cell(Decimal("100.00"), live=True)
    live = replace(table, cells={**table.cells, ("合计", "小计"): total})
    tables = {**book().tables, "公开05表": live}
    text = narrative(GENERAL, "一般公共预算财政拨款支出100.02万元。")

    said = check_narrative(text, replace(book(), tables=tables), editions.load())

    assert [figure.verdict for figure in said.figures] == [Verdict.ROUNDING]


def test_last_years_whole_below_its_part_is_a_warning() -> None:
    result = checked(
        GENERAL,
        "一般公共预算财政拨款支出100.00万元,比上年减少90.00万元。",
        "四、财政拨款收入支出决算总体情况说明",
        "财政拨款支出总计100.00万元,比上年增加20.00万元。",
    )

    assert reds(result) == []
    assert [finding.verdict for finding in findings(result, "change")] == [Verdict.UNCHECKED]
