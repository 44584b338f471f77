"""Marks in workbooks: what is filled, coloured, noted and listed, and what is left alone."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.styles import PatternFill

from tests.hosts import samples
from tests.hosts.workbooks import (
    blank_book,
    marked,
    note,
    package_of,
    read,
    runs,
    sample_package,
    seen,
)
from xltool.hosts import marks, unmark
from xltool.hosts.findings_sheet import HEADERS
from xltool.model.book import Address, Book, Narrative, Paragraph
from xltool.model.finding import CellPlace, Finding, Severity, TextPlace, Verdict
from xltool.model.patch import Formula, InsertRows, Patch, SetContent
from xltool.package import Package, apply

RED, YELLOW, GREY = "FFC7CE", "FFEB9C", "D9D9D9"
DARK_RED, BROWN, DARK_GREY = "C00000", "9C5700", "7F7F7F"


def fills(package: Package) -> dict[str, str]:
    return dict(seen(package).sheets[samples.TABLE].fills)


def test_cells_are_filled_by_verdict_and_hints_stay_in_the_list() -> None:
    assert fills(marked(sample_package())) == {"E8": RED, "C9": YELLOW, "E11": GREY}


def test_figures_of_a_sentence_are_coloured_one_by_one() -> None:
    assert runs(marked(sample_package()), "情况说明", "A2") == [
        ("2024年度支出合计820.66万元,其中:基本支出", None),
        ("412.98", BROWN),
        ("万元,占比50.32%;项目支出", None),
        ("407.99", DARK_RED),
        ("万元。", None),
    ]


def test_a_word_without_figure_and_an_unchecked_figure_are_coloured() -> None:
    package = marked(sample_package())
    assert ("2013299", DARK_RED) in runs(package, "情况说明", "A3")
    assert ("596.45", DARK_GREY) in runs(package, "情况说明", "A4")


def test_the_note_gives_the_reason_with_both_values() -> None:
    notes = seen(marked(sample_package())).sheets[samples.TABLE].notes
    first, line = notes["E8"].split("\n")
    assert first == "【核对】"
    assert "407.99" in line
    assert "407.69" in line


def test_a_note_names_values_that_the_message_lacks() -> None:
    short = replace(samples.findings()[0], message="不一致")
    notes = seen(marked(sample_package(), [short], ())).sheets[samples.TABLE].notes
    assert notes["E8"].endswith("不符:不一致(所列 407.99万元,对照 407.69万元)")


def test_the_users_own_note_stays_in_front() -> None:
    workbook = blank_book()
    workbook[samples.TABLE]["E8"].comment = note("已问过张三")
    notes = seen(marked(package_of(workbook))).sheets[samples.TABLE].notes
    assert notes["E8"].startswith("已问过张三\n【核对】\n· 不符:")


def test_text_that_begins_with_an_equals_sign_is_written_as_text() -> None:
    evil = replace(samples.findings()[1], message="=1+1", rule="=HYPERLINK(1)")
    package = marked(sample_package(), [evil], ())
    contents = seen(package).sheets["核对结果"].contents
    assert contents["E2"] == "=1+1"
    assert contents["D2"] == "=HYPERLINK(1)"
    assert read(package)["核对结果"]["E2"].data_type in ("s", "inlineStr")


def test_a_paragraph_that_begins_with_an_equals_sign_is_written_as_text() -> None:
    text = Narrative((Paragraph("=SUM(A1)", 0),), "a.txt")
    package = marked(sample_package(), (), (), text)
    assert seen(package).sheets["情况说明"].contents["A1"] == "=SUM(A1)"


def test_the_list_has_one_row_a_finding_with_numbers_and_links() -> None:
    package = marked(sample_package())
    sheet = read(package)["核对结果"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=1, max_row=4)]
    assert rows[0] == [
        *("序号", "判定", "程度", "规则", "说明", "所列数"),
        *("对照数", "差额", "允许尾差", "位置", "对照位置", "处理意见"),
    ]
    assert rows[1][:4] == [1, "不符", "错误", "narrative.copy"]
    assert rows[1][5:9] == [407.99, 407.69, 0.3, None]
    assert rows[3][8] == 0.015
    assert sheet["I4"].number_format == "#,##0.000"
    assert sheet["F2"].number_format == "#,##0.00"
    assert sheet["J2"].hyperlink.location == "'情况说明'!A2"
    assert sheet["K2"].hyperlink.location == "'公开03表'!E8"
    assert sheet.max_row == 1 + len(samples.findings())


def test_the_list_can_be_filtered_and_printed_with_its_head_frozen() -> None:
    sheet = read(marked(sample_package()))["核对结果"]
    assert sheet.auto_filter.ref == "A1:L7"
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"


def test_percentages_in_the_list_say_so() -> None:
    share = Finding(
        "share",
        Verdict.MISMATCH,
        Severity.ERROR,
        "占比",
        stated=Decimal("57.1"),
        expected=Decimal("57.2"),
        unit="%",
    )
    sheet = read(marked(sample_package(), [share], ()))["核对结果"]
    assert sheet["F2"].number_format == '#,##0.0"%"'


def test_without_findings_the_list_says_so() -> None:
    contents = seen(marked(sample_package(), (), ())).sheets["核对结果"].contents
    assert contents["E2"] == "没有需要列出的事项"


def test_a_sheet_of_the_users_own_called_like_ours_is_left_alone() -> None:
    workbook = blank_book()
    workbook.create_sheet("核对结果")["A1"] = "我的核对记录"
    before = package_of(workbook)
    after = marked(before)
    assert seen(after).sheets["核对结果"] == seen(before).sheets["核对结果"]
    assert seen(after).sheets["核对结果(2)"].contents["A1"] == "序号"
    assert [s.name for s in apply(unmark(after), after).sheets] == [s.name for s in before.sheets]


def official_head(workbook: openpyxl.Workbook) -> None:
    """The empty sheet 核对结果 of an official workbook: a title above our head."""
    sheet = workbook.create_sheet("核对结果")
    sheet["A1"] = "核对结果"
    sheet.append(HEADERS)


def test_a_sheet_with_our_head_is_used_and_emptied_again() -> None:
    workbook = blank_book()
    official_head(workbook)
    before = package_of(workbook)
    after = marked(before)
    contents = seen(after).sheets["核对结果"].contents
    assert contents["A3"] == Decimal(1)
    assert contents["E8"] == samples.findings()[5].message
    assert seen(apply(unmark(after), after)) == seen(before)


def test_a_narrative_that_is_there_is_coloured_in_place() -> None:
    workbook = blank_book()
    for row, text in enumerate(samples.SENTENCES, start=3):
        workbook["情况说明"].cell(row, 1, text)
    there = Narrative(
        tuple(
            Paragraph(text, index, Address("情况说明", f"A{index + 3}"))
            for index, text in enumerate(samples.SENTENCES)
        ),
        "公开表.xlsx",
    )
    package = marked(package_of(workbook), narrative=there)
    assert ("407.99", DARK_RED) in runs(package, "情况说明", "A4")
    assert "情况说明(核对)" not in [sheet.name for sheet in package.sheets]


def test_a_narrative_from_a_file_goes_beside_one_that_is_there() -> None:
    workbook = blank_book()
    workbook["情况说明"]["A1"] = "早先的一稿"
    package = marked(package_of(workbook))
    assert seen(package).sheets["情况说明"].contents == {"A1": "早先的一稿"}
    assert ("407.99", DARK_RED) in runs(package, "情况说明(核对)", "A2")


def test_a_narrative_from_another_workbook_is_written_like_one_from_a_file() -> None:
    elsewhere = Narrative(
        tuple(
            Paragraph(text, index, Address("情况说明", f"A{index + 1}"))
            for index, text in enumerate(samples.SENTENCES)
        ),
        "另一本.xlsx",
    )
    workbook = blank_book()
    workbook["情况说明"]["A2"] = "这一本自己的说明"
    package = marked(package_of(workbook), narrative=elsewhere)
    assert seen(package).sheets["情况说明"].contents == {"A2": "这一本自己的说明"}
    assert not seen(package).sheets["情况说明"].notes
    assert ("407.99", DARK_RED) in runs(package, "情况说明(核对)", "A2")


def test_a_narrative_that_is_no_longer_checked_goes_with_the_marks() -> None:
    workbook = blank_book()
    workbook["情况说明"]["A1"] = "早先的一稿"
    first = marked(package_of(workbook))
    there = Narrative((Paragraph("早先的一稿", 0, Address("情况说明", "A1")),), "公开表.xlsx")
    second = marked(first, (), (), there)
    assert "情况说明(核对)" not in [sheet.name for sheet in second.sheets]


def test_a_paragraph_that_a_formula_composes_gets_a_note_only() -> None:
    workbook = blank_book()
    before = package_of(workbook)
    composed = SetContent("情况说明", "A1", None, Formula("A9&B9", samples.SENTENCES[1]))
    package = apply(Patch((composed,)), before)
    there = Narrative((Paragraph(samples.SENTENCES[1], 1, Address("情况说明", "A1")),), "a.xlsx")
    sheet = seen(marked(package, narrative=there)).sheets["情况说明"]
    assert list(sheet.notes) == ["A1"]
    assert not sheet.colours


def test_a_foreign_workbook_gets_the_sheets_it_lacks() -> None:
    workbook = blank_book()
    del workbook["情况说明"]
    package = marked(package_of(workbook))
    names = [sheet.name for sheet in package.sheets]
    assert names == ["公开03表", "公开08表", "情况说明(核对)", "核对结果"]


def test_places_in_sheets_that_are_not_there_are_listed_only() -> None:
    elsewhere = CellPlace("公开03表", "201", "基本支出", "别处", "D9")
    finding = Finding("x", Verdict.MISMATCH, Severity.ERROR, "差", where=(elsewhere,))
    package = marked(sample_package(), [finding], (), book=Book("shanxi/2024", {}))
    assert seen(package).sheets["核对结果"].contents["E2"] == "差"
    assert not fills(package)


def test_a_second_run_replaces_the_marks_of_the_first() -> None:
    first = marked(sample_package())
    second = marked(first, samples.findings()[2:3], ())
    assert fills(second) == {"C9": YELLOW}
    sheet = seen(second).sheets
    assert list(sheet[samples.TABLE].notes) == ["C9"]
    assert not sheet["情况说明"].colours
    assert sheet["核对结果"].contents.keys() & {"E2", "E3"} == {"E2"}


def test_the_same_run_again_changes_nothing() -> None:
    first = marked(sample_package())
    assert seen(marked(first)) == seen(first)


def test_the_users_own_fill_comes_back() -> None:
    workbook = blank_book()
    workbook[samples.TABLE]["E8"].fill = PatternFill("solid", fgColor="DDEBF7")
    before = package_of(workbook)
    first = marked(before)
    assert fills(first)["E8"] == RED
    assert fills(marked(first, (), ()))["E8"] == "DDEBF7"


def answered(package: Package, row: int, text: str) -> Package:
    """The workbook after a reviewer wrote into 处理意见."""
    workbook = read(package, rich=True)
    workbook["核对结果"].cell(row, 12, text)
    return package_of(workbook)


def opinions(package: Package) -> dict[str, object]:
    contents = seen(package).sheets["核对结果"].contents
    return {cell: text for cell, text in contents.items() if cell.startswith("L") and cell != "L1"}


def test_opinions_stay_with_their_findings() -> None:
    package = answered(marked(sample_package()), 4, "尾差,不改")
    later = samples.findings()
    again = marked(package, (later[2], later[0]))
    assert opinions(again) == {"L2": "尾差,不改"}


def test_a_confirmed_finding_is_no_longer_marked() -> None:
    package = answered(marked(sample_package()), 4, "已核实")
    again = marked(package)
    assert "C9" not in fills(again)
    assert "C9" not in seen(again).sheets[samples.TABLE].notes
    assert opinions(again) == {"L4": "已核实"}


def test_a_confirmed_figure_is_no_longer_coloured() -> None:
    package = answered(marked(sample_package()), 5, "已核实")
    assert ("412.98", BROWN) not in runs(marked(package), "情况说明", "A2")


def test_the_mark_is_back_once_a_confirmed_value_changed() -> None:
    package = answered(marked(sample_package()), 4, "已核实")
    changed = replace(samples.findings()[2], stated=Decimal("715.30"))
    again = marked(package, [changed], ())
    assert fills(again) == {"C9": YELLOW}
    assert opinions(again) == {"L2": "已核实(数已变动,原为 715.32、715.33,请复核)"}
    assert fills(marked(again, [changed], ())) == {"C9": YELLOW}


def test_an_opinion_follows_its_sentence_when_paragraphs_come_in_above() -> None:
    package = answered(marked(sample_package()), 3, "已核实")
    finding = samples.findings()[1]
    (place,) = finding.where
    assert isinstance(place, TextPlace)
    lower = replace(finding, where=(replace(place, paragraph=3, start=0, end=3),))
    assert opinions(marked(package, [lower], ())) == {"L2": "已核实"}


def test_an_opinion_follows_its_sentence_when_the_figure_changed() -> None:
    package = answered(marked(sample_package()), 2, "请财务改")
    finding = samples.findings()[0]
    place = samples.text_place(1, "407.99")
    changed = replace(
        finding, stated=Decimal("407.89"), where=(replace(place, quote="407.89"), finding.where[1])
    )
    assert opinions(marked(package, [changed], ())) == {"L2": "请财务改"}


def test_marks_are_recovered_after_rows_came_in() -> None:
    rows = Patch((InsertRows(samples.TABLE, 9, 1, 9), InsertRows("情况说明", 1, 2, 1)))
    package = apply(rows, marked(sample_package()))
    # The row that came in has taken over the look of the marked one.
    assert fills(package) == {"E8": RED, "C9": YELLOW, "C10": YELLOW, "E12": GREY}
    cleaned = apply(unmark(package), package)
    assert not fills(cleaned)
    assert not seen(cleaned).sheets[samples.TABLE].notes
    assert not seen(cleaned).sheets["情况说明"].contents


def test_a_fill_of_the_users_beside_a_mark_stays() -> None:
    workbook = blank_book()
    workbook[samples.TABLE]["C10"].fill = PatternFill("solid", fgColor=YELLOW)
    package = marked(package_of(workbook))
    assert fills(package)["C9"] == YELLOW
    assert fills(apply(unmark(package), package)) == {"C10": YELLOW}


def test_the_patch_is_undone_by_its_inverse() -> None:
    before = sample_package()
    patch = marks(
        samples.findings(), samples.figures(), samples.book(), samples.narrative(), before
    )
    assert seen(apply(patch.inverse, apply(patch, before))) == seen(before)


def test_the_base_of_a_wrong_percentage_is_not_marked() -> None:
    rate = replace(samples.findings()[0], unit="%", stated=Decimal("0.82"))
    assert not fills(marked(sample_package(), [rate], ()))


@pytest.mark.parametrize("verdict", [Verdict.MISMATCH, Verdict.ROUNDING])
def test_the_worst_verdict_of_a_cell_gives_its_colour(verdict: Verdict) -> None:
    place = samples.cell_place("201", "本年支出合计")
    several = [
        Finding("a", Verdict.UNCHECKED, Severity.WARNING, "甲", where=(place,)),
        Finding("b", verdict, Severity.ERROR, "乙", where=(place,)),
    ]
    package = marked(sample_package(), several, ())
    assert fills(package) == {"C9": RED if verdict is Verdict.MISMATCH else YELLOW}
    assert len(seen(package).sheets[samples.TABLE].notes["C9"].split("\n")) == 3
