from __future__ import annotations

from decimal import Decimal

import pytest

from xltool.editions.equations import Equation, Term
from xltool.editions.schema import IdentityRule, Relation
from xltool.editions.totals import derive
from xltool.model.book import CellId
from xltool.model.errors import XltoolError
from xltool.model.finding import Severity


def _at(row: str) -> CellId:
    return CellId("公开01表", row, "金额")


def _equation(
    left: str, *right: str, minus: tuple[str, ...] = (), computes: bool = True
) -> Equation:
    rule = IdentityRule("T01.x", (), Relation.EQ, (), Severity.ERROR, computes, "")
    terms = (*(Term(_at(row)) for row in right), *(Term(_at(row), -1) for row in minus))
    return Equation(rule, (Term(_at(left)),), Relation.EQ, terms)


def _derive(equations: list[Equation], given: dict[str, str]) -> dict[str, Decimal]:
    figures = {_at(row): Decimal(text) for row, text in given.items()}
    computed = dict.fromkeys(e.left[0].cell for e in equations if e.rule.computes)
    return {cell.row: value for cell, value in derive(equations, figures, computed).items()}


def test_totals_of_totals_are_computed_whatever_their_order() -> None:
    equations = [_equation("31", "27", "28"), _equation("27", "1", "2")]
    given = {"1": "1.10", "2": "2.20", "28": "0.05"}
    assert _derive(equations, given) == {"31": Decimal("3.35"), "27": Decimal("3.30")}


def test_a_part_that_is_not_given_counts_as_nothing() -> None:
    assert _derive([_equation("27", "1", "2")], {"2": "5"}) == {"27": Decimal(5)}


def test_minus_terms_are_subtracted() -> None:
    assert _derive([_equation("6", "1", minus=("3",))], {"1": "7", "3": "9"}) == {"6": Decimal(-2)}


def test_figure_given_for_a_total_does_not_enter_the_total_above_it() -> None:
    equations = [_equation("27", "1"), _equation("31", "27")]
    assert _derive(equations, {"1": "5", "27": "99"}) == {"27": Decimal(5), "31": Decimal(5)}


def test_first_identity_with_parts_gives_the_value() -> None:
    equations = [_equation("201"), _equation("201", "20106"), _equation("201", "9")]
    assert _derive(equations, {"20106": "4", "9": "8"}) == {"201": Decimal(4)}


def test_an_identity_that_only_checks_computes_nothing() -> None:
    assert _derive([_equation("31", "62", computes=False)], {"62": "1"}) == {}


def test_sums_are_rounded_at_six_decimals_like_the_formulas() -> None:
    assert _derive([_equation("27", "1", "2")], {"1": "0.0000004", "2": "0.0000001"}) == {
        "27": Decimal("0.000001")
    }


def test_a_circle_is_refused_by_name() -> None:
    with pytest.raises(XltoolError, match="互相引用,无法计算:公开01表"):
        _derive([_equation("1", "2"), _equation("2", "1")], {})
