"""Slid blocks (错行): figures that stand some rows away from where they belong.

Tried as a hypothesis: the figures of a block are moved back by a constant offset, and if
three or more failing rows then satisfy their identities, the block has slid.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from xltool.editions.schema import Edition, TableKind
from xltool.model.book import TOTAL_ROW, Book, CellId
from xltool.model.finding import Verdict
from xltool.rules.evaluation import NOTHING, Evaluation, holds

FEWEST_ROWS = 3
OFFSETS = (1, -1, 2, -2, 3, -3)
"""Rows by which blocks are moved back, likely ones first."""


@dataclass(frozen=True, slots=True)
class Slide:
    """A block of one table whose figures belong ``offset`` rows further up."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    offset: int
    positions: tuple[int, ...]
    """Failing equations that the slide explains."""
    moved: tuple[tuple[CellId, CellId], ...]
    """Cells with figures, and where these figures belong."""


def slides(
    book: Book, edition: Edition, evaluation: Evaluation, failing: Collection[int]
) -> Iterator[Slide]:
    """The slid blocks that explain some of ``failing``, at most one a table."""
    if len(failing) < FEWEST_ROWS:
        return
    remaining = set(failing)
    grown = {id_ for id_, spec in edition.tables.items() if spec.kind is TableKind.CODES}
    rows = _failing_rows(evaluation, remaining, grown)
    for table in sorted(rows, key=lambda id_: -len(rows[id_])):
        search = _Search(book, edition, evaluation, remaining, table)
        best = search.best(rows[table])
        if best is not None:
            remaining -= set(best.positions)
            yield best


def _failing_rows(
    evaluation: Evaluation, failing: Collection[int], grown: Collection[str]
) -> dict[str, dict[str, set[int]]]:
    """By table and row the failing equations of this row: alone in it, or computing it.

    The second holds for tables of codes (``grown``), where parents stand among their parts.
    """
    rows: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    cells = evaluation.plan.cells
    for position in sorted(failing):
        left, right = evaluation.plan.sides[position]
        by_table: dict[str, set[str]] = defaultdict(set)
        for number, _ in (*left, *right):
            by_table[cells[number].table].add(cells[number].row)
        for table, keys in by_table.items():
            if len(keys) == 1:
                rows[table][next(iter(keys))].add(position)
            elif table in grown and len(left) == 1 and cells[left[0][0]].table == table:
                rows[table][cells[left[0][0]].row].add(position)
    return {table: dict(by_row) for table, by_row in rows.items() if len(by_row) >= FEWEST_ROWS}


@dataclass(frozen=True, slots=True)
class _Search:
    book: Book
    edition: Edition
    evaluation: Evaluation
    failing: Collection[int]
    table: str

    def best(self, rows: dict[str, set[int]]) -> Slide | None:
        """The move that puts most rows right, None where fewer than three."""
        blocks = _blocks(self._order(), rows)
        columns = tuple(dict.fromkeys(column for _, column in self.book.tables[self.table].cells))
        choices: list[tuple[str, ...]] = [(column,) for column in columns]
        choices += [columns] if len(columns) > 1 else []
        found: list[tuple[int, Slide]] = []
        for block, chosen, offset in product(blocks, choices, OFFSETS):
            moved = self._moved(block, chosen, offset)
            if len(moved) < FEWEST_ROWS:
                continue
            filled = {new.row for _, new in moved}
            gain = self._gain(self._shifts(moved, block, chosen), rows, filled)
            if gain >= FEWEST_ROWS:
                found.append((gain, self._slide(block, chosen, offset, moved)))
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def _order(self) -> list[str]:
        """Row keys as they stand: the form's lines, or the rows of codes as printed."""
        lines = self.edition.tables[self.table].lines
        if lines:
            return [line.key for line in lines]
        return [row.key for row in self.book.tables[self.table].rows]

    def _moved(
        self, block: Sequence[str], columns: Sequence[str], offset: int
    ) -> tuple[tuple[CellId, CellId], ...]:
        pairs = [
            (CellId(self.table, row, column), CellId(self.table, block[place - offset], column))
            for column in columns
            for place, row in enumerate(block)
            if 0 <= place - offset < len(block)
        ]
        return tuple((old, new) for old, new in pairs if self._shown(old))

    def _shifts(
        self,
        moved: Sequence[tuple[CellId, CellId]],
        block: Sequence[str],
        columns: Sequence[str],
    ) -> dict[int, int]:
        """By how much every equation's residual changes if the block is moved back."""
        values = {new: self._shown(old) for old, new in moved}
        shifts: dict[int, int] = defaultdict(int)
        plan = self.evaluation.plan
        for row in block:
            for column in columns:
                at = CellId(self.table, row, column)
                number = plan.number.get(at)
                change = values.get(at, 0) - self._shown(at)
                if number is not None and change:
                    for position, coefficient, _ in plan.incidence[number]:
                        shifts[position] += coefficient * change
        return shifts

    def _gain(
        self, shifts: dict[int, int], rows: dict[str, set[int]], filled: Collection[str]
    ) -> int:
        """Rows put right less identities newly broken.

        At least three must be put right by a figure: rows that merely become empty hold too.
        """
        fixed = [
            row
            for row, positions in rows.items()
            if all(not self._fails(position, shifts.get(position, 0)) for position in positions)
        ]
        if len(fixed) * 2 <= len(rows) or sum(row in filled for row in fixed) < FEWEST_ROWS:
            return 0
        broken = sum(
            self._fails(position, shift) and not self._fails(position, 0)
            for position, shift in shifts.items()
        )
        return len(fixed) - broken

    def _fails(self, position: int, shift: int) -> bool:
        balance = self.evaluation.balances.get(position)
        if balance is None:
            return not holds(self.evaluation.plan.equations[position].relation, shift)
        residual, centre = balance.residual + shift, balance.centre + shift
        return self.evaluation.verdict_of(position, residual, centre) is Verdict.MISMATCH

    def _slide(
        self,
        block: tuple[str, ...],
        columns: tuple[str, ...],
        offset: int,
        moved: tuple[tuple[CellId, CellId], ...],
    ) -> Slide:
        plan = self.evaluation.plan
        numbers = {
            plan.number.get(CellId(self.table, row, column)) for row in block for column in columns
        }
        touched = {
            position
            for number in numbers
            if number is not None
            for position in plan.touching[number]
        }
        return Slide(
            self.table, columns, block, offset, tuple(sorted(touched & set(self.failing))), moved
        )

    def _shown(self, at: CellId) -> int:
        number = self.evaluation.plan.number.get(at)
        return (NOTHING if number is None else self.evaluation.states[number]).shown


def _blocks(order: Sequence[str], rows: Collection[str]) -> list[tuple[str, ...]]:
    """The stretch of rows from the first failing one to the last, and on to the end."""
    places = [place for place, key in enumerate(order) if key in rows and key != TOTAL_ROW]
    if not places:
        return []
    span = tuple(order[places[0] : places[-1] + 1])
    rest = tuple(order[places[0] :])
    return [span] if rest == span else [span, rest]
