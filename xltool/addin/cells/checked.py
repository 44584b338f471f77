"""One check of a workbook, looked up by cell: what was applied to it and what was found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from xltool.model.applied import Applied
from xltool.model.book import Address, CellId
from xltool.model.finding import CellPlace, Figure, Finding
from xltool.package.a1 import Area, Position, position_of
from xltool.report import Report

Numbers = frozenset[int]
"""Numbers of findings, identities or figures, counted from 0 in the report's order."""
_Key = TypeVar("_Key")
_NONE: Numbers = frozenset()


@dataclass(frozen=True)
class Checked:
    """A report, and the identities behind it."""

    report: Report
    applied: tuple[Applied, ...]

    @cached_property
    def cell_at(self) -> Mapping[Address, CellId]:
        """The cells of the recognised tables by where they stand."""
        return {
            cell.address: CellId(table.id, *key)
            for table in self.report.book.tables.values()
            for key, cell in table.cells.items()
            if cell.address is not None
        }

    @cached_property
    def _by_sheet(self) -> Mapping[str, tuple[tuple[Position, CellId], ...]]:
        found: dict[str, list[tuple[Position, CellId]]] = defaultdict(list)
        for at, cell in self.cell_at.items():
            found[at.sheet].append((position_of(at.cell), cell))
        return {sheet: tuple(cells) for sheet, cells in found.items()}

    @cached_property
    def _applied_to(self) -> Mapping[CellId, Numbers]:
        return _inverted((number, one.cells) for number, one in enumerate(self.applied))

    @cached_property
    def _found_at(self) -> Mapping[CellId, Numbers]:
        findings = enumerate(self.report.findings)
        return _inverted((number, self._cells_named(finding)) for number, finding in findings)

    def _cells_named(self, finding: Finding) -> Iterator[CellId]:
        """By where they stand: a finding on a mistyped code names the code that is meant."""
        for place in finding.where:
            if isinstance(place, CellPlace):
                meant = CellId(place.table, place.row, place.column)
                yield self.cell_at.get(Address(place.sheet or "", place.address or ""), meant)

    @cached_property
    def _said_at(self) -> Mapping[Address, Numbers]:
        """Figures of the narrative by the cell that their paragraph stands in."""
        narrative = self.report.narrative
        homes = {one.index: one.address for one in narrative.paragraphs} if narrative else {}
        figures = enumerate(self.report.figures)
        return _inverted(
            (number, (home,))
            for number, figure in figures
            if (home := homes.get(figure.paragraph)) is not None
        )

    @cached_property
    def told_at(self) -> Mapping[Address, Numbers]:
        """The findings by where they point, heads of rows and titles included."""
        return _inverted(
            (
                number,
                (Address(at.sheet, at.address) for at in one.where if at.sheet and at.address),
            )
            for number, one in enumerate(self.report.findings)
        )

    def told(self, at: Address) -> tuple[Finding, ...]:
        """The findings that point at a cell, whether or not a table has it."""
        return tuple(self.report.findings[number] for number in sorted(self.told_at.get(at, ())))

    def cells_in(self, sheet: str, area: Area) -> tuple[CellId, ...]:
        """The cells of tables that stand in an area."""
        listed = self._by_sheet.get(sheet, ())
        return tuple(cell for position, cell in listed if area.covers(position))

    def cells_of(self, table: str) -> tuple[CellId, ...]:
        """Every cell of a table, and the table as a whole."""
        found = self.report.book.tables.get(table)
        cells = found.cells if found else ()
        return (CellId(table, "", ""), *(CellId(table, *key) for key in cells))

    def identities(self, cells: Iterable[CellId]) -> tuple[Applied, ...]:
        """The identities with one of ``cells`` in them."""
        numbers = _union(self._applied_to, cells)
        return tuple(self.applied[number] for number in sorted(numbers))

    def findings(self, cells: Iterable[CellId]) -> tuple[Finding, ...]:
        """The findings that name one of ``cells``, in the report's order."""
        numbers = _union(self._found_at, cells)
        return tuple(self.report.findings[number] for number in sorted(numbers))

    def figures(self, sheet: str, area: Area) -> tuple[Figure, ...]:
        """The figures of the narrative whose paragraphs stand in an area."""
        homes = [
            home
            for home in self._said_at
            if home.sheet == sheet and area.covers(position_of(home.cell))
        ]
        numbers = sorted(_union(self._said_at, homes))
        return tuple(self.report.figures[number] for number in numbers)


def _inverted(pairs: Iterable[tuple[int, Iterable[_Key]]]) -> Mapping[_Key, Numbers]:
    found: dict[_Key, set[int]] = defaultdict(set)
    for number, keys in pairs:
        for key in keys:
            found[key].add(number)
    return {key: frozenset(numbers) for key, numbers in found.items()}


def _union(index: Mapping[_Key, Numbers], keys: Iterable[_Key]) -> Numbers:
    return _NONE.union(*(index.get(key, _NONE) for key in keys))
