"""Parts under change: parsed when first needed, written back only where they were touched."""

from __future__ import annotations

import posixpath
from functools import cached_property
from typing import Protocol

from lxml import etree

from xltool.model.errors import XltoolError
from xltool.package.markup import (
    DOCUMENT_RELATIONS,
    Element,
    child,
    exact_content,
    local,
    namespace,
    parse,
    relation_id,
    serialise,
    sub,
)
from xltool.package.opc import CONTENT_TYPES, Package, Relation, relations_part, resolve
from xltool.package.reading import sheet_root
from xltool.package.sheet_tree import SheetTree
from xltool.package.strings import is_plain, plain_text
from xltool.package.styles import Styles

_NO_RELATIONS = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
)


class Settling(Protocol):
    """Something that holds changes until the end."""

    def settle(self) -> None:
        """Writes them into the parts."""


class Workspace:
    """A Package being changed; ``finish`` gives the changed one, the first stays as it was."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._roots: dict[str, Element] = {}
        self._touched: dict[str, None] = {}  # in the order of touching, so that files repeat
        self._raw: dict[str, bytes | None] = {}
        self._trees: dict[str, SheetTree] = {}
        self.attached: dict[str, Settling] = {}
        """What is kept of a sheet's part between edits and handed back at the end."""

    # --- parts ---------------------------------------------------------------------

    def root(self, part: str) -> Element:
        """The parsed part; call ``touch`` after changing it."""
        if part not in self._roots:
            self._roots[part] = parse(self.raw(part), part)
        return self._roots[part]

    def touch(self, part: str) -> None:
        """Says that the part was changed and has to be written."""
        self._touched[part] = None

    def raw(self, part: str) -> bytes:
        """Bytes of a part that is not handled as XML, or is not parsed yet."""
        changed = self._raw.get(part)
        return changed if changed is not None else self.package.part(part)

    def set_raw(self, part: str, data: bytes) -> None:
        """New bytes for a part that is not handled as XML."""
        self._raw[part] = data

    def has(self, part: str) -> bool:
        """Whether the part is there at this moment."""
        if part in self._raw:
            return self._raw[part] is not None
        return part in self._roots or part in self.package

    def is_open(self, part: str) -> bool:
        """Whether the part is parsed, so that its bytes may be out of date."""
        return part in self._roots

    def names(self) -> set[str]:
        """Names of all parts at this moment."""
        gone = {part for part, data in self._raw.items() if data is None}
        return ({*self.package.names, *self._roots} | set(self._raw)) - gone

    def new_name(self, pattern: str) -> str:
        """The first free part name of a pattern such as "xl/comments{}.xml"."""
        taken = {name.lower() for name in self.names()}
        number = 1
        while pattern.format(number).lower() in taken:
            number += 1
        return pattern.format(number)

    def add_part(self, part: str, root: Element, content_type: str) -> None:
        """A new XML part with its content type."""
        self._raw.pop(part, None)
        self._roots[part] = root
        self.touch(part)
        types = self.root(CONTENT_TYPES)
        sub(types, "Override", PartName=f"/{part}", ContentType=content_type)
        self.touch(CONTENT_TYPES)

    def remove_part(self, part: str) -> None:
        """Takes a part out, with its relationships and content type."""
        for gone in (part, relations_part(part)):
            self._roots.pop(gone, None)
            self._touched.pop(gone, None)
            self._raw[gone] = None
        types = self.root(CONTENT_TYPES)
        for element in list(types):
            if element.get("PartName", "").lstrip("/").lower() == part.lower():
                types.remove(element)
        self.touch(CONTENT_TYPES)

    def declare_extension(self, extension: str, content_type: str) -> None:
        """Makes sure that parts with that extension have a content type."""
        types = self.root(CONTENT_TYPES)
        known = {e.get("Extension", "").lower() for e in types if local(e) == "Default"}
        if extension in known:
            return
        made = etree.Element(f"{{{namespace(types)}}}Default")
        made.set("Extension", extension)
        made.set("ContentType", content_type)
        types.insert(len(known), made)
        self.touch(CONTENT_TYPES)

    def forget_extension(self, extension: str) -> None:
        """Takes the content type of an extension away that no part has any more."""
        types = self.root(CONTENT_TYPES)
        for element in list(types):
            if element.get("Extension", "").lower() == extension:
                types.remove(element)
                self.touch(CONTENT_TYPES)

    # --- relationships -------------------------------------------------------------

    @property
    def relation_base(self) -> str:
        """Namespace of office relationships in this workbook: strict or transitional."""
        main = namespace(self.workbook)
        is_strict = "purl.oclc.org" in main
        return DOCUMENT_RELATIONS["strict" if is_strict else "transitional"]

    def relations(self, part: str) -> tuple[Relation, ...]:
        """Relationships of a part at this moment."""
        name = relations_part(part)
        if not self.has(name):
            return ()
        folder = posixpath.dirname(part)
        found = []
        for element in self.root(name):
            if local(element) == "Relationship":
                external = element.get("TargetMode") == "External"
                target = element.get("Target", "")
                kind = element.get("Type", "").rpartition("/")[2]
                place = target if external else resolve(folder, target)
                found.append(Relation(element.get("Id", ""), kind, place, external))
        return tuple(found)

    def related(self, part: str, kind: str) -> str | None:
        """The first part that ``part`` is related to by that kind of relationship."""
        for relation in self.relations(part):
            if relation.kind == kind and not relation.is_external and self.has(relation.target):
                return relation.target
        return None

    def relate(self, part: str, kind: str, target: str) -> str:
        """A new relationship; gives its id."""
        name = relations_part(part)
        if not self.has(name):
            self._raw.pop(name, None)
            self._roots[name] = parse(_NO_RELATIONS, name)
        root = self.root(name)
        taken = {element.get("Id") for element in root}
        number = 1
        while f"rId{number}" in taken:
            number += 1
        path = posixpath.relpath(target, posixpath.dirname(part) or ".")
        made = sub(root, "Relationship", Id=f"rId{number}")
        made.set("Type", f"{self.relation_base}/{kind}")
        made.set("Target", path)
        self.touch(name)
        return f"rId{number}"

    def unrelate(self, part: str, relation: str) -> None:
        """Takes a relationship away, and the part of relationships when it is the last."""
        name = relations_part(part)
        root = self.root(name)
        for element in list(root):
            if element.get("Id") == relation:
                root.remove(element)
        self.touch(name)
        if len(root) == 0:
            self._roots.pop(name)
            self._touched.pop(name, None)
            self._raw[name] = None

    # --- workbook and sheets -------------------------------------------------------

    @property
    def workbook(self) -> Element:
        """Root of the main part."""
        return self.root(self.package.workbook_part)

    def touch_workbook(self) -> None:
        """Says that the main part was changed."""
        self.touch(self.package.workbook_part)

    @property
    def sheet_elements(self) -> list[Element]:
        """The <sheet> elements in the order of the tabs."""
        listed = child(self.workbook, "sheets")
        return [e for e in (listed if listed is not None else ()) if local(e) == "sheet"]

    def sheet_index(self, name: str) -> int | None:
        """Position of a sheet among the tabs, from 0; None where there is none."""
        for index, element in enumerate(self.sheet_elements):
            if element.get("name", "").casefold() == name.casefold():
                return index
        return None

    def sheet_part(self, name: str) -> str:
        """Part of a sheet.

        Raises:
            XltoolError: no such sheet.
        """
        index = self.sheet_index(name)
        if index is not None:
            wanted = relation_id(self.sheet_elements[index])
            for relation in self.relations(self.package.workbook_part):
                if relation.id == wanted:
                    return relation.target
        raise XltoolError(f"工作簿里没有工作表“{name}”,请检查表名")

    def tree(self, name: str) -> SheetTree:
        """The cells of a sheet."""
        key = name.casefold()
        if key not in self._trees:
            part = self.sheet_part(name)
            if part not in self._roots:
                self._roots[part] = sheet_root(self.package, name)
            self._trees[key] = SheetTree(name, part, self._roots[part])
        return self._trees[key]

    def forget(self, name: str) -> None:
        """Drops what is kept of a sheet that goes."""
        tree = self._trees.pop(name.casefold(), None)
        if tree is not None:
            for key in [key for key in self.attached if key.partition("#")[0] == tree.part]:
                del self.attached[key]

    @cached_property
    def styles(self) -> Styles:
        """The stylesheet.

        Raises:
            XltoolError: the workbook has none.
        """
        part = self.related(self.package.workbook_part, "styles")
        if part is None:
            raise XltoolError("工作簿缺少样式部件 styles.xml,请用 Excel 打开后另存再试")
        return Styles(self.root(part))

    @cached_property
    def shared_strings(self) -> tuple[Element, ...]:
        """The shared string items; they are only read, changed texts stand in their cell."""
        part = self.related(self.package.workbook_part, "sharedStrings")
        root = self.root(part) if part else ()
        return tuple(element for element in root if local(element) == "si")

    @cached_property
    def shared_plain(self) -> dict[str, int]:
        """Number of the shared item of each plain text."""
        found: dict[str, int] = {}
        for number, item in enumerate(self.shared_strings):
            if is_plain(item):
                found.setdefault(plain_text(item), number)
        return found

    @cached_property
    def shared_rich(self) -> dict[tuple[object, ...], int]:
        """Number of the shared item of each text with runs."""
        items = enumerate(self.shared_strings)
        rich = [(number, item) for number, item in items if not is_plain(item)]
        return {exact_content(item): number for number, item in reversed(rich)}

    # --- the end -------------------------------------------------------------------

    def finish(self) -> Package:
        """The changed Package."""
        for held in self.attached.values():
            held.settle()
        for tree in self._trees.values():
            if tree.is_changed:
                tree.settle()
                self.touch(tree.part)
        if "styles" in self.__dict__ and self.styles.is_changed:
            self.touch(self.related(self.package.workbook_part, "styles") or "")
        changes: dict[str, bytes | None] = dict(self._raw)
        for part in (touched for touched in self._touched if touched in self._roots):
            original = self.package.part(part) if part in self.package else None
            data = serialise(self._roots[part], original)
            if data != original:
                changes[part] = data
        changes = {k: v for k, v in changes.items() if v is not None or k in self.package}
        return self.package.with_parts(changes) if changes else self.package
