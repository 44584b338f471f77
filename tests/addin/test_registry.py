"""The registry of Windows as winreg gives it, with a winreg made up for the test."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from types import ModuleType

import pytest

from xltool.addin import registry
from xltool.model.errors import XltoolError

KEYS = {
    r"HKCU\Software\A": {"VBAWarnings": 4, "Path": r"C:\x", "Raw": b"\1", "List": ["a"]},
    r"HKCU\Software\A\B": {},
    r"HKCU\Software\A\C": {},
}


class FakeKey:
    """An open key."""

    def __init__(self, path: str) -> None:
        self.values = KEYS[path]
        self.below = [name for name in KEYS if name.rpartition("\\")[0] == path]


def open_key(hive: str, path: str) -> AbstractContextManager[FakeKey]:
    if f"{hive}\\{path}" not in KEYS:
        raise FileNotFoundError
    return nullcontext(FakeKey(f"{hive}\\{path}"))


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Iterator[registry.Registry]:
    fake = ModuleType("winreg")
    parts = {
        "HKEY_CURRENT_USER": "HKCU", "HKEY_LOCAL_MACHINE": "HKLM", "HKEY_CLASSES_ROOT": "HKCR",
        "OpenKey": open_key,
        "QueryInfoKey": lambda key: (len(key.below), len(key.values), 0),
        "EnumValue": lambda key, number: (*list(key.values.items())[number], 0),
        "EnumKey": lambda key, number: key.below[number].rpartition("\\")[2],
    }  # fmt: skip
    for name, part in parts.items():
        setattr(fake, name, part)
    monkeypatch.setitem(sys.modules, "winreg", fake)
    monkeypatch.setattr(sys, "platform", "win32")
    yield importlib.reload(registry).this_registry()
    monkeypatch.undo()
    importlib.reload(registry)


def test_values_are_read_by_name_whatever_the_case(windows: registry.Registry) -> None:
    assert windows.values(r"HKCU\Software\A") == {
        "vbawarnings": 4,
        "path": r"C:\x",
        "raw": b"\1",
        "list": "['a']",
    }


def test_the_keys_below_a_key_are_listed(windows: registry.Registry) -> None:
    assert windows.subkeys(r"HKCU\Software\A") == ("B", "C")


def test_a_key_that_is_not_there_is_empty(windows: registry.Registry) -> None:
    assert windows.values(r"HKLM\Software\A") == {}
    assert windows.subkeys(r"HKCR\A") == ()


@pytest.mark.skipif(sys.platform == "win32", reason="it has a registry")
def test_elsewhere_there_is_no_registry() -> None:
    assert registry.this_registry().values(r"HKCU\Software") == {}
    assert registry.this_registry().subkeys(r"HKCU\Software") == ()
    with pytest.raises(XltoolError, match="没有注册表"):
        registry.WindowsRegistry().values(r"HKCU\Software")
