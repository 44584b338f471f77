"""The colour behind marked characters: put on a run, told from the user's own, taken off."""

from __future__ import annotations

from dataclasses import dataclass

from xltool.hosts.word.names import made, take_out
from xltool.hosts.words import FILL_COLOURS
from xltool.package.markup import Element, child, insert_ordered
from xltool.package.word_markup import w

_OURS = frozenset(FILL_COLOURS.values())
_ORDER = (
    *("highlight", "u", "effect", "bdr", "shd"),
    *("fitText", "vertAlign", "rtl", "cs", "em", "lang", "eastAsianLayout", "specVanish"),
    *("oMath", "rPrChange"),
)
"""What the schema puts from w:highlight on (ECMA-376 part 1, CT_RPr)."""
_NO_HIGHLIGHT = "none"


@dataclass(frozen=True, slots=True)
class Before:
    """What a run had before it was coloured.

    ``shading`` are the attributes of its own w:shd (None: it had none), ``highlight`` its
    own text marker, which would cover the colour; ``bare`` says it had no properties at all.
    """

    shading: tuple[tuple[str, str], ...] | None = None
    highlight: str | None = None
    bare: bool = False


def shade(run: Element, colour: str) -> Before:
    """Puts ``colour`` (RRGGBB) behind the characters of ``run``; gives what was there."""
    properties = child(run, "rPr")
    bare = properties is None
    if properties is None:
        properties = made("rPr")
        run.insert(0, properties)
    highlight = child(properties, "highlight")
    own_marker = highlight.get(w("val")) if highlight is not None else None
    if highlight is not None:
        highlight.set(w("val"), _NO_HIGHLIGHT)
    shading = child(properties, "shd")
    own_shading = None if shading is None else _attributes(shading)
    if shading is None:
        shading = insert_ordered(properties, "shd", _ORDER)
    # The colour stands twice, so that it can be told from a user's choice of the same one.
    _set(shading, (("val", "clear"), ("color", colour), ("fill", colour)))
    return Before(own_shading, own_marker, bare)


def is_shaded(run: Element, *, within_ours: bool = False) -> bool:
    """Whether ``run`` has our colour.

    Within one of our comments any of our fills counts: other programs rewrite the
    second colour.
    """
    properties = child(run, "rPr")
    shading = None if properties is None else child(properties, "shd")
    if shading is None:
        return False
    fill = shading.get(w("fill"), "").upper()
    doubled = shading.get(w("color"), "").upper() == fill
    return fill in _OURS and (doubled or within_ours)


def unshade(run: Element, before: Before) -> None:
    """Gives ``run`` back what it had before ``shade``."""
    properties = child(run, "rPr")
    shading = None if properties is None else child(properties, "shd")
    if properties is None or shading is None:
        return
    if before.shading is None:
        take_out(shading)
    else:
        _set(shading, before.shading)
    if before.highlight is not None:
        highlight = child(properties, "highlight")
        if highlight is None:
            highlight = insert_ordered(properties, "highlight", _ORDER)
        highlight.set(w("val"), before.highlight)
    if before.bare and len(properties) == 0:
        take_out(properties)


def _attributes(element: Element) -> tuple[tuple[str, str], ...]:
    return tuple((str(name).rpartition("}")[2], str(value)) for name, value in element.items())


def _set(shading: Element, attributes: tuple[tuple[str, str], ...]) -> None:
    shading.attrib.clear()
    for name, value in attributes:
        shading.set(w(name), value)
