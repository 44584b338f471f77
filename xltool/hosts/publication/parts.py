"""The parts of a public workbook: only what can be reached by relationships on the list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from xltool.package import Package, Sheet
from xltool.package.markup import Element, local, parse, serialise
from xltool.package.opc import CONTENT_TYPES, Relation, relations_part

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_CORE = "docProps/core.xml"
_CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
_NO_AUTHOR = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/'
    b'metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator/>'
    b"<cp:lastModifiedBy/></cp:coreProperties>"
)
"""Written out, not left out: some readers fill in an author of their own where it lacks."""

_PICTURES = frozenset(("image", "chart", "hyperlink", "chartUserShapes"))
_DIAGRAMS = frozenset(
    ("diagramData", "diagramLayout", "diagramQuickStyle", "diagramColors", "diagramDrawing")
)
_PUBLIC_KINDS = {
    "worksheet": frozenset(("drawing", "hyperlink", "table", "image")),
    "drawing": _PICTURES | _DIAGRAMS,
    "chart": frozenset(("chartStyle", "chartColorStyle", "themeOverride", "chartUserShapes")),
    "chartUserShapes": frozenset(("image",)),
    "theme": frozenset(("image",)),
    "themeOverride": frozenset(("image",)),
    "diagramData": frozenset(("image",)),
    "diagramDrawing": frozenset(("image",)),
}
"""Kinds of relationship that a public part may have, by the kind of the part."""
_OF_WORKBOOK = frozenset(("styles", "theme", "sharedStrings"))
_PUBLIC_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_ANCHORS = frozenset(("twoCellAnchor", "oneCellAnchor", "absoluteAnchor", "relSizeAnchor"))
_LINK_ELEMENTS = frozenset(("hlinkClick", "hlinkHover", "hlinkMouseOver", "externalData"))
_PATH = re.compile(r"[\\/:]")


class Public:
    """A public workbook in the making: parts changed here, the rest copied as they are."""

    def __init__(self, package: Package, sheets: Sequence[Sheet]) -> None:
        self.package = package
        self.sheets = tuple(sheets)
        kept = {sheet.name for sheet in sheets}
        self._gone = tuple(s.name for s in package.sheets if s.name not in kept)
        self._roots: dict[str, Element] = {}
        self._kept_relations: dict[str, list[Relation]] = {}

    def root(self, part: str) -> Element:
        """A part that will be written as it is when everything is done."""
        if part not in self._roots:
            self._roots[part] = parse(self.package.part(part), part)
        return self._roots[part]

    def leads_out(self, formula: str) -> bool:
        """Whether a formula refers to a sheet that is left out, another file, or nothing."""
        if "[" in formula or "#REF!" in formula:
            return True
        folded = formula.replace("''", "'").casefold()
        return any(self._mentions(folded, name.casefold()) for name in self._gone)

    @staticmethod
    def _mentions(formula: str, sheet: str) -> bool:
        return f"{sheet}!" in formula or f"{sheet}'!" in formula

    def is_public_link(self, relation_id: str, part: str) -> bool:
        """Whether a link of ``part`` may stay: an address on the web, never a file or mail."""
        return any(
            relation.id == relation_id and _is_public(relation)
            for relation in self.package.relations(part)
        )

    def to_bytes(self) -> bytes:
        """The file, with relationships and content types of what it holds."""
        kinds = dict(self._reached())
        for part, kind in kinds.items():
            if kind in _PUBLIC_KINDS and kind not in ("worksheet", "theme"):
                self._clean_drawing(part, kind)
        changes: dict[str, bytes | None] = {
            part: serialise(root, self.package.part(part)) for part, root in self._roots.items()
        }
        for part, relations in self._kept_relations.items():
            changes[relations_part(part)] = self._relations_xml(part, relations)
        changes[relations_part("")] = self._root_relations()
        changes[CONTENT_TYPES] = self._content_types(kinds)
        changes[_CORE] = _NO_AUTHOR
        allowed = {*kinds, *(name for name, data in changes.items() if data is not None)}
        gone = dict.fromkeys(name for name in self.package.names if name not in allowed)
        return self.package.with_parts({**gone, **changes}).to_bytes()

    # --- what is reached -----------------------------------------------------------

    def _reached(self) -> Iterator[tuple[str, str]]:
        """Every public part with its kind; notes down which relationships are kept."""
        workbook = self.package.workbook_part
        own = {sheet.relation for sheet in self.sheets}
        pending = [(workbook, "officeDocument")]
        seen = {workbook}
        while pending:
            part, kind = pending.pop()
            yield part, kind
            kept = []
            for relation in self.package.relations(part):
                if kind == "officeDocument":
                    wanted = relation.id in own or relation.kind in _OF_WORKBOOK
                else:
                    wanted = relation.kind in _PUBLIC_KINDS.get(kind, ())
                if not wanted or not self._may_follow(relation):
                    continue
                kept.append(relation)
                if not relation.is_external and relation.target not in seen:
                    seen.add(relation.target)
                    pending.append((relation.target, relation.kind))
            self._kept_relations[part] = kept

    def _may_follow(self, relation: Relation) -> bool:
        if relation.is_external:
            return _is_public(relation)
        if relation.target not in self.package:
            return False
        return relation.kind != "chart" or not self._chart_leads_out(relation.target)

    def _chart_leads_out(self, part: str) -> bool:
        root = parse(self.package.part(part), part)
        return any(local(e) == "f" and self.leads_out(e.text or "") for e in root.iter())

    # --- what is written -----------------------------------------------------------

    def _clean_drawing(self, part: str, kind: str) -> None:
        """Takes out what leads nowhere now, formulas of tables, and paths in descriptions."""
        kept = {relation.id for relation in self._kept_relations.get(part, ())}
        root = self.root(part)
        for element in list(root.iter()):
            if not local(element):
                continue
            if kind == "table" and local(element).endswith(("Formula", "xmlColumnPr")):
                _remove(element)
            self._unlink(element, kept)
            if local(element) == "cNvPr" and _PATH.search(element.get("descr", "")):
                element.set("descr", "")

    @staticmethod
    def _unlink(element: Element, kept: set[str]) -> None:
        for name, value in list(element.items()):
            if "/relationships}" not in str(name) or value in kept or value == "":
                continue
            if local(element) in _LINK_ELEMENTS:
                _remove(element)
                return
            anchor = _anchor(element)
            if anchor is not None and not str(name).endswith("}link"):
                _remove(anchor)
                return
            del element.attrib[name]

    def _relations_xml(self, part: str, kept: Sequence[Relation]) -> bytes | None:
        name = relations_part(part)
        if name not in self.package or not kept:
            return None
        root = parse(self.package.part(name), name)
        ids = {relation.id for relation in kept}
        for element in list(root):
            if element.get("Id") not in ids:
                root.remove(element)
        return serialise(root)

    def _root_relations(self) -> bytes:
        name = relations_part("")
        root = parse(self.package.part(name), name)
        for element in list(root):
            if element.get("Type", "").rpartition("/")[2] != "officeDocument":
                root.remove(element)
        made = root.makeelement(f"{root.tag.rpartition('}')[0]}}}Relationship", {})
        base = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
        taken = {element.get("Id") for element in root}
        made.set("Id", next(f"rId{n}" for n in range(1, 99) if f"rId{n}" not in taken))
        made.set("Type", f"{base}/core-properties")
        made.set("Target", _CORE)
        root.append(made)
        return serialise(root)

    def _content_types(self, kinds: dict[str, str]) -> bytes:
        root = parse(self.package.part(CONTENT_TYPES), CONTENT_TYPES)
        parts = {part.lower() for part in kinds}
        for element in list(root):
            if local(element) != "Override":
                continue
            name = element.get("PartName", "").lstrip("/").lower()
            if name not in parts:
                root.remove(element)
            elif name == self.package.workbook_part.lower():
                element.set("ContentType", WORKBOOK_TYPE)
        made = root.makeelement(f"{root.tag.rpartition('}')[0]}}}Override", {})
        made.set("PartName", f"/{_CORE}")
        made.set("ContentType", _CORE_TYPE)
        root.append(made)
        return serialise(root)


def _is_public(relation: Relation) -> bool:
    is_web = relation.is_external and _PUBLIC_ADDRESS.match(relation.target) is not None
    return is_web and relation.kind == "hyperlink"


def _anchor(element: Element) -> Element | None:
    return next((e for e in element.iterancestors() if local(e) in _ANCHORS), None)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
