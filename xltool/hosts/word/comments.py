"""Comments of ours: written into the document's part of comments, found again, taken out."""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from lxml import etree

from xltool.hosts.annotations import AUTHOR, BEGINNINGS
from xltool.hosts.word import threads
from xltool.hosts.word.names import made, take_out
from xltool.package.markup import Element, local, set_space, whole
from xltool.package.word_markup import MAIN, w
from xltool.package.workspace import Workspace

_KIND = "comments"
_PART = "word/comments{}.xml"
_FIRST_PART = "word/comments.xml"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"
_INITIALS = re.compile("核([0-9]{1,9})")
_HANDED_OVER = "核"
"""Initials of a comment that has become the user's."""
_NOT_PRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def checksum(text: str) -> int:
    """A number that changes with the words of a paragraph, not with its blanks."""
    return zlib.crc32("".join(text.split()).encode("utf-8", "surrogatepass"))


class Ours(NamedTuple):
    """A comment of ours and the number of its mark."""

    comment: Element
    number: int


class Comments:
    """The comments of a document while marks are put in or taken out."""

    def __init__(self, space: Workspace, main: str) -> None:
        self._space = space
        self._main = main
        self._part = space.related(main, _KIND)
        self._next: int | None = None
        self.is_added = False
        """Whether this put in the part of comments."""

    def add(self, number: int, lines: Sequence[str], date: str, *, resolved: bool) -> str:
        """A comment of ours with one paragraph a line; gives its id.

        Its date is that of the document's state, so that equal input gives equal bytes;
        without any, LibreOffice writes one that Word cannot read.
        """
        root = self._root()
        if self._next is None:
            self._next = max((whole(element, w("id")) for element in root), default=-1) + 1
        id_ = str(self._next)
        self._next += 1
        comment = etree.SubElement(root, w("comment"))
        said = (("id", id_), ("author", AUTHOR), ("date", date), ("initials", f"核{number}"))
        for name, value in said:
            if value:
                comment.set(w(name), value)
        for line in lines:
            text = made("t")
            text.text = _NOT_PRINTABLE.sub("", line)
            set_space(text)
            etree.SubElement(etree.SubElement(comment, w("p")), w("r")).append(text)
        if resolved:
            threads.resolve(self._space, self._main, comment[-1])
        self._touch()
        return id_

    def ours(self) -> Mapping[str, Ours]:
        """The comments of ours, by their ids."""
        return {
            element.get(w("id"), ""): Ours(element, int(found[1]))
            for element in self._all()
            if element.get(w("author")) == AUTHOR
            and (found := _INITIALS.fullmatch(element.get(w("initials"), "")))
        }

    def resolved(self) -> frozenset[int]:
        """Checksums of what those comments of ours say that the user marked as resolved."""
        done = threads.resolved_paragraphs(self._space, self._main)
        return frozenset(
            checksum("".join(map(_text, comment.iter(w("p")))))
            for comment, _ in self.ours().values()
            if any(p.get(threads.PARAGRAPH_ID) in done for p in comment.iter(w("p")))
        )

    def remove(self, comment: Element, words: Collection[int]) -> bool:
        """Takes our words out of a comment, and the comment unless the user wrote in it.

        Args:
            comment: the comment.
            words: checksums of our paragraphs; empty where nothing is remembered.
        """
        paragraphs = [element for element in comment if element.tag == w("p")]
        mine = [p for p in paragraphs if _is_ours(_text(p), words)]
        rest = [p for p in paragraphs if p not in mine and _text(p).strip()]
        if rest:
            comment.set(w("initials"), _HANDED_OVER)
            for paragraph in mine:
                take_out(paragraph)
        else:
            ids = {p.get(threads.PARAGRAPH_ID, "") for p in paragraphs} - {""}
            threads.forget(self._space, self._main, ids)
            take_out(comment)
        self._touch()
        return not rest

    def drop_part(self) -> None:
        """Takes the part of comments away if nothing is left in it."""
        if self._part is None or any(local(element) for element in self._root()):
            return
        for relation in self._space.relations(self._main):
            if relation.kind in threads.KINDS and not relation.is_external:
                self._drop(relation.id, relation.target)
        for relation in self._space.relations(self._main):
            if relation.target == self._part:
                self._drop(relation.id, relation.target)
        self._part = None

    def _drop(self, relation: str, part: str) -> None:
        self._space.unrelate(self._main, relation)
        if self._space.has(part):
            self._space.remove_part(part)

    def _root(self) -> Element:
        if self._part is None:
            free = self._space.new_name(_PART)
            self._part = free if self._space.has(_FIRST_PART) else _FIRST_PART
            root = etree.Element(w("comments"), nsmap={"w": MAIN})
            self._space.add_part(self._part, root, _CONTENT_TYPE)
            self._space.relate(self._main, _KIND, self._part)
            self.is_added = True
        return self._space.root(self._part)

    def _all(self) -> Iterator[Element]:
        return iter(() if self._part is None else self._root().findall(w("comment")))

    def _touch(self) -> None:
        if self._part is not None:
            self._space.touch(self._part)


def _text(paragraph: Element) -> str:
    return "".join(text.text or "" for text in paragraph.iter(w("t")))


def _is_ours(text: str, words: Collection[int]) -> bool:
    return checksum(text) in words if words else text.startswith(BEGINNINGS)
