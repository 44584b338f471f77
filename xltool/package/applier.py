"""The package's applier of Patches: each edit on the parts, everything else as it was."""

from __future__ import annotations

from xltool.model.patch import (
    AddSheet,
    ColourText,
    DeleteRows,
    Edit,
    InsertRows,
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
from xltool.package.a1 import position_of
from xltool.package.contents import set_content
from xltool.package.links import set_link
from xltool.package.looks import look_index
from xltool.package.names import set_name
from xltool.package.notes import Notes
from xltool.package.opc import Package
from xltool.package.rows import delete_rows, insert_rows
from xltool.package.sheet_edits import add_sheet, remove_sheet
from xltool.package.text_colours import colour_text
from xltool.package.workspace import Workspace

CellEdit = SetContent | SetNumberFormat | SetFill | SetNote | ColourText | SetLink | SetLook


def apply(patch: Patch, package: Package) -> Package:
    """The package with the edits applied in their order; ``package`` itself stays.

    Edits say the state after them and do not ask for the one before: a Patch made for
    this workbook applies, and its inverse restores what its ``before`` states say.
    Cached results of formulas that depend on changed cells are the Patch's to set.

    Raises:
        XltoolError: an edit names a sheet or a cell that cannot be changed so.
    """
    space = Workspace(package)
    for edit in patch.edits:
        _apply(space, edit)
    return space.finish()


def _apply(space: Workspace, edit: Edit) -> None:
    match edit:
        case InsertRows():
            insert_rows(space, edit)
        case DeleteRows():
            delete_rows(space, edit)
        case AddSheet():
            add_sheet(space, edit)
        case RemoveSheet():
            remove_sheet(space, edit)
        case SetName():
            set_name(space, edit)
        case SetRowHeight(sheet, row, _, height):
            space.tree(sheet).set_height(row, height)
        case _:
            _apply_to_cell(space, edit)


def _apply_to_cell(space: Workspace, edit: CellEdit) -> None:
    match edit:
        case SetContent():
            set_content(space, edit)
        case ColourText():
            colour_text(space, edit)
        case SetLink():
            set_link(space, edit)
        case SetNote(sheet, cell, _, text):
            Notes.of(space, space.tree(sheet)).set(cell, text)
        case SetNumberFormat(sheet, cell, _, code):
            tree = space.tree(sheet)
            tree.set_style(cell, space.styles.with_number_format(tree.style(cell), code))
        case SetFill(sheet, cell, _, fill):
            tree = space.tree(sheet)
            tree.set_style(cell, space.styles.with_fill(tree.style(cell), fill))
        case SetLook(sheet, cell, _, look):
            tree = space.tree(sheet)
            plain = tree.default_style(position_of(cell))
            tree.set_style(cell, look_index(space.styles, look, plain))
