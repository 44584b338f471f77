"""Heights of rows with wrapped text."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.hosts.workbooks import blank_book, marked, package_of, read, sample_package
from xltool.hosts import unmark
from xltool.hosts.row_heights import height
from xltool.package import apply


def test_a_short_text_has_one_line() -> None:
    assert height([("一、收入", 100.0)], 10) == 17


def test_a_long_text_has_as_many_lines_as_it_fills() -> None:
    # 100 characters of 10 points are 1333 pixels; the column has 695: two lines.
    assert height([("决" * 100, 100.0)], 10) == Decimal(30)


def test_the_tallest_cell_of_a_row_decides() -> None:
    assert height([("短", 10.0), ("一\n二\n三", 10.0)], 10) == Decimal(44)


@given(st.text(max_size=3000), st.floats(1, 200), st.sampled_from([9.0, 10.5, 12.0, 16.0]))
def test_a_height_is_one_that_a_row_can_have(text: str, width: float, size: float) -> None:
    assert 15 <= height([(text, width)], size) <= 409


def test_a_height_that_the_user_fixed_stays() -> None:
    workbook = blank_book()
    workbook["情况说明"].row_dimensions[2].height = 77
    package = marked(package_of(workbook))
    assert read(package)["情况说明"].row_dimensions[2].height == 77
    assert read(apply(unmark(package), package))["情况说明"].row_dimensions[2].height == 77


def test_heights_go_with_the_marks() -> None:
    package = marked(sample_package())
    assert read(package)["情况说明"].row_dimensions[2].height is not None
    assert read(apply(unmark(package), package))["情况说明"].row_dimensions[2].height is None
