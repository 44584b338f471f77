"""The cell functions in LibreOffice: calculated in cells, out of date after an edit, fresh again.

Here Python does not run in cells, so VBA answers from the check that the button left. One
workbook goes through the day of a clerk; each test looks at one thing in what cells showed.
"""

from __future__ import annotations

import os
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.addin.checked_cases import SAYING, TABLE, WRONG, workbook
from tests.addin.office_session import Step, click, macro_workbook, needs_uno, run
from tests.office import needs_office
from xltool import pipeline
from xltool.addin import cells
from xltool.addin.cells import Checked
from xltool.package import Package

pytestmark = [needs_office, needs_uno]

STALE = "已过期(请点“全部核对”更新):"
NOT_YET = "还没有核对:请点“全部核对”"
ENTERED = "D11"
"""The cell of 2010607 基本支出, into which the clerk types."""

SCOPES: Mapping[str, str] = {
    "=BUDGET_CHECK()": "",
    f'=BUDGET_CHECK("{TABLE}")': TABLE,
    '=BUDGET_CHECK("支出决算表")': "支出决算表",
    f"=BUDGET_CHECK({WRONG})": f"{TABLE}!{WRONG}",
    "=BUDGET_CHECK(C8:E12)": f"{TABLE}!C8:E12",
    f"=BUDGET_CHECK($情况说明.{SAYING})": f"情况说明!{SAYING}",
    "=BUDGET_CHECK($情况说明.A1:A40)": "情况说明!A1:A40",
    "=BUDGET_CHECK($公开09表.C8)": "公开09表!C8",
}
"""Formulas, and the scope that Python would be asked about."""

NUMBERS: Mapping[str, Decimal | str] = {
    "=BUDGET_SHARE(407.68;715.33)": cells.share(407.68, 715.33),
    "=BUDGET_SHARE(0.00125;1)": Decimal("0.0013"),
    "=BUDGET_SHARE(-0.00125;1)": Decimal("-0.0013"),
    "=BUDGET_SHARE(123456789.123456;987654321.654321)": Decimal("0.1250"),
    "=BUDGET_GROWTH(820.66;457.62)": Decimal("0.7933"),
    "=BUDGET_GROWTH(5;8)": Decimal("-0.375"),
    "=BUDGET_RATE(5.12;5.12)": Decimal(1),
    '=BUDGET_RATE("1,234.5";2469)': Decimal("0.5"),
}
ROWS = "=ROWS(BUDGET_FINDINGS())"
FIRST = "=INDEX(BUDGET_FINDINGS();1;1)"
MESSAGE = f'=INDEX(BUDGET_FINDINGS("{TABLE}");2;4)'
STATED = f"=INDEX(BUDGET_FINDINGS({WRONG});2;5)"
SAID = f"=INDEX(BUDGET_NARRATIVE($情况说明.{SAYING});3;2)"
UNSAID = '=BUDGET_NARRATIVE("收入总计1万元。")'
FIGURE = f'=BUDGET_FIGURE("{TABLE}";"201";"本年支出合计")'
BY_NAMES = '=BUDGET_FIGURE("支出决算表";"信息化建设";"基本支出")'
NESTED = '=BUDGET_FIGURE("公开09表";"";"决算数/合计")=$公开09表.G8'
NO_FIGURE = f'=BUDGET_FIGURE("{TABLE}";"999";"基本支出")'
FOLLOWING = f"=BUDGET_SHARE({ENTERED};24)"
OVER_NOTHING = "=BUDGET_SHARE(1;0)"
OVER_EMPTY = "=BUDGET_RATE(5;Z99)"
NO_NUMBER = '=BUDGET_GROWTH("一百";1)'
NO_TABLE = '=BUDGET_CHECK("没有")'
NO_SCOPE = "=BUDGET_CHECK(3)"
ELSEWHERE = "=BUDGET_CHECK(A1)"
COLUMNS = "=BUDGET_CHECK($公开02表.A:M)"
FORMULAS = (
    *SCOPES,
    *NUMBERS,
    *(ROWS, FIRST, MESSAGE, STATED, SAID, UNSAID, FIGURE, BY_NAMES, NESTED, NO_FIGURE),
    *(FOLLOWING, OVER_NOTHING, OVER_EMPTY, NO_NUMBER, NO_TABLE, NO_SCOPE, ELSEWHERE, COLUMNS),
)
CHECK = "=BUDGET_CHECK()"
WRONG_CELL = f"=BUDGET_CHECK({WRONG})"
Shown = Mapping[str, str]
"""What the cell of each formula shows."""


@dataclass(frozen=True)
class Day:
    """What the cells showed one after the other."""

    checked: Checked
    early: Shown
    fresh: Shown
    edited: Shown
    again: Shown
    unnoticed: Shown
    moved: Shown
    undone: Shown


def typed(formulas: Sequence[str]) -> list[Step]:
    """The steps that type formulas beside the table, one below the other."""
    return [["formula", TABLE, f"N{row}", text] for row, text in enumerate(formulas, 1)]


def looks(formulas: Sequence[str]) -> list[Step]:
    return [["text", TABLE, f"N{row}"] for row in range(1, len(formulas) + 1)]


@pytest.fixture(scope="module")
def day(tmp_path_factory: pytest.TempPathFactory) -> Day:
    folder = tmp_path_factory.mktemp("day")
    path = workbook(folder)
    report = pipeline.check(path)
    look = looks(FORMULAS)
    acts: list[list[Step]] = [
        typed(FORMULAS),
        [click("check-all")],
        [["select", TABLE, ENTERED], ["type", "12"]],
        [click("check-all")],
        [["set", TABLE, WRONG, 1.0]],
        [["set", TABLE, "A9", "202"], ["calculate"]],
        [click("undo")],
    ]
    steps = [step for act in acts for step in (*act, *look)]
    answers = iter(run(folder, macro_workbook(Package.open(path)), steps))
    shown = [_shown(answers, len(act)) for act in acts]
    return Day(Checked(report, pipeline.identities(report.book)), *shown)


def _shown(answers: Any, acted: int) -> Shown:  # noqa: ANN401 - answers of the driver
    for _ in range(acted):
        next(answers)
    return {formula: str(next(answers)) for formula in FORMULAS}


def test_before_any_check_cells_say_what_to_do(day: Day) -> None:
    assert day.early[CHECK] == day.early[WRONG_CELL] == day.early[FIGURE] == NOT_YET


@pytest.mark.parametrize("formula", SCOPES)
def test_a_state_is_what_python_answers(day: Day, formula: str) -> None:
    assert day.fresh[formula] == cells.check(day.checked, SCOPES[formula])


@pytest.mark.parametrize("formula", NUMBERS)
def test_percentages_need_no_check(day: Day, formula: str) -> None:
    assert Decimal(day.early[formula]) == NUMBERS[formula]


@pytest.mark.parametrize("formula", [OVER_NOTHING, OVER_EMPTY])
def test_over_nothing_there_is_no_percentage(day: Day, formula: str) -> None:
    assert day.early[formula] == ""


def test_a_percentage_follows_its_cells(day: Day) -> None:
    assert Decimal(day.edited[FOLLOWING]) == Decimal("0.5")
    assert day.edited[FOLLOWING] != day.fresh[FOLLOWING]


def test_findings_are_those_that_python_gives(day: Day) -> None:
    assert day.fresh[ROWS] == str(len(cells.findings(day.checked)))
    assert day.fresh[FIRST] == "结论"
    assert day.fresh[MESSAGE] == cells.findings(day.checked, TABLE)[1][3]
    assert day.fresh[STATED] == "800"


def test_a_paragraph_is_answered_figure_by_figure(day: Day) -> None:
    assert day.fresh[SAID] == "一致"


def test_a_sentence_that_was_not_checked_is_told(day: Day) -> None:
    assert day.fresh[UNSAID].startswith("上次核对的情况说明里没有这段文字")


def test_a_figure_is_found_by_its_meaning(day: Day) -> None:
    assert day.fresh[FIGURE] == "800"
    assert day.fresh[NESTED] == "TRUE"
    assert day.fresh[NO_FIGURE] == f"没有这一格,请检查表、行、栏的名称:{TABLE} 999 基本支出"


def test_a_figure_is_the_one_that_stands_there_now(day: Day) -> None:
    assert day.fresh[BY_NAMES] != "12"
    assert day.edited[BY_NAMES] == "12"


@pytest.mark.parametrize("formula", [CHECK, WRONG_CELL, f'=BUDGET_CHECK("{TABLE}")'])
def test_an_edit_makes_answers_stale_and_a_check_fresh(day: Day, formula: str) -> None:
    assert day.edited[formula] == f"{STALE}{day.fresh[formula]}"[:255]
    assert not day.again[formula].startswith(STALE)
    assert day.again[formula] != day.fresh[formula]


def test_a_table_of_findings_says_above_that_it_is_stale(day: Day) -> None:
    assert day.edited[FIRST] == STALE
    assert int(day.edited[ROWS]) == int(day.fresh[ROWS]) + 1
    assert day.again[FIRST] == "结论"


@pytest.mark.parametrize("formula", [WRONG_CELL, "=BUDGET_CHECK(C8:E12)"])
def test_a_cell_that_changed_without_an_event_is_not_called_checked(day: Day, formula: str) -> None:
    assert not day.again[formula].startswith(STALE)
    assert day.unnoticed[formula].startswith(STALE)


def test_a_figure_whose_row_has_moved_is_not_taken_from_another(day: Day) -> None:
    assert day.moved[FIGURE].startswith("行列有变动,请点“全部核对”后再取数:")


def test_what_is_undone_is_no_longer_what_was_checked(day: Day) -> None:
    assert day.undone[CHECK].startswith(STALE)


def test_what_cannot_be_read_is_answered_with_the_reason(day: Day) -> None:
    assert day.fresh[NO_TABLE].startswith("没有这张表,请写 公开03表")
    assert "看不懂这个参数" in day.fresh[NO_SCOPE]
    assert day.fresh[NO_NUMBER] == "“一百”不是数:请改成数,或引用填数的格子"
    assert day.fresh[ELSEWHERE] == "未核对:这里没有公开表的数"


def test_whole_columns_are_asked_about_as_far_as_they_are_used(day: Day) -> None:
    assert day.fresh[COLUMNS] == cells.check(day.checked, "公开02表")


def test_percentages_are_the_same_with_and_without_python(tmp_path: Path) -> None:
    """Amounts of every size, with 0 to 6 decimals; halves among them."""
    chosen = random.Random(20241231)  # noqa: S311 - the same amounts every time
    pairs = [
        (
            round(chosen.uniform(-1, 1) * 10 ** chosen.randint(0, 9), chosen.randint(0, 6)),
            round(chosen.uniform(0.5, 1) * 10 ** chosen.randint(0, 9), chosen.randint(2, 6)),
        )
        for _ in range(120)
    ]
    pairs += [(n * 0.00005, 1.0) for n in range(1, 40, 2)]
    formulas = [
        f"=BUDGET_{'GROWTH' if number % 3 == 0 else 'SHARE'}({one:.15g};{other:.15g})"
        for number, (one, other) in enumerate(pairs)
    ]
    steps = [*typed(formulas), *looks(formulas)]
    answers = run(tmp_path, macro_workbook(Package.open(workbook(tmp_path))), steps)
    for number, (pair, answer) in enumerate(zip(pairs, answers[len(pairs) :], strict=True)):
        expected = (cells.growth if number % 3 == 0 else cells.share)(*pair)
        # The cell shows ten significant digits at least.
        shown = Decimal(str(answer))
        assert abs(shown - Decimal(expected)) <= abs(shown) * Decimal("1e-9"), pair


def of_another_workbook(folder: Path, number: int) -> Path:
    """The stored check of another workbook, the first one the oldest."""
    home = folder / "工作 目录"
    home.mkdir(exist_ok=True)
    path = home / f"checked-{number}.txt"
    path.write_text("", encoding="ascii")
    os.utime(path, (1_700_000_000 + number * 60,) * 2)
    return path


def test_a_workbook_opened_again_is_known_by_what_stands_in_it(tmp_path: Path) -> None:
    given = macro_workbook(Package.open(workbook(tmp_path)))
    others = [of_another_workbook(tmp_path, number) for number in range(50)]
    ask, look = typed([CHECK]), looks([CHECK])

    def opened(steps: list[Step]) -> str:
        return str(run(tmp_path, given, steps)[-1])

    first = opened([*ask, click("check-all"), *look])
    assert first.startswith("一致 ")
    assert [path.exists() for path in others] == [False, *[True] * 49], "the oldest is forgotten"
    assert opened([*ask, *look]) == first
    assert opened([["set", TABLE, ENTERED, 3.0], *ask, *look]) == f"{STALE}{first}"
