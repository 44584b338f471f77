"""Shared strings of a public workbook: only those that its sheets still show."""

from __future__ import annotations

from xltool.hosts.publication.parts import Public
from xltool.package.markup import Element, child, local
from xltool.package.reading import cells, part_of_kind


def public_strings(public: Public) -> None:
    """Leave out the texts of sheets that are left out; they would still be in the file."""
    package = public.package
    part = part_of_kind(package, package.workbook_part, "sharedStrings")
    if part is None:
        return
    table = public.root(part)
    items = [element for element in table if local(element) == "si"]
    numbers: dict[str, int] = {}
    for sheet in public.sheets:
        for value in _references(public.root(sheet.part)):
            value.text = str(numbers.setdefault(value.text or "", len(numbers)))
    for element in list(table):
        table.remove(element)
    table.extend(items[int(old)] for old in numbers if int(old) < len(items))
    for name in ("count", "uniqueCount"):
        table.attrib.pop(name, "")


def _references(root: Element) -> list[Element]:
    found = []
    for _, cell in cells(root):
        value = child(cell, "v") if cell.get("t") == "s" else None
        if value is not None and (value.text or "").isdigit():
            found.append(value)
    return found
