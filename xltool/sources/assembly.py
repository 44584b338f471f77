"""A document's blocks sorted out: tables with their heads and notes, and the narrative.

A table that runs over pages becomes one grid again: heads that are repeated go, a row
that the page's end split is one row. The title above a table and the notes below belong
to it; every other paragraph is narrative. What a table means is for `recognise` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from xltool.model.book import Address, Remark
from xltool.model.finding import CellPlace, Severity
from xltool.sources.continuation import Part, continued
from xltool.sources.document import Document, DocumentKind, TableBlock, TextBlock
from xltool.sources.grid import Grid, RawCell
from xltool.sources.labels import normal
from xltool.sources.printed_numbers import Printed, printed_number

_TITLE = re.compile(r"表(?:\((?:续|续表|[一二三四五六七八九十])\))?$")
_NUMBER = re.compile(
    r"\(?(?:(?:财决)?公开|附)?[0-9一二三四五六七八九十]{0,3}表[0-9]{0,2}(?:-[0-9])?\)?"
)
_AROUND = re.compile(r"单位|部门|编制|填报|填表|日期|年度|科目")
_NOTE = re.compile(r"^(?:注|备注|说明|附注|本表)[0-9]?[:：.、]?|^\*")
_AGAIN = re.compile(r"\(?(?:续表?|接上表|承上页)\)?[0-9一二三四五六七八九十]?")
_LONGEST_HEAD = 160
_LONGEST_TITLE = 60
_MOST_TITLES = 2
_MOST_STRANGE = 2
_SHORT = 20
_NAMED = 3
_USUAL_DECIMALS = 2
_LINE_END = re.compile(r"\s*\n\s*")
_CHINESE_BREAK = re.compile(r"(?<![A-Za-z])\s*\n\s*|\s*\n\s*(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Assembly:
    """Grids to be recognised, the paragraphs of the narrative, and what was mended."""

    grids: tuple[Grid, ...]
    narrative: tuple[TextBlock, ...]
    remarks: tuple[Remark, ...]


@dataclass
class _Sorting:
    """Tables met so far, each with what stands around it."""

    parts: list[Part] = field(default_factory=list)
    narrative: list[TextBlock] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def assemble(document: Document) -> Assembly:
    """Sort the blocks of ``document`` into grids and narrative."""
    sorting = _Sorting()
    run: list[TextBlock] = []
    for block in document.blocks:
        if isinstance(block, TextBlock):
            run.append(block)
        else:
            _add_table(sorting, block, run)
            run = []
    sorting.narrative += _after_notes(sorting, run)
    is_recognised = document.kind is DocumentKind.TEXT
    grids, mended = [], list[_Mended]()
    for part in sorting.parts:
        grid, found = _grid(part, is_recognised=is_recognised)
        grids.append(grid)
        mended += found
    remarks = (*sorting.remarks, *_mended_remark(mended, document.name))
    return Assembly(tuple(grids), tuple(sorting.narrative), remarks)


def _add_table(sorting: _Sorting, table: TableBlock, run: Sequence[TextBlock]) -> None:
    """A table and the paragraphs between it and the one before."""
    last = sorting.parts[-1] if sorting.parts else None
    if last and all(_says_again(block.text) for block in run):
        joined = continued(last, table)
        if joined:
            sorting.parts[-1], remarks = joined
            sorting.remarks += remarks
            return
    rest = _after_notes(sorting, run)
    head = _head(rest)
    sorting.narrative += rest[: len(rest) - len(head)]
    sorting.parts.append(Part.of(table, tuple(block.text for block in head)))


def _says_again(text: str) -> bool:
    """Whether a line above a table only says that it goes on, or repeats the unit."""
    words = normal(text)
    return bool(_AGAIN.fullmatch(words)) or (
        len(words) <= _LONGEST_TITLE and "单位:" in words and not _TITLE.search(words)
    )


def _after_notes(sorting: _Sorting, run: Sequence[TextBlock]) -> list[TextBlock]:
    """The run without the notes of the table above it, which go to that table."""
    left: list[TextBlock] = []
    notes: list[str] = []
    for place, block in enumerate(run):
        is_near = place <= len(notes) + 1
        if sorting.parts and is_near and _NOTE.match(block.text.strip()):
            notes.append(block.text)
        else:
            left.append(block)
    if notes:
        sorting.parts[-1] = sorting.parts[-1].with_notes(notes)
    return left


def _head(run: Sequence[TextBlock]) -> list[TextBlock]:
    """The paragraphs directly above a table that are its title, number, unit or year.

    A short line that is none of these may stand below the title (debris of a watermark).
    """
    kept = titles = strange = 0
    for count, block in enumerate(reversed(run), 1):
        words = normal(block.text)
        if _is_title(words):
            titles += not _NUMBER.fullmatch(words)
        elif not (_NUMBER.fullmatch(words) or _is_around(words)):
            strange += 1
            if strange > _MOST_STRANGE or titles or not _is_short(words):
                break
            continue
        if titles > _MOST_TITLES:
            break
        kept = count
    return list(run[len(run) - kept :])


def _is_title(words: str) -> bool:
    return bool(_TITLE.search(words)) and len(words) <= _LONGEST_TITLE


def _is_short(words: str) -> bool:
    return len(words) <= _SHORT and not words.endswith(("。", ";"))


def _is_around(words: str) -> bool:
    is_short = len(words) <= _LONGEST_HEAD and not words.endswith(("。", ";"))
    return is_short and bool(_AROUND.search(words)) and (":" in words or words.endswith("年度"))


@dataclass(frozen=True, slots=True)
class _Mended:
    at: Address
    text: str
    value: str


def _grid(part: Part, *, is_recognised: bool) -> tuple[Grid, list[_Mended]]:
    """One table as a grid: head lines above, notes below, figures as numbers."""
    top = len(part.head)
    cells: dict[tuple[int, int], RawCell] = {}
    homes: dict[int, tuple[str, int]] = {}
    mended: list[_Mended] = []
    lines = [*enumerate(part.head, 1), *enumerate(part.notes, top + len(part.rows) + 1)]
    first, last = part.homes[0], part.homes[-1]
    for row, text in lines:
        cells[row, 1] = RawCell(row, 1, flat(text))
        homes[row] = first if row <= top else last
    merges = []
    for number, row_cells in enumerate(part.rows, top + 1):
        homes[number] = part.homes[number - top - 1]
        for cell in row_cells:
            area = cell.area._replace(top=number, bottom=number + cell.rows - 1)
            if cell.rows > 1 or cell.columns > 1:
                merges.append(area)
            if not cell.text.strip():
                continue
            printed = printed_number(cell.text, recognised=is_recognised)
            cells[number, cell.column] = _raw(number, cell.column, cell.text, printed)
            if printed and printed.is_mended:
                at = part.address(number - top - 1, cell.column)
                mended.append(_Mended(at, flat(cell.text), f"{printed.number.value}"))
    grid = Grid(part.name, cells, tuple(merges), homes=homes, is_recognised=is_recognised)
    return grid, mended


def _raw(row: int, column: int, text: str, printed: Printed | None) -> RawCell:
    """A figure keeps more decimals than usual; other text loses its line ends."""
    if printed is None:
        return RawCell(row, column, flat(text))
    decimals = printed.number.decimals
    form = f"0.{'0' * decimals}" if decimals > _USUAL_DECIMALS else "General"
    return RawCell(row, column, printed.number.value, form)


def flat(text: str) -> str:
    """Text of a cell on one line: Chinese words go on, Latin ones keep a blank."""
    return _LINE_END.sub(" ", _CHINESE_BREAK.sub("", text)).strip()


def _mended_remark(mended: Sequence[_Mended], name: str) -> Iterable[Remark]:
    if not mended:
        return
    shown = "、".join(
        f"{item.at.sheet} {item.at.cell} “{item.text}”→{item.value}" for item in mended[:_NAMED]
    )
    more = f" 等 {len(mended)} 处" if len(mended) > _NAMED else ""
    yield Remark(
        "read.mended-figure",
        f"{name} 的表里有断开或认错的数,按修补后的核对:{shown}{more};请对照原文",
        Severity.WARNING,
        tuple(CellPlace("", "", "", item.at.sheet, item.at.cell) for item in mended),
    )
