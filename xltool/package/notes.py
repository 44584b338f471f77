"""SetNote: legacy notes, in the user's own parts where the sheet has them."""

from __future__ import annotations

import itertools

from lxml import etree

from xltool.model.errors import XltoolError
from xltool.package.a1 import Position, position_of
from xltool.package.formula_text import RowShift
from xltool.package.markup import (
    Element,
    child,
    insert_ordered,
    local,
    namespace,
    relation_id,
    sub,
    whole,
)
from xltool.package.note_boxes import NoteBoxes
from xltool.package.note_shapes import NoteShapes, blocks_of
from xltool.package.rich_text import Run, runs_of, with_runs
from xltool.package.sheet_tree import SHEET_ORDER, SheetTree
from xltool.package.strings import plain_text
from xltool.package.workspace import Workspace

AUTHOR = "核对"
_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_LONGEST = 32_767


class Notes:
    """The notes of one sheet and their boxes; parts are made for the first, dropped with the last.

    Use ``Notes.of``: a sheet's notes are found once for all edits of a Patch.
    """

    def __init__(self, space: Workspace, tree: SheetTree) -> None:
        self._space, self._tree = space, tree
        self._part = space.related(tree.part, "comments")
        self._root = space.root(self._part) if self._part else None
        self._vml = self._drawing_part()
        self._shapes = NoteShapes(space.raw(self._vml)) if self._vml else None
        self._comments = {e.get("ref", ""): e for e in self._listed()}
        self._boxes = NoteBoxes(tree)
        self._is_changed = False

    @classmethod
    def of(cls, space: Workspace, tree: SheetTree) -> Notes:
        """The notes of a sheet."""
        found = space.attached.get(tree.part)
        if not isinstance(found, Notes):
            found = cls(space, tree)
            space.attached[tree.part] = found
        return found

    def _drawing_part(self) -> str | None:
        element = child(self._tree.root, "legacyDrawing")
        wanted = relation_id(element) if element is not None else None
        found = (r.target for r in self._space.relations(self._tree.part) if r.id == wanted)
        return next((part for part in found if self._space.has(part)), None)

    def _listed(self) -> list[Element]:
        listed = child(self._root, "commentList") if self._root is not None else None
        return [e for e in (listed if listed is not None else ()) if local(e) == "comment"]

    def set(self, address: str, text: str | None) -> None:
        """The note of a cell, whole text; None takes it away."""
        if text is not None and len(text) > _LONGEST:
            raise XltoolError(f"{address} 的批注有 {len(text)} 字,超过上限 {_LONGEST} 字")
        comment = self._comments.get(address)
        if text is None:
            self._remove(address, comment)
        elif comment is None:
            self._add(address, text)
        else:
            self._is_changed |= _retext(comment, text)

    def _remove(self, address: str, comment: Element | None) -> None:
        if comment is None or self._root is None:
            return
        self._is_changed = True
        parent = comment.getparent()
        if parent is not None:
            parent.remove(comment)
        del self._comments[address]
        if self._shapes is not None:
            self._shapes.remove(position_of(address))

    def _add(self, address: str, text: str) -> None:
        self._is_changed = True
        root = self._ensure_comments()
        shapes = self._ensure_shapes()
        listed = child(root, "commentList")
        parent = listed if listed is not None else sub(root, "commentList")
        comment = sub(parent, "comment", ref=address, authorId=str(_author(root)))
        _retext(comment, text)
        self._comments[address] = comment
        at = position_of(address)
        if at not in shapes:
            shapes.add(at, self._boxes.anchor(at, text), self._taken)

    def _ensure_comments(self) -> Element:
        if self._root is None:
            main = namespace(self._tree.root)
            self._root = etree.fromstring(f'<comments xmlns="{main}"/>'.encode())
            sub(self._root, "authors")
            sub(self._root, "commentList")
            self._part = self._space.new_name("xl/comments{}.xml")
            self._space.add_part(self._part, self._root, _COMMENTS_TYPE)
            self._space.relate(self._tree.part, "comments", self._part)
        return self._root

    def _ensure_shapes(self) -> NoteShapes:
        if self._shapes is None:
            self._shapes = NoteShapes.new(self._taken())
            self._vml = self._space.new_name("xl/drawings/vmlDrawing{}.vml")
            self._space.set_raw(self._vml, self._shapes.data)
            self._space.declare_extension("vml", _VML_TYPE)
            relation = self._space.relate(self._tree.part, "vmlDrawing", self._vml)
            base = self._space.relation_base
            made = insert_ordered(self._tree.root, "legacyDrawing", SHEET_ORDER, {"r": base})
            made.set(f"{{{base}}}id", relation)
            self._tree.is_changed = True
        return self._shapes

    def _taken(self) -> list[int]:
        """Blocks of shape numbers in all drawings of the workbook."""
        parts = [name for name in self._space.names() if name.lower().endswith(".vml")]
        found = [blocks_of(self._space.raw(part)) for part in parts]
        return list(itertools.chain.from_iterable(found))

    def in_rows(self, rows: range) -> list[str]:
        """Addresses of the notes in those rows."""
        return [address for address in self._comments if position_of(address).row in rows]

    def shift(self, shift: RowShift) -> None:
        """Moves the notes with inserted or deleted rows."""
        for address, comment in list(self._comments.items()):
            at = position_of(address)
            row = shift.row(at.row)
            if row is None:
                self._remove(address, comment)
            elif row != at.row:
                comment.set("ref", Position(row, at.column).a1)
                self._is_changed = True
        self._comments = {e.get("ref", ""): e for e in self._listed()}
        if self._shapes is not None:
            self._shapes.shift(shift)

    def settle(self) -> None:
        """Hands the parts back, or drops those that nothing is left in."""
        if self._is_changed and self._root is not None and self._part is not None:
            _drop_unused_author(self._root)
            self._space.touch(self._part)
            if not self._comments:
                self._drop(self._part)
        if self._shapes is None or self._vml is None:
            return
        if self._is_changed and self._shapes.is_empty:
            self._drop_drawing(self._vml)
        elif self._shapes.data != self._space.raw(self._vml):
            self._space.set_raw(self._vml, self._shapes.data)

    def _drop(self, part: str) -> None:
        for relation in self._space.relations(self._tree.part):
            if relation.target == part:
                self._space.unrelate(self._tree.part, relation.id)
        self._space.remove_part(part)

    def _drop_drawing(self, part: str) -> None:
        element = child(self._tree.root, "legacyDrawing")
        if element is not None:
            self._tree.root.remove(element)
            self._tree.is_changed = True
        self._drop(part)
        if not any(name.lower().endswith(".vml") for name in self._space.names()):
            self._space.forget_extension("vml")


def _retext(comment: Element, text: str) -> bool:
    """New text; what it shares with the old one from the start keeps its look.

    Returns:
        whether that changed anything.
    """
    holder = child(comment, "text")
    if holder is None:
        holder = sub(comment, "text")
        comment.insert(0, holder)
    old = plain_text(holder)
    if old == text and len(holder):
        return False
    if old.startswith(text):
        with_runs(holder, _first(runs_of(holder), len(text)))
        return True
    kept = runs_of(holder) if text.startswith(old) else ()
    rest = text[len(old) :] if kept else text
    with_runs(holder, (*kept, Run(rest, _look(holder))))
    return True


def _first(runs: tuple[Run, ...], count: int) -> list[Run]:
    """The runs of the first ``count`` characters."""
    found = []
    for run in runs:
        found.append(Run(run.text[:count], run.properties))
        count = max(0, count - len(run.text))
    return found


def _look(holder: Element) -> Element:
    made = etree.Element(f"{{{namespace(holder)}}}rPr")
    sub(made, "sz", val="9")
    sub(made, "color", indexed="81")
    sub(made, "rFont", val="宋体")
    sub(made, "family", val="3")
    sub(made, "charset", val="134")
    return made


def _author(root: Element) -> int:
    """Number of our author in the list, added behind the user's."""
    listed = child(root, "authors")
    if listed is None:
        listed = sub(root, "authors")
        root.insert(0, listed)
    names = [element.text or "" for element in listed if local(element) == "author"]
    if AUTHOR in names:
        return names.index(AUTHOR)
    sub(listed, "author").text = AUTHOR
    return len(names)


def _drop_unused_author(root: Element) -> None:
    listed, comments = child(root, "authors"), child(root, "commentList")
    if listed is None or comments is None or len(listed) == 0 or listed[-1].text != AUTHOR:
        return
    if all(whole(comment, "authorId") != len(listed) - 1 for comment in comments):
        listed.remove(listed[-1])
