"""References in formulas move as Excel moves them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltool.package.formula_text import RowShift, translated

HOME = "公开03表"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUM(C9:C20)", "SUM(C11:C22)"),
        ("SUM(C4:C9)", "SUM(C4:C11)"),
        ("SUM(C4:C5)", "SUM(C4:C5)"),
        ("C5+C6", "C5+C8"),
        ("公开03表!C9+'公开03表'!$C$6", "公开03表!C11+'公开03表'!$C$8"),
        ("别表!C9+'a''b'!C9", "别表!C9+'a''b'!C9"),
        ("[1]公开03表!C9", "[1]公开03表!C9"),
        ('"C9"&C9', '"C9"&C11'),
        ("LOG10(C9)", "LOG10(C11)"),
        ("T[[#This Row],[C9]]*C9", "T[[#This Row],[C9]]*C11"),
        ("SUM(5:9)+SUM(A:A)", "SUM(5:11)+SUM(A:A)"),
        ("A1B9+名C9+XFE9", "A1B9+名C9+XFE9"),
        ("#REF!+C9", "#REF!+C11"),
        ("1E9+C9", "1E9+C11"),
        (
            'SUMIF($A$9:$A$200,$A9&"??",C$9:C$200)',
            'SUMIF($A$11:$A$202,$A11&"??",C$11:C$202)',
        ),
        ("SUM(C6:C1048576)", "SUM(C8:C1048576)"),
    ],
)
def test_two_rows_before_row_six(formula: str, expected: str) -> None:
    shift = RowShift(HOME, 6, 2)
    assert shift.formula(formula, HOME) == expected
    assert RowShift(HOME, 6, -2).formula(expected, HOME) == formula


def test_formulas_of_other_sheets_move_only_what_names_the_sheet() -> None:
    assert RowShift(HOME, 6, 2).formula("C9+公开03表!C9", "分析") == "C9+公开03表!C11"


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("C7", "#REF!"),
        ("C9", "C6"),
        ("SUM(C5:C9)", "SUM(C5:C6)"),
        ("SUM(C7:C9)", "SUM(C6:C6)"),
        ("SUM(C4:C7)", "SUM(C4:C5)"),
        ("SUM(C6:C8)", "SUM(#REF!)"),
    ],
)
def test_three_rows_out_from_row_six(formula: str, expected: str) -> None:
    assert RowShift(HOME, 6, -3).formula(formula, HOME) == expected


def test_relative_rows_of_names_stay() -> None:
    shift = RowShift(HOME, 6, 2)
    text = "公开03表!C9+公开03表!$C$9"
    assert shift.formula(text, None, only_fixed=True) == "公开03表!C9+公开03表!$C$11"


def test_a_shared_formula_reads_from_its_own_cell() -> None:
    assert translated("A2+$A$1+B$1+$C2", 3, 1) == "B5+$A$1+C$1+$C5"
    assert translated("A1", -1, 0) == "#REF!"


@given(
    st.integers(1, 60),
    st.integers(1, 9),
    st.integers(1, 80),
    st.integers(0, 40),
    st.sampled_from(["", "$"]),
)
def test_inserting_and_deleting_the_same_rows_changes_nothing(
    at: int, count: int, top: int, height: int, mark: str
) -> None:
    formula = f"SUM(B{mark}{top}:B{mark}{top + height})"
    there = RowShift(HOME, at, count).formula(formula, HOME)
    assert RowShift(HOME, at, -count).formula(there, HOME) == formula
