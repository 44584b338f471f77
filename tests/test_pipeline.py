"""The use cases: what one function leaves to another is told once."""

from __future__ import annotations

from pathlib import Path

from xltool import examples, pipeline
from xltool.model.patch import Patch, SetContent


def test_words_in_place_of_a_number_are_told_once(tmp_path: Path) -> None:
    path = tmp_path / "公开表.xlsx"
    pipeline.save(pipeline.fill(examples.FIGURES, unit="元"), path)
    book = pipeline.read(path)
    typed = book.tables["公开03表"].cell("2010607", "项目支出")
    assert typed is not None
    assert typed.address is not None
    words = Patch((SetContent(typed.address.sheet, typed.address.cell, typed.stored, "96。58"),))
    pipeline.apply(words, path, tmp_path / "错.xlsx")

    findings = pipeline.check(tmp_path / "错.xlsx").findings

    told = [finding.rule for finding in findings if "96。58" in finding.message]
    assert told == ["T03.tree"]
