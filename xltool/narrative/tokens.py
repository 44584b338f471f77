"""A passage as a row of tokens: words, paths, figures, years and pauses, without overlaps."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from xltool.narrative.numerals import Numeral, numerals
from xltool.narrative.paths import Path, paths
from xltool.narrative.vocabulary import Vocabulary, Word

_YEAR: Final = re.compile(
    r"(?P<before>与|比|较|相较于|相较)?(?P<year>(?:19|20)\d{2})年(?!\d{1,2}月)(?:度)?"
    r"(?:末|底)?(?P<final>支出决算数|支出决算|收入决算数|决算支出|决算数|决算|同期数|同期)?(?P<after>相比)?"
)
_CODE: Final = re.compile(
    r"\((2\d{2}|2\d{4}|2\d{6})\)|(?<![\d.A-Za-z])(?<!\d,)(2\d{4}|2\d{6})(?![\d.,%年万元亿A-Za-z])"
)
_PAUSES: Final = frozenset("。;,:、()和与及")


@dataclass(frozen=True, slots=True)
class YearMention:
    """A year; ``compares`` where the sentence compares with it."""

    start: int
    end: int
    year: int
    compares: bool


@dataclass(frozen=True, slots=True)
class CodeMention:
    """A functional code in the text: 2010650事业运行, 统计管理(2010506)."""

    start: int
    end: int
    code: str


@dataclass(frozen=True, slots=True)
class Pause:
    """A sign between words."""

    start: int
    end: int
    sign: str


Token = Word | Path | Numeral | YearMention | CodeMention | Pause


def tokens(text: str, vocabulary: Vocabulary) -> list[Token]:
    """The tokens of ``text`` from left to right; paths and years win over words in them."""
    found_paths = list(paths(text, vocabulary)) if "(类)" in text or "项)" in text else []
    years = list(_years(text))
    words = list(vocabulary.words(text))
    figures = list(numerals(text, vocabulary.spec))
    taken = bytearray(len(text))
    result: list[Token] = []
    codes = [CodeMention(*match.span(), match[1] or match[2]) for match in _CODE.finditer(text)]
    groups: Sequence[Sequence[Token]] = (found_paths, years, codes, words, figures)
    for group in groups:
        for token in group:
            if not any(taken[token.start : stop_of(token)]):
                taken[token.start : stop_of(token)] = b"\1" * (stop_of(token) - token.start)
                result.append(token)
    for place, sign in enumerate(text):
        if sign in _PAUSES and not taken[place]:
            result.append(Pause(place, place + 1, sign))
    result.sort(key=lambda token: token.start)
    return result


def stop_of(token: Token) -> int:
    """Where a token ends, a figure's unit included."""
    return token.stop if isinstance(token, Numeral) else token.end


def _years(text: str) -> Iterator[YearMention]:
    for match in _YEAR.finditer(text):
        compares = bool(match["before"] or match["after"])
        yield YearMention(match.start(), match.end(), int(match["year"]), compares)
