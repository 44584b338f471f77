"""Tables of fixed lines: rows recognised by label or economic code, blocks side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from xltool.editions.schema import Block, Line, Role, TableSpec
from xltool.model.book import Cell, CellId, Row, RowKind
from xltool.sources.grid import RawCell
from xltool.sources.labels import bare, normal
from xltool.sources.recognise.cells import CellMaker
from xltool.sources.recognise.columns import (
    CODE_HEADS,
    HEAD_WORDS,
    NAME_HEADS,
    NUMBER_HEADS,
    column_of,
    head_paths,
)
from xltool.sources.recognise.crossed_totals import TOTAL_COLUMN, crossed_totals, is_total_row
from xltool.sources.recognise.damage import inferred_lines, misread_lines
from xltool.sources.recognise.found import Found, Repeated
from xltool.sources.recognise.regions import Region

_UNIT_SUFFIX = re.compile(r"\((?:万元|千元|元|辆|个|台|套|台[、/]?\(?套\)?|单位:.{1,3})\)$")
_CODE_AND_NAME = re.compile(r"([23][0-9]{2}(?:[0-9]{2})?)[-_]?([^0-9.,%].*)")
_KEY_COLUMN_LINES = 3
"""Lines that a column must name before it is taken for a column of labels."""


@dataclass(frozen=True)
class _Labels:
    """The lines of a table by code and by the words of their labels."""

    codes: Mapping[str, Line]
    words: Mapping[str, tuple[Line, ...]]
    order: Mapping[str, int]
    blocks: Mapping[str, Block]

    @classmethod
    def of(cls, spec: TableSpec) -> _Labels:
        words: dict[str, dict[str, Line]] = {}
        lines = [line for line in spec.lines if line.role is not Role.BLANK]
        for line in lines:
            for text in (line.label, *line.aliases):
                words.setdefault(line_word(text), {})[line.key] = line
        return cls(
            {line.code: line for line in lines if line.code and line.code == line.key},
            {word: tuple(found.values()) for word, found in words.items() if word},
            {line.key: place for place, line in enumerate(spec.lines)},
            {line.key: block for block in spec.blocks for line in block.lines},
        )

    def called(self, cell: RawCell) -> tuple[Line, ...]:
        """The lines that a cell may name."""
        code = normal(cell.text).removesuffix(".0")
        if code in self.codes:
            return (self.codes[code],)
        if not isinstance(cell.value, str):
            return ()
        both = _CODE_AND_NAME.fullmatch(code)
        if both and both[1] in self.codes:
            return (self.codes[both[1]],)
        return self.words.get(line_word(cell.value), ())


def line_word(text: str) -> str:
    """The words of a line's label, without numbering and without the unit behind it."""
    words = bare(text)
    return _UNIT_SUFFIX.sub("", words) or words


@dataclass(frozen=True, slots=True)
class _Named:
    """A cell that names a line."""

    cell: RawCell
    line: Line


@dataclass
class _Reading:
    """The state of reading one region."""

    region: Region
    labels: _Labels
    maker: CellMaker
    key_columns: list[int] = field(default_factory=list)
    number_columns: list[int] = field(default_factory=list)
    unclear: list[tuple[int, str]] = field(default_factory=list)
    paths: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    _columns: dict[int, dict[int, str]] = field(default_factory=dict)
    _homes: dict[int, list[Block]] = field(default_factory=dict)

    def named_columns(self, block: Block) -> dict[int, str]:
        """Sheet column to column key, for the columns that lines of ``block`` may have."""
        found = self._columns.get(id(block))
        if found is None:
            matches = ((c, column_of(path, block.columns)) for c, path in self.paths.items())
            found = {column: match.key for column, match in matches if match}
            self._columns[id(block)] = found
        return found

    def is_name_column(self, column: int, own: Block) -> bool:
        """Whether the labels of that column all belong to ``own`` (code, then name)."""
        if not self._homes:
            for cell in self.region.cells:
                for line in self.labels.called(cell)[:1]:
                    self._homes.setdefault(cell.column, []).append(self.labels.blocks[line.key])
        homes = self._homes.get(column, ())
        return bool(homes) and all(home is own for home in homes)


def line_rows(region: Region, maker: CellMaker) -> Found:
    """Rows and cells of a table of fixed lines."""
    reading = _Reading(region, _Labels.of(region.spec), maker)
    naming = _naming(region, reading.labels)
    reading.key_columns = _key_columns(naming)
    top = _body_top(region, naming, reading.key_columns)
    paths = reading.paths = head_paths(region, region.first_row, top - 1)
    reading.number_columns = [c for c, path in paths.items() if path[-1] in NUMBER_HEADS]
    below = [(cell, lines) for cell, lines in naming if cell.row >= top]
    named = list(_resolved(below, reading))
    known = [(item.cell, item.line) for item in named]
    numbers = reading.number_columns
    misread = list(misread_lines(region, known, region.spec.blocks, numbers, top))
    named += [_Named(cell, line) for cell, line in misread]
    rows: dict[str, Row] = {}
    cells: dict[tuple[str, str], Cell] = {}
    repeated: list[Repeated] = []
    first: dict[str, int] = {}
    for item in named:
        key = item.line.key
        if key in rows:
            if first[key] != item.cell.row:
                repeated.append(Repeated(key, first[key], item.cell.row))
                _mark_used(item, reading)
            continue
        first[key] = item.cell.row
        rows[key] = _row(item, reading)
        cells.update(_cells(item, reading))
    named_by = reading.labels.words
    for row, cell in crossed_totals(region, paths, lambda w: named_by.get(line_word(w), ()), maker):
        if row.key not in rows:
            rows[row.key], cells[row.key, TOTAL_COLUMN] = row, cell
    ordered = sorted(rows.values(), key=lambda row: reading.labels.order[row.key])
    aside = {*reading.key_columns, *reading.number_columns, *_headed(paths)}
    return Found(
        tuple(ordered),
        cells,
        top,
        frozenset(aside),
        tuple(repeated),
        tuple(reading.unclear),
        inferred_lines(misread, region),
    )


def _naming(region: Region, labels: _Labels) -> list[tuple[RawCell, tuple[Line, ...]]]:
    """Every cell that may name a line; a name behind its code does not count once more."""
    found = []
    for cells in region.rows.values():
        before: RawCell | None = None
        for cell in cells:
            is_name = before is not None and _is_code(before, labels)
            lines = () if is_name else labels.called(cell)
            if lines:
                found.append((cell, lines))
            before = cell
    return found


def _is_code(cell: RawCell, labels: _Labels) -> bool:
    return normal(cell.text).removesuffix(".0") in labels.codes


def _key_columns(naming: Sequence[tuple[RawCell, tuple[Line, ...]]]) -> list[int]:
    """Columns in which lines are named: by three at least, or the most there are."""
    named: dict[int, set[str]] = {}
    for cell, lines in naming:
        named.setdefault(cell.column, set()).update(line.key for line in lines)
    most = max((len(keys) for keys in named.values()), default=0)
    return sorted(
        column for column, keys in named.items() if len(keys) >= min(_KEY_COLUMN_LINES, most)
    )


def _body_top(
    region: Region, naming: Sequence[tuple[RawCell, tuple[Line, ...]]], key_columns: Sequence[int]
) -> int:
    """The first row below a head in which a column of labels names a line, or 合计 stands."""
    first_head = min(
        (
            cell.row
            for cell in region.cells
            if isinstance(cell.value, str)
            and (bare(cell.value) in HEAD_WORDS or bare(cell.value).endswith(CODE_HEADS))
        ),
        default=region.first_row - 1,
    )
    rows = [c.row for c, _ in naming if c.column in key_columns]
    rows += [number for number, cells in region.rows.items() if is_total_row(cells)]
    return min((row for row in rows if row > first_head), default=first_head + 1)


def _headed(paths: Mapping[int, tuple[str, ...]]) -> set[int]:
    return {c for c, path in paths.items() if path[-1].endswith((*CODE_HEADS, *NAME_HEADS))}


def _resolved(
    naming: Sequence[tuple[RawCell, tuple[Line, ...]]], reading: _Reading
) -> Iterator[_Named]:
    """One line for each naming cell, where the cell's surroundings leave only one."""
    homes = _home_blocks(naming)
    for column in sorted({cell.column for cell, _ in naming}):
        inside = [(cell, lines) for cell, lines in naming if cell.column == column]
        for cell, lines in inside:
            line = _one_line(cell, _at_home(lines, homes.get(column), reading), inside, reading)
            if line:
                yield _Named(cell, line)


def _home_blocks(naming: Sequence[tuple[RawCell, tuple[Line, ...]]]) -> dict[int, set[str]]:
    """Keys of the lines that each column names beyond doubt."""
    homes: dict[int, set[str]] = {}
    for cell, lines in naming:
        if len(lines) == 1:
            homes.setdefault(cell.column, set()).add(lines[0].key)
    return homes


def _at_home(lines: tuple[Line, ...], home: set[str] | None, reading: _Reading) -> tuple[Line, ...]:
    """Of several lines those whose block most of the column belongs to."""
    if len(lines) == 1 or not home:
        return lines
    blocks = reading.labels.blocks
    weight = {line.key: sum(blocks[key] is blocks[line.key] for key in home) for line in lines}
    most = max(weight.values())
    return tuple(line for line in lines if weight[line.key] == most)


def _one_line(
    cell: RawCell,
    lines: tuple[Line, ...],
    column: Sequence[tuple[RawCell, tuple[Line, ...]]],
    reading: _Reading,
) -> Line | None:
    if len(lines) == 1:
        return lines[0]
    number = _line_number(cell, reading)
    by_number = [line for line in lines if number is not None and number == line.key]
    if by_number:
        return by_number[0]
    word = line_word(cell.text)
    same = [other for other, _ in column if line_word(other.text) == word]
    if len(same) == len(lines):
        ordered = sorted(lines, key=lambda line: reading.labels.order[line.key])
        return ordered[same.index(cell)]
    exact = [line for line in lines if normal(line.label) == normal(cell.text)]
    if len(exact) == 1:
        return exact[0]
    reading.unclear.append((cell.row, cell.text.strip()))
    return None


def _line_number(cell: RawCell, reading: _Reading) -> str | None:
    """The 行次 printed next to a label."""
    for column in sorted(reading.number_columns):
        if column > cell.column:
            beside = reading.region.grid.cells.get((cell.row, column))
            return normal(beside.text).removesuffix(".0") if beside else None
    return None


def _row(item: _Named, reading: _Reading) -> Row:
    """The row with the label as printed; a code's name stands in the cell behind it."""
    line, cell = item.line, item.cell
    label = cell.text.strip()
    if line.code == line.key and normal(label) == line.key:
        beside = reading.region.grid.cells.get((cell.row, cell.column + 1))
        label = beside.text.strip() if beside and isinstance(beside.value, str) else line.label
    elif both := _CODE_AND_NAME.fullmatch(normal(label)):
        label = both[2]
    address = reading.region.address(cell.row, cell.column)
    return Row(line.key, label, RowKind.LINE, line.code, address)


def _cells(item: _Named, reading: _Reading) -> dict[tuple[str, str], Cell]:
    spec, line = reading.region.spec, item.line
    return {
        (line.key, key): reading.maker.cell(
            CellId(spec.id, line.key, key), item.cell.row, column, line.decimals
        )
        for key, column in _amount_columns(item, reading).items()
    }


def _amount_columns(item: _Named, reading: _Reading) -> dict[str, int]:
    """For each column key of the line's block the sheet column right of its label.

    The nearest one; a total that stands alone in its block (公用经费合计) may have its
    figure further right, with nothing in between.
    """
    right = reading.region.grid.area(item.cell).right
    block = reading.labels.blocks[item.line.key]
    named = reading.named_columns(block)
    cells = reading.region.grid.cells
    found: dict[str, int] = {}
    for column in range(right + 1, _next_label(item, right, reading)):
        key = named.get(column)
        if key is None:
            continue
        is_filled = (item.cell.row, column) in cells
        if key not in found or (len(block.lines) == 1 and is_filled):
            found[key] = column
            if is_filled:
                named = {place: other for place, other in named.items() if other != key}
    return found


def _next_label(item: _Named, right: int, reading: _Reading) -> int:
    """The next column of labels that does not belong to the label's own block."""
    own = reading.labels.blocks[item.line.key]
    for column in reading.key_columns:
        if column <= right:
            continue
        beside = reading.region.grid.cells.get((item.cell.row, column))
        if beside is None and (len(own.lines) == 1 or reading.is_name_column(column, own)):
            continue
        lines = reading.labels.called(beside) if beside else ()
        if any(line.key == item.line.key for line in lines):
            continue
        return column
    return reading.region.area.right + 1


def _mark_used(item: _Named, reading: _Reading) -> None:
    for column in _amount_columns(item, reading).values():
        reading.maker.used.add((item.cell.row, column))
