"""Figures that print or text recognition damaged: mended where one reading is left."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltool.sources.printed_numbers import printed_number


@pytest.mark.parametrize(
    ("text", "value", "mended"),
    [
        ("820.66", "820.66", False),
        ("14,206", "14206", False),
        ("８20.66", "820.66", False),
        ("-3.20", "-3.20", False),
        ("820. 66", "820.66", True),
        ("1,234.\n56", "1234.56", True),
        ("1,2\n34.56", "1234.56", True),
    ],
)
def test_print_with_one_reading(text: str, value: str, *, mended: bool) -> None:
    printed = printed_number(text)
    assert printed
    assert (f"{printed.number.value}", printed.is_mended) == (value, mended)


@pytest.mark.parametrize(
    "text", ["820,66", "31 20", "82O.66", "12\n34", "12.30\n45.60", "8 20.66", "本年", "", "1.2.3"]
)
def test_print_with_no_reading_or_several(text: str) -> None:
    assert printed_number(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("820,66", "820.66"),
        ("1, 14", "1.14"),
        ("31 20", "31.20"),
        ("1.234.56", "1234.56"),
        ("82O.66", "820.66"),
        ("l7.25", "17.25"),
        ("820。66", "820.66"),
    ],
)
def test_text_recognition_damages_more(text: str, value: str) -> None:
    printed = printed_number(text, recognised=True)
    assert printed
    assert (f"{printed.number.value}", printed.is_mended) == (value, True)


@pytest.mark.parametrize(
    "text", ["1 820.66", "2. 86 3021", "7,7", "12.3045.60", "供内部", "10 20 30"]
)
def test_what_may_be_two_figures_or_none_is_left(text: str) -> None:
    assert printed_number(text, recognised=True) is None


@given(
    cents=st.integers(min_value=0, max_value=10**11),
    place=st.sampled_from([". ", " .", " . ", ".\n"]),
    grouped=st.booleans(),
)
def test_a_break_at_the_point_never_changes_the_figure(
    cents: int, place: str, *, grouped: bool
) -> None:
    value = Decimal(cents).scaleb(-2)
    text = f"{value:,.2f}" if grouped else f"{value:.2f}"
    for recognised in (False, True):
        printed = printed_number(text.replace(".", place), recognised=recognised)
        assert printed
        assert printed.number == (value, 2)
        assert printed.is_mended
