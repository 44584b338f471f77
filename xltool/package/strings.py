"""Texts of cells: shared string items and inline strings, with their runs."""

from __future__ import annotations

import re

from xltool.package.markup import Element, child, local, set_space, sub

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NEEDS_ESCAPE = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]|_(?=x[0-9A-Fa-f]{4}_)")


def decoded(text: str) -> str:
    """The characters that _xHHHH_ stands for (ECMA-376 part 1, 22.9.2.19)."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)


def encoded(text: str) -> str:
    """The text as a part holds it: characters that XML cannot carry are escaped."""
    return _NEEDS_ESCAPE.sub(lambda match: f"_x{ord(match[0]):04X}_", text)


def plain_text(item: Element) -> str:
    """The text of an <si>, <is> or comment <text>, runs joined, phonetic guides left out."""
    pieces = []
    for part in item:
        name = local(part)
        if name == "t":
            pieces.append(decoded(part.text or ""))
        elif name == "r":
            text = child(part, "t")
            pieces.append(decoded(text.text or "") if text is not None else "")
    return "".join(pieces)


def is_plain(item: Element) -> bool:
    """Whether the item is a text alone, without runs or phonetic guides."""
    return len(item) == 1 and local(item[0]) == "t"


def add_text(parent: Element, text: str) -> Element:
    """A <t> with ``text`` behind what the parent holds."""
    made = sub(parent, "t")
    made.text = encoded(text)
    set_space(made)
    return made
