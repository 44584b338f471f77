from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltool.model.amount import Amount, Interval, Unit, half_unit, round_half_up, scale

D = Decimal
amounts = st.decimals(-(10**9), 10**9, places=4)


@pytest.mark.parametrize(
    ("exact", "printed"),
    [
        ("0.125", "0.13"),
        ("0.135", "0.14"),
        ("-0.125", "-0.13"),
        ("2.675", "2.68"),
        ("1.005", "1.01"),
    ],
)
def test_official_rounding_goes_away_from_zero_at_the_half(exact: str, printed: str) -> None:
    assert round_half_up(D(exact), 2) == D(printed)


def test_a_printed_figure_stands_for_half_a_unit_around_it() -> None:
    assert Amount(D("412.98"), Unit.WAN, 2).interval == Interval(D("412.975"), D("412.985"))
    assert half_unit(0) == D("0.5")


def test_a_printed_zero_and_a_count_have_no_allowance() -> None:
    assert Amount(D(0), Unit.WAN, 2).interval == Interval(D(0), D(0))
    assert Amount(D(3), Unit.VEHICLE, 0).interval == Interval(D(3), D(3))


def test_units_of_money_scale_exactly_and_carry_the_printed_precision() -> None:
    assert Amount(D("8206600"), Unit.YUAN, 0).to(Unit.WAN) == Amount(D("820.66"), Unit.WAN, 4)
    assert Amount(D("1.25"), Unit.YI, 2).to(Unit.WAN) == Amount(D("12500"), Unit.WAN, -2)
    assert scale(D("1234.56"), Unit.YUAN, Unit.WAN) == D("0.123456")


@given(amounts, amounts)
def test_rounded_parts_always_meet_the_rounded_sum(one: Decimal, other: Decimal) -> None:
    parts = [Interval.around(round_half_up(part, 2), half_unit(2)) for part in (one, other)]
    total = Interval.around(round_half_up(one + other, 2), half_unit(2))
    assert total.meets(parts[0] + parts[1])


@given(amounts)
def test_scaling_there_and_back_changes_nothing(value: Decimal) -> None:
    assert scale(scale(value, Unit.WAN, Unit.YUAN), Unit.YUAN, Unit.WAN) == value
