"""The doctor on computers made up for the test: each fault alone, and none at all."""

from __future__ import annotations

import json
import os
import plistlib
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from tests.addin.machines import EXCEL, START, WPS, linux, mac, windows
from xltool.addin import doctor_program
from xltool.addin.diagnosis import Diagnosis, State
from xltool.addin.doctor import diagnose, is_well
from xltool.addin.install import install
from xltool.addin.machine import Machine
from xltool.addin.registry import Value
from xltool.cli.main import status_of

USER = r"HKCU\Software\Microsoft\Office\16.0\Excel"
POLICY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
MACHINE_POLICY = r"HKLM\Software\Policies\Microsoft\Office\16.0\Excel\Security"
NO_PLACES = {rf"{POLICY}\Trusted Locations": {"AllLocationsDisabled": 1}}

Keys = Mapping[str, Mapping[str, Value]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "用户 甲"
    folder.mkdir()
    return folder


def healthy(home: Path, *keys: Keys) -> Machine:
    """Excel on Windows with the add-in installed and a program that answers."""
    machine = replace(windows(home, EXCEL, *keys), program=fake_program(home / "xltool 程序"))
    install(machine)
    return machine


def fake_program(file: Path, answer: str = "") -> str:
    """A program that says ``answer``, by default the version of this xltool."""
    from xltool.addin.install import program_version

    file.write_text(f"#!/bin/sh\necho '{answer or 'xltool ' + program_version()}'\n")
    file.chmod(0o755)
    return str(file)


def found(machine: Machine, subject: str) -> Diagnosis:
    return next(each for each in diagnose(machine) if each.subject.startswith(subject))


def test_a_healthy_computer_has_nothing_wrong(home: Path) -> None:
    diagnoses = diagnose(healthy(home))

    assert is_well(diagnoses)
    assert {each.state for each in diagnoses} == {State.GOOD}
    subjects = " ".join(each.subject for each in diagnoses)
    for looked_at in (
        "解释器",
        "组件",
        "程序",
        "工作文件夹",
        "Excel 加载项",
        "组策略",
        "宏设置",
        "网络",
    ):
        assert looked_at in subjects


def test_everything_wrong_comes_with_what_to_do(home: Path) -> None:
    for each in diagnose(windows(home, EXCEL, {POLICY: {"VBAWarnings": 4}}, NO_PLACES)):
        assert each.found
        assert each.advice or each.state is not State.WRONG


def test_diagnosing_changes_nothing(home: Path) -> None:
    diagnose(windows(home, EXCEL))
    assert list(home.iterdir()) == []


def test_an_addin_never_installed_is_wrong_and_its_missing_folder_named(home: Path) -> None:
    diagnosis = found(windows(home, EXCEL), "Excel 加载项")

    assert diagnosis.state is State.WRONG
    assert "XLSTART 不存在" in diagnosis.found
    assert "xltool addin install" in diagnosis.advice


def test_an_addin_that_vanished_after_installing_points_at_the_quarantine(home: Path) -> None:
    machine = healthy(home)
    (home / START / "xltool.xlam").unlink()

    diagnosis = found(machine, "Excel 加载项")

    assert diagnosis.state is State.WRONG
    assert "杀毒" in diagnosis.found
    assert "隔离区" in diagnosis.advice


def test_an_addin_of_another_version_is_noted(home: Path) -> None:
    machine = healthy(home)
    file = home / START / "xltool.xlam"
    file.write_bytes(file.read_bytes() + b"\0")

    assert found(machine, "Excel 加载项").state is State.NOTE


def test_another_programs_addin_in_our_place_is_wrong(home: Path) -> None:
    machine = healthy(home)
    (home / START / "xltool.xlam").write_bytes(b"x")

    assert "另一个程序" in found(machine, "Excel 加载项").found


@pytest.mark.parametrize(("zone", "state"), [("3", State.WRONG), ("0", State.GOOD)])
@pytest.mark.skipif(sys.platform == "win32", reason="there the name is a stream, not a file")
def test_the_mark_of_a_download_is_seen(home: Path, zone: str, state: State) -> None:
    machine = healthy(home)
    stream = home / START / "xltool.xlam:Zone.Identifier"  # NTFS keeps the mark in this stream
    stream.write_text(f"[ZoneTransfer]\nZoneId={zone}\n")

    assert found(machine, "Excel 加载项").state is state


@pytest.mark.parametrize(
    ("keys", "state", "word"),
    [
        ({f"{USER}\\Security": {"VBAWarnings": 1}}, State.GOOD, "受信任"),
        ({f"{USER}\\Security": {"VBAWarnings": 4}}, State.NOTE, ".xlsm"),
        ({POLICY: {"VBAWarnings": 3}}, State.NOTE, "组策略"),
        ({POLICY: {"VBAWarnings": 4}, **NO_PLACES}, State.WRONG, "不能运行"),
        ({MACHINE_POLICY: {"VBAWarnings": 4}, **NO_PLACES}, State.WRONG, "组策略"),
        (NO_PLACES, State.NOTE, "询问"),
    ],
)
def test_macro_settings(home: Path, keys: Keys, state: State, word: str) -> None:
    diagnosis = found(healthy(home, keys), "宏设置")

    assert diagnosis.state is state
    assert word in diagnosis.found


def test_a_start_folder_on_a_share_is_noted_unless_shares_are_trusted(home: Path) -> None:
    share = r"\\server\profiles\user"
    allowed = {rf"{USER}\Security\Trusted Locations": {"AllowNetworkLocations": 1}}

    diagnosis = found(windows(home, EXCEL, APPDATA=share), "宏设置")

    assert diagnosis.state is State.NOTE
    assert share in diagnosis.found
    assert found(windows(home, EXCEL, allowed, APPDATA=share), "宏设置").state is State.GOOD


def test_policy_goes_before_what_the_user_chose(home: Path) -> None:
    keys = {
        f"{USER}\\Security": {"VBAWarnings": 1},
        POLICY: {"VBAWarnings": 4},
        **NO_PLACES,
    }
    assert "VBAWarnings=4" in found(healthy(home, keys), "宏设置").found


@pytest.mark.parametrize(
    ("key", "name", "state"),
    [
        (r"HKCU\Software\Policies\Microsoft\Office\16.0\Common", "VBAOff", State.WRONG),
        (r"HKLM\Software\Policies\Microsoft\Office\16.0\Common", "VbaOff", State.WRONG),
        (POLICY, "DisableAllAddins", State.WRONG),
        (POLICY, "RequireAddinSig", State.WRONG),
        (POLICY, "BlockContentExecutionFromInternet", State.NOTE),
    ],
)
def test_group_policy_is_named_by_its_value(home: Path, key: str, name: str, state: State) -> None:
    diagnosis = found(healthy(home, {key: {name: 1}}), "组策略")

    assert diagnosis.state is state
    assert f"{name.lower()}=1" in diagnosis.found.lower()
    assert found(healthy(home, {key: {name: 0}}), "组策略").state is State.GOOD


@pytest.mark.parametrize("name", ["DisableAllAddins", "RequireAddinSig"])
def test_a_box_ticked_in_the_trust_centre_is_wrong(home: Path, name: str) -> None:
    diagnosis = found(healthy(home, {f"{USER}\\Security": {name: 1}}), "加载项设置")

    assert diagnosis.state is State.WRONG
    assert "信任中心" in diagnosis.advice


def test_an_addin_that_excel_put_aside_after_a_crash_is_found(home: Path) -> None:
    item = b"\x01\0" + "C:\\XLSTART\\XLTOOL.XLAM".encode("utf-16-le")
    keys = {rf"{USER}\Resiliency\DisabledItems": {"AB12": item, "CD34": b"other"}}

    assert found(healthy(home, keys), "禁用项目").state is State.WRONG


def test_an_addin_registered_twice_is_noted(home: Path) -> None:
    keys = {rf"{USER}\Options": {"OPEN": '/R "xlwings.xlam"', "OPEN1": r'"D:\下载\xltool.xlam"'}}

    assert r"D:\下载\xltool.xlam" in found(healthy(home, keys), "重复加载").found


def test_wps_in_the_place_of_excel_is_noted(home: Path) -> None:
    key = r"HKCR\CLSID\{00024500-0000-0000-C000-000000000046}\LocalServer32"
    server = r"C:\Program Files\Kingsoft\WPS Office\office6\et.exe /Automation"

    assert found(healthy(home, WPS, {key: {"": server}}), "Excel 的注册项").state is State.NOTE
    real = r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE /automation"
    subjects = [each.subject for each in diagnose(healthy(home, {key: {"": real}}))]
    assert "Excel 的注册项" not in subjects


def test_xlsx_opened_by_wps_is_noted(home: Path) -> None:
    key = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\.xlsx\UserChoice"
    assert "WPS" in found(healthy(home, {key: {"ProgId": "ET.Xlsx.6"}}), ".xlsx").found
    subjects = [
        each.subject for each in diagnose(healthy(home, {key: {"ProgId": "Excel.Sheet.12"}}))
    ]
    assert ".xlsx 的打开方式" not in subjects


def test_wps_alone_needs_a_click_and_no_excel(home: Path) -> None:
    machine = replace(windows(home, WPS), program=fake_program(home / "xltool"))
    install(machine)

    assert "开发工具" in found(machine, "WPS 表格").advice
    assert found(machine, "WPS 加载项").state is State.GOOD
    assert is_well(diagnose(machine))


def test_an_excel_too_old_for_the_ribbon_is_wrong(home: Path) -> None:
    machine = windows(home, {r"HKCU\Software\Microsoft\Office\12.0\Excel\Options": {"x": 1}})
    assert found(machine, "Excel").state is State.WRONG


def test_a_program_that_is_gone_is_wrong(home: Path) -> None:
    machine = healthy(home)
    Path(machine.program).unlink()

    diagnosis = found(machine, "程序")

    assert diagnosis.state is State.WRONG
    assert machine.program in diagnosis.found


def test_a_program_that_breaks_is_wrong(home: Path) -> None:
    machine = healthy(home)
    Path(machine.program).write_text("#!/bin/sh\nexit 3\n")

    assert "没有回答" in found(machine, "程序").found


def test_a_package_that_is_missing_is_named(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needed = ["lxml>=5", "no-such-package>=1", "isal>=1; platform_machine in 'x86_64'"]
    monkeypatch.setattr(doctor_program, "requires", lambda name: needed if name == "xltool" else [])

    diagnosis = found(healthy(home), "组件")

    assert diagnosis.state is State.WRONG
    assert diagnosis.found == "缺少 no-such-package"


def test_a_program_of_another_version_is_noted(home: Path) -> None:
    machine = healthy(home)
    fake_program(Path(machine.program), "xltool 99.0")

    assert "99.0" in found(machine, "程序").found
    assert found(machine, "程序").state is State.NOTE


def test_a_program_named_by_the_environment_goes_first(home: Path) -> None:
    other = fake_program(home / "other")
    machine = healthy(home)
    environment = {**machine.environment, "XLTOOL_COMMAND": f'"{other}" --quiet'}

    assert "XLTOOL_COMMAND" in found(replace(machine, environment=environment), "程序").found


def test_a_program_of_its_own_in_the_profile_goes_before_the_one_that_was_set(home: Path) -> None:
    machine = healthy(home)
    (machine.profile / "xltool").mkdir()
    frozen = fake_program(machine.profile / "xltool" / "xltool")

    assert frozen in found(machine, "程序").found
    (machine.profile / "road.txt").write_text("program\r\n")
    assert machine.program in found(machine, "程序").found
    assert found(machine, "调用方式").state is State.NOTE


def test_a_road_that_cannot_be_taken_is_wrong(home: Path) -> None:
    machine = healthy(home)
    (machine.profile / "road.txt").write_text("xlwings\r\n")
    assert found(machine, "调用方式").state is State.WRONG

    (home / START / "xlwings.xlam").write_bytes(b"x")
    assert found(machine, "调用方式").state is State.NOTE


def test_a_program_is_looked_for_on_the_path(home: Path) -> None:
    fake_program(home / "xltool")
    machine = replace(linux(home), environment={"PATH": str(home)})
    assert found(machine, "程序").state is State.GOOD
    assert found(replace(machine, environment={"PATH": ""}), "程序").state is State.WRONG


@pytest.mark.skipif(
    sys.platform == "win32", reason="a folder is made unwritable in another way there"
)
def test_a_profile_that_cannot_be_written_is_wrong(home: Path) -> None:
    machine = healthy(home)
    profile = home / "AppData/Roaming/xltool"
    blocked = replace(machine, environment={**machine.environment, "XLTOOL_HOME": "/proc/1/x"})

    assert found(machine, "工作文件夹").found.startswith(str(profile))
    assert found(blocked, "工作文件夹").state is State.WRONG


def test_a_mac_whose_preferences_refuse_macros_is_wrong(home: Path) -> None:
    machine = mac(home)
    assert found(machine, "宏设置").state is State.GOOD
    managed = home / "Library" / "Managed Preferences"
    managed.mkdir(parents=True)
    setting = {"VisualBasicMacroExecutionState": "DisabledWithoutWarnings"}
    (managed / "com.microsoft.office.plist").write_bytes(plistlib.dumps(setting))

    assert found(machine, "宏设置").state is State.WRONG


def test_python_from_the_microsoft_store_is_wrong(home: Path) -> None:
    store = Path("C:/Program Files/WindowsApps/Python.3.11")
    assert found(replace(healthy(home), interpreter=store), "解释器").state is State.WRONG


def test_the_addin_of_xlwings_is_told_and_not_needed(home: Path) -> None:
    machine = healthy(home)
    assert "不影响" in found(machine, "xlwings 加载项").found
    (home / START / "xlwings.xlam").write_bytes(b"x")

    assert str(home / START) in found(machine, "xlwings 加载项").found


def test_a_python_of_xlwings_without_xltool_is_told(home: Path) -> None:
    machine = healthy(home)
    (home / START / "xlwings.xlam").write_bytes(b"x")
    python = home / "Anaconda" / "python.exe"
    python.parent.mkdir()
    python.write_bytes(b"")
    settings = home / ".xlwings" / "xlwings.conf"
    settings.parent.mkdir()
    settings.write_text(f'"LICENSE_KEY",""\n"INTERPRETER_WIN","{python}"\n', "utf-8")

    told = found(machine, "xlwings 加载项")
    assert told.state is State.NOTE
    assert str(python) in told.found
    (python.parent / "Lib" / "site-packages" / "xltool-0.1.dist-info").mkdir(parents=True)
    assert found(machine, "xlwings 加载项").state is State.GOOD


def test_no_excel_on_this_system_is_no_fault(home: Path) -> None:
    assert found(linux(home), "Excel").state is State.NOTE


def test_the_command_answers_as_text_and_as_json(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fake_program(home / "xltool")
    monkeypatch.setenv("PATH", f"{home}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("XLTOOL_HOME", str(home / "设置"))

    assert status_of(["addin", "doctor"]) == 0
    assert "[好] 解释器:Python" in capsys.readouterr().out
    assert status_of(["addin", "doctor", "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["schema"] == 1
    assert set(answer["checks"][0]) == {"subject", "state", "found", "advice"}
    monkeypatch.setenv("XLTOOL_COMMAND", str(home / "没有"))
    assert status_of(["addin", "doctor"]) == 1
