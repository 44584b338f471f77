"""Workbooks that the samples stand in, and what can be seen of a workbook."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import openpyxl
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.comments import Comment
from openpyxl.styles.colors import Color

from tests.hosts import samples
from xltool.hosts import marks
from xltool.model.book import Book, Narrative
from xltool.model.finding import Figure, Finding
from xltool.model.patch import Content, Name, Span
from xltool.package import Package, WorkbookReader, apply, defined_names


def blank_book() -> openpyxl.Workbook:
    """The sample's tables as an openpyxl workbook, with an empty 情况说明."""
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = samples.TABLE
    for offset, (key, label, *values) in enumerate(samples.ROWS):
        sheet.cell(8 + offset, 1, key)
        sheet.cell(8 + offset, 2, label)
        for column, value in enumerate(values, start=3):
            cell = sheet.cell(8 + offset, column, float(value) if value else None)
            cell.number_format = "0.00"
    workbook.create_sheet("公开08表")
    workbook.create_sheet("情况说明")
    return workbook


def package_of(workbook: openpyxl.Workbook) -> Package:
    """An openpyxl workbook, saved and opened."""
    return Package.open(bytes_of(workbook))


def bytes_of(workbook: openpyxl.Workbook) -> bytes:
    """An openpyxl workbook as a file."""
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def sample_package() -> Package:
    """The sample workbook."""
    return package_of(blank_book())


def note(text: str) -> Comment:
    """A user's note."""
    return Comment(text, "张三")


def marked(
    package: Package,
    findings: Sequence[Finding] | None = None,
    figures: Sequence[Figure] | None = None,
    narrative: Narrative | None = None,
    book: Book | None = None,
) -> Package:
    """The workbook with the sample's marks, or with those given."""
    patch = marks(
        samples.findings() if findings is None else findings,
        samples.figures() if figures is None else figures,
        book or samples.book(),
        narrative or samples.narrative(),
        package,
    )
    return apply(patch, package)


def read(package: Package, *, rich: bool = False) -> openpyxl.Workbook:
    """The workbook as openpyxl, another program, reads it."""
    return openpyxl.load_workbook(io.BytesIO(package.to_bytes()), rich_text=rich)


@dataclass(frozen=True)
class SheetSeen:
    """Everything a user can see of the cells of one sheet."""

    contents: Mapping[str, Content]
    formats: Mapping[str, str]
    fills: Mapping[str, str]
    notes: Mapping[str, str]
    links: Mapping[str, str]
    colours: Mapping[str, tuple[Span, ...]]


@dataclass(frozen=True)
class Seen:
    """Everything a user can see of a workbook."""

    sheets: Mapping[str, SheetSeen]
    names: Mapping[tuple[str, str | None], Name]


def seen(package: Package) -> Seen:
    """What can be seen of a workbook: cells that look and hold the same are the same."""
    reader = WorkbookReader(package)
    sheets = {}
    for sheet in package.sheets:
        cells = reader.sheet(sheet.name)
        texts = [cell for cell, content in cells.contents.items() if isinstance(content, str)]
        colours = {cell: spans for cell in texts if (spans := cells.text_colours(cell))}
        formats = {c: code for c, code in cells.number_formats.items() if code != "General"}
        sheets[sheet.name] = SheetSeen(
            cells.contents, formats, cells.fills, cells.notes, cells.links, colours
        )
    names = {(item.name, item.sheet): item.value for item in defined_names(package)}
    return Seen(sheets, names)


def runs(package: Package, sheet: str, cell: str) -> list[tuple[str, str | None]]:
    """Texts of a cell by their colours, as openpyxl reads them."""
    value = read(package, rich=True)[sheet][cell].value
    found: list[tuple[str, str | None]] = []
    for piece in value if isinstance(value, CellRichText) else [str(value)]:
        text, colour = (
            (piece.text, _colour(piece.font.color))
            if isinstance(piece, TextBlock)
            else (str(piece), None)
        )
        if found and found[-1][1] == colour:
            found[-1] = (found[-1][0] + text, colour)
        else:
            found.append((text, colour))
    return found


def _colour(colour: Color | None) -> str | None:
    if colour is None:
        return None
    return colour.rgb[2:] if colour.type == "rgb" else f"{colour.type} {colour.value}"
