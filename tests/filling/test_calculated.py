"""Cached values are what independent calculators make of the formulas."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.filling.calculators import by_ironcalc, by_libreoffice, differences, live_cells
from tests.filling.given import EDITION
from tests.filling.made_up import made_up
from tests.shared_cases import YANGQUAN, needs_cases
from xltool.filling import fill, workbook_bytes
from xltool.model.amount import Unit
from xltool.model.entries import Entries
from xltool.model.patch import InsertRows, Patch, SetContent
from xltool.package import Package, apply
from xltool.sources import read_tidy, read_workbook


def _workbook(entries: Entries) -> bytes:
    return workbook_bytes(fill(entries, EDITION), EDITION)


def _with_inserted_row(workbook: bytes) -> bytes:
    """A row put in before the third code of 公开03表, with a code and a figure."""
    rows = InsertRows("公开03表", 11, 1, 11)
    code = SetContent("公开03表", "A11", None, "2010100")
    patch = Patch((rows, code))
    return apply(patch, Package.open(workbook)).to_bytes()


@pytest.mark.parametrize("rows", [0, 1, 17, 200])
@pytest.mark.parametrize("unit", [Unit.WAN, Unit.YUAN])
def test_ironcalc_agrees_with_every_cached_value(rows: int, unit: Unit, tmp_path: Path) -> None:
    workbook = _workbook(made_up(rows, unit))
    cached = live_cells(read_workbook(workbook, EDITION))
    assert len(cached) > 250
    assert differences(cached, by_ironcalc(workbook, cached, tmp_path)) == []


@needs_cases
@pytest.mark.parametrize("unit", [Unit.WAN, Unit.YUAN])
def test_ironcalc_agrees_on_the_worked_case(unit: Unit, tmp_path: Path) -> None:
    workbook = _workbook(read_tidy(YANGQUAN / "leaves.csv", EDITION, unit))
    cached = live_cells(read_workbook(workbook, EDITION))
    assert differences(cached, by_ironcalc(workbook, cached, tmp_path)) == []


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 60), st.sampled_from([Unit.WAN, Unit.YUAN]), st.integers(0, 10**6))
def test_ironcalc_agrees_on_any_unit(rows: int, unit: Unit, seed: int) -> None:
    workbook = _workbook(made_up(rows, unit, seed))
    cached = live_cells(read_workbook(workbook, EDITION))
    with TemporaryDirectory() as folder:
        assert differences(cached, by_ironcalc(workbook, cached, Path(folder))) == []


def test_ironcalc_agrees_after_a_row_was_inserted(tmp_path: Path) -> None:
    workbook = _with_inserted_row(_workbook(made_up(17)))
    cached = live_cells(read_workbook(workbook, EDITION))
    assert differences(cached, by_ironcalc(workbook, cached, tmp_path)) == []


def test_libreoffice_agrees_on_a_grown_workbook_after_a_row_was_inserted(tmp_path: Path) -> None:
    workbook = _with_inserted_row(_workbook(made_up(200, Unit.YUAN)))
    cached = live_cells(read_workbook(workbook, EDITION))
    assert differences(cached, by_libreoffice(workbook, cached, tmp_path)) == []


@pytest.mark.parametrize("rows", [1, 17])
def test_libreoffice_agrees_on_small_workbooks(rows: int, tmp_path: Path) -> None:
    workbook = _workbook(made_up(rows))
    cached = live_cells(read_workbook(workbook, EDITION))
    assert differences(cached, by_libreoffice(workbook, cached, tmp_path)) == []
