"""Identities that labels imply, in what no edition describes: 合计 = what it adds up.

A label only suggests a sum. It is believed where the same sum holds in other rows (or
columns) of the table, with two parts at least; then a figure against it is 不符. One that
nothing supports is 未核对, for a person to look at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Final

from xltool.editions.implied import implied
from xltool.editions.label_sums import Sum, SumKind, column_sums, parts_of_which, row_sums
from xltool.model.amount import half_unit
from xltool.model.book import Book, Cell
from xltool.model.finding import CellPlace, Finding, Severity, Tally, Verdict
from xltool.model.loose import LooseTable

OF_WHICH: Final = "implied.of-which"
_SHOWN: Final = 4
_OUTWEIGHS: Final = {SumKind.TREE: 1}
_OTHERS_OUTWEIGH: Final = 2
"""How many times as often a sum must hold as fail before it is believed; in a tree of codes
one wrong figure makes two sums fail."""
_DOUBTFUL: Final = 2
"""A sum that nothing supports and that fails more often, or by half of what is stated, was
misread, and nothing is said."""

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Case:
    """One sum in one row or column."""

    sum: Sum
    total: Place
    parts: tuple[Place, ...]
    stated: Decimal
    given: Decimal
    allowance: Decimal
    figures: int
    """How many of the parts have a figure."""
    is_known: bool
    """Whether the edition describes all of it, and other rules judge it."""

    @property
    def verdict(self) -> Verdict:
        """What the printed figures say."""
        if self.stated == self.given:
            return Verdict.CONSISTENT
        near = abs(self.stated - self.given) <= self.allowance
        return Verdict.ROUNDING if near else Verdict.MISMATCH


def check_implied(book: Book) -> tuple[tuple[Finding, ...], Tally]:
    """Check every part of the Book that its edition does not describe."""
    findings: list[Finding] = []
    tally = Tally()
    for table in book.loose:
        for found, counted in _table(table):
            findings += found
            tally += counted
    return tuple(findings), tally


def _table(table: LooseTable) -> Iterator[tuple[list[Finding], Tally]]:
    cases = sorted(cases_of(table), key=lambda case: _hypothesis(case.sum))
    told: set[Place] = set()
    for _, group in groupby(cases, key=lambda case: _hypothesis(case.sum)):
        yield _judged(table, list(group), told)
    whole = list(_of_which(table))
    yield whole, Tally(unchecked=len(whole))


def _hypothesis(sum_: Sum) -> tuple[str, int]:
    """Sums that stand or fall together: those of a tree of codes."""
    return sum_.kind.value, -1 if sum_.kind is SumKind.TREE else sum_.total


def cases_of(table: LooseTable) -> Iterator[Case]:
    """Every sum that the labels of ``table`` suggest, in every row or column."""
    words = implied()
    for sum_ in column_sums([column.path for column in table.columns], words):
        for row in range(len(table.rows)):
            yield from _case(table, sum_, (row, sum_.total), [(row, p) for p in sum_.parts])
    for sum_ in row_sums(table.rows, words):
        for column in range(len(table.columns)):
            yield from _case(table, sum_, (sum_.total, column), [(p, column) for p in sum_.parts])


def _case(table: LooseTable, sum_: Sum, total: Place, parts: Sequence[Place]) -> Iterator[Case]:
    """The sum in one row or column; none where nothing, or no number, stands there."""
    cells = [table.cells.get(place) for place in (total, *parts)]
    if any(cell is not None and cell.text for cell in cells) or not any(map(value_of, cells)):
        return
    if cells[0] is None or cells[0].value is None:
        return
    places = (total, *parts)
    yield Case(
        sum_,
        total,
        tuple(parts),
        value_of(cells[0]),
        sum(map(value_of, cells[1:]), Decimal(0)),
        sum((half_unit(cell.decimals) for cell in cells if cell and cell.value), Decimal(0)),
        sum(bool(value_of(cell)) for cell in cells[1:]),
        all(table.rows[row].is_known and table.columns[column].is_known for row, column in places),
    )


def value_of(cell: Cell | None) -> Decimal:
    """The figure in a cell, 0 where there is none."""
    return cell.value if cell is not None and cell.value is not None else Decimal(0)


def _judged(
    table: LooseTable, cases: Sequence[Case], told: set[Place]
) -> tuple[list[Finding], Tally]:
    """What is said of one hypothesis: its failures are errors where it is believed."""
    holding = [case for case in cases if case.verdict is not Verdict.MISMATCH]
    failing = [case for case in cases if case.verdict is Verdict.MISMATCH]
    support = [case for case in holding if case.figures > 1]
    weight = _OUTWEIGHS.get(cases[0].sum.kind, _OTHERS_OUTWEIGH)
    believed = bool(support) and len(holding) >= weight * len(failing)
    own = [case for case in failing if not case.is_known and case.total not in told]
    told |= {case.total for case in own}
    tails = [c for c in holding if c.verdict is Verdict.ROUNDING and not c.is_known]
    exact = sum(c.verdict is Verdict.CONSISTENT and not c.is_known for c in holding)
    if not believed:
        near = [case for case in own if abs(case.stated - case.given) * 2 < abs(case.stated)]
        if near and len(failing) <= _DOUBTFUL:
            doubtful = _finding(table, near[0], Verdict.UNCHECKED, Severity.HINT)
            return [doubtful], Tally(consistent=exact, unchecked=1)
        return [], Tally(consistent=exact)
    findings = [_finding(table, case, Verdict.MISMATCH, Severity.ERROR) for case in own]
    findings += [_finding(table, case, Verdict.ROUNDING, Severity.HINT) for case in tails[:1]]
    return findings, Tally(exact, len(tails), len(own))


def _finding(table: LooseTable, case: Case, verdict: Verdict, severity: Severity) -> Finding:
    tail = {
        Verdict.MISMATCH: ";同一表其他各处都合",
        Verdict.ROUNDING: f",在尾差范围(±{case.allowance})内",
    }.get(verdict, ";没有旁证,请核实")
    name = _name(table, case.total)
    return Finding(
        case.sum.kind.value,
        verdict,
        severity,
        f"{name}:填列 {case.stated},{_parts(table, case)}={case.given},"
        f"差 {case.stated - case.given}{tail}",
        case.stated,
        case.given,
        case.stated - case.given,
        case.allowance,
        table.unit.value,
        tuple(place_of(table, at) for at in (case.total, *case.parts)),
    )


def _name(table: LooseTable, at: Place) -> str:
    place = place_of(table, at)
    return " ".join(part for part in (table.title, place.row, place.column, place.address) if part)


def _parts(table: LooseTable, case: Case) -> str:
    """The parts by what tells them apart: their rows, or their columns."""
    across = case.sum.kind is SumKind.COLUMNS
    names = [
        table.columns[column].path[-1] if across else _row_name(table, row)
        for row, column in case.parts
    ]
    shown = "+".join(names[:_SHOWN])
    return f"{shown}…共{len(names)}项" if len(names) > _SHOWN else shown


def _row_name(table: LooseTable, row: int) -> str:
    return table.rows[row].code or table.rows[row].label.strip()


def place_of(table: LooseTable, at: Place) -> CellPlace:
    """Where a cell stands, by its labels."""
    cell = table.cells.get(at)
    address = cell.address if cell is not None else None
    row, column = _row_name(table, at[0]), table.columns[at[1]].name
    if address is None:
        return CellPlace(table.title, row, column, table.sheet)
    return CellPlace(table.title, row, column, address.sheet, address.cell)


def _of_which(table: LooseTable) -> Iterator[Finding]:
    words = implied()
    rows = parts_of_which([row.label for row in table.rows], words)
    for part, whole in rows:
        pairs = (((part, c), (whole, c)) for c in range(len(table.columns)))
        yield from _greater(table, pairs)
    columns = parts_of_which([(column.path or ("",))[-1] for column in table.columns], words)
    for part, whole in columns:
        yield from _greater(table, (((r, part), (r, whole)) for r in range(len(table.rows))))


def _greater(table: LooseTable, pairs: Iterable[tuple[Place, Place]]) -> Iterator[Finding]:
    """Parts that are greater than their whole, both positive."""
    for part, whole in pairs:
        first, second = value_of(table.cells.get(part)), value_of(table.cells.get(whole))
        if first > second > 0:
            yield Finding(
                OF_WHICH,
                Verdict.UNCHECKED,
                Severity.WARNING,
                f"{_name(table, part)}:其中数 {first} 大于总数 {second}:请核实",
                first,
                second,
                first - second,
                unit=table.unit.value,
                where=(place_of(table, part), place_of(table, whole)),
            )
