from __future__ import annotations

from decimal import Decimal

import pytest

from xltool.editions.equations import Equation, Ratio, Term
from xltool.editions.schema import IdentityRule, RatioRule, Ref, Relation
from xltool.editions.totals import derive, derive_ratios
from xltool.model.book import CellId
from xltool.model.errors import XltoolError
from xltool.model.finding import Severity

_RULE = IdentityRule("T01.x", (), Relation.EQ, (), Severity.ERROR, computes=True, title="")
_RATIO = RatioRule("分析.x", Ref("分析", (), ()), ())


def _at(row: str) -> CellId:
    return CellId("公开01表", row, "金额")


def _terms(parts: str) -> tuple[Term, ...]:
    """Rows with their signs, as in: 1 2 -3."""
    return tuple(Term(_at(p.removeprefix("-")), -1 if p[0] == "-" else 1) for p in parts.split())


def _figures(given: dict[str, str]) -> dict[CellId, Decimal]:
    return {_at(row): Decimal(text) for row, text in given.items()}


def _derived(sums: dict[str, str], given: dict[str, str]) -> dict[str, Decimal]:
    computed = {
        _at(row): Equation(_RULE, (Term(_at(row)),), Relation.EQ, _terms(parts))
        for row, parts in sums.items()
    }
    return {cell.row: value for cell, value in derive(computed, _figures(given)).items()}


def _ratio(
    numerator: str, denominator: str | None, given: dict[str, str], needs: str | None = None
) -> Decimal | None:
    ratio = Ratio(
        _RATIO,
        _at("率"),
        _terms(numerator),
        _at(denominator) if denominator else None,
        _at(needs) if needs else None,
    )
    return derive_ratios([ratio], {}, _figures(given))[_at("率")]


def test_totals_of_totals_are_computed_whatever_their_order() -> None:
    given = {"1": "1.10", "2": "2.20", "28": "0.05"}
    assert _derived({"31": "27 28", "27": "1 2"}, given) == {
        "31": Decimal("3.35"),
        "27": Decimal("3.30"),
    }


def test_a_part_that_is_not_given_counts_as_nothing() -> None:
    assert _derived({"27": "1 2"}, {"2": "5"}) == {"27": Decimal(5)}


def test_a_total_without_parts_is_nothing() -> None:
    assert _derived({"合计": ""}, {"合计": "7"}) == {"合计": Decimal(0)}


def test_minus_terms_are_subtracted() -> None:
    assert _derived({"6": "1 -3"}, {"1": "7", "3": "9"}) == {"6": Decimal(-2)}


def test_figure_given_for_a_total_does_not_enter_the_total_above_it() -> None:
    assert _derived({"27": "1", "31": "27"}, {"1": "5", "27": "99"}) == {
        "27": Decimal(5),
        "31": Decimal(5),
    }


def test_sums_are_rounded_at_six_decimals_like_the_formulas() -> None:
    assert _derived({"27": "1 2"}, {"1": "0.0000004", "2": "0.0000001"}) == {
        "27": Decimal("0.000001")
    }


def test_a_circle_is_refused_by_name() -> None:
    with pytest.raises(XltoolError, match="互相引用,无法计算:公开01表"):
        _derived({"1": "2", "2": "1"}, {})


def test_share_is_rounded_half_up_at_four_decimals() -> None:
    assert _ratio("1", "2", {"1": "2469", "2": "20000"}) == Decimal("0.1235")


@pytest.mark.parametrize("given", [{"1": "5"}, {"1": "5", "2": "0.00"}])
def test_share_of_nothing_is_no_figure(given: dict[str, str]) -> None:
    assert _ratio("1", "2", given) is None


def test_change_is_a_difference_once_last_year_is_known() -> None:
    given = {"1": "820.66", "2": "522.38"}
    assert _ratio("1 -2", None, given, needs="2") == Decimal("298.28")
    assert _ratio("1 -2", None, {"1": "820.66"}, needs="2") is None


def test_ratio_of_a_ratio_follows_it() -> None:
    change = Ratio(_RATIO, _at("增减额"), _terms("1 -2"), None, _at("2"))
    growth = Ratio(_RATIO, _at("增减率"), _terms("增减额"), _at("2"), None)
    found = derive_ratios([change, growth], {}, _figures({"1": "150", "2": "100"}))
    assert found[_at("增减率")] == Decimal("0.5000")
