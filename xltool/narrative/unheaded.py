"""Text without a heading of its own: what each sentence is about, by the words it opens with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Final

from xltool.editions.narrative import NarrativeSpec, SectionSpec
from xltool.narrative.headings import Placed
from xltool.narrative.passages import Passage
from xltool.narrative.subjects import ECONOMIC
from xltool.narrative.vocabulary import Names, Subjects, Vocabulary, Word

_SENTENCE: Final = re.compile(r"[^。]*。|[^。]+$")
_FIGURE: Final = re.compile(r"\d[\d.,]*(?:万|亿|元|%|人次|批次|个|辆|台)")
_FRONT: Final = re.compile(
    r"(?:截[至止]|20\d\d年(?:度|末|底)?|\d{1,2}月\d{1,2}日|本年度?|全年|本单位|本部门|我单位|我部门"
    r"|共有|共|,|\d{1,2}[、.](?!\d)|\(\d{1,2}\)|\([一二三四五六七八九十]\))*"
)
_SHORT: Final = ("车辆",)
_LONG_NAME: Final = 3

Opened = Callable[[str, SectionSpec | None], SectionSpec | None]
"""The section that a sentence opens, None where it goes on."""


def told_apart(passages: Iterable[Placed], vocabulary: Vocabulary) -> Iterator[Placed]:
    """``passages``, cut where their sentences turn to another section without a heading."""

    def unheaded(sentence: str, _: SectionSpec | None) -> SectionSpec | None:
        return _opened(sentence, vocabulary.spec)

    def strayed(sentence: str, section: SectionSpec | None) -> SectionSpec | None:
        return _strayed(sentence, section, vocabulary) if section else None

    for placed in passages:
        if placed.heading or (placed.section is not None and placed.section.glossary):
            yield placed
        elif placed.section is None:
            yield from _pieces(placed, unheaded)
        else:
            yield from _pieces(placed, strayed)


def _pieces(placed: Placed, opened: Opened) -> Iterator[Placed]:
    passage = placed.passage
    section = placed.section
    start = 0
    begin = placed.start
    for match in _SENTENCE.finditer(passage.text, placed.start):
        found = opened(match[0], section)
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
    if not start and section is placed.section:
        yield placed
        return
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


def _strayed(sentence: str, section: SectionSpec, vocabulary: Vocabulary) -> SectionSpec | None:
    """机关运行经费…万元 below “三公”: a sentence on what only another section speaks of."""
    front = _FRONT.match(sentence)
    start = front.end() if front else 0
    word = next(vocabulary.words(sentence[start : start + _FRONT_WORD]), None)
    if word is None or word.start or not _FIGURE.search(sentence):
        return None
    if len(word.text) < _LONG_NAME and word.text not in _SHORT:
        return None
    return _home(word, section, vocabulary.spec)


_FRONT_WORD: Final = 40
"""No name is longer."""


def _home(word: Word, section: SectionSpec, spec: NarrativeSpec) -> SectionSpec | None:
    """Where the subject a word names is at home, None where it is at home here."""
    for meaning in word.meanings:
        if isinstance(meaning, Names) and meaning.economic and section.scope == ECONOMIC:
            return None
        if isinstance(meaning, Subjects):
            subject = spec.subjects[meaning.ids[0]]
            own = [one for one in spec.sections if subject.id in one.subjects and one.rank]
            homes = subject.sections or tuple(
                one.id for one in own if [*subject.cells] == [one.scope]
            )
            if not homes or section.id in homes or section.scope in subject.cells:
                return None
            return next((one for one in spec.sections if one.id == homes[0]), None)
    return None
