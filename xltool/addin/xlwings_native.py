"""What the appliers need of Excel that xlwings has no words for: its own objects on Windows."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Protocol

from xltool.model.patch import Name, SheetLayout
from xltool.package.looks import Look

if TYPE_CHECKING:
    import xlwings as xw
    from xlwings.main import Characters

_BORDER_COLOUR = 0xBFBFBF
_CONTINUOUS, _UNDERLINED = 1, 2
_ALIGNMENTS = {"left": -4131, "center": -4108, "right": -4152}
_LANDSCAPE, _PORTRAIT = 2, 1


class Native(Protocol):
    """One host's own objects; errors are the host's."""

    def paint_theme(self, letters: Characters, number: int) -> None:
        """Font colour of the theme, its number as the file counts (from 0)."""

    def lay_look(self, cell: xw.Range, look: Look) -> None:
        """Border, underline and alignment of a look."""

    def clear(self, block: xw.Range) -> None:
        """Take the contents away, the looks stay."""

    def unlink(self, cell: xw.Range) -> None:
        """Take the hyperlink away, the looks stay."""

    def has_thread(self, cell: xw.Range) -> bool:
        """Whether a conversation (Excel 365) stands at the cell, which a note would end."""

    def describe(self, name: xw.Name, value: Name) -> None:
        """Hide a defined name and give it its comment."""

    def lay_out(self, sheet: xw.Sheet, layout: SheetLayout) -> None:
        """Page, repeated head rows and frozen panes of a sheet of ours."""

    def lay_filter(self, sheet: xw.Sheet, area: str) -> None:
        """A filter over the area."""

    def bring_front(self, sheet: xw.Sheet) -> None:
        """Show the sheet; other than with Sheet.activate the window keeps its place."""

    def is_shared(self, book: xw.Book) -> bool:
        """Whether several users edit it at once (the shared workbook of old)."""

    def is_fixed(self, book: xw.Book) -> bool:
        """Whether sheets may not be added or removed."""

    def is_protected(self, sheet: xw.Sheet) -> bool:
        """Whether cells may not be changed."""


class ExcelNative:
    """Excel on Windows through COM."""

    def paint_theme(self, letters: Characters, number: int) -> None:
        """As Native; Excel counts the colours of a theme from 1."""
        letters.api.Font.ThemeColor = number + 1

    def lay_look(self, cell: xw.Range, look: Look) -> None:
        """As Native."""
        native: Any = cell.api
        if look.is_boxed:
            native.Borders.LineStyle = _CONTINUOUS
            native.Borders.Color = _BORDER_COLOUR
        if look.is_underlined:
            native.Font.Underline = _UNDERLINED
        native.HorizontalAlignment = _ALIGNMENTS[look.horizontal]
        native.VerticalAlignment = _ALIGNMENTS[look.vertical]
        native.WrapText = True

    def clear(self, block: xw.Range) -> None:
        """As Native; a cell joined with others is emptied with them, alone Excel refuses it."""
        if block.api.MergeCells is False:
            block.api.ClearContents()
            return
        for cell in block.api.Cells:
            cell.MergeArea.ClearContents()

    def unlink(self, cell: xw.Range) -> None:
        """As Native: Hyperlinks.Delete would clear the formats too."""
        if cell.api.Hyperlinks.Count:
            cell.api.ClearHyperlinks()

    def has_thread(self, cell: xw.Range) -> bool:
        """As Native; an older Excel knows no conversations."""
        return getattr(cell.api, "CommentThreaded", None) is not None

    def describe(self, name: xw.Name, value: Name) -> None:
        """As Native."""
        name.api.Visible = not value.hidden
        name.api.Comment = value.comment

    def lay_out(self, sheet: xw.Sheet, layout: SheetLayout) -> None:
        """As Native; a computer without a printer refuses page set-up, which may be missing."""
        with suppress(Exception):
            page = sheet.api.PageSetup
            page.Orientation = _LANDSCAPE if layout.landscape else _PORTRAIT
            page.Zoom = False
            page.FitToPagesWide, page.FitToPagesTall = 1, False
            if layout.head_rows:
                page.PrintTitleRows = f"$1:${layout.head_rows}"
        if layout.head_rows:
            self.bring_front(sheet)
            window = sheet.api.Application.ActiveWindow
            window.SplitRow = layout.head_rows
            window.FreezePanes = True

    def lay_filter(self, sheet: xw.Sheet, area: str) -> None:
        """As Native."""
        sheet.range(area).api.AutoFilter()

    def bring_front(self, sheet: xw.Sheet) -> None:
        """As Native."""
        sheet.api.Activate()

    def is_shared(self, book: xw.Book) -> bool:
        """As Native."""
        return bool(book.api.MultiUserEditing)

    def is_fixed(self, book: xw.Book) -> bool:
        """As Native."""
        return bool(book.api.ProtectStructure)

    def is_protected(self, sheet: xw.Sheet) -> bool:
        """As Native."""
        return bool(sheet.api.ProtectContents)
