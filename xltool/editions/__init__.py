"""The forms (版式): tables, identities and official workbooks as data."""

from xltool.editions.codes import parent_code
from xltool.editions.errors import EditionError
from xltool.editions.formulas import formulas, render_formula, render_ratio, skeleton
from xltool.editions.instantiation import computed_cells, equations, linked_cells, ratios
from xltool.editions.layout import layout
from xltool.editions.loading import DEFAULT_EDITION, available, load, read_edition
from xltool.editions.workbook import build_workbook

__all__ = [
    "DEFAULT_EDITION",
    "EditionError",
    "available",
    "build_workbook",
    "computed_cells",
    "equations",
    "formulas",
    "layout",
    "linked_cells",
    "load",
    "parent_code",
    "ratios",
    "read_edition",
    "render_formula",
    "render_ratio",
    "skeleton",
]
