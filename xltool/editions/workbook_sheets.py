"""The sheets of the official workbook, written with openpyxl."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.dimensions import SheetFormatProperties
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties

from xltool.editions.layout import SheetLayout, first_cell
from xltool.editions.schema import Block, Edition, Line, Role, TableSpec
from xltool.editions.sheet_forms import Forms, Paper, SheetForm
from xltool.editions.workbook_styles import Styles
from xltool.model.book import TOTAL_ROW, CellId

if TYPE_CHECKING:
    from openpyxl.cell import Cell as SheetCell
    from openpyxl.worksheet.worksheet import Worksheet

_A4: Final = 9
_FOOTER: Final = "— &P —"
_LIMIT: Final = 10**11
_WIDE_PARAGRAPH: Final = 80
_CENTRED_ENDS: Final = ("合计", "总计")


@dataclass(frozen=True)
class SheetBuilder:
    """Builds the sheet of one table."""

    edition: Edition
    spec: TableSpec
    forms: Forms
    places: SheetLayout
    sheet: Worksheet

    @property
    def form(self) -> SheetForm:
        """How this sheet looks."""
        return self.forms.sheets[self.spec.id]

    @property
    def styles(self) -> Styles:
        """The looks of cells."""
        return Styles(self.forms.look)

    def build(self, texts: Mapping[CellId, str]) -> None:
        """Fill the sheet: captions, head, rows, note, formulas, page."""
        self._captions()
        self._head()
        for block in self.spec.blocks:
            for line in filter(lambda line: line.is_printed, block.lines):
                self._line(block, line)
        self._code_rows()
        self._wide_rows()
        self._note()
        for range_ in self.places.merges:
            self.sheet.merge_cells(range_)
        for cell, text in texts.items():
            self.sheet[self.places.cells[cell.row, cell.column]] = f"={text}"
        self._validation(texts)
        self._measures()
        self._page()

    def _captions(self) -> None:
        form, look = self.form, self.forms.look
        sheet, styles = self.sheet, self.styles
        year = look.year_text.format(year=self.edition.year)
        unit = look.amount_caption.format(unit=self.spec.unit.value)
        for range_, text, place in (
            (form.number, self.spec.id, "right"),
            (form.unit, form.unit_caption, "left"),
            (form.year, year, "center"),
            (form.amount_unit, unit, "right"),
        ):
            if range_:
                cell = sheet[first_cell(range_)]
                cell.value = text
                styles.caption(cell, place, wrap=range_ == form.unit)
        title = sheet[first_cell(form.title)]
        title.value = self.spec.title
        styles.title(title)

    def _head(self) -> None:
        for range_, text in self.form.head:
            self._boxed(range_, text)
        for range_, text in self.form.bands:
            self._boxed(range_, text)
        for range_, text in (*self.form.head, *self.form.bands):
            if text.startswith(("一、", "二、", "三、")):
                self.styles.band(self.sheet[first_cell(range_)])
        if self.form.numbers_row:
            self._column_numbers()

    def _boxed(self, range_: str, text: str) -> None:
        for cell in _cells(self.sheet, range_):
            self.styles.head(cell)
        self.sheet[first_cell(range_)].value = text

    def _column_numbers(self) -> None:
        """The 栏次 under the head; columns without one keep an empty cell."""
        row = self.form.numbers_row
        blocks = [block.columns for block in self.spec.blocks]
        grown = [self.spec.code_rows.columns] if self.spec.code_rows else []
        letters = {c.letter: c.number for columns in (*blocks, *grown) for c in columns}
        for letter in _letters(self.form.note_letter):
            cell = self.sheet[f"{letter}{row}"]
            self.styles.number(cell)
            if letter in letters:
                cell.value = letters[letter]

    def _line(self, block: Block, line: Line) -> None:
        sheet, styles = self.sheet, self.styles
        if block.label_letter:
            cell = sheet[f"{block.label_letter}{line.row}"]
            cell.value = line.label or None
            centred = line.label.endswith(_CENTRED_ENDS) and line.role is Role.TOTAL
            is_item = bool(block.code_letter) and line.role is Role.ENTERED
            styles.label(cell, centred=centred, indent=1 if is_item else 0)
        if block.number_letter:
            cell = sheet[f"{block.number_letter}{line.row}"]
            cell.value = line.number
            styles.number(cell)
        if block.code_letter:
            cell = sheet[f"{block.code_letter}{line.row}"]
            cell.value = line.code
            styles.code(cell)
        for column in block.columns:
            entered = self.form.shade_entered and column.role is Role.ENTERED
            cell = sheet[f"{column.letter}{line.row}"]
            styles.figure(cell, self._format(line, column.key), entered=entered)

    def _format(self, line: Line, column: str) -> str:
        look = self.forms.look
        usual = look.amount_format if line.decimals else look.count_format
        return self.form.formats.get(column, usual)

    def _code_rows(self) -> None:
        """合计 and one empty row of codes, in the style that grown rows take."""
        grid = self.spec.code_rows
        if grid is None:
            return
        total = self.sheet[f"{grid.code_letter}{grid.total_row}"]
        total.value = TOTAL_ROW
        self.styles.number(total)
        self.styles.number(self.sheet[f"{grid.name_letter}{grid.total_row}"])
        self.styles.code(self.sheet[f"{grid.code_letter}{grid.first_row}"])
        self.styles.name(self.sheet[f"{grid.name_letter}{grid.first_row}"])
        for column in grid.columns:
            for row in (grid.total_row, grid.first_row):
                cell = self.sheet[f"{column.letter}{row}"]
                self.styles.figure(cell, self.forms.look.amount_format)

    def _wide_rows(self) -> None:
        """Total rows whose label takes several columns; unused rows of shorter blocks."""
        for block in self.spec.blocks:
            self._gaps_of(block)
            if block.code_letter:
                self._rest_of(block)
        for range_, key in self.form.wide:
            for cell in _cells(self.sheet, range_):
                self.styles.number(cell)
            self.sheet[first_cell(range_)].value = key

    def _gaps_of(self, block: Block) -> None:
        """Boxes between the lines of a block where only the block beside it has lines."""
        used = {line.row for line in block.lines if line.is_printed}
        letters = (block.code_letter, block.label_letter, *(c.letter for c in block.columns))
        for row in set(range(min(used), max(used))) - used:
            for letter in filter(None, letters):
                self.styles.number(self.sheet[f"{letter}{row}"])

    def _rest_of(self, block: Block) -> None:
        """Boxes below the last line of a block that is shorter than its neighbours."""
        deepest = max(line.row for other in self.spec.blocks if other.code_letter
                      for line in other.lines)  # fmt: skip
        letters = (block.code_letter, block.label_letter, *(c.letter for c in block.columns))
        for row in range(max(line.row for line in block.lines) + 1, deepest + 1):
            for letter in filter(None, letters):
                self.styles.number(self.sheet[f"{letter}{row}"])

    def _note(self) -> None:
        note = self.sheet[self.places.note]
        note.value = self.spec.note or self.form.note_text or None
        self.styles.note(note)
        self.sheet.row_dimensions[note.row].height = self.form.note_height
        if self.places.empty_statement:
            self.styles.note(self.sheet[self.places.empty_statement])

    def _validation(self, computed: Iterable[CellId]) -> None:
        """Fixed entry cells take numbers; a text gets a question, not a refusal."""
        taken = {(cell.row, cell.column) for cell in computed}
        blank = {line.key for line in self.spec.lines if line.role is Role.BLANK}
        if self.spec.code_rows:
            return
        rule = DataValidation(
            type="decimal", operator="between", formula1=str(-_LIMIT), formula2=str(_LIMIT),
            allow_blank=True, errorStyle="warning", showErrorMessage=True,
            errorTitle="应填数字", error="此格应填数字,金额单位见表头。仍要保留所填内容吗?",
        )  # fmt: skip
        for key, place in self.places.cells.items():
            if key not in taken and key[0] not in blank:
                rule.add(place)
        self.sheet.add_data_validation(rule)

    def _measures(self) -> None:
        """Column widths and row heights; code rows keep theirs open for long names."""
        sheet, form = self.sheet, self.form
        for letter, width in zip(_letters(form.note_letter), form.widths, strict=True):
            sheet.column_dimensions[letter].width = width
        sheet.sheet_format = SheetFormatProperties(
            defaultRowHeight=form.body_height, customHeight=True
        )
        body = self._first_body_row()
        heights = {1: 34.0, 2: 16.0, 3: 28.0}
        heights |= dict.fromkeys(range(4, body), form.head_height)
        if self.spec.code_rows is None:
            last = max(self.places.rows.values())
            heights |= dict.fromkeys(range(body, last + 1), form.body_height)
        for row, height in (heights | dict(form.tall)).items():
            sheet.row_dimensions[row].height = height

    def _first_body_row(self) -> int:
        return min(self.places.rows.values())

    def _page(self) -> None:
        sheet, form = self.sheet, self.form
        grown = self.spec.code_rows is not None
        _set_page(sheet, form.paper, tall=0 if grown else form.pages_tall)
        sheet.print_area = self.places.print_area
        head_end = self._first_body_row() - 1
        sheet.print_title_rows = f"1:{head_end}"
        sheet.freeze_panes = f"A{head_end + 1}"
        sheet.sheet_view.showGridLines = False


def _set_page(sheet: Worksheet, paper: Paper, *, tall: int) -> None:
    """A4, fitted to the page's width, centred, numbered."""
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = paper.value
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = tall
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.5
    margins.top = margins.bottom = 0.65
    margins.header = margins.footer = 0.3
    sheet.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text=_FOOTER))


def narrative_sheet(sheet: Worksheet, forms: Forms) -> None:
    """情况说明: one paragraph a row from A1, wrapped; its title stands in the page header."""
    column = sheet.column_dimensions["A"]
    column.width = _WIDE_PARAGRAPH
    Styles(forms.look).paragraph(sheet["A1"])
    column.font, column.alignment = copy(sheet["A1"].font), copy(sheet["A1"].alignment)
    _set_page(sheet, Paper.PORTRAIT, tall=0)
    sheet.oddHeader = HeaderFooterItem(center=_HeaderFooterPart(text=sheet.title, size=14))
    sheet.page_margins.left = sheet.page_margins.right = 0.8
    sheet.sheet_view.showGridLines = False


_FILTERED_ROWS = 1000
"""A filter over the head alone would not reach the findings that are written below it."""


def findings_sheet(sheet: Worksheet, forms: Forms) -> None:
    """核对结果: the head alone; findings are written below it."""
    styles = Styles(forms.look)
    for letter, (name, width) in zip(
        _letters_of(len(forms.findings_columns)), forms.findings_columns, strict=True
    ):
        cell = sheet[f"{letter}1"]
        cell.value = name
        styles.finding_head(cell)
        sheet.column_dimensions[letter].width = width
        last = letter
    sheet.row_dimensions[1].height = 24
    sheet.auto_filter.ref = f"A1:{last}{_FILTERED_ROWS}"
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    _set_page(sheet, Paper.LANDSCAPE, tall=0)
    sheet.oddHeader = HeaderFooterItem(center=_HeaderFooterPart(text=sheet.title, size=14))


def _letters(last: str) -> list[str]:
    """The letters from A to ``last``."""
    return _letters_of(ord(last) - ord("A") + 1)


def _letters_of(count: int) -> list[str]:
    return [chr(ord("A") + index) for index in range(count)]


def _cells(sheet: Worksheet, range_: str) -> Iterator[SheetCell]:
    """The cells of a range, also of a single cell, before anything is merged."""
    first, _, last = range_.partition(":")
    rows: Iterable[Iterable[SheetCell]] = sheet[f"{first}:{last or first}"]
    for row in rows:
        yield from row
