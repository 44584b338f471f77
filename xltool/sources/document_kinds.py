"""Which files are published documents; told by a look at their first bytes."""

from __future__ import annotations

import re
from pathlib import Path

from xltool.sources.encoding import decode_text
from xltool.sources.files import file_bytes, is_office
from xltool.sources.records import DELIMITERS, HEAD_WITHIN, fields_of

DOCUMENT_SUFFIXES = frozenset({".pdf", ".docx", ".docm", ".doc", ".html", ".htm", ".txt", ".rtf"})
_PDF_MARK = b"%PDF"
_MARK_WITHIN = 1024
"""Bytes before a PDF's mark that readers allow (ISO 32000-1, annex H)."""
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|div|meta)\b", re.IGNORECASE)
_QUOTES = '" \ufeff'
_HTML_SUFFIXES = frozenset({".html", ".htm"})


def is_document(path: Path) -> bool:
    """Whether a file holds a published document, not a workbook and not tidy figures."""
    suffix = path.suffix.lower()
    if suffix not in DOCUMENT_SUFFIXES:
        return False
    return suffix != ".txt" or not is_tidy_text(file_bytes(path), path.name)


def is_tidy_text(data: bytes, name: str) -> bool:
    """Whether a text file has the head of tidy figures among its first lines."""
    if is_office(data) or is_pdf(data):
        return False
    lines = [line for line in decode_text(data, name).splitlines() if line.strip()]
    return any(
        fields_of([field.strip(_QUOTES) for field in line.split(delimiter)])
        for line in lines[:HEAD_WITHIN]
        for delimiter in DELIMITERS
    )


def is_pdf(data: bytes) -> bool:
    """Whether the bytes are a PDF."""
    return _PDF_MARK in data[:_MARK_WITHIN] and not is_office(data)


def is_html(data: bytes, path: Path) -> bool:
    """Whether the bytes are a page for a browser."""
    first = data[:_MARK_WITHIN].replace(b"\0", b"")
    return bool(_HTML.search(first)) or path.suffix.lower() in _HTML_SUFFIXES
