"""What a marked document remembers, in a part of its own that Word carries along unseen.

Word numbers comments anew when it saves, but keeps their initials; so a mark and what is
remembered of it find each other by the number in the initials.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from xltool.hosts.word.runs import Cut
from xltool.hosts.word.shading import Before
from xltool.model.errors import XltoolError
from xltool.package.markup import Element, local, namespace, whole
from xltool.package.workspace import Workspace

_SPACE = "urn:xltool:word-marks"
_PART = "customXml/item{}.xml"
_RELATION = "customXml"
_CHECKSUM = re.compile(r"\b[0-9]{1,10}\b")
_CUTS = {cut.value: cut for cut in Cut}


@dataclass(frozen=True, slots=True)
class RunMark:
    """One run that we coloured: what it had before, and where it was cut off.

    A plain one was cut off and not coloured: the user had resolved its comment.
    """

    before: Before
    left: Cut = Cut.NOTHING
    right: Cut = Cut.NOTHING
    is_plain: bool = False


@dataclass(frozen=True, slots=True)
class MarkMemory:
    """One mark: its coloured runs in the order of the document, and what its comment says."""

    runs: tuple[RunMark, ...]
    words: tuple[int, ...]
    """Checksums of the paragraphs of the comment: a changed one is the user's."""


@dataclass(frozen=True, slots=True)
class Memory:
    """All that is remembered of one run of the checker over this document."""

    marks: Mapping[int, MarkMemory]
    """By the mark's number."""
    comments_added: bool = False
    """The document had no part for comments before."""


NOTHING = Memory({})


def remember(space: Workspace, main: str, memory: Memory) -> None:
    """Writes ``memory`` into a part of its own, related to the main part."""
    root = etree.Element(f"{{{_SPACE}}}marks")
    if memory.comments_added:
        root.set("comments", "added")
    for number, remembered in memory.marks.items():
        words = " ".join(map(str, remembered.words))
        mark = etree.SubElement(root, f"{{{_SPACE}}}mark", {"number": str(number), "words": words})
        for run in remembered.runs:
            etree.SubElement(mark, f"{{{_SPACE}}}run", _words(run))
    part = space.new_name(_PART)
    space.add_part(part, root, "application/xml")
    space.relate(main, _RELATION, part)


def recall(space: Workspace, main: str) -> Memory:
    """What the document remembers; nothing where another program dropped it."""
    found = _found(space, main)
    if found is None:
        return NOTHING
    root = space.root(found)
    marks = {
        whole(mark, "number"): MarkMemory(
            tuple(_run(run) for run in mark if local(run) == "run"),
            tuple(int(word) for word in _CHECKSUM.findall(mark.get("words", ""))),
        )
        for mark in root
        if local(mark) == "mark"
    }
    return Memory(marks, comments_added=root.get("comments") == "added")


def forget(space: Workspace, main: str) -> None:
    """Takes the part away, with what other programs put beside it."""
    found = _found(space, main)
    if found is None:
        return
    for relation in space.relations(found):
        if not relation.is_external and space.has(relation.target):
            space.remove_part(relation.target)
    for relation in space.relations(main):
        if relation.target == found:
            space.unrelate(main, relation.id)
    space.remove_part(found)


def _found(space: Workspace, main: str) -> str | None:
    for relation in space.relations(main):
        if relation.kind == _RELATION and not relation.is_external and space.has(relation.target):
            # Parts of other programs are not parsed: what is wrong in them is not our business.
            is_likely = _SPACE.encode() in space.raw(relation.target)
            if is_likely and _is_ours(space, relation.target):
                return relation.target
    return None


def _is_ours(space: Workspace, part: str) -> bool:
    """Whether a part is our memory; a damaged one is forgotten."""
    try:
        return namespace(space.root(part)) == _SPACE
    except XltoolError:
        return False


def _words(run: RunMark) -> dict[str, str]:
    before = run.before
    values = {
        "left": run.left.value,
        "right": run.right.value,
        "highlight": before.highlight or "",
        "bare": "1" if before.bare else "",
        "plain": "1" if run.is_plain else "",
    }
    if before.shading is not None:
        values["shading"] = ";".join(f"{name}={value}" for name, value in before.shading)
    return {name: value for name, value in values.items() if value or name == "shading"}


def _run(element: Element) -> RunMark:
    shading = element.get("shading")
    pairs = [pair.partition("=") for pair in (shading or "").split(";") if pair]
    before = Before(
        None if shading is None else tuple((name, value) for name, _, value in pairs),
        element.get("highlight"),
        element.get("bare") == "1",
    )
    left, right = (_CUTS.get(element.get(side, ""), Cut.NOTHING) for side in ("left", "right"))
    return RunMark(before, left, right, is_plain=element.get("plain") == "1")
