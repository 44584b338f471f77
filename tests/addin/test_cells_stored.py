"""What VBA answers from: the lines that a check leaves for it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.addin.checked_cases import SAYING, TABLE, WRONG, checked, narrative, workbook
from xltool.addin import cells
from xltool.addin.actions import unescaped
from xltool.addin.cells import Checked
from xltool.addin.cells.limits import LONGEST_ELEMENT
from xltool.addin.cells.stored import HEAD, write_stored
from xltool.addin.running import run

Line = tuple[str, ...]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    return checked(tmp_path_factory.mktemp("checked"))


@pytest.fixture(scope="module")
def lines(example: Checked) -> list[Line]:
    return list(read(write_stored(example)))


def read(text: str) -> Iterator[Line]:
    first, *between, end, last = text.split("\r\n")
    assert (first, end, last) == (HEAD, "end", "")
    return (tuple(map(unescaped, line.split("\t"))) for line in between)


def of(lines: list[Line], *names: str) -> list[Line]:
    return [line for line in lines if line[: len(names)] == names]


def test_it_is_ascii_whatever_the_tables_hold(example: Checked) -> None:
    assert write_stored(example).isascii()


def test_the_state_of_workbook_and_tables_is_what_python_answers(
    example: Checked, lines: list[Line]
) -> None:
    assert of(lines, "line") == [("line", cells.check(example))]
    assert of(lines, "table", TABLE) == [("table", TABLE, cells.check(example, TABLE))]
    assert ("called", "支出决算表", TABLE) in lines


def test_every_cell_has_its_answer_and_what_was_seen(example: Checked, lines: list[Line]) -> None:
    assert len(of(lines, "cell")) == len(example.cell_at)
    ((*_, value, answer, numbers),) = of(lines, "cell", TABLE, WRONG)
    assert Decimal(value.removeprefix("#")) == 800
    assert answer == cells.check(example, f"{TABLE}!{WRONG}")
    assert all(number.isdigit() for number in numbers.split())


def test_places_are_found_by_any_name_that_means_one_thing(lines: list[Line]) -> None:
    assert of(lines, "row", TABLE, "一般公共服务支出") == [
        ("row", TABLE, "一般公共服务支出", "201")
    ]
    assert of(lines, "place", TABLE, "201", "本年支出合计") == [
        ("place", TABLE, "201", "本年支出合计", TABLE, WRONG)
    ]
    # "合计" is a column of 预算数 and one of 决算数: alone it means neither.
    assert not of(lines, "column", "公开09表", "合计")
    assert of(lines, "row", "公开09表", "") == [("row", "公开09表", "", "")]


def test_findings_name_all_their_tables_and_cells(example: Checked, lines: list[Line]) -> None:
    found = of(lines, "finding")
    assert len(found) == len(example.report.findings)
    wrong = next(line for line in found if line[4].startswith(f"{TABLE} 201 "))
    assert TABLE in wrong[8].split("\x01")
    assert f"{TABLE}!{WRONG}" in wrong[9].split("\x01")
    assert all(len(field) <= LONGEST_ELEMENT for line in found for field in line[:8])


def test_a_paragraph_leads_to_its_figures(lines: list[Line]) -> None:
    text = narrative()[int(SAYING[1:]) - 1].strip()
    ((_, _, number),) = of(lines, "text", text)
    assert [line[3] for line in of(lines, "figure", number)] == ["一致"] * 3
    assert of(lines, "said", "情况说明", SAYING) == [
        ("said", "情况说明", SAYING, "一致:3 个数", "000")
    ]


@pytest.mark.parametrize("command", ["check-all", "check-tables", "check-narrative"])
def test_every_check_of_a_button_leaves_the_whole_check(command: str, tmp_path: Path) -> None:
    snapshot, actions = workbook(tmp_path), tmp_path / "actions.txt"
    run(command, snapshot, actions, None)
    stored = list(read((tmp_path / "actions.txt.checked").read_bytes().decode("ascii")))
    assert of(stored, "line")
    assert of(stored, "figure")


def test_other_buttons_leave_none(tmp_path: Path) -> None:
    run("recompute", workbook(tmp_path), tmp_path / "actions.txt", None)
    assert not (tmp_path / "actions.txt.checked").exists()
