"""Blocks of cells that we write into sheets, and how they are cleared again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from xltool.model.book import Address
from xltool.model.patch import (
    Content,
    Edit,
    SetContent,
    SetLink,
    SetLook,
    SetNumberFormat,
)
from xltool.package.a1 import Area, Position, area_of, position_of
from xltool.package.number_formats import GENERAL
from xltool.package.reading import SheetReader


def cells_of(area: Area) -> Iterator[str]:
    """The addresses of an area, row by row."""
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield Position(row, column).a1


def block(sheet: str, area: Area) -> Address:
    """An area of a sheet as one address."""
    return Address(sheet, area.a1)


def clearing(sheet: SheetReader, cells: Address, looks: Mapping[str, str]) -> Iterator[Edit]:
    """Edits that empty the cells we wrote; ``looks`` are those that we gave, by cell."""
    name = cells.sheet
    for cell in cells_of(area_of(cells.cell)):
        link = sheet.links.get(cell)
        if link is not None:
            yield SetLink(name, cell, link, None)
        content = sheet.content(cell)
        if content is not None:
            yield SetContent(name, cell, content, None)
        if cell in looks:
            number_format = sheet.number_formats.get(cell, GENERAL)
            if number_format != GENERAL:
                yield SetNumberFormat(name, cell, number_format, GENERAL)
            yield SetLook(name, cell, looks[cell], None)


def neighbours(cell: str) -> tuple[str, ...]:
    """The cells right above and right below."""
    at = position_of(cell)
    return tuple(Position(row, at.column).a1 for row in (at.row - 1, at.row + 1) if row >= 1)


def has_other_content(sheet: SheetReader, cells: Address) -> bool:
    """Whether something stands in the sheet outside the cells we wrote."""
    ours = frozenset(cells_of(area_of(cells.cell)))
    return not ours.issuperset(sheet.contents)


def text_of(content: Content) -> str:
    """A cell's content as text; "" for an empty one."""
    if content is None:
        return ""
    return f"{content:f}" if isinstance(content, Decimal) else str(content)
