"""Inputs read into the model: tidy data, workbooks, narratives."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xltool.sources.codes import read_codes
    from xltool.sources.document_kinds import is_document
    from xltool.sources.documents import open_document
    from xltool.sources.entered import read_entries
    from xltool.sources.narrative import read_narrative
    from xltool.sources.plain_book import book_of
    from xltool.sources.published import Published, read_published
    from xltool.sources.remark_kinds import registry
    from xltool.sources.tidy import read_tidy
    from xltool.sources.together import merged
    from xltool.sources.workbook import read_workbook

__all__ = [
    "Published",
    "book_of",
    "is_document",
    "merged",
    "open_document",
    "read_codes",
    "read_entries",
    "read_narrative",
    "read_published",
    "read_tidy",
    "read_workbook",
    "registry",
]

_HOMES = {
    "Published": "published",
    "is_document": "document_kinds",
    "merged": "together",
    "open_document": "documents",
    "read_published": "published",
    "book_of": "plain_book",
    "read_codes": "codes",
    "read_entries": "entered",
    "read_narrative": "narrative",
    "read_tidy": "tidy",
    "read_workbook": "workbook",
    "registry": "remark_kinds",
}


def __getattr__(name: str) -> object:
    """Loads a public name when it is first used: tidy data needs no XML, text no tables."""
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
