"""Tables written down in a test: figures by row and column, rows as the form has them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from xltool import editions
from xltool.editions.equations import Equation, Term
from xltool.editions.schema import Relation
from xltool.model.book import TOTAL_ROW, Cell, Row, RowKind, Table

Figures = Mapping[str, Mapping[str, str]]
"""Row key -> column key (or 栏次) -> figure."""


def table(short: str, figures: Figures) -> Table:
    """The table ``short`` ("T03") holding ``figures``.

    A table of codes has 合计 and the rows given, any other one all rows of the form.
    """
    spec = next(spec for spec in editions.load().tables.values() if short in (spec.short, spec.id))
    number = {str(column.number): column.key for column in spec.columns}
    if spec.code_rows:
        keys = [TOTAL_ROW, *(key for key in figures if key != TOTAL_ROW)]
        rows = tuple(Row(key, key, RowKind.CODE, key) for key in keys)
    else:
        rows = tuple(Row(line.key, line.label) for line in spec.lines)
    cells = {
        (row, number.get(column, column)): Cell(Decimal(value))
        for row, columns in figures.items()
        for column, value in columns.items()
    }
    return Table(spec.id, spec.title, rows, cells)


def tables(**figures: Figures) -> dict[str, Table]:
    """Several tables by short name."""
    made = (table(short, given) for short, given in figures.items())
    return {one.id: one for one in made}


def side(terms: tuple[Term, ...], book: Mapping[str, Table]) -> Decimal:
    """The sum of one side; a cell that is absent is 0."""
    total = Decimal(0)
    for term in terms:
        cell = book[term.cell.table].cell(term.cell.row, term.cell.column)
        total += term.sign * (cell.exact if cell else Decimal(0))
    return total


def holds(equation: Equation, book: Mapping[str, Table]) -> bool:
    """Whether the equation is true of the figures as they stand."""
    left, right = side(equation.left, book), side(equation.right, book)
    match equation.relation:
        case Relation.EQ:
            return left == right
        case Relation.LE:
            return left <= right
        case Relation.GE:
            return left >= right


def broken(book: Mapping[str, Table]) -> set[tuple[str, str]]:
    """(rule id, row of the left side) of every identity that does not hold."""
    return {
        (equation.rule.id, equation.left[0].cell.row)
        for equation in editions.equations(editions.load(), book)
        if not holds(equation, book)
    }


def checked(book: Mapping[str, Table], rule: str) -> list[tuple[Decimal, Decimal]]:
    """Both sides of every equation of ``rule``."""
    found = editions.equations(editions.load(), book)
    return [
        (side(equation.left, book), side(equation.right, book))
        for equation in found
        if equation.rule.id == rule
    ]
