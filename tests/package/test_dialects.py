"""Workbooks as other programs spell them: prefixes, strict namespaces, WPS, LibreOffice."""

from __future__ import annotations

import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest

from tests.office import convert, needs_office
from tests.package.workbooks import everything, minimal, seen, zipped
from xltool.model.patch import (
    AddSheet,
    ColourText,
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
    SheetLayout,
    Span,
)
from xltool.package import Package, WorkbookReader, apply
from xltool.package.markup import parse

CELLS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>总计820.66万元</t></is></c>'
    '<c r="B1"><v>1</v></c></row>'
    '<row r="3"><c r="B3"><f>SUM(B1:B2)</f><v>1</v></c></row>'
)
PATCH = Patch(
    (
        SetContent("表", "B1", Decimal(1), Decimal(7)),
        SetContent("表", "D4", None, "新"),
        SetFill("表", "B1", None, "FFC7CE"),
        SetNote("表", "B1", None, "【核对】不符"),
        ColourText("表", "A1", (), (Span(2, 8, "C00000"),)),
        SetName("_m_1", None, Name("'表'!$B$1", hidden=True)),
        AddSheet("核对结果", SheetLayout(widths=(9.0,), autofilter="A1:B3", head_rows=1)),
        SetContent("核对结果", "A1", None, "位置"),
        SetLook("核对结果", "A1", None, "head"),
        SetLink("核对结果", "A1", None, "'表'!B1"),
        SetNote("核对结果", "A1", None, "说明"),
        InsertRows("表", 2, 1, 1),
    )
)
STRICT = {
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main": (
        "http://purl.oclc.org/ooxml/spreadsheetml/main"
    ),
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
        "http://purl.oclc.org/ooxml/officeDocument/relationships"
    ),
}


def parts(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def prefixed(data: bytes) -> bytes:
    """Every element of the main namespace written as x:…, as some generators do."""
    found = parts(data)
    for name in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"):
        text = re.sub(r"<(/?)(?=[A-Za-z])", r"<\1x:", found[name])
        found[name] = text.replace(' xmlns="', ' xmlns:x="')
    return zipped(found)


def strict(data: bytes) -> bytes:
    found = parts(data)
    for name, text in found.items():
        for before, after in STRICT.items():
            text = text.replace(before, after)  # noqa: PLW2901 - one text, rewritten twice
        found[name] = text
    return zipped(found)


def wps(data: bytes) -> bytes:
    """With the extensions that WPS leaves in its workbooks, and a declaration on its own line."""
    found = parts(data)
    extra = (
        '<extLst><ext uri="{9F91F69C-6E8C-4246-BC25-297BFDC75D90}" xmlns:etc="http://www.wps.cn/'
        'officeDocument/2017/etCustomData"><etc:x/></ext></extLst>'
    )
    for name, text in found.items():
        if name.startswith("xl/w") and name.endswith(".xml"):
            closing = "</workbook>" if name.endswith("workbook.xml") else "</worksheet>"
            declared = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n' + text
            found[name] = declared.replace(closing, extra + closing)
    return zipped(found)


@pytest.mark.parametrize("dialect", [prefixed, strict, wps, bytes], ids=lambda f: f.__name__)
def test_every_edit_works_in_each_dialect(dialect: type[bytes]) -> None:
    package = Package.open(dialect(minimal(CELLS)))
    result = apply(PATCH, package)
    reader = WorkbookReader(Package.open(result.to_bytes()))
    sheet = reader.sheet("表")
    assert sheet.contents == {
        "A1": "总计820.66万元",
        "B1": Decimal(7),
        "B4": Formula("SUM(B1:B3)", Decimal(1)),
        "D5": "新",
    }
    assert sheet.fills == {"B1": "FFC7CE", "B2": "FFC7CE"}
    assert sheet.notes == {"B1": "【核对】不符"}
    assert sheet.text_colours("A1") == (Span(2, 8, "C00000"),)
    assert reader.sheet("核对结果").links == {"A1": "'表'!B1"}
    for name in result.names:
        if name.endswith((".xml", ".rels")):
            assert b"ns0:" not in result.part(name), name
            parse(result.part(name), name)
    back = apply(PATCH.inverse, result)
    assert set(back.names) == set(package.names)
    assert WorkbookReader(back).sheet("表").contents == WorkbookReader(package).sheet("表").contents


def test_new_parts_of_a_strict_workbook_are_strict() -> None:
    result = apply(PATCH, Package.open(strict(minimal(CELLS))))
    relations = result.part("xl/worksheets/_rels/sheet1.xml.rels")
    assert b"http://purl.oclc.org/ooxml/officeDocument/relationships/comments" in relations
    assert b"http://purl.oclc.org/ooxml/spreadsheetml/main" in result.part("xl/comments1.xml")
    for name in result.names:
        assert b"schemas.openxmlformats.org/spreadsheetml" not in result.part(name)


def test_a_prefixed_workbook_reads_the_same_elsewhere() -> None:
    result = apply(PATCH, Package.open(prefixed(minimal(CELLS))))
    sheet = seen(result)["表"]
    assert sheet["B1"].value == 7
    assert sheet["B1"].comment.text == "【核对】不符"
    assert str(sheet["A1"].value) == "总计820.66万元"


@needs_office
def test_libreoffice_opens_what_every_edit_wrote_and_its_own_file_is_edited(
    tmp_path: Path,
) -> None:
    """One headless run back and forth: our file into LibreOffice, its file into ours."""
    table = "公开03表"
    patch = Patch(
        (
            SetContent(table, "C9", Decimal("100.5"), Decimal("110.5")),
            SetFill(table, "C9", None, "FFC7CE"),
            SetNote(table, "C10", None, "【核对】不符"),
            ColourText(table, "A16", (), (Span(6, 12, "C00000"),)),
            InsertRows(table, 10, 2, 9),
            AddSheet("核对结果", SheetLayout(widths=(9.0, 30.0), head_rows=1)),
            SetContent("核对结果", "A1", None, "=不是公式"),
            SetLink("核对结果", "A1", None, "'公开03表'!C9"),
        )
    )
    source = tmp_path / "marked.xlsm"
    source.write_bytes(apply(patch, Package.open(everything())).to_bytes())
    target = convert(source, "xlsx", tmp_path)
    book = seen(Package.open(target.read_bytes()))
    sheet = book[table]
    assert sheet["C8"].value == "=SUM(C9:C14)"
    assert sheet["C9"].value == 110.5
    assert sheet["C9"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["C12"].comment.text.endswith("【核对】不符")
    assert sheet["C12"].value == 201
    assert book["核对结果"]["A1"].value == "=不是公式"
    assert "C9" in book["空白"]["A1"].value

    package = Package.open(target.read_bytes())
    mark = Patch(
        (
            SetFill(table, "D9", WorkbookReader(package).sheet(table).fill("D9"), "FFEB9C"),
            SetNote(table, "D9", None, "再核对"),
        )
    )
    marked = apply(mark, package)
    again = WorkbookReader(marked).sheet(table)
    assert again.fills["D9"] == "FFEB9C"
    assert set(again.notes) == {"C9", "C12", "D9"}
    back = WorkbookReader(apply(mark.inverse, marked)).sheet(table)
    assert back.fills == WorkbookReader(package).sheet(table).fills
    assert set(back.notes) == {"C9", "C12"}
