"""AddSheet and RemoveSheet: a sheet with its relationship, content type, names and title."""

from __future__ import annotations

import re

from lxml import etree

from xltool.model.errors import XltoolError
from xltool.model.patch import AddSheet, RemoveSheet, SheetLayout
from xltool.package.a1 import area_of, column_letters
from xltool.package.contents import drop_calculation_chain
from xltool.package.formula_text import quoted
from xltool.package.markup import Element, child, local, namespace, relation_id, sub, whole
from xltool.package.names import add_name, renumber_sheets
from xltool.package.workspace import Workspace

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]|^'|'$")
_LONGEST_NAME = 31


def add_sheet(space: Workspace, edit: AddSheet) -> None:
    """A new empty sheet behind the last one.

    Raises:
        XltoolError: the name is taken or not allowed.
    """
    name = edit.sheet
    if not name or len(name) > _LONGEST_NAME or _FORBIDDEN.search(name):
        raise XltoolError(f"“{name}”不能作工作表名(1 至 31 字,不含 : * ? / \\ [ ])")
    if space.sheet_index(name) is not None:
        raise XltoolError(f"工作簿里已有工作表“{name}”")
    part = space.new_name("xl/worksheets/sheet{}.xml")
    root = _sheet_root(namespace(space.workbook), space.relation_base, edit.layout)
    space.add_part(part, root, _SHEET_TYPE)
    relation = space.relate(space.package.workbook_part, "worksheet", part)
    listed = child(space.workbook, "sheets")
    used = [whole(element, "sheetId") for element in space.sheet_elements]
    made = sub(listed if listed is not None else sub(space.workbook, "sheets"), "sheet")
    made.set("name", name)
    made.set("sheetId", str(max(used, default=0) + 1))
    made.set(f"{{{space.relation_base}}}id", relation)
    space.touch_workbook()
    _add_names(space, name, len(used), edit.layout)
    _retitle(space, add=name)


def remove_sheet(space: Workspace, edit: RemoveSheet) -> None:
    """Takes the sheet out with its own parts, names and title.

    Raises:
        XltoolError: there is no such sheet, or it is the last visible one.
    """
    index = space.sheet_index(edit.sheet)
    part = space.sheet_part(edit.sheet)
    elements = space.sheet_elements
    if index is None or all(e.get("state", "visible") != "visible" for e in _but(elements, index)):
        raise XltoolError(f"“{edit.sheet}”是唯一可见的工作表,不能删除")
    if child(space.tree(edit.sheet).data, "row") is not None and _has_formulas(space, edit.sheet):
        drop_calculation_chain(space)
    for relation in space.relations(part):
        if relation.kind in ("comments", "vmlDrawing") and space.has(relation.target):
            space.remove_part(relation.target)
    if not any(name.lower().endswith(".vml") for name in space.names()):
        space.forget_extension("vml")
    element = elements[index]
    space.unrelate(space.package.workbook_part, relation_id(element) or "")
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
    space.remove_part(part)
    space.forget(edit.sheet)
    space.touch_workbook()
    renumber_sheets(space, index)
    _correct_views(space, index)
    _retitle(space, remove=edit.sheet)


def _but(elements: list[Element], index: int) -> list[Element]:
    return elements[:index] + elements[index + 1 :]


def _has_formulas(space: Workspace, sheet: str) -> bool:
    data = space.tree(sheet).data
    return data.find(f"*/*/{{{namespace(data)}}}f") is not None


def _correct_views(space: Workspace, removed: int) -> None:
    """The tab in front and the first tab shown are numbers of sheets too."""
    views = child(space.workbook, "bookViews")
    last = len(space.sheet_elements) - 1
    for view in views if views is not None else ():
        for name in ("activeTab", "firstSheet"):
            number = whole(view, name)
            if number > removed or number > last:
                view.set(name, str(max(0, number - 1)))


def _sheet_root(main: str, base: str, layout: SheetLayout) -> Element:
    root = etree.fromstring(f'<worksheet xmlns="{main}" xmlns:r="{base}"/>'.encode())
    sub(sub(root, "sheetPr"), "pageSetUpPr", fitToPage="1")
    sub(root, "dimension", ref="A1")
    view = sub(sub(root, "sheetViews"), "sheetView", showGridLines="0", workbookViewId="0")
    if layout.head_rows:
        first = f"A{layout.head_rows + 1}"
        rows = str(layout.head_rows)
        sub(view, "pane", ySplit=rows, topLeftCell=first, activePane="bottomLeft", state="frozen")
        sub(view, "selection", pane="bottomLeft", activeCell=first, sqref=first)
    sub(root, "sheetFormatPr", defaultRowHeight="15")
    if layout.widths:
        listed = sub(root, "cols")
        for number, width in enumerate(layout.widths, 1):
            column = sub(listed, "col", min=str(number), max=str(number))
            column.set("width", format(width, "g"))
            column.set("customWidth", "1")
    sub(root, "sheetData")
    if layout.autofilter:
        sub(root, "autoFilter", ref=area_of(layout.autofilter).a1)
    sub(root, "pageMargins", left="0.5", right="0.5", top="0.6", bottom="0.6").attrib.update(
        {"header": "0.3", "footer": "0.3"}
    )
    way = "landscape" if layout.landscape else "portrait"
    sub(root, "pageSetup", paperSize="9", orientation=way, fitToWidth="1", fitToHeight="0")
    sub(sub(root, "headerFooter"), "oddFooter").text = "&C第 &P 页,共 &N 页"
    return root


def _add_names(space: Workspace, sheet: str, index: int, layout: SheetLayout) -> None:
    """Repeated head rows and the filter's area are names local to the sheet."""
    if layout.autofilter:
        area = area_of(layout.autofilter)
        first = f"${column_letters(area.left)}${area.top}"
        last = f"${column_letters(area.right)}${area.bottom}"
        element = add_name(space, "_xlnm._FilterDatabase")
        element.set("localSheetId", str(index))
        element.set("hidden", "1")
        element.text = f"{quoted(sheet)}!{first}:{last}"
    if layout.head_rows:
        element = add_name(space, "_xlnm.Print_Titles")
        element.set("localSheetId", str(index))
        element.text = f"{quoted(sheet)}!$1:${layout.head_rows}"


# --- docProps/app.xml -----------------------------------------------------------------


def _retitle(space: Workspace, add: str | None = None, remove: str | None = None) -> None:
    """Keeps the list of titles in the document's properties, where there is one."""
    part = next((r.target for r in space.relations("") if r.kind == "extended-properties"), None)
    if part is None or not space.has(part):
        return
    root = space.root(part)
    titles, heads = child(root, "TitlesOfParts"), child(root, "HeadingPairs")
    if titles is None or heads is None or not len(titles) or not len(heads):
        return
    listed, counts = titles[0], [e for e in heads.iter() if local(e) == "i4"]
    sheets = whole_text(counts[0]) if counts else 0
    if not sheets or sheets > len(listed):
        return
    if add is not None:
        made = etree.Element(listed[0].tag)
        made.text = add
        listed.insert(sheets, made)
        counts[0].text = str(sheets + 1)
    elif remove in (found := [e.text for e in listed][:sheets]):
        listed.remove(listed[found.index(remove)])
        counts[0].text = str(sheets - 1)
    listed.set("size", str(len(listed)))
    space.touch(part)


def whole_text(element: Element) -> int:
    """An element's text as a whole number, 0 where it is none."""
    text = (element.text or "").strip()
    return int(text) if text.isdecimal() else 0
