"""Heights of rows with wrapped text, estimated: not every program fits them on opening."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from xltool.model.patch import Edit, SetRowHeight
from xltool.package import Package, SheetReader, WorkbookReader
from xltool.package.a1 import Position
from xltool.package.markup import Element, child, whole
from xltool.package.reading import columns, default_style, rows, sheet_root

_PIXELS_A_CHARACTER = 7
"""Width of a digit in the standard font, the unit of column widths (ECMA-376 18.3.1.13)."""
_MARGIN = 5
_PIXELS_A_POINT = 96 / 72
_NARROW = 0.53
"""Width of a digit or Latin letter in sizes of its font."""
_LINE = 1.36
"""Height of a line in sizes of its font: 宋体 has 1.3, others a little more."""
_STANDARD = 15
"""Points of a row with one line of small text."""
_TALLEST = 409
"""Points that Excel allows."""
_STANDARD_WIDTH = 8.43
_WIDE = frozenset("WFA")


def height(texts: Iterable[tuple[str, float]], size: float) -> Decimal:
    """Points that a row needs for ``texts``, each with the width of its column."""
    lines = max((_lines(text, width, size) for text, width in texts), default=1)
    points = max(_STANDARD, round(lines * size * _LINE + 3))
    return Decimal(min(points, _TALLEST))


def _lines(text: str, width: float, size: float) -> int:
    room = width * _PIXELS_A_CHARACTER - _MARGIN
    em = size * _PIXELS_A_POINT
    return sum(_wrapped(line, room, em) for line in text.split("\n"))


def _wrapped(line: str, room: float, em: float) -> int:
    """Lines that a paragraph takes; a character does not go over the edge."""
    lines, used = 1, 0.0
    for character in line:
        step = em if unicodedata.east_asian_width(character) in _WIDE else em * _NARROW
        if used + step > room:
            lines, used = lines + 1, 0.0
        used += step
    return lines


class Measured:
    """Column widths, heights and font size of a sheet that is there."""

    def __init__(self, package: Package, sheet: str) -> None:
        self._root = sheet_root(package, sheet)
        self._heights = {number: row.get("ht") for number, row in rows(self._root)}
        self._sheet: SheetReader = WorkbookReader(package).sheet(sheet)

    def width(self, column: int) -> float:
        """Width of a column in characters."""
        for element in columns(self._root):
            if whole(element, "min") <= column <= whole(element, "max"):
                return float(element.get("width", str(_STANDARD_WIDTH)))
        return _STANDARD_WIDTH

    def widths(self, count: int) -> tuple[float, ...]:
        """Widths of the first columns."""
        return tuple(self.width(column) for column in range(1, count + 1))

    def before(self, row: int) -> Decimal | None:
        """Stored height of a row."""
        stored = self._heights.get(row)
        return Decimal(stored) if stored else None

    def size(self, at: Position, otherwise: float) -> float:
        """Font size that a cell not yet there will have."""
        styles = self._sheet.workbook.styles
        font: Element | None = styles.font(default_style(self._root, at)) if styles else None
        size = child(font, "sz") if font is not None else None
        return float(size.get("val", str(otherwise))) if size is not None else otherwise


def clearing_heights(package: Package, sheet: str, numbers: Iterable[int]) -> Iterator[Edit]:
    """Edits that take back the heights of those rows."""
    measured = Measured(package, sheet)
    for row in numbers:
        before = measured.before(row)
        if before is not None:
            yield SetRowHeight(sheet, row, before, None)


def cells_in_row(texts: Sequence[str], widths: Sequence[float]) -> list[tuple[str, float]]:
    """Texts of one row with the widths of their columns."""
    return [(text, width) for text, width in zip(texts, widths, strict=False) if text]
