from __future__ import annotations

from decimal import Decimal

import pytest

from tests.filling.given import EDITION, at, entries, shown
from tests.shared_cases import YANGQUAN, needs_cases
from xltool.filling import fill
from xltool.model.amount import Unit
from xltool.model.book import Book, Cell
from xltool.model.errors import XltoolError
from xltool.model.finding import Severity
from xltool.sources.tidy import read_tidy


def _filled(text: str, unit: Unit = Unit.WAN, *, as_published: bool = False) -> Book:
    return fill(entries(text, unit), EDITION, as_published=as_published)


def _said(book: Book, code: str) -> list[str]:
    return [remark.message for remark in book.remarks if remark.code == code]


def test_class_and_division_above_an_entered_item_are_made_with_names() -> None:
    table = _filled("03 2010607 项目支出 96.58").tables["公开03表"]
    assert [(row.key, row.label) for row in table.rows] == [
        ("合计", "合计"),
        ("201", "一般公共服务支出"),
        ("20106", "财政事务"),
        ("2010607", "信息化建设"),
    ]


def test_rows_stand_in_order_of_codes_whatever_the_order_of_data() -> None:
    book = _filled("03 2080505 基本支出 1\n03 2010650 基本支出 2\n03 2010607 项目支出 3")
    keys = [row.key for row in book.tables["公开03表"].codes()]
    assert keys == ["201", "20106", "2010607", "2010650", "208", "20805", "2080505"]


def test_totals_go_up_the_tree_and_across_the_row() -> None:
    book = _filled(
        "03 2010607 项目支出 96.58\n03 2010650 基本支出 307.64\n03 2080505 基本支出 38.45"
    )
    assert shown(book, "03 20106 项目支出") == Decimal("96.58")
    assert shown(book, "03 201 本年支出合计") == Decimal("404.22")
    assert shown(book, "03 合计 基本支出") == Decimal("346.09")
    assert shown(book, "03 合计 本年支出合计") == Decimal("442.67")


def test_class_rows_without_figures_are_linked_to_the_tables_of_codes() -> None:
    book = _filled("03 2080505 基本支出 38.45\n05 2080505 基本支出 30.00\n07 212 项目支出 5.00")
    assert shown(book, "01 39 金额") == Decimal("38.45")
    assert shown(book, "04 40 一般公共预算财政拨款") == Decimal("30.00")
    assert shown(book, "04 43 政府性基金预算财政拨款") == Decimal("5.00")
    assert shown(book, "04 59 合计") == Decimal("35.00")


def test_class_row_that_data_gives_is_entered_and_the_total_follows_it() -> None:
    book = _filled("03 2080505 基本支出 38.45\n01 39 金额 38.46")
    assert at(book, "01 39 金额") == Cell(Decimal("38.46"))
    assert shown(book, "01 58 金额") == Decimal("38.46")


def test_entered_cells_are_typed_and_totals_are_live() -> None:
    book = _filled("03 2010607 项目支出 96.58")
    assert at(book, "03 2010607 项目支出") == Cell(Decimal("96.58"))
    assert at(book, "03 201 项目支出") == Cell(Decimal("96.58"), live=True)


def test_yuan_keep_their_digits_behind_the_two_that_are_shown() -> None:
    book = _filled("03 2010607 项目支出 965844.96\n03 2010608 项目支出 3110044.00", Unit.YUAN)
    assert at(book, "03 2010607 项目支出") == Cell(Decimal("96.58"), stored=Decimal("96.584496"))
    assert at(book, "03 20106 项目支出") == Cell(
        Decimal("407.59"), stored=Decimal("407.588896"), live=True
    )


def test_each_cell_from_yuan_is_rounded_on_its_own_tails_included() -> None:
    """0.4 + 0.4 of a cent: both parts show nothing, their total shows one cent."""
    book = _filled("03 2010607 项目支出 40.00\n03 2010608 项目支出 40.00", Unit.YUAN)
    assert shown(book, "03 2010607 项目支出") == Decimal("0.00")
    assert shown(book, "03 合计 项目支出") == Decimal("0.01")


def test_wan_totals_are_sums_of_what_is_shown_and_longer_figures_are_named() -> None:
    book = _filled("03 2010607 项目支出 0.004\n03 2010608 项目支出 0.004")
    assert shown(book, "03 合计 项目支出") == Decimal("0.00")
    (message,) = _said(book, "fill.rounded")
    assert "2010607 项目支出 0.004" in message


def test_counts_are_never_scaled() -> None:
    book = _filled("10 15 统计数 2\n10 2 统计数 5800", Unit.YUAN)
    assert shown(book, "10 7 统计数") == Decimal(2)
    assert shown(book, "10 1 统计数") == Decimal("0.58")


def test_percentages_of_the_analysis_follow() -> None:
    book = _filled(
        "05 2010607 项目支出 25\n05 2080505 基本支出 75\n分析 社会保障和就业支出 上年决算 60"
    )
    assert shown(book, "分析 社会保障和就业支出 占比") == Decimal("0.7500")
    assert shown(book, "分析 社会保障和就业支出 增减额") == Decimal("15.00")
    assert shown(book, "分析 社会保障和就业支出 增减率") == Decimal("0.2500")


def test_percentage_without_denominator_is_live_and_empty() -> None:
    cell = at(_filled("05 2010607 项目支出 25"), "分析 基本支出 完成年初预算")
    assert cell is not None
    assert (cell.value, cell.live) == (None, True)


def test_empty_tables_keep_the_sentence_that_says_so() -> None:
    book = _filled("03 2010607 项目支出 96.58")
    assert book.tables["公开07表"].empty_statement == "说明：本表无数据"
    assert book.tables["公开03表"].empty_statement is None


def test_table_whose_figures_are_all_linked_is_not_empty() -> None:
    book = _filled("05 2010607 项目支出 96.58")
    assert shown(book, "04 59 合计") == Decimal("96.58")
    assert book.tables["公开04表"].empty_statement is None


def test_total_of_data_within_rounding_is_a_tail_with_both_values() -> None:
    book = _filled("03 2010607 项目支出 96.58\n03 2010608 项目支出 311.10\n03 201 项目支出 407.69")
    (message,) = _said(book, "fill.total-tail")
    assert "公开03表 201 项目支出" in message
    assert "407.69" in message
    assert "407.68" in message
    assert shown(book, "03 201 项目支出") == Decimal("407.68")


def test_total_of_data_beyond_rounding_is_a_warning() -> None:
    book = _filled("03 2010607 项目支出 96.58\n03 2010608 项目支出 311.10\n03 201 项目支出 407.70")
    (remark,) = (r for r in book.remarks if r.code == "fill.total-differs")
    assert remark.severity is Severity.WARNING
    assert "相差 0.02" in remark.message


def test_total_of_data_that_agrees_needs_no_word() -> None:
    book = _filled("03 2010607 项目支出 96.58\n03 合计 本年支出合计 96.58")
    assert book.remarks == ()


def test_exact_yuan_leave_no_room_for_a_tail() -> None:
    book = _filled("03 2010607 项目支出 965800.00\n03 合计 本年支出合计 965801.00", Unit.YUAN)
    assert len(_said(book, "fill.total-differs")) == 1


def test_as_published_keeps_every_figure_and_computes_no_total() -> None:
    book = _filled("03 2010607 项目支出 96.58\n03 201 项目支出 99.99", as_published=True)
    assert book.as_published
    assert at(book, "03 201 项目支出") == Cell(Decimal("99.99"))
    assert at(book, "03 合计 项目支出") is None
    assert [row.key for row in book.tables["公开03表"].codes()] == ["201", "2010607"]


def test_code_of_six_digits_is_refused_by_name() -> None:
    with pytest.raises(XltoolError, match=r"3、5或7位.*公开03表 201060"):
        _filled("03 201060 项目支出 1")


def test_code_without_a_name_anywhere_is_refused_by_name() -> None:
    with pytest.raises(XltoolError, match="没有名称:2999999"):
        fill(entries("03 2999999 项目支出 1", names={"299": "类", "29999": "款"}), EDITION)


def test_names_of_data_come_before_the_shipped_list() -> None:
    book = fill(entries("03 201 项目支出 1", names={"201": "本单位的叫法"}), EDITION)
    assert book.tables["公开03表"].rows[1].label == "本单位的叫法"


@pytest.mark.parametrize(
    "line",
    [
        "11 1 金额 1",
        "03 2010607 没有的栏 1",
        "01 9 金额 1",
        "06 30998 决算数 1",
        "03 总 项目支出 1",
    ],
)
def test_figure_that_finds_no_cell_is_refused_by_name(line: str) -> None:
    row, column = line.split()[1:3]
    with pytest.raises(XltoolError, match=f"没有对应的单元格:.*{row} {column}=1.*第1行"):
        _filled(line)


def test_absurd_magnitude_is_refused_by_name() -> None:
    with pytest.raises(XltoolError, match=r"公开03表 2010607 项目支出.*15 位"):
        _filled("03 2010607 项目支出 1e400")


def test_wrong_year_is_reported_and_kept() -> None:
    book = fill(entries("03 2010607 项目支出 1", year=2023), EDITION)
    assert book.year == 2023
    assert "2023 年度" in _said(book, "fill.year")[0]


def test_year_that_is_none_is_refused() -> None:
    with pytest.raises(XltoolError, match="年度 20244"):
        fill(entries("03 2010607 项目支出 1", year=20244), EDITION)


def test_missing_unit_name_is_a_hint() -> None:
    book = fill(entries("03 2010607 项目支出 1", unit_name=None), EDITION)
    assert "单位名称" in _said(book, "fill.no-unit-name")[0]


def test_class_that_the_first_table_has_no_row_for_is_reported() -> None:
    text = "03 2300101 项目支出 7"
    names = {"230": "转移性支出", "23001": "返还性支出", "2300101": "某项返还"}
    book = fill(entries(text, names=names), EDITION)
    assert "公开01表 类230 金额 7" in _said(book, "fill.no-class-row")[0]


@needs_cases
def test_leaves_of_the_worked_case_give_every_published_figure_within_its_tail() -> None:
    leaves = read_tidy(YANGQUAN / "leaves.csv", EDITION)
    published = read_tidy(YANGQUAN / "published.csv", EDITION)
    book = fill(leaves, EDITION)
    differences = []
    for entry in published.figures:
        cell = book.cell(entry.cell)
        assert cell is not None, entry.cell
        assert cell.value is not None, entry.cell
        differences.append(abs(cell.value - entry.amount.value))
    assert max(differences) == Decimal("0.02")
    assert sum(1 for difference in differences if difference) == 20


@needs_cases
def test_published_totals_of_the_worked_case_are_all_tails() -> None:
    book = fill(read_tidy(YANGQUAN / "published.csv", EDITION, unit_name="甲"), EDITION)
    assert {remark.code for remark in book.remarks} == {"fill.total-tail"}
    assert len(book.remarks) == 20
