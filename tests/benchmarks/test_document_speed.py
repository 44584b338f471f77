"""How long a published PDF takes, stage by stage, against pdfplumber's bare text of it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pytest

from tests.shared_cases import CASES, needs_cases
from tests.sources.made_pdf import PdfPage, pdf_bytes
from xltool import pipeline
from xltool.sources.assembly import assemble
from xltool.sources.pdf import read_pdf
from xltool.sources.recognised_book import recognised_book

ROUNDS = 5
MOST = 3
"""Times pdfplumber's bare text extraction that reading and checking may take."""


def seconds(work: Callable[[], object]) -> float:
    """The median of a few runs."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def bare_text(path: Path) -> None:
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()


def compared(path: Path) -> float:
    """Prints the stages; returns how many times the bare text extraction they take."""
    data = path.read_bytes()
    document = read_pdf(data, path.name)
    assembly = assemble(document)
    book = pipeline.read(path)
    stages = {
        "pages to paragraphs and tables": lambda: read_pdf(data, path.name),
        "tables sorted and put together": lambda: assemble(document),
        "edition chosen, figures recognised": lambda: recognised_book(assembly.grids),
        "tables and narrative checked": lambda: pipeline.check(book),
    }
    lines = [f"\n{path.name}, {document.pages} pages"]
    lines += [f"{name:36} {seconds(work) * 1000:8.1f} ms" for name, work in stages.items()]
    floor, whole = seconds(lambda: bare_text(path)), seconds(lambda: pipeline.check(path))
    lines.append(f"{'the whole file':36} {whole * 1000:8.1f} ms")
    lines.append(f"{'pdfplumber, bare text':36} {floor * 1000:8.1f} ms: {whole / floor:.2f} times")
    print("\n".join(lines))  # noqa: T201 - a benchmark prints its figures
    return whole / floor


@needs_cases
@pytest.mark.benchmark
def test_a_real_publication() -> None:
    assert compared(CASES / "putuo-2024" / "published.pdf") < MOST


@pytest.mark.benchmark
def test_twenty_five_pages_of_one_table(tmp_path: Path) -> None:
    pages = []
    for number in range(25):
        page = PdfPage()
        if not number:
            page.text(250, 40, "支出决算表", 14)
        head = ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"]
        codes = [f"20{1 + number % 9}{row:02d}{number + 1:02d}" for row in range(1, 36)]
        rows = [[code, "某一项支出", "1,234.56", "1,234.56", ""] for code in codes]
        page.grid(40, 60, [60, 150, 80, 80, 80], [head, *rows])
        pages.append(page)
    (tmp_path / "长表.pdf").write_bytes(pdf_bytes(*pages))
    assert compared(tmp_path / "长表.pdf") < MOST
