"""What value readers do not give is read from the parts."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from tests.package.workbooks import everything, minimal, opened
from xltool.model.errors import XltoolError
from xltool.model.patch import Formula, Name, Span
from xltool.package import Package, SheetReader, WorkbookReader, defined_names
from xltool.package import reading as reading_module

TABLE = "公开03表"


def reader(sheet_data: str, *, styles: str = "", extra: str = "") -> SheetReader:
    return WorkbookReader(opened(sheet_data, styles=styles, extra=extra)).sheet("表")


@pytest.fixture(scope="module")
def accounts() -> SheetReader:
    return WorkbookReader(Package.open(everything())).sheet(TABLE)


def test_shared_formulas_are_written_out() -> None:
    sheet = reader(
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="2"><c r="C2"><f t="shared" ref="C2:C4" si="0">A2+$A$1+A$1</f><v>3</v></c></row>'
        '<row r="3"><c r="C3"><f t="shared" si="0"/><v>3</v></c></row>'
        '<row r="4"><c r="C4"><f t="shared" si="0"/><v>3</v></c></row>'
    )
    assert sheet.formulas == {"C2": "A2+$A$1+A$1", "C3": "A3+$A$1+A$1", "C4": "A4+$A$1+A$1"}


def test_contents_are_those_of_set_content() -> None:
    sheet = reader(
        '<row r="1"><c r="A1"><v>0.1</v></c><c r="B1" t="b"><v>1</v></c>'
        '<c r="C1" t="e"><v>#N/A</v></c><c r="D1" t="str"><f>"a"</f><v>a</v></c>'
        '<c r="E1" t="inlineStr"><is><t>甲_x000D_乙</t></is></c><c r="F1" s="0"/>'
        '<c r="G1"><f t="array" ref="G1">SUM(A1:A2)</f><v>1E-2</v></c></row>'
    )
    assert sheet.contents == {
        "A1": Decimal("0.1"),
        "B1": Formula("TRUE", "TRUE"),
        "C1": Formula("#N/A", "#N/A"),
        "D1": Formula('"a"', "a"),
        "E1": "甲\r乙",
        "G1": Formula("{=SUM(A1:A2)}", Decimal("0.01")),
    }


def test_numbers_are_spelled_as_in_the_file() -> None:
    sheet = reader('<row r="1"><c r="A1"><v>715.32000000000005</v></c></row>')
    assert sheet.numbers == {"A1": "715.32000000000005"}


def test_cells_without_addresses_stand_where_they_stand() -> None:
    sheet = reader(
        "<row><c><v>1</v></c><c><v>2</v></c></row>"
        '<row><c r="C2"><v>3</v></c><c><v>4</v></c></row><row r="9"><c><v>5</v></c></row>'
    )
    assert sheet.numbers == {"A1": "1", "B1": "2", "C2": "3", "D2": "4", "A9": "5"}


def test_an_accounts_sheet_is_read_in_every_respect(accounts: SheetReader) -> None:
    assert accounts.formulas == {"C8": "SUM(C9:C12)", "D8": "SUM(D9:D12)"}
    assert accounts.number_formats["C9"] == "#,##0.00"
    assert accounts.fills["D9"] == "DDEBF7"
    assert "C9" not in accounts.fills
    assert accounts.notes == {"C9": "用户自己的批注"}
    assert accounts.links["B14"] == "'图'!A1"
    assert accounts.hidden_columns == {6}
    assert [area.a1 for area in accounts.merges] == ["A1:D1", "A5:A6"]
    assert accounts.text_colours("A15") == (Span(4, 10, "0000FF"),)
    assert accounts.text_colours("A16") == ()


def test_hidden_sheets_and_names_are_told() -> None:
    package = Package.open(everything())
    states = {sheet.name: str(sheet.state) for sheet in package.sheets}
    assert states == {TABLE: "visible", "图": "visible", "空白": "visible", "隐藏": "hidden"}
    names = {(n.name, n.sheet): n.value for n in defined_names(package)}
    assert names["总额", None] == Name("'公开03表'!$C$8")
    assert names["_xlnm.Print_Titles", TABLE] == Name("公开03表!$1:$8")


def test_hidden_rows_are_told() -> None:
    sheet = reader('<row r="1" hidden="1"/><row r="2" hidden="0"/><row r="4" hidden="true"/>')
    assert sheet.hidden_rows == {1, 4}


def test_a_cell_that_is_not_in_the_file_has_its_columns_fill() -> None:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.column_dimensions["B"].fill = PatternFill("solid", fgColor="00FFEB9C")
    out = io.BytesIO()
    workbook.save(out)
    read = WorkbookReader(Package.open(out.getvalue())).sheet("Sheet")
    assert read.fill("B7") == "FFEB9C"
    assert read.fill("C7") is None


def test_a_theme_fill_is_told_as_its_markup() -> None:
    styles = (
        '<fills count="1"><fill><patternFill patternType="solid"><fgColor theme="4" tint="0.6"/>'
        '<bgColor indexed="64"/></patternFill></fill></fills><cellXfs><xf fillId="0"/></cellXfs>'
    )
    sheet = reader('<row r="1"><c r="A1" s="0"/></row>', styles=styles)
    assert sheet.fills["A1"] == (
        '<patternFill patternType="solid"><fgColor theme="4" tint="0.6"/>'
        '<bgColor indexed="64"/></patternFill>'
    )


def test_phonetic_guides_are_no_text() -> None:
    sheet = reader(
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>决</t></r><r><t>算</t></r>'
        '<rPh sb="0" eb="1"><t>jue</t></rPh><phoneticPr fontId="1"/></is></c></row>'
    )
    assert sheet.contents == {"A1": "决算"}


def test_a_sheet_too_large_for_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_module, "MAX_SHEET", 100)
    sheet = WorkbookReader(Package.open(minimal("<row r='1'/>" * 20))).sheet("表")
    with pytest.raises(XltoolError, match="过大"):
        _ = sheet.contents
