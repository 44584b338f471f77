"""Tables of codes: rows recognised by their code or 合计, columns by their labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from xltool.editions.schema import Edition, TableSpec
from xltool.model.book import TOTAL_ROW, Cell, CellId, Row, RowKind
from xltool.sources.grid import RawCell
from xltool.sources.labels import bare, normal
from xltool.sources.recognise.cells import CellMaker
from xltool.sources.recognise.columns import (
    CODE_HEADS,
    NAME_HEADS,
    NUMBER_HEADS,
    column_of,
    head_paths,
    head_word,
)
from xltool.sources.recognise.found import Found, Repeated
from xltool.sources.recognise.regions import Region

_CODE = re.compile(r"2[0-9]{2}(?:[0-9]{2}){0,2}|2[0-9]{5}")
"""A functional code; one of six digits is read too, so that the check can name it."""
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
    top = _body_top(region, keyed)
    keyed = [row for row in keyed if row.row >= top]
    paths = head_paths(region, region.first_row, top - 1)
    aside = _aside(paths, code_column)
    columns = _columns(spec, paths, aside)
    rows, repeated = _unique(keyed)
    cells = _cells(spec, rows, columns, maker, edition.decimals)
    used = tuple(_row(region, row, edition) for row in rows)
    for again in repeated:
        for column in columns.values():
            maker.used.add((again.again, column))
    return Found(used, cells, top, frozenset(aside), tuple(repeated))


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


def _plain_code(cell: RawCell) -> str:
    return normal(cell.text).removeprefix("'").removesuffix(".0")


def _key_rows(region: Region, code_column: int | None, edition: Edition) -> Iterator[_KeyRow]:
    """Every row that has a code, or 合计 left of the figures."""
    by_name: dict[str, list[str]] = {}
    if code_column is None:
        for code, name in edition.functional_codes.items():
            by_name.setdefault(bare(name), []).append(code)
    for number, cells in region.rows.items():
        if number < region.first_row:
            continue
        found = _key_row(number, cells, code_column) or _named_row(number, cells, by_name)
        if found:
            yield found


def _key_row(number: int, cells: list[RawCell], code_column: int | None) -> _KeyRow | None:
    for place, cell in enumerate(cells):
        if cell.column == code_column:
            code = _plain_code(cell)
            if _CODE.fullmatch(code):
                return _KeyRow(number, code, _label_behind(cells[place + 1 :]), cell)
            if both := _CODE_AND_NAME.fullmatch(normal(cell.text)):
                return _KeyRow(number, both[1], both[2], cell)
    first = next((cell for cell in cells if isinstance(cell.value, str)), None)
    if first is not None and bare(first.text) == TOTAL_ROW and cells.index(first) == 0:
        return _KeyRow(number, TOTAL_ROW, first.text.strip(), first)
    return None


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


def _body_top(region: Region, keyed: list[_KeyRow]) -> int:
    """The first row of figures.

    合计 in a head (a column's label) stands above other labels; the row 合计 has none of
    the table's labels in or below its own row.
    """
    labels = {word for column in region.spec.columns for word in _last_words(column.key)}
    last_head = max(
        (
            cell.row
            for cell in region.cells
            if isinstance(cell.value, str)
            and cell.row < _first_code_row(keyed, region)
            and (
                head_word(cell.value) in labels - {TOTAL_ROW}
                or head_word(cell.value).endswith((*CODE_HEADS, *NAME_HEADS))
                or bare(cell.value) == "栏次"
            )
        ),
        default=region.first_row - 1,
    )
    below = [row.row for row in keyed if row.row > last_head]
    return min(below, default=last_head + 1)


def _first_code_row(keyed: list[_KeyRow], region: Region) -> int:
    return min((row.row for row in keyed if row.key != TOTAL_ROW), default=region.area.bottom + 1)


def _last_words(key: str) -> tuple[str, ...]:
    return (head_word(key.rpartition("/")[2]),)


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


def _columns(
    spec: TableSpec, paths: Mapping[int, tuple[str, ...]], aside: set[int]
) -> dict[str, int]:
    """Column key to sheet column; the first where a label stands twice."""
    found: dict[str, int] = {}
    for column in sorted(paths):
        match = column_of(paths[column], spec.columns) if column not in aside else None
        if match:
            found.setdefault(match.key, column)
    return found


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
    label = row.label or edition.functional_codes.get(row.key, "")
    return Row(row.key, label, RowKind.CODE, row.key, address)
