"""How a click reaches Python: the road that is fixed, and the program that answers."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from xltool.addin.actions import unescaped
from xltool.addin.diagnosis import Diagnosis, good, note, wrong
from xltool.addin.install import program_version
from xltool.addin.install_places import start_folder
from xltool.addin.machine import Machine, System

_REINSTALL = "重新运行 xltool addin install"
_PATIENCE = 60
"""Seconds for a program to say its version; a cold start on a slow disk takes some."""
_FROZEN = ("xltool.exe", "xltool/xltool.exe", "xltool", "xltool/xltool")


def road(machine: Machine) -> Iterator[Diagnosis]:
    """Whether one road was fixed, and can be taken."""
    fixed = fixed_road(machine)
    if fixed == "xlwings" and xlwings_file(machine) is None:
        hint = "在功能区“决算公开-设置”里把调用方式改回“自动”,或安装 xlwings 加载项"
        yield wrong("调用方式", "固定为 xlwings,但没有 xlwings 加载项", hint)
    elif fixed:
        yield note(
            "调用方式", f"固定为 {fixed},不再自动选择", "不需要时在“决算公开-设置”里改回“自动”"
        )


def fixed_road(machine: Machine) -> str:
    """The only road that the user allows; empty where the first that answers is taken."""
    given = machine.environment.get("XLTOOL_ROAD")
    if given:
        return given
    return _first_line(machine.profile / "road.txt")


def xlwings_file(machine: Machine) -> Path | None:
    """The add-in of xlwings where Excel opens it by itself, if it is there."""
    homes = (start_folder(machine), machine.roaming / "Microsoft" / "AddIns")
    files = (home / "xlwings.xlam" for home in homes)
    return next((file for file in files if file.is_file()), None)


def program(machine: Machine) -> Iterator[Diagnosis]:
    """Whether the add-in can start the program, and which version then answers."""
    command, source = _command(machine)
    path = _executable(command, machine)
    shown = f"{command}({source})"
    if path is None:
        hint = f"{_REINSTALL},或在功能区“决算公开-设置”里填写程序的完整路径"
        yield wrong("程序", f"找不到 {shown}", hint)
        return
    answer = _answer([str(path), *_arguments(command)])
    mine = program_version()
    if not answer:
        hint = f"在命令行运行 {command} --version 看它说什么,再{_REINSTALL}"
        yield wrong("程序", f"{shown} 没有回答", hint)
    elif mine and mine not in answer.split():
        yield note("程序", f"{shown} 是 {answer},本程序是 xltool {mine}", _REINSTALL)
    else:
        yield good("程序", f"{shown} 回答 {answer}")


def _command(machine: Machine) -> tuple[str, str]:
    """As Roads and Host of vba_shim choose, xlwings left aside."""
    frozen = _frozen(machine)
    if frozen and fixed_road(machine) != "program":
        return str(frozen), "独立程序"
    given = machine.environment.get("XLTOOL_COMMAND")
    if given:
        return given, "环境变量 XLTOOL_COMMAND"
    told = _first_line(machine.command_file)
    if told:
        return told, str(machine.command_file)
    return "xltool", "未设置,按名字查找"


def _executable(command: str, machine: Machine) -> Path | None:
    whole = Path(command)  # a path may hold blanks without being quoted
    if whole.is_file():
        return whole
    words = _words(command)
    found = shutil.which(words[0], path=machine.environment.get("PATH")) if words else None
    return Path(found) if found else None


def _arguments(command: str) -> list[str]:
    return [] if Path(command).is_file() else _words(command)[1:]


def _words(command: str) -> list[str]:
    try:
        return [word.strip('"') for word in shlex.split(command, posix=False)]
    except ValueError:  # a quote that is not closed
        return []


def _answer(words: list[str]) -> str:
    """What the program says its version is; empty where it does not start or hangs."""
    try:
        done = subprocess.run(  # noqa: S603 - the program that the add-in itself would start
            [*words, "--version"], capture_output=True, check=False, timeout=_PATIENCE
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    lines = done.stdout.decode("utf-8", "replace").strip().splitlines()
    return lines[0] if done.returncode == 0 and lines else ""


def _frozen(machine: Machine) -> Path | None:
    """A program of our own beside the add-in or in the profile; a Mac starts none."""
    if machine.system is System.MAC:
        return None
    homes = (start_folder(machine), machine.profile)
    files = (home / name for home in homes for name in _FROZEN)
    return next((file for file in files if file.is_file()), None)


def _first_line(file: Path) -> str:
    """The first line of a file that VBA reads and writes; empty where there is none."""
    try:
        lines = file.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    return unescaped(lines[0]) if lines else ""
