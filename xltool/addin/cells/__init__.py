"""What the cell functions answer: pure functions of one check, without any workbook program."""

from xltool.addin.cells.answers import check, figure, findings, narrative
from xltool.addin.cells.checked import Checked
from xltool.addin.cells.percentages import growth, rate, share

__all__ = ["Checked", "check", "figure", "findings", "growth", "narrative", "rate", "share"]
