"""An old .xls becomes an .xlsx of the same look (the .xls is written by LibreOffice)."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from tests.office import convert, needs_office
from xltool.model.errors import XltoolError
from xltool.sources.legacy import xlsx_of_xls


def form(path: Path) -> Path:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "公开03表"
    sheet.merge_cells("A1:C1")
    sheet["A1"] = "支出决算表"
    sheet["A1"].font = Font(name="SimHei", size=18, bold=True, color="0000FF")
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    sheet["A3"] = "201"
    sheet["B3"] = 715.32
    sheet["B3"].number_format = "#,##0.00"
    sheet["B3"].fill = PatternFill("solid", fgColor="FFFF00")
    sheet["B3"].border = Border(left=Side("thin"), bottom=Side("medium"))
    sheet["C3"] = "=B3+1"
    sheet["C4"] = "'=1+1"
    sheet.column_dimensions["A"].width = 30
    workbook.create_sheet("草稿").sheet_state = "hidden"
    workbook.save(path)
    return path


@needs_office
def test_values_and_looks_come_over(tmp_path: Path) -> None:
    old = convert(form(tmp_path / "公开表.xlsx"), "xls", tmp_path)
    target = tmp_path / "新.xlsx"

    target.write_bytes(xlsx_of_xls(old))

    workbook = load_workbook(target)
    sheet = workbook["公开03表"]
    assert [str(merged) for merged in sheet.merged_cells.ranges] == ["A1:C1"]
    assert (sheet["A1"].value, sheet["A1"].font.size, sheet["A1"].font.bold) == (
        "支出决算表",
        18,
        True,
    )
    assert sheet["A1"].alignment.horizontal == "center"
    assert sheet["A3"].value == "201"
    assert (sheet["B3"].value, sheet["B3"].number_format) == (715.32, "#,##0.00")
    assert sheet["B3"].fill.fgColor.rgb == "00FFFF00"
    assert (sheet["B3"].border.left.style, sheet["B3"].border.bottom.style) == ("thin", "medium")
    assert sheet["C3"].value == 716.32
    assert sheet.column_dimensions["A"].width == pytest.approx(30, abs=1)
    assert workbook["草稿"].sheet_state == "hidden"


@needs_office
def test_a_text_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    old = convert(form(tmp_path / "公开表.xlsx"), "xls", tmp_path)
    target = tmp_path / "新.xlsx"

    target.write_bytes(xlsx_of_xls(old))

    assert load_workbook(target)["公开03表"]["C4"].data_type == "s"


def test_another_kind_of_file_is_refused_in_one_line(tmp_path: Path) -> None:
    wrong = form(tmp_path / "其实是新格式.xls")

    with pytest.raises(XltoolError, match=r"其实是新格式\.xls 读不了.*另存为 \.xlsx"):
        xlsx_of_xls(wrong)
