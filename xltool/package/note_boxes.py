"""Where the box of a new note stands: beside its cell, as large as its text needs."""

from __future__ import annotations

import unicodedata
from functools import cached_property

from xltool.package.a1 import Position
from xltool.package.markup import child, whole
from xltool.package.reading import columns
from xltool.package.sheet_tree import SheetTree

_WIDTH, _CHARACTERS, _LINE_HEIGHT, _MARGIN = 260, 40, 17, 14
"""Pixels; half-width characters on a line."""
_LAST_COLUMN = 1000
"""Widths are looked up to here: a sheet may state one width for all 16384 columns."""


class NoteBoxes:
    """Boxes on one sheet, from its column widths and row heights."""

    def __init__(self, tree: SheetTree) -> None:
        self._tree = tree

    def anchor(self, at: Position, text: str) -> str:
        """Left, dx, top, dy, right, dx, bottom, dy in columns, rows (from 0) and pixels."""
        lines = sum(1 + _width(line) // _CHARACTERS for line in text.split("\n"))
        column, dx = at.column, _WIDTH
        while dx > (size := self._column_widths.get(column + 1, self._column_widths[0])):
            column, dx = column + 1, dx - size
        top = max(at.row - 2, 0)
        row, dy = top, lines * _LINE_HEIGHT + _MARGIN
        while dy > (size := self._row_height(row + 1)):
            row, dy = row + 1, dy - size
        return f"{at.column}, 15, {top}, 4, {column}, {dx}, {row}, {dy}"

    @cached_property
    def _column_widths(self) -> dict[int, int]:
        """Pixels by column number; 0 holds the default."""
        shape = child(self._tree.root, "sheetFormatPr")
        found = {0: _pixels(shape.get("defaultColWidth", "") if shape is not None else "")}
        for column in columns(self._tree.root):
            is_hidden = column.get("hidden") in ("1", "true")
            pixels = 0 if is_hidden else _pixels(column.get("width", ""))
            last = min(whole(column, "max", 1), _LAST_COLUMN)
            found |= dict.fromkeys(range(whole(column, "min", 1), last + 1), pixels)
        return found

    def _row_height(self, number: int) -> int:
        """A row's height in pixels; 20 where the file does not say."""
        row = self._tree.rows.get(number)
        try:
            return max(1, round(float(row.get("ht", "15") if row is not None else "15") * 4 / 3))
        except ValueError:
            return 20


def _width(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)


def _pixels(width: str) -> int:
    """A column's width in pixels; 64 where the file does not say."""
    try:
        return max(1, round(float(width) * 7 + 5))
    except ValueError:
        return 64
