"""The add-in put into the user's own folders; no administrator needed."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from xltool.addin.actions import escaped, unescaped
from xltool.addin.build import ADDIN_NAME
from xltool.addin.install_places import Place, places
from xltool.addin.install_record import Record, is_ours, read_record, write_record
from xltool.addin.install_steps import Outcome, Step, said
from xltool.addin.machine import Machine, System, this_machine
from xltool.addin.shipped import addin_file
from xltool.model.errors import XltoolError
from xltool.package import write_atomic


def install(machine: Machine | None = None, folder: Path | None = None) -> tuple[Step, ...]:
    """Put the add-in where Excel finds it, and tell the add-in where the program is.

    Running it again changes nothing that is as it should be. A file of the same name that
    is another program's stays as it is.

    Args:
        machine: the computer; default the one this runs on.
        folder: put the add-in here instead, whatever programs are found.

    Returns:
        What was done and what was not, each with what to do by hand.
    """
    machine = machine or this_machine()
    wanted = places(machine)
    if folder is not None:
        wanted = (Place(folder / ADDIN_NAME, "加载项", addin_file),)
    if not wanted:
        return (_nothing_found(machine),)
    if folder is None and is_store_python(machine):
        return (_hidden_by_store(machine),)
    before = read_record(machine)
    homes = (*(place.file.parent for place in wanted), machine.profile)
    made = [path for home in homes for path in _missing_folders(home)]
    steps = [step for place in wanted for step in _put(place)]
    command, told = _tell_program(machine)
    steps += [told]
    written = tuple(place.file for place in wanted if is_ours(place.file))
    record = Record(
        program_version(),
        tuple(dict.fromkeys((*before.files, *written))),
        tuple(dict.fromkeys((*before.folders, *(path for path in made if path.is_dir())))),
        command,
    )
    if record != before:
        write_record(machine, record)
    return tuple(steps)


def program_version() -> str:
    """The version of xltool that runs."""
    try:
        return version("xltool")
    except PackageNotFoundError:
        return ""


def is_store_python(machine: Machine) -> bool:
    """Whether Windows shows this Python's files in AppData to nobody else.

    Python from the Microsoft Store is a packaged app: what it newly writes under AppData
    lands in a private copy of that folder, where Excel does not look.
    """
    parts = (part.lower() for part in machine.interpreter.parts)
    return machine.system is System.WINDOWS and "windowsapps" in parts


def _put(place: Place) -> Iterator[Step]:
    name = f"{place.what} {place.file}"
    try:
        data = place.data()
        if place.file.is_file() and not is_ours(place.file):
            yield Step(
                Outcome.LEFT,
                f"{name}:已有另一个程序的同名文件,没有覆盖",
                "先把它改名或移走,再运行 xltool addin install",
            )
            return
        if place.file.is_file() and place.file.read_bytes() == data:
            yield Step(Outcome.SAME, name)
        else:
            place.file.parent.mkdir(parents=True, exist_ok=True)
            write_atomic(place.file, data)
            yield Step(Outcome.DONE, name)
    except (XltoolError, OSError) as error:
        yield Step(
            Outcome.LEFT,
            f"{name}:{said(error)}",
            "关闭 Excel 和 WPS 后再运行 xltool addin install",
        )
        return
    if place.by_hand:
        yield Step(Outcome.LEFT, f"{place.what}不会自动出现", place.by_hand)


def _tell_program(machine: Machine) -> tuple[str, Step]:
    file, line = machine.command_file, escaped(machine.program) + "\r\n"
    name = f"程序位置 {machine.program}(记在 {file})"
    try:
        before = file.read_text(encoding="ascii", errors="replace") if file.is_file() else ""
        if before.splitlines() == line.splitlines():
            return machine.program, Step(Outcome.SAME, name)
        file.parent.mkdir(parents=True, exist_ok=True)
        write_atomic(file, line.encode("ascii"))
    except (XltoolError, OSError) as error:
        by_hand = f"在功能区“决算公开-设置”里填写 {machine.program}"
        return "", Step(Outcome.LEFT, f"{name}:{said(error)}", by_hand)
    was = f",原为 {unescaped(before.strip())}" if before.strip() else ""
    return machine.program, Step(Outcome.DONE, name + was)


def _nothing_found(machine: Machine) -> Step:
    found = "没有发现 Excel" if machine.system is System.MAC else "没有发现 Excel 或 WPS"
    if machine.system is System.OTHER:
        found = "这台电脑的系统上没有 Excel"
    return Step(
        Outcome.LEFT,
        f"{found},加载项没有安装",
        "用 --folder 指定一个文件夹,或在装有 Excel 的电脑上运行",
    )


def _hidden_by_store(machine: Machine) -> Step:
    return Step(
        Outcome.LEFT,
        f"这个 Python 来自微软商店({machine.interpreter}),它写的文件 Excel 看不到",
        "从 python.org 安装 Python 后重装 xltool,或用 --folder 指定 AppData 以外的文件夹",
    )


def _missing_folders(folder: Path) -> tuple[Path, ...]:
    """The folders that must be made, the outermost first."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    return tuple(reversed(missing))
