"""While a button works, or between a calculation and its event, Excel lets clicks and typing in.

LibreOffice is made to do the same at those points.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.addin.office_session import (
    Step,
    click,
    macro_workbook,
    needs_uno,
    office,
)
from tests.addin.test_file_road import TOTAL, filled
from tests.office import needs_office
from xltool.addin.injection import MacroKind, with_macros
from xltool.addin.project import Module, ModuleKind
from xltool.addin.sources import modules, ribbon
from xltool.model.patch import SetContent
from xltool.package import Package

pytestmark = [needs_office, needs_uno]

_WAITS = "    Wait 50\n"
_ONCE = (
    '    If Dir(Folder() & "now.txt") <> "" Then\n'
    '        Remove Folder() & "now.txt"\n'
    "        {does}\n"
    '        Texts.WriteLines Folder() & "told.txt", Array(Texts.Escaped(Bridge.LastMessage()))\n'
    "    End If\n"
)
_HELD = "    If held Or Host.IsOffice() Then Calculate book\n"
_TRIAL = """Attribute VB_Name = "Trial"
Option Explicit

Public Function Told() As String
    Dim book As Object
    On Error GoTo Failed
    Set book = Host.Target()
    Checked.Settle book, Checked.Generation(book)
    Checked.Doubt book
    Checked.Noticed book
    Told = Texts.ReadLines(Host.Folder() & "held.txt")(0)
    Checked.Doubt book
    Checked.Noticed book
    Told = Told & " " & Texts.ReadLines(Host.Folder() & "held.txt")(0)
    Exit Function
Failed:
    Told = Err.Description
End Function
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Package:
    """The shipped example with one total typed over."""
    wrong = SetContent("公开03表", "C8", None, Decimal("800.00"))
    return filled(tmp_path_factory.mktemp("meanwhile"), wrong)


def answers(folder: Path, workbook: bytes, *steps: Step) -> list[Any]:
    place = folder / "决算 公开表.xlsm"
    place.write_bytes(workbook)
    home = folder / "用户"
    return office().run(place, [["call", "Bridge.Ping"], *steps], home)[1:]


def while_waiting(package: Package, folder: Path, does: str) -> bytes:
    """The workbook whose first wait for the program does something once."""
    (folder / "用户").mkdir()
    (folder / "用户" / "now.txt").write_text("")
    return macro_workbook(package, {_WAITS: _WAITS + _ONCE.format(does=does)})


def told_meanwhile(folder: Path) -> str:
    return (folder / "用户" / "told.txt").read_bytes().decode("unicode-escape").strip()


def test_a_second_click_does_nothing_and_the_first_one_ends_well(
    tmp_path: Path, package: Package
) -> None:
    workbook = while_waiting(package, tmp_path, 'Bridge.Run "recompute"')
    told, total = answers(tmp_path, workbook, click("check-all"), TOTAL)
    assert told_meanwhile(tmp_path) == "上一步还在进行:请等它完成,或按 Esc 取消"
    assert told.startswith("核对完毕")
    assert total["kind"] == "VALUE"
    assert len(list((tmp_path / "用户").glob("step-*.txt"))) == 1


def test_the_next_click_works_again(tmp_path: Path, package: Package) -> None:
    workbook = while_waiting(package, tmp_path, 'Bridge.Run "recompute"')
    *_, told = answers(tmp_path, workbook, click("check-all"), click("recompute"))
    assert told.startswith("改动 ")


def test_what_was_made_for_a_workbook_that_changed_meanwhile_is_not_applied(
    tmp_path: Path, package: Package
) -> None:
    """Else 撤销 would put back what stood there before the user typed."""
    workbook = while_waiting(package, tmp_path, "Checked.Noticed Host.Target()")
    before, told, after = answers(tmp_path, workbook, TOTAL, click("recompute"), TOTAL)
    assert told == "处理期间工作簿有改动,没有写入结果:请再点一次"
    assert after == before
    assert not list((tmp_path / "用户").glob("step-*.txt"))


def test_cells_without_precedents_are_told_of_a_change_that_another_cell_saw_first(
    tmp_path: Path, package: Package
) -> None:
    """Excel calculates =BUDGET_CHECK(C9) before it tells of the change of C9."""
    made = [Module("Trial", ModuleKind.STANDARD, _TRIAL)]
    for module in modules():
        source = module.source
        if module.name == "Renewal":
            assert _HELD in source
            recorded = '    Texts.WriteLines Host.Folder() & "held.txt", Array(IIf(held, 1, 0))\n'
            source = source.replace(_HELD, recorded)
        made.append(Module(module.name, module.kind, source))
    workbook = with_macros(package, made, ribbon(), MacroKind.WORKBOOK).to_bytes()
    (told,) = answers(tmp_path, workbook, ["call", "Trial.Told"])
    assert told.split() == ["1", "0"]
