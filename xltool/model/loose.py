"""Tables that no edition describes: labels and figures as printed, without meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xltool.model.amount import Unit
from xltool.model.book import Cell


@dataclass(frozen=True, slots=True)
class LooseColumn:
    """One column of figures and the labels above it, outermost first."""

    path: tuple[str, ...]
    is_known: bool = False
    """Whether the edition describes it."""

    @property
    def name(self) -> str:
        """Its nested label as people write it."""
        return "/".join(self.path)


@dataclass(frozen=True, slots=True)
class LooseRow:
    """One row: what stands left of its figures."""

    label: str
    """As printed: numbering, 其中 and leading blanks tell what belongs to what."""
    code: str | None = None
    is_known: bool = False
    """Whether the edition describes it."""


@dataclass(frozen=True, slots=True)
class LooseTable:
    """One table, or one side of it, with the figures of its rows and columns.

    ``cells`` are by (number of the row, number of the column), from 0.
    """

    title: str
    sheet: str
    columns: tuple[LooseColumn, ...]
    rows: tuple[LooseRow, ...]
    cells: Mapping[tuple[int, int], Cell] = field(default_factory=dict)
    unit: Unit = Unit.WAN
