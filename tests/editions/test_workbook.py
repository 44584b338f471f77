"""The official workbook agrees with the data and looks like a form that is printed."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.properties import PageSetupProperties

from xltool import editions
from xltool.editions.build import main
from xltool.editions.schema import TableSpec

EDITION = editions.load()
TABLES = list(EDITION.tables.values())


@pytest.fixture(scope="module")
def book() -> Workbook:
    return load_workbook(EDITION.workbook)


@pytest.mark.parametrize("edition_id", editions.available())
def test_the_committed_workbook_is_the_one_that_the_data_gives(edition_id: str) -> None:
    edition = editions.load(edition_id)
    built = ZipFile(BytesIO(editions.build_workbook(edition)))
    committed = ZipFile(edition.workbook)
    assert built.namelist() == committed.namelist()
    for part in built.namelist():
        assert built.read(part) == committed.read(part), part


def test_building_twice_gives_the_same_bytes() -> None:
    assert editions.build_workbook(EDITION) == editions.build_workbook(EDITION)


def test_an_unknown_edition_is_refused_by_the_builder(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["shanxi/1999"]) == 2
    assert "没有版式 shanxi/1999" in capsys.readouterr().err


def test_sheets_stand_in_the_order_of_the_form(book: Workbook) -> None:
    assert book.sheetnames == [*(spec.sheet for spec in TABLES), "情况说明", "核对结果"]


@pytest.mark.parametrize("spec", TABLES, ids=lambda spec: spec.short)
def test_every_sheet_prints_on_a4_fitted_to_its_width(book: Workbook, spec: TableSpec) -> None:
    sheet = book[spec.sheet]
    assert int(sheet.page_setup.paperSize or 0) == 9
    assert sheet.sheet_properties.pageSetUpPr == PageSetupProperties(fitToPage=True)
    assert sheet.page_setup.fitToWidth == 1
    assert sheet.print_options.horizontalCentered
    assert sheet.print_title_rows
    assert sheet.print_area


@pytest.mark.parametrize("spec", TABLES[:10], ids=lambda spec: spec.short)
def test_every_table_carries_title_number_unit_year_amount_unit_and_note(
    book: Workbook, spec: TableSpec
) -> None:
    texts = [cell.value for row in book[spec.sheet] for cell in row if isinstance(cell.value, str)]
    caption = "单位名称：" if spec.short == "T10" else "部门名称："
    for text in (spec.title, spec.id, caption, "2024年度", "金额单位：万元", spec.note):
        assert text in texts


def test_labels_and_line_numbers_stand_where_the_layout_says(book: Workbook) -> None:
    sheet = book["公开04表"]
    assert [sheet[place].value for place in ("A33", "B33", "D33", "E33")] == [
        "本年收入合计", 27, "本年支出合计", 59,
    ]  # fmt: skip
    assert [sheet[place].value for place in ("C6", "F6", "I6")] == [1, 2, 5]


def test_codes_are_text(book: Workbook) -> None:
    sheet = book["公开06表"]
    assert (sheet["A7"].value, sheet["A7"].number_format) == ("30101", "@")
    assert book["公开02表"]["A9"].number_format == "@"


def test_a_zero_total_shows_blank_and_an_amount_two_decimals(book: Workbook) -> None:
    positive, negative, zero, _ = book["公开03表"]["C8"].number_format.split(";")
    assert (positive, negative, zero) == ("#,##0.00", "-#,##0.00", "")
    assert book["公开10表"]["C23"].number_format.startswith("#,##0;")


def test_every_formula_of_the_workbook_is_the_one_of_the_data(book: Workbook) -> None:
    texts = editions.formulas(EDITION, {})
    places = editions.layout(EDITION, {})
    written = {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book
        for row in sheet
        for cell in row
        if isinstance(cell.value, str) and cell.value.startswith("=")
    }
    expected = {}
    for cell, text in texts.items():
        at = places.address(cell)
        assert at is not None
        expected[at.sheet, at.cell] = f"={text}"
    assert written == expected


def test_the_findings_sheet_has_its_head_a_filter_and_nothing_else(book: Workbook) -> None:
    sheet = book["核对结果"]
    assert [cell.value for cell in sheet[1]] == [
        "序号", "判定", "程度", "规则", "说明", "所列数", "对照数", "差额", "允许尾差",
        "位置", "对照位置", "处理意见",
    ]  # fmt: skip
    assert sheet.auto_filter.ref == "A1:L1000"
    assert sheet.max_row == 1


def test_the_narrative_sheet_is_empty_and_wraps(book: Workbook) -> None:
    sheet = book["情况说明"]
    assert sheet["A1"].value is None
    assert sheet["A1"].alignment.wrap_text


def test_properties_name_nobody() -> None:
    archive = ZipFile(EDITION.workbook)
    properties = archive.read("docProps/core.xml").decode()
    assert "creator" not in properties
    assert "openpyxl" not in "".join(archive.read(name).decode() for name in archive.namelist())


def test_no_sheet_is_hidden_and_no_link_leads_out(book: Workbook) -> None:
    assert {sheet.sheet_state for sheet in book} == {"visible"}
    assert not any("externalLink" in name for name in ZipFile(Path(EDITION.workbook)).namelist())
