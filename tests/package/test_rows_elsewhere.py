"""Formulas after rows came in, against an independent spreadsheet engine (ironcalc)."""

from __future__ import annotations

import io
from pathlib import Path

import ironcalc
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xltool.model.patch import InsertRows, Patch
from xltool.package import Package, apply

SHEETS = ("公开03表", "其 他", "Sheet3")
LAST = 30

ROWS = st.integers(1, LAST)
FIXED = st.sampled_from(["", "$"])
CELLS = st.builds("{}{}{}{}".format, FIXED, st.sampled_from("ABCDEF"), FIXED, ROWS)
PREFIXES = st.sampled_from(["", "公开03表!", "'公开03表'!", "'其 他'!", "Sheet3!"])


@st.composite
def blocks(draw: st.DrawFn) -> str:
    """A range such as A$3:D9 or 4:17."""
    first, last = sorted((draw(ROWS), draw(ROWS)))
    if draw(st.booleans()):
        return f"{first}:{last}"
    return f"{draw(st.sampled_from('AB'))}{draw(FIXED)}{first}:D{last}"


@st.composite
def formulas(draw: st.DrawFn) -> str:
    """A formula that refers to this and to other sheets."""
    one = f"{draw(PREFIXES)}{draw(CELLS)}+{draw(PREFIXES)}{draw(CELLS)}*2"
    two = f"SUM({draw(PREFIXES)}{draw(blocks())})"
    three = f'IF("C9"="C9",{draw(PREFIXES)}{draw(CELLS)},LOG10({draw(CELLS)}))'
    return draw(st.sampled_from([one, two, three]))


def workbook(cells: list[tuple[int, int, int, str]]) -> bytes:
    """Formulas by sheet, row and column (from 0)."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheets = [book.add_worksheet(name) for name in SHEETS]
    for sheet, row, column, formula in cells:
        sheets[sheet].write_formula(row, column, f"={formula}")
    book.close()
    return out.getvalue()


def texts(model: ironcalc.Model) -> dict[tuple[int, int, int], str]:
    """All cells as the engine spells them."""
    found = {at: model.get_cell_content(*at) for at in model.get_all_cells()}
    return {at: text for at, text in found.items() if text}


def load(data: bytes, folder: Path) -> ironcalc.Model:
    path = folder / "book.xlsx"
    path.write_bytes(data)
    return ironcalc.load_from_xlsx(str(path), "en", "UTC", "en")


CELL = st.tuples(st.integers(0, 2), st.integers(0, LAST), st.integers(0, 5), formulas())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rows")


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(CELL, min_size=1, max_size=12, unique_by=lambda cell: cell[:3]),
    st.sampled_from(range(len(SHEETS))),
    ROWS,
    st.integers(1, 5),
)
def test_formulas_read_as_another_engine_moves_them(
    folder: Path, cells: list[tuple[int, int, int, str]], sheet: int, at: int, count: int
) -> None:
    before = workbook(cells)
    other = load(before, folder)
    other.insert_rows(sheet, at, count)
    patch = Patch((InsertRows(SHEETS[sheet], at, count, 1),))
    ours = apply(patch, Package.open(before)).to_bytes()
    assert texts(load(ours, folder)) == texts(other)
