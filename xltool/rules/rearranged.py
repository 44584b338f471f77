"""Amounts that stand in cells other than their own, told as one finding a table.

Tried as hypotheses: the amounts are put where they would belong, and the identities that
this mends are weighed against those that it breaks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from xltool.editions.schema import Edition
from xltool.model.book import TOTAL_ROW, Book, Table
from xltool.rules.evaluation import Evaluation
from xltool.rules.slides import slid
from xltool.rules.slips import Grid, Rearrangement
from xltool.rules.swaps import swapped_columns, swapped_rows
from xltool.rules.trial import Trial


def rearrangements(
    book: Book, edition: Edition, evaluation: Evaluation, failing: Collection[int]
) -> Iterator[Rearrangement]:
    """The slips that explain some of ``failing``, at most one a table."""
    remaining = frozenset(failing)
    for table in book.tables.values():
        if table.id not in edition.tables or not remaining:
            continue
        grid = _grid(table, edition, Trial(evaluation, remaining))
        best = slid(grid) or swapped_rows(grid) or swapped_columns(grid)
        if best is not None:
            remaining -= best.positions
            yield best


def _grid(table: Table, edition: Edition, trial: Trial) -> Grid:
    lines = edition.tables[table.id].lines
    keys = [line.key for line in lines] or [row.key for row in table.rows]
    order = tuple(key for key in keys if key != TOTAL_ROW)
    used = (column for (_, column), cell in table.cells.items() if cell.value)
    return Grid(trial, table.id, order, tuple(dict.fromkeys(used)))
