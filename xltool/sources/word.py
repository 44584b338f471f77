"""Word documents as paragraphs: the accepted text, as it would be printed.

Insertions count and deletions do not; results of fields count, their instructions do
not. Text in tables is left out where the document has other text, because the tables of
a publication are read as tables.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xltool.model.book import Remark
from xltool.model.errors import XltoolError
from xltool.model.finding import Severity
from xltool.package import FileKind, kind_of

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_DROPPED = frozenset(("del", "moveFrom", "instrText", "delText", "delInstrText", "pPr", "rPr"))
_INSERTED = frozenset(("ins", "moveTo"))
_TRACKED = frozenset(("ins", "del", "moveFrom", "moveTo"))
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_OFF = ("0", "false", "off")


@dataclass
class _Reading:
    """Paragraph texts so far, and what was noticed."""

    texts: list[str] = field(default_factory=list)
    table_texts: list[str] = field(default_factory=list)
    tables: int = 0
    tracked: int = 0
    hidden: int = 0


def read_docx(data: bytes, name: str) -> tuple[list[str], tuple[Remark, ...]]:
    """The texts of the non-empty paragraphs, in the order of the document, and remarks.

    Raises:
        XltoolError: no .docx, damaged, locked by a password, or larger than any narrative.
    """
    body = _body(data, name)
    reading = _Reading()
    reading.tracked = sum(_local(element) in _TRACKED for element in body.iter())
    _read_blocks(body, reading, in_table=False)
    texts = [text for text in reading.texts if text.strip()]
    if not texts:
        texts = [text for text in reading.table_texts if text.strip()]
        reading.tables = 0
    return texts, tuple(_remarks(reading, name))


def _body(data: bytes, name: str) -> Element:
    """The document's body, after the archive passed the limits every package must pass."""
    kind = kind_of(data)
    if kind is FileKind.OLD_WORD:
        raise XltoolError(f"{name} 是旧式 .doc 文档:请在 Word 或 WPS 中另存为 .docx 再试")
    if kind is FileKind.ENCRYPTED:
        raise XltoolError(f"{name} 设有打开密码:请去掉密码另存后再试")
    if kind is not FileKind.WORD:
        raise XltoolError(f"{name} 不是 Word 文档:情况说明请给 .docx、.txt 或带情况说明页的工作簿")
    from zipfile import BadZipFile

    from docx import Document
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        body: Element = Document(io.BytesIO(data)).element.body
    except (OpcError, LxmlError, BadZipFile, KeyError, ValueError, AttributeError):
        if _STRICT.encode() in _main_part(data):
            raise XltoolError(
                f"{name} 是 Strict Open XML 格式:请在 Word 中另存为普通 .docx 再试"
            ) from None
        raise XltoolError(f"{name} 已损坏,读不了:请在 Word 中打开修复,另存后再试") from None
    return body


def _main_part(data: bytes) -> bytes:
    from xltool.package.archive import read_entries

    for entry in read_entries(data):
        if entry.name.lower() == "word/document.xml":
            return entry.unpack()
    return b""


def _read_blocks(parent: Element, reading: _Reading, *, in_table: bool) -> None:
    """Paragraphs and tables of a body, a cell or a content control, in order."""
    joined = ""
    for block in parent:
        match _local(block):
            case "p":
                text, boxes = _paragraph(block, reading)
                joined += text
                if not _is_mark_deleted(block):
                    _keep(joined, reading, in_table=in_table)
                    joined = ""
                for box in boxes:
                    _read_blocks(box, reading, in_table=in_table)
            case "tbl":
                _read_table(block, reading, in_table=in_table)
            case "sdt" | "sdtContent" | "ins" | "moveTo" | "customXml" | "smartTag":
                _read_blocks(block, reading, in_table=in_table)
    if joined:
        _keep(joined, reading, in_table=in_table)


def _keep(text: str, reading: _Reading, *, in_table: bool) -> None:
    (reading.table_texts if in_table else reading.texts).append(text)


def _read_table(table: Element, reading: _Reading, *, in_table: bool) -> None:
    """A table of one cell is a frame around text; another one is a table."""
    cells = list(table.iter(f"{_W}tc"))
    is_table = in_table or len(cells) > 1
    reading.tables += is_table and not in_table
    for cell in cells:
        if cell.getparent() is not None and _nearest_table(cell) is table:
            _read_blocks(cell, reading, in_table=is_table)


def _nearest_table(cell: Element) -> Element | None:
    return next(cell.iterancestors(f"{_W}tbl"), None)


def _paragraph(paragraph: Element, reading: _Reading) -> tuple[str, list[Element]]:
    """The text of a paragraph, and the text boxes anchored in it."""
    pieces: list[str] = []
    boxes: list[Element] = []
    for element in _printed(paragraph, reading):
        name = _local(element)
        if name == "t":
            pieces.append(element.text or "")
        elif name == "txbxContent":
            boxes.append(element)
        elif name in _CHARACTERS and _is_in_run(element):
            pieces.append(_CHARACTERS[name])
    return "".join(pieces), boxes


def _printed(parent: Element, reading: _Reading) -> Iterator[Element]:
    """Elements whose text is printed, in order; what tracking deleted is not entered."""
    for element in parent:
        name = _local(element)
        if name in _DROPPED or name == "Fallback":
            continue
        if name == "r" and _is_hidden(element):
            reading.hidden += 1
            continue
        yield element
        if name != "txbxContent":
            yield from _printed(element, reading)


def _is_in_run(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and _local(parent) == "r"


def _is_hidden(run: Element) -> bool:
    vanish = run.find(f"{_W}rPr/{_W}vanish")
    return vanish is not None and vanish.get(f"{_W}val", "1") not in _OFF


def _is_mark_deleted(paragraph: Element) -> bool:
    """Whether the end of the paragraph is deleted, so that the next one follows on."""
    mark = paragraph.find(f"{_W}pPr/{_W}rPr")
    return mark is not None and mark.find(f"{_W}del") is not None


def _local(element: Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _remarks(reading: _Reading, name: str) -> Iterator[Remark]:
    if reading.tracked:
        yield Remark(
            "read.tracked-changes",
            f"{name} 有 {reading.tracked} 处修订没有接受,按接受后的文字核对:"
            "请接受或拒绝全部修订后再公开",
            Severity.WARNING,
        )
    if reading.hidden:
        yield Remark(
            "read.hidden-text",
            f"{name} 有 {reading.hidden} 处隐藏文字,没有核对:公开前请删除",
            Severity.WARNING,
        )
    if reading.tables:
        yield Remark(
            "read.tables-in-narrative",
            f"{name} 里有 {reading.tables} 个表格,其中的文字没有当作情况说明核对",
            Severity.HINT,
        )
