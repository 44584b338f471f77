"""Columns of amounts recognised by the labels above them, whatever levels these have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import lru_cache

from xltool.editions.schema import Column
from xltool.sources.grid import RawCell
from xltool.sources.labels import bare
from xltool.sources.lookup import label_path
from xltool.sources.recognise.regions import Region

NUMBER_HEADS = frozenset({"行次", "序号", "行号"})
CODE_HEADS = ("编码", "代码")
NAME_HEADS = ("科目名称", "名称")
HEAD_WORDS = frozenset({"栏次", "项目", *NUMBER_HEADS})

_UNIT_SUFFIX = re.compile(r"\((?:单位:)?(?:万元|千元|元|%)\)$")


@lru_cache(maxsize=1 << 13)
def head_word(text: str) -> str:
    """The words of a column's label, without the unit in brackets behind it."""
    words = bare(text)
    return _UNIT_SUFFIX.sub("", words) or words


def head_paths(region: Region, top: int, bottom: int) -> dict[int, tuple[str, ...]]:
    """For each column the labels that stand above it between two rows, outermost first.

    A label spans its merged cells; one that is not merged spans the empty cells right of
    it as far as labels stand below them.
    """
    labels = _labels(region, top, bottom)
    lowest: dict[int, int] = {}
    for cell, _ in labels:
        lowest[cell.column] = max(cell.row, lowest.get(cell.column, 0))
    taken = {
        (row, column)
        for cell, _ in labels
        for area in [region.grid.area(cell)]
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    }
    paths: dict[int, list[str]] = {}
    for cell, word in labels:
        right = _reach(cell, region.grid.area(cell).right, taken, lowest)
        for column in range(cell.column, right + 1):
            path = paths.setdefault(column, [])
            if not path or path[-1] != word:
                path.append(word)
    return {column: tuple(path) for column, path in paths.items()}


def _reach(
    cell: RawCell, right: int, taken: AbstractSet[tuple[int, int]], lowest: Mapping[int, int]
) -> int:
    """The last column that a label spans; columns without any label may lie between."""
    for column in range(right + 1, max(lowest) + 1):
        if (cell.row, column) in taken or 0 < lowest.get(column, 0) <= cell.row:
            break
        if column in lowest:
            right = column
    return right


def _labels(region: Region, top: int, bottom: int) -> list[tuple[RawCell, str]]:
    """The cells between two rows that are labels, with their words."""
    found = []
    for number, cells in region.rows.items():
        if top <= number <= bottom and not any(map(_says_numbers, cells)):
            texts = [(c, head_word(c.text)) for c in cells if isinstance(c.value, str)]
            found += [(c, w) for c, w in texts if w and not w.isdigit() and w != "栏次"]
    return found


def _says_numbers(cell: RawCell) -> bool:
    """Whether the cell begins the row of 栏次, which has no labels."""
    return isinstance(cell.value, str) and bare(cell.value).endswith("栏次")


def columns_by_number(region: Region, columns: Sequence[Column], bottom: int) -> dict[str, int]:
    """Column key to the sheet column under its 栏次; empty unless each 栏次 is printed once."""
    wanted = {str(column.number): column.key for column in columns if column.number}
    if len(wanted) < len(columns):
        return {}
    for number, cells in region.rows.items():
        digits = {c.text: c.column for c in cells if c.text.isdigit()}
        if number <= bottom and list(digits) == list(wanted):
            return {key: digits[text] for text, key in wanted.items()}
    return {}


def column_of(path: Sequence[str], columns: Iterable[Column]) -> Column | None:
    """The column that a head path names; None for none, or several equally well."""
    found = _match(path, columns)
    return found[1] if found else None


def columns_by_key(
    paths: Mapping[int, tuple[str, ...]], columns: Sequence[Column]
) -> dict[str, int]:
    """Column key to the sheet column whose labels name it best, the first of several."""
    best: dict[str, tuple[int, int]] = {}
    for place in sorted(paths):
        found = _match(paths[place], columns)
        if found and found[0] > best.get(found[1].key, (0, 0))[0]:
            best[found[1].key] = (found[0], place)
    return {key: place for key, (_, place) in best.items()}


def _match(path: Sequence[str], columns: Iterable[Column]) -> tuple[int, Column] | None:
    best: dict[str, tuple[int, Column]] = {}
    for column in columns:
        score = max((_score(spelling, path) for spelling in _spellings(column)), default=0)
        if score:
            best[column.key] = (score, column)
    highest = max((score for score, _ in best.values()), default=0)
    found = [match for match in best.values() if match[0] == highest]
    return found[0] if len(found) == 1 else None


@lru_cache(maxsize=1 << 10)
def _spellings(column: Column) -> tuple[tuple[str, ...], ...]:
    return tuple(label_path(text) for text in (column.key, *column.aliases))


def _score(spelling: Sequence[str], path: Sequence[str]) -> int:
    """How much of the path the spelling names: all its words are there, the last one counts.

    The order does not: 决算数 stands above the items in one form and below them in another.
    """
    if not path or path[-1] not in spelling:
        return 0
    return len(spelling) if all(word in path for word in spelling) else 0
