"""Spreadsheet files of every usual kind as grids."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice
from pathlib import Path

from xltool.model.errors import XltoolError
from xltool.package import FileKind, Package, kind_of
from xltool.sources.grid import MAX_ROWS, Grid, Grids, RawCell, grids_of
from xltool.sources.numbers import NotANumberError, number_of_float
from xltool.sources.records import HEAD_WITHIN, Raw, Records, fields_of, records_of_rows


def open_grids(source: Path | bytes, data: bytes) -> tuple[Grids, Package | None]:
    """All sheets, and the package of an .xlsx or .xlsm.

    Raises:
        XltoolError: no spreadsheet, damaged, or locked by a password.
    """
    kind = kind_of(data)
    if kind is FileKind.XLSB:
        return values_only(data), None
    if kind is FileKind.XLS:
        return replace(grids_of(Package.open(_as_xlsx(source, data))), has_formulas=False), None
    package = Package.open(data)
    return grids_of(package), package


def _as_xlsx(source: Path | bytes, data: bytes) -> bytes:
    """An .xls by way of the .xlsx that also carries its marks."""
    from tempfile import TemporaryDirectory

    from xltool.sources.legacy import xlsx_of_xls

    if isinstance(source, Path):
        return xlsx_of_xls(source)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "工作簿.xls"
        path.write_bytes(data)
        return xlsx_of_xls(path)


def values_only(data: bytes) -> Grids:
    """The values of an .xlsb, the one kind whose formats and formulas are not read."""
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets, skipped = [], []
        for meta in book.sheets_metadata:
            sheet = book.get_sheet_by_name(meta.name)
            if sheet.total_height > MAX_ROWS:
                skipped.append(f"工作表“{meta.name}”超过 {MAX_ROWS} 行,不像公开表,没有读")
                continue
            rows = sheet.to_python(skip_empty_area=False)
            is_hidden = meta.visible is not SheetVisibleEnum.Visible
            sheets.append(Grid(meta.name, dict(_cells(rows)), is_hidden=is_hidden))
    except CalamineError as error:
        raise XltoolError(f"工作簿读不了({error}):请在 Excel 中另存为 .xlsx 再试") from None
    return Grids(tuple(sheets), tuple(skipped), has_formulas=False)


def _cells(rows: Sequence[Sequence[object]]) -> list[tuple[tuple[int, int], RawCell]]:
    found = []
    for row, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            if value is None or value == "":
                continue
            found.append(((row, column), RawCell(row, column, _plain(value))))
    return found


def _plain(value: object) -> Decimal | str:
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            return number_of_float(float(value)).value
        except NotANumberError:
            return str(value)
    return str(value)


def tidy_records(data: bytes, name: str) -> Records:
    """Records of the first sheet that has the head of tidy data.

    Raises:
        XltoolError: unreadable, or no sheet has such a head.
    """
    grids, _ = open_grids(data, data)
    grid = tidy_grid(grids)
    if grid is None:
        raise XltoolError(
            f"{name} 里没有录入数据:应有一张表的表头是 table,row,column,value(或 表,行,栏,数值)"
        )
    rows: list[tuple[str, Sequence[Raw]]] = []
    for number, cells in grid.rows.items():
        width = cells[-1].column
        values: list[Raw] = [None] * width
        for cell in cells:
            values[cell.column - 1] = cell.value
        rows.append((f"{name} {grid.name} 第{number}行", values))
    return records_of_rows(rows, name)


def tidy_grid(grids: Grids) -> Grid | None:
    """The first visible sheet that has the head of tidy data among its first rows."""
    for grid in grids.sheets:
        first = islice(grid.rows.values(), HEAD_WITHIN)
        heads = (fields_of([cell.value for cell in cells]) for cells in first)
        if not grid.is_hidden and any(heads):
            return grid
    return None
