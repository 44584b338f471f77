"""Text files as documents, as text recognition (OCR) leaves them: lines, and tables by tabs.

Lines with tabs are rows of a table. One table often comes in several pieces, page by
page, whose columns are shifted against each other; pieces are put together by what their
columns hold. What is only debris of a watermark is left out and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from xltool.model.book import Remark
from xltool.model.errors import XltoolError
from xltool.model.finding import Severity
from xltool.sources.document import (
    Block,
    Document,
    DocumentKind,
    LineSpan,
    TableBlock,
    TableCell,
    TextBlock,
)
from xltool.sources.encoding import text_lines
from xltool.sources.labels import normal
from xltool.sources.text_columns import Row, aligned, body_start, with_codes, without_debris

MAX_LINES = 200_000
_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 2
_TABLE_ENDS = re.compile(r"表(?:位.?)?$|^(?:注|说明|备注)[:：]|公开[0-9]+\s*表|金额单位")
_SENTENCE = 30
_FLATTENED = 60
"""Characters of a cell that holds many figures: a whole page run into one cell."""
_MANY_FIGURES = 6
_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_NAMED = 6


@dataclass(frozen=True, slots=True)
class LineTrace:
    """The trace of a text that stands on one line of a file."""

    line: int
    start: int

    def spots(self, start: int, end: int, /) -> tuple[LineSpan, ...]:
        """That part of the line."""
        return (LineSpan(self.line, self.start + start, self.start + end),)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str

    @property
    def cells(self) -> tuple[TableCell, ...]:
        """The parts between tabs, each with its place; row numbers come later."""
        found = []
        start = 0
        for column, part in enumerate(self.text.split("\t"), 1):
            lead = len(part) - len(part.lstrip())
            trace = LineTrace(self.number, start + lead)
            found.append(TableCell(self.number, column, part.strip(), trace))
            start += len(part) + 1
        return tuple(found)


def read_text(data: bytes, name: str) -> Document:
    """The document in a text file.

    Raises:
        XltoolError: unreadable, without text, or far longer than a publication.
    """
    lines = text_lines(data, name)
    if len(lines) > MAX_LINES:
        raise XltoolError(f"{name} 有 {len(lines)} 行,不像决算公开文件:请检查文件")
    filled = [_Line(number, text) for number, text in enumerate(lines, 1) if text.strip()]
    if not filled:
        raise XltoolError(f"{name} 里没有文字:请检查文件")
    reading = _Reading(name)
    for piece in _pieces(filled):
        reading.add(piece)
    reading.end_table()
    return Document(name, DocumentKind.TEXT, tuple(reading.blocks), tuple(reading.remarks()))


def _pieces(lines: Sequence[_Line]) -> Iterator[list[_Line] | _Line]:
    """Runs of lines that are rows of a table, and single lines of text."""
    run: list[_Line] = []
    for line in lines:
        follows = run and line.number == run[-1].number + 1
        if "\t" in line.text and (follows or not run):
            run.append(line)
            continue
        yield from _run(run)
        run = [line] if "\t" in line.text else []
        if not run:
            yield line
    yield from _run(run)


def _run(run: list[_Line]) -> Iterator[list[_Line] | _Line]:
    widest = max((line.text.rstrip("\t").count("\t") + 1 for line in run), default=0)
    if widest >= _FEWEST_COLUMNS and len(run) >= _FEWEST_ROWS:
        yield run
    else:
        yield from run


class _Reading:
    """Blocks so far, and the table that may go on."""

    def __init__(self, name: str) -> None:
        self.blocks: list[Block] = []
        self._name = name
        self._rows: list[Row] = []
        self._between: list[TextBlock] = []
        self._tables = 0
        self._flattened: list[TableCell] = []
        self._debris: list[TableCell] = []

    def add(self, piece: list[_Line] | _Line) -> None:
        """The next line of text, or the next rows of a table."""
        if isinstance(piece, _Line):
            text = piece.text.replace("\t", " ").rstrip()
            self._between.append(TextBlock(text, "", LineTrace(piece.number, 0)))
            return
        rows = with_codes([tuple(self._plain(cell) for cell in line.cells) for line in piece])
        if self._rows and not any(_ends_table(block.text) for block in self._between):
            self._rows = aligned(self._rows, rows)
        else:
            self.end_table()
            self._rows = rows

    def end_table(self) -> None:
        """Put the table that was read so far before the lines behind it."""
        if self._rows:
            self._tables += 1
            rows, debris = without_debris(self._rows, body_start(self._rows))
            self._debris += debris
            cells = {
                (number, cell.column): TableCell(number, cell.column, cell.text, cell.trace)
                for number, row in enumerate(rows, 1)
                for cell in row
            }
            self.blocks.append(TableBlock(f"表{self._tables}", cells))
        self._rows = []
        self.blocks += self._between
        self._between = []

    def _plain(self, cell: TableCell) -> TableCell:
        """The cell, emptied where a whole page was run into it."""
        figures = len(_NUMBERS.findall(cell.text))
        if figures < _MANY_FIGURES or (len(cell.text) < _FLATTENED and not _only_figures(cell)):
            return cell
        self._flattened.append(cell)
        return TableCell(cell.row, cell.column, "", cell.trace)

    def remarks(self) -> Iterator[Remark]:
        """What was left out."""
        if self._flattened:
            rows = "、".join(dict.fromkeys(str(cell.row) for cell in self._flattened[:_NAMED]))
            yield Remark(
                "read.flattened-page",
                f"{self._name} 第 {rows} 行等 {len(self._flattened)} 处把一整页识别进了一个格,"
                "没有当作数核对:请对照原文",
                Severity.WARNING,
            )
        if self._debris:
            shown = "、".join(f"“{cell.text}”" for cell in self._debris[:_NAMED])
            yield Remark(
                "read.debris",
                f"{self._name} 的表里有 {len(self._debris)} 格不是数而是碎字(如 {shown}),"
                "当作水印的残迹,按空格核对",
                Severity.WARNING,
            )


def _only_figures(cell: TableCell) -> bool:
    return not _NUMBERS.sub("", cell.text).strip(" .")


def _ends_table(text: str) -> bool:
    """Whether a line between two pieces says that another table begins, or this one ended."""
    words = normal(text)
    return bool(_TABLE_ENDS.search(words)) or len(words) > _SENTENCE
