"""How a sheet of an official workbook is laid out: title, captions, head, note."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from xltool.package.a1 import column_letters
from xltool.sources.grid import RawCell
from xltool.sources.labels import bare, normal
from xltool.sources.recognise.outline import Outline

_NUMBER: Final = re.compile(r"^\(?(?:财决)?公开.{1,4}表?\)?$")
_UNIT_NAME: Final = re.compile(r"(?:单位|部门)(?:名称)?:")
_AMOUNT: Final = re.compile(r"单位:?\(?(?:人民币)?(?:亿元|万元|千元|元)\)?")
_YEAR: Final = re.compile(r"(?:19|20)[0-9]{2}年")
_NOTE: Final = re.compile(r"^注\d?[::]")


@dataclass(frozen=True, slots=True)
class SheetLooks:
    """Places are A1 ranges, "" where there is none."""

    title: str
    number: str
    number_text: str
    unit: str
    unit_caption: str
    year: str
    amount_unit: str
    head: tuple[tuple[str, str], ...]
    numbers_row: int
    note: str
    """The closing note."""
    last_letter: str


def looks_of(outline: Outline, title: RawCell | None) -> SheetLooks:
    """The lay-out of the sheet of ``outline``."""
    top, bottom = outline.head
    grid = outline.region.grid
    above = [cell for row, cells in grid.rows.items() if row < top for cell in cells]
    texts = [cell for cell in above if isinstance(cell.value, str)]
    amount = next((c for c in texts if _AMOUNT.search(normal(c.text))), None)
    unit = next((c for c in texts if c is not amount and _UNIT_NAME.search(normal(c.text))), None)
    number = next((c for c in texts if _NUMBER.match(normal(c.text))), None)
    year = next((c for c in texts if c is not title and _YEAR.search(c.text)), None)
    rows = [cells for row, cells in grid.rows.items() if top <= row <= bottom]
    numbered = [cells for cells in rows if any(bare(c.text) == "栏次" for c in cells)]
    head = [c for cells in rows for c in cells if isinstance(c.value, str) and c.text.strip()]
    return SheetLooks(
        title=_range(title, outline),
        number=_range(number, outline),
        number_text=number.text.strip() if number else "",
        unit=_range(unit, outline),
        unit_caption=unit.text.strip() if unit else "",
        year=_range(year, outline),
        amount_unit=_range(amount, outline),
        head=tuple((_range(cell, outline), cell.text) for cell in head),
        numbers_row=numbered[0][0].row if numbered else 0,
        note=_note(outline),
        last_letter=column_letters(outline.region.area.right),
    )


def _range(cell: RawCell | None, outline: Outline) -> str:
    return outline.region.grid.area(cell).a1 if cell is not None else ""


def _note(outline: Outline) -> str:
    texts = (c.text.strip() for c in outline.region.cells if isinstance(c.value, str))
    return next((text for text in texts if _NOTE.match(normal(text))), "")
