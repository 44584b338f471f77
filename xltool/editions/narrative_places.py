"""Cells as narrative.toml names them ("T03 合计 基本支出"), found in the tables of an edition.

A name that only an edition further up knows is no fault: the form lacks that table or line,
and what the narrative says of it has no cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from xltool.editions.loading import load
from xltool.editions.schema import Edition
from xltool.editions.selectors import SAME, Axes
from xltool.model.book import CellId

_PARTS: Final = 3


@dataclass(frozen=True)
class Places:
    """Where the narrative of one edition finds its figures; of no edition, the names alone."""

    edition: Edition | None

    def cell(self, text: str) -> CellId | None:
        """The cell ``text`` names, None where this form has none.

        Raises:
            ValueError: no edition knows it; the message says so in Chinese.
        """
        pieces = text.split(" ")
        if len(pieces) != _PARTS:
            raise ValueError(f"“{text}”应为“T03 行 栏”")
        short, row, column = pieces
        if self.edition is None:
            return CellId(short, row, column)
        found = next(iter(self._resolved(self.edition, short, row, column)), None)
        if found is None and not any(
            True for base in self._bases for _ in self._resolved(base, short, row, column)
        ):
            raise ValueError(f"“{text}”:没有这张表、这一行或这一栏")
        return found

    def table(self, short: str) -> str | None:
        """The id of a table, None where this form lacks it.

        Raises:
            ValueError: no edition knows it.
        """
        if self.edition is None:
            return short
        spec = self.edition.named(short)
        if spec is None and not any(base.named(short) for base in self._bases):
            raise ValueError(f"没有表“{short}”")
        return spec.id if spec else None

    @cached_property
    def _bases(self) -> tuple[Edition, ...]:
        """What the edition extends, and what that extends."""
        found: list[Edition] = []
        above = self.edition.extends if self.edition else None
        while above:
            found.append(load(above))
            above = found[-1].extends
        return tuple(found)

    def _resolved(self, edition: Edition, short: str, row: str, column: str) -> Iterator[CellId]:
        spec = edition.named(short)
        if spec is None:
            return
        axes = _axes(spec.id, edition)
        is_open = row.startswith(SAME) or not row
        rows = (row,) if is_open else axes.rows(row)
        columns = axes.columns(column)
        if len(rows) == 1 and len(columns) == 1:
            yield CellId(spec.id, rows[0], columns[0])


def _axes(table: str, edition: Edition) -> Axes:
    key = (edition.id, table)
    known = _AXES.get(key)
    if known is None or known.spec is not edition.tables[table]:
        known = _AXES[key] = Axes(edition.tables[table])
    return known


_AXES: dict[tuple[str, str], Axes] = {}
