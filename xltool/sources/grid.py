"""Sheets as grids: what each cell holds, its number format and formula, merges, visibility.

One pass over a sheet's XML gives all of it. Numbers are taken from the decimal text in
the file at the 15 significant digits a spreadsheet shows, so no binary dust comes in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal, InvalidOperation
from functools import cached_property
from typing import NamedTuple

from xltool.model.book import Address
from xltool.package import Package, SheetState, WorkbookReader
from xltool.package.a1 import Area, Position, area_of, column_number
from xltool.package.formula_text import translated
from xltool.package.markup import Element, child, namespace, parse
from xltool.package.strings import decoded, plain_text

MAX_SHEET = 32 << 20
"""Bytes of one sheet's XML; a form of ten thousand rows has some 5 MB."""
MAX_ROWS = 20_000
_WIDEST = 100

_ANSWER = re.compile(r"\bBUDGET_(?:CHECK|FINDINGS|NARRATIVE)\(", re.IGNORECASE)
_DIGITS = Context(prec=15)
_DIGIT_CHARACTERS = "0123456789"


class RawCell(NamedTuple):
    """A cell that holds something, as the file has it."""

    row: int
    column: int
    value: Decimal | str | None
    """None where a formula has no cached result."""
    format: str = "General"
    formula: str | None = None

    @property
    def text(self) -> str:
        """The value as text, "" for none."""
        return "" if self.value is None else str(self.value)

    @property
    def address(self) -> str:
        """A1 address."""
        return Position(self.row, self.column).a1


@dataclass(frozen=True)
class Grid:
    """The cells of one sheet that hold something, by (row, column) from 1."""

    name: str
    cells: Mapping[tuple[int, int], RawCell]
    merges: tuple[Area, ...] = ()
    is_hidden: bool = False
    hidden_rows: frozenset[int] = field(default=frozenset())
    homes: Mapping[int, tuple[str, int]] = field(default_factory=dict)
    """Of a table put together from several pages: for each row the page's table and row."""
    is_recognised: bool = False
    """It comes from text recognition: labels may be misread, so numbers and order help."""

    @property
    def called(self) -> str:
        """How messages call it: 工作表“公开03表”, or the pages of a document (第5-6页)."""
        return self.name if self.homes else f"工作表“{self.name}”"

    def address(self, row: int, column: int) -> Address:
        """Where a cell stands: on its own sheet, or in the table of its page."""
        name, own_row = self.homes.get(row, (self.name, row))
        return Address(name, Position(own_row, column).a1)

    def row_text(self, row: int) -> str:
        """How messages call a row: 第9行, with its page where the table runs over several."""
        name, own_row = self.homes.get(row, (self.name, row))
        return f"第{own_row}行" if name == self.name else f"{name}第{own_row}行"

    @cached_property
    def rows(self) -> dict[int, list[RawCell]]:
        """Cells by row, left to right; rows in order."""
        found: dict[int, list[RawCell]] = {}
        for key in sorted(self.cells):
            found.setdefault(key[0], []).append(self.cells[key])
        return found

    @cached_property
    def _spans(self) -> dict[tuple[int, int], Area]:
        return {(area.top, area.left): area for area in self.merges if self._is_one(area)}

    def _is_one(self, area: Area) -> bool:
        """Whether at most one cell holds something; else rows were moved under the merge."""
        inside = (
            (row, column)
            for row in range(area.top, min(area.bottom, area.top + _WIDEST) + 1)
            for column in range(area.left, min(area.right, area.left + _WIDEST) + 1)
        )
        return sum(place in self.cells for place in inside) <= 1

    def area(self, cell: RawCell) -> Area:
        """The merged area that the cell heads, else the cell alone."""
        here = Area(cell.row, cell.column, cell.row, cell.column)
        return self._spans.get((cell.row, cell.column), here)


@dataclass(frozen=True, slots=True)
class Grids:
    """All sheets of a workbook that could be read, in the order of their tabs."""

    sheets: tuple[Grid, ...]
    skipped: tuple[str, ...] = ()
    """Why a sheet was not read, one Chinese line each."""
    has_formulas: bool = True
    """False for kinds of file of which only values come over."""


def is_answer(formula: str) -> bool:
    """Whether a formula tells of a check: what it shows is no part of the document."""
    return _ANSWER.search(formula) is not None


def is_ours(formula: str) -> bool:
    """Whether a formula calls one of our cell functions."""
    return "BUDGET_" in formula.upper()


def grids_of(package: Package) -> Grids:
    """Every sheet of cells; one that is far too large for a form is skipped and named.

    Raises:
        XltoolError: a part is damaged.
    """
    workbook = WorkbookReader(package)
    sizes = {entry.name: entry.size for entry in package.entries}
    sheets, skipped = [], []
    for sheet in package.sheets:
        if not sheet.is_grid:
            continue
        if sizes.get(sheet.part, 0) > MAX_SHEET or _count_rows(package.part(sheet.part)) > MAX_ROWS:
            skipped.append(f"工作表“{sheet.name}”超过 {MAX_ROWS} 行,不像公开表,没有读")
            continue
        root = parse(package.part(sheet.part), sheet.part)
        is_hidden = sheet.state is not SheetState.VISIBLE
        sheets.append(_grid(workbook, sheet.name, root, is_hidden=is_hidden))
    return Grids(tuple(sheets), tuple(skipped))


def _count_rows(data: bytes) -> int:
    """Rows in the XML, whatever its prefix; close enough for a limit."""
    return data.count(b"row r=") or data.count(b"<row")


def _grid(workbook: WorkbookReader, name: str, root: Element, *, is_hidden: bool) -> Grid:
    listed = child(root, "mergeCells")
    merges = [area_of(e.get("ref", "A1")) for e in listed] if listed is not None else []
    data = child(root, "sheetData")
    cells: dict[tuple[int, int], RawCell] = {}
    hidden: set[int] = set()
    if data is not None:
        reader = _CellReader(workbook, namespace(root))
        number = 0
        for row in data:
            number = int(row.get("r") or number + 1)
            if row.get("hidden") in ("1", "true"):
                hidden.add(number)
            for cell in reader.cells(row, number):
                cells[cell.row, cell.column] = cell
        for area in reader.answers:
            cells = {at: cell for at, cell in cells.items() if not area.covers(Position(*at))}
    return Grid(name, cells, tuple(merges), is_hidden, frozenset(hidden))


class _CellReader:
    """Reads the cells of one sheet; keeps the shared formulas it meets."""

    def __init__(self, workbook: WorkbookReader, space: str) -> None:
        self._workbook = workbook
        self._value_tag = f"{{{space}}}v"
        self._formula_tag = f"{{{space}}}f"
        self._inline_tag = f"{{{space}}}is"
        self._formats: dict[str, str] = {}
        self._shared: dict[str, tuple[Position, str]] = {}
        self.answers: list[Area] = []
        """Cells that tell of a check, and those that they spill into."""

    def cells(self, row: Element, number: int) -> Iterator[RawCell]:
        """The cells of a row that hold a value or a formula."""
        column = 0
        for cell in row:
            reference = cell.get("r")
            column = column_number(reference.rstrip(_DIGIT_CHARACTERS)) if reference else column + 1
            if len(cell):
                found = self._cell(cell, number, column)
                if found.value is not None or found.formula is not None:
                    yield found

    def _cell(self, cell: Element, row: int, column: int) -> RawCell:
        value: Decimal | str | None = None
        formula: str | None = None
        for part in cell:
            if part.tag == self._value_tag:
                value = self._value(cell.get("t", "n"), part.text)
            elif part.tag == self._formula_tag:
                formula = self._formula(part, Position(row, column))
            elif part.tag == self._inline_tag:
                value = plain_text(part)
        return RawCell(row, column, value, self._format(cell.get("s", "0")), formula)

    def _value(self, kind: str, text: str | None) -> Decimal | str | None:
        if not text:
            return "" if kind == "str" else None
        if kind == "n":
            try:
                return _DIGITS.create_decimal(text)
            except InvalidOperation:
                return text
        if kind == "s":
            shared = self._workbook.shared_texts
            return shared[int(text)] if text.isdigit() and int(text) < len(shared) else None
        if kind == "b":
            return "TRUE" if text == "1" else "FALSE"
        return decoded(text)

    def _formula(self, part: Element, at: Position) -> str:
        text, group = part.text or "", part.get("si")
        if is_answer(text):
            self.answers.append(area_of(part.get("ref") or at.a1))
        if part.get("t") != "shared" or group is None:
            return text
        if text:
            self._shared[group] = (at, text)
        elif group in self._shared:
            start, master = self._shared[group]
            return translated(master, at.row - start.row, at.column - start.column)
        return text

    def _format(self, style: str) -> str:
        found = self._formats.get(style)
        if found is None:
            styles = self._workbook.styles
            known = styles is not None and style.isdigit()
            found = styles.number_format(int(style)) if styles and known else "General"
            self._formats[style] = found
        return found
