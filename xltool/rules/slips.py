"""What it means that amounts stand in cells other than their own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum

from xltool.model.book import CellId
from xltool.rules.trial import Trial, Weight

Moves = tuple[tuple[CellId, CellId], ...]
"""Cells with figures, and where these figures belong."""


class Slip(Enum):
    """How amounts came to stand elsewhere."""

    SLID = "tables.slid-block"
    ROWS = "tables.swapped-rows"
    COLUMNS = "tables.swapped-columns"

    @property
    def rule(self) -> str:
        """The id of the rule."""
        return self.value


@dataclass(frozen=True, slots=True)
class Rearrangement:
    """Amounts of one table that stand in rows or columns other than their own."""

    slip: Slip
    table: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    positions: frozenset[int]
    """Failing equations that it explains."""
    moved: Moves
    offset: int = 0
    """Rows by which a block slid, downwards positive."""
    lost: tuple[CellId, ...] = ()
    """Cells whose own figures were overwritten."""
    changes: Mapping[int, int] = field(default_factory=dict)
    """By number of an equation, what putting the figures back adds to its residual."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows and columns of one table, and the hypotheses tried on them."""

    trial: Trial
    table: str
    order: tuple[str, ...]
    """Rows as they stand, 合计 left out."""
    columns: tuple[str, ...]
    """Columns with figures."""

    def cell(self, row: str, column: str) -> CellId:
        """The cell of a row and a column."""
        return CellId(self.table, row, column)

    def shown(self, row: str, column: str) -> int:
        """What the cell of a row and a column shows, as an integer of 10^-8."""
        return self.trial.shown(self.cell(row, column))

    @property
    def failing(self) -> list[str]:
        """The rows with a cell in a failing identity."""
        return self.trial.rows(self.table, self.order)

    def figured(self, pairs: Collection[tuple[CellId, CellId]]) -> Moves:
        """Those of ``pairs`` whose first cell shows a figure."""
        return tuple((old, new) for old, new in pairs if self.trial.shown(old))

    def moving(self, moved: Moves) -> tuple[str, ...]:
        """The columns in which figures move."""
        used = {at.column for pair in moved for at in pair}
        return tuple(column for column in self.columns if column in used)


Found = tuple[Weight, Rearrangement]
"""A slip, and what it explains."""
