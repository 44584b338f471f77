"""Which office programs are there, and which of them answers when Excel is called."""

from __future__ import annotations

import plistlib
from collections.abc import Iterator
from pathlib import Path

from xltool.addin.diagnosis import Diagnosis, good, note, wrong
from xltool.addin.install_places import excel_versions, has_excel, has_wps, places
from xltool.addin.machine import Machine, System

_EXCEL_CLASS = "{00024500-0000-0000-C000-000000000046}"
"""CLSID of Excel.Application; WPS registers its own program under it."""
_USER_CHOICE = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Explorer\FileExts\.xlsx\UserChoice"
_WPS_KINDS = ("et.", "ket.", "wps.")
"""How the file types of WPS begin (ET.Xlsx.6)."""
_OLDEST = 14.0
"""Excel 2010, the first that reads customUI14.xml."""
_MACRO_STATE = "VisualBasicMacroExecutionState"


def excel(machine: Machine) -> Iterator[Diagnosis]:
    """Excel and its version."""
    if machine.system is System.OTHER:
        yield note("Excel", "这台电脑的系统上没有 Excel,命令行照常可用")
        return
    if not has_excel(machine):
        yield note(
            "Excel", "没有发现", "只用 WPS 或命令行时不必处理;否则先安装 Excel 2010 或更新的版本"
        )
        return
    versions = excel_versions(machine)
    if versions and float(versions[0]) < _OLDEST:
        yield wrong("Excel", f"版本 {versions[0]},功能区出不来", "换 Excel 2010 或更新的版本")
        return
    yield good("Excel", f"版本 {'、'.join(versions)}" if versions else "已安装")


def wps(machine: Machine) -> Iterator[Diagnosis]:
    """WPS, which must be shown the add-in by hand."""
    if has_wps(machine):
        hint = next(place.by_hand for place in places(machine) if place.by_hand)
        yield note("WPS 表格", "已安装;宏需要 WPS 带 VBA,加载项要手工选一次", hint)


def wps_in_place_of_excel(machine: Machine) -> Iterator[Diagnosis]:
    """Whether a call to Excel, or a double click, starts WPS."""
    key = rf"HKCR\CLSID\{_EXCEL_CLASS}\LocalServer32"
    server = str(machine.registry.values(key).get("", ""))
    advice = (
        "打开“WPS 配置工具-高级”,取消“兼容第三方系统和软件”;再在 Excel 所在的 Office 里做一次修复"
    )
    if any(word in server.lower() for word in ("kingsoft", "wps", r"\et.exe")):
        found = f"WPS 占用了 Excel 的注册项({server}):xlwings 会叫到 WPS,按钮仍可走命令行"
        yield note("Excel 的注册项", found, advice if has_excel(machine) else "")
    kind = str(machine.registry.values(_USER_CHOICE).get("progid", ""))
    if kind.lower().startswith(_WPS_KINDS) and has_excel(machine):
        yield note(
            ".xlsx 的打开方式",
            f"双击 .xlsx 打开的是 WPS({kind})",
            "右键文件-打开方式-选 Excel 并设为始终使用;或在 WPS 里手工加载一次",
        )


def macros_on_mac(machine: Machine) -> Iterator[Diagnosis]:
    """Excel for Mac keeps its macro setting in a list of preferences, managed or the user's."""
    if machine.system is not System.MAC or not has_excel(machine):
        return
    name = "com.microsoft.office.plist"
    homes = (
        machine.root / "Library" / "Managed Preferences",
        machine.home / "Library" / "Preferences",
    )
    for home in homes:
        state = _macro_state(home / name)
        if state == "DisabledWithoutWarnings":
            yield wrong(
                "宏设置",
                f"{home / name} 禁用了所有宏",
                "在“Excel-设置-安全性”里改为“禁用并发出通知”",
            )
            return
    yield good("宏设置", "没有禁用宏")


def _macro_state(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            found = plistlib.load(opened)
    except (OSError, ValueError, plistlib.InvalidFileException):
        return ""
    return str(found.get(_MACRO_STATE, "")) if isinstance(found, dict) else ""
