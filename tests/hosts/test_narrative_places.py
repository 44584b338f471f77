"""A narrative that stands in the workbook is found by its words and marked where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import openpyxl
import pytest

from tests.hosts import samples
from tests.hosts.workbooks import blank_book, marked, package_of, read, runs, sample_package, seen
from xltool.hosts.narrative_places import places_of
from xltool.model.book import Address, Narrative, Paragraph
from xltool.package import Package

FIRST, SECOND, THIRD, FOURTH = samples.SENTENCES


def holding(
    texts: Sequence[str | None], sheet: str = "情况说明", workbook: openpyxl.Workbook | None = None
) -> openpyxl.Workbook:
    """A workbook with these texts down column A of a sheet; None leaves a row empty."""
    book = workbook or blank_book()
    page = book[sheet] if sheet in book.sheetnames else book.create_sheet(sheet)
    for row, text in enumerate(texts, start=1):
        page.cell(row, 1, text)
    return book


def rows_found(package: Package, narrative: Narrative | None = None) -> Mapping[int, Address]:
    return places_of(narrative or samples.narrative(), package)


def in_rows(*rows: int, sheet: str = "情况说明") -> Mapping[int, Address]:
    return {index: Address(sheet, f"A{row}") for index, row in enumerate(rows)}


@pytest.mark.parametrize(
    ("texts", "rows"),
    [
        (samples.SENTENCES, (1, 2, 3, 4)),
        ([None, *samples.SENTENCES], (2, 3, 4, 5)),
        ([FIRST, None, SECOND, "(送审稿)", THIRD, None, FOURTH], (1, 3, 5, 7)),
        ([f"  {FIRST}", f"\u3000\u3000{SECOND}", THIRD.replace("2013299", " 2013299 "), FOURTH],
         (1, 2, 3, 4)),
    ],
)  # fmt: skip
def test_paragraphs_are_found_by_their_words(
    texts: Sequence[str | None], rows: tuple[int, ...]
) -> None:
    assert rows_found(package_of(holding(texts))) == in_rows(*rows)


@pytest.mark.parametrize(
    "texts",
    [
        (),
        (FIRST, SECOND.replace("407.99", "407.69"), THIRD, FOURTH),
        (FIRST, SECOND, THIRD),
        (FIRST, THIRD, SECOND, FOURTH),
    ],
    ids=["nothing", "another figure", "one lacks", "another order"],
)
def test_another_text_is_not_taken_for_the_narrative(texts: Sequence[str]) -> None:
    assert rows_found(package_of(holding(texts))) == {}


def test_equal_paragraphs_have_a_cell_each() -> None:
    twice = Narrative((Paragraph(FIRST, 0), Paragraph(FIRST, 1)), "a.txt")
    assert rows_found(package_of(holding([FIRST, None, FIRST])), twice) == in_rows(1, 3)
    assert rows_found(package_of(holding([FIRST])), twice) == {}


def test_the_sheet_of_the_form_goes_before_a_copy_of_it() -> None:
    workbook = holding(samples.SENTENCES, "情况说明(旧)")
    workbook.move_sheet("情况说明(旧)", -2)
    package = package_of(holding(samples.SENTENCES, workbook=workbook))
    assert rows_found(package) == in_rows(1, 2, 3, 4)


def test_a_narrative_read_from_another_sheet_is_found_there() -> None:
    package = package_of(holding(samples.SENTENCES, "说明"))
    read_there = Narrative(
        tuple(
            Paragraph(text, index, Address("说明", f"A{index + 1}"))
            for index, text in enumerate(samples.SENTENCES)
        ),
        "公开表.xlsx",
    )
    assert rows_found(package, read_there) == in_rows(1, 2, 3, 4, sheet="说明")


def test_a_narrative_of_another_workbook_is_found_in_other_rows() -> None:
    elsewhere = Narrative(
        tuple(
            Paragraph(text, index, Address("情况说明", f"A{index + 1}"))
            for index, text in enumerate(samples.SENTENCES)
        ),
        "另一本.xlsx",
    )
    package = package_of(holding([*samples.SENTENCES[:2], "加的一段", *samples.SENTENCES[2:]]))
    assert rows_found(package, elsewhere) == in_rows(1, 2, 4, 5)


def test_the_same_narrative_from_a_file_is_marked_where_it_stands() -> None:
    package = marked(package_of(holding([None, *samples.SENTENCES])))
    assert [sheet.name for sheet in package.sheets][2:] == ["情况说明", "核对结果"]
    assert ("407.99", "C00000") in runs(package, "情况说明", "A3")
    assert read(package)["核对结果"]["J2"].hyperlink.location == "'情况说明'!A3"


def test_a_second_run_after_a_row_came_in_above_needs_no_second_sheet() -> None:
    workbook = read(marked(sample_package()), rich=True)
    workbook["情况说明"].insert_rows(1)
    package = marked(package_of(workbook))
    assert "情况说明(核对)" not in [sheet.name for sheet in package.sheets]
    assert runs(package, "情况说明", "A3") == runs(marked(sample_package()), "情况说明", "A2")
    assert list(seen(package).sheets["情况说明"].notes) == ["A3", "A4", "A5"]
