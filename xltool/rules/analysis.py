"""分析 against what fills it: figures linked from the form, and ratios of its own cells."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from decimal import Decimal

from xltool.editions.equations import Ratio, Term
from xltool.editions.plan import Plan, plan_of
from xltool.editions.schema import Edition
from xltool.editions.totals import derive_ratios
from xltool.model.amount import round_half_up
from xltool.model.applied import Applied
from xltool.model.book import Book, Cell, CellId
from xltool.model.finding import Finding, Severity, Tally, Verdict
from xltool.rules.words import Words, listed

RULE = "analysis.computed"
MOST_TOLD = 3
"""More cells than these that disagree are told as one finding."""


@dataclass(frozen=True, slots=True)
class _Off:
    """A cell that does not state what its formula on the form would give."""

    at: CellId
    stated: Decimal
    expected: Decimal
    parts: tuple[CellId, ...]


def check_analysis(
    book: Book, edition: Edition, told: AbstractSet[CellId] = frozenset()
) -> tuple[list[Finding], Tally]:
    """Linked figures and percentages of 分析 whose value is not what they are made of.

    Off in a book filled as published. A cell without a value, or made of cells without
    one, has no second side. What is made of a figure that is wrong, here or among those
    already ``told``, follows it and is not told again. The tally counts the cells compared.
    """
    found, compared = _compare(book, edition, told)
    return _tell(book, found), Tally(consistent=len(compared) - len(found), mismatch=len(found))


def applied_analysis(book: Book, edition: Edition) -> tuple[Applied, ...]:
    """Every cell of 分析 that can be compared with what it is made of, and its verdict."""
    found, compared = _compare(book, edition, frozenset())
    wrong = {off.at for off in found}
    return tuple(
        Applied(frozenset({at}), Verdict.MISMATCH if at in wrong else Verdict.CONSISTENT)
        for at in compared
    )


def _compare(
    book: Book, edition: Edition, told: AbstractSet[CellId]
) -> tuple[list[_Off], list[CellId]]:
    """The cells that are off, and all that were compared."""
    analysis = book.tables.get(edition.analysis_sheet)
    if book.as_published or analysis is None or not analysis.cells:
        return [], []
    plan = plan_of(edition, book.tables)
    links, compared = _links(book, plan, told)
    wrong = {off.at for off in links}
    for ratio in plan.ratios:
        cell = _figure(book, ratio.cell)
        parts = _parts(ratio)
        if cell is None or wrong & set(parts) or any(_figure(book, at) is None for at in parts):
            continue
        compared.append(ratio.cell)
        off = _ratio_off(book, ratio, cell, parts)
        if off is not None:
            links.append(off)
            wrong.add(ratio.cell)
    return links, compared


def _links(book: Book, plan: Plan, told: AbstractSet[CellId]) -> tuple[list[_Off], list[CellId]]:
    found: list[_Off] = []
    compared: list[CellId] = []
    for equation in plan.links:
        at = equation.left[0].cell
        cell = _figure(book, at)
        parts = tuple(term.cell for term in equation.right)
        if cell is None or told & set(parts) or any(_figure(book, at) is None for at in parts):
            continue
        compared.append(at)
        expected = _total(book, equation.right)
        if not _agrees(cell, expected, _half(book, equation.right)):
            found.append(_Off(at, cell.value or Decimal(0), expected, parts))
    return found, compared


def _ratio_off(book: Book, ratio: Ratio, cell: Cell, parts: tuple[CellId, ...]) -> _Off | None:
    given = {at: _exact(book, at) for at in parts}
    expected = derive_ratios([ratio], {}, given)[ratio.cell]
    if expected is None:
        return None
    half = _half(book, ratio.numerator)
    if ratio.denominator is not None:
        below = _half(book, (Term(ratio.denominator, 1),))
        half = (half + abs(expected) * below) / abs(given[ratio.denominator])
    if _agrees(cell, expected, half):
        return None
    return _Off(ratio.cell, cell.value or Decimal(0), expected, parts)


def _parts(ratio: Ratio) -> tuple[CellId, ...]:
    others = (ratio.denominator, ratio.needs)
    cells = (*(term.cell for term in ratio.numerator), *(at for at in others if at is not None))
    return tuple(dict.fromkeys(cells))


def _agrees(cell: Cell, expected: Decimal, half: Decimal) -> bool:
    """Whether what is printed may state ``expected``, which is known to ± ``half``."""
    own = Decimal(5).scaleb(-cell.decimals - 1)
    return abs((cell.value or Decimal(0)) - expected) <= own + half


def _half(book: Book, terms: tuple[Term, ...]) -> Decimal:
    """What rounding allows to the printed figures of ``terms`` together."""
    cells = (book.cell(term.cell) for term in terms)
    return sum((Decimal(5).scaleb(-cell.decimals - 1) for cell in cells if cell), Decimal(0))


def _figure(book: Book, at: CellId) -> Cell | None:
    cell = book.cell(at)
    return cell if cell is not None and cell.value is not None and not cell.text else None


def _exact(book: Book, at: CellId) -> Decimal:
    cell = book.cell(at)
    if cell is None:
        return Decimal(0)
    return (cell.value if cell.stored is None else cell.stored) or Decimal(0)


def _total(book: Book, terms: tuple[Term, ...]) -> Decimal:
    return sum((_exact(book, term.cell) * term.sign for term in terms), Decimal(0))


def _tell(book: Book, wrong: list[_Off]) -> list[Finding]:
    if len(wrong) <= MOST_TOLD:
        return [_one(book, off) for off in wrong]
    words = Words(book)
    named = listed(f"{words.cell(off.at)}(填列 {off.stated},应为 {_as(off)})" for off in wrong)
    places = tuple(words.place(off.at) for off in wrong)
    message = f"{wrong[0].at.table} {len(wrong)} 格与各表不一致:{named};可用重新计算恢复公式"
    return [Finding(RULE, Verdict.MISMATCH, Severity.ERROR, message, where=places)]


def _one(book: Book, off: _Off) -> Finding:
    words = Words(book)
    expected = _as(off)
    made_of = "、".join(words.cell(at) for at in off.parts)
    return Finding(
        RULE,
        Verdict.MISMATCH,
        Severity.ERROR,
        f"{words.cell(off.at)}:填列 {off.stated},由 {made_of} 应得 {expected},"
        f"差 {off.stated - expected};可用重新计算恢复公式",
        stated=off.stated,
        expected=expected,
        difference=off.stated - expected,
        where=tuple(words.place(at) for at in (off.at, *off.parts)),
    )


def _as(off: _Off) -> Decimal:
    """The expected value with the decimals of the stated one."""
    exponent = off.stated.as_tuple().exponent
    return round_half_up(off.expected, -exponent if isinstance(exponent, int) else 2)
