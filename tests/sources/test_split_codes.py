"""Codes in three columns (类 款 项): whole again, wherever their parts stand."""

from __future__ import annotations

import pytest

from tests.sources.forms import Sheet, Value, workbook
from xltool import editions
from xltool.sources import read_workbook

HEAD = ["类", "款", "项", "科目名称", "本年支出合计", "基本支出", "项目支出"]


def codes(rows: list[list[str]]) -> list[str]:
    printed: list[list[Value]] = [["支出决算表"], [*HEAD]]
    printed += [[*row, "1.00"] for row in rows]
    sheet = Sheet("支出决算表", printed)
    book = read_workbook(workbook([sheet]), editions.load("shanxi/2024"))
    return [row.key for row in book.tables["公开03表"].rows]


@pytest.mark.parametrize(
    "rows",
    [
        [["201", "", "", "甲"], ["201", "06", "", "乙"], ["201", "06", "07", "丙"]],
        [["201", "", "", "甲"], ["", "06", "", "乙"], ["", "", "07", "丙"]],
        [["201", "", "", "甲"], ["201", "6", "", "乙"], ["201", "6", "7", "丙"]],
        [["201", "", "", "甲"], ["20106", "", "", "乙"], ["2010607", "", "", "丙"]],
    ],
)
def test_parts_are_put_together(rows: list[list[str]]) -> None:
    assert codes(rows) == ["201", "20106", "2010607"]


def test_a_new_class_does_not_take_the_division_above() -> None:
    rows = [["201", "06", "07", "甲"], ["208", "", "", "乙"], ["", "05", "", "丙"]]
    assert codes(rows) == ["2010607", "208", "20805"]
