"""What prints grows with the rows of codes, whatever the sheets are called."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from xltool import editions, filling, pipeline
from xltool.editions.schema import TableKind

CODES = ("2010601", "2010602", "2080505", "2080506", "2101101", "2210201")


@pytest.mark.parametrize("edition", editions.available())
def test_the_print_area_of_each_table_ends_with_its_last_row(edition: str, tmp_path: Path) -> None:
    form = editions.load(edition)
    growing = [spec for spec in form.tables.values() if spec.kind is TableKind.CODES]
    lines = ["table,row,column,value,name"]
    for spec in growing:
        column = spec.columns[-1].key
        lines += [f"{spec.id},{code},{column},1.00,某项" for code in CODES]
    (tmp_path / "数.csv").write_text("\n".join(lines), "utf-8")
    book = pipeline.fill(tmp_path / "数.csv", edition=edition, as_published=True)
    workbook = openpyxl.load_workbook(io.BytesIO(filling.workbook_bytes(book, form)))
    for spec in growing:
        sheet = workbook[spec.sheet]
        last = max(cell.row for row in sheet.iter_rows() for cell in row if cell.value is not None)
        assert int(sheet.print_area.rpartition("$")[2]) >= last, spec.id
