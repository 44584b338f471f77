"""Each kind of edit does what it says, as an independent reader sees it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.package.workbooks import everything, minimal, opened, seen
from xltool.model.errors import XltoolError
from xltool.model.patch import (
    AddSheet,
    ColourText,
    Edit,
    Formula,
    Name,
    Patch,
    RemoveSheet,
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
from xltool.package import Package, WorkbookReader, apply, defined_names

TABLE = "公开03表"


@pytest.fixture(scope="module")
def package() -> Package:
    return Package.open(everything())


def changed(package: Package, *edits: Edit) -> Package:
    return apply(Patch(edits), package)


def test_numbers_texts_and_formulas_go_into_cells(package: Package) -> None:
    result = changed(
        package,
        SetContent(TABLE, "C9", Decimal("100.5"), Decimal("1E+3")),
        SetContent(TABLE, "A14", "相同文字", '=HYPERLINK("x")'),
        SetContent(TABLE, "C8", None, Formula("ROUND(C9*2,2)", Decimal("2000.00"))),
        SetContent(TABLE, "H40", None, "  两边有空格 "),
        SetContent("空白", "B2", None, "相同文字"),
    )
    sheet = seen(result)[TABLE]
    assert sheet["C9"].value == 1000
    assert sheet["C9"].number_format == "#,##0.00"
    assert (sheet["A14"].value, sheet["A14"].data_type) == ('=HYPERLINK("x")', "s")
    assert sheet["C8"].value == "=ROUND(C9*2,2)"
    assert sheet["H40"].value == "  两边有空格 "
    assert seen(result)["空白"]["B2"].value == "相同文字"
    read = WorkbookReader(result).sheet(TABLE)
    assert read.content("C8") == Formula("ROUND(C9*2,2)", Decimal(2000))


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" t="b"><v>1</v></c>',
        '<c r="A1" t="e"><v>#DIV/0!</v></c>',
        '<c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c>',
        '<c r="A1" t="b"><f>1=1</f><v>1</v></c>',
        '<c r="A1" t="str"><f>"甲"</f><v>甲</v></c>',
        '<c r="A1"><f t="array" ref="A1">SUM(B1:B2*2)</f><v>4</v></c>',
        '<c r="A1" t="inlineStr"><is><t xml:space="preserve"> 空 </t></is></c>',
        '<c r="A1"><v>-0.000001</v></c>',
        '<c r="A1"><v>1E-30</v></c>',
        '<c r="A1"><f>1+1</f></c>',
    ],
)
def test_every_kind_of_content_comes_back(cell: str) -> None:
    before = opened(f'<row r="1">{cell}</row>')
    own = WorkbookReader(before).sheet("表").content("A1")
    patch = Patch((SetContent("表", "A1", own, Decimal(5)),))
    back = apply(patch.inverse, apply(patch, before))
    assert back.part("xl/worksheets/sheet1.xml") == before.part("xl/worksheets/sheet1.xml")


def test_a_text_that_is_shared_already_is_shared_again(package: Package) -> None:
    result = changed(package, SetContent("空白", "B2", None, "相同文字"))
    assert b'<c r="B2" t="s">' in result.part("xl/worksheets/sheet3.xml")


def test_control_characters_survive_as_escapes() -> None:
    result = changed(opened(""), SetContent("表", "A1", None, "a\x07b_x0041_c\r\n"))
    assert WorkbookReader(result).sheet("表").content("A1") == "a\x07b_x0041_c\r\n"


@pytest.mark.parametrize("number", [Decimal("Infinity"), Decimal("NaN"), Decimal("1e400")])
def test_a_number_that_no_cell_can_hold_is_refused(number: Decimal) -> None:
    with pytest.raises(XltoolError, match="超出"):
        changed(opened(""), SetContent("表", "A1", None, number))


def test_a_text_too_long_for_a_cell_is_refused() -> None:
    with pytest.raises(XltoolError, match="32767"):
        changed(opened(""), SetContent("表", "A1", None, "字" * 32768))


def test_writing_over_a_shared_formulas_first_cell_keeps_the_others() -> None:
    before = opened(
        '<row r="2"><c r="C2"><f t="shared" ref="C2:C3" si="0">A2*2</f><v>3</v></c></row>'
        '<row r="3"><c r="C3"><f t="shared" si="0"/><v>3</v></c></row>'
    )
    result = changed(before, SetContent("表", "C2", None, Decimal(5)))
    assert WorkbookReader(result).sheet("表").formulas == {"C3": "A3*2"}


def test_a_cell_inside_an_array_formula_is_not_torn_out() -> None:
    before = opened(
        '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2*2</f><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c></row>'
    )
    for cell in ("A1", "A2"):
        with pytest.raises(XltoolError, match="A1:A2"):
            changed(before, SetContent("表", cell, None, Decimal(5)))


def test_the_calculation_chain_goes_when_a_formula_goes() -> None:
    with_chain = opened('<row r="1"><c r="A1"><f>1+1</f><v>2</v></c></row>').with_parts(
        {
            "xl/calcChain.xml": b"<calcChain/>",
            "xl/_rels/workbook.xml.rels": minimal_relations_with_chain(),
        }
    )
    kept = changed(with_chain, SetContent("表", "A1", None, Formula("1+2", Decimal(3))))
    assert "xl/calcChain.xml" in kept
    gone = changed(with_chain, SetContent("表", "A1", None, Decimal(3)))
    assert "xl/calcChain.xml" not in gone
    assert b"calcChain" not in gone.part("xl/_rels/workbook.xml.rels")


def minimal_relations_with_chain() -> bytes:
    relations = Package.open(minimal("")).part("xl/_rels/workbook.xml.rels").decode()
    chain = (
        '<Relationship Id="r9" Target="calcChain.xml" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/calcChain"/></Relationships>'
    )
    return relations.replace("</Relationships>", chain).encode()


def test_fills_and_formats_leave_the_rest_of_the_style(package: Package) -> None:
    result = changed(
        package,
        SetFill(TABLE, "C9", None, "FFC7CE"),
        SetNumberFormat(TABLE, "C10", "#,##0.00", "0.000"),
        SetFill(TABLE, "D10", "DDEBF7", None),
        SetFill(TABLE, "Z50", None, "FFEB9C"),
    )
    sheet = seen(result)[TABLE]
    assert sheet["C9"].fill.fgColor.rgb == "FFFFC7CE"
    assert sheet["C9"].border.left.style == "thin"
    assert sheet["C9"].number_format == "#,##0.00"
    assert sheet["C10"].number_format == "0.000"
    assert sheet["D10"].fill.fill_type is None
    assert sheet["Z50"].fill.fgColor.rgb == "FFFFEB9C"


def test_many_fills_of_one_look_make_one_style(package: Package) -> None:
    edits = [SetFill(TABLE, f"C{row}", None, "FFC7CE") for row in range(9, 13)]
    result = changed(package, *edits)
    before = package.part("xl/styles.xml").count(b"<xf ")
    assert result.part("xl/styles.xml").count(b"<xf ") == before + 1
    again = changed(result, *edits)
    assert again.part("xl/styles.xml") == result.part("xl/styles.xml")


@pytest.mark.parametrize("colour", ["red", "12345", "<patternFill"])
def test_what_is_no_colour_is_refused(package: Package, colour: str) -> None:
    with pytest.raises(XltoolError):
        changed(package, SetFill(TABLE, "C9", None, colour))


def test_a_theme_fill_comes_back_after_a_mark() -> None:
    styles = (
        '<fonts><font/></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="solid"><fgColor theme="4" tint="0.6"/></patternFill>'
        '</fill></fills><borders><border/></borders><cellXfs count="2"><xf fillId="0"/>'
        '<xf fillId="1"/></cellXfs>'
    )
    before = opened('<row r="1"><c r="A1" s="1"/></row>', styles=styles)
    own = WorkbookReader(before).sheet("表").fills["A1"]
    marking = Patch((SetFill("表", "A1", own, "FFC7CE"),))
    marked = apply(marking, before)
    assert WorkbookReader(marked).sheet("表").fills["A1"] == "FFC7CE"
    back = apply(marking.inverse, marked)
    assert back.part("xl/worksheets/sheet1.xml") == before.part("xl/worksheets/sheet1.xml")


def test_links_lead_to_places_in_the_workbook(package: Package) -> None:
    result = changed(package, SetLink("空白", "B3", None, "'公开03表'!C9"))
    assert seen(result)["空白"]["B3"].hyperlink.location == "'公开03表'!C9"
    gone = changed(result, SetLink("空白", "B3", "'公开03表'!C9", None))
    assert b"hyperlink" not in gone.part("xl/worksheets/sheet3.xml")


def test_the_users_outside_link_is_not_written_over() -> None:
    before = opened(
        '<row r="1"><c r="A1"><v>1</v></c></row>',
        extra='<hyperlinks><hyperlink ref="A1" r:id="r5"/></hyperlinks>',
    )
    with pytest.raises(XltoolError, match="链接"):
        changed(before, SetLink("表", "A1", None, "'表'!B1"))


def test_names_are_set_hidden_with_comment_and_taken_away(package: Package) -> None:
    mark = Name("'公开03表'!$C$9", hidden=True, comment="原底色 无")
    result = changed(package, SetName("_xltool_mark_1", None, mark))
    names = {n.name: n.value for n in defined_names(result) if n.sheet is None}
    assert names["_xltool_mark_1"] == mark
    assert names["总额"] == Name("'公开03表'!$C$8")
    gone = changed(result, SetName("_xltool_mark_1", mark, None))
    assert gone.part("xl/workbook.xml") == package.part("xl/workbook.xml")


LAYOUT = SheetLayout(widths=(6.0, 20.5), autofilter="A3:B9", head_rows=3, landscape=True)


def test_a_sheet_is_added_with_its_layout(package: Package) -> None:
    result = changed(
        package,
        AddSheet("核对结果", LAYOUT),
        SetContent("核对结果", "A3", None, "序号"),
        SetLook("核对结果", "A3", None, "head"),
        SetLook("核对结果", "B4", None, "link"),
        SetNote("核对结果", "A3", None, "说明"),
    )
    sheet = seen(result)["核对结果"]
    assert seen(result).sheetnames[-1] == "核对结果"
    assert sheet["A3"].value == "序号"
    assert sheet["A3"].font.b
    assert sheet["B4"].font.color.rgb == "FF0563C1"
    assert sheet.column_dimensions["B"].width == 20.5
    assert sheet.auto_filter.ref == "A3:B9"
    assert sheet.print_title_rows == "$1:$3"
    assert sheet.freeze_panes == "A4"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet["A3"].comment.text == "说明"


def test_removing_the_added_sheet_leaves_no_trace(package: Package) -> None:
    added = changed(package, AddSheet("核对结果", LAYOUT), SetNote("核对结果", "A3", None, "说明"))
    gone = changed(added, RemoveSheet("核对结果", LAYOUT))
    assert set(gone.names) == set(package.names)
    for part in ("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        assert gone.part(part) == package.part(part)


def test_a_sheet_is_replaced_within_one_patch(package: Package) -> None:
    def findings(text: str) -> tuple[Edit, ...]:
        return (
            AddSheet("核对结果", LAYOUT),
            SetContent("核对结果", "A1", None, text),
            SetNote("核对结果", "A1", None, text),
            SetLink("核对结果", "A1", None, "'公开03表'!C9"),
        )

    first = changed(package, *findings("旧"))
    second = changed(first, RemoveSheet("核对结果", LAYOUT), *findings("新"))
    fresh = changed(package, *findings("新"))
    assert {n: second.part(n) for n in second.names} == {n: fresh.part(n) for n in fresh.names}


def test_names_of_later_sheets_follow_when_an_earlier_one_goes(package: Package) -> None:
    added = changed(package, AddSheet("甲", LAYOUT), AddSheet("乙", LAYOUT))
    gone = changed(added, RemoveSheet("甲", LAYOUT))
    local = {(n.name, n.sheet) for n in defined_names(gone)}
    assert ("_xlnm.Print_Titles", "乙") in local
    assert not any(sheet == "甲" for _, sheet in local)


@pytest.mark.parametrize("name", ["", "a" * 32, "a/b", "a[b", "'a", TABLE])
def test_a_sheet_name_that_excel_refuses_is_refused(package: Package, name: str) -> None:
    with pytest.raises(XltoolError, match="工作表"):
        changed(package, AddSheet(name, LAYOUT))


def test_the_last_visible_sheet_stays() -> None:
    with pytest.raises(XltoolError, match="唯一"):
        changed(opened(""), RemoveSheet("表", SheetLayout()))


@pytest.mark.parametrize(
    "edit",
    [
        SetContent("无", "A1", None, "x"),
        SetContent("表", "A0", None, "x"),
        SetContent("表", "XFE1", None, "x"),
        SetLook("表", "A1", None, "fancy"),
        ColourText("表", "A1", (), (Span(0, 1, "C00000"),)),
    ],
)
def test_an_edit_that_cannot_be_done_is_said_in_one_line(edit: Edit) -> None:
    with pytest.raises(XltoolError) as caught:
        changed(opened(""), edit)
    assert "\n" not in str(caught.value)
