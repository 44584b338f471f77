"""What figures are bound to, in wordings of other units; never by their value."""

from __future__ import annotations

import pytest

from tests.narrative.accounts import ASSETS, BASIC, GENERAL, INCOME, THREE, TOTALS, book, narrative
from xltool import editions
from xltool.narrative.headings import placed
from xltool.narrative.passages import readable
from xltool.narrative.reader import read
from xltool.narrative.statements import Statement
from xltool.narrative.subjects import Namer
from xltool.narrative.vocabulary import vocabulary_for


def statements(heading: str, text: str) -> list[Statement]:
    vocabulary = vocabulary_for(book(), editions.load())
    passages = tuple(placed(readable(narrative(heading, text)).passages, vocabulary))
    return read(passages, vocabulary, Namer(vocabulary, book()), 2024).statements


def said(heading: str, text: str) -> list[str]:
    """Each figure as "value measure subject[/row]"."""
    found = []
    for one in statements(heading, text):
        if one.figure is None:
            continue
        quantity = one.quantity
        row = "" if quantity.subject.row == "合计" else f"/{quantity.subject.row}"
        budget = f" {quantity.budget}" if quantity.budget else ""
        unit = f" {quantity.unit}" if quantity.unit else ""
        found.append(
            f"{one.amount.value} {quantity.measure}{budget} {quantity.subject.id}{row}{unit}"
        )
    return found


CASES = [
    (TOTALS, "收、支总计各777.00万元。", ["777.00 决算 收入总计", "777.00 决算 支出总计"]),
    (TOTALS, "收、支总计各是7.00万元、8.00万元。", ["7.00 决算 收入总计", "8.00 决算 支出总计"]),
    (
        TOTALS,
        "收、支总计各减少3.00万元、4.00万元,各下降5%、6%。",
        ["-3.00 增减 收入总计", "-4.00 增减 支出总计", "-5 增减率 收入总计", "-6 增减率 支出总计"],
    ),
    (
        TOTALS,
        "收入总计9.00万元,较上年8.00万元增加1.00万元,增长12.50%。",
        ["9.00 决算 收入总计", "8.00 上年 收入总计", "1.00 增减 收入总计", "12.50 增减率 收入总计"],
    ),
    (TOTALS, "收入总计比2023年度决算数少1.00万元。", ["-1.00 增减 收入总计"]),
    (INCOME, "其他收入20.00万元(16.67%)。", ["20.00 决算 其他收入", "16.67 占比 其他收入"]),
    (
        GENERAL,
        "教育支出(205类)普通教育(02款)高等教育(05项)7.00万元。",
        ["7.00 决算 支出/2050205"],
    ),
    (
        GENERAL,
        "2.教育支出(类)普通教育(款)高等教育(项)。主要用于教学。年初预算为7.00万元,支出决算为6.00万元。",
        ["7.00 年初预算 支出/2050205", "6.00 决算 支出/2050205"],
    ),
    (
        GENERAL,
        "教育支出70.00万元,用于基本支出50.00万元,项目支出20.00万元。比上年增加1.00万元。",
        [
            "70.00 决算 支出/205",
            "50.00 决算 基本支出/205",
            "20.00 决算 项目支出/205",
            "1.00 增减 支出/205",
        ],
    ),
    (
        GENERAL,
        "教育支出年初预算7.00万元,全年预算8.00万元,支出决算6.00万元,分别完成年初预算和全年预算的85.71%和75.00%。",
        [
            "7.00 年初预算 支出/205",
            "8.00 全年预算 支出/205",
            "6.00 决算 支出/205",
            "85.71 完成率 年初预算 支出/205",
            "75.00 完成率 全年预算 支出/205",
        ],
    ),
    (
        GENERAL,
        "教育支出决算6.00万元,比年初预算7.00万元减少1.00万元。",
        ["6.00 决算 支出/205", "7.00 年初预算 支出/205", "-1.00 差值 年初预算 支出/205"],
    ),
    (GENERAL, "其中60.02万元为基本支出。", ["60.02 决算 基本支出"]),
    (
        BASIC,
        "人员经费50.01万元,主要包括基本工资50.01万元。",
        ["50.01 决算 人员经费", "50.01 决算 经济科目/30101"],
    ),
    (
        THREE,
        "公务接待费2.00万元。国内接待2.00万元,接待5批次、40人次;国(境)外接待0万元。",
        [
            "2.00 决算 接待",
            "2.00 决算 国内接待",
            "5 数量 国内接待 批次",
            "40 数量 国内接待 人次",
            "0 决算 境外接待",
        ],
    ),
    (THREE, "公务接待批次为12个,接待人次为96人。", ["12 数量 接待 批次", "96 数量 接待 人次"]),
    (ASSETS, "单价100万元(含)以上设备2台(套)。", ["2 数量 设备 台(套)"]),
]  # fmt: skip


@pytest.mark.parametrize(("heading", "text", "expected"), CASES)
def test_figures_are_bound_by_meaning(heading: str, text: str, expected: list[str]) -> None:
    assert said(heading, text) == expected


def test_a_figure_is_bound_alike_whatever_its_value() -> None:
    right = said(GENERAL, "教育支出70.00万元,占70.00%;卫生健康支出30.00万元,占30.00%。")
    wrong = said(GENERAL, "教育支出30.00万元,占30.00%;卫生健康支出70.00万元,占70.00%。")

    assert [text.split(" ")[1:] for text in right] == [text.split(" ")[1:] for text in wrong]


@pytest.mark.parametrize(
    "text",
    [
        "截至2024年12月31日。",
        "见公开03表第27行。",
        "依据〔2024〕5号文件。",
        "一、二、三、四。",
        "达到95%以上。",
        "历时3个月。",
    ],
)
def test_years_dates_numbers_and_thresholds_are_no_figures(text: str) -> None:
    assert said(TOTALS, text) == []
