"""One small workbook and a Patch of every kind of edit: the case that all appliers share."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
from openpyxl.styles import PatternFill

from xltool.model.patch import (
    AddSheet,
    ColourText,
    Formula,
    InsertRows,
    Name,
    Patch,
    SetContent,
    SetFill,
    SetLink,
    SetLook,
    SetName,
    SetNote,
    SetNumberFormat,
    SheetLayout,
    Span,
)
from xltool.package import Package

PLAIN = "一般文字"
SHEET = "甲 表"


def small() -> Package:
    """A sheet with a number, a total, a text of two colours, a note, a fill."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    sheet["A1"] = "收入总计820.66万元,支出总计820.66万元"
    for row, number in enumerate((1.5, 2.5, 3.5), 2):
        sheet.cell(row, 2, number).number_format = "0.00"
    sheet["B5"] = "=SUM(B2:B4)"
    sheet["B5"].fill = PatternFill("solid", fgColor="FFDDEBF7")
    sheet["C2"] = PLAIN
    out = io.BytesIO()
    book.save(out)
    return Package.open(out.getvalue())


EVERY_KIND = Patch(
    (
        SetContent(SHEET, "B2", Decimal("1.5"), Decimal("1234.56")),
        SetContent(SHEET, "C2", PLAIN, "201"),
        SetContent(SHEET, "C3", None, "=不是公式"),
        SetContent(SHEET, "C4", None, Formula("ROUND(B2*2,1)", Decimal("2469.1"))),
        SetContent(SHEET, "B4", Decimal("3.5"), None),
        SetNumberFormat(SHEET, "B3", "0.00", "0.00%"),
        SetFill(SHEET, "B3", None, "FFC7CE"),
        SetFill(SHEET, "B5", "DDEBF7", None),
        SetNote(SHEET, "B3", None, "【核对】\n不符:一\\二"),
        ColourText(SHEET, "A1", (), (Span(4, 10, "C00000"), Span(17, 23, "9C5700"))),
        InsertRows(SHEET, 4, 2, 3),
        SetContent(SHEET, "B4", None, Decimal(10)),
        AddSheet("核对结果", SheetLayout((5.0, 20.0), "A1:B2", head_rows=1)),
        SetLook("核对结果", "A1", None, "head"),
        SetContent("核对结果", "A1", None, "序号"),
        SetLook("核对结果", "B2", None, "link"),
        SetContent("核对结果", "B2", None, "公开表 C9"),
        SetLink("核对结果", "B2", None, f"'{SHEET}'!B3"),
        SetName("_xltool_mark_1", None, Name(f"'{SHEET}'!$B$3", hidden=True, comment="注")),
        SetName("_xltool_was_mark_1", None, Name('"[""fill""]"', hidden=True)),
    )
)
