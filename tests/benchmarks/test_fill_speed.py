"""How fast a Book becomes a workbook, against openpyxl filling the same workbook.

Run on request: ``pytest -m benchmark -s tests/benchmarks/test_fill_speed.py``. Both sides
start from memory and end in memory; both are timed in turn and the ratio is the median
of the pairs, so that it holds on a busy machine. Nothing is asserted of the time.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO

import openpyxl
import pytest

from tests.filling.given import EDITION
from tests.filling.made_up import made_up
from xltool.editions.layout import layout
from xltool.filling import fill, workbook_bytes
from xltool.model.book import Book

_FILLS, _ROUNDS = 15, 9
_ROWS = (1, 17, 200)


def _ms(work: Callable[[], object], times: int = 1) -> float:
    """Milliseconds of one run, the median of ``times``."""
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent) * 1000


def _typed_cells(book: Book) -> list[tuple[str, str, float]]:
    """Sheet, address and number of every entered cell."""
    codes = {id_: [row.key for row in table.codes()] for id_, table in book.tables.items()}
    sheets = layout(EDITION, codes).sheets
    return [
        (sheets[id_].sheet, sheets[id_].cells[key], float(cell.exact))
        for id_, table in book.tables.items()
        for key, cell in table.cells.items()
        if not cell.live
    ]


def _with_openpyxl(workbook: bytes, cells: list[tuple[str, str, float]]) -> bytes:
    """The grown workbook loaded, its entered cells set, and saved."""
    opened = openpyxl.load_workbook(BytesIO(workbook))
    for sheet, address, value in cells:
        opened[sheet][address] = value
    out = BytesIO()
    opened.save(out)
    return out.getvalue()


@pytest.mark.benchmark
def test_warm_fill_against_openpyxl(capsys: pytest.CaptureFixture[str]) -> None:
    lines = []
    for rows in _ROWS:
        book = fill(made_up(rows), EDITION)
        workbook = workbook_bytes(book, EDITION)
        cells = _typed_cells(book)
        own, peer = partial(workbook_bytes, book, EDITION), partial(_with_openpyxl, workbook, cells)
        pairs = [(_ms(own, _FILLS), _ms(peer)) for _ in range(_ROUNDS)]
        ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
        ratio = statistics.median(other / one for one, other in pairs)
        lines.append(
            f"{rows:4d} code rows: {ours:6.2f} ms, openpyxl {theirs:7.1f} ms,"
            f" {ratio:5.0f} times as fast, {len(workbook) // 1024} KB"
        )
    with capsys.disabled():
        sys.stdout.write("\n".join(("", "Book in memory to workbook bytes in memory", *lines, "")))
