"""Printed lines of a PDF as paragraphs: hard line ends joined, page numbers left out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xltool.sources.document import TextBlock
from xltool.sources.pdf_lines import PdfTrace, TextLine
from xltool.sources.pdf_pages import Page

_PAGE_NUMBER = re.compile(
    r"[-—–－·.\s]*\d{1,3}[-—–－·.\s]*|第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?|\d+\s*/\s*\d+|"
    r"[-—\s]*[IVXivx]{1,5}[-—\s]*"
)
_NUMERAL = "[一二三四五六七八九十]+"
_OPENS = re.compile(rf"{_NUMERAL}、|[(（]{_NUMERAL}[)）]|\d{{1,3}}[、.．](?!\d)|第{_NUMERAL}部分")
_SENTENCE_ENDS = ("。", "；", ";", "：", ":", "！", "？")
_UNIT = r"[(（“‘《〈【]*(?:[0-9A-Za-z.,%％-]+|.)[，。；：、,;)）”’》〉】]*"
_TOKEN = re.compile(rf"{_UNIT}(?:(?=[“‘]){_UNIT})*(?:(?<=\))[0-9A-Za-z.,%％-]+)?")
"""What no line is broken within (UAX 14): brackets and quotes go with what they enclose."""
_OF_TABLES = re.compile(r"(?:单位|部门|部门名称)\s*[:：]|公开\d+\s*表|表\s*$|^注|^说明")
"""What stands around the tables of several pages alike, and is no running head."""
_TITLE = 40
"""Characters of the title of a table, or of a line around it, at most."""
_ENOUGH = 6
"""Long lines from which on tables need not tell the margins."""
_LONG = 20
"""Characters from which on a line tells where the text's margins are."""
_MOST_REPEATED = 3
"""Pages on which a line stands in one place before it is a running head or foot."""
_EDGE_LINES = 2
_SLACK = 1.2
"""Heights of a character by which margins, indents and gaps may vary."""
_WIDEST_GAP = 2.0
"""Heights of a character between two lines of one paragraph at most."""
_SAME_SIZE = 0.15


@dataclass(frozen=True, slots=True)
class Margins:
    """Left and right end of the lines of a page's running text."""

    left: float
    right: float


def margins_of(
    pages: Iterable[tuple[Page, Sequence[TextLine], Sequence[float]]],
) -> dict[int, Margins]:
    """The margins of each page by number.

    Args:
        pages: each page, its lines outside tables, and the edges of its tables. Pages of
            one width share margins, told by their long lines; where these are too few
            the tables tell, too.
    """
    listed = list(pages)
    lefts: dict[int, list[float]] = {}
    rights: dict[int, list[float]] = {}
    for page, lines, _ in listed:
        for line in lines:
            if len(line.text) >= _LONG:
                lefts.setdefault(round(page.width), []).append(line.left)
                rights.setdefault(round(page.width), []).append(line.right)
    for page, _, edges in listed:
        width = round(page.width)
        if edges and len(rights.get(width, ())) < _ENOUGH:
            lefts.setdefault(width, []).append(min(edges))
            rights.setdefault(width, []).append(max(edges))
    return {
        page.number: Margins(min(lefts[width]), max(rights[width]))
        for page, _, _ in listed
        if (width := round(page.width)) in lefts
    }


def furniture_of(pages: Iterable[Sequence[TextLine]]) -> tuple[set[int], Counter[str]]:
    """Lines that belong to the paper, not to the text: their ids, and running heads by text.

    Page numbers, and what stands in one place at the edge of three pages or more.
    """
    edges: dict[tuple[str, int], list[TextLine]] = {}
    found: set[int] = set()
    for lines in pages:
        at_edge = {id(line): line for line in (*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:])}
        for line in (lines[0], lines[-1]) if lines else ():
            if is_page_number(line.text):
                found.add(id(line))
        for line in at_edge.values():
            if _OF_TABLES.search(line.text) or not line.page.is_at_edge(line.top, line.bottom):
                continue
            key = re.sub(r"\d+", "0", line.text), round(line.top / (3 * line.height))
            edges.setdefault(key, []).append(line)
    running: Counter[str] = Counter()
    for same in edges.values():
        new = [line for line in same if id(line) not in found]
        if len({line.page.number for line in same}) >= _MOST_REPEATED and new:
            found |= {id(line) for line in new}
            running[new[0].text] += len(new)
    return found, running


def is_page_number(text: str) -> bool:
    """Whether a line is only the number of its page."""
    return bool(_PAGE_NUMBER.fullmatch(text))


class Paragraphs:
    """Collects lines in reading order and joins those of one paragraph."""

    def __init__(self, margins: Mapping[int, Margins]) -> None:
        self._margins = margins
        self._lines: list[TextLine] = []

    def add(self, line: TextLine) -> TextBlock | None:
        """Takes the next line; returns the paragraph that it ends, if any."""
        done = None if self._lines and self._goes_on(self._lines[-1], line) else self.end()
        self._lines.append(line)
        return done

    def end(self) -> TextBlock | None:
        """The paragraph so far, ended by something that is no line."""
        lines, self._lines = self._lines, []
        return joined(lines) if lines else None

    def _goes_on(self, before: TextLine, line: TextLine) -> bool:
        """Whether ``line`` continues the paragraph of ``before``."""
        if _is_apart(before, line) or self._opens_another(before, line):
            return False
        old, new = self._margins.get(before.page.number), self._margins.get(line.page.number)
        if old is None or new is None:
            return False
        room = old.right - before.right
        if room > _token_width(line) + _SLACK * line.height:
            return False
        if line.left <= new.left + _SLACK * line.height:
            return True
        return len(self._lines) == 1 and _is_centred_below(before, line)

    def _opens_another(self, before: TextLine, line: TextLine) -> bool:
        """Whether a numbered line follows the end of a sentence, or another numbered title.

        What stands around a table is never the rest of a finished sentence, either.
        """
        is_ended = before.text.endswith(_SENTENCE_ENDS)
        if not _OPENS.match(line.text):
            return is_ended and len(line.text) <= _TITLE and bool(_OF_TABLES.search(line.text))
        is_title = len(self._lines) == 1 and bool(_OPENS.match(before.text))
        return is_title or is_ended


def _is_apart(before: TextLine, line: TextLine) -> bool:
    """Whether size or distance say that two lines are not of one paragraph."""
    if abs(line.tallest - before.tallest) > _SAME_SIZE * max(before.tallest, line.tallest):
        return True
    gap = line.top - before.bottom
    return before.page is line.page and gap > _WIDEST_GAP * line.height


def _is_centred_below(before: TextLine, line: TextLine) -> bool:
    """Whether a short line stands under the middle of a full one: a heading of two lines."""
    if before.page is not line.page:
        return False
    offset = abs((line.left + line.right) - (before.left + before.right)) / 2
    return offset < line.height and line.right < before.right - _SLACK * line.height


def _token_width(line: TextLine) -> float:
    """How much room the line's first word takes, which print does not break."""
    word = _TOKEN.match(line.text)
    glyphs = [glyph for glyph in line.glyphs[: word.end() if word else 1] if glyph]
    return glyphs[-1].right - glyphs[0].left


def joined(lines: Sequence[TextLine], between: str = "") -> TextBlock:
    """The lines as one text with ``between`` them; Latin words keep a blank at least."""
    text, trace = "", PdfTrace(())
    for line in lines:
        gap = between or (" " if text and _needs_blank(text[-1], line.text[0]) else "")
        if text and gap:
            text, trace = text + gap, trace + PdfTrace((None,) * len(gap))
        text, trace = text + line.text, trace + line.trace
    return TextBlock(text, f"第{lines[0].page.number}页", trace)


def _needs_blank(last: str, first: str) -> bool:
    return last.isascii() and last.isalpha() and first.isascii() and first.isalpha()
