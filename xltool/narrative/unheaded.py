"""Text without a heading: what each sentence is about, by the words it opens with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from xltool.editions.narrative import NarrativeSpec, SectionSpec
from xltool.narrative.headings import Placed
from xltool.narrative.passages import Passage

_SENTENCE: Final = re.compile(r"[^。]*。|[^。]+$")
_FIGURE: Final = re.compile(r"\d[\d.,]*(?:万|亿|元|%|人次|批次|个|辆|台)")


def told_apart(passages: Iterable[Placed], spec: NarrativeSpec) -> Iterator[Placed]:
    """``passages``, those without a section cut where their sentences turn to another one."""
    for placed in passages:
        if placed.section is not None or placed.heading:
            yield placed
            continue
        yield from _pieces(placed, spec)


def _pieces(placed: Placed, spec: NarrativeSpec) -> Iterator[Placed]:
    passage = placed.passage
    section: SectionSpec | None = None
    start = 0
    begin = placed.start
    for match in _SENTENCE.finditer(passage.text, placed.start):
        found = _opened(match[0], spec)
        if found is None or found is section:
            continue
        if match.start() > begin:
            piece = Passage(
                passage.text[start : match.start()], passage.origin[start : match.start()]
            )
            yield replace(placed, passage=piece, section=section)
            start = begin = match.start()
            placed = replace(placed, start=0, level=0)
        section = found
    piece = Passage(passage.text[start:], passage.origin[start:])
    yield replace(placed, passage=piece, section=section)


def _opened(sentence: str, spec: NarrativeSpec) -> SectionSpec | None:
    """The section whose word stands first before the first figure, the longest at a place."""
    figure = _FIGURE.search(sentence)
    if figure is None:
        return None
    lead = sentence[: figure.start()]
    found = [
        (place, -len(word), index)
        for index, section in enumerate(spec.sections)
        for word in section.opens
        if (place := lead.find(word)) >= 0
    ]
    return spec.sections[min(found)[2]] if found else None
