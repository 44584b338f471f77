"""Inputs read into the model: tidy data, workbooks, narratives."""

from __future__ import annotations

from xltool.sources.codes import read_codes
from xltool.sources.entered import read_entries
from xltool.sources.narrative import read_narrative
from xltool.sources.plain_book import book_of
from xltool.sources.tidy import read_tidy
from xltool.sources.workbook import read_workbook

__all__ = [
    "book_of",
    "read_codes",
    "read_entries",
    "read_narrative",
    "read_tidy",
    "read_workbook",
]
