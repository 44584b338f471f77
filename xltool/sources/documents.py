"""Published files of every kind as documents: the content decides, not the name."""

from __future__ import annotations

from pathlib import Path

from xltool.model.errors import XltoolError
from xltool.sources.document import Document
from xltool.sources.files import file_bytes, is_office

PDF_MARK = b"%PDF"
_PDF_WITHIN = 1024
"""Bytes before a PDF's mark that readers allow (ISO 32000-1, annex H)."""


def open_document(path: Path) -> Document:
    """The document in a .pdf, .docx, .html or text file.

    Raises:
        XltoolError: missing, unreadable, damaged, locked, or of another kind.
    """
    data = file_bytes(path)
    if is_pdf(data):
        from xltool.sources.pdf import read_pdf

        return read_pdf(data, path.name)
    raise XltoolError(f"{path.name} 读不了")


def is_pdf(data: bytes) -> bool:
    """Whether the bytes are a PDF."""
    return PDF_MARK in data[:_PDF_WITHIN] and not is_office(data)
