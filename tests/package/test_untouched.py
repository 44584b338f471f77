"""Whatever an edit does not mean stays as it was, byte for byte."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal

import pytest

from tests.package.workbooks import everything
from xltool.model.patch import (
    AddSheet,
    ColourText,
    Edit,
    Formula,
    InsertRows,
    Name,
    Patch,
    SetContent,
    SetFill,
    SetLink,
    SetLook,
    SetName,
    SetNote,
    SetNumberFormat,
    SheetLayout,
    Span,
)
from xltool.package import Package, apply

TABLE = "公开03表"
SHEET = "xl/worksheets/sheet1.xml"
STYLES = "xl/styles.xml"
PLAIN = "xl/worksheets/sheet3.xml"
TYPES = "[Content_Types].xml"
COMMENTS = ("xl/comments1.xml", "xl/drawings/vmlDrawing1.vml")
ROWS_MOVE = {SHEET, PLAIN, "xl/workbook.xml", "xl/charts/chart1.xml", *COMMENTS}
NEW_SHEET = {TYPES, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet5.xml"}
NEW_NOTES = {TYPES, PLAIN, "xl/comments3.xml", "xl/drawings/vmlDrawing3.vml"}

EDITS: list[tuple[Edit, set[str]]] = [
    (SetContent(TABLE, "C9", Decimal("100.5"), Decimal(77)), {SHEET}),
    (SetContent(TABLE, "A14", "相同文字", "=新"), {SHEET}),
    (SetContent(TABLE, "C10", Decimal(201), Formula("C9*2", Decimal(201))), {SHEET}),
    (SetNumberFormat(TABLE, "C9", "#,##0.00", "0.000"), {SHEET, STYLES}),
    (SetFill(TABLE, "D9", "DDEBF7", "FFC7CE"), {SHEET, STYLES}),
    (SetFill(TABLE, "D9", "DDEBF7", "DDEBF7"), set()),
    (SetNote(TABLE, "C10", None, "注"), {*COMMENTS}),
    (SetNote(TABLE, "C9", "用户自己的批注", "用户自己的批注。"), {COMMENTS[0]}),
    (SetNote("空白", "B3", None, "注"), {*NEW_NOTES, "xl/worksheets/_rels/sheet3.xml.rels"}),
    (ColourText(TABLE, "A16", (), (Span(6, 12, "C00000"),)), {SHEET}),
    (SetLink(TABLE, "A9", None, "'图'!B2"), {SHEET}),
    (SetLook("空白", "B9", None, "head"), {PLAIN, STYLES}),
    (SetName("_xltool_mark_1", None, Name("'公开03表'!$C$9", hidden=True)), {"xl/workbook.xml"}),
    (AddSheet("核对结果", SheetLayout(head_rows=3)), {*NEW_SHEET, "docProps/app.xml"}),
    (InsertRows(TABLE, 2, 3, 1), ROWS_MOVE),
]


def ids(value: object) -> str:
    return type(value).__name__


@pytest.mark.parametrize(("edit", "touched"), EDITS, ids=ids)
def test_only_the_parts_that_an_edit_means_are_written(edit: Edit, touched: set[str]) -> None:
    package = Package.open(everything())
    result = apply(Patch((edit,)), package)
    before = {entry.name: entry for entry in package.entries}
    after = {entry.name: entry for entry in result.entries}
    assert {name for name in before | after if before.get(name) != after.get(name)} == touched
    assert [name for name in after if name in before] == list(before)


def test_macros_ribbon_links_and_unknown_parts_keep_their_compressed_bytes() -> None:
    data = everything()
    edits = [edit for edit, _ in EDITS if not isinstance(edit, InsertRows)]
    written = apply(Patch(tuple(edits)), Package.open(data)).to_bytes()
    kept = (
        "xl/vbaProject.bin",
        "customUI/customUI14.xml",
        "_rels/.rels",
        "xl/externalLinks/externalLink1.xml",
        "xl/odd/thing.bin",
        "xl/media/image1.png",
        "xl/charts/chart1.xml",
        "xl/drawings/drawing1.xml",
        "xl/theme/theme1.xml",
        "xl/sharedStrings.xml",
    )
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(io.BytesIO(written)) as new:
        assert new.testzip() is None
        for name in kept:
            assert old.read(name) == new.read(name), name
            assert old.getinfo(name).compress_size == new.getinfo(name).compress_size


def test_a_touched_sheet_differs_in_the_touched_cell_alone() -> None:
    package = Package.open(everything())
    result = apply(Patch((SetContent(TABLE, "C9", None, Decimal(77)),)), package)
    old, new = package.part(SHEET).decode(), result.part(SHEET).decode()
    cell = re.compile(r'<c r="C9".*?</c>')
    assert cell.sub("", old) == cell.sub("", new)


def test_an_empty_patch_gives_the_package_itself() -> None:
    package = Package.open(everything())
    assert apply(Patch(), package) is package


def test_the_input_package_stays_as_it_was() -> None:
    data = everything()
    package = Package.open(data)
    untouched = package.to_bytes()
    apply(Patch(tuple(edit for edit, _ in EDITS[:12])), package)
    assert package.to_bytes() == untouched


def test_a_theme_of_styles_keeps_all_that_was_there() -> None:
    package = Package.open(everything())
    result = apply(Patch((SetFill(TABLE, "D9", None, "FFC7CE"),)), package)
    old, new = package.part(STYLES).decode(), result.part(STYLES).decode()
    for block in ("dxfs", "cellStyleXfs", "cellStyles", "borders", "fonts"):
        pattern = re.compile(rf"<{block}[ >].*</{block}>")
        found = pattern.search(old)
        assert found is not None
        assert found[0] in new
