"""Narratives (情况说明) from text files, Word documents and workbooks, as given."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from xltool.editions.schema import Edition
from xltool.model.book import Narrative, Paragraph
from xltool.model.errors import XltoolError
from xltool.sources.document_kinds import is_html, is_pdf
from xltool.sources.encoding import text_lines
from xltool.sources.files import file_bytes, is_office, naming

_RTF = b"{\\rtf"


def read_narrative(path: Path | str, edition: Edition | None = None) -> Narrative:
    """The narrative in a .txt, .docx, .pdf or .html, or the 情况说明 sheet of a workbook.

    The content decides, not the name. Paragraphs are the non-empty lines, paragraphs or
    cells, each with its text untouched, counted from 0.

    Raises:
        XltoolError: unreadable, of another kind, or without any text.
    """
    source = Path(path)
    data = file_bytes(source)
    if is_pdf(data) or is_html(data, source):
        return _from_document(source)
    if data.startswith(_RTF):
        raise XltoolError(f"{source.name} 是 RTF:请在 Word 中另存为 .docx 再试")
    if is_office(data):
        with naming(source.name):
            return _from_office(source, data, edition)
    lines = text_lines(data, source.name)
    return _narrative([line for line in lines if line.strip()], source.name)


def _from_document(source: Path) -> Narrative:
    from xltool.sources.documents import open_document
    from xltool.sources.published import Published

    published = Published(open_document(source))
    narrative = published.narrative
    if narrative is None:
        raise XltoolError(f"{source.name} 里没有文字:请检查是不是这份情况说明")
    return replace(narrative, remarks=published.document.remarks)


def _narrative(texts: list[str], name: str) -> Narrative:
    if not texts:
        raise XltoolError(f"{name} 里没有文字:请检查是不是这份情况说明")
    return Narrative(tuple(Paragraph(text, index) for index, text in enumerate(texts)), name)


def _from_office(source: Path, data: bytes, edition: Edition | None) -> Narrative:
    from xltool.package import FileKind, kind_of

    if kind_of(data) in (FileKind.XLSX, FileKind.XLS, FileKind.XLSB):
        return _from_workbook(source, data, edition)
    from xltool.sources.word import read_docx

    texts, remarks = read_docx(data, source.name)
    return replace(_narrative(texts, source.name), remarks=remarks)


def _from_workbook(source: Path, data: bytes, edition: Edition | None) -> Narrative:
    from xltool.editions import load
    from xltool.sources.spreadsheet import open_grids
    from xltool.sources.workbook import narrative_of

    form = edition or load()
    grids, _ = open_grids(source, data)
    found = narrative_of(grids, form)
    if found is None:
        raise XltoolError(f"{source.name} 里没有“{form.narrative_sheet}”页,或这一页是空的")
    return replace(found, source=source.name)
