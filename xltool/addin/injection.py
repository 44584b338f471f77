"""A workbook with macros and a ribbon: parts, content types, relationships, code names."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from lxml import etree

from xltool.addin.project import Module, vba_project
from xltool.addin.sources import WORKBOOK_MODULE, sheet_module
from xltool.package.markup import Element, child, local, namespace, parse, serialise, sub
from xltool.package.names import WORKBOOK_ORDER
from xltool.package.opc import CONTENT_TYPES, Package, relations_part

_PROJECT_PART = "xl/vbaProject.bin"
_PROJECT_TYPE = "application/vnd.ms-office.vbaProject"
_PROJECT_RELATION = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
_RIBBON_PART = "customUI/customUI14.xml"
_RIBBON_RELATION = "http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"


class MacroKind(StrEnum):
    """Content type of the main part."""

    WORKBOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    ADDIN = "application/vnd.ms-excel.addin.macroEnabled.main+xml"


def with_macros(
    package: Package, modules: Sequence[Module], ribbon: bytes, kind: MacroKind
) -> Package:
    """``package`` with the project, its ribbon, and a module behind every sheet."""
    code_names = [f"Sheet{number}" for number in range(1, len(package.sheets) + 1)]
    documents = [module for module in modules if module.name == WORKBOOK_MODULE]
    others = [module for module in modules if module.name != WORKBOOK_MODULE]
    project = [*documents, *map(sheet_module, code_names), *others]
    parts: dict[str, bytes | None] = {
        _PROJECT_PART: vba_project("XltoolProject", project),
        _RIBBON_PART: ribbon,
        CONTENT_TYPES: _content_types(package, kind),
        package.workbook_part: _workbook(package),
        **_related(package, package.workbook_part, _PROJECT_RELATION, "vbaProject.bin"),
        **_related(package, "", _RIBBON_RELATION, _RIBBON_PART),
    }
    for sheet, name in zip(package.sheets, code_names, strict=True):
        parts[sheet.part] = _sheet(package, sheet.part, name)
    return package.with_parts(parts)


def _content_types(package: Package, kind: MacroKind) -> bytes:
    data = package.part(CONTENT_TYPES)
    root = parse(data, CONTENT_TYPES)
    main = f"/{package.workbook_part}"
    for element in root:
        if element.get("PartName") == main:
            element.set("ContentType", kind.value)
    defaults = {element.get("Extension", "").lower() for element in root}
    if "xml" not in defaults:
        _first(root, "Default", Extension="xml", ContentType="application/xml")
    sub(root, "Override", PartName=f"/{_PROJECT_PART}", ContentType=_PROJECT_TYPE)
    return serialise(root, data)


def _first(parent: Element, name: str, **attributes: str) -> Element:
    made = etree.Element(f"{{{namespace(parent)}}}{name}", attributes)
    parent.insert(0, made)
    return made


def _related(package: Package, part: str, kind: str, target: str) -> dict[str, bytes]:
    """The relationships of ``part`` with one more."""
    name = relations_part(part)
    data = package.part(name)
    root = parse(data, name)
    used = {element.get("Id") for element in root}
    number = next(n for n in range(1, len(used) + 2) if f"rIdXltool{n}" not in used)
    sub(root, "Relationship", Id=f"rIdXltool{number}", Type=kind, Target=target)
    return {name: serialise(root, data)}


def _workbook(package: Package) -> bytes:
    data = package.part(package.workbook_part)
    root = parse(data, package.workbook_part)
    properties = child(root, "workbookPr")
    if properties is None:
        before = WORKBOOK_ORDER[: WORKBOOK_ORDER.index("workbookPr")]
        properties = etree.Element(f"{{{namespace(root)}}}workbookPr")
        root.insert(sum(local(element) in before for element in root), properties)
    properties.set("codeName", WORKBOOK_MODULE)
    return serialise(root, data)


def _sheet(package: Package, part: str, code_name: str) -> bytes:
    data = package.part(part)
    root = parse(data, part)
    properties = child(root, "sheetPr")
    if properties is None:
        properties = _first(root, "sheetPr")
    properties.set("codeName", code_name)
    return serialise(root, data)
