"""The program behind the add-in: interpreter, packages, how it is started, its folder."""

from __future__ import annotations

import platform
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from xltool.addin.actions import unescaped
from xltool.addin.diagnosis import Diagnosis, good, note, wrong
from xltool.addin.install import is_store_python, program_version
from xltool.addin.machine import Machine, is_frozen

_REINSTALL = "重新运行 xltool addin install"
_PATIENCE = 60
"""Seconds for a program to say its version; a cold start on a slow disk takes some."""


def interpreter(machine: Machine) -> Iterator[Diagnosis]:
    """Which Python runs this."""
    bits = platform.architecture()[0].removesuffix("bit")
    found = f"Python {platform.python_version()}({bits} 位),{sys.executable}"
    if is_frozen():
        yield good("解释器", f"独立程序 {sys.executable},不需要另装 Python")
    elif is_store_python(machine):
        yield wrong(
            "解释器",
            f"{found},来自微软商店:它写到 AppData 的文件 Excel 看不到",
            "从 python.org 安装 Python,重装 xltool",
        )
    else:
        yield good("解释器", found)


def packages(machine: Machine) -> Iterator[Diagnosis]:
    """The packages that xltool needs, with their versions."""
    del machine
    needed = _needed()
    if not needed:  # a frozen program carries its parts in itself
        yield good("组件", f"xltool {program_version() or '(源代码)'}")
        return
    versions = {name: _version(name) for name in needed}
    missing = [name for name, found in versions.items() if not found]
    if missing:
        yield wrong("组件", f"缺少 {'、'.join(missing)}", "python -m pip install --upgrade xltool")
        return
    listed = "、".join(f"{name} {found}" for name, found in versions.items())
    yield good("组件", f"xltool {program_version()};{listed}")


def _needed() -> list[str]:
    """Names of what is needed everywhere: requirements without a condition."""
    try:
        wanted = requires("xltool") or []
    except PackageNotFoundError:
        return []
    plain = (each for each in wanted if ";" not in each)
    return [found[0] for each in plain if (found := re.match(r"[\w.-]+", each))]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


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
    """As Host.Program of vba_shim chooses: the environment, what was set, the name alone."""
    given = machine.environment.get("XLTOOL_COMMAND")
    if given:
        return given, "环境变量 XLTOOL_COMMAND"
    try:
        lines = machine.command_file.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        lines = []
    if lines and lines[0]:
        return unescaped(lines[0]), str(machine.command_file)
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


def profile(machine: Machine) -> Iterator[Diagnosis]:
    """Whether journal, settings and exchange can be written."""
    folder = machine.profile
    there = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=there) as file:
            file.write(b"x")
    except OSError as error:
        yield wrong(
            "工作文件夹",
            f"{folder} 不能写({error.strerror or '系统拒绝'}),撤销记录存不下",
            "检查该文件夹的权限和磁盘空间,或设环境变量 XLTOOL_HOME 指向别处",
        )
    else:
        yield good("工作文件夹", f"{folder} 可写(撤销记录、设置、交换文件)")
