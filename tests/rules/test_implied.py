"""What labels imply is believed where the same sum holds elsewhere in the table."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.shared_cases import YANGQUAN, needs_cases
from xltool import pipeline
from xltool.editions.implied import implied
from xltool.editions.label_sums import Sum, SumKind, column_sums, row_sums
from xltool.model.book import Book, Cell
from xltool.model.finding import Finding, Verdict
from xltool.model.loose import LooseColumn, LooseRow, LooseTable
from xltool.rules.implied import check_implied
from xltool.sources.recognise.loose import loose_sheet
from xltool.sources.spreadsheet import open_grids

QUALITY = Path(__file__).parents[1] / "quality" / "data"


def table(text: str, *, known: str = "") -> LooseTable:
    """A table written as text: the first line heads the columns, "-" is an empty cell."""
    head, *lines = [line.split() for line in text.strip().splitlines()]
    rows = [LooseRow(_label(line[0]), _code(line[0])) for line in lines]
    cells = {
        (row, column): Cell(Decimal(figure), 2)
        for row, line in enumerate(lines)
        for column, figure in enumerate(line[1:])
        if figure != "-"
    }
    columns = [LooseColumn(tuple(path.split("/")), is_known=path in known.split()) for path in head]
    return LooseTable("项目表", "Sheet1", tuple(columns), tuple(rows), cells)


def _code(word: str) -> str | None:
    return word if word.isdigit() else None


def _label(word: str) -> str:
    return "" if word.isdigit() else word


def findings(one: LooseTable) -> tuple[Finding, ...]:
    return check_implied(Book("shanxi/2024", {}, loose=(one,)))[0]


def told(one: LooseTable) -> list[tuple[str, Verdict]]:
    return [(finding.rule, finding.verdict) for finding in findings(one)]


ADDS_UP = """
合计   财政拨款 其他资金
甲项目 20.00 15.00 5.00
乙项目 30.00 18.00 12.00
丙项目 11.00 11.00 -
合计   61.00 44.00 17.00
"""


def test_a_table_that_adds_up_is_consistent() -> None:
    found, tally = check_implied(Book("shanxi/2024", {}, loose=(table(ADDS_UP),)))
    assert found == ()
    # four rows along the columns, three columns down the rows
    assert tally.consistent == 7


def test_a_total_against_the_sum_that_holds_in_other_rows_is_a_mismatch() -> None:
    wrong = table(ADDS_UP.replace("30.00 18.00", "33.00 18.00"))
    along = next(f for f in findings(wrong) if f.rule == "implied.columns")
    assert along.verdict is Verdict.MISMATCH
    assert (along.stated, along.expected) == (Decimal("33.00"), Decimal("30.00"))
    assert "财政拨款+其他资金=30.00" in along.message


def test_a_sum_that_nothing_supports_is_left_to_a_person() -> None:
    alone = table("金额\n甲 20.00\n乙 30.00\n合计 51.00")
    assert told(alone) == [("implied.rows", Verdict.UNCHECKED)]


def test_labels_that_mean_no_sum_are_not_taken_for_one() -> None:
    """上年决算 beside 合计 is no part of it; figures far from any sum are no total."""
    other = table(
        "合计 上年决算数 比重\n甲 20.00 18.00 0.40\n乙 30.00 29.00 0.60\n总计 7.00 1.00 -"
    )
    assert told(other) == []


def test_a_difference_that_rounding_explains_is_a_tail() -> None:
    tail = table(ADDS_UP.replace("30.00 18.00", "30.01 18.00").replace("61.00", "61.01"))
    assert told(tail) == [("implied.columns", Verdict.ROUNDING)]


def test_parents_of_codes_are_the_sums_of_their_children() -> None:
    tree = """
    金额
    合计 50.00
    201 30.00
    20106 30.00
    2010601 12.00
    2010650 18.00
    205 20.00
    20502 20.00
    2050201 9.00
    2050202 11.00
    """
    assert told(table(tree)) == []
    wrong = table(tree.replace("20502 20.00", "20502 21.00"))
    assert [f.stated for f in findings(wrong) if f.verdict is Verdict.MISMATCH] == [
        Decimal("20.00"),
        Decimal("21.00"),
    ]


def test_a_part_greater_than_its_whole_is_pointed_at() -> None:
    of_which = table("金额\n差旅费 5.00\n其中:市内 6.00")
    assert told(of_which) == [("implied.of-which", Verdict.UNCHECKED)]
    assert told(table("金额\n差旅费 5.00\n其中:市内 2.00")) == []


def test_the_grand_total_is_the_years_total_and_what_is_listed_between() -> None:
    rows = [
        LooseRow(label)
        for label in ("一、财政拨款收入", "二、事业收入", "本年收入合计", "年初结转和结余", "总计")
    ]
    assert list(row_sums(rows, implied())) == [
        Sum(SumKind.ROWS, 2, (0, 1)),
        Sum(SumKind.ROWS, 4, (2, 3)),
    ]


def test_nested_heads_add_up_level_by_level() -> None:
    paths = [
        ("预算数", "合计"),
        ("预算数", "出国"),
        ("预算数", "公务用车", "小计"),
        ("预算数", "公务用车", "购置"),
        ("预算数", "公务用车", "运行"),
        ("预算数", "接待"),
    ]
    assert list(column_sums(paths, implied())) == [
        Sum(SumKind.COLUMNS, 0, (1, 2, 5)),
        Sum(SumKind.COLUMNS, 2, (3, 4)),
    ]


def test_measures_below_the_items_add_up_by_measure() -> None:
    paths = [
        ("合计", "预算数"),
        ("合计", "决算数"),
        ("出国", "预算数"),
        ("出国", "决算数"),
        ("接待", "预算数"),
        ("接待", "决算数"),
    ]
    assert [(one.total, one.parts) for one in column_sums(paths, implied())] == [
        (0, (2, 4)),
        (1, (3, 5)),
    ]


def test_what_the_edition_describes_is_left_to_its_own_identities() -> None:
    known = table(ADDS_UP.replace("30.00 18.00", "33.00 18.00"), known="合计 财政拨款 其他资金")
    rows = tuple(LooseRow(row.label, row.code, is_known=True) for row in known.rows)
    only_known = LooseTable(known.title, known.sheet, known.columns, rows, known.cells)
    assert told(only_known) == []


@given(
    st.lists(
        st.lists(st.integers(-(10**6), 10**6), min_size=2, max_size=4), min_size=2, max_size=6
    ).filter(lambda rows: len({len(row) for row in rows}) == 1)
)
def test_a_table_whose_totals_are_sums_is_never_reported(rows: list[list[int]]) -> None:
    full = [[sum(row), *row] for row in rows]
    full.append([sum(column) for column in zip(*full, strict=True)])
    names = "甲乙丙丁戊己庚"
    labels = [*names[: len(rows)], "合计"]
    head = " ".join(["合计", *("abcd"[: len(rows[0])])])
    lines = (
        " ".join([label, *(f"{Decimal(figure) / 100:.2f}" for figure in line)])
        for label, line in zip(labels, full, strict=True)
    )
    assert told(table("\n".join([head, *lines]))) == []


@needs_cases
@pytest.mark.parametrize(
    "data", [YANGQUAN / "published.csv", QUALITY / "putuo-2024-tables.csv"], ids=["阳泉", "普陀"]
)
def test_nothing_red_is_said_of_real_tables_read_by_their_labels_alone(
    data: Path, tmp_path: Path
) -> None:
    """All that is true of them, and that they hold tails of rounding, is known from elsewhere."""
    pipeline.save(pipeline.fill(data, as_published=True), tmp_path / "表.xlsx")
    grids, _ = open_grids(tmp_path / "表.xlsx", (tmp_path / "表.xlsx").read_bytes())
    loose = tuple(
        table
        for grid in grids.sheets
        if grid.name.startswith("公开")
        for table in loose_sheet(grid)
    )
    found, tally = check_implied(Book("shanxi/2024", {}, loose=loose))
    assert [finding for finding in found if finding.verdict is not Verdict.ROUNDING] == []
    assert tally.consistent > 100


def test_a_column_that_nobody_knows_makes_up_for_a_sum_along_its_row(tmp_path: Path) -> None:
    """本年支出合计 with a fund that the form does not have: not wrong, and told."""
    data = tmp_path / "数据.csv"
    data.write_text(
        "table,row,column,value\n公开03表,2010601,基本支出,10.00\n公开03表,2010602,项目支出,5.00\n",
        "utf-8",
    )
    pipeline.save(pipeline.fill(data, as_published=True), tmp_path / "表.xlsx")
    book = openpyxl.load_workbook(tmp_path / "表.xlsx")
    sheet = book["公开03表"]
    sheet["I4"] = "债务利息支出"
    for row, (basic, project, other) in enumerate(((10, 5, 3), (10, 0, 3), (0, 5, 0)), start=8):
        for letter, value in zip("CDEI", (basic + project + other, basic, project, other),
                                 strict=True):  # fmt: skip
            sheet[f"{letter}{row}"] = value
    book.save(tmp_path / "表.xlsx")
    findings_ = pipeline.check(tmp_path / "表.xlsx").findings
    sums = [f for f in findings_ if f.rule == "T03.row.subtotal"]
    assert sums
    assert {f.verdict for f in sums} == {Verdict.UNCHECKED}
    assert all("加上版式没有的栏“债务利息支出”则相符" in f.message for f in sums)
    assert any(f.rule == "read.unknown-column" for f in findings_)


def test_a_row_that_nobody_knows_makes_up_for_a_sum_of_rows(tmp_path: Path) -> None:
    """本年收入合计 with an income that the form does not list: not wrong, and told."""
    figures = {"1": 100, "27": 105, "31": 105, "32": 105, "58": 105, "62": 105}
    data = tmp_path / "数据.csv"
    lines = [f"公开01表,{row},金额,{value}.00" for row, value in figures.items()]
    data.write_text("\n".join(["table,row,column,value", *lines]) + "\n", "utf-8")
    pipeline.save(pipeline.fill(data, as_published=True), tmp_path / "表.xlsx")
    book = openpyxl.load_workbook(tmp_path / "表.xlsx")
    for name in book.sheetnames[1:]:
        book.remove(book[name])
    book["公开01表"]["A15"], book["公开01表"]["C15"] = "九、某项收入", 5
    book.save(tmp_path / "表.xlsx")
    (told_,) = [
        finding
        for finding in pipeline.check(tmp_path / "表.xlsx", edition="shanxi/2024").findings
        if finding.rule == "T01.income.total"
    ]
    assert told_.verdict is Verdict.UNCHECKED
    assert "加上版式没有的行“九、某项收入”则相符" in told_.message
