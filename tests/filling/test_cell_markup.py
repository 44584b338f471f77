from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from xltool.filling.cell_markup import escaped, number, text_tail, without_number
from xltool.model.book import Cell

_OPEN = '<c r="C9" s="5"'


def test_percentage_without_denominator_caches_an_empty_text() -> None:
    live = '><f>IF(C9=0,"",1)</f><v>'
    assert without_number(Cell(None, live=True), live) == (
        ' t="str"><f>IF(C9=0,"",1)</f><v></v></c>'
    )


def test_text_where_a_number_belongs_stays_text() -> None:
    assert "<t>-</t>" in without_number(Cell(None, text="-"), "")


def test_outer_blanks_of_a_text_are_kept() -> None:
    assert '<t xml:space="preserve"> 1</t>' in text_tail(" 1")


def test_cell_without_anything_stays_blank() -> None:
    assert without_number(Cell(None), "><f>SUM(D9:E9)</f><v>") == "/>"


@pytest.mark.parametrize(
    ("value", "text"),
    [("1E+2", "100"), ("1E-9", "0.000000001"), ("0.00", "0.00"), ("-5.10", "-5.10")],
)
def test_numbers_have_no_exponent(value: str, text: str) -> None:
    assert number(Decimal(value)) == text


def test_name_that_begins_with_an_equals_sign_stays_text() -> None:
    cell = etree.fromstring(_OPEN + text_tail('=HYPERLINK("x")&A1'))
    assert cell.get("t") == "inlineStr"
    assert cell.findtext("is/t") == '=HYPERLINK("x")&A1'


def test_text_that_looks_like_an_escape_is_escaped_itself() -> None:
    assert escaped("a_x0041_\x01") == "a_x005F_x0041__x0001_"


@given(st.text(st.characters(blacklist_categories=["Cs"])))
def test_every_text_makes_well_formed_markup(text: str) -> None:
    etree.fromstring(_OPEN + text_tail(text))
