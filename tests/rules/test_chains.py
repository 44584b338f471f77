"""A wrong entry below live totals: told once, and named where another table gives it."""

from __future__ import annotations

from tests.rules.given import check, only, places
from xltool.model.finding import Verdict

T01 = """
    T01 1 金额 9.00
    T01 27 金额 9.00
    T01 31 金额 9.00
    T01 32 金额 9.00
    T01 58 金额 9.00
    T01 62 金额 9.00
"""


def live_t03(first: str, second: str, total: str) -> str:
    """公开03表 with entries in 基本支出 of two items and live totals above them."""
    rows = {"2010607": first, "2010608": second}
    lines = []
    for row, value in rows.items():
        lines += [f"T03 {row} 基本支出 {value}", f"T03 {row} 本年支出合计 ~{value}"]
    for row in ("合计", "201", "20106"):
        lines += [f"T03 {row} {column} ~{total}" for column in ("基本支出", "本年支出合计")]
    return "\n".join(lines)


T05 = """
    T05 2010607 基本支出 4.00
    T05 2010607 小计 4.00
    T05 2010608 基本支出 5.00
    T05 2010608 小计 5.00
    T05 20106 基本支出 9.00
    T05 20106 小计 9.00
    T05 201 基本支出 9.00
    T05 201 小计 9.00
    T05 合计 基本支出 9.00
    T05 合计 小计 9.00
"""


def test_entries_that_give_the_other_tables_figures_raise_nothing() -> None:
    assert check(T01 + live_t03("4.00", "5.00", "9.00") + T05).findings == ()


def test_a_wrong_entry_is_named_where_another_table_gives_it() -> None:
    result = check(T01 + live_t03("4.00", "8.00", "12.00") + T05)
    finding = only(result.findings)
    assert "疑为 公开03表 2010608 基本支出 填列 8.00,应为 5.00" in finding.message
    assert "公开03表 2010608 基本支出" in places(finding)
    assert "公开03表 20106 基本支出" not in places(finding)


def test_entries_that_may_each_be_wrong_are_not_named() -> None:
    result = check(T01 + live_t03("4.00", "8.00", "12.00"))
    finding = only(result.findings)
    assert "疑为" not in finding.message
    assert "另涉" in finding.message


def test_live_totals_above_an_unreadable_entry_cannot_be_used() -> None:
    # the spreadsheet's SUM passes over words, so every total above lacks 5.00
    unread = live_t03("4.00", "5.00", "4.00").replace(
        "2010608 基本支出 5.00", "2010608 基本支出 =5。0"
    )
    finding = only(
        check(T01 + unread.replace("本年支出合计 ~5.00", "本年支出合计 ~0.00") + T05).findings
    )
    assert finding.verdict is Verdict.UNCHECKED
    assert "公开03表 2010608 基本支出 是文字“5。0”" in finding.message


def test_an_entry_that_would_have_to_be_negative_is_not_named() -> None:
    result = check(T01 + live_t03("14.00", "5.00", "19.00") + T05.replace("4.00", "14.00"))
    assert all("应为 -" not in finding.message for finding in result.findings)
