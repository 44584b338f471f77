"""From a Book to the bytes of the official workbook."""

from xltool.filling.fill import fill
from xltool.filling.writing import workbook_bytes

__all__ = ["fill", "workbook_bytes"]
