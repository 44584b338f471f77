"""The sources of the add-in (vba_shim): modules of VBA and the ribbon."""

from __future__ import annotations

from pathlib import Path

from xltool.addin.cells import wrapper
from xltool.addin.project import Module, ModuleKind
from xltool.resources import resource

_KINDS = {".bas": ModuleKind.STANDARD, ".cls": ModuleKind.CLASS}
WORKBOOK_MODULE = "ThisWorkbook"
_SHEET_MODULE = """Attribute VB_Name = "{name}"
Attribute VB_Base = "0{{00020820-0000-0000-C000-000000000046}}"
Attribute VB_GlobalNameSpace = False
Attribute VB_Creatable = False
Attribute VB_PredeclaredId = True
Attribute VB_Exposed = True
Attribute VB_TemplateDerived = False
Attribute VB_Customizable = True
Option Explicit

Private Sub Worksheet_Change(ByVal Target As Range)
    Renewal.SheetChanged Target
End Sub
"""
"""LibreOffice tells changes to the module of the sheet alone."""


def modules() -> tuple[Module, ...]:
    """Every module in vba_shim and the one of cell functions, that of the workbook first."""
    found = [_module(path) for path in sorted(folder().iterdir()) if path.suffix in _KINDS]
    found.append(Module(wrapper.MODULE, ModuleKind.STANDARD, wrapper.module_source()))
    return tuple(sorted(found, key=lambda module: module.kind is not ModuleKind.DOCUMENT))


def sheet_module(name: str) -> Module:
    """The module behind a sheet: it tells of changes."""
    return Module(name, ModuleKind.DOCUMENT, _SHEET_MODULE.format(name=name))


def ribbon() -> bytes:
    """The ribbon's definition."""
    return (folder() / "customUI14.xml").read_bytes()


def folder() -> Path:
    """Where the sources are."""
    return resource("vba_shim")


def _module(path: Path) -> Module:
    kind = ModuleKind.DOCUMENT if path.stem == WORKBOOK_MODULE else _KINDS[path.suffix]
    return Module(path.stem, kind, path.read_text(encoding="ascii"))
