"""Tables of codes: rows recognised by their code or 合计, columns by their labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from xltool.editions.schema import Edition, TableSpec
from xltool.model.book import TOTAL_ROW, Cell, CellId, Row, RowKind
from xltool.sources.grid import RawCell
from xltool.sources.labels import bare, normal
from xltool.sources.recognise.cells import CellMaker
from xltool.sources.recognise.columns import (
    CODE_HEADS,
    NAME_HEADS,
    NUMBER_HEADS,
    columns_by_key,
    head_paths,
    head_word,
)
from xltool.sources.recognise.damage import inferred_columns, numbered_columns
from xltool.sources.recognise.found import Found, Repeated
from xltool.sources.recognise.regions import Region

_CODE = re.compile(r"2[0-9]{2}(?:[0-9]{2}){0,2}|2[0-9]{5}")
"""A functional code; one of six digits is read too, so that the check can name it."""
_FEWEST_HEADS = 2
_LEVEL = re.compile(r"[(（][类款项][)）]$")
"""人大事务(款): the level that some forms print behind a name is no part of it."""
_CODE_AND_NAME = re.compile(r"\(?(2[0-9]{2}(?:[0-9]{2}){0,2})\)?[-_ ]?([^0-9.,%].*)")


@dataclass(frozen=True, slots=True)
class _KeyRow:
    row: int
    key: str
    label: str
    place: RawCell


def code_rows(region: Region, edition: Edition, maker: CellMaker) -> Found:
    """Rows and cells of a table of codes."""
    spec = region.spec
    code_column = _code_column(region)
    keyed = list(_key_rows(region, code_column, edition))
    top = min((row.row for row in keyed), default=_below_heads(region))
    beside = _heads_beside_total(region, keyed)
    paths = head_paths(region, region.first_row, top if beside else top - 1)
    aside = _aside(paths, code_column)
    left = max(code_column or 0, min(_name_columns(region), default=0))
    amounts = {c: path for c, path in paths.items() if c > left and c not in aside}
    columns = columns_by_key(amounts, spec.columns)
    by_number = numbered_columns(region, columns, top)
    rows, repeated = _unique(keyed)
    columns = by_number or columns
    cells = _cells(spec, rows, columns, maker, edition.decimals)
    if beside and len(rows) == 1 and not any(cell.value for cell in cells.values()):
        cells = {key: replace(cell, text=None) for key, cell in cells.items()}
        maker.forget_texts()
    used = tuple(_row(region, row, edition) for row in rows)
    for again in repeated:
        for column in columns.values():
            maker.used.add((again.again, column))
    inferred = inferred_columns(by_number)
    return Found(used, cells, top, frozenset(aside), tuple(repeated), inferred=inferred)


def _code_column(region: Region) -> int | None:
    """The column of codes: the one whose cells are codes most often, below a head or not."""
    counts: dict[int, int] = {}
    for cell in region.cells:
        if _CODE.fullmatch(_plain_code(cell)) or _CODE_AND_NAME.fullmatch(normal(cell.text)):
            counts[cell.column] = counts.get(cell.column, 0) + 1
    headed = {
        cell.column
        for cell in region.cells
        if isinstance(cell.value, str) and head_word(cell.value).endswith(CODE_HEADS)
    }
    by_head = [column for column in sorted(counts) if column in headed]
    if by_head:
        return by_head[0]
    textual = {c.column for c in region.cells if isinstance(c.value, str) and c.column in counts}
    if counts:
        return min(counts, key=lambda column: (column not in textual, -counts[column], column))
    return min(headed, default=None)


def _heads_beside_total(region: Region, keyed: list[_KeyRow]) -> bool:
    """Whether labels of columns stand in the row of 合计, as some forms print them.

    Where the table has figures such a cell is a total that nobody can read; in an empty
    table it is a head and nothing more.
    """
    labels = {head_word(column.key.rpartition("/")[2]) for column in region.spec.columns}
    first = keyed[0] if keyed else None
    if first is None or first.key != TOTAL_ROW:
        return False
    right = [cell for cell in region.rows[first.row] if cell.column > first.place.column]
    heads = [c for c in right if isinstance(c.value, str) and head_word(c.value) in labels]
    return len(heads) >= _FEWEST_HEADS


def _plain_code(cell: RawCell) -> str:
    return normal(cell.text).removeprefix("'").removesuffix(".0")


def _key_rows(region: Region, code_column: int | None, edition: Edition) -> Iterator[_KeyRow]:
    """Every row that has a code, or 合计 left of the figures."""
    by_name: dict[str, list[str]] = {}
    if code_column is None:
        for code, name in edition.functional_codes.items():
            by_name.setdefault(bare(name), []).append(code)
    last_label = _last_label_column(region, code_column)
    for number, cells in region.rows.items():
        if number < region.first_row:
            continue
        found = _key_row(number, cells, code_column, last_label)
        found = found or _named_row(number, cells, by_name)
        if found:
            yield found


def _last_label_column(region: Region, code_column: int | None) -> int:
    """The last column in which 合计 is a row's label; right of it it heads a column."""
    named = _name_columns(region)
    if named:
        return max(min(named), code_column or 0)
    return region.area.left + 1 if code_column is None else code_column + 1


def _name_columns(region: Region) -> list[int]:
    """Columns headed 科目名称."""
    return [
        cell.column
        for cell in region.cells
        if isinstance(cell.value, str) and head_word(cell.value).endswith(NAME_HEADS)
    ]


def _key_row(
    number: int, cells: list[RawCell], code_column: int | None, last_label: int
) -> _KeyRow | None:
    for place, cell in enumerate(cells):
        if cell.column == code_column:
            code = _plain_code(cell)
            if _CODE.fullmatch(code):
                return _KeyRow(number, code, _label_behind(cells[place + 1 :]), cell)
            if both := _CODE_AND_NAME.fullmatch(normal(cell.text)):
                return _KeyRow(number, both[1], both[2], cell)
    first = cells[0]
    is_total = bare(first.text) == TOTAL_ROW and first.column <= last_label
    return _KeyRow(number, TOTAL_ROW, first.text.strip(), first) if is_total else None


def _label_behind(cells: list[RawCell]) -> str:
    """The name of a code: the next text that is no number."""
    for cell in cells:
        if not isinstance(cell.value, str):
            return ""
        if cell.value.strip():
            return cell.value.strip()
    return ""


def _named_row(
    number: int, cells: list[RawCell], by_name: Mapping[str, list[str]]
) -> _KeyRow | None:
    """A row without code whose name belongs to one code only."""
    for cell in cells:
        codes = by_name.get(bare(cell.text), []) if isinstance(cell.value, str) else []
        if len(codes) == 1:
            return _KeyRow(
                number, codes[0], cell.value if isinstance(cell.value, str) else "", cell
            )
    return None


def _below_heads(region: Region) -> int:
    """The row below the last label of a column, for a table without any row."""
    labels = {head_word(column.key.rpartition("/")[2]) for column in region.spec.columns}
    heads = [
        cell.row
        for cell in region.cells
        if isinstance(cell.value, str)
        and (head_word(cell.value) in labels or bare(cell.value) == "栏次")
    ]
    return max(heads, default=region.first_row) + 1


def _aside(paths: Mapping[int, tuple[str, ...]], code_column: int | None) -> set[int]:
    """Columns that hold codes, names and 行次."""
    aside = {
        column
        for column, path in paths.items()
        if path[-1].endswith((*CODE_HEADS, *NAME_HEADS))
        or path[-1] in NUMBER_HEADS
        or path[-1] in ("类", "款", "项")
    }
    return aside | ({code_column} if code_column is not None else set())


def _unique(keyed: list[_KeyRow]) -> tuple[list[_KeyRow], list[Repeated]]:
    first: dict[str, _KeyRow] = {}
    repeated = []
    for row in keyed:
        earlier = first.setdefault(row.key, row)
        if earlier is not row:
            repeated.append(Repeated(row.key, earlier.row, row.row))
    return list(first.values()), repeated


def _cells(
    spec: TableSpec,
    rows: list[_KeyRow],
    columns: Mapping[str, int],
    maker: CellMaker,
    decimals: int,
) -> dict[tuple[str, str], Cell]:
    return {
        (row.key, key): maker.cell(CellId(spec.id, row.key, key), row.row, column, decimals)
        for row in rows
        for key, column in columns.items()
    }


def _row(region: Region, row: _KeyRow, edition: Edition) -> Row:
    address = region.address(row.place.row, row.place.column)
    if row.key == TOTAL_ROW:
        return Row(TOTAL_ROW, row.label, RowKind.TOTAL, address=address)
    label = _LEVEL.sub("", row.label) or edition.functional_codes.get(row.key, "")
    return Row(row.key, label, RowKind.CODE, row.key, address)
