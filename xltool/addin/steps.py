"""A Patch as steps: edits of one kind that a workbook program does to a block at once.

Between two edits that put in or take away rows or sheets the order of edits matters only
where they meet in a cell. There they keep their order; all others are gathered, so that
formats come before contents, contents before links, and a block is written in one go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from xltool.model.patch import (
    AddSheet,
    ColourText,
    Content,
    DeleteRows,
    Edit,
    Formula,
    InsertRows,
    Patch,
    RemoveSheet,
    SetContent,
    SetFill,
    SetLink,
    SetLook,
    SetName,
    SetNote,
    SetNumberFormat,
    SetRowHeight,
)
from xltool.package.a1 import Area, Position, area_of, position_of

STRUCTURAL = (InsertRows, DeleteRows, AddSheet, RemoveSheet)
"""Edits that move or make the places of others: nothing is gathered over them."""
_ORDER = (
    SetLook,
    SetNumberFormat,
    SetContent,
    SetLink,
    SetFill,
    SetNote,
    ColourText,
    SetName,
    SetRowHeight,
)
_LONGEST_REFERENCE = 250
"""Characters of a list of areas: Excel takes 255."""
_LONGEST_TEXT = 800
"""Characters that a text may have in a block: Excel cuts or refuses longer ones in arrays."""

_Key = tuple[Hashable, ...]
_Swap = (
    SetLook
    | SetNumberFormat
    | SetContent
    | SetLink
    | SetFill
    | SetNote
    | ColourText
    | SetName
    | SetRowHeight
)


@dataclass(frozen=True, slots=True)
class Step:
    """Edits done together: of one kind and on one sheet.

    Contents are those of one area, row by row; edits of other kinds that are together
    have the same state before and the same state after.
    """

    edits: tuple[Edit, ...]
    areas: tuple[str, ...] = ()
    """Where, in A1; empty for edits that are not of cells."""

    @property
    def first(self) -> Edit:
        """The edit that stands for all, those of contents aside."""
        return self.edits[0]


def steps(patch: Patch) -> tuple[Step, ...]:
    """The steps of a Patch; to do them is to do its edits."""
    found: list[Step] = []
    gathered: list[_Swap] = []
    for edit in patch.edits:
        if isinstance(edit, STRUCTURAL):
            found += (*_gathered(gathered), Step((edit,)))
            gathered = []
        else:
            gathered.append(edit)
    return (*found, *_gathered(gathered))


def _gathered(edits: Iterable[_Swap]) -> Iterator[Step]:
    """Steps of edits among which nothing moves."""
    turns: dict[int, dict[_Key, list[_Swap]]] = defaultdict(lambda: defaultdict(list))
    last: dict[Hashable, int] = {}
    for edit in edits:
        place = _place(edit)
        turn = _turn(edit, last.get(place, -1))
        last[place] = turn
        turns[turn][_key(edit)].append(edit)
    for _, together in sorted(turns.items()):
        for alike in together.values():
            yield from _laid_out(alike)


def _turn(edit: _Swap, after: int) -> int:
    """The first turn of the edit's kind behind ``after``."""
    kind = _ORDER.index(type(edit))
    rounds = 0 if kind > after else (after - kind) // len(_ORDER) + 1
    return rounds * len(_ORDER) + kind


def _place(edit: _Swap) -> Hashable:
    match edit:
        case SetName(name):
            return name
        case SetRowHeight(sheet, row):
            return sheet, row
        case _:
            return edit.sheet, edit.cell


def _key(edit: _Swap) -> _Key:
    """Equal for edits that can be done together."""
    match edit:
        case SetContent(sheet, cell, _, after):
            return "content", sheet, _sort(after) or cell
        case SetNumberFormat() | SetFill() | SetLook():
            return type(edit).__name__, edit.sheet, edit.before, edit.after
        case SetRowHeight():
            return "height", edit.sheet, edit.row
        case SetName():
            return "name", edit.name
        case _:
            return type(edit).__name__, edit.sheet, edit.cell


def _sort(content: Content) -> str:
    """What a block may hold together; "" for what is written alone."""
    match content:
        case None:
            return "nothing"
        case str():
            return "text" if len(content) <= _LONGEST_TEXT else ""
        case Formula(text) if text.startswith("{=") or len(text) > _LONGEST_TEXT:
            return ""
        case _:
            return "value"


def _laid_out(edits: Sequence[_Swap]) -> Iterator[Step]:
    by_place = {
        position_of(edit.cell): edit
        for edit in edits
        if not isinstance(edit, SetName | SetRowHeight)
    }
    if not by_place:
        yield Step(tuple(edits))
        return
    areas = rectangles(by_place)
    parts = ([area] for area in areas)
    for part in parts if isinstance(edits[0], SetContent) else _short(areas):
        cells = (position for area in part for position in _cells(area))
        yield Step(tuple(by_place[cell] for cell in cells), tuple(area.a1 for area in part))


def cells_of(reference: str) -> Iterator[str]:
    """The cells of areas parted by commas ("A1:B2,C5"), area by area and row by row.

    Raises:
        XltoolError: not a list of areas.
    """
    for area in reference.split(","):
        yield from (position.a1 for position in _cells(area_of(area)))


def _cells(area: Area) -> Iterator[Position]:
    """The cells of an area, row by row."""
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield Position(row, column)


def _short(areas: Iterable[Area]) -> Iterator[list[Area]]:
    """Lists of areas that are short enough as a reference."""
    part: list[Area] = []
    length = 0
    for area in areas:
        if part and length + len(area.a1) > _LONGEST_REFERENCE:
            yield part
            part, length = [], 0
        part.append(area)
        length += len(area.a1) + 1
    yield part


def rectangles(cells: Iterable[Position]) -> list[Area]:
    """Areas that hold just those cells, each of them once: runs down, alike ones side by side."""
    open_runs: dict[tuple[int, int], Area] = {}
    found: list[Area] = []
    for top, bottom, column in _runs(sorted(set(cells), key=lambda at: (at.column, at.row))):
        left = open_runs.pop((top, bottom), None)
        if left is not None and left.right == column - 1:
            open_runs[top, bottom] = left._replace(right=column)
        else:
            found += [left] if left is not None else []
            open_runs[top, bottom] = Area(top, column, bottom, column)
    return sorted((*found, *open_runs.values()))


def _runs(cells: Iterable[Position]) -> Iterator[tuple[int, int, int]]:
    """First row, last row and column of cells that stand below one another."""
    run: tuple[int, int, int] | None = None
    for cell in cells:
        if run is not None and (cell.row - 1, cell.column) == run[1:]:
            run = run[0], cell.row, cell.column
        else:
            if run is not None:
                yield run
            run = cell.row, cell.row, cell.column
    if run is not None:
        yield run
