"""One set of accounts as it may be published: a Word file, a web page, a PDF made of them.

Nothing here knows how a table is recognised: the cells of the official workbook are
written down as they print, one document element for each.
"""

from __future__ import annotations

import html
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import docx
import openpyxl
from docx.enum.section import WD_ORIENT
from docx.shared import Pt
from openpyxl.worksheet.worksheet import Worksheet

from xltool import editions, filling
from xltool.model.book import Book, CellId


@dataclass(frozen=True)
class PrintedCell:
    """A cell as it prints, rows and columns from 0."""

    row: int
    column: int
    rows: int
    columns: int
    text: str


@dataclass(frozen=True)
class PrintedTable:
    """The lines above a table, its cells, and the lines below it."""

    above: tuple[str, ...]
    cells: tuple[PrintedCell, ...]
    below: tuple[str, ...]

    @property
    def height(self) -> int:
        """Number of rows."""
        return max(cell.row + cell.rows for cell in self.cells)

    @property
    def width(self) -> int:
        """Number of columns."""
        return max(cell.column + cell.columns for cell in self.cells)


def figures_of(book: Book) -> dict[CellId, Decimal]:
    """Every figure that is not zero."""
    return {
        CellId(id_, row, column): cell.value
        for id_, table in book.tables.items()
        for (row, column), cell in table.cells.items()
        if cell.value
    }


def printed_tables(book: Book) -> Iterator[PrintedTable]:
    """The tables of the official workbook of ``book``, as they print."""
    edition = editions.load(book.edition)
    data = filling.workbook_bytes(book, edition)
    workbook = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    for spec in edition.tables.values():
        if spec.id != edition.analysis_sheet:
            yield _printed(workbook[spec.sheet])


def _printed(sheet: Worksheet) -> PrintedTable:
    spans = {
        (area.min_row, area.min_col): (
            area.max_row - area.min_row + 1,
            area.max_col - area.min_col + 1,
        )
        for area in sheet.merged_cells.ranges
    }
    covered = {
        (row, column)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, area.max_row + 1)
        for column in range(area.min_col, area.max_col + 1)
    } - spans.keys()
    bordered = [
        number
        for number in range(1, sheet.max_row + 1)
        if sheet.cell(number, 1).border.top.style or sheet.cell(number, 2).border.top.style
    ]
    top, bottom = bordered[0], bordered[-1]
    cells = [
        PrintedCell(
            row - top, column - 1, *spans.get((row, column), (1, 1)), _text(sheet, row, column)
        )
        for row in range(top, bottom + 1)
        for column in range(1, sheet.max_column + 1)
        if (row, column) not in covered
    ]
    return PrintedTable(
        tuple(_lines(sheet, range(1, top))),
        tuple(cells),
        tuple(_lines(sheet, range(bottom + 1, sheet.max_row + 1))),
    )


def _lines(sheet: Worksheet, rows: range) -> Iterator[str]:
    for row in rows:
        texts = [_text(sheet, row, column) for column in range(1, sheet.max_column + 1)]
        if any(texts):
            yield "  ".join(filter(None, texts))


def _text(sheet: Worksheet, row: int, column: int) -> str:
    cell = sheet.cell(row, column)
    if isinstance(cell.value, int | float):
        return f"{cell.value:,.2f}" if ".00" in cell.number_format else f"{cell.value:g}"
    return str(cell.value or "")


def save_word(
    folder: Path, book: Book, narrative: Sequence[str], name: str = "决算公开.docx"
) -> Path:
    """A Word file: tables first, then the narrative."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    for table in printed_tables(book):
        for text in table.above:
            document.add_paragraph(text)
        grid = document.add_table(table.height, table.width, style="Table Grid")
        rows = [row.cells for row in grid.rows]
        for cell in table.cells:
            first = rows[cell.row][cell.column]
            if cell.rows > 1 or cell.columns > 1:
                first = first.merge(rows[cell.row + cell.rows - 1][cell.column + cell.columns - 1])
            run = first.paragraphs[0].add_run(cell.text)
            run.font.size = Pt(8)
        for text in table.below:
            document.add_paragraph(text)
    for text in narrative:
        document.add_paragraph(text)
    document.save(str(folder / name))
    return folder / name


def save_html(
    folder: Path, book: Book, narrative: Sequence[str], name: str = "决算公开.html"
) -> Path:
    """A web page with the same."""
    lines = ["<!DOCTYPE html><html><head><meta charset='utf-8'><title>公开</title></head><body>"]
    for table in printed_tables(book):
        lines += [f"<p>{html.escape(text)}</p>" for text in table.above]
        lines.append("<table border='1'>")
        for number in range(table.height):
            lines.append("<tr>")
            lines += [_html_cell(cell) for cell in table.cells if cell.row == number]
            lines.append("</tr>")
        lines.append("</table>")
        lines += [f"<p>{html.escape(text)}</p>" for text in table.below]
    lines += [f"<p>{html.escape(text)}</p>" for text in narrative]
    lines.append("</body></html>")
    (folder / name).write_text("\n".join(lines), "utf-8")
    return folder / name


def _html_cell(cell: PrintedCell) -> str:
    text = html.escape(cell.text)
    return f"<td rowspan='{cell.rows}' colspan='{cell.columns}'>{text}</td>"
