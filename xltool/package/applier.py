"""The package's applier of Patches: each edit on the parts, everything else as it was."""

from __future__ import annotations

from xltool.model.patch import Edit, Patch, SetContent, SetFill, SetNumberFormat
from xltool.package.contents import set_content
from xltool.package.opc import Package
from xltool.package.workspace import Workspace


def apply(patch: Patch, package: Package) -> Package:
    """The package with the edits applied in their order; ``package`` itself stays.

    Edits say the state after them and do not ask for the one before: a Patch made for
    this workbook applies, and its inverse restores what its ``before`` states say.

    Raises:
        XltoolError: an edit names a sheet or a cell that cannot be changed so.
    """
    space = Workspace(package)
    for edit in patch.edits:
        _apply(space, edit)
    return space.finish()


def _apply(space: Workspace, edit: Edit) -> None:
    match edit:
        case SetContent():
            set_content(space, edit)
        case SetNumberFormat(sheet, cell, _, after):
            tree = space.tree(sheet)
            tree.set_style(cell, space.styles.with_number_format(tree.style(cell), after))
        case SetFill(sheet, cell, _, fill):
            tree = space.tree(sheet)
            tree.set_style(cell, space.styles.with_fill(tree.style(cell), fill))
        case _:
            raise NotImplementedError(type(edit).__name__)
