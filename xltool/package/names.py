"""SetName: defined names of the workbook."""

from __future__ import annotations

from xltool.model.patch import Name, SetName
from xltool.package.markup import Element, child, insert_ordered, local, sub, unset, whole
from xltool.package.strings import encoded
from xltool.package.workspace import Workspace

WORKBOOK_ORDER = (
    "fileVersion",
    "fileSharing",
    "workbookPr",
    "workbookProtection",
    "bookViews",
    "sheets",
    "functionGroups",
    "externalReferences",
    "definedNames",
    "calcPr",
    "oleSize",
    "customWorkbookViews",
    "pivotCaches",
    "smartTagPr",
    "smartTagTypes",
    "webPublishing",
    "fileRecoveryPr",
    "webPublishObjects",
    "extLst",
)
"""Sequence of a workbook's children (ECMA-376 part 1, 18.2.27)."""


def set_name(space: Workspace, edit: SetName) -> None:
    """Defines the name for the whole workbook; None takes it away."""
    found = _find(space, edit.name)
    if edit.after is None:
        remove_names(space, [] if found is None else [found])
        return
    element = found if found is not None else add_name(space, edit.name)
    _write(element, edit.after)
    space.touch_workbook()


def _find(space: Workspace, name: str) -> Element | None:
    for element in name_elements(space):
        is_local = element.get("localSheetId") is not None
        if not is_local and element.get("name", "").casefold() == name.casefold():
            return element
    return None


def name_elements(space: Workspace) -> list[Element]:
    """All <definedName> elements."""
    listed = child(space.workbook, "definedNames")
    return [e for e in (listed if listed is not None else ()) if local(e) == "definedName"]


def add_name(space: Workspace, name: str) -> Element:
    """A new, still empty name behind the others."""
    listed = child(space.workbook, "definedNames")
    if listed is None:
        listed = insert_ordered(space.workbook, "definedNames", WORKBOOK_ORDER)
    element = sub(listed, "definedName")
    element.set("name", name)
    space.touch_workbook()
    return element


def remove_names(space: Workspace, gone: list[Element]) -> None:
    """Takes names away, and their list when it is empty."""
    listed = child(space.workbook, "definedNames")
    if listed is None or not gone:
        return
    for element in gone:
        listed.remove(element)
    if not any(local(element) for element in listed):
        space.workbook.remove(listed)
    space.touch_workbook()


def renumber_sheets(space: Workspace, removed: int) -> None:
    """Names local to the removed sheet go, those of later sheets follow their sheet."""
    remove_names(
        space, [e for e in name_elements(space) if whole(e, "localSheetId", -1) == removed]
    )
    for element in name_elements(space):
        home = whole(element, "localSheetId", -1)
        if home > removed:
            element.set("localSheetId", str(home - 1))
            space.touch_workbook()


def _write(element: Element, value: Name) -> None:
    element.text = value.refers_to
    unset(element, "hidden", "comment")
    if value.comment:
        element.set("comment", encoded(value.comment))
    if value.hidden:
        element.set("hidden", "1")
