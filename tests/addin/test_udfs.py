"""The cell functions through xlwings: over a live workbook, and as xlwings registers them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from inspect import Parameter, signature
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw

from tests.addin.checked_cases import SAYING, TABLE, WRONG, narrative, workbook
from tests.addin.xlwings_engine import book_of
from xltool import pipeline
from xltool.addin import cells, udfs
from xltool.addin.cells import Checked
from xltool.addin.cells.functions import CATEGORY, FUNCTIONS
from xltool.addin.cells.live import Checks, fingerprint
from xltool.addin.cells.stored import write_stored

_ON_WINDOWS = Path(__file__).with_name("xlwings_on_windows.py")
NAME = "D:\\公开\\示例.xlsx"
STATE = f"{NAME}\t1"


class Clock:
    """Seconds that a test lets pass."""

    now = 0.0

    def __call__(self) -> float:
        """As time.monotonic."""
        return self.now


class Excel:
    """A workbook open in Excel, the checks made of it, and how many copies were saved.

    Nobody calculates in this Excel: it holds what the formulas gave as typed values.
    """

    def __init__(self, path: Path) -> None:
        self.clock = Clock()
        self.copies = 0
        self.workbook = openpyxl.load_workbook(path, data_only=True)
        self.book = book_of(self.workbook)
        self.checks = Checks(self._save_copy, self.clock)

    def _save_copy(self, book: xw.Book, target: Path) -> None:
        assert book.sheets[0].name
        self.copies += 1
        self.workbook.save(target)

    def cell(self, address: str, sheet: str = TABLE) -> xw.Range:
        """A range as a formula hands it over."""
        return self.book.sheets[sheet].range(address)

    def type(self, address: str, value: float | str) -> None:
        """Change a cell of the table."""
        self.workbook[TABLE][address] = value


@pytest.fixture
def excel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Excel:
    """The example, opened."""
    opened = Excel(workbook(tmp_path))
    monkeypatch.setattr(udfs, "checks", opened.checks)
    return opened


def refreshed(excel: Excel, folder: Path, state: str = STATE) -> str:
    return udfs.refresh(excel.book, state, str(folder / "checked.txt"))


# --- called by the add-in: texts, and the state that it knows -----------------------------


def test_a_workbook_not_yet_checked_is_told(excel: Excel) -> None:
    assert udfs.budget_check("", STATE) == "还没有核对:请点“全部核对”"
    assert excel.copies == 0


def test_a_refresh_checks_the_unsaved_workbook_and_stores_it_for_vba(
    excel: Excel, tmp_path: Path
) -> None:
    excel.type(WRONG, 900)
    assert refreshed(excel, tmp_path) == ""
    assert "900" in udfs.budget_check(f"{TABLE}!{WRONG}", STATE)
    stored = (tmp_path / "checked.txt").read_bytes().decode("ascii")
    last = excel.checks.last(NAME)
    assert last is not None
    assert stored == write_stored(last.checked)


def test_cells_are_answered_without_another_look(excel: Excel, tmp_path: Path) -> None:
    refreshed(excel, tmp_path)
    answers = {udfs.budget_check(scope, STATE) for scope in ("", TABLE, f"{TABLE}!{WRONG}")}
    assert len(answers) == 3
    assert not any(answer.startswith("已过期") for answer in answers)
    assert excel.copies == 1


def test_another_generation_is_out_of_date(excel: Excel, tmp_path: Path) -> None:
    refreshed(excel, tmp_path)
    fresh, stale = udfs.budget_check("", STATE), udfs.budget_check("", f"{NAME}\t2")
    assert stale == f"已过期(稍候自动更新):{fresh}"
    rows = udfs.budget_findings("", f"{NAME}\t2")
    assert rows[0][0] == "已过期(稍候自动更新):"
    assert {len(row) for row in rows} == {7}
    assert str(udfs.budget_figure(TABLE, "201", "基本支出", f"{NAME}\t2")).startswith("已过期")


def test_a_generation_in_which_nothing_changed_needs_no_check(excel: Excel, tmp_path: Path) -> None:
    refreshed(excel, tmp_path)
    excel.type("K1", '=BUDGET_CHECK("公开03表")')
    refreshed(excel, tmp_path, f"{NAME}\t2")
    assert excel.copies == 1
    excel.type("C10", 1)
    refreshed(excel, tmp_path, f"{NAME}\t3")
    assert excel.copies == 2


def test_a_workbook_that_cannot_be_checked_is_told(excel: Excel, tmp_path: Path) -> None:
    for sheet in excel.workbook.worksheets[1:]:
        excel.workbook.remove(sheet)
    excel.workbook.worksheets[0].delete_rows(1, 200)
    assert "没有认出任何一张公开表" in refreshed(excel, tmp_path)


def test_every_function_gives_what_the_check_says(excel: Excel, tmp_path: Path) -> None:
    refreshed(excel, tmp_path)
    last = excel.checks.last(NAME)
    assert last is not None
    checked = last.checked
    assert udfs.budget_check(TABLE, STATE) == cells.check(checked, TABLE)
    assert udfs.budget_figure(TABLE, 201.0, "本年支出合计", STATE) == 800.0
    spilled = udfs.budget_findings(TABLE, STATE)
    assert spilled[1][4:] == [800.0, 715.32, 84.68]
    text = narrative()[int(SAYING[1:]) - 1]
    assert [row[1] for row in udfs.budget_narrative(text, STATE)] == ["结论", *["一致"] * 3]


# --- imported by xlwings itself: ranges, and no state -------------------------------------


def test_ranges_are_asked_for_by_where_they_stand(excel: Excel) -> None:
    assert udfs.budget_check(excel.cell(WRONG)).startswith("不符:")
    assert udfs.budget_check(excel.cell("C9:D10")).startswith("一致 ")
    assert udfs.budget_check(excel.cell(SAYING, "情况说明")) == "一致:3 个数"
    assert excel.copies == 1


def test_a_change_is_seen_in_the_next_calculation(excel: Excel) -> None:
    assert "800" in udfs.budget_check(excel.cell(WRONG))
    excel.type(WRONG, 900)
    excel.clock.now += 5
    assert "900" in udfs.budget_check(excel.cell(WRONG))
    excel.clock.now += 5
    udfs.budget_check(excel.cell(WRONG))
    assert excel.copies == 2


def test_numbers_are_taken_from_cells(excel: Excel) -> None:
    assert udfs.budget_share(excel.cell(WRONG), 1600) == 0.5
    assert udfs.budget_rate(excel.cell("Z1"), 5) == 0
    assert udfs.budget_growth(1, excel.cell("Z1")) == ""


def test_what_goes_wrong_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: object) -> str:
        raise RuntimeError("x" * 500)

    monkeypatch.setattr(cells, "share", broken)
    answer = udfs.budget_share(1, 2)
    assert isinstance(answer, str)
    assert answer.startswith("程序内部错误 RuntimeError: x")
    assert len(answer) == 255


def test_an_excel_that_saves_no_copy_now_is_told(
    excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The workbook of these tests has no SaveCopyAs: as little as a busy Excel."""
    monkeypatch.setattr(udfs, "checks", Checks())
    assert refreshed(excel, tmp_path).startswith("Excel 正忙,没有核对")
    assert udfs.budget_check(excel.cell(WRONG)).startswith("Excel 正忙,没有核对")


def test_the_fingerprint_changes_with_values_formulas_and_sheets(excel: Excel) -> None:
    seen = [fingerprint(excel.book)]
    for value in (2, "2", "=1+1"):
        excel.type("C10", value)
        seen.append(fingerprint(excel.book))
    excel.workbook[TABLE].title = "别的名称"
    seen.append(fingerprint(excel.book))
    assert len(set(seen)) == len(seen)


def test_the_check_in_excel_is_that_of_the_command_line(tmp_path: Path, excel: Excel) -> None:
    refreshed(excel, tmp_path)
    excel.workbook.save(tmp_path / "另存.xlsx")
    report = pipeline.check(tmp_path / "另存.xlsx")
    headless = Checked(report, pipeline.identities(report.book))
    last = excel.checks.last(NAME)
    assert last is not None
    assert write_stored(last.checked) == write_stored(headless)


# --- as xlwings registers them ------------------------------------------------------------


@pytest.fixture(scope="module")
def windows() -> Mapping[str, Any]:
    """What xlwings' own decorators and dispatcher make of the functions, its COM stubbed."""
    calls = [
        ("budget_share", [407.68, 715.33]),
        ("budget_share", [1, 0]),
        ("budget_check", ["", "x\t1"]),
    ]
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, str(_ON_WINDOWS)],
        input=json.dumps(calls),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={"PYTHONUTF8": "1", "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_every_function_is_registered_with_category_and_help(windows: Mapping[str, Any]) -> None:
    told = windows["told"]
    assert set(told) == {function.python_name for function in FUNCTIONS.values()}
    for function in FUNCTIONS.values():
        registered = told[function.python_name]
        assert registered["category"] == CATEGORY
        assert registered["volatile"] is function.is_live
        assert registered["ret"]["doc"] == function.help
        shown = [arg for arg in registered["args"] if not arg["vba"]]
        assert [(arg["name"], arg["doc"]) for arg in shown] == [
            (argument.name, argument.help) for argument in function.arguments
        ]
        optional = [argument.is_optional for argument in function.arguments]
        assert ["optional" in arg for arg in shown] == optional


def test_users_do_not_see_the_state(windows: Mapping[str, Any]) -> None:
    assert "Function budget_check(Optional scope)" in windows["vba"]
    assert "Function budget_figure(table, row, column)" in windows["vba"]
    assert "state" not in windows["vba"].replace("statement", "")


def test_the_dispatcher_of_xlwings_gets_answers(windows: Mapping[str, Any]) -> None:
    assert windows["answers"] == [[[0.5699]], [[""]], [["还没有核对:请点“全部核对”"]]]


def test_parameters_are_those_of_the_definitions() -> None:
    for function in FUNCTIONS.values():
        made = signature(getattr(udfs, function.python_name)).parameters.values()
        shown = [one for one in made if one.name != udfs.STATE]
        assert [one.name for one in shown] == [argument.name for argument in function.arguments]
        assert [one.default is not Parameter.empty for one in shown] == [
            argument.is_optional for argument in function.arguments
        ]
