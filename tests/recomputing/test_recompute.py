from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests.filling.calculators import by_ironcalc, by_libreoffice, differences, live_cells
from tests.filling.given import EDITION, entries
from tests.filling.made_up import made_up
from xltool.filling import fill, workbook_bytes
from xltool.model.book import Book, CellId
from xltool.model.patch import Formula, InsertRows, Patch, SetContent
from xltool.package import Package, apply
from xltool.recomputing import changes, recompute
from xltool.sources import read_workbook

_TEXT = """
03 2010607 项目支出 96.58
03 2010608 项目支出 311.10
03 2010650 基本支出 307.64
03 2080505 基本支出 38.45
05 2010607 项目支出 96.58
05 2080505 基本支出 38.45
分析 基本支出 上年决算 300.00
"""
"""公开03表: 合计 row 8, 201 row 9, 20106 row 10, its items rows 11 to 13, 208 row 14."""


def _workbook(text: str = _TEXT, *, as_published: bool = False) -> bytes:
    return workbook_bytes(fill(entries(text), EDITION, as_published=as_published), EDITION)


def _typed(
    workbook: bytes, cells: Mapping[str, Decimal | str | None], sheet: str = "公开03表"
) -> bytes:
    edits = tuple(SetContent(sheet, at, None, value) for at, value in cells.items())
    return apply(Patch(edits), Package.open(workbook)).to_bytes()


def _recomputed(workbook: bytes) -> tuple[Patch, Book, bytes]:
    book = read_workbook(workbook, EDITION)
    patch = recompute(book, EDITION)
    return patch, book, apply(patch, Package.open(workbook)).to_bytes()


def _formulas(workbook: bytes) -> dict[tuple[str, str], object]:
    opened = openpyxl.load_workbook(BytesIO(workbook))
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in opened.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


@pytest.mark.parametrize("rows", [0, 1, 17, 200])
def test_a_workbook_as_filled_needs_no_change(rows: int) -> None:
    book = read_workbook(workbook_bytes(fill(made_up(rows), EDITION), EDITION), EDITION)
    assert recompute(book, EDITION) == Patch()


def test_overwritten_total_gets_its_formula_back() -> None:
    original = _workbook()
    patch, book, restored = _recomputed(_typed(original, {"C9": Decimal("715.30")}))
    assert changes(patch, book) == ("公开03表 201 本年支出合计 C9: 715.30 -> 715.32 (公式已恢复)",)
    assert _formulas(restored) == _formulas(original)


def test_figure_typed_over_a_formula_is_listed_although_it_agrees() -> None:
    patch, book, _ = _recomputed(_typed(_workbook(), {"C9": Decimal("715.32")}))
    assert changes(patch, book) == (
        "公开03表 201 本年支出合计 C9: 715.32 -> 715.32 (公式已恢复,数值一致)",
    )


def test_deleted_total_gets_its_formula_back() -> None:
    patch, book, _ = _recomputed(_typed(_workbook(), {"C8": None}))
    assert changes(patch, book) == ("公开03表 合计 本年支出合计 C8: 空 -> 753.77 (公式已补上)",)


def test_changed_leaf_refreshes_every_total_above_it() -> None:
    patch, book, renewed = _recomputed(_typed(_workbook(), {"E11": Decimal("100.00")}))
    told = changes(patch, book)
    assert "公开03表 20106 项目支出 E10: 407.68 -> 411.10 (数值已刷新)" in told
    assert "公开01表 58 金额 F33: 753.77 -> 757.19 (数值已刷新)" in told
    assert all(line.endswith("(数值已刷新)") for line in told)
    assert recompute(read_workbook(renewed, EDITION), EDITION) == Patch()


def test_link_to_an_empty_table_gets_its_formula_back() -> None:
    original = _workbook()
    link = read_workbook(original, EDITION).cell(
        CellId("公开04表", "33", "国有资本经营预算财政拨款")
    )
    assert link is not None
    assert link.address is not None
    deleted = _typed(original, {link.address.cell: None}, "公开04表")
    _, _, restored = _recomputed(deleted)
    assert _formulas(restored) == _formulas(original)


def test_percentages_follow_a_changed_figure() -> None:
    patch, book, _ = _recomputed(_typed(_workbook(), {"D13": Decimal("407.64")}))
    told = "\n".join(changes(patch, book))
    assert "分析 基本支出 增减率 J15: 0.1536 -> 0.4870 (数值已刷新)" in told


def test_overwritten_percentage_gets_its_formula_back() -> None:
    workbook = _typed(_workbook(), {"J15": Decimal("0.2")}, "分析")
    patch, book, restored = _recomputed(workbook)
    assert "公式已恢复" in changes(patch, book)[0]
    assert _formulas(restored) == _formulas(_workbook())


def test_class_row_that_was_entered_stays_typed() -> None:
    workbook = _typed(_workbook(), {"F14": Decimal("38.46")}, "公开01表")
    patch, book, _ = _recomputed(workbook)
    assert [line.split(" F")[0] for line in changes(patch, book)[:1]] == ["公开01表 58 金额"]
    assert ("公开01表", "F14") not in {(e.sheet, e.cell) for e in _contents(patch)}


def _contents(patch: Patch) -> tuple[SetContent, ...]:
    return tuple(edit for edit in patch.edits if isinstance(edit, SetContent))


def test_formula_of_the_user_that_agrees_stays() -> None:
    own = SetContent("公开03表", "C9", None, Formula("C10+0", Decimal("715.32")))
    workbook = apply(Patch((own,)), Package.open(_workbook())).to_bytes()
    assert recompute(read_workbook(workbook, EDITION), EDITION) == Patch()


def test_formula_of_the_user_that_disagrees_is_corrected() -> None:
    own = SetContent("公开03表", "C9", None, Formula("C11+C12", Decimal("407.68")))
    workbook = apply(Patch((own,)), Package.open(_workbook())).to_bytes()
    patch, book, restored = _recomputed(workbook)
    assert changes(patch, book) == ("公开03表 201 本年支出合计 C9: 407.68 -> 715.32 (公式已更正)",)
    assert _formulas(restored) == _formulas(_workbook())


def test_formulas_without_results_get_them() -> None:
    """Formulas saved by openpyxl have no values."""
    opened = openpyxl.load_workbook(BytesIO(_workbook()))
    out = BytesIO()
    opened.save(out)
    patch, book, renewed = _recomputed(out.getvalue())
    assert all(line.endswith("(数值已刷新)") for line in changes(patch, book))
    filled = read_workbook(_workbook(), EDITION)
    renewed_book = read_workbook(renewed, EDITION)
    assert live_cells(renewed_book) == live_cells(filled)


def test_totals_as_published_are_left_alone() -> None:
    workbook = _workbook("03 2010607 项目支出 1.00\n03 合计 项目支出 9.00", as_published=True)
    patch, _, _ = _recomputed(workbook)
    assert patch == Patch()


def test_undo_restores_the_figure_that_was_typed() -> None:
    typed = _typed(_workbook(), {"C9": Decimal("715.30")})
    patch, _, restored = _recomputed(typed)
    undone = apply(patch.inverse, Package.open(restored)).to_bytes()
    assert _formulas(undone) == _formulas(typed)


def _with_new_item(workbook: bytes) -> bytes:
    """A row put in among the items of 20106, typed as a user would: no formula in it."""
    edits = (
        InsertRows("公开03表", 12, 1, 12),
        SetContent("公开03表", "A12", None, "2010699"),
        SetContent("公开03表", "B12", None, "其他财政事务支出"),
        SetContent("公开03表", "D12", None, Decimal("50.00")),
    )
    return apply(Patch(edits), Package.open(workbook)).to_bytes()


def test_inserted_item_enters_every_total(tmp_path: Path) -> None:
    patch, book, renewed = _recomputed(_with_new_item(_workbook()))
    told = changes(patch, book)
    assert "公开03表 2010699 本年支出合计 C12: 空 -> 50.00 (公式已补上)" in told
    assert "公开03表 201 本年支出合计 C9: 715.32 -> 765.32 (数值已刷新)" in told
    cached = live_cells(read_workbook(renewed, EDITION))
    assert differences(cached, by_ironcalc(renewed, cached, tmp_path)) == []


def test_libreoffice_agrees_after_an_inserted_item(tmp_path: Path) -> None:
    _, _, renewed = _recomputed(_with_new_item(_workbook()))
    cached = live_cells(read_workbook(renewed, EDITION))
    assert differences(cached, by_libreoffice(renewed, cached, tmp_path)) == []


def _foreign() -> bytes:
    """A published table of another make: no 行次, codes as numbers, totals typed."""
    opened = openpyxl.Workbook()
    sheet = opened.active
    assert sheet is not None
    for row in (
        ["支出决算表"],
        ["单位:万元"],
        ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"],
        [201, "一般公共服务支出", 30, 10, 20],
        [20106, "财政事务", 30, 10, 20],
        [2010607, "信息化建设", 25, 10, 15],
        [2010608, "财政委托业务支出", 5, None, 5],
        ["合计", None, 31, 10, 20],
    ):
        sheet.append(row)
    out = BytesIO()
    opened.save(out)
    return out.getvalue()


def test_typed_totals_of_another_layout_become_formulas_cell_by_cell(tmp_path: Path) -> None:
    patch, book, renewed = _recomputed(_foreign())
    told = changes(patch, book)
    assert "公开03表 合计 本年支出合计 C8: 31.00 -> 30.00 (公式已恢复)" in told
    formulas = _formulas(renewed)
    assert not any("SUMIF" in str(value) for value in formulas.values())
    cached = live_cells(read_workbook(renewed, EDITION))
    assert differences(cached, by_ironcalc(renewed, cached, tmp_path)) == []


def test_figure_that_stands_as_text_becomes_a_number_that_sums_count(tmp_path: Path) -> None:
    workbook = _typed(_workbook(), {"E11": "96.58 "})
    patch, book, renewed = _recomputed(workbook)
    assert changes(patch, book) == (
        "公开03表 2010607 项目支出 E11: “96.58” -> 96.58 (文本型数字已改为数字)",
    )
    cached = live_cells(read_workbook(renewed, EDITION))
    assert differences(cached, by_ironcalc(renewed, cached, tmp_path)) == []


def test_book_just_filled_has_nothing_to_change() -> None:
    assert recompute(fill(entries(_TEXT), EDITION), EDITION) == Patch()


def test_cell_as_the_book_says_it_is_what_the_patch_starts_from() -> None:
    book = read_workbook(_typed(_workbook(), {"C9": Decimal("715.30")}), EDITION)
    (edit,) = _contents(recompute(book, EDITION))
    assert edit.before == Decimal("715.30")
    cell = book.cell(CellId("公开03表", "201", "本年支出合计"))
    assert cell is not None
    assert replace(cell, live=True).value == edit.before


def test_formulas_without_any_result_get_theirs_empty_texts_too(tmp_path: Path) -> None:
    opened = openpyxl.load_workbook(BytesIO(_workbook()))
    opened.save(tmp_path / "无结果.xlsx")  # openpyxl writes formulas without results

    patch, book, rebuilt = _recomputed((tmp_path / "无结果.xlsx").read_bytes())

    codes = [remark.code for remark in read_workbook(rebuilt, EDITION).remarks]
    assert "read.no-cached-value" not in codes
    assert not [line for line in changes(patch, book) if "空 -> 空" in line]


def test_codes_turned_into_numbers_become_text_again() -> None:
    """Excel offers to do so (转换为数字); wildcards of SUMIF then pass over the row."""
    original = _workbook()
    numbers = _typed(original, {"A11": Decimal(2010607), "A12": Decimal(2010608)})
    patch, book, restored = _recomputed(numbers)
    (told,) = (remark for remark in book.remarks if remark.code == "read.code-as-number")
    assert told.message.startswith("公开03表 2010607(公开03表!A11)等 2 个科目代码是数字")
    assert changes(patch, book) == (
        "公开03表 A11: 2010607 -> “2010607” (科目代码已改为文本)",
        "公开03表 A12: 2010608 -> “2010608” (科目代码已改为文本)",
    )
    assert _formulas(restored) == _formulas(original)


def test_totals_count_the_rows_of_codes_that_became_text_again(tmp_path: Path) -> None:
    """753.77 is all of the table; without 2010607, 96.58 of 项目支出, it is 657.19."""
    numbers = _typed(_workbook(), {"A11": Decimal(2010607)})
    _, _, restored = _recomputed(numbers)
    total = ("公开03表", "C8")
    assert by_ironcalc(numbers, {total: 0}, tmp_path)[total] == Decimal("657.19")
    assert by_ironcalc(restored, {total: 0}, tmp_path)[total] == Decimal("753.77")


def test_codes_as_text_are_no_remark() -> None:
    book = read_workbook(_workbook(), EDITION)
    assert "read.code-as-number" not in {remark.code for remark in book.remarks}


def test_codes_as_numbers_where_no_formula_looks_them_up_stay() -> None:
    typed = _typed(_workbook(as_published=True), {"A11": Decimal(2010607)})
    patch, book, _ = _recomputed(typed)
    assert "read.code-as-number" not in {remark.code for remark in book.remarks}
    assert ("公开03表", "A11") not in {(edit.sheet, edit.cell) for edit in _contents(patch)}
