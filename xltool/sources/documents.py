"""Published files of every kind as documents: the content decides, not the name."""

from __future__ import annotations

import re
from pathlib import Path

from xltool.model.errors import XltoolError
from xltool.package import FileKind, kind_of
from xltool.sources.document import Document
from xltool.sources.files import file_bytes, is_office

DOCUMENT_SUFFIXES = frozenset({".pdf", ".docx", ".docm", ".doc", ".html", ".htm", ".txt", ".rtf"})
_PDF_MARK, _RTF_MARK = b"%PDF", b"{\\rtf"
_MARK_WITHIN = 1024
"""Bytes before a PDF's mark that readers allow (ISO 32000-1, annex H)."""
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|div|meta)\b", re.IGNORECASE)
_HTML_SUFFIXES = frozenset({".html", ".htm"})


def open_document(path: Path) -> Document:
    """The document in a .pdf, .docx, .html or text file.

    Raises:
        XltoolError: missing, unreadable, damaged, locked, or of another kind.
    """
    data = file_bytes(path)
    if is_office(data):
        if kind_of(data) in (FileKind.XLSX, FileKind.XLS, FileKind.XLSB):
            raise XltoolError(f"{path.name} 是工作簿:请把扩展名改回 .xlsx 或 .xls 再试")
        from xltool.sources.word import read_word

        return read_word(data, path.name)
    if is_pdf(data):
        from xltool.sources.pdf import read_pdf

        return read_pdf(data, path.name)
    if data.startswith(_RTF_MARK):
        raise XltoolError(f"{path.name} 是 RTF:请在 Word 中另存为 .docx 再试")
    if is_html(data, path):
        from xltool.sources.html import read_html

        return read_html(data, path.name)
    from xltool.sources.recognised_text import read_text

    return read_text(data, path.name)


def is_pdf(data: bytes) -> bool:
    """Whether the bytes are a PDF."""
    return _PDF_MARK in data[:_MARK_WITHIN] and not is_office(data)


def is_html(data: bytes, path: Path) -> bool:
    """Whether the bytes are a page for a browser."""
    first = data[:_MARK_WITHIN].replace(b"\0", b"")
    return bool(_HTML.search(first)) or path.suffix.lower() in _HTML_SUFFIXES
