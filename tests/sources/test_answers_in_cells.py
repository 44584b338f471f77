"""Cells that tell of a check are no part of the document that is checked."""

from __future__ import annotations

import re

import pytest

from tests.addin.checked_cases import TABLE, workbook
from xltool import pipeline
from xltool.addin.cells.functions import FUNCTIONS
from xltool.package import Package
from xltool.sources.grid import grids_of, is_answer

SPILLED = (
    '<c r="J900" t="str"><f t="array" ref="J900:L901">BUDGET_FINDINGS()</f><v>结论</v></c>'
    '<c r="K900" t="str"><v>级别</v></c><c r="M900"><v>3</v></c>'
)


def with_cells(package: Package, sheet: str, xml: str, row: int = 900) -> Package:
    """``package`` with cells put into a row of ``sheet``, behind those that stand there."""
    part = package.sheet(sheet).part
    data = package.part(part).decode("utf-8")
    there = re.search(rf'<row r="{row}".*?(?=</row>)', data, re.DOTALL)
    if there:
        changed = data[: there.end()] + xml + data[there.end() :]
    else:
        changed = data.replace("</sheetData>", f'<row r="{row}">{xml}</row></sheetData>', 1)
    return package.with_parts({part: changed.encode("utf-8")})


@pytest.mark.parametrize(
    ("xml", "left"),
    [
        ('<c r="J900" t="str"><f>BUDGET_CHECK(C9)</f><v>一致:3 条</v></c>', 0),
        ('<c r="J900" t="str"><f>[1]!budget_check()</f><v>一致 3</v></c>', 0),
        (SPILLED, 1),
        ('<c r="J900"><f>BUDGET_SHARE(D9,C9)</f><v>0.5</v></c>', 1),
    ],
)
def test_answers_are_not_read_and_figures_are(
    xml: str, left: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    package = Package.open(workbook(tmp_path_factory.mktemp("answers")))
    (grid,) = [g for g in grids_of(with_cells(package, TABLE, xml)).sheets if g.name == TABLE]
    assert sum(row == 900 for row, _ in grid.cells) == left


def test_what_our_functions_show_beside_a_table_changes_no_finding(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("answers")
    path = workbook(folder)
    package = Package.open(path)
    (folder / "另").mkdir()
    beside = folder / "另" / path.name
    told = '<c r="N9" t="str"><f>BUDGET_CHECK("公开03表")</f><v>不符 12.50万元</v></c>'
    worked_out = '<c r="O9"><f>BUDGET_SHARE(D9,C9)</f><v>0.3845</v></c>'
    for sheet, xml in ((TABLE, told + worked_out), ("情况说明", told)):
        package = with_cells(package, sheet, xml, row=9)
    beside.write_bytes(package.to_bytes())
    assert pipeline.check(beside).findings == pipeline.check(path).findings


def test_exactly_the_functions_that_tell_of_a_check_are_answers() -> None:
    answers = {name for name in FUNCTIONS if is_answer(f"{name}(A1)")}
    assert answers == {"BUDGET_CHECK", "BUDGET_FINDINGS", "BUDGET_NARRATIVE"}
    assert not is_answer("MY_BUDGET_CHECKED(A1)")
