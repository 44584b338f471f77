"""A narrative from a file, written into 情况说明 where that is empty, else beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xltool.hosts.memory import NARRATIVE_NAME, Written, checksum_of, names_of_written
from xltool.hosts.row_heights import Measured, height
from xltool.hosts.sheet_area import block, cells_of
from xltool.hosts.sheets import ADDED_NARRATIVE, NARRATIVE, free_name
from xltool.model.book import Address, Narrative
from xltool.model.patch import (
    AddSheet,
    Edit,
    SetContent,
    SetLook,
    SetName,
    SetRowHeight,
    SheetLayout,
)
from xltool.package.a1 import Area, Position, area_of
from xltool.package.opc import Package
from xltool.package.reading import WorkbookReader

LAYOUT = SheetLayout(widths=(80.0,), landscape=False)
"""Layout of a sheet 情况说明(核对) that we add."""
_LONGEST_TEXT = 32_767
"""Characters that a cell can hold."""
_CUT = "…(太长,全文见来源文件)"


@dataclass(frozen=True, slots=True)
class NarrativeSheet:
    """Where the paragraphs go, and whether the sheet is there already."""

    name: str
    exists: bool
    styled: bool
    width: float = LAYOUT.widths[0]
    font_size: float = 10


def sheet_for_narrative(package: Package) -> NarrativeSheet:
    """情况说明 if it is there and empty, else a new sheet 情况说明(核对)."""
    for sheet in package.sheets:
        if sheet.name == NARRATIVE and sheet.is_grid:
            reader = WorkbookReader(package).sheet(sheet.name)
            if not reader.contents:
                measured = Measured(package, sheet.name)
                size = measured.size(Position(1, 1), otherwise=11)
                return NarrativeSheet(
                    sheet.name,
                    exists=True,
                    styled=True,
                    width=measured.width(1),
                    font_size=size,
                )
    taken = frozenset(sheet.name for sheet in package.sheets)
    return NarrativeSheet(free_name(ADDED_NARRATIVE, taken), exists=False, styled=False)


def writing(target: NarrativeSheet, narrative: Narrative) -> Iterator[Edit]:
    """Edits that write the paragraphs, one a row from A1."""
    if not target.exists:
        yield AddSheet(target.name, LAYOUT)
    texts = [fitting(paragraph.text) for paragraph in narrative.paragraphs]
    for row, text in enumerate(texts, start=1):
        cell = Position(row, 1).a1
        yield SetContent(target.name, cell, None, text)
        if not target.styled:
            yield SetLook(target.name, cell, None, "body")
        tall = height([(text, target.width)], target.font_size)
        yield SetRowHeight(target.name, row, None, tall)
    area = Area(1, 1, max(len(texts), 1), 1)
    written = Written(
        block(target.name, area),
        added=not target.exists,
        looks=not target.styled,
        checksum=checksum_of(texts),
    )
    for name, value in names_of_written(NARRATIVE_NAME, written):
        yield SetName(name, None, value)


def places(target: NarrativeSheet, narrative: Narrative) -> Mapping[int, Address]:
    """The cell of each paragraph, by its index, once ``writing`` is done."""
    return {
        paragraph.index: Address(target.name, Position(row, 1).a1)
        for row, paragraph in enumerate(narrative.paragraphs, start=1)
    }


def looks_in(written: Written) -> Mapping[str, str]:
    """The looks that ``writing`` gave."""
    if not written.looks:
        return {}
    return dict.fromkeys(cells_of(area_of(written.cells.cell)), "body")


def fitting(text: str) -> str:
    """A paragraph as a cell can hold it."""
    if len(text) <= _LONGEST_TEXT:
        return text
    return text[: _LONGEST_TEXT - len(_CUT)] + _CUT
