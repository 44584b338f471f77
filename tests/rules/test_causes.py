"""Deviations of one cause are one finding; slid blocks; what several errors become."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.rules.given import EDITION, book, check, of_rule, only, places
from tests.shared_cases import YANGQUAN, needs_cases
from xltool.model.book import Book, Cell, CellId
from xltool.model.finding import Finding, Verdict
from xltool.rules import check_tables

WHOLE = """
    T01 1 金额 100.00
    T01 27 金额 100.00
    T01 31 金额 100.00
    T01 32 金额 40.00
    T01 39 金额 30.00
    T01 40 金额 20.00
    T01 50 金额 10.00
    T01 58 金额 100.00
    T01 62 金额 100.00
    T03 合计 本年支出合计 100.00
    T03 合计 基本支出 100.00
    T03 201 本年支出合计 40.00
    T03 201 基本支出 40.00
    T03 20106 本年支出合计 40.00
    T03 20106 基本支出 40.00
    T03 2010607 本年支出合计 15.00
    T03 2010607 基本支出 15.00
    T03 2010608 本年支出合计 25.00
    T03 2010608 基本支出 25.00
    T03 208 本年支出合计 30.00
    T03 208 基本支出 30.00
    T03 20805 本年支出合计 30.00
    T03 20805 基本支出 30.00
    T03 2080505 本年支出合计 30.00
    T03 2080505 基本支出 30.00
    T03 210 本年支出合计 20.00
    T03 210 基本支出 20.00
    T03 21011 本年支出合计 20.00
    T03 21011 基本支出 20.00
    T03 2101102 本年支出合计 20.00
    T03 2101102 基本支出 20.00
    T03 221 本年支出合计 10.00
    T03 221 基本支出 10.00
    T03 22102 本年支出合计 10.00
    T03 22102 基本支出 10.00
    T03 2210201 本年支出合计 10.00
    T03 2210201 基本支出 10.00
"""
"""公开01表 and 公开03表 of a unit with four classes, all sums exact."""


def changed(source: Book, at: CellId, value: str) -> Book:
    """The Book with one figure printed as ``value``."""
    table = source.tables[at.table]
    old = table.cells[at.row, at.column]
    cell = Cell(Decimal(value), old.decimals)
    cells = {**table.cells, (at.row, at.column): cell}
    return replace(source, tables={**source.tables, at.table: replace(table, cells=cells)})


def told(source: Book) -> tuple[Finding, ...]:
    """What is said of a Book, apart from missing tables."""
    findings = check_tables(source, EDITION).findings
    return tuple(finding for finding in findings if finding.rule != "tables.missing")


def test_tables_whose_sums_are_exact_raise_nothing() -> None:
    assert told(book(WHOLE)) == ()


@pytest.mark.parametrize(
    ("table", "row", "column", "value"),
    [
        ("公开01表", "39", "金额", "33.00"),
        ("公开01表", "58", "金额", "1000.00"),
        ("公开03表", "合计", "本年支出合计", "10.00"),
        ("公开03表", "201", "基本支出", "44.00"),
        ("公开03表", "20805", "本年支出合计", "3.00"),
        ("公开03表", "2010607", "基本支出", "51.00"),
    ],
)
def test_one_changed_cell_is_one_finding_that_begins_there(
    table: str, row: str, column: str, value: str
) -> None:
    finding = only(told(changed(book(WHOLE), CellId(table, row, column), value)))
    assert finding.verdict is Verdict.MISMATCH
    assert places(finding)[0] == f"{table} {row} {column}"
    assert finding.stated == Decimal(value)


def test_an_entered_cell_left_empty_is_told_as_empty() -> None:
    finding = only(check(WHOLE.replace("T01 39 金额 30.00", "")).findings)
    assert places(finding)[0] == "公开01表 39 金额"
    assert "金额:为空,公开03表 208 本年支出合计=30.00,差 -30.00" in finding.message


def test_two_errors_far_apart_are_two_findings() -> None:
    twice = changed(book(WHOLE), CellId("公开01表", "39", "金额"), "33.00")
    twice = changed(twice, CellId("公开03表", "2010607", "基本支出"), "51.00")
    assert len(told(twice)) == 2


def test_a_total_and_its_copies_with_one_tail_are_one_finding() -> None:
    tailed = WHOLE.replace("T01 40 金额 20.00", "T01 40 金额 19.99")
    for row in ("210", "21011", "2101102"):
        tailed = tailed.replace(f"T03 {row} 本年支出合计 20.00", f"T03 {row} 本年支出合计 19.99")
        tailed = tailed.replace(f"T03 {row} 基本支出 20.00", f"T03 {row} 基本支出 19.99")
    finding = only(check(tailed).findings)
    assert finding.verdict is Verdict.ROUNDING
    # 100.00 stands over 99.99 in 公开01表, and in both columns of 公开03表
    assert {"公开01表 58 金额", "公开03表 合计 本年支出合计", "公开03表 合计 基本支出"} <= set(
        places(finding)
    )


def test_three_rows_that_fit_their_neighbours_are_one_slid_block() -> None:
    slid = (
        WHOLE.replace("T01 50 ", "T01 51 ")
        .replace("T01 40 ", "T01 41 ")
        .replace("T01 39 ", "T01 40 ")
        .replace("T01 32 ", "T01 33 ")
    )
    finding = only(check(slid).findings)
    assert finding.rule == "tables.slid-block"
    assert finding.verdict is Verdict.MISMATCH
    assert "金额 从 32 到 51 疑似错行,下移 1 行:如 40.00 在 33,应在 32;由此" in finding.message
    assert {"公开01表 33 金额", "公开01表 32 金额"} <= set(places(finding))


def test_a_block_slid_up_is_seen_as_well() -> None:
    slid = (WHOLE.replace("T01 39 ", "T01 38 ").replace("T01 40 ", "T01 39 ")).replace(
        "T01 50 ", "T01 49 "
    )
    finding = only(check(slid).findings)
    assert finding.rule == "tables.slid-block"
    assert "金额 从 38 到 50 疑似错行,上移 1 行:如 10.00 在 49,应在 50;由此" in finding.message


def test_a_slid_column_of_codes_is_one_finding() -> None:
    rows = ["201", "20106", "2010607", "2010608", "208", "20805", "2080505", "210"]
    values = ["40.00", "40.00", "15.00", "25.00", "30.00", "30.00", "30.00", "20.00"]
    slid = WHOLE
    for row, value in zip(rows, values, strict=True):
        slid = slid.replace(f"T03 {row} 基本支出 {value}", f"T03 {row} 基本支出 =moved")
    slid = "\n".join(line for line in slid.splitlines() if "=moved" not in line)
    moved = [
        f"T03 {row} 基本支出 {value}" for row, value in zip(rows[1:], values[:-1], strict=True)
    ]
    result = check("\n".join([slid, *moved]))
    assert of_rule(result, "tables.slid-block")


def test_what_a_missing_division_breaks_is_not_told_again() -> None:
    fiscal = "\n".join(
        line.replace("T03", "T05").replace("本年支出合计", "小计")
        for line in WHOLE.splitlines()
        if "T03" in line
    )
    lines = [line for line in (WHOLE + fiscal).splitlines() if "T03 20106 " not in line]
    finding = only(check("\n".join(lines)).findings)
    assert finding.rule == "codes.parent"


def in_yuan(text: str, table: str) -> str:
    """The text with the figures of one table in 元."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    scaled = []
    for line in lines:
        place, value = line.rsplit(maxsplit=1)
        own = line.startswith(table)
        scaled.append(f"{place} {Decimal(value) * 10_000:.2f}" if own else line)
    return "\n".join(scaled)


def test_a_whole_table_in_yuan_is_one_finding() -> None:
    finding = only(check(in_yuan(WHOLE, "T03")).findings)
    assert (finding.rule, finding.verdict) == ("tables.amount-unit", Verdict.MISMATCH)
    assert "公开03表 支出决算表 的数似以元为单位,表头为万元" in finding.message


def test_a_single_figure_in_yuan_is_no_matter_of_the_table() -> None:
    once = changed(book(WHOLE), CellId("公开01表", "39", "金额"), "300000.00")
    assert only(told(once)).rule != "tables.amount-unit"


def test_two_swapped_rows_are_no_slid_block() -> None:
    swapped = WHOLE.replace("T01 39 金额 30.00", "T01 39 金额 20.00").replace(
        "T01 40 金额 20.00", "T01 40 金额 30.00"
    )
    assert not of_rule(check(swapped), "tables.slid-block")


@needs_cases
def test_the_worked_case_has_tails_and_nothing_red() -> None:
    from tests.quality.books import book_of, read_tidy

    published = book_of(read_tidy(YANGQUAN / "published.csv"), {})
    findings = check_tables(published, EDITION).findings
    assert {finding.verdict for finding in findings} == {Verdict.ROUNDING}
    told_of = [(finding.rule, str(finding.difference)) for finding in findings]
    # looked at by hand: 715.32 against 307.64+407.69 and what it does to the totals, the
    # income side's 820.66 over 820.65, 412.97 against 388.15+24.83, two classes of 公开06表,
    # and 407.69 over 96.58+311.10
    assert sorted(told_of) == [
        ("T02.tree", "0.01"),
        ("T03.row.subtotal", "-0.01"),
        ("T03.tree", "0.01"),
        ("T05.T06.basic", "-0.01"),
        ("T06.class", "-0.02"),
        ("T06.class", "0.01"),
    ]
