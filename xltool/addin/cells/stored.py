r"""The last check of a workbook as ASCII lines, from which VBA answers without Python.

Like an action file: HEAD, lines of fields parted by tabs with \uXXXX, END. VBA finds a line
by its first fields as they are written, so nothing is unescaped until it is shown:

    line    state of the workbook
    sheet   name of a sheet that the check read
    called  a name of a table, its id
    table   id, state
    row     table, a name of a row, its key            (column likewise)
    place   table, row key, column key, sheet, A1
    label   table, row key, sheet, A1, text            (to see that the row still stands there)
    cell    sheet, A1, table, value, answer, numbers of the identities that hold
    said    sheet, A1, answer, verdicts of its figures
    finding verdict, severity, place, message, stated, expected, difference, tables, cells
    text    a paragraph of the narrative, its number
    figure  number of its paragraph, text, verdict, what it states, reason
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from xltool import editions
from xltool.addin.actions import END, escaped
from xltool.addin.cells.answers import cell_answer, check, figure_row, state_line
from xltool.addin.cells.checked import Checked
from xltool.addin.cells.limits import clipped
from xltool.model.book import Book, Cell, CellId, Table
from xltool.model.finding import CellPlace, Figure, Finding, Place, Verdict
from xltool.report import place_text, plain

HEAD = "xltool-checked 1"
_LINE_END = "\r\n"
_PART = "\x01"
_NO_VALUE = "-"
_VERDICT_SIGNS = {
    Verdict.CONSISTENT: "0",
    Verdict.ROUNDING: "1",
    Verdict.MISMATCH: "2",
    Verdict.UNCHECKED: "3",
}
"""In the order of the state line."""


def write_stored(checked: Checked) -> str:
    """The check as text, ASCII only."""
    # Names of tables, rows and answers come again and again.
    written = cache(escaped)
    lines = ("\t".join(map(written, fields)) for fields in _lines(checked))
    return _LINE_END.join((HEAD, *lines, END, ""))


def _lines(checked: Checked) -> Iterator[tuple[str, ...]]:
    book = checked.report.book
    yield "line", state_line(checked.report.rules)
    yield from (("sheet", name) for name in _sheets(checked))
    for table in book.tables.values():
        yield "table", table.id, check(checked, table.id)
        yield from _places(table)
    yield from _names(book)
    yield from _cells(checked)
    yield from _heads(checked)
    yield from _findings(checked.report.findings)
    yield from _said(checked)


def _sheets(checked: Checked) -> Iterable[str]:
    narrative = checked.report.narrative
    paragraphs = narrative.paragraphs if narrative else ()
    homes = [cell.sheet for cell in checked.cell_at]
    homes += [one.address.sheet for one in paragraphs if one.address is not None]
    return dict.fromkeys(homes)


def _places(table: Table) -> Iterator[tuple[str, ...]]:
    for row in table.rows:
        if row.address is not None and row.label.strip():
            yield "label", table.id, row.key, row.address.sheet, row.address.cell, row.label.strip()
    for (row_key, column), cell in table.cells.items():
        if cell.address is not None:
            yield "place", table.id, row_key, column, cell.address.sheet, cell.address.cell


def _names(book: Book) -> Iterator[tuple[str, ...]]:
    """What users may call tables, rows and columns, where one is meant and no other."""
    form = editions.load(book.edition)
    tables: list[tuple[str, str]] = []
    for table in book.tables.values():
        spec = form.tables.get(table.id)
        names = (table.id, table.title, table.sheet or "", *((spec.title,) if spec else ()))
        tables += ((name, table.id) for name in names)
        rows = [(row.key, row.key) for row in table.rows]
        rows += [(row.label.strip(), row.key) for row in table.rows]
        columns = dict.fromkeys(column for _, column in table.cells)
        called = [(column, column) for column in columns]
        called += [(column.rpartition("/")[2], column) for column in columns]
        yield from (("row", table.id, *one) for one in _unambiguous(rows))
        yield from (("column", table.id, *one) for one in _unambiguous(called))
    yield from (("called", *one) for one in _unambiguous(tables))


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The pairs whose name means one thing; a key means itself before anything else."""
    meanings: dict[str, dict[str, None]] = {}
    for name, key in pairs:
        meanings.setdefault(name, {})[key] = None
    for name, keys in meanings.items():
        if name in keys:
            yield name, name
        elif len(keys) == 1 and name:
            yield name, next(iter(keys))


def _cells(checked: Checked) -> Iterator[tuple[str, ...]]:
    held = {
        number for number, one in enumerate(checked.applied) if one.verdict is Verdict.CONSISTENT
    }
    by_cell: dict[CellId, list[int]] = {}
    for number in sorted(held):
        for cell in checked.applied[number].cells:
            by_cell.setdefault(cell, []).append(number)
    for at, id_ in checked.cell_at.items():
        answer = cell_answer(checked, at, id_)
        numbers = " ".join(map(str, by_cell.get(id_, ())))
        value = _value(checked.report.book.cell(id_))
        yield "cell", at.sheet, at.cell, id_.table, value, answer, numbers


def _heads(checked: Checked) -> Iterator[tuple[str, ...]]:
    """Cells without a figure at which a finding points: codes, names, titles."""
    narrative = checked.report.narrative
    said = {one.address for one in narrative.paragraphs} if narrative else set()
    for at in checked.told_at:
        if at not in checked.cell_at and at not in said:
            yield "said", at.sheet, at.cell, cell_answer(checked, at), ""


def _value(cell: Cell | None) -> str:
    """What the check saw in a cell: VBA compares it with what stands there now."""
    if cell is None or (cell.value is None and not cell.text):
        return _NO_VALUE
    return f"'{cell.text}" if cell.text else f"#{cell.exact:f}"


def _findings(findings: Iterable[Finding]) -> Iterator[tuple[str, ...]]:
    for one in findings:
        numbers = (one.stated, one.expected, one.difference)
        yield (
            "finding",
            one.verdict.label,
            one.severity.label,
            clipped(place_text(one.where[0])) if one.where else "",
            clipped(one.message),
            *(plain(number) or "" for number in numbers),
            _PART.join(dict.fromkeys(_tables_of(one.where))),
            _PART.join(dict.fromkeys(_addresses_of(one.where))),
        )


def _tables_of(places: Iterable[Place]) -> Iterator[str]:
    return (place.table for place in places if isinstance(place, CellPlace))


def _addresses_of(places: Iterable[Place]) -> Iterator[str]:
    for place in places:
        if place.sheet and place.address:
            yield f"{place.sheet}!{place.address}"


def _said(checked: Checked) -> Iterator[tuple[str, ...]]:
    narrative = checked.report.narrative
    by_paragraph: dict[int, list[Figure]] = {}
    for figure in checked.report.figures:
        by_paragraph.setdefault(figure.paragraph, []).append(figure)
    for paragraph in narrative.paragraphs if narrative else ():
        figures = by_paragraph.get(paragraph.index, [])
        if not figures:
            continue
        number = str(paragraph.index)
        if paragraph.address is not None:
            home = paragraph.address
            answer = check(checked, f"{home.sheet}!{home.cell}")
            signs = "".join(_VERDICT_SIGNS[figure.verdict] for figure in figures)
            yield "said", home.sheet, home.cell, answer, signs
        yield "text", paragraph.text.strip(), number
        for figure in figures:
            yield "figure", number, *map(clipped, figure_row(figure))
