"""From a Book to the bytes of the official workbook."""

from xltool.filling.fill import fill

__all__ = ["fill"]
