"""A side without figures is named: empty, or without its row."""

from __future__ import annotations

from tests.rules.given import check, of_rule, only

SPENT = """
    T03 合计 本年支出合计 10.00
    T03 合计 项目支出 10.00
    T03 201 本年支出合计 10.00
    T03 201 项目支出 10.00
    T05 合计 小计 12.00
    T05 合计 基本支出 2.00
    T05 合计 项目支出 10.00
"""


def test_empty_cells_of_the_other_table_are_named() -> None:
    result = check(
        SPENT.replace("12.00", "10.00").replace("2.00", "0.00") + "T06 30101 决算数 7.00"
    )

    finding = only(of_rule(result, "T06.class"))

    assert "301 工资福利支出 决算数" in finding.message
    assert "为空" in finding.message


def test_a_row_that_the_other_table_lacks_is_said_to_be_lacking() -> None:
    result = check(SPENT + "T05 205 小计 2.00\nT05 205 基本支出 2.00")

    messages = [finding.message for finding in result.findings]
    assert any("应不大于 公开03表 205 本年支出合计(没有这一行)" in message for message in messages)
