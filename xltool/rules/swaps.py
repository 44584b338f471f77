"""Amounts exchanged (对调): between two rows of a table, or two columns of it."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations

from xltool.model.book import TOTAL_ROW
from xltool.rules.slips import Found, Grid, Moves, Rearrangement, Slip

FEWEST_MENDED = 4
FEWEST_MENDED_IN_A_ROW = 2
"""The sums of both columns: no single wrong figure touches both of them."""
MOST_SWAPPABLE = 40
"""Failing rows among which swaps are looked for; a table with more has other troubles."""


def swapped_rows(grid: Grid) -> Rearrangement | None:
    """The two rows that explain all they touch if their amounts are exchanged."""
    rows = grid.failing
    if not 1 < len(rows) <= MOST_SWAPPABLE:
        return None
    figured = [row for row in rows if any(grid.shown(row, column) for column in grid.columns)]
    return _best(
        _tried(grid, Slip.ROWS, (one, two), _crossed(grid, [(one, two)], grid.columns))
        for one, two in combinations(figured, 2)
    )


def swapped_columns(grid: Grid) -> Rearrangement | None:
    """The two columns, whole or in one row, that explain all they touch if exchanged."""
    rows = grid.failing
    if not 0 < len(rows) <= MOST_SWAPPABLE:
        return None
    pairs = tuple(combinations(grid.columns, 2))
    whole = (
        _tried(grid, Slip.COLUMNS, (), _facing(grid, (TOTAL_ROW, *grid.order), one, two))
        for one, two in pairs
    )
    single = (
        _tried(grid, Slip.COLUMNS, (row,), _facing(grid, [row], one, two))
        for row in rows
        for one, two in pairs
    )
    return _best(whole) or _best(single)


def _best(found: Iterable[Found | None]) -> Rearrangement | None:
    """The swap that mends most; none where another mends as much."""
    best = sorted((one for one in found if one is not None), key=lambda one: one[0].key)[::-1]
    rival = len(best) > 1 and best[0][0].key == best[1][0].key
    return best[0][1] if best and not rival else None


def _tried(grid: Grid, slip: Slip, rows: tuple[str, ...], pairs: Moves) -> Found | None:
    weight = grid.trial.weigh({new: grid.trial.shown(old) for old, new in pairs})
    fewest = FEWEST_MENDED_IN_A_ROW if len(rows) == 1 else FEWEST_MENDED
    if not weight.clean or len(weight.mended) < fewest:
        return None
    moved = grid.figured(pairs)
    return weight, Rearrangement(
        slip, grid.table, grid.moving(moved), rows, weight.mended, moved, changes=weight.shifts
    )


def _crossed(grid: Grid, rows: Iterable[tuple[str, str]], columns: Iterable[str]) -> Moves:
    """Each cell of one row with that of the other."""
    return tuple(
        pair
        for column in columns
        for one, two in rows
        for pair in _both(grid, (one, column), (two, column))
    )


def _facing(grid: Grid, rows: Iterable[str], one: str, two: str) -> Moves:
    """Each cell of one column with that of the other."""
    return tuple(pair for row in rows for pair in _both(grid, (row, one), (row, two)))


def _both(grid: Grid, one: tuple[str, str], two: tuple[str, str]) -> Moves:
    first, second = grid.cell(*one), grid.cell(*two)
    return ((first, second), (second, first))
