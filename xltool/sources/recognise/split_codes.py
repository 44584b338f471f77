"""Codes printed in three columns (类, 款, 项) put together in the first of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from xltool.sources.grid import Grid, RawCell
from xltool.sources.labels import normal

_LEVELS = ("类", "款", "项")
_WIDTHS = (3, 2, 2)
_HEAD = "科目编码"


class _Columns(NamedTuple):
    """The head of three columns of code parts: its row, and the columns from the left."""

    row: int
    places: tuple[int, ...]


def with_whole_codes(grid: Grid) -> Grid:
    """The grid with each code whole in the column of 类; 款 and 项 are empty then.

    A part that is left out is that of the row above, as long as a lower one is given.
    """
    heads = list(_heads(grid))
    if not heads:
        return grid
    cells = dict(grid.cells)
    last = max(row for row, _ in cells)
    ends = [*(below.row for _, below in pairwise(heads)), last + 1]
    for head, end in zip(heads, ends, strict=True):
        first = head.places[0]
        for place in head.places:
            cells.pop((head.row, place), None)
        cells[head.row, first] = RawCell(head.row, first, _HEAD)
        _join(cells, head, end)
    return replace(grid, cells=cells)


def _heads(grid: Grid) -> Iterator[_Columns]:
    if not any(_may_be_level(cell) for cell in grid.cells.values()):
        return
    for row, cells in grid.rows.items():
        places = tuple(cell.column for cell in cells if normal(cell.text) in _LEVELS)
        words = tuple(normal(cell.text) for cell in cells if cell.column in places)
        if words == _LEVELS and all(right == left + 1 for left, right in pairwise(places)):
            yield _Columns(row, places)


def _may_be_level(cell: RawCell) -> bool:
    return isinstance(cell.value, str) and "款" in cell.value and len(cell.value) <= len(_HEAD)


def _join(cells: dict[tuple[int, int], RawCell], head: _Columns, end: int) -> None:
    """The codes of the rows below a head, in place."""
    above = [""] * len(_LEVELS)
    for row in range(head.row + 1, end):
        parts = [_part(cells.get((row, c)), w) for c, w in zip(head.places, _WIDTHS, strict=True)]
        given = [level for level, part in enumerate(parts) if part]
        if not given or None in parts:
            continue
        lowest = given[-1]
        whole = [parts[k] or above[k] for k in range(lowest + 1)]
        if not all(whole):
            continue
        above = [*(part or "" for part in whole), *[""] * (len(_LEVELS) - len(whole))]
        for place in head.places:
            cells.pop((row, place), None)
        code = "".join(part or "" for part in whole)
        cells[row, head.places[0]] = RawCell(row, head.places[0], code)


def _part(cell: RawCell | None, width: int) -> str | None:
    """The digits of one part, "" for none, None for something else; a lost 0 is put back."""
    text = normal(cell.text) if cell else ""
    if not text:
        return ""
    return text.zfill(width) if text.isdigit() and len(text) <= width else None
