"""The add-in taken away again: what installing wrote, and nothing else."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from xltool.addin.actions import escaped
from xltool.addin.install_places import places
from xltool.addin.install_record import Record, is_ours, read_record, record_file, write_record
from xltool.addin.install_steps import Outcome, Step, said
from xltool.addin.machine import Machine, this_machine


def uninstall(machine: Machine | None = None, *, purge: bool = False) -> tuple[Step, ...]:
    """Take away what ``install`` wrote, and nothing else.

    Args:
        machine: the computer; default the one this runs on.
        purge: also settings, stored results and the journal of what can be undone.
    """
    machine = machine or this_machine()
    record = read_record(machine)
    files = dict.fromkeys((*record.files, *(place.file for place in places(machine))))
    steps = [step for file in files for step in _take(file)]
    steps += _forget_program(machine, record)
    _forget(machine, record)
    steps += _purged(machine) if purge else _kept(machine)
    for made in reversed(record.folders):
        with contextlib.suppress(OSError):  # still used for something else
            made.rmdir()
    return tuple(steps) or (Step(Outcome.SAME, "没有安装过,没有要删除的"),)


def _forget(machine: Machine, record: Record) -> None:
    """The record goes, unless a file could not be deleted and must be found next time."""
    left = tuple(file for file in record.files if file.is_file() and is_ours(file))
    if left:
        write_record(machine, replace(record, files=left, command=""))
    else:
        record_file(machine).unlink(missing_ok=True)


def _take(file: Path) -> Iterator[Step]:
    if not file.is_file():
        return
    if not is_ours(file):
        yield Step(Outcome.LEFT, f"{file} 是另一个程序的文件,没有删除")
        return
    try:
        file.unlink()
    except OSError as error:
        yield Step(
            Outcome.LEFT,
            f"{file} 删不掉:{said(error)}",
            "关闭 Excel 和 WPS 后再运行 xltool addin uninstall",
        )
    else:
        yield Step(Outcome.DONE, f"删除 {file}")


def _forget_program(machine: Machine, record: Record) -> Iterator[Step]:
    """The program's place, unless the user has set another one since."""
    file = machine.command_file
    if not record.command or not file.is_file():
        return
    if file.read_bytes() == (escaped(record.command) + "\r\n").encode("ascii"):
        file.unlink()
        yield Step(Outcome.DONE, f"删除 {file}")
    else:
        yield Step(Outcome.LEFT, f"{file} 在安装后改过,没有删除")


def _kept(machine: Machine) -> Iterator[Step]:
    """The profile goes if it is empty; the user's journal stays."""
    profile = machine.profile
    if not profile.is_dir():
        return
    if any(profile.iterdir()):
        hint = "需要时加 --purge 一并删除"
        yield Step(Outcome.SAME, f"撤销记录和设置仍在 {profile}", hint)
    else:
        profile.rmdir()


def _purged(machine: Machine) -> Iterator[Step]:
    profile = machine.profile
    if not profile.is_dir():
        return
    if machine.environment.get("XLTOOL_HOME"):
        # A folder that the user named may hold other things of the user's.
        yield Step(Outcome.LEFT, f"{profile} 由 XLTOOL_HOME 指定,没有删除", "自行清理")
        return
    try:
        shutil.rmtree(profile)
    except OSError as error:
        yield Step(
            Outcome.LEFT, f"{profile} 没有删净:{said(error)}", "关闭 Excel 后手工删除该文件夹"
        )
    else:
        yield Step(Outcome.DONE, f"删除 {profile}(撤销记录和设置)")
