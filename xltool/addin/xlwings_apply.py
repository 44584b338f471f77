"""The applier of Patches for a workbook open in Excel, through xlwings.

It does what the package's applier and VBA do; the same cases test all three. A Patch is
applied whole: when an edit fails, those before it are taken back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from decimal import Decimal
from typing import TYPE_CHECKING

from xltool.addin.steps import STRUCTURAL, Step, steps
from xltool.addin.xlwings_native import ExcelNative, Native
from xltool.model.errors import XltoolError
from xltool.model.patch import (
    AddSheet,
    ColourText,
    Content,
    DeleteRows,
    Formula,
    InsertRows,
    Patch,
    RemoveSheet,
    SetContent,
    SetFill,
    SetLink,
    SetLook,
    SetName,
    SetNote,
    SetNumberFormat,
    SetRowHeight,
    Span,
)
from xltool.package.looks import LOOKS

if TYPE_CHECKING:
    import xlwings as xw

    CellEdit = SetContent | SetNumberFormat | SetFill | SetNote | ColourText | SetLink | SetLook

_THEME = re.compile(r'theme="(\d+)"')
_BLACK = (0, 0, 0)
_TEXT = "@"
_GENERAL = "General"


def _unheard() -> None:
    """Nobody counts."""


def apply(
    patch: Patch,
    book: xw.Book,
    native: Native | None = None,
    structural_done: Callable[[], None] = _unheard,
) -> None:
    """Apply the edits to the open workbook, all of them or none.

    Sheet and selection in front stay where they are.

    Args:
        patch: the edits.
        book: the open workbook.
        native: the host's own objects, by default those of Excel on Windows.
        structural_done: called after every edit that moves or makes the places of others,
            so that a step that is broken off can be taken back by somebody else.

    Raises:
        XltoolError: an edit cannot be applied; those before it have been taken back.
    """
    host = native or ExcelNative()
    applier = _Applier(book, host)
    front = book.sheets.active
    structural = 0
    with _at_rest(book.app):
        for step in steps(patch):
            try:
                applier.apply(step)
            except Exception as error:
                applier.take_back(patch.inverse, structural)
                host.bring_front(front)
                raise XltoolError(f"没有改动工作簿:{_where(step)}做不了({error})") from error
            if isinstance(step.first, STRUCTURAL):
                structural += 1
                structural_done()
        with suppress(Exception):
            applier.finish()
            host.bring_front(front)


@contextmanager
def _at_rest(app: xw.App) -> Iterator[None]:
    """Nothing is drawn, asked, told or calculated between the edits."""
    with app.properties(
        screen_updating=False, display_alerts=False, enable_events=False, calculation="manual"
    ):
        yield


def _where(step: Step) -> str:
    sheet = getattr(step.first, "sheet", "")
    return f"“{sheet}”{'、'.join(step.areas[:1])}" if sheet else "名称"


class _Applier:
    """One workbook, and what is done when all cells are there: filters, heights of rows."""

    def __init__(self, book: xw.Book, native: Native) -> None:
        self._book = book
        self._native = native
        self._filters: dict[str, str] = {}
        self._rows: list[tuple[str, int]] = []

    def apply(self, step: Step) -> None:
        match step.first:
            case InsertRows() as edit:
                self._fit_rows()
                self._insert(edit)
            case DeleteRows(sheet, at, count):
                self._fit_rows()
                self._delete(sheet, at, count)
            case AddSheet() as edit:
                self._fit_rows()
                self._add_sheet(edit)
            case RemoveSheet(sheet):
                self._fit_rows()
                self._filters.pop(sheet, None)
                self._book.sheets[sheet].delete()
            case SetName() as edit:
                self._name(edit)
            case SetRowHeight(sheet, row):
                self._rows.append((sheet, row))
            case SetContent(sheet):
                contents = [e.after for e in step.edits if isinstance(e, SetContent)]
                self._contents(self._book.sheets[sheet].range(*step.areas), contents)
            case edit:
                self._apply_to_cells(edit, ",".join(step.areas))

    def take_back(self, inverse: Patch, structural: int) -> None:
        """Undo what was done: of the edits that move others the first ``structural`` were.

        Cells that were not reached are as they were: to put them back changes nothing.
        """
        undoing = steps(inverse)
        waiting = sum(isinstance(step.first, STRUCTURAL) for step in undoing) - structural
        self._filters.clear()
        self._rows.clear()
        for step in undoing:
            reached = waiting <= 0
            waiting -= isinstance(step.first, STRUCTURAL)
            if reached:
                with suppress(Exception):
                    self.apply(step)
        with suppress(Exception):
            self._fit_rows()

    def finish(self) -> None:
        """Fit rows to their text, lay the filters of added sheets."""
        self._fit_rows()
        for sheet, area in self._filters.items():
            self._native.lay_filter(self._book.sheets[sheet], area)
        self._filters.clear()

    def _fit_rows(self) -> None:
        # Excel fits rows to their text itself; a height set by hand it would keep.
        for sheet, row in self._rows:
            self._book.sheets[sheet].range(f"{row}:{row}").autofit()
        self._rows.clear()

    def _contents(self, block: xw.Range, contents: Sequence[Content]) -> None:
        match contents[0]:
            case None:
                self._native.clear(block)
            case Formula(text) if text.startswith("{=") and text.endswith("}"):
                _write_array_formula(block, text[1:-1])
            case _:
                _write(block, contents)

    def _apply_to_cells(self, edit: CellEdit, areas: str) -> None:
        cells = self._book.sheets[edit.sheet].range(areas)
        match edit:
            case SetNumberFormat(_, _, _, code):
                cells.number_format = code
            case SetFill(_, _, _, fill):
                cells.color = None if fill is None else _rgb(fill)
            case SetNote(_, _, _, text) if not self._native.has_thread(cells):
                _note(cells, text)
            case ColourText(_, _, before, after):
                self._colour(cells, before, after)
            case SetLink(_, _, _, place):
                self._link(cells, place)
            case SetLook(_, _, _, look):
                self._look(cells, look)

    def _colour(self, cell: xw.Range, before: Sequence[Span], after: Sequence[Span]) -> None:
        own = _own_colour(cell, before)
        for span in before:
            cell.characters[span.start : span.end].font.color = own
        for span in after:
            letters = cell.characters[span.start : span.end]
            theme = _THEME.search(span.colour)
            if theme:
                self._native.paint_theme(letters, int(theme[1]))
            elif not span.colour.startswith("<"):
                letters.font.color = _rgb(span.colour)

    def _link(self, cell: xw.Range, place: str | None) -> None:
        self._native.unlink(cell)
        if place is None:
            return
        font = (cell.font.name, cell.font.size, cell.font.bold, cell.font.color)
        cell.add_hyperlink(f"#{place}", text_to_display=str(cell.raw_value or ""), screen_tip=place)
        # Excel lays its own style over a cell with a link.
        cell.font.name, cell.font.size, cell.font.bold = font[0] or "", font[1] or 0, bool(font[2])
        cell.font.color = font[3] or _BLACK

    def _look(self, cell: xw.Range, look: str | None) -> None:
        cell.clear_formats()
        if look is None:
            return
        style = LOOKS[look]
        cell.font.name, cell.font.size, cell.font.bold = style.typeface, style.size, style.is_bold
        if style.colour:
            cell.font.color = _rgb(style.colour)
        if style.fill:
            cell.color = _rgb(style.fill)
        self._native.lay_look(cell, style)

    def _insert(self, edit: InsertRows) -> None:
        sheet = self._book.sheets[edit.sheet]
        last = edit.at + edit.count - 1
        sheet.range(f"{edit.at}:{last}").insert("down")
        like = edit.like + (edit.count if edit.like >= edit.at else 0)
        pattern = sheet.range(f"{like}:{like}")
        for row in range(edit.at, last + 1):
            pattern.copy()
            sheet.range(f"{row}:{row}").paste("formats")
        height = pattern.row_height
        if height is not None:
            sheet.range(f"{edit.at}:{last}").row_height = height

    def _delete(self, name: str, at: int, count: int) -> None:
        sheet = self._book.sheets[name]
        used = sheet.used_range.last_cell.column
        values = sheet.range((at, 1), (at + count - 1, used)).options(ndim=2).value
        if any(value is not None for row in values for value in row):
            raise XltoolError(f"“{name}”第 {at} 行起还有内容,不能删除")
        sheet.range(f"{at}:{at + count - 1}").delete("up")

    def _add_sheet(self, edit: AddSheet) -> None:
        sheets = self._book.sheets
        sheet = sheets.add(edit.sheet, after=sheets[len(sheets) - 1])
        for column, width in enumerate(edit.layout.widths, 1):
            sheet.range((1, column)).column_width = width
        if edit.layout.autofilter:
            self._filters[edit.sheet] = edit.layout.autofilter
        self._native.lay_out(sheet, edit.layout)

    def _name(self, edit: SetName) -> None:
        names = self._book.names
        if edit.before is not None or edit.name in names:
            with suppress(KeyError):
                names[edit.name].delete()
        if edit.after is not None:
            made = names.add(edit.name, f"={edit.after.refers_to}")
            self._native.describe(made, edit.after)


def _write(block: xw.Range, contents: Sequence[Content]) -> None:
    """All texts, or numbers and formulas: texts stay texts whatever they look like ("201").

    The cells keep their formats, also where Excel would choose others by what it is given.
    """
    is_text = isinstance(contents[0], str)
    formats = list(_formats(block))
    codes = {code for _, code in formats}
    columns = block.shape[1]
    values = [_value(content) for content in contents]
    rows = [values[at : at + columns] for at in range(0, len(values), columns)]
    if is_text and codes != {_TEXT}:
        block.number_format = _TEXT
    elif not is_text and _TEXT in codes:
        block.number_format = _GENERAL
    block.raw_value = rows
    for part, code in formats:
        if part.number_format != code:
            part.number_format = code


def _value(content: Content) -> float | str:
    match content:
        case Decimal():
            # COM takes numbers as doubles alone; Excel shows 15 digits of them.
            return float(content)
        case Formula(text):
            return f"={text}"
        case _:
            # Excel takes the first apostrophe for its own sign of a text.
            return f"'{content}" if content and content.startswith("'") else content or ""


def _formats(block: xw.Range) -> Iterator[tuple[xw.Range, str]]:
    """Parts of the block with their number formats: the whole if it has one, else halves."""
    code = block.number_format
    rows, columns = block.shape
    if code is not None or rows * columns == 1:
        yield block, code or _GENERAL
        return
    top, left = block.row, block.column
    bottom, right = top + rows - 1, left + columns - 1
    if rows >= columns:
        middle = top + rows // 2
        halves = ((top, left), (middle - 1, right)), ((middle, left), (bottom, right))
    else:
        middle = left + columns // 2
        halves = ((top, left), (bottom, middle - 1)), ((top, middle), (bottom, right))
    for first, last in halves:
        yield from _formats(block.sheet.range(first, last))


def _write_array_formula(cell: xw.Range, text: str) -> None:
    code = cell.number_format
    if code == _TEXT:
        cell.number_format = _GENERAL
    cell.formula_array = text
    if cell.number_format != code:
        cell.number_format = code or _GENERAL


def _note(cell: xw.Range, text: str | None) -> None:
    if cell.note is not None:
        cell.note.delete()
    if text is not None:
        cell.add_note(text)


def _own_colour(cell: xw.Range, spans: Sequence[Span]) -> tuple[int, int, int]:
    """The colour of the first character outside the spans, else of the cell."""
    for at in range(len(str(cell.raw_value or ""))):
        if not any(span.start <= at < span.end for span in spans):
            return cell.characters[at : at + 1].font.color or _BLACK
    return cell.font.color or _BLACK


def _rgb(colour: str) -> tuple[int, int, int]:
    red, green, blue = bytes.fromhex(colour)
    return red, green, blue
