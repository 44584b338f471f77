"""The same figures come out of a workbook however somebody laid it out."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.shared_cases import YANGQUAN, needs_cases
from tests.sources.forms import (
    PLAIN,
    Sheet,
    Style,
    Value,
    beside,
    form_sheets,
    renamed,
    stacked,
    workbook,
)
from tests.sources.made_up import figures
from xltool.editions import load
from xltool.model.amount import Unit
from xltool.model.book import Book, Cell, CellId
from xltool.model.errors import XltoolError
from xltool.sources import read_entries, read_tidy, read_workbook
from xltool.sources.recognise.regions import Titles

EDITION = load()
FIGURES = figures()
TABLES = [spec for spec in EDITION.tables if spec != EDITION.analysis_sheet]


def sheets(style: Style = PLAIN) -> list[Sheet]:
    return form_sheets(EDITION, FIGURES, style)


def sheet(table: str, style: Style = PLAIN) -> Sheet:
    return next(found for found in sheets(style) if found.name == table)


def stated(book: Book) -> dict[CellId, Decimal]:
    return {
        CellId(table.id, *key): cell.value
        for table in book.tables.values()
        for key, cell in table.cells.items()
        if cell.value is not None
    }


def codes(book: Book) -> list[str]:
    return [remark.code for remark in book.remarks]


def read(*given: Sheet) -> Book:
    return read_workbook(workbook(given), EDITION)


def cell(book: Book, table: str, row: str, column: str) -> Cell:
    found = book.cell(CellId(table, row, column))
    assert found is not None
    return found


def test_reads_every_figure_of_the_plain_form() -> None:
    book = read(*sheets())
    assert stated(book) == FIGURES
    assert list(book.tables) == TABLES
    assert (book.unit_name, book.year, book.amount_unit) == ("示例单位甲", 2024, Unit.WAN)
    assert book.remarks == ()
    found = cell(book, "公开03表", "201", "基本支出")
    assert found.address is not None
    assert (found.address.sheet, found.address.cell, found.decimals) == ("公开03表", "D8", 2)
    assert book.tables["公开07表"].empty_statement
    assert book.tables["公开03表"].empty_statement is None


def ministry(found: Sheet) -> str:
    number = found.name.removeprefix("公开").removesuffix("表")
    return f"Z{number}_1_{found.rows[0][0]}"[:20] + f"(财决{number}表)"


def with_rows_and_columns(found: Sheet) -> Sheet:
    for at in (1, 4, 9, 9, 15):
        found.insert_row(min(at, len(found.rows)))
    found.insert_column(0)
    return found


def with_title_prefix(found: Sheet) -> Sheet:
    found.rows[0][0] = f" {found.name} 2024 年度{' '.join(str(found.rows[0][0]))}"
    return found


REARRANGED: dict[str, Callable[[], list[Sheet]]] = {
    "sheets in reverse": lambda: sheets()[::-1],
    "sheets of the ministry's software": lambda: renamed(sheets(), ministry),
    "meaningless sheet names": lambda: renamed(sheets(), lambda found: f"S{found.name[2:4]}"),
    "rows and columns inserted": lambda: [with_rows_and_columns(found) for found in sheets()],
    "titles spaced out behind a number": lambda: [with_title_prefix(found) for found in sheets()],
    "total below": lambda: sheets(Style(total_below=True)),
    "no line and column numbers": lambda: sheets(Style(line_numbers=False, column_numbers=False)),
    "economic codes in one block": lambda: sheets(Style(blocks=1)),
    "economic codes in three blocks": lambda: sheets(Style(blocks=3)),
    "economic codes in five blocks": lambda: sheets(Style(blocks=5)),
    "texts with separators": lambda: sheets(Style(number=lambda value: f"{value:,} ")),
    "full-width texts": lambda: sheets(Style(number=wide)),
    "two tables below one another": lambda: [
        stacked(first, second, first.name)
        for first, second in zip(sheets()[::2], sheets()[1::2], strict=True)
    ],
    "two tables side by side": lambda: [
        beside(first, second, first.name)
        for first, second in zip(sheets()[::2], sheets()[1::2], strict=True)
    ],
    "other sheets between": lambda: [
        Sheet("封面", [["示例单位甲"], ["2024年度单位决算公开"]]),
        Sheet(
            "目录", [[EDITION.tables[table].title, str(page)] for page, table in enumerate(TABLES)]
        ),
        *sheets(),
        Sheet("备注", [["本套表由财务科填报"]]),
    ],
}


def wide(value: Decimal) -> str:
    return "".join(chr(ord(sign) + 0xFEE0) for sign in str(value))


@pytest.mark.parametrize("name", REARRANGED)
def test_a_rearranged_workbook_gives_the_same_figures(name: str) -> None:
    book = read(*REARRANGED[name]())
    assert stated(book) == FIGURES
    assert list(book.tables) == TABLES
    assert set(codes(book)) <= {"read.number-as-text"}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_empty_rows_and_columns_anywhere_change_nothing(data: st.DataObject) -> None:
    found = sheet(data.draw(st.sampled_from(TABLES)))
    for _ in range(data.draw(st.integers(1, 4))):
        found.insert_row(data.draw(st.integers(0, len(found.rows))))
    for _ in range(data.draw(st.integers(0, 3))):
        found.insert_column(data.draw(st.integers(0, max(map(len, found.rows)))))
    expected = {at: value for at, value in FIGURES.items() if at.table == found.name}
    assert stated(read(found)) == expected


@needs_cases
def test_the_worked_case_comes_back_from_every_layout() -> None:
    entries = read_tidy(YANGQUAN / "published.csv", EDITION)
    given = {entry.cell: entry.amount.value for entry in entries.figures}
    for style in (PLAIN, Style(total_below=True, line_numbers=False, blocks=3)):
        assert stated(read_workbook(workbook(form_sheets(EDITION, given, style)), EDITION)) == given


def test_amounts_in_yuan_stay_in_yuan_and_say_so() -> None:
    style = Style(unit="元", number=lambda value: value * 10000)
    book = read(sheet("公开03表", style))
    assert book.amount_unit is Unit.YUAN
    assert book.tables["公开03表"].unit is Unit.YUAN
    assert cell(book, "公开03表", "221", "基本支出").value == Decimal(305000)


def test_codes_kept_as_numbers_are_codes() -> None:
    found = sheet("公开03表")
    for row in found.rows:
        if isinstance(row[0] if row else None, str) and str(row[0]).isdigit():
            row[0] = int(str(row[0]))
    book = read(found)
    assert [row.key for row in book.tables["公开03表"].rows][:3] == ["合计", "201", "2010601"]


def test_a_first_table_of_24_classes_without_line_numbers_is_read() -> None:
    found = sheet("公开01表", Style(line_numbers=False))
    found.rows = [
        row for row in found.rows if not any("国有资本经营预算支出" in str(v) for v in row[2:3])
    ]
    book = read(found)
    assert cell(book, "公开01表", "50", "金额").value == Decimal("30.50")
    assert book.tables["公开01表"].cell("52", "金额") is None


def put(found: Sheet, label: str, offset: int, value: str | Decimal) -> Sheet:
    """``value`` in the row that begins with ``label``, ``offset`` columns right."""
    row = next(number for number, row in enumerate(found.rows) if row and row[0] == label)
    found.put(row, offset, value)
    return found


@pytest.mark.parametrize("text", ["本年支出合计", "12,34.5", "1e400", "约120"])
def test_a_text_where_a_number_belongs_is_kept_and_said(text: str) -> None:
    book = read(put(sheet("公开03表"), "合计", 2, text))
    found = cell(book, "公开03表", "合计", "本年支出合计")
    assert (found.value, found.text) == (None, text)
    assert codes(book) == ["read.text-for-number"]
    assert "公开03表 合计 本年支出合计(公开03表!C7)" in book.remarks[0].message
    assert cell(book, "公开03表", "201", "项目支出").value == 40


@pytest.mark.parametrize("dash", ["-", "--", "—", "——", "/"])
def test_a_dash_says_that_a_cell_has_no_figure(dash: str) -> None:
    book = read(put(sheet("公开03表"), "201", 4, dash))
    found = cell(book, "公开03表", "201", "上缴上级支出")
    assert (found.value, found.text) == (None, None)
    assert codes(book) == []


def test_amounts_in_thousands_are_read_in_their_unit() -> None:
    found = sheet("公开03表")
    row, column = next(
        (r, c)
        for r, cells in enumerate(found.rows)
        for c, text in enumerate(cells)
        if isinstance(text, str) and "万元" in text
    )
    found.put(row, column, "金额单位：千元")
    assert read(found).tables["公开03表"].unit is Unit.QIAN


def test_figures_under_an_unknown_label_are_named_and_not_guessed() -> None:
    found = sheet("公开03表")
    found.put(3, 8, "债务利息支出")
    put(found, "201", 8, Decimal("7.77"))
    book = read(found)
    assert codes(book) == ["read.unknown-column"]
    assert "债务利息支出" in book.remarks[0].message
    assert "I8=7.77" in book.remarks[0].message


def test_figures_in_an_unknown_row_are_named_and_not_guessed() -> None:
    found = sheet("公开01表")
    found.insert_row(12, ["某项收入", None, Decimal("7.77")])
    book = read(found)
    assert codes(book) == ["read.unknown-row"]
    assert "“某项收入”" in book.remarks[0].message
    assert stated(book) == {at: v for at, v in FIGURES.items() if at.table == "公开01表"}


def test_a_row_given_twice_is_named_with_both_places() -> None:
    found = sheet("公开03表")
    found.insert_row(9, ["221", "住房保障支出", Decimal("1.00"), Decimal("1.00")])
    book = read(found)
    assert codes(book) == ["read.duplicate-row"]
    assert "第10行和第12行" in book.remarks[0].message


def test_a_second_copy_of_a_table_is_named() -> None:
    copy = sheet("公开03表")
    copy.name = "公开03表(2)"
    book = read(sheet("公开03表"), copy)
    assert codes(book) == ["read.duplicate-table"]
    assert book.tables["公开03表"].sheet == "公开03表"


def test_the_next_page_of_a_table_is_joined() -> None:
    first, second = sheet("公开03表"), sheet("公开03表")
    first.rows = [row for row in first.rows if not row or row[0] != "221"]
    second.rows = [
        row
        for row in second.rows
        if not row or row[0] == "221" or not (str(row[0]).isdigit() or row[0] == "合计")
    ]
    second.merges = [merge for merge in second.merges if merge[0] < 6]
    book = read(stacked(first, second, "支出"))
    assert stated(book) == {at: v for at, v in FIGURES.items() if at.table == "公开03表"}


def test_a_sheet_that_looks_like_a_table_but_is_none_is_named() -> None:
    other = Sheet("工资表", [["姓名", "金额"]])
    other.rows += [["某", Decimal("1.25")] for _ in range(8)]
    book = read(sheet("公开03表"), other)
    assert codes(book) == ["read.unrecognised-sheet"]
    assert "工资表" in book.remarks[0].message


def test_a_title_over_labels_of_nothing_is_named() -> None:
    book = read(sheet("公开03表"), Sheet("T", [["收入决算表"], ["甲", "乙"], ["丙", Decimal(1)]]))
    assert "read.unrecognised-table" in codes(book)
    assert list(book.tables) == ["公开03表"]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (["部门\uff1a示例单位甲"], "示例单位甲"),
        (["单位名称:示例单位甲(示例中心)"], "示例单位甲(示例中心)"),
        (["编制单位\uff1a示例单位甲    2024年度   金额单位\uff1a万元"], "示例单位甲"),
        (["公开部门(单位)名称\uff1a", "示例单位甲", "金额单位\uff1a万元"], "示例单位甲"),
        (["金额单位\uff1a万元", "部门名称\uff1a"], None),
        (["单位\uff1a万元"], None),
    ],
)
def test_the_units_name_is_found_around_the_table(head: list[Value], name: str | None) -> None:
    found = sheet("公开03表")
    found.rows[2] = head
    assert read(found).unit_name == name


def formatted(value: float | str, code: str, row: str = "201") -> Cell:
    data = openpyxl.load_workbook(io.BytesIO(workbook([sheet("公开03表")])))
    target = data["公开03表"]["D8"]
    target.value = value
    target.number_format = code
    stream = io.BytesIO()
    data.save(stream)
    return cell(read_workbook(stream.getvalue(), EDITION), "公开03表", row, "基本支出")


@pytest.mark.parametrize(
    ("value", "code", "shows", "stored"),
    [
        (31.2, "General", "31.20", None),
        (31.2, "0.00", "31.20", None),
        (14206, "0", "14206.00", None),
        (820.661234, "0.00", "820.66", "820.661234"),
        (820.665, "#,##0.00_ ", "820.67", "820.665"),
        (0.1 + 0.2, "0.00", "0.30", None),
        (8206600, "0.00,", "8206.60", None),
        (8206612.34, "0!.0000", "820.6612", "820.661234"),
        (0, "0.00;-0.00;;@", "0.00", None),
    ],
)
def test_a_cell_states_what_it_shows(
    value: float, code: str, shows: str, stored: str | None
) -> None:
    found = formatted(value, code)
    assert str(found.value) == shows
    assert found.stored == (None if stored is None else Decimal(stored))


def test_a_date_where_a_number_belongs_is_text() -> None:
    assert formatted(45000, "yyyy/m/d").text == "45000"


def test_a_formula_is_live_and_without_result_it_is_no_zero() -> None:
    found = formatted("=1+1", "0.00")
    assert (found.live, found.formula, found.value, found.text) == (True, "1+1", None, "=1+1")


def as_published(name: str, value: str) -> bytes:
    stream = io.BytesIO(workbook([sheet("公开03表")]))
    with zipfile.ZipFile(stream, "a") as package:
        package.writestr(
            "docProps/custom.xml",
            '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"'
            ' xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">'
            f'<property pid="2" name="{name}"><vt:bool>{value}</vt:bool></property></Properties>',
        )
    return stream.getvalue()


def test_a_book_filled_as_published_says_so() -> None:
    assert read_workbook(as_published("xltool.as_published", "true"), EDITION).as_published
    assert not read_workbook(as_published("xltool.as_published", "false"), EDITION).as_published
    assert not read_workbook(as_published("other", "true"), EDITION).as_published


def test_the_narrative_sheet_becomes_the_narrative_with_its_cells() -> None:
    text = Sheet("情况说明", [["一、总体情况"], [], ["  收入总计150.50万元。"]])
    book = read(*sheets(), text)
    assert book.narrative is not None
    assert [(p.text, p.index) for p in book.narrative.paragraphs] == [
        ("一、总体情况", 0),
        ("  收入总计150.50万元。", 1),
    ]
    address = book.narrative.paragraphs[1].address
    assert address is not None
    assert address.cell == "A3"


def test_hidden_rows_and_sheets_are_said() -> None:
    data = openpyxl.load_workbook(io.BytesIO(workbook([sheet("公开02表"), sheet("公开03表")])))
    data["公开02表"].sheet_state = "hidden"
    data["公开03表"].row_dimensions[9].hidden = True
    stream = io.BytesIO()
    data.save(stream)
    book = read_workbook(stream.getvalue(), EDITION)
    assert codes(book) == ["read.hidden-rows", "read.hidden-sheet"]


def test_an_open_workbook_is_read_as_last_saved(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(workbook([sheet("公开03表")]))
    (tmp_path / "~$表.xlsx").write_bytes(b"")
    book = read_workbook(path, EDITION)
    assert codes(book) == ["read.open-elsewhere"]
    assert book.sources == ("表.xlsx",)


def test_a_layout_workbook_is_data_of_fill(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(workbook(sheets()))
    entries = read_entries(path, EDITION)
    assert {entry.cell: entry.amount.value for entry in entries.figures} == FIGURES
    assert entries.unit_name == "示例单位甲"
    assert entries.figures[0].origin == "表.xlsx 公开01表!C5"
    path.write_bytes(workbook([put(sheet("公开03表"), "201", 3, "约80")]))
    with pytest.raises(XltoolError, match="公开03表!D8 写的是“约80”"):
        read_entries(path, EDITION)


@pytest.mark.parametrize("table", TABLES)
def test_heads_that_are_not_merged_are_read(table: str) -> None:
    found = sheet(table)
    found.merges = []
    assert stated(read(found)) == {at: v for at, v in FIGURES.items() if at.table == table}


@pytest.mark.parametrize("table", TABLES)
def test_rows_moved_under_merges_that_stayed_are_read(table: str) -> None:
    data = openpyxl.load_workbook(io.BytesIO(workbook([sheet(table)])))
    data[table].insert_rows(2)  # openpyxl moves the cells and leaves the merges
    stream = io.BytesIO()
    data.save(stream)
    book = read_workbook(stream.getvalue(), EDITION)
    assert stated(book) == {at: v for at, v in FIGURES.items() if at.table == table}


@pytest.mark.parametrize(
    ("title", "table"),
    [
        ("示例市预算中心2024年度支出决算表", "公开03表"),
        ("示例市财政预算评审中心支出决算表", "公开03表"),
        ("公开05表 一般公共预算财政拨款支出决算表", "公开05表"),
        ("表八\uff1a国有资本经营预算财政拨款收入支出决算表", "公开08表"),
        ('财政拨款"三公"经费支出决算表(公开09表)', "公开09表"),
        ("某项基金预算支出决算表", None),
        ("支出决算表填报说明", None),
    ],
)
def test_a_title_is_known_by_its_words(title: str, table: str | None) -> None:
    spec = Titles(EDITION).table(title)
    assert (spec.id if spec else None) == table


T09 = {at: value for at, value in FIGURES.items() if at.table == "公开09表"}


def test_items_that_head_budget_and_final_figures_are_read() -> None:
    rows: list[list[Value]] = [
        ["财政拨款“三公”经费支出决算表"],
        [
            "合计",
            None,
            "公务用车购置及运行维护费",
            None,
            None,
            None,
            None,
            None,
            "公务接待费",
            None,
        ],
        [None, None, "小计", None, "公务用车购置费", None, "公务用车运行维护费"],
        ["预算数", "决算数"] * 5,
        ["6.00", "5.50", None, "5.00", None, None, None, "5.00", "1.00", "0.50"],
    ]
    merges = [(1, 0, 2, 1), (1, 2, 1, 7), (1, 8, 2, 9), (2, 2, 2, 3), (2, 4, 2, 5), (2, 6, 2, 7)]
    assert stated(read(Sheet("三公", rows, merges))) == T09


def test_items_that_head_rows_are_read() -> None:
    rows: list[list[Value]] = [
        ["财政拨款“三公”经费支出决算表"],
        [None, None, "金额单位:万元"],
        ["项目", "预算数", "决算数"],
        ["合计", Decimal("6.00"), Decimal("5.50")],
        ["1.因公出国(境)费"],
        ["2.公务接待费", Decimal("1.00"), Decimal("0.50")],
        ["3.公务用车购置及运行维护费", None, Decimal("5.00")],
        ["其中:(1)公务用车购置费"],
        ["(2)公务用车运行维护费", None, Decimal("5.00")],
    ]
    assert stated(read(Sheet("三公", rows))) == T09


def test_a_label_that_two_lines_share_is_read_by_its_own_spelling() -> None:
    found = sheet("公开04表", Style(line_numbers=False))
    found.rows = [row for row in found.rows if not row or row[0] != "一般公共预算财政拨款"]
    book = read(found)
    assert cell(book, "公开04表", "1", "金额").value == Decimal("150.50")
    assert book.tables["公开04表"].cell("29", "金额") is None
