"""Numbers as people type them: plainly a number, or refused with the reason."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltool.sources.numbers import NotANumberError, number_of_float, parse_number

FULL_WIDTH = {ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789.,-"}


@pytest.mark.parametrize(
    ("text", "value", "decimals"),
    [
        ("820.66", "820.66", 2),
        ("820.66 ", "820.66", 2),
        (" 1,234.50 ", "1234.50", 2),
        ("820.66".translate(FULL_WIDTH), "820.66", 2),
        ("1,234", "1234", 0),
        ("−3.10", "-3.10", 2),
        ("+0.5", "0.5", 1),
        ("-0.00", "0.00", 2),
        ("007", "7", 0),
    ],
)
def test_reads_what_is_plainly_a_number(text: str, value: str, decimals: int) -> None:
    number = parse_number(text)
    assert (str(number.value), number.decimals) == (value, decimals)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("12,34.5", "千分位"),
        ("1,2345", "千分位"),
        ("1e400", "科学计数"),
        ("1E5", "科学计数"),
        ("=1+1", "="),
        ("(1.00)", "负数"),
        ("-", "不是数"),
        ("abc", "不是数"),
        ("1.", "不是数"),
        (".5", "不是数"),
        ("3 4", "不是数"),
        ("56. 88", "不是数"),
        ("NaN", "不是数"),
        ("9" * 16, "存不下"),
        ("1.1234567890123456", "有效数字"),
    ],
)
def test_refuses_everything_else_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(NotANumberError, match=reason):
        parse_number(text)


@given(st.decimals(-(10**11), 10**11, places=2), st.booleans(), st.booleans())
def test_reads_back_what_a_format_prints(value: Decimal, grouped: bool, wide: bool) -> None:  # noqa: FBT001 - drawn
    text = f"{value:,.2f}" if grouped else f"{value:.2f}"
    number = parse_number(f" {text.translate(FULL_WIDTH) if wide else text}\u3000")
    assert number.value == value
    assert number.decimals == 2


@given(st.text(max_size=12))
def test_any_text_is_a_number_or_refused(text: str) -> None:
    try:
        number = parse_number(text)
    except NotANumberError:
        return
    assert number.value.is_finite()
    assert any(character.isdigit() for character in text)


@given(st.decimals(-(10**8), 10**8, places=2))
def test_a_binary_number_loses_its_dust(value: Decimal) -> None:
    assert number_of_float(float(value)).value == value


def test_a_sum_of_floats_states_its_decimals() -> None:
    assert number_of_float(0.1 + 0.2) == (Decimal("0.3"), 1)
