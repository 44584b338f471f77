"""Where every cell of the form stands in the official workbook, code rows grown.

Rows of codes begin at the form's first code row, in the order given; a table without
codes keeps one empty row. What stands below (note, the sentence of an empty table)
moves down with them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from xltool.editions.schema import Block, CodeRows, Edition, TableSpec
from xltool.editions.sheet_forms import SheetForm, forms_of
from xltool.model.book import TOTAL_ROW, Address, CellId

_CELL: Final = re.compile(r"([A-Z]+)(\d+)")

Cells = Mapping[tuple[str, str], str]


@dataclass(frozen=True, slots=True)
class CodeRange:
    """A column of codes, with one row of slack at both ends, and its columns of amounts.

    A row that a user inserts before the first or after the last code lies inside, and
    formulas over the range stretch with it.
    """

    sheet: str
    letter: str
    first: int
    last: int
    letters: Mapping[str, str]
    """Letter of every column of amounts, by column key."""


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """One sheet of the official workbook with its code rows grown."""

    table: str
    sheet: str
    cells: Cells
    """A1 of every cell of amounts, by (row key, column key)."""
    labels: Mapping[str, str]
    """A1 of the printed label (for codes: the name) of every row."""
    codes: Mapping[str, str]
    """A1 of the code of every row that prints one."""
    rows: Mapping[str, int]
    unit_name: str
    """A1 of ``unit_caption`` + the unit's name."""
    unit_caption: str
    year: str
    amount_unit: str
    note: str
    empty_statement: str
    """A1 of the sentence that says the table has no data."""
    first_code_row: int
    """0 in a sheet whose rows do not grow."""
    code_rows: int
    """Rows of codes that the sheet has, at least 1 in a sheet that grows."""
    last_row: int
    merges: tuple[str, ...]
    print_area: str
    code_ranges: tuple[CodeRange, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Every sheet of tables, by table id."""

    sheets: Mapping[str, SheetLayout]

    def address(self, cell: CellId) -> Address | None:
        """Where ``cell`` stands, None where the workbook has no such cell."""
        sheet = self.sheets.get(cell.table)
        at = sheet.cells.get((cell.row, cell.column)) if sheet else None
        return Address(sheet.sheet, at) if sheet and at else None

    def code_ranges(self, table: str) -> tuple[CodeRange, ...]:
        """The columns of codes of ``table``."""
        sheet = self.sheets.get(table)
        return sheet.code_ranges if sheet else ()


def layout(edition: Edition, codes: Mapping[str, Sequence[str]]) -> Layout:
    """The official workbook of ``edition`` with the given codes in its growing tables.

    Args:
        edition: the form.
        codes: the codes of each growing table, by table id, in the order they stand.
    """
    forms = forms_of(edition).sheets
    return Layout(
        {
            key: _sheet(spec, forms[key], _grid(spec, forms[key], codes.get(key, ())))
            for key, spec in edition.tables.items()
        }
    )


def split_cell(cell: str) -> tuple[str, int]:
    """Letters and row number of an A1 address."""
    match = _CELL.fullmatch(cell)
    if match is None:
        raise ValueError(f"not a cell: {cell}")
    return match.group(1), int(match.group(2))


@dataclass(frozen=True, slots=True)
class _Grid:
    """The rows of one sheet, before what stands around them."""

    rows: Mapping[str, int]
    cells: Cells
    labels: Mapping[str, str]
    codes: Mapping[str, str]
    last: int
    ranges: tuple[CodeRange, ...]
    merges: tuple[str, ...]
    first_code_row: int = 0
    code_rows: int = 0


def _grid(spec: TableSpec, form: SheetForm, codes: Sequence[str]) -> _Grid:
    return _grown(spec, spec.code_rows, codes) if spec.code_rows else _fixed(spec, form)


def _grown(spec: TableSpec, block: CodeRows, codes: Sequence[str]) -> _Grid:
    count = max(len(codes), 1)
    last = block.first_row + count - 1
    total_row = last + 1 if block.total_is_last else block.total_row
    by_code = {code: block.first_row + position for position, code in enumerate(codes)}
    at_total = {TOTAL_ROW: total_row}
    rows = by_code | at_total if block.total_is_last else at_total | by_code
    letters = {column.key: column.letter for column in block.columns}
    total, names = f"{block.code_letter}{total_row}", block.name_letter
    return _Grid(
        rows=rows,
        cells={
            (key, name): f"{x}{row}" for key, row in rows.items() for name, x in letters.items()
        },
        labels={key: f"{names}{row}" for key, row in rows.items()} | {TOTAL_ROW: total},
        codes={code: f"{block.code_letter}{rows[code]}" for code in codes},
        last=max(last, total_row),
        ranges=(CodeRange(spec.sheet, block.code_letter, block.first_row - 1, last + 1, letters),),
        merges=(f"{total}:{names}{total_row}",),
        first_code_row=block.first_row,
        code_rows=count,
    )


def _fixed(spec: TableSpec, form: SheetForm) -> _Grid:
    cells: dict[tuple[str, str], str] = {}
    labels: dict[str, str] = {}
    codes: dict[str, str] = {}
    for block in spec.blocks:
        for line in filter(lambda line: line.is_printed, block.lines):
            for column in block.columns:
                cells[line.key, column.key] = f"{column.letter}{line.row}"
            if block.label_letter:
                labels[line.key] = f"{block.label_letter}{line.row}"
            if block.code_letter:
                codes[line.key] = f"{block.code_letter}{line.row}"
    rows = {line.key: line.row for line in spec.lines if line.is_printed}
    return _Grid(
        rows=rows,
        cells=cells,
        labels=labels,
        codes=codes,
        last=max(rows.values()),
        ranges=tuple(_code_range(spec, block) for block in spec.blocks if block.code_letter),
        merges=_ranges(*form.wide, *form.bands),
    )


def _code_range(spec: TableSpec, block: Block) -> CodeRange:
    rows = [line.row for line in block.lines if line.is_printed]
    letters = {column.key: column.letter for column in block.columns}
    return CodeRange(spec.sheet, block.code_letter or "", min(rows) - 1, max(rows) + 1, letters)


def _sheet(spec: TableSpec, form: SheetForm, grid: _Grid) -> SheetLayout:
    note, statement = grid.last + 1, grid.last + 2
    bottom = statement if spec.empty_statement else note
    above = (form.title, form.number, form.unit, form.year, form.amount_unit)
    below = (f"A{row}:{form.note_letter}{row}" for row in range(note, bottom + 1))
    return SheetLayout(
        table=spec.id,
        sheet=spec.sheet,
        cells=grid.cells,
        labels=grid.labels,
        codes=grid.codes,
        rows=grid.rows,
        unit_name=first_cell(form.unit),
        unit_caption=form.unit_caption,
        year=first_cell(form.year),
        amount_unit=first_cell(form.amount_unit),
        note=f"A{note}",
        empty_statement=f"A{statement}" if spec.empty_statement else "",
        first_code_row=grid.first_code_row,
        code_rows=grid.code_rows,
        last_row=bottom,
        merges=(*filter(_is_range, above), *_ranges(*form.head), *grid.merges, *below),
        print_area=f"A1:{form.note_letter}{bottom}",
        code_ranges=grid.ranges,
    )


def _ranges(*named: tuple[str, str]) -> tuple[str, ...]:
    """The ranges among (range, text) that take more than one cell."""
    return tuple(range_ for range_, _ in named if _is_range(range_))


def _is_range(text: str) -> bool:
    return ":" in text


def first_cell(range_: str) -> str:
    """The top left cell of a range."""
    return range_.partition(":")[0]
