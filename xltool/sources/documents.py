"""Published files of every kind as documents: the content decides, not the name."""

from __future__ import annotations

from pathlib import Path

from xltool.model.errors import XltoolError
from xltool.package import FileKind, kind_of
from xltool.sources.document import Document
from xltool.sources.document_kinds import is_html, is_pdf
from xltool.sources.files import file_bytes, is_office, naming

_RTF_MARK = b"{\\rtf"


def open_document(path: Path) -> Document:
    """The document in a .pdf, .docx, .html or text file.

    Raises:
        XltoolError: missing, unreadable, damaged, locked, or of another kind.
    """
    data = file_bytes(path)
    with naming(path.name):
        return _document(data, path)


def _document(data: bytes, path: Path) -> Document:
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
