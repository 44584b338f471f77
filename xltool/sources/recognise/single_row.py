"""Tables of one row ("三公"经费): the row of figures below the labels of the columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from xltool.model.book import Cell, CellId, Row, RowKind
from xltool.sources.grid import RawCell
from xltool.sources.recognise.cells import CellMaker
from xltool.sources.recognise.columns import (
    NUMBER_HEADS,
    column_of,
    columns_by_key,
    head_paths,
    head_word,
)
from xltool.sources.recognise.damage import inferred_columns, numbered_columns
from xltool.sources.recognise.found import Found, Repeated
from xltool.sources.recognise.regions import Region

_FEWEST_NUMBERS = 3
_MOST_SIDES = 2
"""预算数 and 决算数: with no more columns than these the items head the rows."""


def single_row(region: Region, maker: CellMaker, decimals: int) -> Found:
    """The row and the cells of a table of one row."""
    first_head = _heads(region)[0]
    rows = [
        number
        for number, cells in region.rows.items()
        if number > first_head and _has_figure(cells) and not _numbers_columns(cells)
    ]
    body = rows[0] if rows else _below_heads(region)
    head = body - 1
    paths = head_paths(region, region.first_row, head)
    known = columns_by_key(paths, region.spec.columns)
    by_number = numbered_columns(region, known, body)
    numbered = {key: (body, column) for key, column in by_number.items()}
    places = numbered or _row_places(known, body) or _item_places(region, paths, body)
    cells: dict[tuple[str, str], Cell] = {
        ("", key): maker.cell(CellId(region.spec.id, "", key), row, column, decimals)
        for key, (row, column) in places.items()
    }
    first = min(places.values(), default=(body, region.area.left))
    row = Row("", "", RowKind.LINE, address=region.address(*first))
    aside = frozenset(c for c, path in paths.items() if path[-1] in NUMBER_HEADS)
    used_rows = {row for row, _ in places.values()}
    again = [number for number in rows if number > max(used_rows, default=body)]
    columns = {column for _, column in places.values()}
    maker.used.update((number, column) for number in again for column in columns)
    repeated = tuple(Repeated("", body, number) for number in again)
    inferred = inferred_columns(by_number)
    return Found((row,), cells, body, aside, repeated, inferred=inferred)


def _row_places(columns: Mapping[str, int], body: int) -> dict[str, tuple[int, int]]:
    """Where each column's figure stands when the items head the columns; none otherwise."""
    found = {key: (body, column) for key, column in columns.items()}
    return found if len(found) > _MOST_SIDES else {}


def _item_places(
    region: Region, paths: Mapping[int, tuple[str, ...]], body: int
) -> dict[str, tuple[int, int]]:
    """Where each figure stands when the items head the rows, 预算数 and 决算数 the columns."""
    found: dict[str, tuple[int, int]] = {}
    for number, cells in region.rows.items():
        item = cells[0]
        if number < body or not isinstance(item.value, str):
            continue
        for column in sorted(paths):
            path = (*paths[column], head_word(item.text))
            match = column_of(path, region.spec.columns) if column > item.column else None
            if match and "/" in match.key:
                found.setdefault(match.key, (number, column))
    return found


def _heads(region: Region) -> list[int]:
    """Rows that have a label of the table's columns."""
    labels = {head_word(part) for column in region.spec.columns for part in column.key.split("/")}
    rows = [
        number
        for number, cells in region.rows.items()
        if any(isinstance(cell.value, str) and head_word(cell.value) in labels for cell in cells)
    ]
    return rows or [region.first_row]


def _below_heads(region: Region) -> int:
    """Where the figures would stand: below the labels and the 栏次."""
    last = _heads(region)[-1]
    numbered = [n for n, cells in region.rows.items() if n > last and _numbers_columns(cells)]
    return (numbered[0] if numbered else last) + 1


def _has_figure(cells: Sequence[RawCell]) -> bool:
    return any(isinstance(cell.value, Decimal) or _is_digits(cell.text) for cell in cells)


def _is_digits(text: str) -> bool:
    return text.strip().replace(".", "").replace(",", "").isdigit()


def _numbers_columns(cells: Sequence[RawCell]) -> bool:
    """Whether the row is the 栏次: whole numbers that count up by one."""
    numbers = [cell.text.strip() for cell in cells if _is_digits(cell.text)]
    wanted = [str(number) for number in range(1, len(numbers) + 1)]
    return len(numbers) >= _FEWEST_NUMBERS and [n.removesuffix(".0") for n in numbers] == wanted
