"""The workbook as a package of parts: read it, and apply a Patch without touching the rest."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xltool.package.applier import apply
    from xltool.package.atomic import lock_file, write_atomic
    from xltool.package.kinds import FileKind, kind_of
    from xltool.package.opc import Package, Sheet, SheetState
    from xltool.package.reading import (
        DefinedName,
        SheetReader,
        WorkbookReader,
        defined_names,
    )
    from xltool.package.targets import same_file, writable

__all__ = [
    "DefinedName",
    "FileKind",
    "Package",
    "Sheet",
    "SheetReader",
    "SheetState",
    "WorkbookReader",
    "apply",
    "defined_names",
    "kind_of",
    "lock_file",
    "same_file",
    "writable",
    "write_atomic",
]

_HOMES = {
    "DefinedName": "reading",
    "FileKind": "kinds",
    "Package": "opc",
    "Sheet": "opc",
    "SheetReader": "reading",
    "SheetState": "opc",
    "WorkbookReader": "reading",
    "apply": "applier",
    "defined_names": "reading",
    "kind_of": "kinds",
    "lock_file": "atomic",
    "same_file": "targets",
    "writable": "targets",
    "write_atomic": "atomic",
}


def __getattr__(name: str) -> object:
    """Loads a public name when it is first used: lxml alone costs more than a command's start."""
    if name not in _HOMES:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
