"""Where cells stand in the official workbook, with code rows grown."""

from __future__ import annotations

import pytest

from xltool import editions
from xltool.model.book import Address, CellId

EDITION = editions.load()
CODES = {"公开03表": ["201", "20106", "2010607"]}


@pytest.mark.parametrize(
    ("table", "row", "column", "cell"),
    [
        ("公开01表", "27", "金额", "C33"),
        ("公开01表", "58", "金额", "F33"),
        ("公开03表", "合计", "本年支出合计", "C8"),
        ("公开03表", "201", "本年支出合计", "C9"),
        ("公开03表", "2010607", "项目支出", "E11"),
        ("公开04表", "33", "国有资本经营预算财政拨款", "I7"),
        ("公开06表", "30101", "决算数", "C7"),
        ("公开06表", "公用经费合计", "决算数", "L34"),
        ("公开09表", "", "决算数/公务接待费", "L8"),
        ("公开10表", "15", "统计数", "C23"),
        ("分析", "收入总计", "上年决算", "H5"),
    ],
)
def test_a_cell_has_its_place(table: str, row: str, column: str, cell: str) -> None:
    at = editions.layout(EDITION, CODES).address(CellId(table, row, column))
    assert at == Address(EDITION.tables[table].sheet, cell)


def test_a_code_that_the_table_lacks_has_no_place() -> None:
    assert editions.layout(EDITION, CODES).address(CellId("公开03表", "208", "基本支出")) is None


@pytest.mark.parametrize(("count", "note"), [(0, "A10"), (1, "A10"), (3, "A12"), (200, "A209")])
def test_what_stands_below_moves_down_with_the_code_rows(count: int, note: str) -> None:
    codes = [str(2010000 + number) for number in range(count)]
    sheet = editions.layout(EDITION, {"公开02表": codes}).sheets["公开02表"]
    row = int(note[1:])
    assert sheet.note == note
    assert sheet.empty_statement == f"A{row + 1}"
    assert sheet.print_area == f"A1:I{row + 1}"
    assert f"A{row}:I{row}" in sheet.merges


def test_the_range_of_codes_has_one_row_of_slack_at_both_ends() -> None:
    codes = editions.layout(EDITION, CODES).code_ranges("公开03表")[0]
    assert (codes.letter, codes.first, codes.last) == ("A", 8, 12)


def test_merged_ranges_do_not_overlap() -> None:
    for sheet in editions.layout(EDITION, CODES).sheets.values():
        taken = [cell for range_ in sheet.merges for cell in cells_of(range_)]
        assert len(taken) == len(set(taken)), sheet.table


def cells_of(range_: str) -> list[tuple[int, int]]:
    from openpyxl.utils.cell import range_boundaries

    left, top, right, bottom = (int(bound or 0) for bound in range_boundaries(range_))
    return [(row, column) for row in range(top, bottom + 1) for column in range(left, right + 1)]
