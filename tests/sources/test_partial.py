"""Tidy figures beside the unit's own: whole tables and parts of tables are told apart."""

from __future__ import annotations

import pandas as pd
import pytest

from xltool.editions import load
from xltool.sources import book_of, read_tidy

EDITION = load("shanxi/2024")


def is_partial(figures: list[tuple[str, str, str]]) -> bool:
    """Whether 公开05表 with these figures (row, column, value) is known in part only."""
    frame = pd.DataFrame(
        [("公开05表", *figure) for figure in figures],
        columns=["table", "row", "column", "value"],
    )
    return book_of(read_tidy(frame, EDITION), EDITION).tables["公开05表"].partial


WHOLE = [
    ("合计", "小计", "10.00"),
    ("合计", "基本支出", "10.00"),
    ("201", "小计", "10.00"),
    ("201", "基本支出", "10.00"),
]


def test_a_table_whose_totals_are_the_sums_of_its_rows_is_whole() -> None:
    assert not is_partial(WHOLE)


def test_tails_of_rounding_do_not_make_a_table_partial() -> None:
    assert not is_partial([("合计", "小计", "10.01"), *WHOLE[1:]])


@pytest.mark.parametrize("kept", [WHOLE[:1], WHOLE[2:], WHOLE[:2]])
def test_a_table_that_lacks_totals_or_rows_is_partial(kept: list[tuple[str, str, str]]) -> None:
    assert is_partial(kept)
