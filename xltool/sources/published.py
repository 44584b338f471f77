"""Published documents as Books: tables and narrative from one PDF, Word, HTML or text file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from xltool.editions import DEFAULT_EDITION, load
from xltool.editions.schema import Edition
from xltool.model.book import Address, Book, Narrative, Paragraph, Remark
from xltool.model.errors import XltoolError
from xltool.sources.assembly import Assembly, assemble
from xltool.sources.document import Document, DocumentKind, Spot
from xltool.sources.documents import open_document
from xltool.sources.labels import normal
from xltool.sources.misread_names import with_one_name
from xltool.sources.recognised_book import completed, most, recognised_book

_TITLE = re.compile(
    r"^(?:第[一二三四五六]部分:?)?(?P<name>[^0-9,。:;]{3,60}?)(?P<year>20[0-9]{2})年?度?"
    r"(?:部门|单位)?(?:决算|$)"
)
_NO_NAMES = re.compile(r"^(?:关于|截至|与|比|较|在|本|附|表|目录|一、|二、|三、|\()")


@dataclass(frozen=True)
class Published:
    """One document read and sorted; what it means depends on the edition."""

    document: Document

    @cached_property
    def assembly(self) -> Assembly:
        """Its tables as grids, and its narrative."""
        return assemble(self.document)

    @property
    def narrative(self) -> Narrative | None:
        """Its paragraphs outside tables, None where it has none."""
        blocks = self.assembly.narrative
        if not blocks:
            return None
        paragraphs = (
            Paragraph(block.text, index, Address(block.where, "") if block.where else None)
            for index, block in enumerate(blocks)
        )
        return Narrative(tuple(paragraphs), self.document.name)

    def book(self, edition: Edition | None = None) -> Book | None:
        """Its tables and narrative; None where no table of the edition is recognised."""
        book = recognised_book(self.assembly.grids, edition)
        if book is None:
            return None
        unit_name, year = self._named()
        unit_name, year = book.unit_name or unit_name, book.year or year
        tables = completed(book.tables, unit_name, year)
        misread: tuple[Remark, ...] = ()
        if self.document.kind is DocumentKind.TEXT:
            tables, unit_name, misread = with_one_name(tables)
        return replace(
            book,
            tables=tables,
            unit_name=unit_name,
            year=year,
            narrative=self.narrative,
            remarks=(*self.document.remarks, *self.assembly.remarks, *book.remarks, *misread),
            sources=(self.document.name,),
        )

    def cell_spots(self, at: Address) -> tuple[Spot, ...]:
        """Where the text of a table's cell stands in the source."""
        return self.document.cell_spots(at)

    def text_spots(self, paragraph: int, start: int, end: int) -> tuple[Spot, ...]:
        """Where a stretch of the narrative stands in the source."""
        blocks = self.assembly.narrative
        return blocks[paragraph].trace.spots(start, end) if paragraph < len(blocks) else ()

    def _named(self) -> tuple[str | None, int | None]:
        """Unit and year as the titles have them (某某单位2024年度部门决算)."""
        found = [match for text in self._titles() if (match := _TITLE.match(normal(text)))]
        names = [match["name"] for match in found if not _NO_NAMES.match(match["name"])]
        return most(names), most([int(match["year"]) for match in found])

    def _titles(self) -> Iterable[str]:
        yield from (block.text for block in self.assembly.narrative)
        for grid in self.assembly.grids:
            yield from (cell.text for cell in grid.cells.values() if cell.column == 1)


def read_published(path: Path | str, edition: Edition | None = None) -> Book:
    """The Book of a .pdf, .docx, .html or .txt that holds the tables.

    The edition is by default the one of which most is printed.

    Raises:
        XltoolError: unreadable, of another kind, or without any table of the edition.
    """
    published = Published(open_document(Path(path)))
    book = published.book(edition)
    if book is None:
        known = (edition or load(DEFAULT_EDITION)).tables.values()
        titles = "、".join(spec.title for spec in list(known)[:3])
        is_text = published.document.kind is DocumentKind.TEXT
        tabs = "文本文件里的表,各栏要用制表符(Tab)分开;" if is_text else ""
        raise XltoolError(
            f"{published.document.name} 里没有认出任何一张公开表(按标题认,如 {titles}):"
            f"请检查文件;{tabs}只有情况说明的,请用 --narrative 给出"
        )
    return book
