"""HTML pages as documents: what a browser would print, read without any network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from xltool.model.errors import XltoolError
from xltool.sources.document import (
    Block,
    Document,
    DocumentKind,
    TableBlock,
    TableCell,
    TextBlock,
    Untraced,
)
from xltool.sources.encoding import decode_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MAX_BYTES = 50 << 20
_UNSEEN = frozenset(
    ("script", "style", "head", "noscript", "template", "nav", "select", "button", "object")
)
_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset",
        "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
        "hr", "li", "main", "ol", "p", "pre", "section", "ul", "body", "html", "caption",
    )
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\f\u00a0]+")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)")
_WIDEST = 256
_DEPTH = 200


def read_html(data: bytes, name: str) -> Document:
    """The document in an HTML page.

    Raises:
        XltoolError: unreadable, empty or far larger than a publication.
    """
    if len(data) > MAX_BYTES:
        raise XltoolError(f"{name} 超过 {MAX_BYTES >> 20} MB,不像决算公开文件:请检查文件")
    from lxml import html
    from lxml.etree import ParserError

    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(_decoded(data, name), parser=parser)
    except (ParserError, ValueError):
        raise XltoolError(f"{name} 里没有内容:请检查是不是完整保存的网页") from None
    reading = _Reading()
    reading.walk(root, 0)
    reading.end()
    return Document(name, DocumentKind.HTML, tuple(reading.blocks))


def _decoded(data: bytes, name: str) -> str:
    """The text in the encoding that the page names, else in the one that fits."""
    found = _CHARSET.search(data[:4096])
    if found and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        wanted = found[1].decode("ascii").lower()
        encoding = "gb18030" if wanted in ("gb2312", "gbk") else wanted
        try:
            return _without_declaration(data.decode(encoding))
        except (LookupError, UnicodeDecodeError):
            pass
    return _without_declaration(decode_text(data, name))


def _without_declaration(text: str) -> str:
    """Without the XML declaration, whose encoding no longer holds for decoded text."""
    return re.sub(r"^\ufeff?\s*<\?xml[^>]*\?>", "", text)


class _Reading:
    """Blocks so far, and the paragraph being read."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._text: list[str] = []
        self._tables = 0

    def walk(self, element: HtmlElement, depth: int) -> None:
        """An element, its text and what is inside; the tail is the caller's."""
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _UNSEEN or not tag or _is_hidden(element) or depth > _DEPTH:
            return
        if tag == "br":
            self.end()
        elif tag == "table":
            self.end()
            self._table(element, depth)
        else:
            self._inside(element, depth, is_block=tag in _BLOCKS)

    def end(self) -> None:
        """End the paragraph."""
        text = _BLANKS.sub(" ", "".join(self._text)).strip()
        self._text = []
        if text:
            self.blocks.append(TextBlock(text, "", Untraced()))

    def _inside(self, element: HtmlElement, depth: int, *, is_block: bool) -> None:
        if is_block:
            self.end()
        self._text.append(element.text or "")
        for child in element:
            self.walk(child, depth + 1)
            self._text.append(child.tail or "")
        if is_block:
            self.end()

    def _table(self, element: HtmlElement, depth: int) -> None:
        """A table of one cell, or that only lays out the page, is read as its contents."""
        rows = list(_rows(element))
        cells = [cell for row in rows for cell in _cells(row)]
        if len(cells) <= 1 or any(cell.find(".//table") is not None for cell in cells):
            for cell in cells:
                self._inside(cell, depth + 1, is_block=True)
            return
        for caption in element.findall("caption"):
            self._inside(caption, depth + 1, is_block=True)
        self._tables += 1
        self.blocks.append(TableBlock(f"表{self._tables}", _laid_out(rows, depth)))


def _is_hidden(element: HtmlElement) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def _rows(table: HtmlElement) -> Iterator[HtmlElement]:
    for child in table:
        if child.tag == "tr" and not _is_hidden(child):
            yield child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from (row for row in child if row.tag == "tr" and not _is_hidden(row))


def _cells(row: HtmlElement) -> Iterator[HtmlElement]:
    return (cell for cell in row if cell.tag in ("td", "th") and not _is_hidden(cell))


def _laid_out(rows: list[HtmlElement], depth: int) -> dict[tuple[int, int], TableCell]:
    """Cells by row and column from 1, spans of rows and columns kept free."""
    cells: dict[tuple[int, int], TableCell] = {}
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows, 1):
        column = 1
        for cell in _cells(row):
            while (number, column) in taken:
                column += 1
            tall = min(_span(cell, "rowspan") or len(rows), len(rows) - number + 1)
            wide = min(_span(cell, "colspan") or 1, _WIDEST)
            taken |= {(number + r, column + c) for r in range(tall) for c in range(wide)}
            text = _cell_text(cell, depth)
            cells[number, column] = TableCell(number, column, text, Untraced(), tall, wide)
            column += wide
    return cells


def _span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name, "1").strip()
    return int(value) if value.isdigit() and len(value) < len("1000000") else 1


def _cell_text(cell: HtmlElement, depth: int) -> str:
    reading = _Reading()
    reading.walk(cell, depth)
    reading.end()
    return "\n".join(block.text for block in reading.blocks if isinstance(block, TextBlock))
