"""The looks of cells in the official workbook, as openpyxl styles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

from xltool.editions.sheet_forms import Look

if TYPE_CHECKING:
    from openpyxl.cell import Cell as SheetCell

TEXT_FORMAT: Final = "@"
GENERAL: Final = "General"
_GBK: Final = 134
"""Windows character set of the fonts: GB2312."""
_LINE: Final = Side(style="thin", color="FF000000")
_BOX: Final = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_ENTRY_FILL: Final = PatternFill("solid", start_color="FFFFF9E5")
_HEAD_FILL: Final = PatternFill("solid", start_color="FFDDE6F0")


@dataclass(frozen=True)
class Styles:
    """Every kind of cell that the form has."""

    look: Look

    def title(self, cell: SheetCell) -> None:
        """The title of a table."""
        self._write(cell, "center")
        cell.font = self._font(self.look.title_size, self.look.title_font)

    def caption(self, cell: SheetCell, horizontal: str, *, wrap: bool = False) -> None:
        """Table number, unit name, year, 金额单位."""
        self._write(cell, horizontal, wrap=wrap)

    def head(self, cell: SheetCell) -> None:
        """A cell of the table head."""
        self._write(cell, "center", wrap=True, boxed=True)

    def band(self, cell: SheetCell) -> None:
        """A heading between rows."""
        self._write(cell, "left", boxed=True, bold=True)

    def label(self, cell: SheetCell, *, centred: bool = False, indent: int = 0) -> None:
        """The printed label of a row; a long one shrinks."""
        self._write(cell, "center" if centred else "left", boxed=True, indent=indent, shrink=True)

    def name(self, cell: SheetCell) -> None:
        """The name of a code in a growing row; a long one takes more lines."""
        self._write(cell, "left", boxed=True, wrap=True)

    def code(self, cell: SheetCell) -> None:
        """A code, as text: formulas look for it with wildcards."""
        self._write(cell, "left", boxed=True)
        cell.number_format = TEXT_FORMAT

    def number(self, cell: SheetCell) -> None:
        """A 行次 or 栏次."""
        self._write(cell, "center", boxed=True)

    def figure(self, cell: SheetCell, number_format: str, *, entered: bool = False) -> None:
        """An amount, count or percentage."""
        self._write(cell, "right", boxed=True, shrink=True)
        cell.number_format = number_format
        if entered:
            cell.fill = _ENTRY_FILL

    def note(self, cell: SheetCell) -> None:
        """The closing note and the sentence of an empty table."""
        self._write(cell, "left", wrap=True)

    def paragraph(self, cell: SheetCell) -> None:
        """A paragraph of the narrative, two points larger than the tables."""
        self._write(cell, "left", wrap=True)
        cell.font = self._font(self.look.size + 2)
        cell.number_format = TEXT_FORMAT

    def finding_head(self, cell: SheetCell) -> None:
        """The head of 核对结果."""
        self._write(cell, "center", wrap=True, boxed=True, bold=True)
        cell.fill = _HEAD_FILL

    def _write(
        self,
        cell: SheetCell,
        horizontal: str,
        *,
        boxed: bool = False,
        wrap: bool = False,
        shrink: bool = False,
        bold: bool = False,
        indent: int = 0,
    ) -> None:
        cell.font = self._font(bold=bold)
        cell.alignment = Alignment(
            horizontal=horizontal, vertical="center", wrap_text=wrap, shrink_to_fit=shrink,
            indent=indent,
        )  # fmt: skip
        if boxed:
            cell.border = _BOX

    def _font(self, size: float = 0, name: str = "", *, bold: bool = False) -> Font:
        look = self.look
        return Font(name=name or look.font, size=size or look.size, bold=bold, charset=_GBK)
