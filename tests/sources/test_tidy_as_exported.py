"""Tidy data as programs export it: titles above the head, codes as numbers, other contents."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from xltool import editions
from xltool.model.book import CellId
from xltool.model.entries import Entries
from xltool.model.errors import XltoolError
from xltool.sources import read_tidy

ROW = "公开03表,2010607,项目支出,96.58\n"
CELL = CellId("公开03表", "2010607", "项目支出")


def read(path: Path, text: str) -> Entries:
    path.write_text(text, "utf-8")
    return read_tidy(path, editions.load())


def test_a_title_above_the_head_of_a_csv_is_passed_over(tmp_path: Path) -> None:
    entries = read(tmp_path / "录入.csv", f"录入数\n单位:万元\n表,行,栏,数值\n{ROW}")
    assert [(entry.cell, entry.amount.value) for entry in entries.figures] == [
        (CELL, Decimal("96.58"))
    ]


def test_a_title_above_the_head_of_a_sheet_is_passed_over(tmp_path: Path) -> None:
    workbook = Workbook()
    for cells in (["录入数"], ["表", "行", "栏", "数值"], ["公开03表", 2010607, "项目支出", 96.58]):
        workbook.worksheets[0].append(cells)
    workbook.save(tmp_path / "录入.xlsx")

    entries = read_tidy(tmp_path / "录入.xlsx", editions.load())

    assert [entry.cell for entry in entries.figures] == [CELL]


def test_a_code_exported_as_a_number_is_the_code(tmp_path: Path) -> None:
    entries = read(tmp_path / "录入.csv", f"表,行,栏,数值\n{ROW.replace('2010607', '2010607.0')}")
    assert [entry.cell for entry in entries.figures] == [CELL]


def test_a_head_without_figures_is_said(tmp_path: Path) -> None:
    (remark,) = read(tmp_path / "录入.csv", "表,行,栏,数值\n").remarks
    assert remark.message == "录入.csv里没有一个录入数"


def test_a_bracketed_figure_is_refused_with_its_own_spelling(tmp_path: Path) -> None:
    with pytest.raises(XltoolError, match=r"负数请写成 -5\.00"):
        read(tmp_path / "录入.csv", "表,行,栏,数值\n公开03表,2010607,项目支出,(5.00)\n")


def test_bad_json_is_told_in_chinese_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(XltoolError) as refused:
        read(tmp_path / "录入.json", "{figures: []}")
    assert str(refused.value) == "录入.json 第1行第2列起不是正确的 JSON:请检查引号、逗号和括号"


def test_another_file_named_as_a_workbook_is_no_csv(tmp_path: Path) -> None:
    (tmp_path / "录入.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n\xff\xfe\x00\x01")
    with pytest.raises(XltoolError, match=r"录入\.xlsx 不是 Excel 工作簿"):
        read_tidy(tmp_path / "录入.xlsx", editions.load())
