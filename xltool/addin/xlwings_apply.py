"""The applier of Patches for a workbook open in Excel, through xlwings.

It does what the package's applier and VBA do; the same cases test all three. A Patch is
applied whole: when an edit fails, those before it are taken back.
"""

from __future__ import annotations

import re
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING

from xltool.addin.xlwings_native import ExcelNative, Native
from xltool.model.errors import XltoolError
from xltool.model.patch import (
    AddSheet,
    ColourText,
    Content,
    DeleteRows,
    Edit,
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
    from collections.abc import Sequence

    import xlwings as xw

    CellEdit = SetContent | SetNumberFormat | SetFill | SetNote | ColourText | SetLink | SetLook

_THEME = re.compile(r'theme="(\d+)"')
_BLACK = (0, 0, 0)
_TEXT = "@"


def apply(patch: Patch, book: xw.Book, native: Native | None = None) -> None:
    """Apply the edits to the open workbook, all of them or none.

    Sheet and selection in front stay where they are.

    Raises:
        XltoolError: an edit cannot be applied; those before it have been taken back.
    """
    host = native or ExcelNative()
    applier = _Applier(book, host)
    front = book.sheets.active
    done: list[Edit] = []
    try:
        for edit in patch.edits:
            applier.apply(edit)
            done.append(edit)
        applier.finish()
    except Exception as error:
        for edit in Patch(tuple(done)).inverse.edits:
            with suppress(Exception):
                applier.apply(edit)
        raise XltoolError(f"没有改动工作簿:第 {len(done) + 1} 步做不了({error})") from error
    finally:
        with suppress(Exception):
            host.bring_front(front)


class _Applier:
    """One workbook, and the filters to be laid once cells are there to filter."""

    def __init__(self, book: xw.Book, native: Native) -> None:
        self._book = book
        self._native = native
        self._filters: dict[str, str] = {}

    def apply(self, edit: Edit) -> None:
        match edit:
            case InsertRows():
                self._insert(edit)
            case DeleteRows(sheet, at, count):
                self._delete(sheet, at, count)
            case AddSheet():
                self._add_sheet(edit)
            case RemoveSheet(sheet):
                self._filters.pop(sheet, None)
                self._book.sheets[sheet].delete()
            case SetName():
                self._name(edit)
            case SetRowHeight(sheet, row):
                # Excel fits rows to their text itself; a height set by hand it would keep.
                self._book.sheets[sheet].range(f"{row}:{row}").autofit()
            case _:
                self._apply_to_cell(edit)

    def finish(self) -> None:
        """Lay the filters of added sheets."""
        for sheet, area in self._filters.items():
            self._native.lay_filter(self._book.sheets[sheet], area)
        self._filters.clear()

    def _apply_to_cell(self, edit: CellEdit) -> None:
        cell = self._book.sheets[edit.sheet].range(edit.cell)
        match edit:
            case SetContent(_, _, _, content):
                _write(cell, content)
            case SetNumberFormat(_, _, _, code):
                cell.number_format = code
            case SetFill(_, _, _, fill):
                cell.color = None if fill is None else _rgb(fill)
            case SetNote(_, _, _, text):
                _note(cell, text)
            case ColourText(_, _, before, after):
                self._colour(cell, before, after)
            case SetLink(_, _, _, place):
                self._link(cell, place)
            case SetLook(_, _, _, look):
                self._look(cell, look)

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


def _write(cell: xw.Range, content: Content) -> None:
    match content:
        case None:
            cell.clear_contents()
        case Decimal():
            # COM takes numbers as doubles alone; Excel shows 15 digits of them.
            cell.raw_value = float(content)
        case str():
            _write_text(cell, content)
        case Formula(text) if text.startswith("{=") and text.endswith("}"):
            cell.formula_array = text[1:-1]
        case Formula(text):
            cell.formula = f"={text}"


def _write_text(cell: xw.Range, text: str) -> None:
    """A text stays a text whatever it looks like ("201", "=A1"); the format stays too."""
    code = cell.number_format
    if code != _TEXT:
        cell.number_format = _TEXT
    cell.raw_value = text
    if code != _TEXT:
        cell.number_format = code or "General"


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
