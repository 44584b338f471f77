"""公开06表 as one list of codes under 合计, 人员经费 and 公用经费."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

import xltool
from xltool.model.book import Book
from xltool.model.finding import Verdict

TABLE = "公开06表"
HEAD: list[list[str | float | None]] = [
    ["一般公共预算财政拨款基本支出决算表"],
    ["公开06表", None, None, None, "金额单位：万元"],
    ["项目", None, "一般公共预算基本支出", None, None],
    ["经济分类科目编码", "科目名称", "合计", "人员经费", "公用经费"],
]
TOTAL: list[str | float | None] = ["合计", None, 60.03, 50.01, 10.02]
ROWS: list[list[str | float | None]] = [
    ["301", "工资福利支出", 50.01, 50.01, None],
    ["30101", "基本工资", 50.01, 50.01, None],
    ["302", "商品和服务支出", 10.02, None, 10.02],
    ["30201", "办公费", 10.02, None, 10.02],
]


def read(folder: Path, rows: list[list[str | float | None]]) -> Book:
    """A workbook with the one table."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for row in [*HEAD, *rows]:
        sheet.append(row)
    workbook.save(folder / "表.xlsx")
    return xltool.read(folder / "表.xlsx")


@pytest.mark.parametrize("rows", [[TOTAL, *ROWS], [*ROWS, TOTAL]], ids=["first", "last"])
def test_totals_are_read_where_their_row_and_column_cross(
    tmp_path: Path, rows: list[list[str | float | None]]
) -> None:
    book = read(tmp_path, rows)
    found = {row: cell.value for (row, _), cell in book.tables[TABLE].cells.items()}
    assert found == {
        "301": Decimal("50.01"),
        "30101": Decimal("50.01"),
        "302": Decimal("10.02"),
        "30201": Decimal("10.02"),
        "人员经费合计": Decimal("50.01"),
        "公用经费合计": Decimal("10.02"),
    }
    assert book.remarks == ()


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [(0, 3, "T06.personnel"), (2, 2, "T06.class"), (4, 2, "T06.class")],
)
def test_a_wrong_figure_of_the_list_is_red(
    tmp_path: Path, row: int, column: int, rule: str
) -> None:
    rows = [list(TOTAL), *map(list, ROWS)]
    rows[row][column] = 77.77
    read(tmp_path, rows)
    found = xltool.check(tmp_path / "表.xlsx").findings
    assert rule in {one.rule for one in found if one.verdict is Verdict.MISMATCH}


def test_a_figure_that_its_kind_repeats_otherwise_is_told(tmp_path: Path) -> None:
    rows = [list(TOTAL), *map(list, ROWS)]
    rows[2][3] = 50.10
    book = read(tmp_path, rows)
    assert [one.code for one in book.remarks] == ["read.unknown-row"]
    assert "D7=50.1" in book.remarks[0].message
