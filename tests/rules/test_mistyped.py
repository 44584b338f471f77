"""Codes written wrong: told once, with the code that is meant."""

from __future__ import annotations

from dataclasses import replace

from tests.rules.given import EDITION, book, of_rule, only
from xltool.model.book import Book
from xltool.model.finding import CheckResult, Verdict
from xltool.rules import check_tables

NAMES = {"2010607": "信息化建设", "2010608": "财政委托业务支出"}
ROWS = "合计 9.00, 201 9.00, 20106 9.00, 2010607 4.00, 2010608 5.00"


def table(short: str, column: str, rows: str = ROWS) -> str:
    """Lines of one table with the same figures in ``column`` and 基本支出."""
    lines = []
    for part in rows.split(", "):
        row, value = part.split()
        lines += [f"{short} {row} {name} {value}" for name in (column, "基本支出")]
    return "\n".join(lines)


BOTH = f"{table('T03', '本年支出合计')}\n{table('T05', '小计')}"


def checked(given: Book) -> CheckResult:
    """The check, less that tables are missing."""
    result = check_tables(given, EDITION)
    told = tuple(finding for finding in result.findings if finding.rule != "tables.missing")
    return replace(result, findings=told)


def test_tables_with_the_same_codes_raise_nothing() -> None:
    assert checked(book(BOTH, names=NAMES)).findings == ()


def test_a_mistyped_code_is_one_finding_with_the_code_that_is_meant() -> None:
    names = NAMES | {"2010600": "信息化建设"}
    wrong = BOTH.replace("T03 2010607", "T03 2010600")
    finding = only(checked(book(wrong, names=names)).findings)
    assert (finding.rule, finding.verdict) == ("codes.mistyped", Verdict.MISMATCH)
    assert (
        "公开03表 科目代码 2010600 信息化建设 疑似应为 2010607(公开05表有而本表没有)"
        in finding.message
    )


def test_another_code_with_another_name_is_not_taken_for_mistyped() -> None:
    names = NAMES | {"2010650": "事业运行"}
    other = BOTH.replace("T03 2010607", "T03 2010650")
    result = checked(book(other, names=names))
    assert not of_rule(result, "codes.mistyped")
    assert Verdict.MISMATCH in [finding.verdict for finding in result.findings]


def test_a_code_that_only_one_table_needs_is_right() -> None:
    # the unit spends means of its own on 2010650, which 公开05表 does not show
    more = "合计 9.00, 201 9.00, 20106 9.00, 2010607 4.00, 2010608 3.00, 2010650 2.00"
    less = "合计 7.00, 201 7.00, 20106 7.00, 2010607 4.00, 2010608 3.00"
    given = f"{table('T03', '本年支出合计', more)}\n{table('T05', '小计', less)}"
    assert checked(book(given, names=NAMES | {"2010650": "事业运行"})).findings == ()


def test_what_else_is_wrong_is_told_beside_a_mistyped_code() -> None:
    names = NAMES | {"2010600": "信息化建设"}
    wrong = BOTH.replace("T03 2010607", "T03 2010600")
    wrong = wrong.replace("T05 2010608 小计 5.00", "T05 2010608 小计 4.00")
    result = checked(book(wrong, names=names))
    assert len(of_rule(result, "codes.mistyped")) == 1
    assert len(result.findings) == 2
