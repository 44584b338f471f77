"""What a cell shows of its number, compared with what Excel prints."""

from __future__ import annotations

from decimal import Decimal

import pytest

from xltool.package.shown import decimals_shown, shown, shows_nothing

CASES = [
    ("407.6912", "#,##0.00", "407.69"),
    ("407.695", "0.00", "407.70"),
    ("-407.695", "0.00;-0.00", "-407.70"),
    ("1.00499999999999989", "0.00", "1.01"),
    ("0.50325", "0.00%", "0.5033"),
    ("0.50325", "0%", "0.50"),
    ("1234567", "#,##0,", "1235000"),
    ("1234567.891", '#,##0.0,"千"', "1234600"),
    ("12.5", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "12.50"),
    ("12.345", '0.00"元;"', "12.35"),
    ("12.345", "[Red]0.0", "12.3"),
    ("45000.25", "yyyy/m/d", "45000.25"),
    ("12.34567", "General", "12.34567"),
    ("12.34567", "@", "12.34567"),
    ("0.001", "0.00;-0.00;;@", "0.00"),
    ("2", "0", "2"),
]


@pytest.mark.parametrize(("value", "code", "expected"), CASES)
def test_a_format_shows(value: str, code: str, expected: str) -> None:
    assert shown(Decimal(value), code) == Decimal(expected)


def test_general_takes_the_decimals_of_the_edition() -> None:
    assert shown(Decimal("12.34567"), "General", 2) == Decimal("12.35")


def test_a_format_that_hides_zeros_says_so() -> None:
    assert shows_nothing(Decimal(0), "0.00;-0.00;;@")
    assert not shows_nothing(Decimal(1), "0.00;-0.00;;@")
    assert not shows_nothing(Decimal(0), '0.00;-0.00;"-"')


@pytest.mark.parametrize(("code", "decimals"), [("0.00", 2), ("#,##0", 0), ("General", None)])
def test_decimals_of_a_plain_format(code: str, decimals: int | None) -> None:
    assert decimals_shown(code) == decimals
