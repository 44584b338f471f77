"""Where the cells of a Book stand in its own workbook, whatever was made of the form."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from xltool.editions.codes import children_of, parent_code
from xltool.editions.layout import CodeRange, split_cell
from xltool.model.book import TOTAL_ROW, Address, Book, CellId, Row, Table


class Places:
    """Addresses, and the columns of codes over which formulas may look codes up."""

    def __init__(self, book: Book) -> None:
        self._book = book

    def locate(self, cell: CellId) -> Address | None:
        """Where ``cell`` stands, None where the workbook has no such cell."""
        found = self._book.cell(cell)
        return found.address if found else None

    def code_ranges(self, table: str) -> tuple[CodeRange, ...]:
        """The columns of codes of ``table``, with one row of slack at both ends.

        Only tables that look codes up already have some: in a workbook of another make
        codes may be numbers, which no wildcard matches, and cells are named one by one.
        """
        return self._ranges.get(table, ())

    @cached_property
    def _ranges(self) -> Mapping[str, tuple[CodeRange, ...]]:
        return {
            id_: ranges for id_, table in self._book.tables.items() if (ranges := _ranges_of(table))
        }

    def is_live(self, table: str) -> bool:
        """Whether the table has formulas at all."""
        return table in self._live

    @cached_property
    def _live(self) -> frozenset[str]:
        return frozenset(
            id_
            for id_, table in self._book.tables.items()
            if any(cell.live for cell in table.cells.values())
        )


def _ranges_of(table: Table) -> tuple[CodeRange, ...]:
    looks_up = any("SUMIF(" in (cell.formula or "") for cell in table.cells.values())
    rows = [row for row in table.rows if row.code == row.key and row.address]
    if not looks_up or _has_gaps([row.key for row in rows]):
        return ()
    if not rows:
        return tuple(_range_of_empty(table, row) for row in table.rows if row.key == TOTAL_ROW)
    blocks: dict[str, list[Row]] = {}
    for row in rows:
        blocks.setdefault(_letter(row.address), []).append(row)
    return tuple(_range(table, letter, found) for letter, found in blocks.items())


def _has_gaps(codes: Iterable[str]) -> bool:
    """Whether some code hangs under another than its parent, which no wildcard finds."""
    return any(
        parent_code(child) != parent
        for parent, below in children_of(codes).items()
        for child in below
    )


def _letter(address: Address | None) -> str:
    return split_cell(address.cell)[0] if address else ""


def _range_of_empty(table: Table, total: Row) -> CodeRange:
    """A table without codes: its one blank row below the total, which codes may come into."""
    letter = _letter(total.address)
    row = split_cell(total.address.cell)[1] if total.address else 0
    sheet = total.address.sheet if total.address else ""
    return CodeRange(sheet, letter, row, row + 2, _letters(table, {TOTAL_ROW}))


def _range(table: Table, letter: str, rows: list[Row]) -> CodeRange:
    numbers = [split_cell(row.address.cell)[1] for row in rows if row.address]
    letters = _letters(table, {TOTAL_ROW, *(row.key for row in rows)})
    sheet = rows[0].address.sheet if rows[0].address else ""
    return CodeRange(sheet, letter, min(numbers) - 1, max(numbers) + 1, letters)


def _letters(table: Table, keys: Collection[str]) -> dict[str, str]:
    """The letter of every column of amounts, from the cells of those rows."""
    return {
        column: split_cell(cell.address.cell)[0]
        for (key, column), cell in table.cells.items()
        if key in keys and cell.address
    }
