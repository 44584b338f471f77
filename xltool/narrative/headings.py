"""Headings: which section each passage belongs to, by the words of titles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from xltool.editions.narrative import NarrativeSpec, SectionSpec
from xltool.narrative.passages import Passage
from xltool.narrative.vocabulary import Subjects, Vocabulary

_PART: Final = re.compile(r"第([一二三四五六七八九十]+)部分")
_CHAPTER: Final = re.compile(r"([一二三四五六七八九十]{1,3})、")
_SUB: Final = re.compile(r"\(([一二三四五六七八九十]{1,3})\)[、.]?")
_POINT: Final = re.compile(
    r"(1?\d{1,2}|200)[、.](?:(?!\d)|(?=2\d{4}(?:\d\d)?\D))|\((1?\d{1,2}|200)\)"
)
_FIGURE: Final = re.compile(r"\d[\d.,]*(?:万元|亿元|元|%|人次|批次|辆)")
_LONGEST_TITLE: Final = 48
_GLOSSARY: Final = "名词解释"


_NARRATIVE: Final = re.compile(r"第[一二三四五六七八九十]+部分.*情况(?:的)?说明")
_ANNEX: Final = re.compile(r"第[一二三四五六七八九十]+部分附(?:件|表)|附(?:件|表)\d*:?$")
_INLINE: Final = re.compile(
    r"[。;](?=\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}、|\d{1,2}[、.](?!\d))"
    r"|:(?=\d{1,2}[、.](?!\d))"
)
_GLUED: Final = re.compile(r"[^,。;:\d]{3,36}?情况(?:的?说明)?(?=20\d\d年|本)")
_ITEM: Final = re.compile(r"\([类款项]\)$")
"""(四)其他支出(类): the heading of an item, not the chapter 其他."""
_CHAPTERS: Final = (1, 2)
_LOOK_AHEAD: Final = 4
_LONG_NAME: Final = 3
_PARTS: Final = re.compile(r"^(?!.*收).*(?:结构|具体|总体)")
"""Titles of parts of a chapter, also where the word processor kept their numbers."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A passage with its section; ``label`` is the printed number: 五(三)."""

    passage: Passage
    section: SectionSpec | None
    label: str
    heading: bool
    """The passage is nothing but a heading."""
    start: int
    """Where its text begins behind the number."""
    level: int = 0
    """1 for 一、 2 for (一), 3 for 1、, 0 for text."""


def narrative_part(passages: Sequence[Passage]) -> tuple[int, int]:
    """Where the narrative of a whole document begins and ends: without tables and annexes."""
    start = 0
    for index, passage in enumerate(passages):
        if _NARRATIVE.match(passage.text) and any(
            "。" in other.text for other in passages[index + 1 : index + 1 + _LOOK_AHEAD]
        ):
            start = index
    end = next(
        (index for index in range(start, len(passages)) if _ANNEX.match(passages[index].text)),
        len(passages),
    )
    return start, end


def unfolded(passages: Sequence[Passage]) -> Iterator[Passage]:
    """Passages taken apart where a numbered heading or item begins behind a full stop."""
    for passage in passages:
        start = 0
        for match in _INLINE.finditer(passage.text):
            yield Passage(passage.text[start : match.end()], passage.origin[start : match.end()])
            start = match.end()
        yield Passage(passage.text[start:], passage.origin[start:]) if start else passage


def placed(passages: Sequence[Passage], vocabulary: Vocabulary) -> Iterator[Placed]:
    """Every passage with the section it stands in."""
    spec = vocabulary.spec
    chapter, sub = "", ""
    section: SectionSpec | None = None
    outer: SectionSpec | None = None
    glossary = False
    for passage in passages:
        text = passage.text
        level, number, start = _marker(text)
        title = _title(text, start, level)
        bare = level == 0 and _is_bare_title(text, spec)
        if level == 0 and title and not bare and not _is_free_title(text):
            title = ""
        if _PART.match(text):
            glossary = _GLOSSARY in text
            section = outer = _glossary(spec) if glossary else None
            chapter, sub = text[: _PART.match(text).end()] if glossary else "", ""  # type: ignore[union-attr]
            yield Placed(passage, section, chapter, heading=True, start=start, level=1)
            continue
        above = outer if level > 1 or (level == 0 and _PARTS.search(title)) else None
        found = _section(title, above, vocabulary) if title and not glossary else None
        if level == 1 and not glossary and (title or found):
            chapter, sub, outer = number, "", found
            section = found
        elif level == 2 and not glossary and title:  # noqa: PLR2004 - the second level
            sub = f"({number})"
            section = found or outer
        elif found and (bare or _says_so(title)) and (found.rank or outer is None or level == 0):
            section = found
            outer = found if level == 0 else outer
            sub = "" if level == 0 else sub
        heading = bool(title) and len(title) == len(text) - start
        yield Placed(passage, section, f"{chapter}{sub}", heading, start, level)


def _marker(text: str) -> tuple[int, str, int]:
    """Level, number and length of the number in front of a passage."""
    for level, pattern in ((1, _CHAPTER), (2, _SUB), (3, _POINT)):
        if match := pattern.match(text):
            return level, match[1] or match[match.lastindex or 1], match.end()
    return 0, "", 0


def _title(text: str, start: int, level: int) -> str:
    """The title that a passage begins with, "" where it begins with a sentence."""
    end = min(
        (place for sign in "。:" if (place := text.find(sign, start)) >= 0), default=len(text)
    )
    title = text[start:end]
    if len(title) > _LONGEST_TITLE or _FIGURE.search(title) or "," in title or ";" in title:
        glued = _GLUED.match(text, start) if level in _CHAPTERS else None
        return glued[0] if glued else ""
    return title


def _is_free_title(text: str) -> bool:
    """A heading whose number was left to the word processor."""
    if any(sign in text for sign in "。,;:"):
        return False
    return "情况" in text or (text.startswith("关于") and text.endswith("说明"))


def _is_bare_title(text: str, spec: NarrativeSpec) -> bool:
    """政府采购: a line that only names a section."""
    return any(
        (section.rank and text in section.opens)
        or any(text == "".join(words) for words in section.titles)
        for section in spec.sections
    )


def _says_so(title: str) -> bool:
    """Below the numbered sections only a title that calls itself one opens another."""
    return "情况" in title or "说明" in title


def _section(title: str, outer: SectionSpec | None, vocabulary: Vocabulary) -> SectionSpec | None:
    """The section whose title words fit best, or where what the title names is at home."""
    spec = vocabulary.spec
    if outer is not None and _ITEM.search(title):
        return outer
    found = _titled(title, spec)
    if found is not None and outer is not None and _has_it_too(title, found, outer, spec):
        return outer
    if found is not None and found.rank:
        return found
    if found is not None and outer is not None and _is_wider(found, outer, spec):
        return outer
    homes = _homes(title, vocabulary)
    if outer is not None and outer.id in homes:
        return outer
    home = next((one for one in spec.sections if one.id in homes[:1]), None)
    return home or found


def _has_it_too(title: str, found: SectionSpec, outer: SectionSpec, spec: NarrativeSpec) -> bool:
    """1.基本支出情况 below 支出决算情况: what the chapter itself is made of."""
    if not found.rank or found.scope == outer.scope:
        return False
    if any(word in title for one in spec.scopes.values() for word in one.words):
        return False
    return any(outer.scope in spec.subjects[one].cells for one in found.subjects)


def _is_wider(found: SectionSpec, outer: SectionSpec, spec: NarrativeSpec) -> bool:
    """支出决算结构情况 below 一般公共预算财政拨款支出: of the chapter's money, not of all."""
    above = spec.scopes[outer.scope].wider
    return above is not None and spec.scopes[found.scope].wider is None


def _homes(title: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The sections that the subject a title begins with is confined to: 公务接待费支出情况."""
    first = next(vocabulary.words(title), None)
    if first is None or first.start or len(first.text) < _LONG_NAME:
        return ()
    named = (one.ids[0] for one in first.meanings if isinstance(one, Subjects))
    return next((vocabulary.spec.subjects[one].sections for one in named), ())


def _titled(title: str, spec: NarrativeSpec) -> SectionSpec | None:
    """The section whose title words fit best."""
    best: tuple[int, int] = (0, 0)
    found = None
    for section in spec.sections:
        for words in section.titles:
            if words[0] in title and all(word in title for word in words):
                weight = (section.rank, sum(map(len, words)))
                if weight > best:
                    best, found = weight, section
    return found


def _glossary(spec: NarrativeSpec) -> SectionSpec | None:
    return next((section for section in spec.sections if section.glossary), None)
