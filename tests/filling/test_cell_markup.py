from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from xltool.filling.cell_markup import escaped, number, tail, text_tail
from xltool.model.book import Cell

_OPEN = '<c r="C9" s="5"'


def test_entered_figure_is_written_as_it_is_stored() -> None:
    cell = Cell(Decimal("96.58"), stored=Decimal("96.581234"))
    assert tail(cell, "SUM(D9:E9)") == "><v>96.581234</v></c>"


def test_live_figure_has_its_formula_and_its_value() -> None:
    cell = Cell(Decimal("96.58"), live=True)
    assert tail(cell, "SUM(D9:E9)") == "><f>SUM(D9:E9)</f><v>96.58</v></c>"


def test_percentage_without_denominator_caches_an_empty_text() -> None:
    assert tail(Cell(None, live=True), 'IF(C9=0,"",1)') == (
        ' t="str"><f>IF(C9=0,"",1)</f><v></v></c>'
    )


@pytest.mark.parametrize("cell", [None, Cell(None)])
def test_cell_without_figure_stays_blank(cell: Cell | None) -> None:
    assert tail(cell, "SUM(D9:E9)") == "/>"


@pytest.mark.parametrize(
    ("value", "text"),
    [("1E+2", "100"), ("1E-9", "0.000000001"), ("0.00", "0.00"), ("-5.10", "-5.10")],
)
def test_numbers_have_no_exponent(value: str, text: str) -> None:
    assert number(Decimal(value)) == text
    assert tail(Cell(Decimal(value)), "") == f"><v>{text}</v></c>"


def test_name_that_begins_with_an_equals_sign_stays_text() -> None:
    cell = etree.fromstring(_OPEN + text_tail('=HYPERLINK("x")&A1'))
    assert cell.get("t") == "inlineStr"
    assert cell.findtext("is/t") == '=HYPERLINK("x")&A1'


def test_text_that_looks_like_an_escape_is_escaped_itself() -> None:
    assert escaped("a_x0041_\x01") == "a_x005F_x0041__x0001_"


@given(st.text(st.characters(blacklist_categories=["Cs"])))
def test_every_text_makes_well_formed_markup(text: str) -> None:
    etree.fromstring(_OPEN + text_tail(text))
