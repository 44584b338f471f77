"""Rows whose amounts stand in other rows: a block slid over others, or two rows swapped.

Tried as hypotheses on tables of codes: the amounts are put where they would belong, and
the identities that this mends are weighed against those that it breaks. What the slid
block has overwritten is lost, so identities with these cells count for neither.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from xltool.editions.schema import Edition, TableKind
from xltool.model.book import TOTAL_ROW, Book, CellId
from xltool.model.finding import Verdict
from xltool.rules.evaluation import NOTHING, Evaluation, holds

FEWEST_ROWS = 3
FEWEST_MENDED = 4
MOST_UNEXPLAINED = 4
"""At most one in so many identities may stay broken, or break."""
OFFSETS = (1, -1, 2, -2, 3, -3)
LONGEST_BLOCK = 40
MOST_SWAPPABLE = 40
"""Failing rows among which swaps are looked for; a table with more has other troubles."""


@dataclass(frozen=True, slots=True)
class Rearrangement:
    """Amounts of one table that stand in rows other than their own."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    offset: int
    """Rows by which a block slid (downwards positive); 0 where two rows are swapped."""
    positions: frozenset[int]
    """Failing equations that it explains."""
    moved: tuple[tuple[CellId, CellId], ...]
    """Cells with figures, and where these figures belong."""
    lost: tuple[CellId, ...] = ()
    """Cells whose own figures were overwritten."""
    changes: Mapping[int, int] = field(default_factory=dict)
    """By number of an equation, what putting the figures back adds to its residual."""


@dataclass(frozen=True, slots=True)
class _Weight:
    """What a hypothesis does to the identities it touches."""

    mended: frozenset[int]
    broken: int
    left: int
    lost: frozenset[int]
    """Failing identities with a figure that was overwritten."""
    shifts: Mapping[int, int]

    @property
    def convincing(self) -> bool:
        """Whether it mends enough and leaves little."""
        mended = len(self.mended)
        return mended >= FEWEST_MENDED and (self.broken + self.left) * MOST_UNEXPLAINED <= mended

    @property
    def key(self) -> tuple[int, int]:
        return (len(self.mended) - 2 * self.broken - self.left, len(self.lost))


def rearrangements(
    book: Book, edition: Edition, evaluation: Evaluation, failing: Collection[int]
) -> Iterator[Rearrangement]:
    """The slid blocks and swapped rows that explain some of ``failing``, at most one a table."""
    remaining = frozenset(failing)
    for id_, table in book.tables.items():
        spec = edition.tables.get(id_)
        if spec is None or spec.kind is not TableKind.CODES or len(remaining) < FEWEST_MENDED:
            continue
        order = tuple(row.key for row in table.rows if row.key != TOTAL_ROW)
        used = [at for at, cell in table.cells.items() if cell.value]
        search = _Search(evaluation, remaining, id_, order, _columns(used))
        best = search.slide() or search.swap()
        if best is not None:
            remaining -= best.positions
            yield best


def _columns(cells: Collection[tuple[str, str]]) -> tuple[str, ...]:
    """The columns of some cells, in their order."""
    return tuple(dict.fromkeys(column for _, column in cells))


@dataclass(frozen=True, slots=True)
class _Search:
    evaluation: Evaluation
    failing: frozenset[int]
    table: str
    order: tuple[str, ...]
    columns: tuple[str, ...]

    def slide(self) -> Rearrangement | None:
        """The slid block that explains most: it starts at rows left empty."""
        rows = self._failing_rows()
        if len(rows) < FEWEST_ROWS:
            return None
        choices = [self.columns, *((one,) for one in self.columns if len(self.columns) > 1)]
        found: list[tuple[tuple[int, int], Rearrangement]] = []
        for columns, offset in product(choices, OFFSETS):
            for block in self._blocks(rows, columns, offset):
                one = self._slid(block, columns, offset)
                if one is not None:
                    found.append(one)
            if found and columns == self.columns and offset == OFFSETS[-1]:
                break  # all columns together explain it
        return max(found, key=lambda pair: pair[0])[1] if found else None

    def swap(self) -> Rearrangement | None:
        """The two rows that explain all they touch if their amounts are exchanged."""
        rows = self._failing_rows()
        if not 1 < len(rows) <= MOST_SWAPPABLE:
            return None
        found: list[tuple[tuple[int, int], Rearrangement]] = []
        for one, two in combinations(rows, 2):
            pairs = [pair for column in self.columns for pair in self._crossed(one, two, column)]
            changed = {new: self._shown(old) for old, new in pairs}
            if not all(self._shown_row(row) for row in (one, two)):
                continue
            weight = self._weigh(changed, ())
            if weight.convincing and not weight.broken and not weight.left:
                moved = tuple((old, new) for old, new in pairs if self._shown(old))
                swapped = Rearrangement(
                    self.table,
                    self._moving(moved),
                    (one, two),
                    0,
                    weight.mended,
                    moved,
                    (),
                    weight.shifts,
                )
                found.append((weight.key, swapped))
        best = sorted(found, key=lambda pair: pair[0], reverse=True)
        rival = len(best) > 1 and best[0][0] == best[1][0]
        return best[0][1] if best and not rival else None

    def _crossed(self, one: str, two: str, column: str) -> tuple[tuple[CellId, CellId], ...]:
        first, second = CellId(self.table, one, column), CellId(self.table, two, column)
        return ((first, second), (second, first))

    def _failing_rows(self) -> list[str]:
        plan = self.evaluation.plan
        rows = {
            plan.cells[number].row
            for position in self.failing
            for side in plan.sides[position]
            for number, _ in side
            if plan.cells[number].table == self.table
        }
        return [row for row in self.order if row in rows]

    def _blocks(
        self, rows: Sequence[str], columns: Sequence[str], offset: int
    ) -> Iterator[tuple[str, ...]]:
        """Stretches from rows left empty on, in the direction in which they slid."""
        order = self.order if offset > 0 else self.order[::-1]
        failing, size = set(rows), abs(offset)
        empty = [
            not any(self._shown(CellId(self.table, row, column)) for column in columns)
            for row in order
        ]
        for start, row in enumerate(order):
            if row not in failing or not all(empty[start : start + size]):
                continue
            for end in range(start + size + FEWEST_ROWS, start + LONGEST_BLOCK + 1):
                if end > len(order):
                    break
                yield order[start:end]

    def _slid(
        self, block: tuple[str, ...], columns: tuple[str, ...], offset: int
    ) -> tuple[tuple[int, int], Rearrangement] | None:
        size = abs(offset)
        pairs = [
            (CellId(self.table, old, column), CellId(self.table, new, column))
            for new, old in zip(block, block[size:], strict=False)
            for column in columns
        ]
        changed = {new: self._shown(old) for old, new in pairs}
        rows = {at.row for at, value in changed.items() if value != self._shown(at)}
        if len(rows) < FEWEST_ROWS:
            return None
        lost = tuple(CellId(self.table, row, column) for row in block[-size:] for column in columns)
        weight = self._weigh(changed, lost)
        if not weight.convincing:
            return None
        whole = self._weigh(changed, ())
        own = weight.lost <= whole.mended and not whole.broken and not whole.left
        if own and len(block) > FEWEST_ROWS + size:
            # the last row still has its own figure, which its only parent took in turn
            weight, block = whole, block[:-size]
            lost = tuple(
                CellId(self.table, row, column) for row in block[-size:] for column in columns
            )
            pairs = [pair for pair in pairs if pair[0].row in block]
        moved = tuple((old, new) for old, new in pairs if self._shown(old))
        ordered = block if offset > 0 else block[::-1]
        return weight.key, Rearrangement(
            self.table,
            self._moving(moved),
            ordered,
            offset,
            weight.mended | weight.lost,
            moved,
            lost,
            weight.shifts,
        )

    def _moving(self, moved: Sequence[tuple[CellId, CellId]]) -> tuple[str, ...]:
        used = {old.column for old, _ in moved}
        return tuple(column for column in self.columns if column in used)

    def _weigh(self, changed: Mapping[CellId, int], lost: Collection[CellId]) -> _Weight:
        plan = self.evaluation.plan
        unknown: set[int] = set()
        for at in lost:
            number = plan.number.get(at)
            if number is not None:
                unknown.update(plan.touching[number])
        shifts: dict[int, int] = {}
        for at, value in changed.items():
            number = plan.number.get(at)
            change = value - self._shown(at)
            if number is not None and change:
                for position, coefficient, _ in plan.incidence[number]:
                    shifts[position] = shifts.get(position, 0) + coefficient * change
        known = {at: shift for at, shift in shifts.items() if at not in unknown and shift}
        after = {at for at, shift in known.items() if self._fails(at, shift)}
        failing = {at for at in known if at in self.failing}
        broken = sum(at not in failing and not self._fails(at, 0) for at in after)
        return _Weight(
            frozenset(failing - after),
            broken,
            len(failing & after),
            self.failing & unknown,
            known,
        )

    def _fails(self, position: int, shift: int) -> bool:
        balance = self.evaluation.balances.get(position)
        if balance is None:
            return not holds(self.evaluation.plan.equations[position].relation, shift)
        residual, centre = balance.residual + shift, balance.centre + shift
        return self.evaluation.verdict_of(position, residual, centre) is Verdict.MISMATCH

    def _shown_row(self, row: str) -> bool:
        return any(self._shown(CellId(self.table, row, column)) for column in self.columns)

    def _shown(self, at: CellId) -> int:
        number = self.evaluation.plan.number.get(at)
        return (NOTHING if number is None else self.evaluation.states[number]).shown
