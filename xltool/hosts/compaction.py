"""A Patch without detours: a cell unmarked and marked again is changed once or not at all."""

from __future__ import annotations

from dataclasses import replace

from xltool.model.patch import (
    AddSheet,
    Edit,
    Patch,
    RemoveSheet,
    SetContent,
    SetFill,
    SetLink,
    SetLook,
    SetName,
    SetNote,
    SetNumberFormat,
    SetRowHeight,
)

_Mergeable = (
    SetContent | SetFill | SetNote | SetLink | SetNumberFormat | SetLook | SetRowHeight | SetName
)


def compacted(patch: Patch) -> Patch:
    """The same change with one edit for each state of each cell.

    Sheets that are added or removed on the way are left alone: there the order counts.
    So it does where text and link of a cell both change: some hosts keep the link in the
    text, so the old one goes before the text changes and the new one comes after it.
    """
    unsettled = {
        edit.sheet.casefold() for edit in patch.edits if isinstance(edit, AddSheet | RemoveSheet)
    }
    last: dict[object, int] = {}
    kept: dict[int, Edit] = {}
    for number, edit in enumerate(patch.edits):
        key = _target(edit)
        merged: Edit = edit
        if key is not None and key[1] not in unsettled:
            earlier = kept.get(last.get(key, -1))
            text = kept.get(last.get((SetContent, *key[1:]), -1))
            with_text = key[0] is SetLink and text is not None and not _is_idle(text)
            if earlier is not None and not with_text:
                del kept[last[key]]
                merged = _joined(earlier, edit)
            last[key] = number
        kept[number] = merged
    return Patch(tuple(edit for edit in kept.values() if not _is_idle(edit)))


def _target(edit: Edit) -> tuple[type, str, str] | None:
    match edit:
        case SetName(name, _, _):
            return (SetName, "", name)
        case SetRowHeight(sheet, row, _, _):
            return (SetRowHeight, sheet.casefold(), str(row))
        case (
            SetContent(sheet, cell, _, _)
            | SetFill(sheet, cell, _, _)
            | SetNote(sheet, cell, _, _)
            | SetLink(sheet, cell, _, _)
            | SetNumberFormat(sheet, cell, _, _)
            | SetLook(sheet, cell, _, _)
        ):
            return (type(edit), sheet.casefold(), cell)
    return None


def _joined(first: Edit, second: Edit) -> Edit:
    if isinstance(first, _Mergeable) and isinstance(second, _Mergeable):
        return replace(second, before=first.before)  # type: ignore[arg-type]
    return second


def _is_idle(edit: Edit) -> bool:
    return isinstance(edit, _Mergeable) and edit.before == edit.after
