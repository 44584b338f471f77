"""Colours on stretches of text, the user's own runs kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock

from tests.package.workbooks import everything, opened, seen
from xltool.model.errors import XltoolError
from xltool.model.patch import ColourText, Patch, Span
from xltool.package import Package, WorkbookReader, apply

TABLE = "公开03表"
RED = "C00000"


def pieces(package: Package, sheet: str, cell: str) -> list[tuple[str, str | None, bool]]:
    """Text, colour and boldness of the runs, as openpyxl reads them."""
    value = seen(package)[sheet][cell].value
    assert isinstance(value, CellRichText)
    found: list[tuple[str, str | None, bool]] = []
    for part in value:
        if isinstance(part, TextBlock):
            colour = part.font.color.rgb if part.font.color is not None else None
            is_rgb = isinstance(colour, str)
            found.append((part.text, colour if is_rgb else None, bool(part.font.b)))
        else:
            found.append((str(part), None, False))
    return found


def test_figures_of_a_plain_text_are_coloured_in_the_cells_font() -> None:
    package = Package.open(everything())
    edit = ColourText(TABLE, "A16", (), (Span(6, 12, RED), Span(20, 25, "9C5700")))
    result = apply(Patch((edit,)), package)
    assert pieces(result, TABLE, "A16") == [
        ("本年收入合计", None, False),
        ("715.32", "FFC00000", False),
        ("万元,比上年增长", None, False),
        ("3.10%", "FF9C5700", False),
        ("。", None, False),
    ]
    assert b'<rFont val="Calibri"/>' in result.part("xl/worksheets/sheet1.xml")
    assert result.part("xl/sharedStrings.xml") == package.part("xl/sharedStrings.xml")
    back = apply(Patch((edit,)).inverse, result)
    assert back.part("xl/worksheets/sheet1.xml") == package.part("xl/worksheets/sheet1.xml")


def test_the_users_bold_blue_run_comes_back() -> None:
    package = Package.open(everything())
    own = WorkbookReader(package).sheet(TABLE).text_colours("A15")
    assert own == (Span(4, 10, "0000FF"),)
    edit = ColourText(TABLE, "A15", own, (Span(6, 12, RED),))
    result = apply(Patch((edit,)), package)
    shown = pieces(result, TABLE, "A15")
    assert shown[2:4] == [("0.66", "FFC00000", True), ("万元", "FFC00000", False)]
    back = apply(Patch((edit,)).inverse, result)
    assert back.part("xl/worksheets/sheet1.xml") == package.part("xl/worksheets/sheet1.xml")


def test_phonetic_guides_and_blanks_stay() -> None:
    package = opened(
        '<row r="1"><c r="A1" t="inlineStr"><is><t xml:space="preserve"> 决算 12 </t>'
        '<rPh sb="1" eb="2"><t>jue</t></rPh><phoneticPr fontId="0"/></is></c></row>'
    )
    edit = ColourText("表", "A1", (), (Span(4, 6, RED),))
    result = apply(Patch((edit,)), package)
    sheet = result.part("xl/worksheets/sheet1.xml").decode()
    assert '<t xml:space="preserve"> 决算 </t>' in sheet
    assert '<rPh sb="1" eb="2"><t>jue</t></rPh><phoneticPr fontId="0"/></is>' in sheet
    back = apply(Patch((edit,)).inverse, result)
    assert back.part("xl/worksheets/sheet1.xml") == package.part("xl/worksheets/sheet1.xml")


def test_a_text_that_changed_meanwhile_is_not_coloured_at_the_wrong_place() -> None:
    package = opened('<row r="1"><c r="A1" t="inlineStr"><is><t>短</t></is></c></row>')
    with pytest.raises(XltoolError, match="文字已改动"):
        apply(Patch((ColourText("表", "A1", (), (Span(4, 6, RED),)),)), package)


def test_a_theme_colour_of_the_user_comes_back() -> None:
    package = opened(
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>甲</t></r><r><rPr><color theme="5"/></rPr>'
        "<t>乙</t></r></is></c></row>"
    )
    own = WorkbookReader(package).sheet("表").text_colours("A1")
    assert own == (Span(1, 2, '<color theme="5"/>'),)
    edit = ColourText("表", "A1", own, (Span(0, 2, RED),))
    back = apply(Patch((edit,)).inverse, apply(Patch((edit,)), package))
    assert WorkbookReader(back).sheet("表").text_colours("A1") == own


TEXT = "收入总计820.66万元,支出总计820.66万元"
SPANS = st.lists(
    st.tuples(st.integers(0, len(TEXT)), st.integers(0, 8), st.sampled_from([RED, "7F7F7F"])).map(
        lambda t: Span(t[0], min(len(TEXT), t[0] + t[1]), t[2])
    ),
    max_size=4,
)


@given(SPANS)
def test_colours_taken_back_leave_the_text_as_it_was(spans: list[Span]) -> None:
    package = opened(f'<row r="1"><c r="A1" t="inlineStr"><is><t>{TEXT}</t></is></c></row>')
    patch = Patch((ColourText("表", "A1", (), tuple(spans)),))
    marked = apply(patch, package)
    assert WorkbookReader(marked).sheet("表").content("A1") == TEXT
    back = apply(patch.inverse, marked)
    assert back.part("xl/worksheets/sheet1.xml") == package.part("xl/worksheets/sheet1.xml")
