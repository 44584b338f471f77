"""The tables of the Book laid out for the page: heads of several levels, marked cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from xltool.hosts.marking import CellMark
from xltool.hosts.report.tips import TipView, cell_tip
from xltool.model.book import Book, Cell, CellId, Row, RowKind, Table


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A label of the head with the columns and levels it spans."""

    text: str
    columns: int
    levels: int


@dataclass(frozen=True, slots=True)
class CellView:
    """One cell: what it shows, and its tip where it is marked."""

    text: str
    anchor: str = ""
    tip: TipView | None = None


@dataclass(frozen=True, slots=True)
class RowView:
    """One row; ``blank`` rows (no figure, no mark) are shown on request only."""

    key: str
    label: str
    kind: str
    blank: bool
    cells: tuple[CellView, ...]


@dataclass(frozen=True, slots=True)
class BlockView:
    """Rows that share their columns, such as one side of a table."""

    head: tuple[tuple[HeadCell, ...], ...]
    rows: tuple[RowView, ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """One table; ``statement`` says why it has no figures."""

    id: str
    title: str
    unit: str
    statement: str
    marks: int
    blanks: int
    blocks: tuple[BlockView, ...]


def table_views(book: Book, marks: Mapping[CellId, CellMark]) -> tuple[TableView, ...]:
    """Every table of the Book, in order."""
    return tuple(_table(table, marks) for table in book.tables.values())


def cell_anchor(cell: CellId) -> str:
    """The id of a cell on the page."""
    return "c-" + "-".join(re.sub(r"\s", "", part) for part in cell)


def _table(table: Table, marks: Mapping[CellId, CellMark]) -> TableView:
    blocks = tuple(_blocks(table, marks))
    mine = [mark for mark in marks.values() if mark.cell.table == table.id]
    statement = table.empty_statement or ("本表没有数字" if table.is_empty else "")
    return TableView(
        id=table.id,
        title=table.title,
        unit=table.unit.value,
        statement=statement,
        marks=len(mine),
        blanks=sum(row.blank for block in blocks for row in block.rows),
        blocks=blocks,
    )


def _blocks(table: Table, marks: Mapping[CellId, CellMark]) -> Iterator[BlockView]:
    """Neighbouring rows that share columns, each group under a head of its own."""
    order = tuple(dict.fromkeys(column for _, column in table.cells))
    columns_of: dict[str, set[str]] = {}
    for row, column in table.cells:
        columns_of.setdefault(row, set()).add(column)
    for rows in _groups(table, columns_of):
        shared = set().union(*(columns_of[row.key] for row in rows))
        columns = tuple(column for column in order if column in shared)
        views = tuple(_row(table, row, columns, marks) for row in rows)
        yield BlockView(_head(columns), views)


def _groups(table: Table, columns_of: Mapping[str, set[str]]) -> list[list[Row]]:
    """Rows in order, parted where a row has no column in common with those above it."""
    groups: list[list[Row]] = []
    shared: set[str] = set()
    for row in table.rows:
        columns = columns_of.get(row.key)
        if not columns:
            continue
        if not groups or not columns & shared:
            groups.append([])
            shared = set()
        groups[-1].append(row)
        shared |= columns
    return groups


def _row(
    table: Table, row: Row, columns: Sequence[str], marks: Mapping[CellId, CellMark]
) -> RowView:
    cells = tuple(_cell(table, row.key, column, marks) for column in columns)
    blank = not any(cell.tip or _states_something(table, row.key, columns) for cell in cells)
    kind = RowKind.TOTAL.value if row.kind is RowKind.TOTAL else row.kind.value
    key = "" if row.key == row.label else row.key
    return RowView(key, row.label.strip(), kind, blank, cells)


def _states_something(table: Table, row: str, columns: Sequence[str]) -> bool:
    cells = (table.cell(row, column) for column in columns)
    return any(cell and (cell.value or cell.text) for cell in cells)


def _cell(table: Table, row: str, column: str, marks: Mapping[CellId, CellMark]) -> CellView:
    at = CellId(table.id, row, column)
    mark = marks.get(at)
    text = _shown(table.cell(row, column))
    return CellView(text, cell_anchor(at), cell_tip(mark)) if mark else CellView(text)


def _shown(cell: Cell | None) -> str:
    """What the cell shows on paper: zeros of totals stay blank as on the form."""
    if cell is None:
        return ""
    if cell.text:
        return cell.text
    return "" if not cell.value else f"{cell.value:,.{max(cell.decimals, 0)}f}"


def _head(columns: Sequence[str]) -> tuple[tuple[HeadCell, ...], ...]:
    """Rows of the head: nested labels ("预算数/合计") span their columns."""
    paths = [column.split("/") for column in columns]
    depth = max(map(len, paths))
    levels = []
    for level in range(depth):
        cells: list[HeadCell] = []
        for prefix, group in groupby(paths, key=lambda path: tuple(path[: level + 1])):
            members = list(group)
            if len(prefix) <= level:
                continue
            last = len(prefix) == len(members[0])
            cells.append(HeadCell(prefix[-1], len(members), depth - level if last else 1))
        levels.append(tuple(cells))
    return tuple(levels)
