from __future__ import annotations

import pytest

from xltool.filling.sheet_markup import SheetMarkup
from xltool.model.errors import XltoolError

_SHEET = (
    '<worksheet xmlns="x"><dimension ref="A1:C2" /><sheetData>'
    '<row r="1" ht="20"><c r="A1" s="3" t="s"><v>0</v></c><c r="C1" s="4" /></row>'
    '<row r="7" /></sheetData><pageMargins left="1" /></worksheet>'
)


def test_cells_keep_their_style_and_content() -> None:
    sheet = SheetMarkup.of(_SHEET)
    title, blank = sheet.rows[0].cells
    assert (title.at(1), blank.at(9)) == (
        '<c r="A1" s="3" t="s"><v>0</v></c>',
        '<c r="C9" s="4"/>',
    )
    assert blank.opened(9) == '<c r="C9" s="4"'


def test_rows_keep_their_attributes_and_may_be_empty() -> None:
    first, last = SheetMarkup.of(_SHEET).rows
    assert first.opened(12) == '<row r="12" ht="20">'
    assert (last.number, last.cells) == (7, ())


def test_what_surrounds_the_rows_is_kept() -> None:
    sheet = SheetMarkup.of(_SHEET)
    assert sheet.head == '<worksheet xmlns="x"><dimension ref="A1:C2" /><sheetData>'
    assert sheet.foot == '</sheetData><pageMargins left="1" /></worksheet>'


def test_sheet_without_rows_can_take_some() -> None:
    sheet = SheetMarkup.of("<worksheet><sheetData /></worksheet>")
    assert (sheet.head, sheet.rows) == ("<worksheet><sheetData>", ())
    assert sheet.foot == "</sheetData></worksheet>"


@pytest.mark.parametrize(
    "xml",
    [
        "<worksheet/>",
        "<worksheet><sheetData><row><c/></row></sheetData></worksheet>",
        '<worksheet><sheetData><row r="1"><c s="1"/></row></sheetData></worksheet>',
        '<worksheet><sheetData><row r="1"><c r="A2"/></row></sheetData></worksheet>',
    ],
)
def test_markup_that_our_build_never_writes_is_refused(xml: str) -> None:
    with pytest.raises(XltoolError, match="读不懂"):
        SheetMarkup.of(xml)
