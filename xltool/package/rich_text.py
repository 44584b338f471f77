"""Runs of a text cell, and colours laid on stretches of it.

A run without properties has the cell's font. One with properties has only what they
say, so a stretch that gets a colour also gets the cell's font spelled out.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from xltool.model.errors import XltoolError
from xltool.model.patch import Span
from xltool.package.markup import Element, bare_xml, child, graft, local, namespace, sub
from xltool.package.strings import add_text, decoded, plain_text

_PROPERTY_ORDER = (
    "b",
    "i",
    "strike",
    "condense",
    "extend",
    "outline",
    "shadow",
    "u",
    "vertAlign",
    "sz",
    "color",
    "rFont",
    "family",
    "charset",
    "scheme",
)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with its <rPr>, None where it has the cell's font."""

    text: str
    properties: Element | None


def runs_of(item: Element) -> tuple[Run, ...]:
    """The runs of an <si>, <is> or comment <text>."""
    found = []
    for part in item:
        if local(part) == "t":
            found.append(Run(decoded(part.text or ""), None))
        elif local(part) == "r":
            text = child(part, "t")
            content = decoded(text.text or "") if text is not None else ""
            found.append(Run(content, child(part, "rPr")))
    return tuple(found)


def with_runs(item: Element, runs: Iterable[Run]) -> None:
    """Replaces the runs; phonetic guides and what else the item holds stay behind them."""
    others = [part for part in item if local(part) not in ("t", "r")]
    for part in list(item):
        item.remove(part)
    listed = [run for run in runs if run.text] or [Run("", None)]
    if len(listed) == 1 and listed[0].properties is None:
        add_text(item, listed[0].text)
    else:
        for run in listed:
            _add_run(item, run)
    item.extend(others)


def _add_run(item: Element, run: Run) -> None:
    made = sub(item, "r")
    if run.properties is not None:
        made.append(copy.deepcopy(run.properties))
    add_text(made, run.text)


def font_properties(font: Element | None, item: Element) -> Element:
    """The cell's font as the <rPr> of a run in ``item``."""
    made = etree.Element(f"{{{namespace(item)}}}rPr")
    named = {
        ("rFont" if local(part) == "name" else local(part)): part
        for part in (font if font is not None else ())
    }
    for name in _PROPERTY_ORDER:
        if name in named:
            sub(made, name, **{str(k): str(v) for k, v in named[name].items()})
    return made


def colours_of(item: Element, own: Element) -> tuple[Span, ...]:
    """Stretches whose colour differs from the cell's ``own`` properties.

    A theme colour has no "RRGGBB"; its XML stands there and is accepted by ``paint``.
    """
    spans: list[Span] = []
    start = 0
    for run in runs_of(item):
        end = start + len(run.text)
        colour = _own_colour(run, own)
        if colour and spans and (spans[-1].end, spans[-1].colour) == (start, colour):
            spans[-1] = Span(spans[-1].start, end, colour)
        elif colour and end > start:
            spans.append(Span(start, end, colour))
        start = end
    return tuple(spans)


def _own_colour(run: Run, own: Element) -> str | None:
    colour = child(run.properties, "color") if run.properties is not None else None
    if colour is None:
        return None
    text, usual = _colour_text(colour), child(own, "color")
    return None if usual is not None and _colour_text(usual) == text else text


_ARGB, _RGB = 8, 6


def _colour_text(colour: Element) -> str:
    value = colour.get("rgb", "")
    if len(value) in (_RGB, _ARGB) and len(colour.keys()) == 1:
        return value[-_RGB:].upper()
    return bare_xml(colour)


def paint(
    item: Element, own: Element, before: Sequence[Span], after: Sequence[Span], where: str
) -> None:
    """Lays ``after`` on the item's text, once ``before`` went back to the cell's colour.

    Raises:
        XltoolError: a span ends behind the text: it is not the text that was checked.
    """
    text = plain_text(item)
    if any(not 0 <= span.start <= span.end <= len(text) for span in (*before, *after)):
        raise XltoolError(f"{where} 的文字已改动,标色位置对不上,请重新核对")
    edges = sorted({edge for span in (*before, *after) for edge in (span.start, span.end)})
    painted: list[_Piece] = []
    for start, piece in _split(runs_of(item), edges):
        changed = _repainted(piece, own, _covering(before, start), _covering(after, start))
        _append(painted, changed, own)
    with_runs(item, (piece.run for piece in painted))


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run or a part of one; ``origin`` numbers the run it was cut from.

    ``is_touched``: all of it was recoloured; ``ends_touched``: its last characters were.
    """

    run: Run
    origin: int
    is_touched: bool = False
    ends_touched: bool = False


def _repainted(piece: _Piece, own: Element, old: str | None, new: str | None) -> _Piece:
    properties = piece.run.properties
    if old is not None:
        properties = _reset(properties, own)
    if new is not None:
        properties = _coloured(properties, own, new)
    is_touched = old is not None or new is not None
    return _Piece(Run(piece.run.text, properties), piece.origin, is_touched, is_touched)


def _split(runs: Iterable[Run], edges: Sequence[int]) -> Iterator[tuple[int, _Piece]]:
    """Runs cut at the edges, each with the offset at which it starts."""
    start = 0
    for origin, run in enumerate(runs):
        end = start + len(run.text)
        cuts = [start, *(edge for edge in edges if start < edge < end), end]
        for left, right in pairwise(cuts):
            text = run.text[left - start : right - start]
            yield left, _Piece(Run(text, run.properties), origin)
        start = end


def _covering(spans: Sequence[Span], at: int) -> str | None:
    """Colour of the last span over the character at that offset."""
    return next((s.colour for s in reversed(spans) if s.start <= at < s.end), None)


def _reset(properties: Element | None, own: Element) -> Element | None:
    if properties is None:
        return None
    usual = child(own, "color")
    changed = _with_colour(properties, usual)
    return None if _signature(changed) == _signature(own) else changed


def _coloured(properties: Element | None, own: Element, colour: str) -> Element:
    holder = etree.Element(f"{{{namespace(own)}}}holder")
    if colour.startswith("<"):
        graft(holder, colour)
    else:
        sub(holder, "color", rgb=f"FF{colour.upper()}")
    return _with_colour(properties if properties is not None else own, holder[0])


def _with_colour(properties: Element, colour: Element | None) -> Element:
    changed = copy.deepcopy(properties)
    old = child(changed, "color")
    position = changed.index(old) if old is not None else _colour_position(changed)
    if old is not None:
        changed.remove(old)
    if colour is not None:
        changed.insert(position, copy.deepcopy(colour))
    return changed


def _colour_position(properties: Element) -> int:
    ahead = _PROPERTY_ORDER[: _PROPERTY_ORDER.index("color")]
    return sum(1 for part in properties if local(part) in ahead)


def _append(pieces: list[_Piece], piece: _Piece, own: Element) -> None:
    """Adds a piece, joined to the last one where we cut them apart and both look the same."""
    last = pieces[-1] if pieces else None
    if last is None or not (_is_ours(last, piece) and _look_same(last.run, piece.run, own)):
        pieces.append(piece)
        return
    properties = last.run.properties if last.run.properties is not None else piece.run.properties
    joined = Run(last.run.text + piece.run.text, properties)
    all_touched = last.is_touched and piece.is_touched
    pieces[-1] = _Piece(joined, piece.origin, all_touched, piece.ends_touched)


def _is_ours(first: _Piece, second: _Piece) -> bool:
    """Whether the edge between them is ours to close: the user's own runs stay apart."""
    if first.origin == second.origin or first.is_touched or second.is_touched:
        return True
    is_same_form = (first.run.properties is None) == (second.run.properties is None)
    return first.ends_touched and is_same_form


def _look_same(first: Run, second: Run, own: Element) -> bool:
    """Whether two runs show alike; a plain one shows the cell's font."""
    looks = (own if run.properties is None else run.properties for run in (first, second))
    return _signature(next(looks)) == _signature(next(looks))


def _signature(properties: Element) -> frozenset[tuple[str, tuple[object, ...]]]:
    return frozenset((local(part), tuple(sorted(part.items()))) for part in properties)
