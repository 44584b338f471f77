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
    painted: list[Run] = []
    for start, run in _split(runs_of(item), edges):
        properties = run.properties
        if _covering(before, start) is not None:
            properties = _reset(properties, own)
        colour = _covering(after, start)
        if colour is not None:
            properties = _coloured(properties, own, colour)
        _append(painted, Run(run.text, properties))
    with_runs(item, painted)


def _split(runs: Iterable[Run], edges: Sequence[int]) -> Iterator[tuple[int, Run]]:
    """Runs cut at the edges, each with the offset at which it starts."""
    start = 0
    for run in runs:
        end = start + len(run.text)
        cuts = [start, *(edge for edge in edges if start < edge < end), end]
        for left, right in pairwise(cuts):
            yield left, Run(run.text[left - start : right - start], run.properties)
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


def _append(runs: list[Run], run: Run) -> None:
    """Adds a run, joined to the last one where both look the same."""
    if runs and _signature(runs[-1].properties) == _signature(run.properties):
        runs[-1] = Run(runs[-1].text + run.text, runs[-1].properties)
    else:
        runs.append(run)


def _signature(properties: Element | None) -> frozenset[tuple[str, tuple[object, ...]]] | None:
    if properties is None:
        return None
    return frozenset((local(part), tuple(sorted(part.items()))) for part in properties)
