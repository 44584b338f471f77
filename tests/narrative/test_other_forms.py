"""Items of all funds in one chapter, tables in 元 under a text in 万元, lines a form has not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.narrative.accounts import narrative
from tests.quality.books import book_of
from xltool import editions
from xltool.model.amount import Unit
from xltool.model.book import Address, Book, CellId, Row, RowKind
from xltool.model.finding import Verdict
from xltool.narrative import check_narrative

CHAPTER = "五、财政拨款支出决算情况说明"
ITEMS = {
    "205": "教育支出",
    "20502": "普通教育",
    "2050205": "高等教育",
    "229": "其他支出",
    "22960": "彩票公益金安排的支出",
    "2296002": "用于社会福利的彩票公益金支出",
}


def funds(general: str = "70.00", lottery: str = "23.18") -> Book:
    """教育支出 of the general budget, 其他支出 of a government fund."""
    figures = {CellId("公开05表", "合计", "小计"): Decimal(general)}
    figures[CellId("公开07表", "合计", "小计")] = Decimal(lottery)
    for code in ITEMS:
        table, value = ("公开05表", general) if code.startswith("205") else ("公开07表", lottery)
        figures[CellId(table, code, "小计")] = Decimal(value)
    return book_of(figures, ITEMS)


def red(book: Book, *lines: str) -> list[str]:
    """The rules of the red findings on lines."""
    found = check_narrative(narrative(*lines), book, editions.load()).findings
    return [finding.rule for finding in found if finding.verdict is Verdict.MISMATCH]


@pytest.mark.parametrize(("amount", "rules"), [("23.18", []), ("32.18", ["narrative.copy"])])
def test_an_item_under_all_funds_is_held_against_the_fund_that_prints_it(
    amount: str, rules: list[str]
) -> None:
    item = "1.彩票公益金安排的支出(款)用于社会福利的彩票公益金支出(项)。"
    education = ("(一)教育支出(类)", "1.普通教育(款)高等教育(项)。支出决算70.00万元。")
    other = ("(二)其他支出(类)", f"{item}支出决算{amount}万元。")
    assert red(funds(), CHAPTER, *education, *other) == rules


@pytest.mark.parametrize(
    ("final", "word", "rules"),
    [
        ("2896515.00", "等于", []),
        ("2896515.00", "大于", []),
        ("2906515.00", "等于", ["narrative.direction"]),
        ("2896515.00", "小于", []),
    ],
)
def test_a_budget_in_coarser_print_may_equal_what_the_table_prints_in_yuan(
    final: str, word: str, rules: list[str]
) -> None:
    book = funds(general=final)
    tables = {key: replace(table, unit=Unit.YUAN) for key, table in book.tables.items()}
    told = round(Decimal(final) / 10000, 2)
    text = f"教育支出(类)普通教育(款)高等教育(项)。年初预算289.65万元,支出决算{told}万元,"
    heading = "五、一般公共预算财政拨款支出决算情况说明"
    found = red(replace(book, tables=tables), heading, f"{text}决算数{word}年初预算数。")
    assert found == rules


@pytest.mark.parametrize(("lines", "rules"), [("5", ["narrative.copy"]), ("1", [])])
def test_a_line_that_the_printed_form_has_not_is_no_zero(lines: str, rules: list[str]) -> None:
    """机关运行经费 is the sum of lines 5 and 6 of 公开10表; some units print one of their own."""
    book = book_of({CellId("公开10表", lines, "统计数"): Decimal("12.00")}, {})
    table = book.tables["公开10表"]
    row = Row(lines, "某行", RowKind.LINE, None, Address("公开10表", "A5"))
    printed = replace(book, tables={table.id: replace(table, rows=(row,))})
    heading = "十、其他重要事项情况说明\n(一)机关运行经费支出情况"
    assert red(printed, heading, "2024年度机关运行经费支出447.69万元。") == rules


@pytest.mark.parametrize(
    ("printed", "verdict"),
    [
        ("72,227.31元", None),
        ("72,272.31元", Verdict.MISMATCH),
        ("72,227.37元", Verdict.MISMATCH),
        ("72,227.32元", Verdict.ROUNDING),
        ("7.22万元", None),
        ("7.24万元", Verdict.MISMATCH),
        ("7.23万元", Verdict.ROUNDING),
    ],
)
def test_a_table_in_yuan_is_compared_to_the_last_digit_that_the_text_prints(
    printed: str, verdict: Verdict | None
) -> None:
    book = funds(general="72227.31")
    tables = {key: replace(table, unit=Unit.YUAN) for key, table in book.tables.items()}
    heading = "五、一般公共预算财政拨款支出决算情况说明"
    text = f"教育支出(类)普通教育(款)高等教育(项)支出决算{printed}。"
    found = check_narrative(narrative(heading, text), replace(book, tables=tables), editions.load())
    said = [one.verdict for one in found.findings if one.rule == "narrative.copy"]
    assert said == ([] if verdict is None else [verdict])


def test_another_amount_of_the_table_explains_a_figure_in_its_own_unit_only() -> None:
    """1132670 千元 of 小计 is no way to 1132670 万元."""
    book = funds(general="1132670.00")
    tables = {key: replace(table, unit=Unit.QIAN) for key, table in book.tables.items()}
    heading = "五、一般公共预算财政拨款支出决算情况说明"
    text = "教育支出(类)普通教育(款)高等教育(项)支出决算1132670.00万元。"
    assert "narrative.copy" in red(replace(book, tables=tables), heading, text)
