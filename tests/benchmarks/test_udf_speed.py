"""What a thousand cells with =BUDGET_CHECK(C9) cost: one check, and little for each of them.

Run on request: ``pytest -m benchmark -s tests/benchmarks/test_udf_speed.py``. The floor is
what no way of answering can do without: xlwings' own dispatcher calling a function that
does nothing is not to be had without Excel, so it is one check of the same workbook, and
for the single cell the same text looked up in a dictionary. Nothing is asserted of time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import openpyxl
import pytest
import xlwings as xw

from tests.addin.checked_cases import TABLE, workbook
from tests.addin.xlwings_engine import book_of
from xltool import pipeline
from xltool.addin import udfs
from xltool.addin.cells.live import Checks, fingerprint

pytestmark = pytest.mark.benchmark

CELLS = 1000
ROUNDS = 5
STATE = "示例\t1"


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def test_a_thousand_cells_cost_one_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = workbook(tmp_path)
    opened = openpyxl.load_workbook(path, data_only=True)
    opened.save(path)
    copies: list[Path] = []

    def save_copy(book: xw.Book, target: Path) -> None:
        assert book.sheets[0].name
        copies.append(target)
        target.write_bytes(path.read_bytes())

    scopes = [f"{TABLE}!{column}{row}" for row in range(8, 33) for column in "CDEFGH"]
    asked = [scopes[number % len(scopes)] for number in range(CELLS)]
    plain = {scope: scope for scope in scopes}
    rows = []
    for _ in range(ROUNDS):
        monkeypatch.setattr(udfs, "checks", Checks(save_copy))
        check = seconds(lambda: pipeline.check(path))
        look = seconds(lambda: fingerprint(book_of(opened)))
        refresh = seconds(
            lambda: udfs.refresh(book_of(opened), STATE, str(tmp_path / "checked.txt"))
        )
        cells = seconds(lambda: [udfs.budget_check(scope, STATE) for scope in asked])
        floor = seconds(lambda: [plain[scope] for scope in asked])
        rows.append((check, look, refresh, cells, floor))
    assert len(copies) == ROUNDS

    check, look, refresh, cells, floor = (median(column) for column in zip(*rows, strict=True))
    with capsys.disabled():
        print(  # noqa: T201 - a benchmark prints its figures
            f"\ncheck alone {check * 1000:.0f} ms; check of the live workbook, stored for VBA, "
            f"{refresh * 1000:.0f} ms (looking for changes {look * 1000:.0f} ms of it); "
            f"then {CELLS} cells {cells * 1000:.1f} ms, {cells / CELLS * 1e6:.0f} µs each "
            f"(a look-up {floor / CELLS * 1e6:.2f} µs)"
        )
