"""Installing and uninstalling on computers that exist only in the test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.addin.machines import EXCEL, START, WPS, linux, mac, windows
from xltool.addin.actions import unescaped
from xltool.addin.build import addin_bytes
from xltool.addin.install import install
from xltool.addin.install_steps import Outcome, Step
from xltool.addin.machine import Machine
from xltool.addin.uninstall import uninstall
from xltool.cli.main import status_of

GROUP = Path("Library", "Group Containers", "UBF8T346G9.Office")
MAC_START = GROUP / "User Content.localized" / "Startup.localized" / "Excel"


def outcomes(steps: tuple[Step, ...]) -> list[Outcome]:
    return [step.outcome for step in steps]


def files_in(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}


def folders_in(folder: Path) -> set[Path]:
    return {path.relative_to(folder) for path in folder.rglob("*") if path.is_dir()}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "用户 甲"
    folder.mkdir()
    return folder


def test_excel_on_windows_finds_the_addin_in_its_start_folder(home: Path) -> None:
    steps = install(windows(home, EXCEL))

    assert outcomes(steps) == [Outcome.DONE, Outcome.DONE]
    assert (home / START / "xltool.xlam").read_bytes() == addin_bytes()


def test_the_addin_is_told_where_the_program_is(home: Path) -> None:
    install(windows(home, EXCEL))

    (line,) = (home / "AppData/Roaming/xltool/command.txt").read_text("ascii").splitlines()
    assert unescaped(line) == str(home / "xltool.exe")


def test_installing_again_changes_nothing(home: Path) -> None:
    machine = windows(home, EXCEL)
    install(machine)
    before = {path: (home / path).stat().st_mtime_ns for path in files_in(home)}

    steps = install(machine)

    assert outcomes(steps) == [Outcome.SAME, Outcome.SAME]
    assert {path: (home / path).stat().st_mtime_ns for path in files_in(home)} == before


def test_another_version_of_the_addin_is_replaced(home: Path) -> None:
    machine = windows(home, EXCEL)
    install(machine)
    file = home / START / "xltool.xlam"
    file.write_bytes(file.read_bytes() + b"\0")

    assert install(machine)[0].outcome is Outcome.DONE
    assert file.read_bytes() == addin_bytes()


def test_an_addin_of_another_program_stays_and_the_user_is_told(home: Path) -> None:
    file = home / START / "xltool.xlam"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"not ours")

    (refused, told) = install(windows(home, EXCEL))

    assert refused.outcome is Outcome.LEFT
    assert "另一个程序" in str(refused)
    assert "改名" in refused.advice
    assert told.outcome is Outcome.DONE
    assert file.read_bytes() == b"not ours"
    assert all("xltool.xlam" not in str(step) or "没有删除" in str(step)
               for step in uninstall(windows(home, EXCEL)))  # fmt: skip
    assert file.read_bytes() == b"not ours"


def test_wps_gets_a_file_and_the_user_what_to_click(home: Path) -> None:
    steps = install(windows(home, WPS))

    file = home / "AppData/Roaming/xltool/xltool.xlam"
    assert file.read_bytes() == addin_bytes()
    by_hand = next(step for step in steps if step.outcome is Outcome.LEFT)
    assert "开发工具" in by_hand.advice
    assert str(file) in by_hand.advice
    assert not (home / START).exists()


def test_excel_and_wps_side_by_side_both_get_it(home: Path) -> None:
    install(windows(home, EXCEL, WPS))
    assert {START / "xltool.xlam", Path("AppData/Roaming/xltool/xltool.xlam")} <= files_in(home)


def test_excel_for_mac_gets_addin_and_script(home: Path) -> None:
    steps = install(mac(home))

    assert outcomes(steps) == [Outcome.DONE] * 3
    assert (home / MAC_START / "xltool.xlam").read_bytes() == addin_bytes()
    assert (home / GROUP / "xltool" / "command.txt").is_file()
    script = home / "Library" / "Application Scripts" / "com.microsoft.Excel" / "xltool.applescript"
    assert "/opt/xltool" in script.read_text("utf-8")


@pytest.mark.parametrize("make", [linux, windows], ids=["linux", "windows without Excel"])
def test_where_no_excel_is_nothing_is_written(home: Path, make: Callable[[Path], Machine]) -> None:
    (step,) = install(make(home))

    assert step.outcome is Outcome.LEFT
    assert "没有" in step.what
    assert "--folder" in step.advice
    assert files_in(home) == set()


def test_any_folder_can_be_named(home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "别 处"

    assert outcomes(install(linux(home), folder)) == [Outcome.DONE, Outcome.DONE]
    assert (folder / "xltool.xlam").read_bytes() == addin_bytes()
    uninstall(linux(home))
    assert not folder.exists()


def test_python_from_the_microsoft_store_is_refused_with_the_reason(home: Path) -> None:
    store = Path("C:/Program Files/WindowsApps/PythonSoftwareFoundation.Python.3.11")

    (step,) = install(replace(windows(home, EXCEL), interpreter=store))

    assert step.outcome is Outcome.LEFT
    assert "python.org" in step.advice
    assert files_in(home) == set()


def test_a_folder_that_cannot_be_written_is_a_step_left_with_the_reason(home: Path) -> None:
    (home / "AppData" / "Roaming").mkdir(parents=True)
    (home / "AppData/Roaming/Microsoft").write_text("")  # a file where a folder must be

    steps = install(windows(home, EXCEL))

    assert outcomes(steps) == [Outcome.LEFT, Outcome.DONE]
    assert "关闭 Excel" in steps[0].advice


def test_an_addin_that_excel_has_open_is_left_with_what_to_do(home: Path) -> None:
    machine = windows(home, EXCEL)
    install(machine)
    file = home / START / "xltool.xlam"
    older = file.read_bytes() + b"\0"
    file.write_bytes(older)
    file.with_name("~$xltool.xlam").write_bytes(b"")  # as Excel marks an open file

    step = install(machine)[0]

    assert step.outcome is Outcome.LEFT
    assert "关闭 Excel" in step.advice
    assert file.read_bytes() == older


def test_an_addin_that_cannot_be_deleted_is_left_with_what_to_do(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine, folder = linux(home), tmp_path / "加载项"
    install(machine, folder)
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:  # noqa: FBT001, FBT002 - as Path has it
        if path.suffix == ".xlam":
            raise PermissionError(13, "Permission denied")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)

    step = uninstall(machine)[0]

    assert step.outcome is Outcome.LEFT
    assert "关闭 Excel" in step.advice
    monkeypatch.undo()
    assert uninstall(machine)[0].outcome is Outcome.DONE
    assert not folder.exists()


def test_another_program_chosen_before_is_named_when_it_is_replaced(home: Path) -> None:
    machine = windows(home, EXCEL)
    machine.profile.mkdir(parents=True)
    machine.command_file.write_text("D:\\u005Cold.exe\r\n", encoding="ascii")

    assert "原为 D:\\old.exe" in install(machine)[1].what


@pytest.mark.parametrize("make", [lambda home: windows(home, EXCEL, WPS), mac], ids=["win", "mac"])
def test_uninstalling_leaves_the_computer_as_it_was(
    home: Path, make: Callable[[Path], Machine]
) -> None:
    machine = make(home)
    other = home / "别人的.xlam"
    other.write_bytes(b"x")
    before = files_in(home), folders_in(home)

    install(machine)
    steps = uninstall(machine)

    assert Outcome.LEFT not in outcomes(steps)
    assert (files_in(home), folders_in(home)) == before


def test_uninstalling_keeps_the_journal_unless_it_is_to_be_purged(home: Path) -> None:
    machine = windows(home, EXCEL)
    install(machine)
    journal = machine.profile / "journal-1.txt"
    journal.write_text("x")

    assert "--purge" in str(uninstall(machine)[-1])
    assert set(machine.profile.iterdir()) == {journal}
    assert not (home / START / "xltool.xlam").exists()

    uninstall(machine, purge=True)
    assert not machine.profile.exists()


def test_a_profile_that_the_user_named_is_not_purged(home: Path) -> None:
    machine = windows(home, EXCEL, XLTOOL_HOME=str(home / "资料"))
    install(machine)
    (home / "资料" / "我的.docx").write_text("x")

    last = uninstall(machine, purge=True)[-1]

    assert last.outcome is Outcome.LEFT
    assert files_in(home) == {Path("资料", "我的.docx")}


def test_a_program_set_by_the_user_later_is_not_forgotten(home: Path) -> None:
    machine = windows(home, EXCEL)
    install(machine)
    machine.command_file.write_text("D:\\u005Cmine.exe\r\n", encoding="ascii")

    steps = uninstall(machine)

    assert "改过" in next(step.what for step in steps if step.outcome is Outcome.LEFT)
    assert machine.command_file.is_file()


def test_uninstalling_what_was_never_installed_says_so(home: Path) -> None:
    (step,) = uninstall(windows(home, EXCEL))
    assert step.outcome is Outcome.SAME


def test_a_damaged_record_does_not_hide_the_addin(home: Path) -> None:
    machine = windows(home, EXCEL)
    install(machine)
    (machine.profile / "installed.json").write_text("{", encoding="utf-8")

    uninstall(machine)

    assert not (home / START / "xltool.xlam").exists()


def test_the_command_tells_every_step_and_its_status(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XLTOOL_HOME", str(home / "设置"))
    folder = home / "加载项"

    assert status_of(["addin", "install", "--folder", str(folder)]) == 0
    assert str(folder / "xltool.xlam") in capsys.readouterr().out
    assert status_of(["addin", "uninstall"]) == 0
    assert "删除" in capsys.readouterr().out
    assert not folder.exists()
