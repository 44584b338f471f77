"""A Book into the bytes of the official workbook: one pass over the open cells, one join."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from xltool.editions import parent_code
from xltool.editions.schema import Edition
from xltool.filling.cell_markup import tail, text_tail
from xltool.filling.compiling import template_of
from xltool.filling.rows import listed
from xltool.filling.template import (
    HeadSlot,
    NarrativeTemplate,
    ShapedSheet,
    SheetTemplate,
    Template,
)
from xltool.model.book import Book, Narrative, Table
from xltool.model.errors import XltoolError

_CODE_OPEN: Final = ' t="inlineStr"><is><t>'
_CODE_CLOSE: Final = "</t></is></c>"


def workbook_bytes(book: Book, edition: Edition) -> bytes:
    """``book`` as the official workbook of ``edition``.

    Live cells get the form's formula and their value cached, others are typed. Tables
    grow to the codes they have. Everything in the template that no figure changes is
    copied as it is.

    Raises:
        XltoolError: the Book has figures for which the form has no cell; all are named.
    """
    template = template_of(edition)
    codes = tuple(_codes(book.tables.get(id_)) for id_ in template.growing_tables)
    ends = template.ends(codes)
    by_table = dict(zip(template.growing_tables, codes, strict=True))
    parts = {
        sheet.part: _sheet(
            sheet.shaped(template.growing, ends), sheet, by_table.get(sheet.table), book, template
        ).encode()
        for sheet in template.sheets
    }
    if template.narrative and book.narrative:
        parts[template.narrative.part] = _narrative(template.narrative, book.narrative).encode()
    last = dict(zip(template.growing, ends, strict=True))
    parts[template.workbook_part] = template.workbook.shaped(last).encode()
    frame = template.frame_as_published if book.as_published else template.frame
    return frame.with_parts(parts)


def _codes(table: Table | None) -> tuple[tuple[str, str], ...]:
    """Code and name of every code row."""
    if table is None:
        return ()
    return tuple([(row.key, row.label) for row in table.codes()])


def _sheet(
    shape: ShapedSheet,
    sheet: SheetTemplate,
    codes: tuple[tuple[str, str], ...] | None,
    book: Book,
    template: Template,
) -> str:
    table = book.tables.get(sheet.table)
    parts = shape.parts.copy()
    for at, slot in shape.heads:
        parts[at] = _head(slot, sheet, table, book, template)
    if table is None:
        _leave_open(shape, parts)
        return "".join(parts)
    cells = table.cells
    placed = 0
    for at, key, formula in shape.figures:
        cell = cells.get(key)
        if cell is not None:
            placed += 1
        parts[at] = tail(cell, formula)
    if codes is not None:
        block: list[str] = []
        placed += _code_rows(shape, table, codes, block)
        parts[shape.block] = "".join(block)
    if placed != len(cells):
        _refuse_homeless(shape, table)
    return "".join(parts)


def _leave_open(shape: ShapedSheet, parts: list[str]) -> None:
    """A table that the Book lacks: the empty form, its formulas to be calculated on opening."""
    for at, _, formula in shape.figures:
        parts[at] = f"><f>{formula}</f></c>" if formula else "/>"
    if shape.block >= 0:
        parts[shape.block] = "".join(_blank_row(shape))


def _code_rows(
    shape: ShapedSheet, table: Table, codes: tuple[tuple[str, str], ...], block: list[str]
) -> int:
    """Append the code rows to ``block``; how many cells of the table they hold."""
    if not codes:
        block += _blank_row(shape)
        return 0
    columns = shape.columns
    parents = {parent_code(code) for code, _ in codes}
    cells = table.cells
    placed = 0
    number = shape.first_row
    for code, name in codes:
        texts, formulas = shape.row(number, is_parent=code in parents)
        block += (texts[0], _CODE_OPEN, code, _CODE_CLOSE, texts[1], text_tail(name), texts[2])
        at = 3
        for column, formula in zip(columns, formulas, strict=True):
            cell = cells.get((code, column))
            if cell is not None:
                placed += 1
            block += (tail(cell, formula), texts[at])
            at += 1
        number += 1
    return placed


def _blank_row(shape: ShapedSheet) -> Iterator[str]:
    """The one code row of a table without codes."""
    texts, _ = shape.row(shape.first_row, is_parent=False)
    yield texts[0]
    for text in texts[1:]:
        yield "/>"
        yield text


def _head(
    slot: HeadSlot, sheet: SheetTemplate, table: Table | None, book: Book, template: Template
) -> str:
    """The rest of a cell above or below the table."""
    match slot.what:
        case "unit_name":
            name = (table.unit_name if table else None) or book.unit_name
            return text_tail(sheet.unit_caption + (name or ""))
        case "year":
            year = (table.year if table else None) or book.year
            return text_tail(template.year_text.format(year=year)) if year else slot.otherwise
        case "amount_unit":
            return text_tail(template.amount_caption.format(unit=book.amount_unit.value))
        case _:
            return slot.otherwise if table is None else text_tail(table.empty_statement or "")


def _narrative(template: NarrativeTemplate, narrative: Narrative) -> str:
    rows = (
        f'<row r="{number}"{template.row_attributes}><c r="A{number}"{template.style}'
        f"{text_tail(paragraph.text)}</row>"
        for number, paragraph in enumerate(narrative.paragraphs, 1)
    )
    return "".join((template.before, *rows, template.behind))


def _refuse_homeless(shape: ShapedSheet, table: Table) -> None:
    """Name the figures that found no cell; those without content do not count."""
    known = {key for _, key, _ in shape.figures}
    known |= {(row.key, column) for row in table.codes() for column in shape.columns}
    lost = [
        key for key, cell in table.cells.items() if key not in known and (cell.value or cell.text)
    ]
    if lost:
        named = listed(" ".join(part for part in (table.id, *key) if part) for key in lost)
        raise XltoolError(f"官方表格里没有这些数的位置:{named};请核对行和栏")
