"""Last year's figures: those of the prior workbook against 分析, and their own chain."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from xltool.editions import computed_cells, equations
from xltool.editions.derivations import names, printed
from xltool.editions.equations import Equation, Term
from xltool.editions.schema import Edition, Relation
from xltool.model.book import Book, CellId, Table
from xltool.model.finding import Finding, Severity, Tally, Verdict
from xltool.rules.words import Words

THIS_YEAR = "本年决算"
LAST_YEAR = "上年决算"
SAME = "last.year.same"
YEAR = "last.year.year"

Prior = Mapping[str, tuple[Decimal, str]]
"""By row of 分析: last year's figure and where it comes from."""


def check_last_year(book: Book, prior: Book, edition: Edition) -> tuple[list[Finding], Tally]:
    """Findings on last year's figures; the tally counts figures of 分析 and chain links."""
    if book.year and prior.year and prior.year != book.year - 1:
        message = f"上年数据的年度是 {prior.year},本年是 {book.year}:没有用来核对,请换成上一年的"
        finding = Finding(YEAR, Verdict.UNCHECKED, Severity.WARNING, message)
        return [finding], Tally(unchecked=1)
    figures = _figures(prior, edition)
    findings, compared = _entered(book, edition, figures)
    if not _has_figures(book, edition):
        chain, linked = _chain(edition, figures)
        findings, compared = [*findings, *chain], compared + linked
    red = sum(finding.verdict is Verdict.MISMATCH for finding in findings)
    grey = len(findings) - red
    return findings, Tally(compared - len(findings), mismatch=red, unchecked=grey)


def _figures(prior: Book, edition: Edition) -> Prior:
    """What 分析 would show of last year, by the links that fill its 本年决算."""
    sheet = edition.analysis_sheet
    tables = {id_: table for id_, table in prior.tables.items() if id_ != sheet}
    if sheet not in edition.tables:
        return {}
    stub = Table(sheet, sheet, (), {})
    found: dict[str, tuple[Decimal, str]] = {}
    for cell, equation in computed_cells(edition, {**tables, sheet: stub}).items():
        if cell.table == sheet and cell.column == THIS_YEAR and _is_known(prior, equation.right):
            terms = [(term.cell, term.sign) for term in equation.right]
            found[cell.row] = (_sum(prior, equation.right), names(terms))
    return found


def _is_known(book: Book, terms: tuple[Term, ...]) -> bool:
    """Whether no term is one that a table known in part lacks."""
    lacking = (term.cell for term in terms if book.cell(term.cell) is None)
    return not any(table.partial for at in lacking if (table := book.tables.get(at.table)))


def _sum(book: Book, terms: tuple[Term, ...]) -> Decimal:
    cells = [(book.cell(term.cell), term.sign) for term in terms]
    return sum((cell.value * sign for cell, sign in cells if cell and cell.value), Decimal(0))


def _entered(book: Book, edition: Edition, figures: Prior) -> tuple[list[Finding], int]:
    """Entered 上年决算 against the prior workbook: copies, without allowance."""
    findings: list[Finding] = []
    compared = 0
    words = Words(book)
    for row, (value, source) in figures.items():
        at = CellId(edition.analysis_sheet, row, LAST_YEAR)
        cell = book.cell(at)
        if cell is None or cell.value is None:
            continue
        compared += 1
        if cell.value != value:
            message = (
                f"{words.cell(at)}:填列 {printed(cell)},上年数据 {source}={value},"
                f"差 {cell.value - value}"
            )
            findings.append(
                Finding(
                    SAME,
                    Verdict.MISMATCH,
                    Severity.ERROR,
                    message,
                    stated=cell.value,
                    expected=value,
                    difference=cell.value - value,
                    allowance=Decimal(0),
                    unit=book.amount_unit.value,
                    where=(words.place(at),),
                )
            )
    return findings, compared


def _has_figures(book: Book, edition: Edition) -> bool:
    """Whether 分析 states last year's figures itself; its own identities chain them then."""
    table = book.tables.get(edition.analysis_sheet)
    return table is not None and any(
        column == LAST_YEAR and cell.value for (_, column), cell in table.cells.items()
    )


def _chain(edition: Edition, figures: Prior) -> tuple[list[Finding], int]:
    """Last year's 总计 >= 财政拨款 >= 一般公共预算, over the prior workbook's figures."""
    sheet = edition.analysis_sheet
    findings: list[Finding] = []
    compared = 0
    for equation in equations(edition, {sheet: Table(sheet, sheet, (), {})}):
        cells = [term.cell for term in (*equation.left, *equation.right)]
        if not all(cell.column == LAST_YEAR and cell.row in figures for cell in cells):
            continue
        left, right = _prior_sum(figures, equation.left), _prior_sum(figures, equation.right)
        if not (left and right):
            continue
        compared += 1
        if not _holds(equation, left - right):
            findings.append(_broken(equation, figures, left, right))
    return findings, compared


def _prior_sum(figures: Prior, terms: tuple[Term, ...]) -> Decimal:
    return sum((figures[term.cell.row][0] * term.sign for term in terms), Decimal(0))


def _holds(equation: Equation, difference: Decimal) -> bool:
    if equation.relation is Relation.EQ:
        return difference == 0
    return difference <= 0 if equation.relation is Relation.LE else difference >= 0


def _broken(equation: Equation, figures: Prior, left: Decimal, right: Decimal) -> Finding:
    sides = " ".join(
        f"{term.cell.row} {figures[term.cell.row][0]}({figures[term.cell.row][1]})"
        for term in (*equation.left, *equation.right)
    )
    return Finding(
        equation.rule.id,
        Verdict.UNCHECKED,
        equation.rule.severity,
        f"上年数据不合“{equation.rule.title}”:{sides},差 {left - right}:请核实",
        stated=left,
        expected=right,
        difference=left - right,
    )
