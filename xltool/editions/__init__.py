"""The forms (版式): tables, identities and official workbooks as data."""

from xltool.editions.errors import EditionError
from xltool.editions.loading import available, load, read_edition

__all__ = ["EditionError", "available", "load", "read_edition"]
