"""How many wrong cells the table check points at, and how much else it then says.

    python -m tests.quality.tables [--seed S] [--misses] [DOCUMENT]

Every cell of a book is changed in turn, once in each way, and the tables checked again.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from random import Random

from tests.quality import documents
from tests.quality.knowable import Knowable, Lookup, Relation, Sum, relations, same_amount
from tests.quality.plant import render
from tests.quality.seeds import seeded
from tests.quality.truth import Document, Measure, Quantity
from xltool.model.amount import Amount, Unit
from xltool.model.book import Book, CellId
from xltool.model.finding import CellPlace, CheckResult, Finding, Verdict

_WORST = 60


class Slip(StrEnum):
    """How a cell goes wrong."""

    DIGIT = "一位数字改了"
    SWAP = "两位对调"
    TAIL = "末位差一"
    TAILS = "末位差二"
    TEN = "小数点错位"
    UNIT = "单位错(万倍)"
    SIGN = "负号"
    COPY = "抄了别行的数"
    GONE = "漏填"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was said about one wrong cell."""

    at: CellId
    slip: Slip
    value: Decimal | None
    knowable: Knowable
    pointed: bool
    first: bool
    """The first new finding names it."""
    new: tuple[Finding, ...]
    others: int


def check_tables(book: Book) -> CheckResult:
    """The check under measurement."""
    from xltool import editions, rules

    return rules.check_tables(book, editions.load(book.edition))


def slipped(
    value: Decimal, slip: Slip, others: Sequence[Decimal], random: Random
) -> Decimal | None:
    """``value`` gone wrong; itself where this slip cannot happen to it."""
    if slip is Slip.GONE:
        return None
    if slip in (Slip.DIGIT, Slip.SWAP):
        return _digits(value, slip, random)
    cent = Decimal(1).scaleb(min(int(value.as_tuple().exponent), 0))
    up = random.choice((-1, 1))
    results = {
        Slip.TAIL: value + up * cent,
        Slip.TAILS: value + 2 * up * cent,
        Slip.TEN: (value * random.choice((Decimal(10), Decimal("0.1")))).quantize(cent),
        Slip.UNIT: value * 10_000,
        Slip.SIGN: -value,
        Slip.COPY: random.choice(others) if others else value,
    }
    return results[slip]


def _digits(value: Decimal, slip: Slip, random: Random) -> Decimal:
    signs = list(f"{value:f}")
    places = [place for place, sign in enumerate(signs) if sign.isdigit()]
    if slip is Slip.DIGIT:
        place = random.choice(places)
        signs[place] = random.choice([digit for digit in "0123456789" if digit != signs[place]])
    elif len(places) > 1:
        place = random.randrange(len(places) - 1)
        one, two = places[place], places[place + 1]
        signs[one], signs[two] = signs[two], signs[one]
    return Decimal("".join(signs))


def changed(book: Book, at: CellId, value: Decimal | None) -> Book:
    """``book`` with one cell changed; None empties it."""
    table = book.tables[at.table]
    cells = dict(table.cells)
    cells[at.row, at.column] = replace(cells[at.row, at.column], value=value, stored=None)
    return replace(book, tables={**book.tables, at.table: replace(table, cells=cells)})


class CellOracle:
    """Which wrong cells the other cells contradict, by the accounts the book was made of."""

    def __init__(self, document: Document, *, whole: bool = False) -> None:
        self._document = document
        self._text: dict[Quantity, list[Amount]] = defaultdict(list)
        """What the narrative prints of each quantity, if it is checked too."""
        for statement in document.statements if whole else ():
            self._text[statement.quantity].append(statement.amount)
        self._stated = {at: q for q, places in document.cells.items() for at in places}
        self._relations: dict[Quantity, list[Relation]] = defaultdict(list)
        for relation in relations(document):
            if isinstance(relation, Sum):
                for quantity in relation.quantities:
                    self._relations[quantity].append(relation)

    def knows(self, at: CellId, value: Decimal | None) -> Knowable:
        """How firmly the other cells contradict ``value`` at ``at``."""
        quantity = self._stated.get(at)
        if quantity is None:
            return Knowable.NONE
        new = value or Decimal(0)
        others = [self._value(other) for other in self._document.cells[quantity] if other != at]
        if any(other != new for other in others):
            return Knowable.CERTAIN
        shown = Amount(new, Unit.NONE if quantity.measure is Measure.COUNT else Unit.WAN, 2)
        if any(not same_amount(shown, amount) for amount in self._text[quantity]):
            return Knowable.CERTAIN
        found = Knowable.NONE
        for relation in self._relations[quantity]:
            before = relation.state(self._looking(quantity, self._value(at)))
            after = relation.state(self._looking(quantity, new))
            if after is not before and after is Knowable.CERTAIN:
                return after
            if after is not before and after is Knowable.TAIL:
                found = after
        return found

    def _looking(self, changed: Quantity, value: Decimal) -> Lookup:
        """The cells as they stand, but for one quantity."""

        def look(one: Quantity) -> Amount | None:
            places = self._document.cells.get(one)
            if not places:
                return None
            unit = Unit.NONE if one.measure is Measure.COUNT else Unit.WAN
            return Amount(value if one == changed else self._value(places[0]), unit, 2)

        return look

    def _value(self, at: CellId) -> Decimal:
        cell = self._document.book.cell(at)
        return (cell.value if cell else None) or Decimal(0)


def plantings(book: Book, seed: int) -> Iterator[tuple[CellId, Slip, Decimal | None]]:
    """Each cell gone wrong once in each way that changes it."""
    random = seeded(seed)
    for table in book.tables.values():
        column_values: dict[str, list[Decimal]] = defaultdict(list)
        for (_, column), cell in table.cells.items():
            if cell.value:
                column_values[column].append(cell.value)
        for (row, column), cell in table.cells.items():
            for slip in Slip if cell.value else ():
                value = cell.value or Decimal(0)
                others = [other for other in column_values[column] if other != value]
                new = slipped(value, slip, others, random)
                if new != value:
                    yield CellId(table.id, row, column), slip, new


def measure(
    document: Document,
    seed: int,
    every: int = 1,
    check: Callable[[Book], CheckResult] = check_tables,
) -> list[Outcome]:
    """The outcome of each planting (or of one in ``every``)."""
    oracle, book = CellOracle(document, whole=check is not check_tables), document.book
    before = Counter(map(key_of, check(book).findings))
    outcomes = []
    for at, slip, value in list(plantings(book, seed))[::every]:
        known = before.copy()
        new = []
        for finding in check(changed(book, at, value)).findings:
            if known[key_of(finding)]:
                known[key_of(finding)] -= 1
            else:
                new.append(finding)
        named = [_names(finding, at) for finding in new]
        outcomes.append(
            Outcome(
                at,
                slip,
                value,
                oracle.knows(at, value),
                any(named),
                bool(named and named[0]),
                tuple(new),
                named.count(False),
            )
        )
    return outcomes


def key_of(finding: Finding) -> tuple[object, ...]:
    """By what a finding is known again after a change elsewhere."""
    places = frozenset(
        (place.table, place.row, place.column)
        for place in finding.where
        if isinstance(place, CellPlace)
    )
    return finding.rule, finding.verdict, finding.difference, places


def _names(finding: Finding, at: CellId) -> bool:
    return any(
        isinstance(place, CellPlace) and (place.table, place.row, place.column) == tuple(at)
        for place in finding.where
    )


HEAD = (
    "",
    "plantings",
    "pointed at",
    "knowable",
    "pointed at",
    "only tails",
    "unknowable",
    "by the first",
    "findings",
    "most",
    ">3",
    "reds, mean",
)


def table(outcomes: Sequence[Outcome]) -> list[tuple[str, ...]]:
    """The table by table and by slip, with the total."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        groups[one.at.table].append(one)
    for one in outcomes:
        groups[one.slip].append(one)
    groups["total"] = list(outcomes)
    return [HEAD, *(_line(label, group) for label, group in groups.items())]


def _line(label: str, group: Sequence[Outcome]) -> tuple[str, ...]:
    certain = [one for one in group if one.knowable is Knowable.CERTAIN]
    tails = [one for one in group if one.knowable is Knowable.TAIL]
    blind = [one for one in group if one.knowable is Knowable.NONE]
    reds = sum(finding.verdict is Verdict.MISMATCH for one in group for finding in one.new)
    return (
        label,
        str(len(group)),
        _share(group),
        str(len(certain)),
        _share(certain),
        f"{sum(one.pointed for one in tails)}/{len(tails)}",
        f"{sum(one.pointed for one in blind)}/{len(blind)}",
        f"{sum(one.first for one in group) / len(group):.0%}",
        f"{sum(len(one.new) for one in group) / len(group):.2f}",
        str(max(len(one.new) for one in group)),
        str(sum(len(one.new) > 3 for one in group)),
        f"{reds / len(group):.2f}",
    )


def _share(group: Sequence[Outcome]) -> str:
    return f"{sum(one.pointed for one in group) / len(group):.1%}" if group else "-"


def misses(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Knowable plantings that nothing pointed at, and those that set off too much."""
    for one in outcomes:
        unseen = one.knowable is Knowable.CERTAIN and not one.pointed
        if unseen or len(one.new) > 3:
            said = "".join(f"\n      {new.verdict.label} {new.message}" for new in one.new[:6])
            state = "MISSED" if unseen else f"{len(one.new)} findings"
            yield f"{state} {one.at} {one.slip} -> {one.value}{said}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures the tables of one document and prints the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.tables")
    parser.add_argument("document", nargs="?", default=documents.PLAIN)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--misses", action="store_true", help="list what was missed")
    options = parser.parse_args(arguments)
    outcomes = measure(documents.named(options.document), options.seed, options.every)
    sys.stdout.write(render(table(outcomes)) + "\n")
    if options.misses:
        sys.stdout.writelines(f"{line}\n" for line in list(misses(outcomes))[:_WORST])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
