"""PDF files with a text layer as documents: ruled and aligned tables, joined paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xltool.model.book import Remark
from xltool.model.errors import XltoolError
from xltool.model.finding import Severity
from xltool.sources.document import Block, Document, DocumentKind, TableBlock
from xltool.sources.page_table import PageTable
from xltool.sources.pdf_lines import TextLine, lines_of
from xltool.sources.pdf_pages import Page, read_pages
from xltool.sources.pdf_tables import tables_of
from xltool.sources.pdf_text import Paragraphs, furniture_of, is_page_number, margins_of

_FEWEST_GLYPHS = 8
"""Characters on a page with a picture below which it is a scan."""
_QUOTED = 24


@dataclass(frozen=True, slots=True)
class _Content:
    """One page taken apart: its tables, and the lines outside them."""

    page: Page
    tables: Sequence[PageTable]
    lines: list[TextLine]


def read_pdf(data: bytes, name: str) -> Document:
    """The document in a PDF.

    Raises:
        XltoolError: damaged, locked by a password, scanned without a text layer, or too
            large for a publication.
    """
    contents = []
    for page in read_pages(data, name):
        tables = tables_of(page)
        free = [g for g in page.glyphs if not any(table.covers(g) for table in tables)]
        contents.append(_Content(page, tables, lines_of(page, free)))
    if not any(content.page.glyphs for content in contents):
        raise XltoolError(
            f"{name} 没有文字层(像是扫描件):请给出 Word 转出的 PDF,或用文字识别(OCR)后的 .txt"
        )
    outside = [content.lines for content in contents]
    furniture, running = furniture_of(outside)
    body = [
        _Content(c.page, c.tables, [line for line in c.lines if id(line) not in furniture])
        for c in contents
    ]
    remarks = (*_remarks(contents, name), *_crowded(contents, name), *_running(running, name))
    return Document(name, DocumentKind.PDF, tuple(_blocks(body)), remarks, len(contents))


def _blocks(contents: Sequence[_Content]) -> Iterator[Block]:
    """Paragraphs and tables from the top of each page to its bottom."""
    paragraphs = Paragraphs(
        margins_of(
            (content.page, content.lines, [x for t in content.tables for x in (t.left, t.right)])
            for content in contents
        )
    )
    for content in contents:
        several = len(content.tables) > 1
        waiting = list(content.lines)
        for number, table in enumerate(content.tables, 1):
            while waiting and waiting[0].top < table.top:
                if done := paragraphs.add(waiting.pop(0)):
                    yield done
            if done := paragraphs.end():
                yield done
            name = f"第{content.page.number}页" + (f"表{number}" if several else "")
            yield TableBlock(name, table.cells, content.page.number, table.edges)
        for line in waiting:
            if done := paragraphs.add(line):
                yield done
    if done := paragraphs.end():
        yield done


def _remarks(contents: Sequence[_Content], name: str) -> Iterator[Remark]:
    leaning: Counter[str] = Counter(
        c.page.leaning for c in contents if c.page.leaning and not is_page_number(c.page.leaning)
    )
    for text, count in leaning.items():
        short = text[:_QUOTED] + ("…" if len(text) > _QUOTED else "")
        yield Remark(
            "read.watermark",
            f"{name} 有 {count} 页印有方向不同的“{short}”,当作水印或侧注,没有读进表和正文",
            Severity.HINT,
        )
    blind = [c.page.number for c in contents if c.page.unreadable]
    if blind:
        count = sum(content.page.unreadable for content in contents)
        yield Remark(
            "read.unreadable-text",
            f"{name} 第 {_listed(blind)} 页有 {count} 个字的字体没有编码,读不出:"
            "请由 Word 或 WPS 重新导出 PDF",
            Severity.WARNING,
        )
    scanned = [
        c.page.number
        for c in contents
        if c.page.has_picture and len(c.page.glyphs) < _FEWEST_GLYPHS
    ]
    if scanned:
        yield Remark(
            "read.page-without-text",
            f"{name} 第 {_listed(scanned)} 页是图片,没有文字层,没有核对",
            Severity.WARNING,
        )


def _crowded(contents: Sequence[_Content], name: str) -> Iterator[Remark]:
    pages = [content.page.number for content in contents if content.page.is_crowded]
    if pages:
        yield Remark(
            "read.crowded-page",
            f"{name} 第 {_listed(pages)} 页的图形太多,表格线没有全部读到:请对照原文",
            Severity.WARNING,
        )


def _running(running: Mapping[str, int], name: str) -> Iterator[Remark]:
    if running:
        shown = "、".join(
            f"“{text[:_QUOTED]}{'…' if len(text) > _QUOTED else ''}”({count} 页)"
            for text, count in running.items()
        )
        message = f"{name} 的页眉页脚 {shown} 没有当作正文"
        yield Remark("read.running-head", message, Severity.HINT)


def _listed(numbers: Sequence[int]) -> str:
    shown = "、".join(map(str, numbers[:_FEWEST_GLYPHS]))
    return shown if len(numbers) <= _FEWEST_GLYPHS else f"{shown} 等"
