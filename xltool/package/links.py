"""SetLink: links from cells to places inside the workbook."""

from __future__ import annotations

from xltool.model.errors import XltoolError
from xltool.model.patch import SetLink
from xltool.package.a1 import area_of, position_of
from xltool.package.markup import Element, child, insert_ordered, local, relation_id, sub
from xltool.package.sheet_tree import SHEET_ORDER, SheetTree
from xltool.package.workspace import Workspace


def set_link(space: Workspace, edit: SetLink) -> None:
    """Links the cell to ``edit.after``; None takes the link away.

    Raises:
        XltoolError: the cell has a link to the outside, which is the user's.
    """
    tree = space.tree(edit.sheet)
    links = Links.of(space, tree)
    links.set(edit.cell, edit.after)


class Links:
    """The links of one sheet by cell, found once for all edits of a Patch."""

    def __init__(self, tree: SheetTree) -> None:
        self._tree = tree
        self._list = child(tree.root, "hyperlinks")
        items = [e for e in (self._list if self._list is not None else ()) if local(e)]
        self._found = {e.get("ref", ""): e for e in items}

    @classmethod
    def of(cls, space: Workspace, tree: SheetTree) -> Links:
        """The links of a sheet."""
        key = cls.key(tree)
        found = space.attached.get(key)
        if not isinstance(found, Links):
            found = cls(tree)
            space.attached[key] = found
        return found

    @staticmethod
    def key(tree: SheetTree) -> str:
        """Under which the workspace keeps them."""
        return f"{tree.part}#links"

    def set(self, address: str, place: str | None) -> None:
        """The link of a cell."""
        element = self._found.get(address)
        if element is not None and relation_id(element) is not None:
            raise XltoolError(f"“{self._tree.name}”{address} 已有指向外部的链接,不能改写")
        self._refuse_area(address)
        self._tree.is_changed = True
        if place is None:
            self._remove(address, element)
        elif element is not None:
            element.set("location", place)
        else:
            self._found[address] = sub(self._ensure(), "hyperlink", ref=address, location=place)

    def _refuse_area(self, address: str) -> None:
        at = position_of(address)
        for reference in self._found:
            if ":" in reference and area_of(reference).covers(at):
                raise XltoolError(f"“{self._tree.name}”{address} 属于整块链接 {reference},不能改写")

    def _ensure(self) -> Element:
        if self._list is None:
            self._list = insert_ordered(self._tree.root, "hyperlinks", SHEET_ORDER)
        return self._list

    def _remove(self, address: str, element: Element | None) -> None:
        if element is None or self._list is None:
            return
        self._list.remove(element)
        del self._found[address]
        if not self._found:
            self._tree.root.remove(self._list)
            self._list = None

    def settle(self) -> None:
        """Nothing is held back."""
