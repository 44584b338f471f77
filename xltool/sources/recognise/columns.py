"""Columns of amounts recognised by the labels above them, whatever levels these have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from xltool.editions.schema import Column
from xltool.sources.labels import bare
from xltool.sources.lookup import label_path
from xltool.sources.recognise.regions import Region

NUMBER_HEADS = frozenset({"行次", "序号", "行号"})
CODE_HEADS = ("编码", "代码")
NAME_HEADS = ("科目名称", "名称")
HEAD_WORDS = frozenset({"栏次", "项目", *NUMBER_HEADS})

_UNIT_SUFFIX = re.compile(r"\((?:单位:)?(?:万元|元|%)\)$")


@lru_cache(maxsize=1 << 13)
def head_word(text: str) -> str:
    """The words of a column's label, without the unit in brackets behind it."""
    words = bare(text)
    return _UNIT_SUFFIX.sub("", words) or words


def head_paths(region: Region, top: int, bottom: int) -> dict[int, tuple[str, ...]]:
    """For each column the labels that stand above it between two rows, outermost first."""
    paths: dict[int, list[str]] = {}
    for number, cells in region.rows.items():
        if not top <= number <= bottom:
            continue
        for cell in cells:
            word = head_word(cell.text)
            if not isinstance(cell.value, str) or not word or word.isdigit() or word == "栏次":
                continue
            area = region.grid.area(cell)
            for column in range(area.left, area.right + 1):
                path = paths.setdefault(column, [])
                if not path or path[-1] != word:
                    path.append(word)
    return {column: tuple(path) for column, path in paths.items()}


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
