"""A published document as it stands: paragraphs and tables in order, each with its place.

Every kind of source (PDF, Word, HTML, text) is read into these; what they mean is
decided afterwards, in one way for all. A place is kept down to the character, so that
what is found wrong can be marked in the source itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple, Protocol

from xltool.model.book import Address, Remark
from xltool.package.a1 import Area, Position, position_of

_LINE_END = re.compile(r"\s*\n\s*")
_CHINESE_BREAK = re.compile(r"(?<![A-Za-z])\s*\n\s*|\s*\n\s*(?![A-Za-z])")


def flat(text: str) -> str:
    """Text of a cell on one line: Chinese words go on, Latin ones keep a blank."""
    return _LINE_END.sub(" ", _CHINESE_BREAK.sub("", text)).strip()


class DocumentKind(StrEnum):
    """What a document was read from."""

    PDF = "pdf"
    WORD = "word"
    HTML = "html"
    TEXT = "text"


class Box(NamedTuple):
    """A rectangle on a page of a PDF, in points of the page's own user space.

    The origin is where the page has it (as a rule bottom left), before the page's
    rotation: what an annotation's /Rect takes.
    """

    page: int
    """From 1."""
    left: float
    bottom: float
    right: float
    top: float


class Stretch(NamedTuple):
    """A stretch of one Word paragraph.

    ``paragraph`` counts the ``w:p`` elements of ``word/document.xml`` in document order
    from 0; offsets are into its accepted, printed text (see `xltool.sources.word`).
    """

    paragraph: int
    start: int
    end: int


class LineSpan(NamedTuple):
    """A stretch of one line of a text file; lines count from 1, offsets from 0."""

    line: int
    start: int
    end: int


Spot = Box | Stretch | LineSpan


class Trace(Protocol):
    """Where the characters of a text stand in the source."""

    def spots(self, start: int, end: int, /) -> tuple[Spot, ...]:
        """The places of the characters from ``start`` up to ``end``, in reading order."""
        ...


class Untraced:
    """The trace of a text whose place in the source is not kept (HTML)."""

    def spots(self, _start: int, _end: int, /) -> tuple[Spot, ...]:
        """No place."""
        return ()


@dataclass(frozen=True, slots=True)
class TextBlock:
    """One paragraph outside tables, hard line ends of the print joined."""

    text: str
    where: str
    """Where a person finds it: 第15页, or "" where the source has no pages."""
    trace: Trace


@dataclass(frozen=True, slots=True)
class TableCell:
    """What stands in one cell, and the columns and rows that it spans."""

    row: int
    column: int
    text: str
    trace: Trace
    rows: int = 1
    columns: int = 1

    @property
    def area(self) -> Area:
        """The cells that it covers."""
        return Area(self.row, self.column, self.row + self.rows - 1, self.column + self.columns - 1)


@dataclass(frozen=True)
class TableBlock:
    """One table as it stands on one page; rows and columns count from 1."""

    name: str
    """第5页, 第5页表2, or 表3 where the source has no pages: unique in the document."""
    cells: Mapping[tuple[int, int], TableCell]
    page: int = 0
    """0 where the source has no pages."""
    edges: tuple[float, ...] = ()
    """Left edges of the columns and the last right edge; () where there is no print."""

    @property
    def height(self) -> int:
        """Number of rows."""
        return max((cell.area.bottom for cell in self.cells.values()), default=0)

    @property
    def width(self) -> int:
        """Number of columns."""
        return max((cell.area.right for cell in self.cells.values()), default=0)

    def address(self, row: int, column: int) -> Address:
        """The address under which figures of this table are told: its name and A1."""
        return Address(self.name, Position(row, column).a1)


Block = TextBlock | TableBlock


@dataclass(frozen=True)
class Document:
    """All blocks of one file in reading order, and what was noticed while reading."""

    name: str
    kind: DocumentKind
    blocks: tuple[Block, ...]
    remarks: tuple[Remark, ...] = ()
    pages: int = 0

    @cached_property
    def tables(self) -> dict[str, TableBlock]:
        """Its tables by name."""
        return {block.name: block for block in self.blocks if isinstance(block, TableBlock)}

    @property
    def texts(self) -> Iterator[TextBlock]:
        """Its paragraphs outside tables."""
        return (block for block in self.blocks if isinstance(block, TextBlock))

    def cell_spots(self, at: Address) -> tuple[Spot, ...]:
        """Where the text of a table's cell stands; () for an unknown or untraced one."""
        table = self.tables.get(at.sheet)
        place = position_of(at.cell) if table else None
        cell = table.cells.get((place.row, place.column)) if table and place else None
        return cell.trace.spots(0, len(cell.text)) if cell else ()
