"""A1 addresses: letters and numbers of cells and ranges."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from xltool.model.errors import XltoolError

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


class Position(NamedTuple):
    """Row and column of a cell, both from 1."""

    row: int
    column: int

    @property
    def a1(self) -> str:
        """The address without "$"."""
        return f"{column_letters(self.column)}{self.row}"


class Area(NamedTuple):
    """A block of cells, bounds included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def a1(self) -> str:
        """The address, a single cell without colon."""
        first = Position(self.top, self.left).a1
        last = Position(self.bottom, self.right).a1
        return first if first == last else f"{first}:{last}"

    def covers(self, position: Position) -> bool:
        """Whether the cell lies in the block."""
        in_rows = self.top <= position.row <= self.bottom
        return in_rows and self.left <= position.column <= self.right


@cache
def column_letters(number: int) -> str:
    """1 -> A, 27 -> AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@cache
def column_number(letters: str) -> int:
    """A -> 1, AA -> 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=1 << 15)
def position_of(address: str) -> Position:
    """The position of an A1 address, "$" ignored.

    Raises:
        XltoolError: not an address of a cell.
    """
    found = _CELL.fullmatch(address)
    if found is None:
        raise XltoolError(f"“{address}”不是单元格地址,应如 C9")
    position = Position(int(found[2]), column_number(found[1]))
    if position.row > MAX_ROW or position.column > MAX_COLUMN:
        raise XltoolError(f"单元格地址“{address}”超出工作表范围")
    return position


def area_of(reference: str) -> Area:
    """The area of "A1" or "A1:C3".

    Raises:
        XltoolError: not a reference to cells.
    """
    first, _, last = reference.partition(":")
    start, end = position_of(first), position_of(last or first)
    return Area(
        min(start.row, end.row),
        min(start.column, end.column),
        max(start.row, end.row),
        max(start.column, end.column),
    )
