"""A click through xlwings: marks land in the open workbook, the way back in the journal."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl.workbook import Workbook
from openpyxl.workbook.protection import WorkbookProtection

from tests.addin.test_xlwings_apply import loaded, saved, state
from tests.addin.xlwings_engine import OpenpyxlNative, book_of
from xltool import pipeline
from xltool.addin.actions import Actions, escaped, read_actions
from xltool.addin.exchange import Exchange
from xltool.addin.xlwings_apply import apply as apply_live
from xltool.addin.xlwings_road import click, click_on, refusal, with_journal
from xltool.examples import FIGURES
from xltool.model.errors import XltoolError
from xltool.model.patch import AddSheet, DeleteRows, Patch, SetContent, SetFill, SheetLayout
from xltool.package import Package, apply, write_atomic

SHEET = "公开03表"
NAME = "决算公开表.xlsx"


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped example with one total typed over."""
    place = tmp_path_factory.mktemp("road") / "示例.xlsx"
    pipeline.save(pipeline.fill(FIGURES, unit="元", unit_name="示例单位"), place)
    wrong = Patch((SetContent(SHEET, "C8", None, Decimal("800.00")),))
    write_atomic(place, apply(wrong, Package.open(place)).to_bytes())
    return place


class Click:
    """One click on the open workbook, as VBA prepares it."""

    def __init__(self, folder: Path, command: str, place: Path, workbook: Workbook) -> None:
        self.exchange = Exchange(folder / "actions-1.txt")
        self.step = folder / "step-7-1.txt"
        self.workbook = workbook
        self.book = book_of(workbook)
        copy = folder / "actions-1.txt.xlsx"
        shutil.copy(place, copy)
        fields = (command, escaped(str(copy)), escaped(NAME), escaped(str(self.step)))
        request = ("\t", f"{escaped(SHEET)}\tC8", "\t".join(fields), "")
        self.exchange.request.write_text("\r\n".join(request), "ascii")
        self.exchange.ticket.write_text("xlwings")

    def run(self) -> Actions | None:
        """What VBA reads afterwards."""
        click_on(self.book, self.exchange, OpenpyxlNative())
        place = self.exchange.actions
        return read_actions(place.read_bytes().decode("ascii")) if place.exists() else None


def test_a_check_marks_the_open_workbook_and_undo_lies_in_the_journal(
    example: Path, tmp_path: Path
) -> None:
    workbook = loaded(Package.open(example))
    before = state(saved(workbook))
    made = Click(tmp_path, "check-all", example, workbook)

    answer = made.run()

    assert answer is not None
    assert answer.message.startswith("核对完毕:不符 1 ")
    assert answer.applied
    assert not answer.patch
    assert workbook[SHEET]["C8"].fill.fgColor.rgb.endswith("FFC7CE")
    assert "核对结果" in workbook.sheetnames
    undo = read_actions(made.step.read_bytes().decode("ascii"))
    assert not made.step.with_name(f"{made.step.name}.open").exists()
    apply_live(undo.patch, made.book, OpenpyxlNative())
    assert state(saved(workbook)) == before


def test_what_needs_no_edits_is_left_to_say(example: Path, tmp_path: Path) -> None:
    made = Click(tmp_path, "next-finding", example, loaded(Package.open(example)))
    answer = made.run()
    assert answer is not None
    assert "先点“全部核对”" in answer.message
    assert not answer.applied
    assert not made.step.exists()


def test_stages_are_shown_in_the_status_bar_which_is_given_back(
    example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Click(tmp_path, "check-all", example, loaded(Package.open(example)))
    shown: list[object] = []
    application = type(made.book.app.impl)
    monkeypatch.setattr(
        application, "status_bar", property(lambda _: False, lambda _, text: shown.append(text))
    )
    made.run()
    assert [str(text).split(",")[0] for text in shown[:-1]] == [
        f"xltool {stage}" for stage in ("启动", "读取", "核对表格", "核对情况说明", "写标记")
    ]
    assert shown[-1] is False


def test_a_click_that_vba_gave_up_has_no_effect(example: Path, tmp_path: Path) -> None:
    workbook = loaded(Package.open(example))
    before = state(saved(workbook))
    made = Click(tmp_path, "check-all", example, workbook)
    made.exchange.ticket.unlink()
    assert made.run() is None
    assert state(saved(workbook)) == before


def test_a_cancelled_click_changes_nothing_and_leaves_nothing(
    example: Path, tmp_path: Path
) -> None:
    workbook = loaded(Package.open(example))
    before = state(saved(workbook))
    made = Click(tmp_path, "recompute", example, workbook)
    made.exchange.cancel.write_text("")
    assert made.run() is None
    assert state(saved(workbook)) == before
    assert [path.name for path in tmp_path.iterdir()] == ["actions-1.txt.xlsx"]


@pytest.mark.parametrize(("wrong", "told"), [("protected", "受保护"), ("shared", "取消共享")])
def test_where_nothing_may_be_changed_it_is_told(
    wrong: str, told: str, example: Path, tmp_path: Path
) -> None:
    workbook = loaded(Package.open(example))
    workbook[SHEET].protection.sheet = wrong == "protected"
    workbook.properties.keywords = wrong
    before = state(saved(workbook))
    made = Click(tmp_path, "check-all", example, workbook)
    answer = made.run()
    assert answer is not None
    assert told in answer.message
    assert not answer.applied
    assert not made.step.exists()
    assert state(saved(workbook)) == before


def test_a_workbook_of_fixed_structure_takes_marks_but_no_sheets() -> None:
    workbook = Workbook()
    workbook.security = WorkbookProtection(lockStructure=True)
    book, native = book_of(workbook), OpenpyxlNative()
    fill = SetFill("Sheet", "A1", None, "FFC7CE")
    assert refusal(Patch((fill,)), book, native) == ""
    added = Patch((AddSheet("核对结果", SheetLayout()), fill))
    assert "结构受保护" in refusal(added, book, native)


def test_what_runpython_calls_finds_the_action_file_in_the_profile(
    example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workbook = loaded(Package.open(example))
    made = Click(tmp_path, "help", example, workbook)
    monkeypatch.setenv("XLTOOL_HOME", str(tmp_path))
    monkeypatch.setattr("xlwings.Book.caller", lambda: made.book)
    click("actions-1.txt")
    assert "撤销" in read_actions(made.exchange.actions.read_bytes().decode("ascii")).message


def test_on_a_mac_the_edits_are_left_to_vba(
    example: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Click(tmp_path, "recompute", example, loaded(Package.open(example)))
    monkeypatch.setenv("XLTOOL_HOME", str(tmp_path))
    monkeypatch.setattr("sys.platform", "darwin")
    click("actions-1.txt")
    answer = read_actions(made.exchange.actions.read_bytes().decode("ascii"))
    assert answer.patch
    assert not answer.applied
    assert made.workbook[SHEET]["C8"].value == 800
    assert not made.step.exists()


def test_an_edit_that_fails_leaves_workbook_and_journal_as_they_were(
    example: Path, tmp_path: Path
) -> None:
    workbook = loaded(Package.open(example))
    before = state(saved(workbook))
    patch = Patch((SetFill(SHEET, "A1", None, "FFC7CE"), DeleteRows(SHEET, 3, 1, 3)))
    with pytest.raises(XltoolError, match="还有内容"):
        with_journal(patch, tmp_path / "step.txt", book_of(workbook), OpenpyxlNative())
    assert state(saved(workbook)) == before
    assert list(tmp_path.iterdir()) == []


def test_a_fault_of_the_program_is_one_chinese_line(example: Path, tmp_path: Path) -> None:
    made = Click(tmp_path, "nonsense", example, loaded(Package.open(example)))
    answer = made.run()
    assert answer is not None
    assert answer.message.startswith("程序内部错误")


KILLED = """
import os, signal, sys
from pathlib import Path
from tests.addin.test_xlwings_road import halfway
halfway(Path(sys.argv[1]), lambda: os.kill(os.getpid(), signal.SIGKILL))
"""


def halfway(folder: Path, end: object) -> None:
    """Apply a step with a sheet added, and end behind that."""

    class Ending(OpenpyxlNative):
        def lay_filter(self, *_given: object) -> None:
            assert callable(end)
            end()

    patch = Patch(
        (
            SetFill("Sheet", "A1", None, "FFC7CE"),
            AddSheet("核对结果", SheetLayout((9.0,), "A1:B2")),
            SetContent("核对结果", "A1", None, "序号"),
        )
    )
    with_journal(patch, folder / "step.txt", book_of(Workbook()), Ending())


def test_a_program_killed_between_edits_leaves_the_way_back_and_how_far_it_came(
    tmp_path: Path,
) -> None:
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", KILLED, str(tmp_path)],
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == -signal.SIGKILL
    undo = read_actions((tmp_path / "step.txt").read_bytes().decode("ascii"))
    assert len(undo.patch.edits) == 3
    assert (tmp_path / "step.txt.open").read_text("ascii").split() == ["open", "moved"]
