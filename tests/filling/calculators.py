"""Independent calculators: what ironcalc and LibreOffice make of a workbook's formulas."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import ironcalc
import openpyxl
import pytest

from xltool.model.amount import round_half_up
from xltool.model.book import Book

Results = Mapping[tuple[str, str], Decimal | str | None]
"""What formulas give, by sheet and address."""

_DECIMALS = 6
_TIMEOUT = 180


def live_cells(book: Book) -> dict[tuple[str, str], Decimal | str]:
    """The cached value of every formula of a Book read from a workbook; "" for an empty text."""
    return {
        (cell.address.sheet, cell.address.cell): "" if cell.value is None else cell.exact
        for table in book.tables.values()
        for cell in table.cells.values()
        if cell.live and cell.address
    }


def by_ironcalc(workbook: bytes, wanted: Mapping[tuple[str, str], object], folder: Path) -> Results:
    """The cells recalculated by ironcalc."""
    path = folder / "ironcalc.xlsx"
    path.write_bytes(workbook)
    model = ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")
    model.evaluate()
    sheets = {
        entry["name"]: number for number, entry in enumerate(model.get_worksheets_properties())
    }
    found: dict[tuple[str, str], Decimal | str | None] = {}
    for sheet, address in wanted:
        letters = address.rstrip("0123456789")
        column = ironcalc.column_number_from_name(letters)
        row = int(address.removeprefix(letters))
        found[sheet, address] = _figure(model.get_cell_value(sheets[sheet], row, column))
    return found


def by_libreoffice(
    workbook: bytes, wanted: Mapping[tuple[str, str], object], folder: Path
) -> Results:
    """The cells recalculated by LibreOffice; the cached values are taken out beforehand."""
    opened = openpyxl.load_workbook(BytesIO(workbook))
    source = folder / "source.xlsx"
    opened.save(source)
    out = folder / "calculated"
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    command = [_soffice(), profile, "--headless", "--convert-to", "xlsx", "--outdir"]
    subprocess.run(  # noqa: S603  # the program found on the path, our own arguments
        [*command, str(out), str(source)], check=True, capture_output=True, timeout=_TIMEOUT
    )
    calculated = openpyxl.load_workbook(out / source.name, data_only=True)
    return {(sheet, at): _figure(calculated[sheet][at].value) for sheet, at in wanted}


def _soffice() -> str:
    """LibreOffice; a test without it is skipped, in CI it fails."""
    found = shutil.which("soffice")
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("soffice is not installed")
        pytest.skip("soffice is not installed")
    return found


def _figure(value: object) -> Decimal | str | None:
    """A number at the decimals that formulas keep; texts as they are, nothing as ""."""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int | float):
        return round_half_up(Decimal(repr(value)), _DECIMALS)
    return "" if value is None else str(value)


def differences(expected: Mapping[tuple[str, str], Decimal | str], found: Results) -> list[str]:
    """Where a calculator gives something else."""
    return [
        f"{sheet}!{address}: {value} here, {found[sheet, address]} there"
        for (sheet, address), value in expected.items()
        if found[sheet, address] != value
    ]
