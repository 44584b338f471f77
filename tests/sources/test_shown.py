"""What a number format shows, by hand and by the laws of rounding."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltool.sources.shown import shown


@pytest.mark.parametrize(
    ("number", "code", "value", "decimals"),
    [
        ("31.2", "General", "31.20", 2),
        ("31.2", "@", "31.20", 2),
        ("31.2", "G/通用格式", "31.20", 2),
        ("1234.5", "#,##0.00", "1234.50", 2),
        ("1234.5", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "1234.50", 2),
        ("-3.456", "0.00;[Red]-0.0", "-3.5", 1),
        ("12345678", "#,##0.0,", "12345.7", 1),
        ("12345678", "#,##0,,", "12", 0),
        ("8206612", "0!.0000", "820.6612", 4),
        ("8206612", '0"."0000', "820.6612", 4),
        ("0.42351", "0.00%", "0.4235", 4),
        ("3", '#,##0.00"元"', "3.00", 2),
        ("2", "0\\辆", "2", 0),
        ("12345", '[>=10000]0.00,"千";0.0', "12.35", 2),
        ("9", '[>=10000]0.00,"千";0.0', "9.0", 1),
    ],
)
def test_shows_decimals_scale_and_sections(
    number: str, code: str, value: str, decimals: int
) -> None:
    found = shown(Decimal(number), code, 2)
    assert found is not None
    assert (str(found.value), found.decimals) == (value, decimals)


@pytest.mark.parametrize("code", ["yyyy/m/d", 'yyyy"年"m"月"', "h:mm", "[h]:mm", "m/d/yy"])
def test_a_date_or_time_is_no_number(code: str) -> None:
    assert shown(Decimal(45000), code, 2) is None


@given(st.decimals(-(10**9), 10**9, places=6), st.integers(0, 6))
def test_rounds_half_up_to_the_decimals_of_the_format(number: Decimal, decimals: int) -> None:
    found = shown(number, "0." + "0" * decimals if decimals else "0", 2)
    assert found is not None
    assert found.value == number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    assert found.exact == number


@given(st.text(max_size=20))
def test_any_format_code_shows_something_near_or_nothing(code: str) -> None:
    found = shown(Decimal("12.34"), code, 2)
    assert found is None or found.value.is_finite()
