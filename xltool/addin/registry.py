r"""The Windows registry, read only: installing and diagnosing change nothing in it.

Keys are written as people write them, ``HKCU\Software\…``. Excel keeps its settings by
version in ``HKCU\Software\Microsoft\Office\<version>\Excel``, group policy the same under
``Software\Policies`` of the user and of the machine.
"""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator, Mapping
from typing import Protocol

from xltool.model.errors import XltoolError

Value = str | int | bytes
"""REG_SZ, REG_DWORD, REG_BINARY; other types are read as text."""


class Registry(Protocol):
    """What can be asked of a registry; a key that is not there is empty."""

    def values(self, key: str) -> Mapping[str, Value]:
        """The values of ``key`` by name in lower case; the default value's name is empty."""

    def subkeys(self, key: str) -> tuple[str, ...]:
        """The names of the keys in ``key``."""


class NoRegistry:
    """The registry of a computer that has none."""

    def values(self, key: str) -> Mapping[str, Value]:  # noqa: ARG002 - every key is empty
        """No values."""
        return {}

    def subkeys(self, key: str) -> tuple[str, ...]:  # noqa: ARG002 - every key is empty
        """No keys."""
        return ()


def this_registry() -> Registry:
    """That of the computer this runs on."""
    return WindowsRegistry() if sys.platform == "win32" else NoRegistry()


class WindowsRegistry:
    """The registry as winreg reads it; a key that may not be read is empty, too."""

    def values(self, key: str) -> Mapping[str, Value]:
        """The values of ``key`` by name."""
        return {name.lower(): _plain(value) for name, value in _values(key)}

    def subkeys(self, key: str) -> tuple[str, ...]:
        """The names of the keys in ``key``."""
        return tuple(_subkeys(key))


def _plain(value: object) -> Value:
    return value if isinstance(value, str | int | bytes) else str(value)


if sys.platform == "win32":
    import winreg

    _HIVES = {
        "HKCU": winreg.HKEY_CURRENT_USER,
        "HKLM": winreg.HKEY_LOCAL_MACHINE,
        "HKCR": winreg.HKEY_CLASSES_ROOT,
    }

    def _values(key: str) -> Iterator[tuple[str, object]]:
        hive, _, path = key.partition("\\")
        with contextlib.suppress(OSError), winreg.OpenKey(_HIVES[hive], path) as opened:
            for number in range(winreg.QueryInfoKey(opened)[1]):
                yield winreg.EnumValue(opened, number)[:2]

    def _subkeys(key: str) -> Iterator[str]:
        hive, _, path = key.partition("\\")
        with contextlib.suppress(OSError), winreg.OpenKey(_HIVES[hive], path) as opened:
            for number in range(winreg.QueryInfoKey(opened)[0]):
                yield winreg.EnumKey(opened, number)

else:

    def _values(key: str) -> Iterator[tuple[str, object]]:
        raise XltoolError(f"这台电脑没有注册表,读不了 {key}")

    def _subkeys(key: str) -> Iterator[str]:
        raise XltoolError(f"这台电脑没有注册表,读不了 {key}")
