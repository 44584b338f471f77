"""A Book into the bytes of the official workbook: one pass over the open cells, one join."""

from __future__ import annotations

from xltool.editions import parent_code
from xltool.editions.schema import Edition
from xltool.filling.cell_markup import (
    BLANK,
    CLOSE,
    TYPED,
    name_tail,
    number,
    text_tail,
    without_number,
)
from xltool.filling.compiling import template_of
from xltool.filling.rows import listed
from xltool.filling.template import (
    CODE_CLOSE,
    CODE_OPEN,
    CodeRow,
    CodeRowTemplate,
    HeadSlot,
    NarrativeTemplate,
    ShapedSheet,
    SheetTemplate,
    Template,
)
from xltool.model.book import Book, Narrative, Table
from xltool.model.errors import XltoolError


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
    parts = list(shape.parts)
    for at, slot in shape.heads:
        parts[at] = _head(slot, sheet, table, book, template)
    if table is None:
        for at, _, live in shape.figures:
            parts[at] = _uncalculated(live) if live else BLANK
        placed = 0
    else:
        placed = _figures(shape, table, parts)
    if sheet.rows:
        block, in_rows = _code_rows(sheet.rows, sheet.first_row, codes or (), table)
        parts[shape.block] = sheet.rows.closed(block, shape.last)
        placed += in_rows
    if table is not None and placed != len(table.cells):
        _refuse_homeless(shape, sheet, table)
    return "".join(parts)


def _uncalculated(live: str) -> str:
    """A formula of a table that the Book lacks: calculated when the workbook is opened."""
    return live.removesuffix("<v>") + "</c>"


def _figures(shape: ShapedSheet, table: Table, parts: list[str]) -> int:
    """Set the fixed cells of ``table`` into ``parts``; how many of its cells these are."""
    get = table.cells.get
    placed = 0
    for at, key, live in shape.figures:
        cell = get(key)
        if cell is None:
            continue
        placed += 1
        value = cell.stored
        if value is None:
            value = cell.value
        if value is None:
            parts[at] = without_number(cell, live)
        else:
            start = live if cell.live and live else TYPED
            parts[at] = f"{start}{number(value)}{CLOSE}"
    return placed


def _code_rows(
    rows: CodeRowTemplate,
    first_row: int,
    codes: tuple[tuple[str, str], ...],
    table: Table | None,
) -> tuple[str, int]:
    """The code rows joined, and how many cells of the table they hold.

    This is where the time of a large workbook goes, hence one flat loop.
    """
    if not codes or table is None:
        return _blank_row(rows.row(first_row, is_parent=False)), 0
    get = table.cells.get
    parents = {parent_code(code) for code, _ in codes}
    block: list[str] = []
    append = block.append
    placed = 0
    for position, (code, name) in enumerate(codes, first_row):
        row = rows.row(position, is_parent=code in parents)
        append(f"{row.before_code}{code}{row.before_name}{name_tail(name)}")
        for column, blank, typed, live in row.cells:
            cell = get((code, column))
            if cell is None:
                append(blank)
                continue
            placed += 1
            value = cell.stored
            if value is None:
                value = cell.value
            if value is None:
                append(blank.removesuffix(BLANK) + without_number(cell, _from_style(live)))
                continue
            text = str(value)
            if "E" in text:
                text = number(value)
            append(f"{live if cell.live and live else typed}{text}{CLOSE}")
        append(row.behind)
    return "".join(block), placed


def _from_style(live: str) -> str:
    """The part of a live cell's text behind its style."""
    return live[live.index("><f>") :] if live else ""


def _blank_row(row: CodeRow) -> str:
    """The one code row of a table without codes."""
    before_code = row.before_code.removesuffix(CODE_OPEN)
    before_name = row.before_name.removeprefix(CODE_CLOSE)
    blanks = "".join(cell.blank for cell in row.cells)
    return f"{before_code}{BLANK}{before_name}{BLANK}{blanks}{row.behind}"


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


def _refuse_homeless(shape: ShapedSheet, sheet: SheetTemplate, table: Table) -> None:
    """Name the figures that found no cell; those without content do not count."""
    columns = sheet.rows.columns if sheet.rows else ()
    known = {figure.key for figure in shape.figures}
    known |= {(row.key, column) for row in table.codes() for column in columns}
    lost = [
        key for key, cell in table.cells.items() if key not in known and (cell.value or cell.text)
    ]
    if lost:
        named = listed(" ".join(part for part in (table.id, *key) if part) for key in lost)
        raise XltoolError(f"官方表格里没有这些数的位置:{named};请核对行和栏")
