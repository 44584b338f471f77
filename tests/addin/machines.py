"""Computers that tests make up: folders below a temporary one, a registry in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from xltool.addin.machine import Machine, System
from xltool.addin.registry import Value

EXCEL = {r"HKCU\Software\Microsoft\Office\16.0\Excel\Options": {"Options": 87}}
WPS = {r"HKCU\Software\kingsoft\Office\6.0\et": {"x": 1}}
START = Path("AppData", "Roaming", "Microsoft", "Excel", "XLSTART")


@dataclass(frozen=True)
class MemoryRegistry:
    """Keys and their values; case does not matter, as on Windows."""

    content: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)

    def values(self, key: str) -> Mapping[str, Value]:
        """The values of ``key`` by name in lower case."""
        found = {name.lower(): values for name, values in self.content.items()}.get(key.lower(), {})
        return {name.lower(): value for name, value in found.items()}

    def subkeys(self, key: str) -> tuple[str, ...]:
        """The names of the keys in ``key``."""
        head = f"{key.lower()}\\"
        below = (name[len(head) :] for name in self.content if name.lower().startswith(head))
        return tuple(dict.fromkeys(name.split("\\")[0] for name in below))


def windows(home: Path, *keys: Mapping[str, Mapping[str, Value]], **environment: str) -> Machine:
    """A computer with Windows; ``keys`` of its registry, a later one over an earlier one."""
    content = {name: values for each in keys for name, values in each.items()}
    return Machine(
        System.WINDOWS,
        home,
        {"APPDATA": str(home / "AppData" / "Roaming"), **environment},
        MemoryRegistry(content),
        program=str(home / "xltool.exe"),
        interpreter=home / "Python311",
    )


def mac(home: Path) -> Machine:
    """A Mac with Excel."""
    (home / "Applications" / "Microsoft Excel.app").mkdir(parents=True, exist_ok=True)
    return Machine(System.MAC, home, root=home, program="/opt/xltool")


def linux(home: Path) -> Machine:
    """A computer that Excel does not exist for."""
    return Machine(System.OTHER, home)
