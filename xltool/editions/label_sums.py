"""Sums that labels suggest: a row or column called 合计 adds up those that belong to it.

What belongs to it is told by numbering (一、 (一) 1.), by codes, by nested heads and by
where it stands; 其中 is part of what stands before it and adds nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from xltool.editions.codes import children_of
from xltool.editions.implied import Implied
from xltool.model.book import TOTAL_ROW
from xltool.model.loose import LooseRow

_LEVELS: Final = (
    re.compile(r"^[一二三四五六七八九十]+、"),
    re.compile(r"^\([一二三四五六七八九十]+\)"),
    re.compile(r"^[0-9]{1,2}[.、](?![0-9])"),
    re.compile(r"^\([0-9]{1,2}\)"),
)
_NO_LEVEL: Final = 9
_MEASURES: Final = frozenset({"预算数", "决算数"})
_FEWEST_PARTS: Final = 2


class SumKind(StrEnum):
    """What suggests a sum."""

    COLUMNS = "implied.columns"
    ROWS = "implied.rows"
    TREE = "implied.tree"


@dataclass(frozen=True, slots=True)
class Sum:
    """A total and its parts, by the numbers of rows or of columns."""

    kind: SumKind
    total: int
    parts: tuple[int, ...]


def column_sums(paths: Sequence[tuple[str, ...]], words: Implied) -> Iterator[Sum]:
    """The columns that add up others, by their nested labels."""
    turned = [_measure_first(path) for path in paths]
    for total, path in enumerate(turned):
        if path and path[-1].endswith(words.total_ends) and not _is_aside(path[-1], words):
            parts = tuple(_parts_beside(total, turned, words))
            if len(parts) >= _FEWEST_PARTS:
                yield Sum(SumKind.COLUMNS, total, parts)


def row_sums(rows: Sequence[LooseRow], words: Implied) -> Iterator[Sum]:
    """The rows that add up others: parents of codes, 合计 and 总计."""
    yield from _tree(rows)
    if any(row.code for row in rows):
        return
    levels = [_level(row.label) for row in rows]
    for total, row in enumerate(rows):
        if not _is_total(row, words):
            continue
        parts = _numbered_below(total, levels) or _up_to_total(total, rows, levels, words)
        if len(parts) >= _FEWEST_PARTS:
            yield Sum(SumKind.ROWS, total, parts)


def parts_of_which(labels: Sequence[str], words: Implied) -> Iterator[tuple[int, int]]:
    """(the part, the whole) for every label that begins with 其中."""
    whole: int | None = None
    for place, label in enumerate(labels):
        if _plain(label).startswith(words.of_which):
            if whole is not None:
                yield place, whole
        else:
            whole = place


def _measure_first(path: tuple[str, ...]) -> tuple[str, ...]:
    """合计/预算数 as 预算数/合计: the totals of each measure add up that measure."""
    if len(path) > 1 and path[-1] in _MEASURES:
        return (path[-1], *path[:-1])
    return path


def _is_aside(label: str, words: Implied) -> bool:
    return label.startswith((*words.aside, *words.of_which))


def _parts_beside(total: int, paths: Sequence[tuple[str, ...]], words: Implied) -> Iterator[int]:
    """The columns under the same upper labels; a group is stood for by its own total."""
    above = paths[total][:-1]
    groups: dict[str, list[int]] = {}
    for place, path in enumerate(paths):
        if path[: len(above)] == above and len(path) > len(above):
            groups.setdefault(path[len(above)], []).append(place)
    names = list(groups)
    own = names.index(paths[total][-1])
    ends = [n for n in range(len(names)) if names[n].endswith(words.total_ends) and n != own]
    behind = range(own + 1, min([e for e in ends if e > own], default=len(names)))
    before = range(max([e for e in ends if e < own], default=-1) + 1, own)
    for number in behind or before:
        group = groups[names[number]]
        if not _is_aside(names[number], words):
            totals = [g for g in group if paths[g][-1].endswith(words.total_ends)]
            yield from totals[:1] or group


def _tree(rows: Sequence[LooseRow]) -> Iterator[Sum]:
    place = {row.code: number for number, row in reversed(list(enumerate(rows))) if row.code}
    children = children_of(row.code for row in rows if row.code)
    for parent, below in children.items():
        parts = tuple(place[code] for code in below)
        if parent is not None:
            yield Sum(SumKind.TREE, place[parent], parts)
            continue
        totals = [n for n, row in enumerate(rows) if _is_sum_of_all(row)]
        if len(totals) == 1:
            yield Sum(SumKind.TREE, totals[0], parts)


def _is_sum_of_all(row: LooseRow) -> bool:
    return not row.code and _words(row.label) == TOTAL_ROW


def _is_total(row: LooseRow, words: Implied) -> bool:
    label = _words(row.label)
    return label.endswith(words.total_ends) and not _plain(row.label).startswith(words.of_which)


def _level(label: str) -> int:
    text = _plain(label)
    return next((n for n, pattern in enumerate(_LEVELS) if pattern.match(text)), _NO_LEVEL)


def _numbered_below(total: int, levels: Sequence[int]) -> tuple[int, ...]:
    """The next deeper numbered rows below a numbered total."""
    own = levels[total]
    if own == _NO_LEVEL:
        return ()
    below: list[int] = []
    for place in range(total + 1, len(levels)):
        if levels[place] <= own:
            break
        below.append(place)
    numbered = [levels[place] for place in below if levels[place] < _NO_LEVEL]
    return tuple(place for place in below if numbered and levels[place] == min(numbered))


def _up_to_total(
    total: int, rows: Sequence[LooseRow], levels: Sequence[int], words: Implied
) -> tuple[int, ...]:
    """The rows between a total and the one before it, or below a total that stands first."""
    totals = [place for place, row in enumerate(rows) if _is_total(row, words)]
    before = [place for place in totals if place < total]
    label = _words(rows[total].label)
    if label.endswith(words.grand_ends) and before:
        years = [p for p in before if _words(rows[p].label).startswith(words.year_starts)]
        if years:
            return (years[-1], *_tops(range(years[-1] + 1, total), rows, levels, words))
    first = before[-1] + 1 if before else 0
    if first < total:
        return _tops(range(first, total), rows, levels, words)
    after = next((place for place in totals if place > total), len(rows))
    return _tops(range(total + 1, after), rows, levels, words) if total == 0 else ()


def _tops(
    span: range, rows: Sequence[LooseRow], levels: Sequence[int], words: Implied
) -> tuple[int, ...]:
    """The rows of a span that are no part of another one of it.

    Numbered rows behind one without a number are its parts; of numbered rows only the
    highest level counts; so it is with rows that are set in.
    """
    named = [p for p in span if rows[p].label.strip()]
    free = [p for p in named if not _plain(rows[p].label).startswith(words.of_which)]
    if not free:
        return ()
    if levels[free[0]] == _NO_LEVEL:
        free = [p for p in free if levels[p] == _NO_LEVEL]
        least = min(_indent(rows[p].label) for p in free)
        return tuple(p for p in free if _indent(rows[p].label) == least)
    highest = min(levels[p] for p in free)
    return tuple(p for p in free if levels[p] == highest)


def _plain(label: str) -> str:
    """A label without blanks, half-width."""
    return "".join(unicodedata.normalize("NFKC", label).split())


def _words(label: str) -> str:
    """A label without blanks and numbering."""
    text = _plain(label)
    for pattern in _LEVELS:
        if match := pattern.match(text):
            return text[match.end() :]
    return text


def _indent(label: str) -> int:
    return len(label) - len(label.lstrip(" \u3000\t"))
