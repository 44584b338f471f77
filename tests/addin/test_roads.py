"""The roads from a button to Python, in LibreOffice: which is taken, which is left, and when."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.addin.office_session import Step, click, macro_workbook, needs_uno, office
from tests.addin.test_file_road import TOTAL, filled
from tests.office import needs_office
from xltool.addin.actions import Actions, write_actions
from xltool.model.patch import AddSheet, Patch, SetContent, SetFill, SheetLayout
from xltool.package import Package

pytestmark = [needs_office, needs_uno]

IMPATIENT = {
    "STARTS_WITHIN As Double = 45": "STARTS_WITHIN As Double = 1",
    "SILENT_AT_MOST As Double = 15": "SILENT_AT_MOST As Double = 2",
}
SHOWN = {
    "        Application.StatusBar = text\n": (
        "        Dim shown As Integer\n        shown = FreeFile\n"
        '        Open Folder() & "shown.txt" For Append As #shown\n'
        "        Print #shown, Texts.Escaped(text)\n        Close #shown\n"
    )
}
ESCAPE = {
    "    Wait 50\n": (
        '    Wait 50\n    If Dir(Folder() & "esc.txt") <> "" And '
        'Dir(Folder() & "actions-*.progress") <> "" Then Err.Raise 18\n'
    )
}
"""Esc as Excel tells it: error 18 in the macro that waits, here once the program works."""
WITH_XLWINGS = {
    "    If IsOffice() Then Exit Function\n    On Error Resume Next\n    Set addin": (
        "    HasXlwings = True\n    Exit Function\n    Set addin"
    ),
    "    book.Activate\n    Application.Run \"'xlwings.xlam'!RunPython\", code\n": (
        '    Texts.WriteLines Folder() & "code.txt", Array(code)\n'
        '    Shell """" & Folder() & "python.sh"""\n'
        '    Do While Dir(Folder() & "python.done") = ""\n        Pause\n    Loop\n'
        '    Remove Folder() & "python.done"\n'
    ),
}
"""An xlwings add-in that is open, and whose RunPython comes back when Python has ended."""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The shipped example with one total typed over."""
    wrong = SetContent("公开03表", "C8", None, Decimal("800.00"))
    return filled(tmp_path_factory.mktemp("roads"), wrong)


class User:
    """Somebody's profile, and a macro workbook in front of him."""

    def __init__(self, folder: Path, package: Package) -> None:
        self.folder = folder
        self.home = folder / "用户"
        self.home.mkdir()
        self._package = package

    def program(self, name: str, script: str) -> None:
        """Put a program into the profile."""
        place = self.home / name
        place.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        place.chmod(0o755)

    def does(self, *steps: Step, changed: Mapping[str, str] | None = None) -> list[Any]:
        """The answers to the steps."""
        place = self.folder / "决算 公开表.xlsm"
        place.write_bytes(macro_workbook(self._package, changed))
        return office().run(place, [["call", "Bridge.Ping"], *steps], self.home)[1:]

    def left(self) -> list[str]:
        """What lies in the profile, steps and stored checks aside."""
        kept = ("step-", "checked-")
        return sorted(p.name for p in self.home.iterdir() if not p.name.startswith(kept))

    def steps(self) -> int:
        """Steps that can be taken back."""
        return len(list(self.home.glob("step-*.txt")))


@pytest.fixture
def user(tmp_path: Path, package: Package) -> User:
    return User(tmp_path, package)


def test_stages_are_shown_while_the_user_waits(user: User) -> None:
    told, _ = user.does(click("check-all"), TOTAL, changed=SHOWN)
    assert told.startswith("核对完毕")
    lines = (user.home / "shown.txt").read_text("ascii").encode().decode("unicode-escape")
    assert "xltool 正在处理,按 Esc 取消…" in lines
    assert any(stage in lines for stage in ("xltool 启动", "xltool 读取", "xltool 核对"))
    assert user.left() == ["shown.txt"]


def test_esc_stops_the_program_and_changes_nothing(user: User) -> None:
    (user.home / "esc.txt").write_text("")
    before, told, after = user.does(TOTAL, click("check-all"), TOTAL, changed=ESCAPE)
    assert told == "已取消,工作簿没有改动"
    assert after == before
    deadline = time.monotonic() + 30
    while user.left() != ["esc.txt"] and time.monotonic() < deadline:
        time.sleep(0.1)
    assert user.left() == ["esc.txt"]
    assert user.steps() == 0


def test_a_program_that_falls_silent_is_left_without_a_second_one(user: User) -> None:
    user.program("xltool", "exit 0")
    before, _, told, _, after = user.does(
        TOTAL,
        office().program_will("silent"),
        click("recompute"),
        office().program_will(""),
        TOTAL,
        changed=IMPATIENT,
    )
    assert told.startswith("xltool 中途停止,工作簿没有改动")
    assert after == before
    assert user.left() == ["xltool"]


def test_a_program_of_our_own_in_the_profile_is_preferred(user: User) -> None:
    (user.home / "xltool").mkdir()
    user.program("xltool/xltool", f'touch "$0.used"\nexec "{sys.executable}" -m xltool "$@"')
    told, total = user.does(click("recompute"), TOTAL)
    assert told.startswith("改动 ")
    assert total["kind"] == "FORMULA"
    assert (user.home / "xltool" / "xltool.used").exists()


def test_where_it_does_not_answer_the_next_one_does_the_work_once(user: User) -> None:
    """The first one comes too late, and finds its ticket gone."""
    user.program("xltool", f'sleep 3; exec "{sys.executable}" -m xltool "$@"')
    total, told, marked, _, _, undone, back, nothing = user.does(
        TOTAL,
        click("recompute"),
        TOTAL,
        click("help"),
        ["settle"],
        click("undo"),
        TOTAL,
        click("undo"),
        changed=IMPATIENT,
    )
    assert told.startswith("改动 ")
    assert marked["kind"] == "FORMULA"
    assert undone == "已撤销上次操作"
    assert back == total
    assert nothing == "没有可以撤销的操作"


def test_a_program_that_cannot_be_started_is_passed_over(user: User) -> None:
    (user.home / "xltool").write_text("no program")
    told, total = user.does(click("recompute"), TOTAL, changed=IMPATIENT)
    assert told.startswith("改动 ")
    assert total["kind"] == "FORMULA"


def answering(setting: Mapping[str, str]) -> Mapping[str, str]:
    """What the user types into the two questions of 设置."""
    return {
        "    Asked = InputBox(question, Words.Title(), present)\n": (
            f'    Asked = Texts.Unescaped("{setting["road"]}")\n'
            f'    If question = Words.AskProgram() Then Asked = "{setting["program"]}"\n'
        )
    }


def test_the_user_can_set_the_program_and_fix_the_road(user: User) -> None:
    """With the road fixed to 程序 the program in the profile is not asked."""
    (user.home / "xltool").mkdir()
    user.program("xltool/xltool", 'touch "$0.used"')
    typed = answering({"program": "", "road": "\\u7A0B\\u5E8F"})
    _, told = user.does(click("settings"), click("recompute"), changed={**typed, **IMPATIENT})
    assert told.startswith("改动 ")
    assert (user.home / "road.txt").read_text("ascii").strip() == "program"
    assert not (user.home / "xltool" / "xltool.used").exists()

    typed = answering({"program": "", "road": "\\u81EA\\u52A8"})
    user.does(click("settings"), changed=typed)
    assert not (user.home / "road.txt").exists()


def test_a_program_that_is_set_is_kept(user: User) -> None:
    typed = answering({"program": "/opt/xltool", "road": ""})
    user.does(click("settings"), changed=typed)
    assert (user.home / "command.txt").read_text("ascii").strip() == "/opt/xltool"


# --- xlwings -----------------------------------------------------------------------------


def run_python(user: User, prelude: str = "pass") -> None:
    """RunPython of xlwings: the code that VBA gives it, in a process of its own."""
    runner = (
        "import sys\nfrom pathlib import Path\n"
        f"{prelude}\n"
        "exec((Path(sys.argv[1]) / 'code.txt').read_text('ascii'))\n"
    )
    (user.home / "python.py").write_text(runner, "utf-8")
    home = '"$(dirname "$0")"'
    user.program(
        "python.sh",
        f'"{sys.executable}" {home}/python.py {home} 2> {home}/python.log; '
        f"touch {home}/python.done",
    )


APPLIED = """
import io, openpyxl, xlwings
from tests.addin.xlwings_engine import OpenpyxlNative, book_of
import xltool.addin.xlwings_road as road
road.ExcelNative = OpenpyxlNative
copy = next(Path(sys.argv[1]).glob('actions-*.xlsm'))
workbook = openpyxl.load_workbook(copy, rich_text=True)
book = book_of(workbook)
type(book.impl).name = '决算 公开表.xlsm'
xlwings.Book.caller = classmethod(lambda cls: book)
import atexit
atexit.register(lambda: workbook.save(Path(sys.argv[1]) / 'live.xlsx'))
"""


def test_xlwings_does_the_work_where_it_answers(user: User) -> None:
    """What LibreOffice shows does not change: the open workbook is the one of xlwings."""
    run_python(user, f"sys.path.insert(0, {str(Path.cwd())!r})\n{APPLIED}")
    told, total, can_undo = user.does(
        click("recompute"), TOTAL, ["call", "Clicks.Enabled", "undo"], changed=WITH_XLWINGS
    )
    assert told.startswith("改动 "), (user.home / "python.log").read_text("utf-8")
    assert total["kind"] == "VALUE", (user.home / "python.log").read_text("utf-8")
    assert can_undo
    assert user.steps() == 1
    assert (user.home / "live.xlsx").exists()


@pytest.mark.parametrize(
    "prelude",
    [
        "sys.exit()",
        "import importlib.util\nimportlib.util.find_spec = lambda name: None",
        "raise SystemError",
    ],
    ids=["nothing", "without xltool", "broken"],
)
def test_where_xlwings_does_not_answer_the_program_does(user: User, prelude: str) -> None:
    run_python(user, prelude)
    told, total = user.does(click("recompute"), TOTAL, changed=WITH_XLWINGS)
    assert (user.home / "python.log").exists()
    assert told.startswith("改动 ")
    assert total["kind"] == "FORMULA"
    assert user.steps() == 1


def test_a_road_that_is_fixed_is_the_only_one(user: User) -> None:
    (user.home / "road.txt").write_text("xlwings\n")
    before, told, after = user.does(TOTAL, click("recompute"), TOTAL)
    assert told.startswith("xlwings 没有回应,工作簿没有改动")
    assert after == before


def test_a_step_broken_off_midway_is_taken_back(user: User) -> None:
    """Python was killed behind its second edit; the sheet that was to come is not there."""
    patch = Patch(
        (
            SetFill("公开03表", "C8", None, "FFC7CE"),
            SetContent("公开03表", "C8", Decimal("800.00"), Decimal(1)),
            AddSheet("新表", SheetLayout()),
            SetContent("新表", "A1", None, "甲"),
        )
    )
    undo = write_actions(Actions(patch.inverse))
    (place,) = user.does(["call", "Clicks.NextStep"])
    step = user.home / Path(place).name

    before, _, _, _, told, after, sheets, redo = user.does(
        TOTAL,
        ["file", str(step), undo],
        ["file", f"{step}.open", "open\r\n"],
        ["set", "公开03表", "C8", 1],
        click("next-finding"),
        TOTAL,
        ["sheets"],
        ["call", "Clicks.Enabled", "undo"],
    )
    assert told.startswith("上次操作中途停止,已恢复到操作前的样子")
    assert after == before
    assert "新表" not in sheets
    assert not redo
    assert user.left() == []
