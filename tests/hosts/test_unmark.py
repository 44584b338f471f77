"""Unmarking takes away every mark and nothing else."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, GradientFill, PatternFill
from openpyxl.styles.colors import Color

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
from tests.office import convert, needs_office
from xltool.hosts import count_marks, unmark
from xltool.hosts.notes import with_ours, without_ours
from xltool.model.book import Address, Narrative, Paragraph
from xltool.model.patch import SetName
from xltool.package import Package, apply, defined_names

FILLS = st.sampled_from(
    [
        None,
        PatternFill("solid", fgColor="DDEBF7"),
        PatternFill("solid", fgColor="FFC7CE"),
        PatternFill("solid", fgColor=Color(theme=4, tint=0.5999)),
        PatternFill("solid", fgColor=Color(indexed=13)),
        PatternFill("lightUp", fgColor="FF0000", bgColor="00FF00"),
        GradientFill(degree=90, stop=("FFFFFF", "4472C4")),
    ]
)
NOTES = st.one_of(
    st.none(),
    st.sampled_from(["看过", "两行\n批注", "【核对】", "【核对】\n· 我自己写的", " 前后有空格 "]),
)
COLOURS = st.sampled_from(
    [None, *map(Color, ("00C00000", "009C5700", "007F7F7F", "000000FF")), Color(theme=5)]
)


def cleaned(package: Package) -> Package:
    return apply(unmark(package), package)


def rich(text: str, cuts: list[int], colours: list[Color | None]) -> CellRichText:
    """``text`` in pieces of the user's own colours."""
    edges = [0, *sorted({cut for cut in cuts if 0 < cut < len(text)}), len(text)]
    pieces: list[str | TextBlock] = []
    for number, (start, end) in enumerate(pairwise(edges)):
        colour = colours[number % len(colours)]
        piece = text[start:end]
        font = InlineFont(rFont="宋体", sz=12, color=colour)
        pieces.append(piece if colour is None else TextBlock(font, piece))
    return CellRichText(pieces)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
@given(
    fills=st.lists(FILLS, min_size=3, max_size=3),
    notes=st.lists(NOTES, min_size=4, max_size=4),
    cuts=st.lists(st.integers(1, 60), max_size=5),
    colours=st.lists(COLOURS, min_size=1, max_size=4),
)
def test_a_workbook_marked_and_unmarked_is_what_it_was(
    fills: list[PatternFill | GradientFill | None],
    notes: list[str | None],
    cuts: list[int],
    colours: list[Color | None],
) -> None:
    workbook = blank_book()
    sheet, text = workbook[samples.TABLE], workbook["情况说明"]
    for address, fill, words in zip(("E8", "C9", "E11"), fills, notes, strict=False):
        if fill is not None:
            sheet[address].fill = fill
        if words is not None:
            sheet[address].comment = note(words)
    for row, sentence in enumerate(samples.SENTENCES, start=1):
        text.cell(row, 1, rich(sentence, cuts, colours) if row == 2 else sentence)
    text["A2"].font = Font(name="宋体", sz=12)
    if notes[3] is not None:
        text["A2"].comment = note(notes[3])
    before = package_of(workbook)
    there = Narrative(
        tuple(
            Paragraph(sentence, index, Address("情况说明", f"A{index + 1}"))
            for index, sentence in enumerate(samples.SENTENCES)
        ),
        "公开表.xlsx",
    )
    once = marked(before, narrative=there)
    after = cleaned(marked(once, narrative=there))
    assert seen(after) == seen(before)
    assert runs(after, "情况说明", "A2") == runs(before, "情况说明", "A2")
    assert looks(after) == looks(before)


def looks(package: Package) -> list[str]:
    """Fonts, fills and borders of the marked cells as another program reads them."""
    sheet = read(package)[samples.TABLE]
    cells = (sheet[address] for address in ("E8", "C9", "E11"))
    return [f"{c.font!r}{c.fill!r}{c.border!r}{c.alignment!r}{c.number_format}" for c in cells]


def test_an_unmarked_workbook_needs_no_change() -> None:
    assert not unmark(sample_package())
    assert not unmark(cleaned(marked(sample_package())))


def test_marked_cells_are_counted() -> None:
    assert count_marks(marked(sample_package())) == 3 + 3
    assert count_marks(sample_package()) == 0


def test_unmarking_is_undone_by_its_inverse() -> None:
    package = marked(sample_package())
    patch = unmark(package)
    assert seen(apply(patch.inverse, apply(patch, package))) == seen(package)


def test_a_fill_that_the_user_changed_since_stays() -> None:
    workbook = read(marked(sample_package()), rich=True)
    workbook[samples.TABLE]["E8"].fill = PatternFill("solid", fgColor="92D050")
    assert seen(cleaned(package_of(workbook))).sheets[samples.TABLE].fills == {"E8": "92D050"}


def test_what_the_user_wrote_behind_our_note_stays() -> None:
    package = marked(sample_package())
    words = seen(package).sheets[samples.TABLE].notes["E8"]
    workbook = read(package, rich=True)
    workbook[samples.TABLE]["E8"].comment = note(words + "\n已改,待复核")
    assert seen(cleaned(package_of(workbook))).sheets[samples.TABLE].notes == {"E8": "已改,待复核"}


def test_a_narrative_that_the_user_went_on_writing_stays_without_colours() -> None:
    workbook = read(marked(sample_package()), rich=True)
    workbook["情况说明"]["A1"] = "三、支出决算情况说明(修改稿)"
    sheet = seen(cleaned(package_of(workbook))).sheets["情况说明"]
    assert sheet.contents["A1"] == "三、支出决算情况说明(修改稿)"
    assert sheet.contents["A2"] == samples.SENTENCES[1]
    assert not sheet.colours


def test_an_edited_sentence_loses_our_colours_and_keeps_the_users() -> None:
    workbook = read(marked(sample_package()), rich=True)
    own = TextBlock(InlineFont(color=Color("00C00000")), "注意:")
    value = workbook["情况说明"]["A2"].value
    assert isinstance(value, CellRichText)
    workbook["情况说明"]["A2"].value = CellRichText([own, "修改后", *value])
    package = cleaned(package_of(workbook))
    coloured = [piece for piece in runs(package, "情况说明", "A2") if piece[1]]
    assert coloured == [("注意:", "C00000")]


def test_a_sheet_of_ours_that_the_user_wrote_into_is_emptied_not_removed() -> None:
    workbook = read(marked(sample_package()), rich=True)
    workbook["核对结果"]["N3"] = "另附说明"
    sheets = seen(cleaned(package_of(workbook))).sheets
    assert sheets["核对结果"].contents == {"N3": "另附说明"}


def test_a_renamed_sheet_of_ours_is_still_known() -> None:
    workbook = read(marked(sample_package()), rich=True)
    workbook["核对结果"].title = "第一次核对"
    name = workbook.defined_names["_xltool_findings"]
    name.attr_text = name.attr_text.replace("核对结果", "第一次核对")
    names = [sheet.name for sheet in cleaned(package_of(workbook)).sheets]
    assert names == ["公开03表", "公开08表", "情况说明"]


def test_marks_on_a_deleted_sheet_leave_only_their_names_to_go() -> None:
    workbook = read(marked(sample_package()), rich=True)
    del workbook["情况说明"]
    for name, defined in workbook.defined_names.items():
        if "'情况说明'!" in defined.attr_text:
            defined.attr_text = "#REF!$A$1"
        assert name.startswith("_xltool_")
    package = cleaned(package_of(workbook))
    assert not defined_names(package)


def test_marks_whose_memory_another_program_lost_go_to_no_fill() -> None:
    workbook = read(marked(sample_package()), rich=True)
    for name in [n for n in workbook.defined_names if n.startswith("_xltool_was_")]:
        del workbook.defined_names[name]
    for defined in workbook.defined_names.values():
        defined.comment = None
    sheets = seen(cleaned(package_of(workbook))).sheets
    assert not sheets[samples.TABLE].fills
    assert not sheets[samples.TABLE].notes
    assert not sheets["情况说明"].colours


def test_a_program_that_loses_comments_of_names_does_no_harm() -> None:
    workbook = blank_book()
    workbook[samples.TABLE]["E8"].fill = PatternFill("solid", fgColor="DDEBF7")
    before = package_of(workbook)
    saved = read(marked(before), rich=True)
    for defined in saved.defined_names.values():
        defined.comment = None
    assert seen(cleaned(package_of(saved))).sheets == seen(before).sheets


@needs_office
def test_marks_go_after_libreoffice_saved_the_workbook(tmp_path: Path) -> None:
    workbook = blank_book()
    workbook[samples.TABLE]["E8"].fill = PatternFill("solid", fgColor="DDEBF7")
    source = tmp_path / "核对.xlsx"
    source.write_bytes(marked(package_of(workbook)).to_bytes())
    out = tmp_path / "out"
    out.mkdir()
    saved = Package.open(convert(source, "xlsx:Calc MS Excel 2007 XML", out))
    sheets = seen(cleaned(saved)).sheets
    assert list(sheets) == ["公开03表", "公开08表", "情况说明"]
    assert sheets[samples.TABLE].fills == {"E8": "DDEBF7"}
    assert not sheets[samples.TABLE].notes
    assert not sheets["情况说明"].contents


def test_a_memory_longer_than_a_comment_goes_on_in_the_next_name() -> None:
    stops = tuple(f"{number:06X}" for number in range(0x100000, 0x100010))
    workbook = blank_book()
    workbook[samples.TABLE]["E8"].fill = GradientFill(degree=45, stop=stops)
    before = package_of(workbook)
    after = marked(before)
    assert all(len(item.value.comment) <= 255 for item in defined_names(after))
    assert seen(cleaned(after)) == seen(before)


def test_users_names_that_look_like_ours_stay() -> None:
    workbook = blank_book()
    cell = openpyxl.workbook.defined_name.DefinedName(
        "_xltool_mark_mine", attr_text="'公开03表'!$A$1"
    )
    workbook.defined_names["_xltool_mark_mine"] = cell
    package = package_of(workbook)
    assert not any(isinstance(edit, SetName) for edit in unmark(package).edits)


@given(own=st.text(max_size=40), lines=st.lists(st.text("甲乙丙,1.", min_size=1), min_size=1))
def test_our_part_of_a_note_can_always_be_told_from_the_users(own: str, lines: list[str]) -> None:
    assert without_ours(with_ours(own or None, lines)) == (own or None)


@pytest.mark.parametrize("behind", ["", "\n我的补充", "\n第一行\n第二行"])
def test_a_note_keeps_what_stands_behind_our_part(behind: str) -> None:
    assert without_ours(with_ours("前", ["一", "二"]) + behind) == "前" + behind


def test_a_file_saved_by_another_program_is_unmarked_too() -> None:
    out = io.BytesIO()
    read(marked(sample_package()), rich=True).save(out)
    package = cleaned(Package.open(out.getvalue()))
    assert seen(package).sheets == seen(sample_package()).sheets
