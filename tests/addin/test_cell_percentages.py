"""Shares, growth and completion in cells: rounded half up, empty over nothing, never failing."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltool.addin.cells import growth, rate, share

AMOUNTS = st.decimals(min_value=-(10**8), max_value=10**8, places=6, allow_nan=False)


@pytest.mark.parametrize(
    ("part", "whole", "expected"),
    [
        (407.68, 715.33, "0.5699"),  # 56.99...%
        (0.00125, 1, "0.0013"),  # a half goes up, also where binary fractions are below it
        (-0.00125, 1, "-0.0013"),  # and away from zero
        (0.00005, 1, "0.0001"),
        (2.675, 1000, "0.0027"),
        (1, 3, "0.3333"),
        ("1,234.5", "2469", "0.5000"),
        (None, 5, "0.0000"),
    ],
)
def test_a_share_is_rounded_half_up(part: object, whole: object, expected: str) -> None:
    assert share(part, whole) == Decimal(expected)


def test_growth_is_of_last_year() -> None:
    assert growth(820.66, 457.62) == Decimal("0.7933")  # 363.04 / 457.62
    assert growth(5, 8) == Decimal("-0.3750")


def test_a_completion_is_of_the_budget() -> None:
    assert rate(5.12, 5.12) == 1
    assert rate(12, 8) == Decimal("1.5000")


@pytest.mark.parametrize("base", [0, 0.0, "", None, "0.00"])
def test_nothing_has_no_share_in_nothing(base: object) -> None:
    assert share(1, base) == ""
    assert growth(1, base) == ""
    assert rate(0, base) == ""


@pytest.mark.parametrize("given", ["一百", True, float("nan"), float("inf"), [[1.0, 2.0]]])
def test_what_is_no_number_is_answered_with_the_reason(given: object) -> None:
    for answer in (share(given, 1), growth(1, given), rate(given, given)):
        assert isinstance(answer, str)
        assert "不是数:请改成数" in answer


@given(AMOUNTS, AMOUNTS.filter(bool))
def test_a_share_is_the_exact_quotient_rounded_once(part: Decimal, whole: Decimal) -> None:
    exact = Fraction(part) / Fraction(whole) * 10**4
    rounded = Decimal(int(abs(exact) + Fraction(1, 2))) / 10**4
    assert share(float(part), float(whole)) == (rounded if exact >= 0 else -rounded)
    assert rounded == rounded.quantize(Decimal("0.0001"), ROUND_HALF_UP)
