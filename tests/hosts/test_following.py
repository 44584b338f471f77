"""Marks are found again where programs move cells and leave names as they were."""

from __future__ import annotations

from copy import copy
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from tests.hosts import samples
from tests.hosts.workbooks import (
    SheetSeen,
    blank_book,
    marked,
    note,
    package_of,
    read,
    sample_package,
    seen,
)
from xltool.hosts import count_marks, unmark
from xltool.hosts.notes import with_ours, words_of_ours
from xltool.model.finding import Finding, Severity, Verdict
from xltool.package import Package, apply

BLUE, RED = PatternFill("solid", fgColor="DDEBF7"), PatternFill("solid", fgColor="FFC7CE")


def reddened(*cells: tuple[str, str]) -> list[Finding]:
    """One mismatch a cell, each with words of its own."""
    return [
        Finding("x", Verdict.MISMATCH, Severity.ERROR, f"{row} {column}不符", where=(place,))
        for row, column in cells
        for place in (samples.cell_place(row, column),)
    ]


def table_of(package: Package) -> SheetSeen:
    return seen(package).sheets[samples.TABLE]


def cleaned(package: Package) -> Package:
    return apply(unmark(package), package)


def with_rows(package: Package, before: int, count: int) -> Package:
    """The workbook after openpyxl, which moves no names, put rows into the table."""
    workbook = read(package, rich=True)
    workbook[samples.TABLE].insert_rows(before, count)
    return package_of(workbook)


def own_looks() -> openpyxl.Workbook:
    """The sample with fills and notes of the user's own under the marks and beside them."""
    workbook = blank_book()
    sheet = workbook[samples.TABLE]
    sheet["E8"].fill, sheet["D8"].fill = BLUE, RED
    sheet["C9"].comment, sheet["C11"].comment = note("问过"), note("【核对】\n· 我自己写的")
    return workbook


@pytest.mark.parametrize("count", [1, 2, 7])
@pytest.mark.parametrize("before", [1, 9, 10, 12])
def test_marks_go_from_the_cells_they_were_moved_to(before: int, count: int) -> None:
    plain = package_of(own_looks())
    moved = with_rows(marked(plain), before, count)
    assert table_of(cleaned(moved)) == table_of(with_rows(plain, before, count))


def test_marks_in_moved_paragraphs_go() -> None:
    workbook = read(marked(sample_package()), rich=True)
    workbook["情况说明"].insert_rows(1)
    sheet = seen(cleaned(package_of(workbook))).sheets["情况说明"]
    assert not sheet.colours
    assert not sheet.notes


def test_a_narrative_of_ours_goes_from_the_rows_it_was_moved_to() -> None:
    workbook = read(marked(sample_package()), rich=True)
    workbook["情况说明"].insert_rows(1, 2)
    workbook["情况说明"]["A1"] = "送审稿"
    package = cleaned(package_of(workbook))
    assert seen(package).sheets["情况说明"].contents == {"A1": "送审稿"}


def test_a_second_run_replaces_marks_that_were_moved() -> None:
    moved = with_rows(marked(sample_package()), 8, 2)
    again = table_of(marked(moved, (), ()))
    assert not again.fills
    assert not again.notes


def test_a_mark_moved_to_where_another_was_gets_its_own_fill_back() -> None:
    workbook = blank_book()
    sheet = workbook[samples.TABLE]
    sheet["C9"].fill = BLUE
    findings = reddened(("201", "本年支出合计"), ("20106", "本年支出合计"))
    package = marked(package_of(workbook), findings, ())
    assert table_of(cleaned(with_rows(package, 9, 1))).fills == {"C10": "DDEBF7"}


def test_a_mark_goes_after_the_row_of_another_was_deleted() -> None:
    workbook = blank_book()
    workbook[samples.TABLE]["C10"].fill = BLUE
    findings = reddened(("201", "本年支出合计"), ("20106", "本年支出合计"))
    saved = read(marked(package_of(workbook), findings, ()), rich=True)
    saved[samples.TABLE].delete_rows(9)
    after = table_of(cleaned(package_of(saved)))
    assert after.fills == {"C9": "DDEBF7"}
    assert not after.notes


def copied(sheet: Worksheet, source: str, target: str) -> None:
    """A cell copied with fill and note, as a copied row has them."""
    sheet[target].fill = copy(sheet[source].fill)
    comment = sheet[source].comment
    assert comment is not None
    sheet[target].comment = note(comment.text)


def test_a_copy_of_a_marked_cell_gets_the_fill_of_the_cell_back() -> None:
    workbook = blank_book()
    workbook[samples.TABLE]["E8"].fill = BLUE
    saved = read(marked(package_of(workbook)), rich=True)
    copied(saved[samples.TABLE], "E8", "E20")
    after = table_of(cleaned(package_of(saved)))
    assert after.fills == {"E8": "DDEBF7", "E20": "DDEBF7"}
    assert not after.notes


def test_marks_go_from_a_sheet_renamed_without_its_names() -> None:
    workbook = blank_book()
    workbook[samples.TABLE]["E8"].fill = BLUE
    saved = read(marked(package_of(workbook)), rich=True)
    saved[samples.TABLE].title = "支出决算表"
    after = seen(cleaned(package_of(saved))).sheets["支出决算表"]
    assert after.fills == {"E8": "DDEBF7"}
    assert not after.notes


def test_marks_without_any_name_go_to_no_fill() -> None:
    workbook = read(marked(sample_package()), rich=True)
    for name in list(workbook.defined_names):
        del workbook.defined_names[name]
    package = package_of(workbook)
    assert count_marks(package) == 3 + 3
    sheets = seen(cleaned(package)).sheets
    assert not sheets[samples.TABLE].fills
    assert not sheets[samples.TABLE].notes
    assert not sheets["情况说明"].colours


def test_a_mark_whose_note_the_user_edited_goes() -> None:
    workbook = blank_book()
    workbook[samples.TABLE]["E8"].fill = BLUE
    saved = read(marked(package_of(workbook)), rich=True)
    cell = saved[samples.TABLE]["E8"]
    cell.comment = note(cell.comment.text.replace("不符:", "不符:(已告知)"))
    after = table_of(cleaned(package_of(saved)))
    assert after.fills == {"E8": "DDEBF7"}
    assert not after.notes


def test_a_mark_whose_note_the_user_deleted_goes() -> None:
    workbook = read(marked(sample_package()), rich=True)
    workbook[samples.TABLE]["E8"].comment = None
    assert not table_of(cleaned(package_of(workbook))).fills


def test_two_marks_of_one_finding_keep_apart() -> None:
    workbook = blank_book()
    workbook[samples.TABLE]["C9"].fill = BLUE
    places = (
        samples.cell_place("201", "本年支出合计"),
        samples.cell_place("20106", "本年支出合计"),
    )
    finding = replace(samples.findings()[0], where=places, unit="万元")
    package = marked(package_of(workbook), [finding], ())
    assert table_of(cleaned(with_rows(package, 9, 1))).fills == {"C10": "DDEBF7"}


def test_the_words_of_our_part_are_told_from_the_users_own() -> None:
    ours = words_of_ours(with_ours(None, ["不符:差 0.30"]))
    assert ours
    assert words_of_ours(with_ours("看过", ["不符:差 0.30"]) + "\n已改") == ours
    for own in ("", "看过", "【核对】", "【核对】\n· 我自己写的", "· 不符:差 0.30"):
        assert not words_of_ours(own)
