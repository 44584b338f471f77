"""An old .xls as an .xlsx of the same look, so that it can carry marks.

The binary format is read by xlrd and never written. Values, number formats, fonts,
fills, borders, alignment, merges, sizes and hidden state come over; formulas come over
as the values they last had, charts and images stay behind. The user is told so.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from xltool.model.errors import XltoolError

if TYPE_CHECKING:
    from typing import Literal

    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.worksheet.worksheet import Worksheet
    from xlrd.book import Book as OldBook
    from xlrd.formatting import XF
    from xlrd.sheet import Cell as OldCell
    from xlrd.sheet import Sheet as OldSheet

    BorderStyle = Literal[
        "dashDot",
        "dashDotDot",
        "dashed",
        "dotted",
        "double",
        "hair",
        "medium",
        "mediumDashDot",
        "mediumDashDotDot",
        "mediumDashed",
        "slantDashDot",
        "thick",
        "thin",
    ]

_TWIPS_PER_POINT = 20
_WIDTH_UNITS_PER_CHARACTER = 256
_BORDERS: dict[int, BorderStyle] = {
    1: "thin",
    2: "medium",
    3: "dashed",
    4: "dotted",
    5: "thick",
    6: "double",
    7: "hair",
    8: "mediumDashed",
    9: "dashDot",
    10: "mediumDashDot",
    11: "dashDotDot",
    12: "mediumDashDotDot",
    13: "slantDashDot",
}
_HORIZONTAL = {1: "left", 2: "center", 3: "right", 4: "fill", 5: "justify", 6: "centerContinuous"}
_VERTICAL = {0: "top", 1: "center", 2: "bottom", 3: "justify"}
_SOLID = 1
_BOLD_WEIGHT = 700


def xlsx_of_xls(path: Path) -> bytes:
    """The bytes of an .xlsx that looks and reads like the .xls at ``path``.

    Raises:
        XltoolError: the file is no .xls, is damaged, or is locked by a password.
    """
    import xlrd
    from openpyxl import Workbook
    from xlrd.biffh import XLRDError
    from xlrd.compdoc import CompDocError

    try:
        old = xlrd.open_workbook(str(path), formatting_info=True)
    except (XLRDError, CompDocError, AssertionError, IndexError) as error:
        raise XltoolError(
            f"{path.name} 读不了({error}):在 Excel 或 WPS 里打开,另存为 .xlsx 再用"
        ) from error
    new = Workbook()
    new.remove(new.worksheets[0])
    styles = _Styles(old, {})
    for sheet in old.sheets():
        _copy_sheet(sheet, new, styles)
    stream = io.BytesIO()
    new.save(stream)
    return stream.getvalue()


@dataclass(frozen=True, slots=True)
class _Look:
    font: Font
    fill: PatternFill | None
    border: Border
    alignment: Alignment
    number_format: str


@dataclass(frozen=True, slots=True)
class _Styles:
    """Styles of the old book by index, each made once."""

    book: OldBook
    made: dict[int, _Look]

    def look(self, index: int) -> _Look:
        """The look of the cells that carry format record ``index``."""
        if index not in self.made:
            self.made[index] = self._make(self.book.xf_list[index])
        return self.made[index]

    def _make(self, xf: XF) -> _Look:
        from openpyxl.styles import Alignment

        place = xf.alignment
        return _Look(
            font=self._font(xf.font_index or 0),
            fill=self._fill(xf),
            border=self._border(xf),
            alignment=Alignment(
                horizontal=_HORIZONTAL.get(place.hor_align),
                vertical=_VERTICAL.get(place.vert_align),
                wrap_text=bool(place.text_wrapped),
                shrink_to_fit=bool(place.shrink_to_fit),
                indent=place.indent_level,
            )
            if place
            else Alignment(),
            number_format=self.book.format_map[xf.format_key or 0].format_str,
        )

    def _fill(self, xf: XF) -> PatternFill | None:
        from openpyxl.styles import PatternFill

        if xf.background is None or xf.background.fill_pattern != _SOLID:
            return None
        colour = self._colour(xf.background.pattern_colour_index)
        return PatternFill("solid", fgColor=colour) if colour else None

    def _border(self, xf: XF) -> Border:
        from openpyxl.styles import Border

        lines = xf.border
        if lines is None:
            return Border()
        return Border(
            left=self._side(lines.left_line_style, lines.left_colour_index),
            right=self._side(lines.right_line_style, lines.right_colour_index),
            top=self._side(lines.top_line_style, lines.top_colour_index),
            bottom=self._side(lines.bottom_line_style, lines.bottom_colour_index),
        )

    def _font(self, index: int) -> Font:
        from openpyxl.styles import Font

        font = self.book.font_list[index]
        return Font(
            name=font.name,
            size=font.height / _TWIPS_PER_POINT,
            bold=font.weight >= _BOLD_WEIGHT,
            italic=bool(font.italic),
            strike=bool(font.struck_out),
            underline="single" if font.underline_type else None,
            color=self._colour(font.colour_index),
        )

    def _side(self, line: int, colour_index: int) -> Side:
        from openpyxl.styles import Side

        return Side(_BORDERS.get(line), color=self._colour(colour_index))

    def _colour(self, index: int) -> str | None:
        rgb = self.book.colour_map.get(index)
        return None if rgb is None else "{:02X}{:02X}{:02X}".format(*rgb)


def _copy_sheet(old: OldSheet, workbook: Workbook, styles: _Styles) -> None:
    sheet = workbook.create_sheet(old.name)
    sheet.sheet_state = ("visible", "hidden", "veryHidden")[old.visibility]
    for row in range(old.nrows):
        for column in range(old.row_len(row)):
            cell = sheet.cell(row + 1, column + 1)
            _set_value(cell, old.cell(row, column), styles.book.datemode)
            _set_look(cell, styles.look(old.cell_xf_index(row, column)))
    for top, bottom, left, right in old.merged_cells:
        sheet.merge_cells(
            start_row=top + 1, end_row=bottom, start_column=left + 1, end_column=right
        )
    _copy_sizes(old, sheet)


def _copy_sizes(old: OldSheet, sheet: Worksheet) -> None:
    from openpyxl.utils import get_column_letter

    for column, info in old.colinfo_map.items():
        if column >= old.ncols:
            continue
        dimension = sheet.column_dimensions[get_column_letter(column + 1)]
        dimension.width = (info.width or 0) / _WIDTH_UNITS_PER_CHARACTER
        dimension.hidden = bool(info.hidden)
    for row, height in old.rowinfo_map.items():
        sheet.row_dimensions[row + 1].height = (height.height or 0) / _TWIPS_PER_POINT
        sheet.row_dimensions[row + 1].hidden = bool(height.hidden)


def _set_value(cell: Cell, old: OldCell, date_mode: int) -> None:
    import xlrd

    match old.ctype:
        case xlrd.XL_CELL_TEXT:
            cell.value = str(old.value)
            cell.data_type = "s"  # a text that begins with "=" stays a text
        case xlrd.XL_CELL_NUMBER:
            cell.value = old.value
        case xlrd.XL_CELL_DATE:
            cell.value = _moment(float(old.value), date_mode)
        case xlrd.XL_CELL_BOOLEAN:
            cell.value = bool(old.value)
        case xlrd.XL_CELL_ERROR:
            cell.value = xlrd.error_text_from_code[int(old.value)]
        case _:
            pass


def _moment(serial: float, date_mode: int) -> datetime | float:
    import xlrd

    try:
        return xlrd.xldate_as_datetime(serial, 1 if date_mode else 0)
    except (ValueError, OverflowError):
        return serial


def _set_look(cell: Cell, look: _Look) -> None:
    cell.font = look.font
    cell.border = look.border
    cell.alignment = look.alignment
    cell.number_format = look.number_format
    if look.fill is not None:
        cell.fill = look.fill
