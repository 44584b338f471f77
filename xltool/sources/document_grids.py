"""Tables of documents as grids: figures as numbers, every other text on one line.

What print or text recognition did to a figure is mended where one reading is left, and
told; a figure of which digits are missing stays a text, so that nothing is checked of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from xltool.model.book import Address, Remark
from xltool.model.finding import CellPlace, Severity
from xltool.package.a1 import Area
from xltool.sources.continuation import Part
from xltool.sources.document import flat
from xltool.sources.grid import Grid, RawCell
from xltool.sources.printed_numbers import Printed, printed_number

_USUAL_DECIMALS = 2
_FEWEST_FIGURES = 5
_MOSTLY = 0.8
_NAMED = 3
_MOST_PLACES = 12


@dataclass(frozen=True, slots=True)
class Mended:
    """A figure that was mended: where, what stood there, what it was read as."""

    at: Address
    text: str
    value: str


def grid_of(part: Part, *, is_recognised: bool) -> tuple[Grid, tuple[Mended, ...]]:
    """One table with its head lines above and its notes below, and what was mended.

    Args:
        part: the table, of as many pages as it runs over.
        is_recognised: it comes from text recognition.
    """
    top = len(part.head)
    cells: dict[tuple[int, int], RawCell] = {}
    homes = dict(enumerate(part.homes, top + 1))
    homes |= dict.fromkeys(range(1, top + 1), part.homes[0])
    for row, text in enumerate(part.head, 1):
        cells[row, 1] = RawCell(row, 1, flat(text))
    for row, text in enumerate(part.notes, top + len(part.rows) + 1):
        cells[row, 1] = RawCell(row, 1, flat(text))
        homes[row] = part.homes[-1]
    figures = _figures(part, is_recognised=is_recognised)
    cut = _cut(figures) if is_recognised else set()
    mended = []
    for index, row_cells in enumerate(part.rows):
        for cell in row_cells:
            place, row = (index, cell.column), index + top + 1
            printed = figures.get(place)
            if place in cut:
                cells[row, cell.column] = RawCell(row, cell.column, f"{flat(cell.text)}…")
            elif cell.text.strip():
                cells[row, cell.column] = _raw(row, cell.column, cell.text, printed)
            if printed and printed.is_mended and place not in cut:
                at = part.address(*place)
                mended.append(Mended(at, flat(cell.text), f"{printed.number.value}"))
    merges = tuple(_merges(part, top))
    grid = Grid(part.name, cells, merges, homes=homes, is_recognised=is_recognised)
    return grid, tuple(mended)


_Figures = dict[tuple[int, int], Printed]
"""Figures by index of the row and column."""


def _figures(part: Part, *, is_recognised: bool) -> _Figures:
    return {
        (index, cell.column): printed
        for index, row in enumerate(part.rows)
        for cell in row
        if (printed := printed_number(cell.text, recognised=is_recognised))
    }


def _cut(figures: _Figures) -> set[tuple[int, int]]:
    """Figures of one decimal where nearly all have two: the last digit is lost."""
    decimals = [p.number.decimals for p in figures.values() if p.number.decimals]
    usual = sum(count == _USUAL_DECIMALS for count in decimals)
    if usual < _FEWEST_FIGURES or usual < _MOSTLY * len(decimals):
        return set()
    return {place for place, printed in figures.items() if printed.number.decimals == 1}


def _merges(part: Part, top: int) -> Iterator[Area]:
    for index, row in enumerate(part.rows, top + 1):
        for cell in row:
            if cell.rows > 1 or cell.columns > 1:
                yield cell.area._replace(top=index, bottom=index + cell.rows - 1)


def _raw(row: int, column: int, text: str, printed: Printed | None) -> RawCell:
    """A figure keeps more decimals than usual; other text loses its line ends."""
    if printed is None:
        return _percentage(row, column, text) or RawCell(row, column, flat(text))
    decimals = printed.number.decimals
    form = f"0.{'0' * decimals}" if decimals > _USUAL_DECIMALS else "General"
    return RawCell(row, column, printed.number.value, form)


def _percentage(row: int, column: int, text: str) -> RawCell | None:
    """A printed percentage, as a workbook holds it: a ratio that shows as printed."""
    plain = text.strip().replace("\uff05", "%")
    printed = printed_number(plain[:-1]) if plain.endswith("%") else None
    if printed is None:
        return None
    number = printed.number
    form = f"0.{'0' * number.decimals}%" if number.decimals else "0%"
    return RawCell(row, column, number.value.scaleb(-2), form)


def mended_remark(mended: Sequence[Mended], name: str) -> Iterable[Remark]:
    """One remark for all mended figures of a document; none where there are none."""
    if not mended:
        return
    shown = "、".join(
        f"{item.at.sheet} {item.at.cell} “{item.text}”→{item.value}" for item in mended[:_NAMED]
    )
    more = f" 等 {len(mended)} 处" if len(mended) > _NAMED else ""
    places = (CellPlace("", "", "", item.at.sheet, item.at.cell) for item in mended[:_MOST_PLACES])
    yield Remark(
        "read.mended-figure",
        f"{name} 的表里有断开或认错的数,按修补后的核对:{shown}{more};请对照原文",
        Severity.WARNING,
        tuple(places),
    )
