"""Columns of tables in recognised text: pieces aligned, debris of watermarks found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from xltool.sources.document import TableCell
from xltool.sources.labels import normal
from xltool.sources.printed_numbers import printed_number

_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_LABEL_LENGTH = 4
_FEWEST_LABELS = 3
_HEADED = re.compile(r"^(?:项目|科目.*|.*名称)$")
_GAP = -0.15
"""What leaving a column out costs when two pieces are aligned."""
_MOST_DIGITS = 0.5
_CUT_CODE = re.compile(r"(?P<amount>[0-9]+\s*[.,]\s*[0-9]{2}\s+)?(?P<piece>30[0-9]{2}|31[0-9]{2})")
_REST_OF_CODE = re.compile(r"-?(?P<digits>[0-9]{1,2})\s*(?=\D)")
_CODE = 5
"""Digits of an economic code of the second level."""
_AMOUNT, _WORDS = 2, 3
_STRAY = 0.25
"""Whole numbers among the amounts up to which they are debris."""
_COUNTED = 3
"""Numbers in a row that count up before it is the 栏次."""

Row = tuple[TableCell, ...]


class _Profile(NamedTuple):
    """How much of a column are codes, line numbers, amounts and words."""

    codes: float
    numbers: float
    amounts: float
    words: float

    def like(self, other: _Profile) -> float:
        """1 for columns of one kind, below 0 for different kinds, 0 where one is empty."""
        if not sum(self) or not sum(other):
            return 0.0
        return 2 * sum(min(a, b) for a, b in zip(self, other, strict=True)) - 1


def aligned(first: Sequence[Row], more: Sequence[Row]) -> list[Row]:
    """The rows of both pieces in one set of columns.

    The columns of the second are matched with those of the first in order, so that most
    are of one kind (Needleman and Wunsch, 1970); one without a match goes to the right.
    """
    start = body_start(first)
    old = _profiles(without_debris(first, start)[0][start:])
    new = _profiles(without_debris(more, 0)[0])
    places = _matched(old, new)
    width = max(len(old), max(places.values(), default=0))
    extra = iter(range(width + 1, width + len(new) + 1))
    at = {column: places.get(column) or next(extra) for column in range(1, len(new) + 1)}
    moved = [tuple(replace(cell, column=at[cell.column]) for cell in row) for row in more]
    return [*first, *(tuple(sorted(row, key=lambda cell: cell.column)) for row in moved)]


def with_codes(rows: Sequence[Row]) -> list[Row]:
    """Codes that were cut between two cells ("2. 86 3021", "4 租赁费") put together again."""
    return [_with_codes(row) for row in rows]


def _with_codes(row: Row) -> Row:
    cells = list(row)
    for place, (cell, behind) in enumerate(pairwise(row)):
        cut = _CUT_CODE.fullmatch(cell.text)
        if cut is None or behind.text.isdigit():
            continue
        rest = _REST_OF_CODE.match(behind.text)
        code = _whole_code(cut["piece"], rest["digits"] if rest else "")
        name = behind.text[rest.end() :] if rest else behind.text
        cells[place] = replace(cells[place], text=(cut["amount"] or "").strip())
        cells[place + 1] = replace(behind, text=f"{code} {name}".strip())
    return tuple(cells)


def _whole_code(piece: str, rest: str) -> str:
    """The code of five digits; one digit may have been read in both cells."""
    return piece + (rest[1:] if len(piece + rest) > _CODE and piece[-1] == rest[0] else rest)


def _matched(old: Sequence[_Profile], new: Sequence[_Profile]) -> dict[int, int]:
    """New column to old column, both from 1."""
    score = [[_GAP * (i + j) for j in range(len(new) + 1)] for i in range(len(old) + 1)]
    for i, left in enumerate(old, 1):
        for j, right in enumerate(new, 1):
            score[i][j] = max(
                score[i - 1][j - 1] + left.like(right),
                score[i - 1][j] + _GAP,
                score[i][j - 1] + _GAP,
            )
    found: dict[int, int] = {}
    i, j = len(old), len(new)
    while i and j:
        if score[i][j] == score[i - 1][j - 1] + old[i - 1].like(new[j - 1]):
            found[j] = i
            i, j = i - 1, j - 1
        elif score[i][j] == score[i - 1][j] + _GAP:
            i -= 1
        else:
            j -= 1
    return found


def _profiles(rows: Sequence[Row]) -> list[_Profile]:
    width = max((cell.column for row in rows for cell in row), default=0)
    kinds: list[list[int]] = [[0, 0, 0, 0] for _ in range(width)]
    for row in rows:
        for cell in row:
            kind = _kind(cell.text)
            if kind is not None:
                kinds[cell.column - 1][kind] += 1
    return [
        _Profile(*(count / sum(counts) for count in counts))
        if sum(counts)
        else _Profile(0, 0, 0, 0)
        for counts in kinds
    ]


def _kind(text: str) -> int | None:
    """0 code, 1 line number, 2 amount, 3 words, None for neither."""
    plain = normal(text)
    if not plain:
        return None
    if plain.isdigit():
        return 0 if len(plain) >= len("201") else 1
    if printed_number(text, recognised=True):
        return _AMOUNT
    return _WORDS if len(_CHINESE.findall(plain)) > 1 else None


def body_start(rows: Sequence[Row]) -> int:
    """The first row below the heads: behind the 栏次, or that with the first amount."""
    for number, row in enumerate(rows):
        digits = [cell.text for cell in row if cell.text.isdigit()]
        if len(digits) >= _COUNTED and digits == [str(k) for k in range(1, len(digits) + 1)]:
            return number + 1
    return next(
        (
            number
            for number, row in enumerate(rows)
            if any(_kind(cell.text) == _AMOUNT for cell in row)
        ),
        len(rows),
    )


def without_debris(rows: Sequence[Row], start: int) -> tuple[list[Row], list[TableCell]]:
    """The rows with debris emptied, and the cells that held it.

    Debris is what stands from row ``start`` on in a column without labels and is neither
    empty nor a number; a whole number, too, where amounts have decimals.
    """
    named = _label_columns(rows, start)
    if not _is_of_figures(rows[start:], named):
        return list(rows), []
    profiles = _profiles(rows[start:])
    stray = _stray_columns(profiles, rows[start:]) - named
    found: list[TableCell] = []
    kept = list(rows[:start])
    for row in rows[start:]:
        cells = []
        for cell in row:
            is_stray = cell.column in stray and cell.text.isdigit()
            if is_stray or (cell.column not in named and _is_debris(cell.text)):
                found.append(cell)
                cells.append(replace(cell, text=""))
            else:
                cells.append(cell)
        kept.append(tuple(cells))
    return kept, found


def _is_of_figures(rows: Sequence[Row], named: set[int]) -> bool:
    """Whether outside the labels there are more figures than words."""
    kinds = [_kind(cell.text) for row in rows for cell in row if cell.column not in named]
    return sum(kind in (0, 1, _AMOUNT) for kind in kinds) >= sum(kind == _WORDS for kind in kinds)


def _stray_columns(profiles: Sequence[_Profile], rows: Sequence[Row]) -> set[int]:
    """Columns of amounts with decimals, in which a whole number is out of place."""
    kinds = [(cell.column, _kind(cell.text)) for row in rows for cell in row]
    counted = {
        column
        for column in range(1, len(profiles) + 1)
        if sum(k in (0, 1) and c == column for c, k in kinds) > _COUNTED
    }
    amounts = sum(kind == _AMOUNT and column not in counted for column, kind in kinds)
    whole = sum(kind in (0, 1) and column not in counted for column, kind in kinds)
    is_stray = whole <= _STRAY * (amounts + whole)
    return {c for c in range(1, len(profiles) + 1) if is_stray and c not in counted}


def _label_columns(rows: Sequence[Row], start: int) -> set[int]:
    """Columns of labels: headed so, or with several labels in them."""
    headed = {
        cell.column for row in rows[:start] for cell in row if _HEADED.search(normal(cell.text))
    }
    labels: dict[int, int] = {}
    for row in rows[start:]:
        for cell in row:
            if len(_CHINESE.findall(cell.text)) >= _LABEL_LENGTH:
                labels[cell.column] = labels.get(cell.column, 0) + 1
    return headed | {column for column, count in labels.items() if count >= _FEWEST_LABELS}


def _is_debris(text: str) -> bool:
    plain = normal(text)
    if not plain or printed_number(text, recognised=True) or plain in ("-", "--", "/"):
        return False
    digits = sum(character.isdigit() for character in plain)
    return digits < _MOST_DIGITS * len(plain) or "/" in plain or not set(plain) & set(".,")
