"""The identities of one set of rows, indexed once for every Book that has these rows.

Which equations there are depends on the rows of the tables alone, never on figures, so
that the books of a hundred units with the same codes share one Plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from xltool.editions.equations import Equation, Ratio
from xltool.editions.schema import Edition, Relation
from xltool.model.amount import Unit
from xltool.model.book import CellId, Table

KEPT_PLANS = 32
"""Plans kept at a time: a batch sees a few shapes of unit over and over."""

Rows = tuple[tuple[str, tuple[str, ...]], ...]
IndexedTerms = tuple[tuple[int, int], ...]
"""(number of the cell, sign) for every term of one side."""


@dataclass(frozen=True)
class Plan:
    """Equations over numbered cells."""

    equations: tuple[Equation, ...]
    counted: Mapping[tuple[str, str], Unit] = field(default_factory=dict)
    """Units of the lines (table, row) that count things: they are printed exactly."""
    links: tuple[Equation, ...] = ()
    """What fills 分析 with figures of the form."""
    ratios: tuple[Ratio, ...] = ()
    """Every share, completion and change of 分析."""

    @cached_property
    def cells(self) -> tuple[CellId, ...]:
        """Every cell that some equation names, in order of first appearance."""
        named = (
            term.cell for equation in self.equations for term in (*equation.left, *equation.right)
        )
        return tuple(dict.fromkeys(named))

    @cached_property
    def number(self) -> Mapping[CellId, int]:
        """The number of each cell."""
        return {cell: number for number, cell in enumerate(self.cells)}

    @cached_property
    def by_table(self) -> Mapping[str, Mapping[tuple[str, str], int]]:
        """For every table the number of each of its cells, by (row, column)."""
        tables: dict[str, dict[tuple[str, str], int]] = {}
        for number, (table, row, column) in enumerate(self.cells):
            tables.setdefault(table, {})[row, column] = number
        return tables

    @cached_property
    def sides(self) -> tuple[tuple[IndexedTerms, IndexedTerms], ...]:
        """Left and right terms of every equation, by cell number."""
        number = self.number
        return tuple(
            (
                tuple((number[term.cell], term.sign) for term in equation.left),
                tuple((number[term.cell], term.sign) for term in equation.right),
            )
            for equation in self.equations
        )

    @cached_property
    def incidence(self) -> tuple[tuple[tuple[int, int, bool], ...], ...]:
        """For every cell (equation, coefficient, on the left): right signs turned round."""
        rows: list[list[tuple[int, int, bool]]] = [[] for _ in self.cells]
        for position, (left, right) in enumerate(self.sides):
            for cell, sign in left:
                rows[cell].append((position, sign, True))
            for cell, sign in right:
                rows[cell].append((position, -sign, False))
        return tuple(tuple(row) for row in rows)

    @cached_property
    def touching(self) -> tuple[tuple[int, ...], ...]:
        """For every cell the numbers of the equations in which it stands."""
        return tuple(
            tuple(dict.fromkeys(position for position, _, _ in row)) for row in self.incidence
        )

    @cached_property
    def computing(self) -> Mapping[int, int]:
        """For every total the number of the equation that computes it."""
        found: dict[int, int] = {}
        for position, (equation, (left, right)) in enumerate(
            zip(self.equations, self.sides, strict=True)
        ):
            if equation.rule.computes and len(left) == 1 and right:
                found.setdefault(left[0][0], position)
        return found

    @cached_property
    def totals(self) -> Mapping[int, int]:
        """Of ``computing`` the totals of their own table: the others link to another one."""
        return {
            cell: position
            for cell, position in self.computing.items()
            if {term.cell.table for term in self.equations[position].right}
            == {self.cells[cell].table}
        }

    def of_cell(self, cell: CellId) -> Iterator[Equation]:
        """The equations in which ``cell`` stands."""
        number = self.number.get(cell)
        if number is not None:
            yield from (self.equations[position] for position in self.touching[number])


def plan_of(edition: Edition, tables: Mapping[str, Table]) -> Plan:
    """The Plan for the rows that ``tables`` have, from the cache where it is known."""
    rows = _rows(tables)
    for known_edition, known_rows, plan in _PLANS:
        if known_edition is edition and known_rows == rows:
            return plan
    plan = _made(edition, tables)
    _PLANS.insert(0, (edition, rows, plan))
    del _PLANS[KEPT_PLANS:]
    return plan


_PLANS: list[tuple[Edition, Rows, Plan]] = []


def _rows(tables: Mapping[str, Table]) -> Rows:
    return tuple((id_, tuple([row.key for row in table.rows])) for id_, table in tables.items())


def _counted(edition: Edition) -> Mapping[tuple[str, str], Unit]:
    return {
        (spec.id, line.key): line.unit
        for spec in edition.tables.values()
        for line in spec.lines
        if line.unit.is_count
    }


def _made(edition: Edition, tables: Mapping[str, Table]) -> Plan:
    from xltool.editions import equations, linked_cells, ratios

    return Plan(
        equations(edition, tables),
        _counted(edition),
        linked_cells(edition, tables),
        ratios(edition, tables),
    )


def solved_for(equation: Equation, cell: CellId) -> Sequence[tuple[CellId, int]] | None:
    """The terms whose sum an ``=`` equation gives for ``cell``; None where it does not."""
    if equation.relation is not Relation.EQ:
        return None
    own = [(1, term) for term in equation.left if term.cell == cell]
    own += [(-1, term) for term in equation.right if term.cell == cell]
    if len(own) != 1:
        return None
    side, term = own[0]
    factor = side * term.sign
    rest = [(other.cell, -other.sign * factor) for other in equation.left if other.cell != cell]
    rest += [(other.cell, other.sign * factor) for other in equation.right if other.cell != cell]
    return rest
