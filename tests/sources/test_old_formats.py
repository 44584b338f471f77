"""Old and binary workbooks: figures as they show, totals as typed values."""

from __future__ import annotations

from pathlib import Path

from tests.office import convert, needs_office
from tests.sources.forms import Sheet, form_sheets, workbook
from tests.sources.made_up import figures
from xltool.editions import load
from xltool.model.book import CellId
from xltool.sources import read_narrative, read_workbook
from xltool.sources.recognise import recognise
from xltool.sources.spreadsheet import values_only

EDITION = load()


@needs_office
def test_an_xls_gives_the_same_figures_and_says_that_formulas_are_not_read(tmp_path: Path) -> None:
    source = tmp_path / "表.xlsx"
    text = Sheet("情况说明", [["收入总计150.50万元。"]])
    source.write_bytes(workbook([*form_sheets(EDITION, figures()), text]))
    old = convert(source, "xls", tmp_path)
    book = read_workbook(old, EDITION)
    stated = {
        CellId(table.id, *key): cell.value
        for table in book.tables.values()
        for key, cell in table.cells.items()
        if cell.value is not None
    }
    assert stated == figures()
    assert book.as_published
    assert [remark.code for remark in book.remarks] == ["read.no-formulas"]
    assert read_workbook(old.read_bytes(), EDITION).tables == book.tables
    assert read_narrative(old).paragraphs[0].text == "收入总计150.50万元。"


def test_values_of_a_binary_workbook_are_recognised_like_any_other() -> None:
    grids = values_only(workbook(form_sheets(EDITION, figures())))
    found = recognise(grids.sheets, EDITION)
    stated = {
        CellId(table.id, *key): cell.value
        for table in found.tables.values()
        for key, cell in table.cells.items()
        if cell.value is not None
    }
    assert stated == figures()
    assert not grids.has_formulas
