"""Totals and percentages rebuilt, as a Patch."""

from xltool.recomputing.changes import changes
from xltool.recomputing.recompute import recompute

__all__ = ["changes", "recompute"]
