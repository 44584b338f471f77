"""Mistyped codes: a row whose figures and name belong to another code of the same tables.

A wrong code breaks the sums of the parent it left, the one it joined, and every relation
with the other tables. Tried as a hypothesis: the row is given a code that its table lacks,
and if the identities then fail less, the code is told and the rest is judged with it put
right.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from xltool.editions.codes import is_code, parent_code
from xltool.editions.plan import plan_of
from xltool.editions.schema import Edition, TableKind
from xltool.model.book import Book, Row, Table
from xltool.model.finding import Finding, Severity, Verdict
from xltool.rules.codes import bare_name
from xltool.rules.evaluation import evaluate
from xltool.rules.words import row_place

RULE = "codes.mistyped"
MOST_DIGITS = 2
"""Digits in which a mistyped code differs from the right one."""
MOST_ROWS = 3
"""Rows of one Book that are put right; more of them are another trouble."""


@dataclass(frozen=True, slots=True)
class Mistyped:
    """A row of one table, and the code that it should have."""

    table: str
    row: Row
    code: str


def put_right(book: Book, edition: Edition) -> tuple[Book, tuple[Finding, ...]]:
    """The Book with mistyped codes put right, and what is told of them."""
    told: list[Finding] = []
    for _ in range(MOST_ROWS):
        slip = _mistyped(book, edition)
        if slip is None:
            break
        told.append(_finding(book, slip))
        book = _with_code(book, slip)
    return book, tuple(told)


def _mistyped(book: Book, edition: Edition) -> Mistyped | None:
    """The slip whose correction leaves least to doubt; none on a tie."""
    slips = list(_slips(book, edition))
    if not slips:
        return None
    before = _mismatches(book, edition)
    tried = [(_doubt(book, edition, slip), slip) for slip in slips]
    least = min(doubt for doubt, _ in tried)
    best = [slip for doubt, slip in tried if doubt == least]
    return best[0] if least[0] < before and len(best) == 1 else None


def _doubt(book: Book, edition: Edition, slip: Mistyped) -> tuple[int, bool, int]:
    """What speaks against a slip: failing identities, a code unknown, few tables with it."""
    failing = _mismatches(_with_code(book, slip), edition)
    return failing, slip.code not in edition.functional_codes, -len(_having(book, slip))


def _slips(book: Book, edition: Edition) -> Iterator[Mistyped]:
    """Rows of codes that no sister table knows, with each code that they may mean."""
    tables = [table for table in book.tables.values() if _has_functional(edition, table)]
    names = _names(tables, edition)
    for table in tables:
        own = _codes(table)
        known = frozenset[str]().union(*(_codes(other) for other in tables if other is not table))
        for row in table.codes():
            if row.code and is_code(row.code) and row.code not in known:
                for code in sorted(known - own):
                    if _may_mean(row, code, names[code], own):
                        yield Mistyped(table.id, row, code)


def _codes(table: Table) -> frozenset[str]:
    return frozenset(row.code for row in table.codes() if row.code)


def _has_functional(edition: Edition, table: Table) -> bool:
    spec = edition.tables.get(table.id)
    return spec is not None and spec.kind is TableKind.CODES and spec.codes == "functional"


def _names(tables: list[Table], edition: Edition) -> dict[str, frozenset[str]]:
    """Names of codes: as the tables print them, and as the classification has them."""
    names: dict[str, set[str]] = defaultdict(set)
    for table in tables:
        for row in table.codes():
            names[row.code or ""].update({bare_name(row.label)} - {""})
    for code, name in edition.functional_codes.items():
        names[code].add(bare_name(name))
    return {code: frozenset(said) for code, said in names.items()}


def _may_mean(row: Row, code: str, names: frozenset[str], own: frozenset[str]) -> bool:
    """Whether ``code`` has a parent here, looks like the row's code, and is named so."""
    typed = row.code or ""
    above = parent_code(code)
    if len(code) != len(typed) or (above is not None and above not in own):
        return False
    fits = not row.label or not names or bare_name(row.label) in names
    return fits and (_digits_apart(typed, code) <= MOST_DIGITS or _is_turned(typed, code))


def _digits_apart(one: str, two: str) -> int:
    return sum(a != b for a, b in zip(one, two, strict=True))


def _is_turned(one: str, two: str) -> bool:
    """Whether the digits are the same in another order."""
    return sorted(one) == sorted(two)


def _mismatches(book: Book, edition: Edition) -> int:
    evaluation = evaluate(book, plan_of(edition, book.tables))
    return sum(evaluation.verdict(at) is Verdict.MISMATCH for at in evaluation.balances)


def _with_code(book: Book, slip: Mistyped) -> Book:
    table = book.tables[slip.table]
    typed = slip.row.key
    rows = (
        replace(row, key=slip.code, code=slip.code) if row is slip.row else row
        for row in table.rows
    )
    cells = {
        (slip.code if row == typed else row, column): cell
        for (row, column), cell in table.cells.items()
    }
    changed = replace(table, rows=tuple(rows), cells=cells)
    return replace(book, tables={**book.tables, slip.table: changed})


def _having(book: Book, slip: Mistyped) -> list[str]:
    """The tables that have the right code."""
    return [
        table.id
        for table in book.tables.values()
        if table.id != slip.table and slip.code in _codes(table)
    ]


def _finding(book: Book, slip: Mistyped) -> Finding:
    table = book.tables[slip.table]
    message = (
        f"{table.id} 科目代码 {slip.row.code} {slip.row.label} 疑似应为 {slip.code}"
        f"({'、'.join(_having(book, slip))}有而本表没有):改后涉及的勾稽相符,以下按改后核对"
    )
    place = row_place(table, slip.row)
    return Finding(RULE, Verdict.MISMATCH, Severity.ERROR, message, where=(place,))
