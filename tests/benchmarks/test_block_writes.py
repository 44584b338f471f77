"""What VBA gains by writing blocks: the same edits in blocks and cell by cell, in LibreOffice."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.addin.edit_cases import SHEET, small
from tests.addin.office_session import Step, macro_workbook, needs_uno, office
from tests.office import needs_office
from xltool.addin.actions import END, HEAD, Actions, write_actions
from xltool.model.patch import Content, Edit, Formula, Patch, SetContent, SetFill

pytestmark = [pytest.mark.benchmark, needs_office, needs_uno]

ROWS = 500
AT_LEAST = 5
"""Times that blocks must be faster."""


def edits() -> list[Edit]:
    """Numbers, texts and formulas with a fill, as a check of a long table writes them."""
    made: list[Edit] = []
    for row in range(100, 100 + ROWS):
        contents: dict[str, Content] = {
            "J": Decimal(row),
            "K": f"文字{row}",
            "L": Formula(f"J{row}*2"),
        }
        for column, content in contents.items():
            made.append(SetContent(SHEET, f"{column}{row}", None, content))
            made.append(SetFill(SHEET, f"{column}{row}", None, "FFC7CE"))
    return made


def cell_by_cell(patch: Patch) -> str:
    """An action file with a line for every edit."""
    lines = [write_actions(Actions(Patch((edit,)))).split("\r\n")[1] for edit in patch.edits]
    return "\r\n".join((HEAD, *lines, END, ""))


def test_blocks_are_faster_than_cells(tmp_path: Path) -> None:
    patch = Patch(tuple(edits()))
    undo = tmp_path / "undo.txt"
    undo.write_bytes(write_actions(Actions(patch.inverse)).encode("ascii"))
    steps: list[Step] = [["call", "Bridge.Ping"]]
    texts = {"blocks": write_actions(Actions(patch)), "cells": cell_by_cell(patch)}
    for name, text in texts.items():
        place = tmp_path / f"{name}.txt"
        place.write_bytes(text.encode("ascii"))
        steps.append(["call", "Clicks.Applied", str(place), str(undo)])
        steps.append(["call", "Clicks.Applied", str(undo), str(undo)])
    workbook = tmp_path / "表.xlsm"
    workbook.write_bytes(macro_workbook(small()))

    answers = office().run(workbook, steps, tmp_path / "用户")

    assert answers == ["pong", "", "", "", ""]
    _, blocks, _, cells, _ = office().seconds
    print(f"{len(patch.edits)} edits: blocks {blocks:.2f} s, cell by cell {cells:.2f} s")  # noqa: T201 - what a benchmark is for
    assert cells > AT_LEAST * blocks
