"""The main part of a public workbook: kept sheets, their print names, and nothing else."""

from __future__ import annotations

from xltool.hosts.publication.parts import Public
from xltool.package.markup import Element, child, local, relation_id, whole

_PUBLIC = frozenset(("workbookPr", "bookViews", "sheets", "definedNames", "calcPr"))
_VIEW = ("xWindow", "yWindow", "windowWidth", "windowHeight", "tabRatio")


def public_workbook(public: Public) -> None:
    """Clean the main part of ``public``."""
    root = public.root(public.package.workbook_part)
    for element in list(root):
        if local(element) not in _PUBLIC:
            root.remove(element)
    _public_names(public, root)
    _public_sheets(public, root)
    for element in root:
        match local(element):
            case "workbookPr":
                element.attrib.pop("codeName", "")
            case "bookViews":
                _public_views(element)
            case "calcPr":
                element.attrib.clear()


def _public_names(public: Public, root: Element) -> None:
    """Print areas and titles of kept sheets, and plain names of cells that are kept."""
    listed = child(root, "definedNames")
    if listed is None:
        return
    kept = {sheet.name for sheet in public.sheets}
    new = {name: index for index, name in enumerate(s.name for s in public.sheets)}
    for element in list(listed):
        home = whole(element, "localSheetId", -1)
        sheets = public.package.sheets
        sheet = sheets[home].name if 0 <= home < len(sheets) else None
        if (home >= 0 and sheet not in kept) or not _is_public(public, element):
            listed.remove(element)
            continue
        element.attrib.pop("comment", "")
        if sheet is not None:
            element.set("localSheetId", str(new[sheet]))
    if len(listed) == 0:
        root.remove(listed)


def _is_public(public: Public, element: Element) -> bool:
    if public.leads_out(element.text or ""):
        return False
    is_built_in = element.get("name", "").startswith("_xlnm.")
    return is_built_in or element.get("hidden") not in ("1", "true")


def _public_sheets(public: Public, root: Element) -> None:
    listed = child(root, "sheets")
    relations = {sheet.relation for sheet in public.sheets}
    for element in list(listed if listed is not None else ()):
        if relation_id(element) not in relations and listed is not None:
            listed.remove(element)


def _public_views(views: Element) -> None:
    """One window that opens at the first sheet."""
    for view in list(views)[1:]:
        views.remove(view)
    for view in views:
        for name in [str(n) for n, _ in view.items() if str(n) not in _VIEW]:
            del view.attrib[name]
