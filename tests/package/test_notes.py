"""Notes: beside the user's own, with boxes, and gone without a trace."""

from __future__ import annotations

import re

import pytest

from tests.package.workbooks import OFFICE, PACKAGE, everything, minimal, opened, seen, surgery
from xltool.model.errors import XltoolError
from xltool.model.patch import Edit, InsertRows, Patch, SetNote
from xltool.package import Package, WorkbookReader, apply
from xltool.package.a1 import Position
from xltool.package.note_shapes import NoteShapes, blocks_of

TABLE = "公开03表"
OWN = "用户自己的批注"
MARK = "【核对】与公开01表不符"


@pytest.fixture(scope="module")
def package() -> Package:
    return Package.open(everything())


def changed(package: Package, *edits: Edit) -> Package:
    return apply(Patch(edits), package)


def notes(package: Package, sheet: str) -> dict[str, str]:
    """As openpyxl reads them."""
    found = seen(package)[sheet]
    return {c.coordinate: c.comment.text for row in found for c in row if c.comment}


def test_a_note_joins_the_users_notes(package: Package) -> None:
    result = changed(package, SetNote(TABLE, "D11", None, MARK))
    assert notes(result, TABLE) == {"C9": OWN, "D11": MARK}
    drawing = result.part("xl/drawings/vmlDrawing1.vml")
    assert drawing.startswith(package.part("xl/drawings/vmlDrawing1.vml")[:-20])
    assert len(set(re.findall(rb'<v:shape id="(\w+)"', drawing))) == 2


def test_our_words_stand_behind_the_users_in_their_own_look(package: Package) -> None:
    both = SetNote(TABLE, "C9", OWN, f"{OWN}\n{MARK}")
    result = changed(package, both)
    assert notes(result, TABLE) == {"C9": f"{OWN}\n{MARK}"}
    assert b"<author>\xe5\xbc\xa0\xe4\xb8\x89</author>" in result.part("xl/comments1.xml")
    back = apply(Patch((both,)).inverse, result)
    assert back.part("xl/comments1.xml") == package.part("xl/comments1.xml")


def test_a_sheet_without_notes_gets_all_parts_and_loses_them_again(package: Package) -> None:
    edit = SetNote("空白", "B3", None, MARK)
    result = changed(package, edit)
    assert notes(result, "空白") == {"B3": MARK}
    first = blocks_of(result.part("xl/drawings/vmlDrawing1.vml"))
    new = blocks_of(result.part("xl/drawings/vmlDrawing3.vml"))
    assert not first & new
    back = apply(Patch((edit,)).inverse, result)
    assert set(back.names) == set(package.names)
    assert all(back.part(name) == package.part(name) for name in package.names)


def test_in_a_workbook_without_any_note_everything_is_made_and_unmade() -> None:
    before = opened('<row r="1"><c r="A1"><v>1</v></c></row>')
    edits = Patch((SetNote("表", "A1", None, MARK), SetNote("表", "B2", None, "二")))
    result = apply(edits, before)
    assert notes(result, "表") == {"A1": MARK, "B2": "二"}
    back = apply(edits.inverse, result)
    assert {n: back.part(n) for n in back.names} == {n: before.part(n) for n in before.names}


def test_a_users_note_taken_away_takes_its_box_along(package: Package) -> None:
    result = changed(package, SetNote(TABLE, "C9", OWN, None))
    assert notes(result, TABLE) == {}
    assert "xl/comments1.xml" not in result
    assert b"legacyDrawing" not in result.part("xl/worksheets/sheet1.xml")


def test_buttons_in_malformed_drawings_stay() -> None:
    button = (
        b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office:'
        b'excel" xmlns:o="urn:schemas-microsoft-com:office:office"><o:shapelayout v:ext="edit">'
        b'<o:idmap v:ext="edit" data="7"/></o:shapelayout><v:shape id="_x0000_s7169"><v:textbox>'
        b'<div>one<br>two</div></v:textbox><x:ClientData ObjectType="Button"><x:Anchor>1, 0, 4, 0,'
        b" 2, 0, 5, 0</x:Anchor></x:ClientData></v:shape></xml>"
    )
    relation = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        b'<Relationship Id="r7" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/vmlDrawing" Target="../drawings/vmlDrawing1.vml"/></Relationships>'
    )
    before = Package.open(
        surgery(
            minimal("", extra='<legacyDrawing r:id="r7"/>'),
            {
                "xl/drawings/vmlDrawing1.vml": button,
                "xl/worksheets/_rels/sheet1.xml.rels": relation,
            },
            {},
        )
    )
    edit = SetNote("表", "C3", None, MARK)
    result = changed(before, edit)
    drawing = result.part("xl/drawings/vmlDrawing1.vml")
    assert b"one<br>two" in drawing
    assert b'id="_x0000_s7170"' in drawing
    assert WorkbookReader(result).sheet("表").notes == {"C3": MARK}
    back = apply(Patch((edit,)).inverse, result)
    assert b"one<br>two" in back.part("xl/drawings/vmlDrawing1.vml")
    assert b"Note" not in back.part("xl/drawings/vmlDrawing1.vml")


def threaded() -> Package:
    """A sheet with a conversation at B2, as Excel keeps it beside the legacy note."""
    comment = (
        '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors>'
        '<author>tc={1}</author></authors><commentList><comment ref="B2" authorId="0">'
        "<text><t>[Threaded comment]</t></text></comment></commentList></comments>"
    )
    thread = (
        '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/'
        'threadedcomments"><threadedComment ref="B2" id="{1}"><text>问</text></threadedComment>'
        "</ThreadedComments>"
    )
    relations = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"'
        f' Type="{OFFICE}/comments" Target="../comments1.xml"/><Relationship Id="r2" Type="http:'
        '//schemas.microsoft.com/office/2017/10/relationships/threadedComment"'
        ' Target="../threadedComments/threadedComment1.xml"/></Relationships>'
    )
    parts = {
        "xl/comments1.xml": comment.encode(),
        "xl/threadedComments/threadedComment1.xml": thread.encode(),
        "xl/worksheets/_rels/sheet1.xml.rels": relations.encode(),
    }
    return Package.open(surgery(minimal('<row r="5"/>'), parts, {}))


def test_conversations_stay_beside_our_notes_and_move_with_rows() -> None:
    before = threaded()
    name = "xl/threadedComments/threadedComment1.xml"
    noted = changed(before, SetNote("表", "B3", None, MARK))
    assert noted.part(name) == before.part(name)
    assert b"tc={1}" in noted.part("xl/comments1.xml")
    moved = changed(noted, InsertRows("表", 1, 2, 1))
    assert b'ref="B4"' in moved.part(name)
    assert set(WorkbookReader(moved).sheet("表").notes) == {"B4", "B5"}


def test_shape_numbers_go_on_in_a_new_block_when_one_is_full() -> None:
    shapes = NoteShapes.new([1])
    for row in range(1, 1100):
        shapes.add(Position(row, 1), "0, 0, 0, 0, 1, 0, 1, 0", lambda: [1, 2, 5])
    numbers = [int(n) for n in re.findall(rb'id="_x0000_s(\d+)"', shapes.data)]
    assert len(set(numbers)) == 1099
    assert {number // 1024 for number in numbers} == {2, 6}
    assert blocks_of(shapes.data) == {2, 6}


def test_a_note_too_long_is_refused() -> None:
    with pytest.raises(XltoolError, match="批注"):
        changed(opened(""), SetNote("表", "A1", None, "字" * 40_000))
