"""States in which nothing may be changed: the user is told what to do, and no cell differs.

Shown in LibreOffice. What it has not (a shared workbook, no workbook in front of an add-in,
a path of a network share) is answered by its host functions as Excel would; what only
Excel itself can show stands in tests/excel/MANUAL.md.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from tests.addin.office_session import click, enabled, macro_workbook, needs_uno, office, pretend
from tests.addin.ribbon_scenes import TOTAL, USERS_OWN, Played, Scene, example
from tests.addin.structure import shipped
from tests.office import needs_office
from xltool import pipeline
from xltool.addin.commands import COMMANDS, DONE_BY_VBA
from xltool.package import Package

pytestmark = [needs_office, needs_uno]

CHINESE = re.compile("[\u4e00-\u9fff]")
OF_A_WORKBOOK = tuple(
    button for button in COMMANDS if button not in ("fill-template", "doctor", "help")
)
NAME = "决算 公开表.xlsm"
ODD_PATH = "\\\\文件服务器\\共享 目录\\100% #1/决算;(公开)+表&'.xlsm"
ANSWERS = {
    "    isAddin = ThisWorkbook.IsAddin\n": (
        '    If Clicks.Pretends("none") Then Exit Function\n    isAddin = ThisWorkbook.IsAddin\n'
    ),
    "    IsShared = book.MultiUserEditing\n": '    IsShared = Clicks.Pretends("shared")\n',
    "    path = exchange & ending\n": (
        "    path = exchange & ending\n"
        '    If Clicks.Pretends("full") Then path = "/dev/null/a" & ending\n'
    ),
    '    Program = Environ("XLTOOL_COMMAND")\n': (
        '    Program = Environ("XLTOOL_COMMAND")\n'
        '    If Clicks.Pretends("lost") Then Program = "/nowhere/xltool"\n'
    ),
    "    path = CellHost.FullNameOf(book)\n": '    path = "\\\\fileserver\\share\\a b.xlsm"\n',
}
"""What Excel would answer, in the place of what LibreOffice does."""
WHAT_EXCEL_ANSWERS = {
    "shared": "recompute",  # the workbook is shared
    "full": "check-all",  # no copy of it can be saved
    "lost": "check-all",  # the program is not where it was said to be
    "share": "recompute",  # nothing else than that its path is one of a network
}


def played(
    folder: Path,
    scene: Scene,
    package: Package,
    *,
    name: str = NAME,
    changed: Mapping[str, str] | None = None,
    options: dict[str, object] | None = None,
    password: str | None = None,
) -> Played:
    """The scene in a macro workbook made of ``package``."""
    data = macro_workbook(package, changed)
    if password is not None:
        locked = io.BytesIO()
        OOXMLFile(io.BytesIO(data)).encrypt(password, locked)
        data = locked.getvalue()
        options = {**(options or {}), "Password": password}
    workbook = folder / name
    workbook.parent.mkdir(exist_ok=True)
    workbook.write_bytes(data)
    figures = folder / "数据.csv"
    figures.write_text("table,row,column,value\n公开03表,2010607,项目支出,1\n", "utf-8")
    return scene.play(workbook, folder / "用户 目录", figures, options)


def unchanged(found: Played, *names: str) -> None:
    """Assert that all these states are the same, cell by cell."""
    for one, other in pairwise(names):
        assert found.changes(one, other) == []


def plain() -> Package:
    """A workbook with none of the tables."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet["A1"] = "通讯录"
    sheet["B2"] = 12
    out = io.BytesIO()
    book.save(out)
    return Package.open(out.getvalue())


@pytest.fixture(scope="module")
def pretending(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """One load in which Excel's answers that LibreOffice never gives are given in turn."""
    folder = tmp_path_factory.mktemp("pretending")
    scene = Scene(folder)
    scene.then("settled", ["settle"])
    scene.look("before")
    for what, button in WHAT_EXCEL_ANSWERS.items():
        scene.then(f"pretend {what}", pretend(what))
        scene.click(button, what)
    scene.then("undo", click("undo"))
    scene.look("after")
    scene.then("pretend none", pretend("none"))
    for button in (*COMMANDS, *DONE_BY_VBA):
        scene.then(f"{button}: enabled", enabled(button))
    for button in OF_A_WORKBOOK:
        scene.then(button, click(button))
    scene.then("undo without a workbook", click("undo"))
    return played(folder, scene, example(folder, *USERS_OWN), name=ODD_PATH, changed=ANSWERS)


def test_without_a_workbook_every_button_that_needs_one_says_so(pretending: Played) -> None:
    for button in OF_A_WORKBOOK:
        assert "请先打开决算公开表" in pretending[button], button
        assert not pretending[f"{button}: enabled"]
    assert "请先打开决算公开表" in pretending["undo without a workbook"]
    for button in ("fill-template", "settings", "doctor", "help"):
        assert pretending[f"{button}: enabled"]


def test_a_shared_workbook_is_left_alone(pretending: Played) -> None:
    assert "请先取消共享" in pretending["shared"]
    unchanged(pretending, "before", "shared")


def test_a_copy_that_cannot_be_saved_is_told(pretending: Played) -> None:
    assert "无法保存工作簿的副本" in pretending["full"]
    assert "请检查磁盘空间和权限" in pretending["full"]
    unchanged(pretending, "before", "full")


def test_a_program_that_is_not_there_is_told_with_its_name(pretending: Played) -> None:
    assert "请在“设置”中填写" in pretending["lost"]
    assert "/nowhere/xltool" in pretending["lost"]
    unchanged(pretending, "before", "lost")


def test_odd_paths_and_network_shares_are_no_obstacle(pretending: Played) -> None:
    """The workbook stands in such a folder; its steps are kept as those of a share."""
    assert "公式已恢复" in pretending["share"]
    assert pretending.changes("before", "share")
    assert pretending["undo"] == "已撤销上次操作"
    unchanged(pretending, "before", "after")


def test_a_workbook_with_none_of_the_tables_is_told_and_left_alone(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.then("settled", ["settle"])
    scene.look("before")
    reading = ("import-data", "recompute", "check-all", "report")
    for button in (*reading, "next-finding", "unmark", "undo"):
        scene.then(button, click(button))
    scene.look("after")
    found = played(tmp_path, scene, plain())

    unchanged(found, "before", "after")
    for button in reading:
        assert "没有认出任何一张公开表" in found[button]
        assert "请" in found[button]
    assert "全部核对" in found["next-finding"]
    assert "没有可以撤销的操作" in found["undo"]


def test_protected_sheets_are_named_and_nothing_is_changed(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.then("settled", ["settle"])
    scene.click("recompute")
    scene.then("locked", ["protect", TOTAL[0]])
    scene.look("before")
    for button in ("undo", "check-tables"):
        scene.click(button)
    scene.then("unlocked", ["unprotect", TOTAL[0]])
    scene.then("undo at last", click("undo"))
    found = played(tmp_path, scene, example(tmp_path, *USERS_OWN))

    unchanged(found, "before", "undo", "check-tables")
    for button in ("undo", "check-tables"):
        assert "请先撤销保护" in found[button]
        assert TOTAL[0] in found[button]
    assert found["undo at last"] == "已撤销上次操作", "the refused undo is not lost"


def test_a_protected_structure_allows_marks_but_no_new_sheet(tmp_path: Path) -> None:
    full, form = tmp_path / "全.xlsx", tmp_path / "公开.xlsx"
    full.write_bytes(example(tmp_path, *USERS_OWN).to_bytes())
    pipeline.publish(full, form)
    scene = Scene(tmp_path)
    scene.then("settled", ["settle"])
    scene.then("fixed", ["fix-sheets"])
    scene.look("before")
    scene.click("check-all")
    found = played(tmp_path, scene, Package.open(form))

    unchanged(found, "before", "check-all")
    assert "工作簿结构受保护" in found["check-all"]
    assert "请先撤销保护" in found["check-all"]


def test_a_workbook_that_was_never_saved_is_checked_as_it_stands(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.then("settled", ["settle"])
    scene.look("before")
    scene.click("recompute")
    scene.click("undo")
    unsaved: dict[str, object] = {"AsTemplate": True}
    found = played(tmp_path, scene, example(tmp_path, *USERS_OWN), options=unsaved)

    assert "公式已恢复" in found["recompute"]
    assert found.state("recompute")[*TOTAL, "formula"]
    unchanged(found, "before", "undo")


def test_a_workbook_that_may_only_be_read_is_left_alone(tmp_path: Path) -> None:
    """Excel lets one work on in such a workbook; LibreOffice would drop edits silently."""
    scene = Scene(tmp_path)
    scene.then("rows are fitted", click("next-finding"))
    scene.look("before")
    scene.click("recompute")
    only_read: dict[str, object] = {"ReadOnly": True}
    found = played(tmp_path, scene, example(tmp_path, *USERS_OWN), options=only_read)

    unchanged(found, "before", "recompute")
    assert "只读" in found["recompute"]
    assert "请另存" in found["recompute"]


def test_a_workbook_locked_by_a_password_is_told_how_to_open_it(tmp_path: Path) -> None:
    """The copy that is sent keeps the password, so nothing secret is left in the profile."""
    scene = Scene(tmp_path)
    scene.then("settled", ["settle"])
    scene.look("before")
    scene.click("recompute")
    found = played(tmp_path, scene, example(tmp_path, *USERS_OWN), password="秘密1")  # noqa: S106 - of the test's own file

    unchanged(found, "before", "recompute")
    assert "设有打开密码" in found["recompute"]
    assert "去掉密码" in found["recompute"]


def test_cells_with_errors_do_not_keep_a_check_from_its_end(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.then("divided", ["formula", "公开03表", "D11", "=1/0"])
    scene.then("referred", ["formula", "公开05表", "D11", "=#REF!+1"])
    scene.then("settled", ["settle"])
    scene.look("before")
    for button in ("check-all", "undo"):
        scene.click(button)
    found = played(tmp_path, scene, example(tmp_path, *USERS_OWN))

    assert found["check-all"].startswith("核对完毕:")
    texts = [shown for place, shown in found.state("check-all").items() if place[2] == "note"]
    assert any("#DIV/0!" in str(text) for text in texts)
    unchanged(found, "before", "undo")


def test_a_journal_that_was_damaged_is_told_and_changes_nothing(tmp_path: Path) -> None:
    home = tmp_path / "用户 目录"
    scene = Scene(tmp_path)
    scene.then("settled", ["settle"])
    scene.click("recompute")
    scene.look("before")
    scene.then("damaged", ["damage", str(home), "step-*.txt"])
    scene.click("undo")
    found = played(tmp_path, scene, example(tmp_path, *USERS_OWN))

    assert CHINESE.search(found["undo"])
    assert found["undo"] != "已撤销上次操作"
    unchanged(found, "before", "undo")


FAILURES = {
    "crash": "没有回应",  # ends before it has taken the work
    "hang": "没有回应",  # never gets to work
    "silent": "中途停止",  # ends in the middle of it
    "half": "没有回应",  # leaves half an action file
}


def impatient() -> dict[str, str]:
    """The sources with a second where they wait for long."""
    source = shipped().source("Roads")
    constants = re.findall(r"(?:STARTS_WITHIN|SILENT_AT_MOST) As Double = \d+", source)
    return {one: re.sub(r"\d+$", "1", one) for one in constants}


def test_a_program_that_fails_is_told_and_changes_nothing(tmp_path: Path) -> None:
    scene = Scene(tmp_path)
    scene.then("settled", ["settle"])
    scene.look("before")
    for mode in FAILURES:
        scene.then(f"will {mode}", office().program_will(mode))
        scene.then(mode, click("check-all"))
    scene.look("after")
    found = played(tmp_path, scene, example(tmp_path, *USERS_OWN), changed=impatient())

    for mode, told in FAILURES.items():
        assert told in found[mode], mode
        assert "工作簿没有改动" in found[mode]
        assert "诊断" in found[mode]
    unchanged(found, "before", "after")
    left = {path.name for path in (tmp_path / "用户 目录").iterdir()}
    assert not {name for name in left if name.startswith("actions-")}
