r"""Macro settings, trusted locations and group policy of Excel for Windows.

Policy stands under ``Software\Policies`` of the user or the machine and goes before what
the user chose. Names and meanings: Administrative Templates of Microsoft 365 Apps
(excel16.admx, office16.admx).
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import IntEnum

from xltool.addin.build import ADDIN_NAME
from xltool.addin.diagnosis import Diagnosis, good, note, wrong
from xltool.addin.install_places import excel_versions
from xltool.addin.machine import Machine

_POLICY_ROOTS = (
    r"HKCU\Software\Policies\Microsoft\Office",
    r"HKLM\Software\Policies\Microsoft\Office",
)
_USER_ROOT = r"HKCU\Software\Microsoft\Office"
_ASK = "请单位的信息管理人员调整,或改用命令行(xltool check …)"
_TRUST_CENTER = "文件-选项-信任中心-信任中心设置"


class Warnings(IntEnum):
    """Values of VBAWarnings."""

    ALL_ALLOWED = 1
    ASKED = 2
    SIGNED_ONLY = 3
    ALL_REFUSED = 4


def policies(machine: Machine) -> Iterator[Diagnosis]:
    """What group policy forbids."""
    for version in excel_versions(machine):
        subject = f"组策略(Excel {version})"
        found = [*_forbidden(machine, version, subject)]
        yield from found or [good(subject, "没有限制 VBA 和加载项的设置")]


def _forbidden(machine: Machine, version: str, subject: str) -> Iterator[Diagnosis]:
    security = rf"{version}\Excel\Security"
    if _policy(machine, rf"{version}\Common", "VBAOff") == 1:
        yield wrong(subject, "关闭了 VBA(VBAOff=1),加载项不能运行", _ASK)
    if _policy(machine, security, "DisableAllAddins") == 1:
        yield wrong(subject, "禁用了所有加载项(DisableAllAddins=1)", _ASK)
    if _policy(machine, security, "RequireAddinSig") == 1:
        yield wrong(subject, "只许加载有签名的加载项(RequireAddinSig=1),本加载项没有签名", _ASK)
    if _policy(machine, security, "BlockContentExecutionFromInternet") == 1:
        yield note(
            subject,
            "来自网络的文件不许运行宏(BlockContentExecutionFromInternet=1)",
            "带宏的工作簿从邮件或网页取得后,先右键-属性-解除锁定",
        )


def trust(machine: Machine) -> Iterator[Diagnosis]:
    """Whether macros run: in the add-in's folder, and in workbooks elsewhere."""
    for version in excel_versions(machine):
        yield from _unchecked(machine, version)
        yield _trusted(machine, version)


def _unchecked(machine: Machine, version: str) -> Iterator[Diagnosis]:
    """What the user has ticked in the trust centre's page on add-ins."""
    security = rf"{version}\Excel\Security"
    ticked = {
        "DisableAllAddins": "禁用所有应用程序加载项",
        "RequireAddinSig": "要求加载项由受信任的发布者签名",
    }
    for name, label in ticked.items():
        if _chosen(machine, security, name) == 1:
            hint = f"在“{_TRUST_CENTER}-加载项”里取消勾选"
            yield wrong(f"加载项设置(Excel {version})", f"勾选了“{label}”", hint)


def _trusted(machine: Machine, version: str) -> Diagnosis:
    security = rf"{version}\Excel\Security"
    fixed = _policy(machine, security, "VBAWarnings")
    level = fixed or _chosen(machine, security, "VBAWarnings") or Warnings.ASKED
    no_places = 1 in (
        _policy(machine, rf"{security}\Trusted Locations", "AllLocationsDisabled"),
        _chosen(machine, rf"{security}\Trusted Locations", "AllLocationsDisabled"),
    )
    subject = f"宏设置(Excel {version})"
    who = "组策略规定" if fixed else "设置"
    advice = _ASK if fixed else f"在“{_TRUST_CENTER}-宏设置”里选“禁用所有宏,并发出通知”"
    refuses = level in (Warnings.SIGNED_ONLY, Warnings.ALL_REFUSED)
    if _is_on_network(machine) and not _allows_network(machine, security):
        return _network_folder(subject, machine)
    if refuses and no_places:
        return wrong(subject, f"{who} VBAWarnings={level},且停用了受信任位置:宏不能运行", advice)
    if refuses:
        found = (
            f"{who} VBAWarnings={level}:加载项在受信任的启动文件夹里,可以运行;.xlsm 里的宏不运行"
        )
        return note(subject, found, "用加载项,不用 .xlsm;或把 .xlsm 所在文件夹加为受信任位置")
    if no_places:
        return note(subject, "停用了受信任位置:每次启动 Excel 都会询问", "询问时选“启用宏”")
    return good(subject, "加载项所在的启动文件夹受信任;不需要“信任对 VBA 工程对象模型的访问”")


def _is_on_network(machine: Machine) -> bool:
    """Whether the user's start-up folder lies on a share, as redirected profiles do."""
    return machine.environment.get("APPDATA", "").startswith("\\\\")


def _allows_network(machine: Machine, security: str) -> bool:
    key = rf"{security}\Trusted Locations"
    return 1 in (
        _policy(machine, key, "AllowNetworkLocations"),
        _chosen(machine, key, "AllowNetworkLocations"),
    )


def _network_folder(subject: str, machine: Machine) -> Diagnosis:
    return note(
        subject,
        f"启动文件夹在网络位置 {machine.environment.get('APPDATA')},Excel 默认不信任网络位置",
        f"在“{_TRUST_CENTER}-受信任位置”勾选“允许网络上的受信任位置”",
    )


def disabled_items(machine: Machine) -> Iterator[Diagnosis]:
    """Whether Excel itself has put the add-in aside after a crash."""
    wanted = ADDIN_NAME.encode("utf-16-le")
    for version in excel_versions(machine):
        key = rf"{_USER_ROOT}\{version}\Excel\Resiliency\DisabledItems"
        items = machine.registry.values(key).values()
        if any(isinstance(item, bytes) and wanted in item.lower() for item in items):
            yield wrong(
                f"禁用项目(Excel {version})",
                "Excel 出错后禁用了本加载项",
                "在“文件-选项-加载项-管理:禁用项目-转到”里选中它,点“启用”,重启 Excel",
            )


def _policy(machine: Machine, key: str, name: str) -> int:
    """A number that policy sets, for the user or for the machine; 0 where it sets none."""
    found = (_number(machine, rf"{root}\{key}", name) for root in _POLICY_ROOTS)
    return next((value for value in found if value), 0)


def _chosen(machine: Machine, key: str, name: str) -> int:
    return _number(machine, rf"{_USER_ROOT}\{key}", name)


def _number(machine: Machine, key: str, name: str) -> int:
    value = machine.registry.values(key).get(name.lower(), 0)
    return value if isinstance(value, int) else 0
