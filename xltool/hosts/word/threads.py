"""What newer programs keep beside the comments: answers, and which were resolved."""

from __future__ import annotations

from collections.abc import Collection
from itertools import count

from lxml import etree

from xltool.hosts.word.names import take_out
from xltool.package.markup import Element
from xltool.package.word_markup import w
from xltool.package.workspace import Workspace

PARAGRAPH_ID = "{http://schemas.microsoft.com/office/word/2010/wordml}paraId"
_EXTENDED = "{http://schemas.microsoft.com/office/word/2012/wordml}"
KINDS = ("commentsExtended", "commentsIds", "commentsExtensible")
"""Relationships of the parts."""
_PEOPLE = "people"
_FIRST_ID = 0x7A000001
"""Ids of paragraphs lie below 0x80000000; programs draw them at random."""
_ON = ("1", "true", "on")


def resolved_paragraphs(space: Workspace, main: str) -> frozenset[str]:
    """Ids of the paragraphs that end a comment which the user marked as resolved."""
    part = space.related(main, KINDS[0])
    return frozenset(
        entry.get(f"{_EXTENDED}paraId", "")
        for entry in (space.root(part) if part else ())
        if entry.get(f"{_EXTENDED}done", "0").lower() in _ON
    )


def resolve(space: Workspace, main: str, paragraph: Element) -> None:
    """Marks the comment that ends with ``paragraph`` as resolved, where the document can."""
    part = space.related(main, KINDS[0])
    if part is None:
        return
    root = space.root(part)
    taken = {entry.get(f"{_EXTENDED}paraId") for entry in root}
    taken |= {element.get(PARAGRAPH_ID) for element in space.root(main).iter(w("p"))}
    id_ = next(name for number in count(_FIRST_ID) if (name := f"{number:08X}") not in taken)
    paragraph.set(PARAGRAPH_ID, id_)
    etree.SubElement(
        root, f"{_EXTENDED}commentEx", {f"{_EXTENDED}paraId": id_, f"{_EXTENDED}done": "1"}
    )
    space.touch(part)


def forget(space: Workspace, main: str, paragraphs: Collection[str]) -> None:
    """Takes the entries of a comment away; an answer to it stands on its own."""
    for kind in KINDS if paragraphs else ():
        part = space.related(main, kind)
        for entry in list(space.root(part)) if part else ():
            if _ending(entry, "paraId") in paragraphs:
                take_out(entry)
            elif entry.get(f"{_EXTENDED}paraIdParent") in paragraphs:
                del entry.attrib[f"{_EXTENDED}paraIdParent"]
            else:
                continue
            space.touch(part or "")


def forget_author(space: Workspace, main: str, author: str) -> None:
    """Takes a name out of the people that newer programs list as authors."""
    part = space.related(main, _PEOPLE)
    for person in list(space.root(part)) if part else ():
        if _ending(person, "author") == author:
            take_out(person)
            space.touch(part or "")


def _ending(element: Element, name: str) -> str | None:
    """The attribute of that local name, in whichever of Word's namespaces."""
    return next((str(v) for k, v in element.items() if str(k).endswith(f"}}{name}")), None)
