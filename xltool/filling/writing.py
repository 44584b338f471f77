"""A Book into the bytes of the official workbook: one pass over the open cells, one join."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    CodeRowTemplate,
    HeadSlot,
    Key,
    NarrativeTemplate,
    ShapedSheet,
    SheetTemplate,
    State,
    Template,
)
from xltool.model.book import Book, Cell, Paragraph, Table
from xltool.model.errors import XltoolError

_LIVE, _TYPED = int(State.LIVE), int(State.TYPED)


def workbook_bytes(book: Book, edition: Edition) -> bytes:
    """``book`` as the official workbook of ``edition``.

    Live cells get the form's formula and their value cached, others are typed. Tables
    grow to the codes they have. Everything in the template that no figure changes is
    copied as it is.

    Raises:
        XltoolError: the Book has figures for which the form has no cell; all are named.
    """
    template = template_of(edition)
    frame = template.frame_as_published if book.as_published else template.frame
    return frame.with_parts(_parts(book, template))


def _parts(book: Book, template: Template) -> Iterator[tuple[str, bytes]]:
    """Every part that changes, one at a time."""
    codes = tuple(_codes(book.tables.get(id_)) for id_ in template.growing_tables)
    ends = template.ends(codes)
    by_table = dict(zip(template.growing_tables, codes, strict=True))
    for sheet in template.sheets:
        shape = sheet.shaped(template.growing, ends)
        yield (
            sheet.part,
            _sheet(shape, sheet, by_table.get(sheet.table, ()), book, template).encode(),
        )
    if template.narrative:
        paragraphs = book.narrative.paragraphs if book.narrative else ()
        yield template.narrative.part, _narrative(template.narrative, paragraphs).encode()
    last = dict(zip(template.growing, ends, strict=True))
    yield template.workbook_part, template.workbook.shaped(last).encode()


def _codes(table: Table | None) -> tuple[tuple[str, str], ...]:
    """Code and name of every code row; a code that stands twice is one row."""
    if table is None:
        return ()
    return tuple({row.key: row.label for row in table.codes()}.items())


def _sheet(
    shape: ShapedSheet,
    sheet: SheetTemplate,
    codes: tuple[tuple[str, str], ...],
    book: Book,
    template: Template,
) -> str:
    table = book.tables.get(sheet.table)
    parts = list(shape.parts)
    for at, slot in shape.heads:
        parts[at] = _head(slot, sheet, table, book, template)
    if table is None:
        _leave_uncalculated(shape, parts)
        fixed: Iterable[tuple[Key, Cell]] = ()
    elif sheet.rows and codes:
        block, fixed = _code_rows(sheet.rows, codes, table.cells)
        parts[shape.block] = sheet.rows.closed(block, shape.last)
    else:
        fixed = table.cells.items()
    if sheet.rows and not codes:
        parts[shape.block] = sheet.rows.blank_row
    _figures(shape, sheet.table, fixed, parts)
    return "".join(parts)


def _leave_uncalculated(shape: ShapedSheet, parts: list[str]) -> None:
    """A table that the Book lacks keeps its formulas, calculated when it is opened."""
    for at, live in shape.figures.values():
        parts[at] = live.removesuffix("<v>") + "</c>" if live else BLANK


def _figures(
    shape: ShapedSheet, table: str, cells: Iterable[tuple[Key, Cell]], parts: list[str]
) -> None:
    """Set fixed cells into ``parts``; figures that the form has no place for are refused."""
    figures = shape.figures
    lost: list[Key] = []
    for key, cell in cells:
        figure = figures.get(key)
        if figure is None:
            # A published form may print rows that the official one leaves out.
            if cell.value or cell.text:
                lost.append(key)
            continue
        at, live = figure
        value = cell.value if cell.stored is None else cell.stored
        if value is None:
            parts[at] = without_number(cell, live)
        else:
            start = live if cell.live and live else TYPED
            parts[at] = f"{start}{number(value)}{CLOSE}"
    if lost:
        named = listed(" ".join(part for part in (table, *key) if part) for key in lost)
        raise XltoolError(f"官方表格里没有这些数的位置:{named};请核对行和栏")


def _code_rows(
    rows: CodeRowTemplate, codes: tuple[tuple[str, str], ...], cells: Mapping[Key, Cell]
) -> tuple[str, list[tuple[Key, Cell]]]:
    """The code rows joined, and the cells that stand in none of them.

    This is where the time of a large workbook goes: one pass over the cells in the order
    they lie in memory, one look-up a row, one join.
    """
    width = len(rows.columns) + 3
    offset = {column: position for position, column in enumerate(rows.columns, 2)}
    start = {code: position * width for position, (code, _) in enumerate(codes)}
    texts = [""] * (len(codes) * width)
    texts[0::width] = start
    texts[1::width] = [name_tail(name) for _, name in codes]
    states = bytearray(len(texts))
    others: list[tuple[Key, Cell]] = []
    for (row, column), cell in cells.items():
        try:
            at = start[row] + offset[column]
        except KeyError:
            others.append(((row, column), cell))
            continue
        value = cell.stored
        if value is None:
            value = cell.value
        if value is None:
            texts[at], states[at] = _without_number(cell)
            continue
        text = str(value)
        texts[at] = number(value) if "E" in text else text
        states[at] = _LIVE if cell.live else _TYPED
    parents = {parent_code(code) for code in start}
    pieces: list[str] = []
    for position, (code, at) in enumerate(start.items(), rows.first_row):
        form = position, bytes(states[at : at + width]), code in parents
        pieces += rows.pieces_of(form)
    block = [""] * (2 * len(texts))
    block[0::2] = pieces
    block[1::2] = texts
    return "".join(block), others


def _without_number(cell: Cell) -> tuple[str, int]:
    """The text and the state of a cell in a code row that has no number."""
    if cell.live:
        return "", State.UNCALCULATED
    return (text_tail(cell.text), State.TEXT) if cell.text else ("", State.BLANK)


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


def _narrative(template: NarrativeTemplate, paragraphs: Sequence[Paragraph]) -> str:
    rows = (
        f'<row r="{number}"{template.row_attributes}><c r="A{number}"{template.style}'
        f"{text_tail(paragraph.text)}</row>"
        for number, paragraph in enumerate(paragraphs, 1)
    )
    return "".join((template.before, *rows, template.behind))
