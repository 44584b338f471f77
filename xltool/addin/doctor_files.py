"""The add-in's own files: there, whole, of this version, not marked, not there twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from xltool.addin.build import ADDIN_NAME
from xltool.addin.diagnosis import Diagnosis, good, note, wrong
from xltool.addin.doctor_roads import xlwings_file
from xltool.addin.install_places import Place, excel_versions, has_excel, places, start_folder
from xltool.addin.install_record import is_ours, read_record
from xltool.addin.machine import Machine, System
from xltool.addin.shipped import addin_file

_INSTALL = "运行 xltool addin install"
_INTERNET_ZONE = 3
"""URLZONE_INTERNET of the Windows SDK (urlmon.h); 4 is "untrusted"."""


def addin_files(machine: Machine) -> Iterator[Diagnosis]:
    """Each file that installing writes here or once wrote."""
    wanted = {place.file: place for place in places(machine)}
    for file in read_record(machine).files:
        wanted.setdefault(file, Place(file, "加载项", addin_file))
    for place in wanted.values():
        yield from _file(machine, place)


def _file(machine: Machine, place: Place) -> Iterator[Diagnosis]:
    file, what = place.file, place.what
    if not file.is_file():
        yield _missing(machine, place)
    elif not is_ours(file):
        yield wrong(what, f"{file} 是另一个程序的同名文件", f"把它改名或移走,再{_INSTALL}")
    elif zone_of(file) >= _INTERNET_ZONE:
        yield wrong(
            what,
            f"{file} 带有“来自网络”的标记,Excel 会拦下它的宏",
            f"右键该文件-属性-勾选“解除锁定”,或重新{_INSTALL}",
        )
    elif file.read_bytes() != place.data():
        yield note(what, f"{file} 与程序不是同一版本", f"关闭 Excel,{_INSTALL}")
    else:
        yield good(what, f"{file},与程序同一版本")


def _missing(machine: Machine, place: Place) -> Diagnosis:
    if place.file in read_record(machine).files:
        return wrong(
            place.what,
            f"{place.file} 装好后不见了,可能被杀毒软件隔离",
            f"在杀毒软件的隔离区恢复并加入信任,再{_INSTALL}",
        )
    if not place.file.parent.is_dir():
        found = f"没有安装(文件夹 {place.file.parent} 不存在,安装时会建立)"
        return wrong(place.what, found, _INSTALL)
    return wrong(place.what, f"没有安装({place.file} 不存在)", _INSTALL)


def zone_of(file: Path) -> int:
    """The zone that Windows notes a file came from; 0 where nothing is noted.

    Source: [MS-FSCC] 5.6.1, the Zone.Identifier stream.
    """
    try:
        text = Path(f"{file}:Zone.Identifier").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return 0
    found = re.search(r"^ZoneId\s*=\s*(\d+)", text, re.MULTILINE)
    return int(found[1]) if found else 0


def duplicates(machine: Machine) -> Iterator[Diagnosis]:
    """The add-in chosen by hand in Excel's dialog beside the one that Excel opens itself."""
    if not (start_folder(machine) / ADDIN_NAME).is_file():
        return
    for version in excel_versions(machine):
        key = rf"HKCU\Software\Microsoft\Office\{version}\Excel\Options"
        entries = {name: str(value) for name, value in machine.registry.values(key).items()}
        for name, value in entries.items():
            if re.fullmatch(r"open\d*", name) and ADDIN_NAME in value.lower():
                yield note(
                    "重复加载",
                    f"Excel {version} 的加载项列表里还登记了 {value},功能区可能出现两次",
                    "在“文件-选项-加载项-转到”里取消勾选 xltool",
                )


def xlwings_addin(machine: Machine) -> Iterator[Diagnosis]:
    """The add-in of xlwings, which makes calls faster and is not needed."""
    if machine.system is System.OTHER or not has_excel(machine):
        return
    file = xlwings_file(machine)
    python = _interpreter_of_xlwings(machine)
    if file and python and not _has_xltool(python, machine):
        yield note(
            "xlwings 加载项",
            f"{file} 用的 Python 是 {python},里面没有 xltool:按钮改走程序,"
            "单元格公式用上次核对的结果",
            f"在 xlwings 功能区的 Interpreter 填 {machine.interpreter / 'python.exe'},"
            f"或运行 {python} -m pip install 安装 xltool",
        )
    elif file:
        yield good("xlwings 加载项", f"{file},可用它直接调用 Python")
    else:
        yield good("xlwings 加载项", "没有安装;不影响使用,按钮改走命令行")


def _interpreter_of_xlwings(machine: Machine) -> Path | None:
    """The Python that the add-in of xlwings was told to use on Windows; None where it was not."""
    try:
        text = (machine.home / ".xlwings" / "xlwings.conf").read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    told = dict(re.findall(r'^"([^"]*)","([^"]*)"', text, re.MULTILINE))
    name = told.get("INTERPRETER_WIN") or told.get("INTERPRETER") or ""
    return Path(name) if Path(name).is_file() else None


def _has_xltool(python: Path, machine: Machine) -> bool:
    """Whether xltool is installed there, beside the interpreter or for this user."""
    homes = [home / "Lib" / "site-packages" for home in (python.parent, python.parent.parent)]
    homes += (machine.roaming / "Python").glob("*/site-packages")
    return any(True for home in homes for _ in home.glob("xltool-*.dist-info"))
