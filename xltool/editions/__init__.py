"""The forms (版式): tables, identities and official workbooks as data."""

from xltool.editions.codes import parent_code
from xltool.editions.errors import EditionError
from xltool.editions.instantiation import computed_cells, equations, ratios
from xltool.editions.loading import available, load, read_edition

__all__ = [
    "EditionError",
    "available",
    "computed_cells",
    "equations",
    "load",
    "parent_code",
    "ratios",
    "read_edition",
]
