"""The narrative made readable: repaired text that still knows where each character stood.

Repairs are visible: every one that changes what a figure says is noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Final

from xltool.model.book import Narrative, Paragraph
from xltool.model.finding import TextPlace

_PLAIN: Final = str.maketrans(
    {
        **{chr(0xFF01 + step): chr(0x21 + step) for step in range(94)},
        "“": '"', "”": '"', "「": '"', "」": '"', "『": '"', "』": '"', "〝": '"', "〞": '"',
        "‘": '"', "’": '"', "'": '"', "〔": "(", "〕": ")", "—": "-", "–": "-", "﹣": "-", "−": "-",
        "﹪": "%", "．": ".",
    }
)  # fmt: skip
_DECIMAL_COMMA: Final = re.compile(r"(?<![\d,.])\d{1,6}(,)\d{2}(?=万元|亿元|元|%)")
_BROKEN_NUMBER: Final = re.compile(r"\d\s+\.\s*\d|\d\s*\.\s+\d|\d[ \u3000]+\d")
_WIDE_DIGIT: Final = re.compile("[\uff10-\uff19][\uff10-\uff19.,\uff0c\uff0e]*")
_ENDS: Final = frozenset("。;:!?")
_MARKER: Final = re.compile(
    r"第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d{1,2}[、.](?!\d)|\(\d{1,2}\)"
)
_TITLE_ENDS: Final = ("情况", "说明", "解释", "附件", "事项", "表")
_FREE_TITLE: Final = re.compile(r"[^,。;:、\d]{4,36}(?:情况|情况说明|情况的说明)")
_WRAPPED_SHARE: Final = 0.3
_FEWEST_BROKEN: Final = 4
_WIDEST: Final = 0.9
_FULL: Final = 0.7
_HALF: Final = 0.5
_WATERMARK: Final = 10
_UNIT: Final = re.compile(r"万元|亿元|元|%|人次|批次|个|辆|台\(套\)|台|分|人")
_STAMPED: Final = 3


@dataclass(frozen=True, slots=True)
class Repair:
    """A mending of damaged text: what stood there and what it is read as."""

    paragraph: int
    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Passage:
    """One logical paragraph; ``origin`` says where each character of ``text`` was given."""

    text: str
    origin: Sequence[tuple[int, int]]

    def span(self, start: int, end: int) -> tuple[int, int, int]:
        """Paragraph, start and end as given; of a stretch over two lines the first part."""
        paragraph, first = self.origin[start]
        last = end - 1
        while self.origin[last][0] != paragraph:
            last -= 1
        return paragraph, first, self.origin[last][1] + 1


@dataclass(frozen=True, slots=True)
class Text:
    """All passages of a narrative and what was mended on the way."""

    source: str
    given: Sequence[Paragraph]
    passages: tuple[Passage, ...]
    repairs: tuple[Repair, ...]

    def place(self, passage: Passage, start: int, end: int, section: str) -> TextPlace:
        """A stretch of a passage, as a place of the text as given."""
        paragraph, first, last = passage.span(start, end)
        given = self.given[paragraph]
        address = given.address
        return TextPlace(
            source=self.source,
            section=section,
            paragraph=given.index,
            start=first,
            end=last,
            quote=_quote(passage.text, start, end),
            sheet=address.sheet if address else None,
            address=address.cell if address else None,
        )

    def repair_place(self, repair: Repair) -> TextPlace:
        """Where something was mended."""
        given = self.given[repair.paragraph]
        address = given.address
        return TextPlace(
            source=self.source,
            section="",
            paragraph=given.index,
            start=repair.start,
            end=repair.end,
            quote=repair.before,
            sheet=address.sheet if address else None,
            address=address.cell if address else None,
        )


def _quote(text: str, start: int, end: int) -> str:
    """The clause up to the place and its unit, so that a quote names its subject."""
    first = max(text.rfind(sign, 0, start) for sign in ",。;:") + 1
    unit = _UNIT.match(text, end)
    return text[first : unit.end() if unit else end].lstrip("、")


def readable(narrative: Narrative) -> Text:
    """The passages of ``narrative``: blanks gone, signs half-width, broken lines joined."""
    given = narrative.paragraphs
    lines = [_plain(position, one.text) for position, one in enumerate(given)]
    repairs = [repair for position, one in enumerate(given) for repair in _broken(position, one)]
    stamps = _watermarks(lines)
    repairs += [
        Repair(line.origin[0][0], line.origin[0][1], line.origin[-1][1] + 1, line.text, "水印")
        for line in lines
        if line.text in stamps
    ]
    passages = []
    for passage in _joined([line for line in lines if line.text and line.text not in stamps]):
        mended, found = _mended(passage)
        passages.append(mended)
        repairs += found
    return Text(narrative.source, given, tuple(passages), tuple(repairs))


def _plain(position: int, text: str) -> Passage:
    plain = text.translate(_PLAIN)
    words = plain.split()
    if words == [plain]:
        return Passage(plain, list(zip(repeat(position), range(len(plain)), strict=False)))
    kept = (offset for offset, sign in enumerate(plain) if not sign.isspace())
    return Passage("".join(words), list(zip(repeat(position), kept, strict=False)))


def _broken(position: int, given: Paragraph) -> Iterator[Repair]:
    for match in _BROKEN_NUMBER.finditer(given.text):
        yield Repair(position, *match.span(), match[0], re.sub(r"\s", "", match[0]))
    for match in _WIDE_DIGIT.finditer(given.text):
        yield Repair(position, *match.span(), match[0], match[0].translate(_PLAIN))


def _mended(passage: Passage) -> tuple[Passage, list[Repair]]:
    """Decimal commas made points: 820,66万元 is 820.66万元."""
    signs, repairs = list(passage.text), []
    for match in _DECIMAL_COMMA.finditer(passage.text):
        signs[match.start(1)] = "."
        paragraph, start, end = passage.span(*match.span())
        repairs.append(Repair(paragraph, start, end, match[0], match[0].replace(",", ".")))
    if not repairs:
        return passage, []
    return Passage("".join(signs), passage.origin), repairs


def _joined(lines: Sequence[Passage]) -> Iterator[Passage]:
    """Lines of one paragraph, broken by the width of a page, put together again."""
    full = _full_line(lines) if _is_wrapped(lines) else None
    text: list[str] = []
    origin: list[tuple[int, int]] = []
    for line in lines:
        if text and not _goes_on(text, line.text, full):
            yield Passage("".join(text), origin)
            text, origin = [], []
        text.append(line.text)
        origin += line.origin
    if text:
        yield Passage("".join(text), origin)


def _goes_on(before: Sequence[str], after: str, full: float | None) -> bool:
    """Whether ``after`` continues the sentence of the line ``before``.

    ``full`` is how wide a line is that was broken by the width of the page, None where
    lines are whole paragraphs.
    """
    last = before[-1]
    if after[0] in ",。;、)%":
        return True
    if last[-1] in _ENDS:
        return False
    if last[-1] in ".,、(" or (last[-1].isdigit() and _begins_with_unit(after)):
        return True
    if full is None or _MARKER.match(after) or _width(last) < full:
        return False
    return not (len(before) == 1 and _is_title(last))


def _full_line(lines: Sequence[Passage]) -> float:
    """The least width of a line that goes on below: most of what the widest lines have."""
    widths = sorted(_width(line.text) for line in lines)
    return widths[int(len(widths) * _WIDEST)] * _FULL


def _width(text: str) -> float:
    """Chinese signs are twice as wide as digits."""
    return sum(1 if sign > "\u2e80" else _HALF for sign in text)


def _begins_with_unit(text: str) -> bool:
    return bool(re.match(r"\.?\d*(?:万元|亿元|元|%)", text))


def _is_title(line: str) -> bool:
    if _FREE_TITLE.fullmatch(line):
        return True
    return bool(_MARKER.match(line)) and "," not in line and line.endswith(_TITLE_ENDS)


def _is_wrapped(lines: Sequence[Passage]) -> bool:
    """Whether lines were broken by the width of a page: many end within a sentence."""
    texts = [line.text for line in lines if not _MARKER.match(line.text)]
    broken = sum(text[-1] not in _ENDS for text in texts)
    return broken > max(_FEWEST_BROKEN, len(texts) * _WRAPPED_SHARE)


def _watermarks(passages: Iterable[Passage]) -> frozenset[str]:
    """Short lines without figures or ends that come again and again: stamps, not text."""
    seen: dict[str, int] = {}
    for passage in passages:
        text = passage.text
        if 1 < len(text) <= _WATERMARK and not any(
            sign.isdigit() or sign in _ENDS for sign in text
        ):
            seen[text] = seen.get(text, 0) + 1
    return frozenset(text for text, times in seen.items() if times >= _STAMPED)
