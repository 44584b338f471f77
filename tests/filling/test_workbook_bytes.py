from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.filling.given import EDITION, entries
from tests.filling.made_up import made_up, tree
from xltool.editions.formulas import formulas
from xltool.editions.layout import Layout, layout
from xltool.filling import fill, workbook_bytes
from xltool.model.amount import Unit
from xltool.model.book import Book, Cell, CellId, Narrative, Paragraph
from xltool.model.errors import XltoolError
from xltool.sources import read_workbook

_LEAVES = [code for code in tree() if len(code) == 7][:120]


def _codes(book: Book) -> dict[str, list[str]]:
    return {id_: [row.key for row in table.codes()] for id_, table in book.tables.items()}


def _layout(book: Book) -> Layout:
    return layout(EDITION, {id_: codes for id_, codes in _codes(book).items() if codes})


def _opened(data: bytes, *, values: bool = False) -> Workbook:
    return openpyxl.load_workbook(BytesIO(data), data_only=values)


def _sheet(workbook: Workbook, name: str) -> Worksheet:
    sheet = workbook[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def _figures(book: Book) -> Mapping[tuple[str, str, str], tuple[Decimal | None, Decimal, bool]]:
    return {
        (id_, *key): (cell.value, cell.exact, cell.live)
        for id_, table in book.tables.items()
        for key, cell in table.cells.items()
        if cell.value is not None or cell.live
    }


@pytest.mark.parametrize("rows", [0, 1, 17, 200])
@pytest.mark.parametrize("unit", [Unit.WAN, Unit.YUAN])
def test_what_is_written_is_what_is_read(rows: int, unit: Unit) -> None:
    book = fill(made_up(rows, unit), EDITION)
    read = read_workbook(workbook_bytes(book, EDITION), EDITION)
    assert _figures(read) == _figures(book)
    assert _codes(read) == _codes(book)
    assert (read.unit_name, read.year, read.as_published) == ("示例单位甲", 2024, False)


def test_addresses_of_a_filled_book_are_those_of_its_workbook() -> None:
    book = fill(made_up(17), EDITION)
    read = read_workbook(workbook_bytes(book, EDITION), EDITION)
    for id_, table in book.tables.items():
        for key, cell in table.cells.items():
            assert cell.address == read.tables[id_].cells[key].address
        assert [row.address for row in table.rows] == [r.address for r in read.tables[id_].rows]


@pytest.mark.parametrize("rows", [0, 1, 2, 17])
def test_every_formula_is_the_one_of_the_edition(rows: int) -> None:
    book = fill(made_up(rows), EDITION)
    read = read_workbook(workbook_bytes(book, EDITION), EDITION)
    expected = formulas(EDITION, _codes(book))
    given_ = {("公开01表", "29", "金额")}
    found = {
        (id_, *key): cell.formula
        for id_, table in read.tables.items()
        for key, cell in table.cells.items()
        if cell.formula
    }
    assert found == {tuple(at): text for at, text in expected.items() if tuple(at) not in given_}


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.sampled_from(_LEAVES), unique=True, max_size=12),
    st.lists(st.sampled_from(_LEAVES), unique=True, max_size=12),
)
def test_tables_grow_each_on_its_own(spent: list[str], funds: list[str]) -> None:
    lines = [f"03 {code} 基本支出 1.00" for code in spent]
    lines += [f"07 {code} 项目支出 2.00" for code in funds]
    names = {part: part for code in (*spent, *funds) for part in (code[:3], code[:5], code)}
    book = fill(entries("\n".join(lines), names=names), EDITION)
    read = read_workbook(workbook_bytes(book, EDITION), EDITION)
    assert _figures(read) == _figures(book)
    expected = formulas(EDITION, _codes(book))
    table = read.tables["公开04表"]
    for key, cell in table.cells.items():
        if cell.formula:
            assert cell.formula == expected[CellId("公开04表", *key)]


def test_what_stands_below_the_codes_moves_down() -> None:
    book = fill(made_up(17), EDITION)
    sheet = _sheet(_opened(workbook_bytes(book, EDITION)), "公开03表")
    place = _layout(book).sheets["公开03表"]
    assert str(sheet[place.note].value).startswith("注")
    assert {str(range_) for range_ in sheet.merged_cells.ranges} == set(place.merges)
    assert sheet.print_area.replace("$", "").endswith(place.print_area)
    assert sheet.print_title_rows == "$1:$7"
    assert sheet.dimensions == "A1:H27"


def test_grown_rows_have_the_style_of_the_template() -> None:
    sheet = _sheet(_opened(workbook_bytes(fill(made_up(17), EDITION), EDITION)), "公开05表")
    for column in "ABCDE":
        styles = {sheet[f"{column}{row}"].style_id for row in range(9, 26)}
        assert len(styles) == 1


def test_empty_table_keeps_one_row_and_its_sentence() -> None:
    book = fill(entries("03 2010607 项目支出 1"), EDITION)
    data = workbook_bytes(book, EDITION)
    sheet = _sheet(_opened(data), "公开07表")
    place = _layout(book).sheets["公开07表"]
    assert sheet["A9"].value is None
    assert sheet[place.empty_statement].value == EDITION.tables["公开07表"].empty_statement
    filled = _sheet(_opened(data), "公开03表")
    assert filled[_layout(book).sheets["公开03表"].empty_statement].value is None


def test_unit_name_that_begins_with_an_equals_sign_stays_text() -> None:
    book = fill(entries("03 2010607 项目支出 1", unit_name="=1+1"), EDITION)
    book = replace(book, narrative=Narrative((Paragraph("=SUM(A1)", 0),), "x"))
    opened = _opened(workbook_bytes(book, EDITION))
    assert str(_sheet(opened, "公开03表")["A3"].value).endswith("=1+1")
    assert _sheet(opened, "情况说明")["A1"].data_type == "s"


def test_name_of_a_code_is_escaped_and_never_a_formula() -> None:
    names = {"2010607": '=A1&"<b>"'}
    book = fill(entries("03 2010607 项目支出 1", names=names), EDITION)
    cell = _sheet(_opened(workbook_bytes(book, EDITION)), "公开03表")["B11"]
    assert (cell.value, cell.data_type) == ('=A1&"<b>"', "s")


def test_codes_are_text() -> None:
    book = fill(entries("03 2010607 项目支出 1"), EDITION)
    cell = _sheet(_opened(workbook_bytes(book, EDITION)), "公开03表")["A9"]
    assert (cell.value, cell.data_type, cell.number_format) == ("201", "s", "@")


def test_book_as_published_says_so_and_has_no_formula_in_its_tables() -> None:
    book = fill(
        entries("03 2010607 项目支出 1.00\n03 合计 本年支出合计 1.00"), EDITION, as_published=True
    )
    read = read_workbook(workbook_bytes(book, EDITION), EDITION)
    assert read.as_published
    live = {id_ for id_, table in read.tables.items() if any(c.live for c in table.cells.values())}
    assert live == {"分析"}
    assert _figures(read) == _figures(book)


def test_paragraphs_of_the_narrative_stand_one_a_row() -> None:
    book = fill(entries("03 2010607 项目支出 1"), EDITION)
    narrative = Narrative((Paragraph("一、概况", 0), Paragraph("  正文<1>", 1)), "说明.txt")
    data = workbook_bytes(replace(book, narrative=narrative), EDITION)
    sheet = _sheet(_opened(data), "情况说明")
    assert [sheet["A1"].value, sheet["A2"].value] == ["一、概况", "  正文<1>"]


def test_table_that_the_book_lacks_keeps_its_form_and_formulas() -> None:
    book = fill(entries("03 2010607 项目支出 1"), EDITION)
    tables = {id_: table for id_, table in book.tables.items() if id_ != "分析"}
    sheet = _sheet(_opened(workbook_bytes(replace(book, tables=tables), EDITION)), "分析")
    assert str(sheet["B5"].value).startswith("=ROUND(")


def test_figure_that_the_form_has_no_cell_for_is_refused_by_name() -> None:
    book = fill(entries("03 2010607 项目支出 1"), EDITION)
    table = book.tables["公开03表"]
    cells = {**table.cells, ("2010607", "别的栏"): Cell(Decimal(1))}
    tables = {**book.tables, "公开03表": replace(table, cells=cells)}
    with pytest.raises(XltoolError, match="公开03表 2010607 别的栏"):
        workbook_bytes(replace(book, tables=tables), EDITION)


def test_parts_that_no_figure_changes_are_copied_compressed() -> None:
    template = Path(EDITION.workbook).read_bytes()
    made = workbook_bytes(fill(made_up(3), EDITION), EDITION)
    with ZipFile(BytesIO(template)) as old, ZipFile(BytesIO(made)) as new:
        assert new.testzip() is None
        assert sorted(new.namelist()) == sorted(old.namelist())
        for name in ("xl/styles.xml", "xl/theme/theme1.xml", "docProps/custom.xml"):
            assert new.read(name) == old.read(name)
            assert new.getinfo(name).compress_size == old.getinfo(name).compress_size


def test_same_book_gives_the_same_bytes() -> None:
    book = fill(made_up(5), EDITION)
    assert workbook_bytes(book, EDITION) == workbook_bytes(book, EDITION)
