"""Rows that come and go, and everything that refers to them."""

from __future__ import annotations

import re

import pytest

from tests.package.workbooks import (
    MAIN,
    OFFICE,
    PACKAGE,
    everything,
    minimal,
    opened,
    seen,
    surgery,
)
from xltool.model.errors import XltoolError
from xltool.model.patch import DeleteRows, Formula, InsertRows, Patch, SetContent, SetNote
from xltool.package import Package, WorkbookReader, apply, defined_names

TABLE = "公开03表"


@pytest.fixture(scope="module")
def package() -> Package:
    return Package.open(everything())


@pytest.fixture(scope="module")
def grown(package: Package) -> Package:
    """Three rows like row 9 put in before row 10, inside the block of codes."""
    return apply(Patch((InsertRows(TABLE, 10, 3, 9),)), package)


def test_cells_below_move_and_new_rows_look_like_the_pattern(grown: Package) -> None:
    sheet = seen(grown)[TABLE]
    assert [sheet.cell(row, 3).value for row in (9, 10, 12, 13, 15)] == [
        100.5,
        None,
        None,
        201,
        402,
    ]
    assert sheet["C10"].number_format == "#,##0.00"
    assert sheet["D12"].fill.fgColor.rgb == "FFDDEBF7"
    assert sheet.row_dimensions[13].height == 30


def test_formulas_names_and_print_settings_grow_with_the_block(grown: Package) -> None:
    sheet = WorkbookReader(grown).sheet(TABLE)
    assert sheet.formulas == {"C8": "SUM(C9:C15)", "D8": "SUM(D9:D15)"}
    names = {(n.name, n.sheet): n.value.refers_to for n in defined_names(grown)}
    assert names["局部", TABLE] == "'公开03表'!$C$9:$C$15"
    assert names["总额", None] == "'公开03表'!$C$8"
    assert names["_xlnm.Print_Area", TABLE] == "公开03表!$A$1:$D$19"
    assert names["_xlnm.Print_Titles", TABLE] == "公开03表!$1:$8"
    assert names["_xlnm._FilterDatabase", TABLE] == "公开03表!$A$8:$D$15"
    assert [area.a1 for area in sheet.merges] == ["A1:D1", "A5:A6"]
    assert sheet.links["B17"] == "'图'!A1"


def test_rules_validation_breaks_and_sparklines_grow(grown: Package) -> None:
    sheet = seen(grown)[TABLE]
    assert [str(v.sqref) for v in sheet.data_validations.dataValidation] == ["C9:C15"]
    assert [str(r.sqref) for r in sheet.conditional_formatting] == ["C9:C15", "D9:D15"]
    assert [b.id for b in sheet.row_breaks.brk] == [13]
    assert sheet.auto_filter.ref == "A8:D15"
    raw = grown.part("xl/worksheets/sheet1.xml").decode()
    assert "<xm:f>公开03表!C9:C15</xm:f>" in raw
    assert "<xm:sqref>D9:D15</xm:sqref>" in raw


def test_charts_follow(grown: Package) -> None:
    chart = grown.part("xl/charts/chart1.xml").decode()
    assert re.findall(r"<c:f>([^<]*)</c:f>", chart) == [
        "'公开03表'!$A$9:$A$15",
        "'公开03表'!$C$9:$C$15",
    ]


def test_rows_above_a_note_move_it_and_other_sheets_formulas(package: Package) -> None:
    result = apply(Patch((InsertRows(TABLE, 2, 4, 1),)), package)
    assert WorkbookReader(result).sheet(TABLE).notes == {"C13": "用户自己的批注"}
    drawing = result.part("xl/drawings/vmlDrawing1.vml")
    assert b"<x:Row>12</x:Row>" in drawing
    assert b"<x:Anchor>3, 15, 11, 10, 7, 23, 14, 4</x:Anchor>" in drawing
    assert WorkbookReader(result).sheet("空白").formulas == {"A1": "'公开03表'!C13*2"}


def test_pictures_and_charts_move_with_their_rows(package: Package) -> None:
    result = apply(Patch((InsertRows("图", 1, 5, 1),)), package)
    old = re.findall(rb"<xdr:row>(\d+)</xdr:row>", package.part("xl/drawings/drawing1.xml"))
    new = re.findall(rb"<xdr:row>(\d+)</xdr:row>", result.part("xl/drawings/drawing1.xml"))
    assert [int(n) for n in new] == [int(n) + 5 for n in old]
    assert WorkbookReader(result).sheet("图").notes == {"A35": "另一张表上的批注"}


def test_taking_the_rows_out_restores_every_part(package: Package, grown: Package) -> None:
    back = apply(Patch((InsertRows(TABLE, 10, 3, 9),)).inverse, grown)
    assert {n: back.part(n) for n in back.names} == {n: package.part(n) for n in package.names}


def test_rows_with_content_are_not_deleted(package: Package) -> None:
    with pytest.raises(XltoolError, match="A9 还有内容"):
        apply(Patch((DeleteRows(TABLE, 9, 1, 8),)), package)


def test_rows_with_a_note_are_not_deleted(package: Package) -> None:
    noted = apply(Patch((SetNote(TABLE, "B20", None, "注"),)), package)
    with pytest.raises(XltoolError, match="B20 还有批注"):
        apply(Patch((DeleteRows(TABLE, 20, 1, 19),)), noted)


def test_a_note_written_in_the_same_patch_moves_too(package: Package) -> None:
    patch = Patch((SetNote(TABLE, "D12", None, "注"), InsertRows(TABLE, 10, 2, 9)))
    result = apply(patch, package)
    assert WorkbookReader(result).sheet(TABLE).notes == {"C9": "用户自己的批注", "D14": "注"}
    back = apply(patch.inverse, result)
    assert back.part("xl/comments1.xml") == package.part("xl/comments1.xml")


def test_shared_and_array_formulas_move() -> None:
    before = opened(
        '<row r="1"><c r="A1"><f t="array" ref="A1:A3">SUM(B5:B6)</f><v>0</v></c></row>'
        '<row r="5"><c r="C5"><f t="shared" ref="C5:C7" si="0">B5*B$1</f><v>0</v></c></row>'
        '<row r="6"><c r="C6"><f t="shared" si="0"/><v>0</v></c></row>'
        '<row r="7"><c r="C7"><f t="shared" si="0"/><v>0</v></c></row>'
    )
    result = apply(Patch((InsertRows("表", 6, 2, 5),)), before)
    formulas = WorkbookReader(result).sheet("表").formulas
    assert formulas == {"A1": "{=SUM(B5:B8)}", "C5": "B5*B$1", "C8": "B8*B$1", "C9": "B9*B$1"}
    assert b'ref="A1:A3"' in result.part("xl/worksheets/sheet1.xml")


def test_a_formula_written_in_the_same_patch_moves_too() -> None:
    before = opened('<row r="9"><c r="A9"><v>1</v></c></row>')
    patch = Patch((SetContent("表", "B1", None, Formula("A9*2")), InsertRows("表", 3, 1, 2)))
    assert WorkbookReader(apply(patch, before)).sheet("表").formulas == {"B1": "A10*2"}


def test_tables_and_pivot_sources_follow() -> None:
    table = (
        f'<table xmlns="{MAIN}" id="1" name="T" displayName="T" ref="A2:B6">'
        '<autoFilter ref="A2:B6"/><tableColumns count="2"><tableColumn id="1" name="a"/>'
        '<tableColumn id="2" name="b"><calculatedColumnFormula>表!$A$9</calculatedColumnFormula>'
        "</tableColumn></tableColumns></table>"
    )
    cache = (
        f'<pivotCacheDefinition xmlns="{MAIN}"><cacheSource type="worksheet">'
        '<worksheetSource ref="A2:B6" sheet="表"/></cacheSource></pivotCacheDefinition>'
    )
    relation = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"'
        f' Type="{OFFICE}/table" Target="../tables/table1.xml"/></Relationships>'
    )
    before = Package.open(
        surgery(
            minimal(
                '<row r="6"/>', extra='<tableParts count="1"><tablePart r:id="r1"/></tableParts>'
            ),
            {
                "xl/tables/table1.xml": table.encode(),
                "xl/pivotCache/pivotCacheDefinition1.xml": cache.encode(),
                "xl/worksheets/_rels/sheet1.xml.rels": relation.encode(),
            },
            {},
        )
    )
    result = apply(Patch((InsertRows("表", 4, 2, 3),)), before)
    moved = result.part("xl/tables/table1.xml").decode()
    assert moved.count('ref="A2:B8"') == 2
    assert "<calculatedColumnFormula>表!$A$11</calculatedColumnFormula>" in moved
    assert b'ref="A2:B8"' in result.part("xl/pivotCache/pivotCacheDefinition1.xml")
    assert (
        apply(Patch((InsertRows("表", 4, 2, 3),)).inverse, result).part("xl/tables/table1.xml")
        == table.encode()
    )


def test_a_merge_across_the_new_rows_grows_and_one_in_deleted_rows_goes() -> None:
    merges = '<mergeCells count="2"><mergeCell ref="A2:A5"/><mergeCell ref="B3:C3"/></mergeCells>'
    before = opened('<row r="2"/><row r="5"/>', extra=merges)
    wider = apply(Patch((InsertRows("表", 4, 2, 3),)), before)
    assert [a.a1 for a in WorkbookReader(wider).sheet("表").merges] == ["A2:A7", "B3:C3"]
    narrower = apply(Patch((DeleteRows("表", 3, 1, 2),)), before)
    assert [a.a1 for a in WorkbookReader(narrower).sheet("表").merges] == ["A2:A4"]
    assert b'<mergeCells count="1">' in narrower.part("xl/worksheets/sheet1.xml")


def test_rows_do_not_fall_off_the_sheet() -> None:
    before = opened('<row r="1048576"><c r="A1048576"><v>1</v></c></row>')
    with pytest.raises(XltoolError, match="末尾"):
        apply(Patch((InsertRows("表", 4, 2, 3),)), before)
