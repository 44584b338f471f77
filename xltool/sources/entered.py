"""Entries from tidy data or from a workbook in a recognised layout, whichever it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from xltool.editions.schema import Edition
from xltool.model.amount import Amount, Unit
from xltool.model.book import Book, Cell, CellId, RowKind, Table
from xltool.model.entries import Entries, Entry
from xltool.model.errors import XltoolError
from xltool.sources.files import file_bytes, is_office, naming
from xltool.sources.tidy import ANALYSIS_ENTERED, read_tidy

if TYPE_CHECKING:
    import pandas as pd

_SHOWN_FAULTS = 3


def read_entries(
    source: pd.DataFrame | Path | str,
    edition: Edition,
    unit: Unit = Unit.WAN,
    unit_name: str | None = None,
    year: int | None = None,
    codes: Mapping[str, str] | None = None,
) -> Entries:
    """The figures of DATA: tidy data as ``read_tidy``, or a workbook with the tables in it.

    A workbook's own 金额单位 is believed.

    Raises:
        XltoolError: unreadable, or anything in it is not a figure with a cell.
    """
    if isinstance(source, str | Path) and is_office(file_bytes(Path(source))):
        book = _layout_book(Path(source), edition)
        if book is not None:
            return _of_book(book, edition, unit, unit_name, year, codes)
    return read_tidy(source, edition, unit, unit_name, year, codes)


def _layout_book(path: Path, edition: Edition) -> Book | None:
    """The Book of a workbook with tables in it; None where it holds tidy data."""
    from xltool.sources.spreadsheet import open_grids, tidy_grid
    from xltool.sources.workbook import read_workbook

    with naming(path.name):
        grids, _ = open_grids(path, file_bytes(path))
    return read_workbook(path, edition) if tidy_grid(grids) is None else None


def _of_book(
    book: Book,
    edition: Edition,
    unit: Unit,
    unit_name: str | None,
    year: int | None,
    codes: Mapping[str, str] | None,
) -> Entries:
    source = book.sources[0] if book.sources else ""
    if unit is not Unit.WAN and book.amount_unit is not unit:
        raise XltoolError(f"{source} 的金额单位是{book.amount_unit},而 --unit 是{unit}:请只用一个")
    if year and book.year and book.year != year:
        raise XltoolError(f"{source} 的年度是 {book.year},而 --year 是 {year}:请核实后只用一个")
    figures = [
        entry for table in book.tables.values() for entry in _entries(table, edition, source)
    ]
    names = {
        row.code: row.label
        for table in book.tables.values()
        for row in table.rows
        if row.kind is RowKind.CODE and row.code and row.label
    }
    return Entries(
        book.amount_unit,
        tuple(figures),
        unit_name or book.unit_name,
        year or book.year,
        {**(codes or {}), **names},
        source,
        book.remarks,
    )


def _entries(table: Table, edition: Edition, source: str) -> Iterator[Entry]:
    """The figures of a table that DATA may give.

    Raises:
        XltoolError: a text stands where a number belongs.
    """
    texts = [
        f"{source} {cell.address.sheet}!{cell.address.cell} 写的是“{cell.text}”"
        for cell in table.cells.values()
        if cell.text and cell.address
    ]
    if texts:
        more = f";另有 {len(texts) - _SHOWN_FAULTS} 处" if len(texts) > _SHOWN_FAULTS else ""
        raise XltoolError(f"{table.id} 应填数的格不是数:{';'.join(texts[:_SHOWN_FAULTS])}{more}")
    units = {line.key: line.unit for line in edition.tables[table.id].lines}
    names = {row.key: row.label for row in table.rows if row.kind is RowKind.CODE}
    for (row, column), cell in table.cells.items():
        is_derived = table.id == edition.analysis_sheet and column not in ANALYSIS_ENTERED
        if cell.value is None or is_derived:
            continue
        own = units.get(row, table.unit)
        amount = _amount(cell, table.unit if own.is_amount else own)
        where = f"{source} {cell.address.sheet}!{cell.address.cell}" if cell.address else source
        yield Entry(CellId(table.id, row, column), amount, where, names.get(row) or None)


def _amount(cell: Cell, unit: Unit) -> Amount:
    """The exact figure behind a cell, with the decimals it has."""
    if cell.stored is None or cell.value is None:
        return Amount(cell.exact, unit, cell.decimals)
    exponent = cell.stored.as_tuple().exponent
    return Amount(cell.stored, unit, max(cell.decimals, -int(exponent)))
