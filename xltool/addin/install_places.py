r"""Where the add-in goes on each system, and why there.

Excel opens what lies in the user's start-up folder by itself. On Windows that folder
(``%APPDATA%\Microsoft\Excel\XLSTART``) is among Excel's trusted locations from the start,
so no macro prompt appears, and no registry entry is needed that a running Excel would
write over when it closes - the trouble with ``AddIns`` and an OPEN value. On a Mac the
folder belongs to Office's group container; scripts that sandboxed Excel may start are
only found in ``Application Scripts``. Where WPS looks by itself is documented nowhere, so
the file is put beside the settings and the user chooses it once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from xltool.addin.build import ADDIN_NAME
from xltool.addin.mac_script import SCRIPT_NAME, mac_script
from xltool.addin.machine import Machine, System
from xltool.addin.shipped import addin_file

_OFFICE = r"HKCU\Software\Microsoft\Office"
_WPS = r"HKCU\Software\kingsoft\Office"
_APP_PATHS = r"SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths"


@dataclass(frozen=True, slots=True)
class Place:
    """One file that installing writes."""

    file: Path
    what: str
    """What it is for the user: Excel 加载项."""
    data: Callable[[], bytes]
    by_hand: str = ""
    """What the user must still do, if the program that reads it does not look there."""


def places(machine: Machine) -> tuple[Place, ...]:
    """The files for the programs found on ``machine``; none where there is none."""
    match machine.system:
        case System.WINDOWS:
            return tuple(_windows(machine))
        case System.MAC if has_excel(machine):
            script = partial(mac_script, machine.program)
            return (
                Place(start_folder(machine) / ADDIN_NAME, "Excel 加载项", addin_file),
                Place(_scripts(machine) / SCRIPT_NAME, "Excel 启动程序用的脚本", script),
            )
        case _:
            return ()


def _windows(machine: Machine) -> Iterator[Place]:
    if has_excel(machine):
        yield Place(start_folder(machine) / ADDIN_NAME, "Excel 加载项", addin_file)
    if has_wps(machine):
        file = machine.profile / ADDIN_NAME
        hint = f"在 WPS 表格里点“开发工具-加载项-浏览”,选 {file}(只需一次;没有“开发工具”时先装 VBA)"
        yield Place(file, "WPS 加载项", addin_file, hint)


def start_folder(machine: Machine) -> Path:
    """The folder whose files Excel opens when it starts."""
    if machine.system is System.MAC:
        user = machine.office_group / "User Content.localized"
        return user / "Startup.localized" / "Excel"
    return machine.roaming / "Microsoft" / "Excel" / "XLSTART"


def has_excel(machine: Machine) -> bool:
    """Whether Excel is there, as far as registry and folders tell."""
    if machine.system is System.MAC:
        container = machine.home / "Library" / "Containers" / "com.microsoft.Excel"
        return (
            container.is_dir() or (machine.root / "Applications" / "Microsoft Excel.app").is_dir()
        )
    return bool(excel_versions(machine)) or _has_program(machine, "excel.exe")


def has_wps(machine: Machine) -> bool:
    """Whether WPS is there for Windows; WPS for Mac has no VBA."""
    if machine.system is not System.WINDOWS:
        return False
    return bool(machine.registry.subkeys(_WPS)) or _has_program(machine, "et.exe")


def excel_versions(machine: Machine) -> tuple[str, ...]:
    """The versions of Excel that keep settings for the user, the newest first (16.0)."""
    found = [
        version
        for version in machine.registry.subkeys(_OFFICE)
        if version.replace(".", "", 1).isdigit()
        and "Excel" in machine.registry.subkeys(rf"{_OFFICE}\{version}")
    ]
    return tuple(sorted(found, key=float, reverse=True))


def _has_program(machine: Machine, name: str) -> bool:
    keys = (rf"{hive}\{_APP_PATHS}\{name}" for hive in ("HKCU", "HKLM"))
    return any("" in machine.registry.values(key) for key in keys)


def _scripts(machine: Machine) -> Path:
    return machine.home / "Library" / "Application Scripts" / "com.microsoft.Excel"
