"""An engine of xlwings over openpyxl, so that what is written for Excel runs in tests.

It does what Excel does where that matters to an applier: a text that looks like a number
or a formula becomes one unless the cell's format is text, a link changes the font, and
rows that are put in carry cells, notes and formulas along.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator, Sequence
from typing import Any

import xlwings as xw
from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.colors import Color
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet
from xlwings import base_classes
from xlwings.main import Characters

from xltool.model.patch import Name, SheetLayout
from xltool.package.formula_text import RowShift
from xltool.package.looks import Look

RGB = tuple[int, int, int]
Loose = Any
"""What openpyxl has and its stubs do not know."""
_CELL = re.compile(r"([A-Z]+)?(\d+)$")
_WIDEST = 12
"""Columns that whole rows are taken to have."""


def book_of(workbook: Workbook) -> xw.Book:
    """``workbook`` as xlwings shows it."""
    return xw.Book(impl=_BookImpl(workbook))


def hexed(colour: RGB) -> str:
    return "{:02X}{:02X}{:02X}".format(*colour)


def rgb_of(colour: Color | None) -> RGB | None:
    if colour is None or not isinstance(colour.rgb, str):
        return None
    red, green, blue = bytes.fromhex(colour.rgb[-6:])
    return red, green, blue


class _Engine:
    name = "openpyxl"
    type = "desktop"

    @staticmethod
    def clean_value_data(data: Loose, *_rest: object) -> Loose:
        return data

    @staticmethod
    def prepare_xl_data_element(value: Loose, *_rest: object) -> Loose:
        return value


class _AppImpl(base_classes.App):
    """An application: the engine's name, and settings that anybody may change."""

    pid = 1
    engine = _Engine()
    hwnd = 0
    screen_updating: Any = True
    display_alerts: Any = True
    enable_events: Any = True
    calculation: Any = "automatic"
    status_bar: Any = False


class _BookImpl(base_classes.Book):
    """A workbook."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook: Loose = workbook
        self.clipboard: _RangeImpl | None = None
        self.application = _AppImpl()

    @property
    def app(self) -> _AppImpl:
        return self.application

    @property
    def name(self) -> str:
        return "决算公开表.xlsx"

    @property
    def sheets(self) -> _SheetsImpl:
        return _SheetsImpl(self)

    @property
    def names(self) -> _NamesImpl:
        return _NamesImpl(self.workbook)


class _SheetsImpl(base_classes.Sheets):
    """The sheets of a workbook."""

    def __init__(self, book: _BookImpl) -> None:
        self.book = book

    @property
    def active(self) -> _SheetImpl:
        return _SheetImpl(self.book, self.book.workbook.active)

    def __call__(self, key: str | int) -> _SheetImpl:
        found = self.book.workbook.worksheets
        if isinstance(key, int):
            return _SheetImpl(self.book, found[key - 1])
        return _SheetImpl(self.book, self.book.workbook[key])

    def __len__(self) -> int:
        return len(self.book.workbook.worksheets)

    def __iter__(self) -> Iterator[_SheetImpl]:
        return (_SheetImpl(self.book, sheet) for sheet in self.book.workbook.worksheets)

    def __contains__(self, key: str | int) -> bool:
        return key in self.book.workbook.sheetnames

    def add(
        self, before: object = None, after: object = None, name: str | None = None
    ) -> _SheetImpl:
        assert before is None
        assert after is not None
        made = self.book.workbook.create_sheet(name)
        self.book.workbook.active = made
        return _SheetImpl(self.book, made)


class _SheetImpl(base_classes.Sheet):
    """A sheet."""

    def __init__(self, book: _BookImpl, sheet: Worksheet) -> None:
        self._book = book
        self.sheet: Loose = sheet

    @property
    def api(self) -> Loose:
        return self.sheet

    @property
    def book(self) -> _BookImpl:
        return self._book

    @property
    def name(self) -> str:
        return str(self.sheet.title)

    @name.setter
    def name(self, value: str) -> None:
        self.sheet.title = value

    @property
    def used_range(self) -> _RangeImpl:
        return _RangeImpl(self, 1, 1, self.sheet.max_row, self.sheet.max_column)

    def delete(self) -> None:
        self._book.workbook.remove(self.sheet)

    def range(
        self, first: str | tuple[int, int], last: tuple[int, int] | None = None
    ) -> _RangeImpl:
        if isinstance(first, tuple):
            row, column = first
            bottom, right = last or first
            return _RangeImpl(self, row, column, bottom - row + 1, right - column + 1)
        area, *others = (self._area(part) for part in first.split(","))
        area.others = others
        return area

    def _area(self, text: str) -> _RangeImpl:
        start, _, end = text.partition(":")
        row, column = _place(start, 1)
        bottom, right = _place(end or start, _WIDEST if _place(start, 0)[1] == 0 else 0)
        return _RangeImpl(self, row, column, bottom - row + 1, right - column + 1)


def _place(text: str, whole_row: int) -> tuple[int, int]:
    found = _CELL.match(text.replace("$", ""))
    assert found, text
    letters, row = found.groups()
    return int(row), column_index_from_string(letters) if letters else whole_row


class _RangeImpl(base_classes.Range):
    """A block of cells, or several; what is asked of one cell goes to the first."""

    options: Any = None

    def __init__(self, sheet: _SheetImpl, row: int, column: int, rows: int, columns: int) -> None:
        self._sheet = sheet
        self._row, self._column, self._rows, self._columns = row, column, rows, columns
        self.others: list[_RangeImpl] = []

    def cells(self) -> list[Loose]:
        """The cells of all areas."""
        own = [self(number).cell for number in range(1, len(self) + 1)]
        return [*own, *(cell for other in self.others for cell in other.cells())]

    @property
    def sheet(self) -> _SheetImpl:
        return self._sheet

    @property
    def cell(self) -> Loose:
        return self._sheet.sheet.cell(self._row, self._column)

    @property
    def api(self) -> Loose:
        return self.cell

    @property
    def row(self) -> int:
        return self._row

    @property
    def column(self) -> int:
        return self._column

    @property
    def shape(self) -> tuple[int, int]:
        return self._rows, self._columns

    def __len__(self) -> int:
        return self._rows * self._columns

    def __call__(self, row: int, column: int | None = None) -> _RangeImpl:
        if column is None:
            row, column = divmod(row - 1, self._columns)
            row, column = row + 1, column + 1
        return _RangeImpl(self._sheet, self._row + row - 1, self._column + column - 1, 1, 1)

    @property
    def raw_value(self) -> object:
        rows = self._sheet.sheet.iter_rows(
            self._row,
            self._row + self._rows - 1,
            self._column,
            self._column + self._columns - 1,
            values_only=True,
        )
        values = [list(row) for row in rows]
        return values[0][0] if len(self) == 1 else values

    @raw_value.setter
    def raw_value(self, value: object) -> None:
        rows = value if isinstance(value, list) else [[value]]
        assert not self.others
        assert [len(row) for row in rows] == [self._columns] * self._rows
        for number, item in enumerate((item for row in rows for item in row), 1):
            _put(self(number).cell, item)

    @property
    def formula(self) -> object:
        return self.raw_value

    @formula.setter
    def formula(self, value: object) -> None:
        self.raw_value = value

    @property
    def formula_array(self) -> object:
        return self.cell.value

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        self._sheet.sheet[self.cell.coordinate] = ArrayFormula(self.cell.coordinate, value)

    def clear_contents(self) -> None:
        for cell in self.cells():
            cell.value = None

    def clear_formats(self) -> None:
        for cell in self.cells():
            cell.style = "Normal"

    @property
    def number_format(self) -> str | None:
        codes = {str(cell.number_format) for cell in self.cells()}
        return codes.pop() if len(codes) == 1 else None

    @number_format.setter
    def number_format(self, value: str) -> None:
        for cell in self.cells():
            cell.number_format = value

    @property
    def color(self) -> RGB | None:
        fill = self.cell.fill
        return rgb_of(fill.fgColor) if fill.patternType == "solid" else None

    @color.setter
    def color(self, value: RGB | None) -> None:
        for cell in self.cells():
            cell.fill = PatternFill("solid", fgColor=hexed(value)) if value else PatternFill()

    @property
    def font(self) -> _FontImpl:
        return _FontImpl(self.cells())

    @property
    def characters(self) -> _CharactersImpl:
        return _CharactersImpl(self.cell, 0, len(str(self.cell.value or "")))

    @property
    def note(self) -> _NoteImpl | None:
        return _NoteImpl(self.cell) if self.cell.comment else None

    def add_note(self, text: str) -> _NoteImpl:
        self.cell.comment = Comment(text, "")
        return _NoteImpl(self.cell)

    def add_hyperlink(self, address: str, text_to_display: str = "", screen_tip: str = "") -> None:
        assert screen_tip
        cell = self.cell
        link = Hyperlink(ref=cell.coordinate, location=address.removeprefix("#"))
        if cell.value != text_to_display:
            cell.value = text_to_display
        cell._hyperlink = link
        self._sheet.sheet._hyperlinks.append(link)
        cell.font = Font(name="Calibri", size=11, underline="single", color="FF0000FF")

    def autofit(self, axis: str | None = None) -> None:
        assert axis is None
        for row in range(self._row, self._row + self._rows):
            self._sheet.sheet.row_dimensions[row].height = None

    @property
    def row_height(self) -> Loose:
        return self._sheet.sheet.row_dimensions[self._row].height

    @row_height.setter
    def row_height(self, value: float) -> None:
        for row in range(self._row, self._row + self._rows):
            self._sheet.sheet.row_dimensions[row].height = value

    @property
    def column_width(self) -> Loose:
        return self._sheet.sheet.column_dimensions[get_column_letter(self._column)].width

    @column_width.setter
    def column_width(self, value: float) -> None:
        self._sheet.sheet.column_dimensions[get_column_letter(self._column)].width = value

    def insert(self, shift: str | None = None, copy_origin: object = None) -> None:
        assert copy_origin
        assert shift == "down"
        self._sheet.sheet.insert_rows(self._row, self._rows)
        self._shift_formulas(self._rows)

    def delete(self, shift: str | None = None) -> None:
        assert shift == "up"
        self._sheet.sheet.delete_rows(self._row, self._rows)
        self._shift_formulas(-self._rows)

    def _shift_formulas(self, count: int) -> None:
        moved = RowShift(self._sheet.name, self._row, count)
        for sheet in self._sheet.book.workbook.worksheets:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell, Cell) and cell.data_type == "f":
                        cell.value = "=" + moved.formula(str(cell.value)[1:], sheet.title)

    def copy(self, destination: object = None) -> None:
        assert destination is None
        self._sheet.book.clipboard = self

    def paste(
        self,
        paste: str | None = None,
        operation: object = None,
        skip_blanks: object = False,  # noqa: FBT002 - as the engine's interface has it
        transpose: object = False,  # noqa: FBT002 - as the engine's interface has it
    ) -> None:
        assert (paste, operation, skip_blanks, transpose) == ("formats", None, False, False)
        source = self._sheet.book.clipboard
        assert source is not None
        for offset in range(self._columns):
            pattern = source(1, offset + 1).cell
            cell = self(1, offset + 1).cell
            if pattern.has_style:
                cell._style = copy.copy(pattern._style)


def _put(cell: Loose, value: object) -> None:
    """As Excel does unless the format is text: a text becomes a formula or a number.

    The first apostrophe of a text is the sign that it is one.
    """
    is_free = cell.number_format != "@"
    if isinstance(value, str) and is_free and re.fullmatch(r"[-+]?\d+(\.\d+)?%?", value):
        cell.value = float(value.rstrip("%"))
    elif isinstance(value, str) and is_free and value.startswith("="):
        cell.value = value
    else:
        cell.value = value.removeprefix("'") if isinstance(value, str) else value
        if not is_free:
            cell.value = str(cell.value)
        if isinstance(cell.value, str):
            cell.data_type = "s"


class _FontImpl(base_classes.Font):
    """The font of cells."""

    def __init__(self, cells: Sequence[Loose]) -> None:
        self.cells = cells
        self.cell = cells[0]

    def _change(self, **changes: object) -> None:
        for cell in self.cells:
            font: Loose = copy.copy(cell.font)
            for name, value in changes.items():
                setattr(font, name, value)
            cell.font = font

    @property
    def name(self) -> Loose:
        return self.cell.font.name

    @name.setter
    def name(self, value: str) -> None:
        self._change(name=value, scheme=None)

    @property
    def size(self) -> Loose:
        return self.cell.font.size

    @size.setter
    def size(self, value: float) -> None:
        self._change(size=value)

    @property
    def bold(self) -> Loose:
        return self.cell.font.bold

    @bold.setter
    def bold(self, value: bool) -> None:
        self._change(bold=value)

    @property
    def color(self) -> RGB | None:
        return rgb_of(self.cell.font.color)

    @color.setter
    def color(self, value: RGB) -> None:
        self._change(color=Color(rgb=f"FF{hexed(value)}"))


class _CharactersImpl(base_classes.Characters):
    """Characters [start, stop) of a cell."""

    def __init__(self, cell: Loose, start: int, stop: int) -> None:
        self.cell, self.start, self.stop = cell, start, stop

    def __getitem__(self, item: slice) -> _CharactersImpl:
        return _CharactersImpl(self.cell, item.start or 0, item.stop or self.stop)

    @property
    def font(self) -> _CharactersImpl:
        return self

    @property
    def color(self) -> RGB | None:
        return _coloured(self.cell)[self.start][1] or rgb_of(self.cell.font.color)

    @color.setter
    def color(self, value: RGB) -> None:
        letters = _coloured(self.cell)
        assert self.stop <= len(letters)
        own = rgb_of(self.cell.font.color) or (0, 0, 0)
        for at in range(self.start, self.stop):
            letters[at] = (letters[at][0], None if value == own else value)
        self.cell.value = _rich(letters)


def _coloured(cell: Loose) -> list[tuple[str, RGB | None]]:
    value = cell.value
    parts: Sequence[object] = value if isinstance(value, CellRichText) else [str(value or "")]
    found: list[tuple[str, RGB | None]] = []
    for part in parts:
        colour = rgb_of(part.font.color) if isinstance(part, TextBlock) else None
        found += [(letter, colour) for letter in str(part)]
    return found


def _rich(letters: Sequence[tuple[str, RGB | None]]) -> Loose:
    runs: list[tuple[str, RGB | None]] = []
    for letter, colour in letters:
        if runs and runs[-1][1] == colour:
            runs[-1] = (runs[-1][0] + letter, colour)
        else:
            runs.append((letter, colour))
    if all(colour is None for _, colour in runs):
        return "".join(text for text, _ in runs)
    return CellRichText(
        *(
            TextBlock(InlineFont(color=Color(rgb=f"FF{hexed(colour)}")), text) if colour else text
            for text, colour in runs
        )
    )


class _NoteImpl(base_classes.Note):
    """A note."""

    def __init__(self, cell: Loose) -> None:
        self.cell = cell

    def delete(self) -> None:
        self.cell.comment = None


class _NamesImpl(base_classes.Names):
    """The defined names of a workbook."""

    def __init__(self, workbook: Workbook) -> None:
        self.workbook = workbook

    def contains(self, key: str) -> bool:
        return key in self.workbook.defined_names

    def __call__(self, key: str) -> _NameImpl:
        return _NameImpl(self.workbook, self.workbook.defined_names[key])

    def add(self, name: str, refers_to: str) -> _NameImpl:
        made = DefinedName(name, attr_text=refers_to.removeprefix("="))
        self.workbook.defined_names[name] = made
        return _NameImpl(self.workbook, made)


class _NameImpl(base_classes.Name):
    """A defined name."""

    def __init__(self, workbook: Workbook, name: DefinedName) -> None:
        self.workbook, self._name = workbook, name

    @property
    def api(self) -> DefinedName:
        return self._name

    def delete(self) -> None:
        del self.workbook.defined_names[self._name.name]


class OpenpyxlNative:
    """What Excel's own objects do, done by openpyxl."""

    def __init__(self, threads: frozenset[tuple[str, str]] = frozenset()) -> None:
        self.threads = threads
        """Sheet and address of cells that are said to hold a conversation."""

    def paint_theme(self, letters: Characters, number: int) -> None:
        """As Native."""
        raise NotImplementedError

    def lay_look(self, cell: xw.Range, look: Look) -> None:
        """As Native."""
        side = Side("thin", color="FFBFBFBF")
        for own in cell.impl.cells():
            own.border = Border(side, side, side, side) if look.is_boxed else Border()
            own.alignment = Alignment(look.horizontal, look.vertical, wrap_text=True)

    def clear(self, block: xw.Range) -> None:
        """As Native."""
        block.clear_contents()

    def unlink(self, cell: xw.Range) -> None:
        """As Native."""
        own = cell.api
        if own.hyperlink is not None:
            own.parent._hyperlinks.remove(own.hyperlink)
            own._hyperlink = None

    def describe(self, name: xw.Name, value: Name) -> None:
        """As Native."""
        name.api.hidden = value.hidden
        name.api.comment = value.comment or None

    def lay_out(self, sheet: xw.Sheet, layout: SheetLayout) -> None:
        """As Native."""
        sheet.api.page_setup.orientation = "landscape" if layout.landscape else "portrait"
        if layout.head_rows:
            sheet.api.freeze_panes = f"A{layout.head_rows + 1}"

    def lay_filter(self, sheet: xw.Sheet, area: str) -> None:
        """As Native."""
        sheet.api.auto_filter.ref = area

    def bring_front(self, sheet: xw.Sheet) -> None:
        """As Native."""
        sheet.api.parent.active = sheet.api

    def is_shared(self, book: xw.Book) -> bool:
        """As Native."""
        return bool(book.impl.workbook.properties.keywords == "shared")

    def is_fixed(self, book: xw.Book) -> bool:
        """As Native."""
        security = book.impl.workbook.security
        return bool(security is not None and security.lockStructure)

    def has_thread(self, cell: xw.Range) -> bool:
        """As Native; openpyxl reads no conversations."""
        return any((own.parent.title, own.coordinate) in self.threads for own in cell.impl.cells())

    def is_protected(self, sheet: xw.Sheet) -> bool:
        """As Native."""
        return bool(sheet.api.protection.sheet)
