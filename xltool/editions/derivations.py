"""Other ways to the amount of a cell: by which printed figures it comes out, and named how.

Two published figures of one amount may differ in the last digit because each was rounded
on its own. Such a difference is explained when another derivation gives the other figure:
the same quantity in a third table, the sum of printed parts, the total less its printed
siblings, or the items of 公开06表 plus the project part.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from xltool.editions.equations import Equation
from xltool.editions.plan import Plan, plan_of, solved_for
from xltool.editions.schema import Edition, Relation
from xltool.model.amount import half_unit
from xltool.model.book import Book, Cell, CellId

SHOWN_TERMS = 4
"""A longer sum is named by its first terms and its number of terms."""
MOST_EXPANDED = 12
"""A sum of more terms is not expanded further: nobody could follow it."""

Signed = tuple[CellId, int]


@dataclass(frozen=True, slots=True)
class Derivation:
    """An amount that printed figures give: ``value``, from ``terms`` (cell, sign)."""

    value: Decimal
    terms: tuple[Signed, ...]
    says: str
    """For messages: "388.15+24.83(公开06表 人员经费合计+公用经费合计 决算数)"."""
    allowance: Decimal
    """How far rounding of the terms can lie from the exact amount: their half-units added."""


def derivations(book: Book, edition: Edition, cell: CellId) -> tuple[Derivation, ...]:
    """Every other way to the amount of ``cell``, the most direct first.

    The value printed in ``cell`` itself is no derivation. Several may give the same value.
    """
    return tuple(_Search(book, plan_of(edition, book.tables)).ways_to(cell))


def derivation_of(
    book: Book,
    edition: Edition,
    cell: CellId,
    value: Decimal,
    apart_from: Collection[CellId] = (),
) -> Derivation | None:
    """The most direct derivation that explains ``value`` for ``cell``, None where none does."""
    return next(_explaining(book, edition, cell, value, apart_from), None)


def explanations(
    book: Book, edition: Edition, cell: CellId, value: Decimal
) -> tuple[Derivation, ...]:
    """Every derivation that explains ``value`` for ``cell``, the most direct first."""
    return tuple(_explaining(book, edition, cell, value))


def _explaining(
    book: Book,
    edition: Edition,
    cell: CellId,
    value: Decimal,
    apart_from: Collection[CellId] = (),
) -> Iterator[Derivation]:
    """Derivations that give ``value`` and whose rounding allows what ``cell`` prints.

    A third table that agrees with ``value`` explains no difference of 100. Derivations
    that use a cell of ``apart_from`` (the other figure itself) do not count.
    """
    found = book.cell(cell)
    own = Decimal(0) if found is None or found.value is None else found.value
    half = half_unit(found.decimals) if own and found is not None else Decimal(0)
    for way in _Search(book, plan_of(edition, book.tables)).ways_to(cell):
        allowed = abs(value - own) <= way.allowance + half
        if way.value == value and allowed and not any(at in apart_from for at, _ in way.terms):
            yield way


def printed(cell: Cell | None) -> str:
    """A cell's figure as it is printed, "0" where it is empty."""
    if cell is None or cell.value is None:
        return "0"
    return f"{cell.value:.{cell.decimals}f}"


class _Search:
    """Ways to cells of one Book."""

    def __init__(self, book: Book, plan: Plan) -> None:
        self._book = book
        self._plan = plan

    def ways_to(self, cell: CellId) -> Iterator[Derivation]:
        seen: set[frozenset[Signed]] = {frozenset({(cell, 1)})}
        for terms in self._sums(cell):
            figured = tuple((at, sign) for at, sign in terms if self._value(at) != 0)
            key = frozenset(figured)
            if not figured or key in seen or any(at == cell for at, _ in figured):
                continue
            seen.add(key)
            value = sum((self._value(at) * sign for at, sign in figured), Decimal(0))
            allowance = sum((self._half(at) for at, _ in figured), Decimal(0))
            yield Derivation(value, figured, self._words(figured), allowance)

    def _sums(self, cell: CellId) -> Iterator[tuple[Signed, ...]]:
        same = self._same_quantity(cell)
        yield from (((at, 1),) for at in same[1:])
        solved = [terms for at in same for terms in self._solutions(at)]
        yield from solved
        for terms in solved:
            yield from self._replaced(terms)
        for terms in solved:
            yield from self._expanded(terms)

    def _same_quantity(self, cell: CellId) -> list[CellId]:
        """``cell`` and every cell that states the same amount by identities of two figures."""
        same = [cell]
        for at in same:
            for terms in self._solutions(at):
                figured = [(other, sign) for other, sign in terms if self._value(other) != 0]
                if len(figured) == 1 and figured[0][1] == 1 and figured[0][0] not in same:
                    same.append(figured[0][0])
        return same

    def _solutions(self, cell: CellId) -> Iterator[tuple[Signed, ...]]:
        for equation in self._plan.of_cell(cell):
            terms = solved_for(equation, cell)
            if terms and all(self._is_figure(at) for at, _ in terms):
                yield tuple(terms)

    def _replaced(self, terms: tuple[Signed, ...]) -> Iterator[tuple[Signed, ...]]:
        """One term replaced by what another table says of it (公开06表 for 基本支出)."""
        for place, (at, sign) in enumerate(terms):
            for other in self._definitions(at):
                if all(part.table != at.table for part, _ in other):
                    signed = tuple((part, part_sign * sign) for part, part_sign in other)
                    yield (*terms[:place], *signed, *terms[place + 1 :])

    def _expanded(self, terms: tuple[Signed, ...]) -> Iterator[tuple[Signed, ...]]:
        """Every total among the terms replaced by its own parts."""
        if len(terms) > MOST_EXPANDED:
            return
        grown: list[Signed] = []
        for at, sign in terms:
            parts = next(iter(self._definitions(at)), None)
            if parts is None or self._value(at) == 0:
                grown.append((at, sign))
            else:
                grown += [(part, part_sign * sign) for part, part_sign in parts]
        if len(grown) > len(terms):
            yield tuple(grown)

    def _definitions(self, cell: CellId) -> Iterator[tuple[Signed, ...]]:
        """Sums that define ``cell``: it stands alone on the left."""
        for equation in self._plan.of_cell(cell):
            if _defines(equation, cell):
                parts = tuple((term.cell, term.sign) for term in equation.right)
                if all(self._is_figure(at) for at, _ in parts):
                    yield parts

    def _value(self, at: CellId) -> Decimal:
        cell = self._book.cell(at)
        return cell.value if cell is not None and cell.value is not None else Decimal(0)

    def _half(self, at: CellId) -> Decimal:
        cell = self._book.cell(at)
        return half_unit(cell.decimals) if cell is not None else Decimal(0)

    def _is_figure(self, at: CellId) -> bool:
        cell = self._book.cell(at)
        return cell is None or not cell.text

    def _words(self, terms: Sequence[Signed]) -> str:
        shown = terms[:SHOWN_TERMS]
        figures = "".join(
            f"{_sign(sign, first=number == 0)}{printed(self._book.cell(at))}"
            for number, (at, sign) in enumerate(shown)
        )
        more = f"…共{len(terms)}项" if len(terms) > SHOWN_TERMS else ""
        return f"{figures}{more}({names(shown)}{'…' if more else ''})"


def names(terms: Iterable[Signed]) -> str:
    """Terms named table by table: "公开06表 人员经费合计+公用经费合计 决算数"."""
    groups = [(table, list(group)) for table, group in groupby(terms, key=lambda t: t[0].table)]
    return "".join(
        _names_of_group(table, group, first=number == 0)
        for number, (table, group) in enumerate(groups)
    )


def _names_of_group(table: str, terms: Sequence[Signed], *, first: bool) -> str:
    """One table's terms behind what stands before them, a common minus taken out."""
    if any(sign > 0 for _, sign in terms):
        return ("" if first else " + ") + _names_of_table(table, terms)
    named = _names_of_table(table, [(at, -sign) for at, sign in terms])
    bracketed = f"({named})" if len(terms) > 1 else named
    return ("-" if first else " - ") + bracketed


def _names_of_table(table: str, terms: Sequence[Signed]) -> str:
    rows = {at.row for at, _ in terms}
    columns = {at.column for at, _ in terms}
    if len(columns) == 1:
        row_names = joined([(at.row, sign) for at, sign in terms])
        return " ".join(part for part in (table, row_names, *columns) if part)
    if len(rows) == 1:
        parts = (table, *rows, joined([(at.column, sign) for at, sign in terms]))
        return " ".join(part for part in parts if part)
    return f"{table} {joined([(f'{at.row} {at.column}', sign) for at, sign in terms])}"


def joined(parts: Sequence[tuple[str, int]]) -> str:
    """Names with their signs between them."""
    return "".join(
        f"{_sign(sign, first=number == 0)}{text}" for number, (text, sign) in enumerate(parts)
    )


def _sign(sign: int, *, first: bool) -> str:
    if sign < 0:
        return "-"
    return "" if first else "+"


def _defines(equation: Equation, cell: CellId) -> bool:
    return (
        equation.relation is Relation.EQ
        and len(equation.left) == 1
        and equation.left[0].cell == cell
        and equation.left[0].sign == 1
        and len(equation.right) > 0
    )
