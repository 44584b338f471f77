"""A document's blocks sorted out: tables with their heads and notes, and the narrative.

A table that runs over pages becomes one grid again: heads that are repeated go, a row
that the page's end split is one row. The title above a table and the notes below belong
to it; every other paragraph is narrative. What a table means is for `recognise` to say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from xltool.model.book import Remark
from xltool.sources.continuation import Part, continued
from xltool.sources.document import Document, DocumentKind, TableBlock, TextBlock
from xltool.sources.document_grids import grid_of, mended_remark
from xltool.sources.grid import Grid
from xltool.sources.labels import normal

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
    made = [grid_of(part, is_recognised=is_recognised) for part in sorting.parts]
    mended = [item for _, items in made for item in items]
    remarks = (*sorting.remarks, *mended_remark(mended, document.name))
    return Assembly(tuple(grid for grid, _ in made), tuple(sorting.narrative), remarks)


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
