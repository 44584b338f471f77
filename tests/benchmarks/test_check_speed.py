"""Reading and checking one unit, tables and narrative, against openpyxl's load alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pytest
from openpyxl import load_workbook

from xltool import examples, pipeline

pytestmark = pytest.mark.benchmark

ROUNDS = 15


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def test_check_takes_less_than_openpyxl_takes_to_load(tmp_path: Path) -> None:
    path = tmp_path / "公开表.xlsx"
    pipeline.save(pipeline.fill(examples.FIGURES, unit="元", unit_name="示例单位"), path)
    book = pipeline.read(path)

    def whole() -> object:
        return pipeline.check(path, narrative=examples.NARRATIVE)

    def judged() -> object:
        return pipeline.check(book, narrative=examples.NARRATIVE)

    def peer() -> object:
        return load_workbook(path)

    whole()
    pairs = [(timed(whole), timed(judged), timed(peer)) for _ in range(ROUNDS)]
    whole_ms, judged_ms, peer_ms = (median(column) * 1000 for column in zip(*pairs, strict=True))
    ratio = median(one / other for one, _, other in pairs)

    print(  # noqa: T201 - a benchmark prints its figures
        f"\nread and check {whole_ms:.1f} ms (check alone {judged_ms:.1f} ms), "
        f"openpyxl load {peer_ms:.1f} ms, ratio {ratio:.2f}"
    )
