"""Everything a workbook shows, cell by cell, read by openpyxl: to be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from lxml import etree
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.styles import Font
from openpyxl.styles.colors import Color
from openpyxl.workbook import Workbook
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from xltool.package import Package

Place = tuple[str, str, str]
"""Sheet, cell (or what else of the sheet), aspect."""
State = Mapping[Place, object]
_TRUE = ("1", "true")
_PLAIN: Mapping[str, object] = {
    "formula": None,
    "value": None,
    "format": "General",
    "fill": None,
    "note": None,
    "colours": (),
    "link": None,
}
_UNTOUCHED: Mapping[str, object] = {
    "alignment": ("general", "bottom", False),
    "border": ((None, None),) * 4,
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One aspect of one place that two workbooks show differently."""

    place: Place
    one: object
    other: object

    @property
    def aspect(self) -> str:
        """What differs."""
        return self.place[2]


def differences(one: State, other: State) -> list[Difference]:
    """Every place where the two differ, in order."""
    return [
        Difference(place, one.get(place), other.get(place))
        for place in sorted({*one, *other})
        if one.get(place) != other.get(place)
    ]


def state_of(path: Path) -> State:
    """Values and formulas, looks, notes, coloured characters, links, rows, names, pages.

    What is as in an empty cell is left out, so that a cell that is not in the file and
    an empty one without looks are the same.
    """
    formulas = openpyxl.load_workbook(path, rich_text=True)
    values = openpyxl.load_workbook(path, data_only=True)
    found: dict[Place, object] = {**_of_book(formulas), **_heights(path)}
    for sheet in formulas.worksheets:
        found.update(_of_sheet(sheet))
        found.update(_of_cells(sheet, values[sheet.title]))
    return found


def _of_book(book: Workbook) -> Mapping[Place, object]:
    found: dict[Place, object] = {("", "", "sheets"): tuple(book.sheetnames)}
    for name, defined in book.defined_names.items():
        found["", name, "name"] = defined.attr_text
        if defined.hidden:
            found["", name, "hidden"] = True
        if defined.comment:
            found["", name, "note"] = defined.comment
    return found


def _heights(path: Path) -> Mapping[Place, object]:
    """Heights set by hand, and hidden rows; other rows every host fits to their text."""
    package = Package.open(path)
    found: dict[Place, object] = {}
    for sheet in package.sheets:
        for row in etree.fromstring(package.part(sheet.part)).iterfind(".//{*}row"):
            place = (sheet.name, row.get("r", ""))
            if row.get("customHeight") in _TRUE:
                found[*place, "height"] = round(float(row.get("ht", "0")), 1)
            if row.get("hidden") in _TRUE:
                found[*place, "hidden"] = True
    return found


def _of_sheet(sheet: Worksheet) -> Mapping[Place, object]:
    title, pane = sheet.title, sheet.sheet_view.pane
    found: dict[Place, object] = {
        (title, "", "merged"): tuple(sorted(str(area) for area in sheet.merged_cells.ranges)),
        (title, "", "frozen"): (pane.xSplit, pane.ySplit) if pane is not None else None,
        (title, "", "filter"): sheet.auto_filter.ref,
        (title, "", "shown"): sheet.sheet_state,
        (title, "", "protected"): sheet.protection.sheet,
        (title, "", "print area"): sheet.print_area,
        (title, "", "landscape"): sheet.page_setup.orientation,
        (title, "", "gridlines"): sheet.sheet_view.showGridLines,
    }
    for column, width in sheet.column_dimensions.items():
        found[title, column, "width"] = round(width.width, 1)
    return found


def _of_cells(sheet: Worksheet, values: Worksheet) -> Mapping[Place, object]:
    found: dict[Place, object] = {}
    for row in sheet.iter_rows():
        for cell in row:
            for aspect, shown in _of_cell(cell, values[cell.coordinate].value).items():
                if shown != _PLAIN.get(aspect, ""):
                    found[sheet.title, cell.coordinate, aspect] = shown
    return found


def _of_cell(cell: Any, value: object) -> Mapping[str, object]:  # noqa: ANN401 - merged cells and others
    content = cell.value
    formula = None
    if isinstance(content, ArrayFormula):
        formula = f"{{{content.text}}}"
    elif cell.data_type == "f":
        formula = str(content)
    own = _rgb(cell.font.color)
    return {
        "formula": formula,
        "value": _plain(value),
        "format": cell.number_format,
        "fill": _rgb(cell.fill.fgColor) if cell.fill.patternType == "solid" else None,
        "note": cell.comment.text if cell.comment else None,
        "colours": _colours(content, own) if isinstance(content, str | CellRichText) else (),
        "link": cell.hyperlink.location if cell.hyperlink else None,
        **_looks(cell, cell.parent.parent._fonts[0]),
    }


def _looks(cell: Any, default: Font) -> Mapping[str, object]:  # noqa: ANN401 - merged cells and others
    """Where the cell looks other than one that was never touched."""
    if not cell.has_style:
        return {}
    font, at, border = cell.font, cell.alignment, cell.border
    sides = (border.left, border.right, border.top, border.bottom)
    looks: dict[str, object] = {
        "font": _typeface(font),
        "alignment": (at.horizontal or "general", at.vertical or "bottom", bool(at.wrap_text)),
        "border": tuple((side.style, _rgb(side.color)) if side else (None, None) for side in sides),
    }
    return {
        aspect: shown
        for aspect, shown in looks.items()
        if shown not in (_UNTOUCHED.get(aspect), _typeface(default))
    }


def _typeface(font: Font) -> tuple[object, ...]:
    return font.name, font.size, bool(font.bold), font.underline or "none"


def _plain(value: object) -> object:
    if isinstance(value, float):
        return round(value, 9)
    return str(value) if isinstance(value, str) else value


def _rgb(colour: Color | None) -> str | None:
    if colour is None or not isinstance(colour.rgb, str):
        return None
    shown = colour.rgb[-6:]
    return None if shown == "000000" else shown


def _colours(content: str | CellRichText, own: str | None) -> tuple[tuple[int, int, str], ...]:
    """Runs of characters that are not black: start, end, colour.

    Hosts differ in whether a colour is that of the cell or of all its characters.
    """
    runs: list[tuple[int, int, str]] = []
    at = 0
    for part in content if isinstance(content, CellRichText) else (content,):
        colour = own
        if isinstance(part, TextBlock):
            colour = _rgb(part.font.color)
        end = at + len(str(part))
        if colour is not None and end > at:
            if runs and runs[-1][1:] == (at, colour):
                runs[-1] = (runs[-1][0], end, colour)
            else:
                runs.append((at, end, colour))
        at = end
    return tuple(runs)
