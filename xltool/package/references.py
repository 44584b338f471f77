"""What in a workbook refers to rows of a sheet, moved when rows come or go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from xml.sax.saxutils import escape

from lxml import etree

from xltool.package.formula_text import LOST, RowShift
from xltool.package.links import Links
from xltool.package.markup import Element, local, namespace, whole
from xltool.package.names import name_elements
from xltool.package.sheet_tree import SheetTree
from xltool.package.workspace import Workspace

_FORMULAS = frozenset(
    (
        "f",
        "formula",
        "formula1",
        "formula2",
        "calculatedColumnFormula",
        "totalsRowFormula",
    )
)
"""Elements whose text is a formula: in cells, rules, charts, sparklines, tables."""
_CONTROL_FORMULAS = ("fmlaLink", "fmlaRange", "fmlaTxbx", "fmlaGroup")
_KEPT_WHEN_LOST = frozenset(("selection", "dimension", "table", "location"))
_COUNTED = ("mergeCells", "dataValidations")


def shift_references(space: Workspace, tree: SheetTree, shift: RowShift) -> None:
    """Moves every reference to the rows, in the sheet itself and in the whole workbook."""
    _shift_sheet(tree, shift)
    space.attached.pop(Links.key(tree), None)
    for kind in ("table", "pivotTable", "threadedComment"):
        for part in _related(space, tree.part, kind):
            _change(space, part, lambda root: _shift_all(root, shift, tree.name))
    for part in _related(space, tree.part, "drawing"):
        _change(space, part, lambda root: _shift_anchors(root, shift))
    for element in name_elements(space):
        text = element.text or ""
        moved = shift.formula(text, None, only_fixed=True)
        if moved != text:
            element.text = moved
            space.touch_workbook()
    _shift_other_sheets(space, tree, shift)
    _shift_other_parts(space, shift)


def _change(space: Workspace, part: str, change: Callable[[Element], None]) -> None:
    """Changes a part, and has it written only if that changed anything."""
    root = space.root(part)
    before = etree.tostring(root)
    change(root)
    if etree.tostring(root) != before:
        space.touch(part)


def _related(space: Workspace, part: str, kind: str) -> Iterator[str]:
    for relation in space.relations(part):
        if relation.kind == kind and not relation.is_external and space.has(relation.target):
            yield relation.target


# --- the sheet itself -----------------------------------------------------------------


def _shift_sheet(tree: SheetTree, shift: RowShift) -> None:
    for formula in tree.data.iterfind(f"*/*/{{{namespace(tree.root)}}}f"):
        if formula.text:
            formula.text = shift.formula(formula.text, tree.name)
    for part in list(tree.root):
        if part is tree.data or not local(part):
            continue
        _shift_all(part, shift, tree.name)
        _shift_anchors(part, shift)
        if local(part) in _COUNTED and part.get("count") is not None:
            part.set("count", str(len(part)))
        if local(part) in (*_COUNTED, "hyperlinks", "conditionalFormatting") and not len(part):
            tree.root.remove(part)
    tree.is_changed = True


def _shift_all(root: Element, shift: RowShift, home: str) -> None:
    for element in list(root.iter()):
        _shift_element(element, shift, home)


def _shift_element(element: Element, shift: RowShift, home: str) -> None:
    """One element's areas, cells, formulas, break; removed where nothing is left of it."""
    name = local(element)
    if not name:
        return
    if name in _FORMULAS:
        element.text = shift.formula(element.text or "", home)
    elif name == "brk" and _is_row_break(element):
        row = whole(element, "id") + 1
        element.set("id", str((shift.row(row) or shift.at) - 1))
    elif name == "sqref":
        element.text = shift.areas(element.text or "") or element.text
    if name == "hyperlink" and element.get("location"):
        element.set("location", shift.formula(element.get("location", ""), None))
    _shift_attributes(element, name, shift)


def _is_row_break(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and local(parent) == "rowBreaks"


def _shift_attributes(element: Element, name: str, shift: RowShift) -> None:
    for key in ("ref", "sqref", "activeCell"):
        value = element.get(key)
        if value is None or LOST in value:
            continue
        moved = shift.areas(value)
        if moved is not None:
            element.set(key, moved)
        parent = element.getparent()
        is_merge = name == "mergeCell" and ":" not in (moved or "")
        if (moved is None or is_merge) and parent is not None and name not in _KEPT_WHEN_LOST:
            parent.remove(element)
            return
    watched = element.get("r") if name in ("cellWatch", "inputCells") else None
    if watched:
        element.set("r", shift.areas(watched) or watched)


def _shift_anchors(root: Element, shift: RowShift) -> None:
    """Corners of pictures, charts and controls: rows count from 0."""
    for element in root.iter():
        if local(element) == "from":
            _move_corner(element, shift, is_end=False)
        elif local(element) == "to":
            _move_corner(element, shift, is_end=True)


def _move_corner(corner: Element, shift: RowShift, *, is_end: bool) -> None:
    anchor = corner.getparent()
    # In controls the corner and its row are of different namespaces.
    named = {local(part): part for part in corner}
    row, offset = named.get("row"), named.get("rowOff")
    if row is None or not (row.text or "").strip().isdigit():
        return
    if anchor is not None and anchor.get("editAs") == "absolute":
        return
    # An end at the very top of a row belongs to the row above: it does not move with it.
    is_edge = is_end and (offset is None or (offset.text or "0").strip() == "0")
    number = int(row.text or "0") + (0 if is_edge else 1)
    moved = shift.row(number)
    row.text = str((shift.at if moved is None else moved) - (0 if is_edge else 1))


# --- the rest of the workbook ---------------------------------------------------------


def _mentions(data: bytes, sheet: str) -> bool:
    """Whether a part's bytes hold the sheet's name at all, so that parsing it pays."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    spelled = (sheet, sheet.replace("'", "''"))
    wanted = {escape(name) for name in spelled} | {escape(n, {"'": "&apos;"}) for n in spelled}
    return any(name.encode() in data for name in wanted)


def _shift_other_sheets(space: Workspace, tree: SheetTree, shift: RowShift) -> None:
    grids = set(_related(space, space.package.workbook_part, "worksheet"))
    for element in space.sheet_elements:
        name = element.get("name", "")
        part = space.sheet_part(name)
        if part in grids - {tree.part} and _may_mention(space, part, shift):
            _shift_foreign(space.tree(name), shift)


def _may_mention(space: Workspace, part: str, shift: RowShift) -> bool:
    return space.is_open(part) or _mentions(space.raw(part), shift.sheet)


def _shift_foreign(other: SheetTree, shift: RowShift) -> None:
    """Formulas and links of another sheet."""
    tag = f"{{{namespace(other.root)}}}f"
    groups = {
        formula.get("si")
        for formula in other.data.iterfind(f"*/*/{tag}[@si]")
        if formula.text and shift.formula(formula.text, None) != formula.text
    }
    for group in groups:
        other.expand_shared(group)
    for element in other.root.iter():
        name = local(element)
        if name in _FORMULAS and element.text:
            moved = shift.formula(element.text, None)
            if moved != element.text:
                element.text = moved
                other.is_changed = True
        elif name == "hyperlink" and element.get("location"):
            moved = shift.formula(element.get("location", ""), None)
            if moved != element.get("location"):
                element.set("location", moved)
                other.is_changed = True


def _shift_other_parts(space: Workspace, shift: RowShift) -> None:
    """Charts, sources of pivot tables, controls."""
    for part in sorted(space.names()):
        folder = part.lower().rpartition("/")[0]
        if folder not in _FOLDERS or not part.lower().endswith(".xml"):
            continue
        if not _may_mention(space, part, shift):
            continue
        changes = [_shift_in_part(element, shift) for element in space.root(part).iter()]
        if any(changes):
            space.touch(part)


_FOLDERS = frozenset(("xl/charts", "xl/pivotcache", "xl/ctrlprops"))


def _shift_in_part(element: Element, shift: RowShift) -> bool:
    """Moves what one element refers to; says whether it changed."""
    name = local(element)
    if name in _FORMULAS and element.text:
        moved = shift.formula(element.text, None)
        is_changed = moved != element.text
        element.text = moved
        return is_changed
    if name == "worksheetSource":
        return _shift_source(element, shift)
    changed = False
    for key in _CONTROL_FORMULAS:
        value = element.get(key)
        if value is not None and shift.formula(value, None) != value:
            element.set(key, shift.formula(value, None))
            changed = True
    return changed


def _shift_source(element: Element, shift: RowShift) -> bool:
    """The area that a pivot table draws on."""
    area = element.get("ref")
    if not area or element.get("sheet", "").casefold() != shift.sheet.casefold():
        return False
    element.set("ref", shift.areas(area) or area)
    return True
