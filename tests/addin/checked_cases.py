"""The shipped example with one wrong total, checked: what the cell functions are asked about."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

from xltool import pipeline
from xltool.addin.cells import Checked
from xltool.examples import FIGURES, NARRATIVE
from xltool.model.patch import Patch, SetContent
from xltool.package import Package, apply, write_atomic

TABLE = "公开03表"
WRONG = "C9"
"""The cell of 201 本年支出合计: 800.00 is typed there, its parts are 715.32."""
SAYING = "A9"
"""A paragraph of the narrative with three figures, all of them right."""


def workbook(folder: Path) -> Path:
    """The example as a workbook with its narrative and the wrong total."""
    path = folder / "示例.xlsx"
    book = pipeline.fill(FIGURES, unit="元", unit_name="示例单位")
    pipeline.save(book, path)
    texts = (SetContent("情况说明", f"A{n}", None, text) for n, text in enumerate(narrative(), 1))
    wrong = SetContent(TABLE, WRONG, None, Decimal("800.00"))
    write_atomic(path, apply(Patch((*texts, wrong)), Package.open(path)).to_bytes())
    return path


@cache
def narrative() -> tuple[str, ...]:
    """The paragraphs of the narrative, one a cell of 情况说明."""
    lines = NARRATIVE.read_text("utf-8").splitlines()
    return tuple(line for line in lines if line.strip())


def checked(folder: Path) -> Checked:
    """The check of that workbook."""
    report = pipeline.check(workbook(folder))
    return Checked(report, pipeline.identities(report.book))
