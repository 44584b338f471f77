"""Paragraphs of a page whose digits and words are set in fonts of different heights."""

from __future__ import annotations

from xltool.sources.pdf_lines import lines_of
from xltool.sources.pdf_pages import Glyph, Page
from xltool.sources.pdf_text import Margins, Paragraphs

WORD, DIGIT = 10.6, 9.1
"""Heights of the cells of a Chinese font and of a Latin one at the same size."""


def glyphs(text: str, left: float, top: float, size: float = 1.0) -> list[Glyph]:
    """A line of text, each character ten points wide."""
    height = [size * (DIGIT if char.isascii() else WORD) for char in text]
    return [
        Glyph(char, left + 10 * at, top, left + 10 * at + 10, top + height[at])
        for at, char in enumerate(text)
    ]


def paragraphs(*lines: list[Glyph]) -> list[str]:
    """What a page with these lines reads as; its margins are 100 and 300."""
    page = Page(1, 0, (0, 0, 600, 800), tuple(glyph for line in lines for glyph in line), ())
    collected = Paragraphs({1: Margins(100, 300)})
    found = [collected.add(line) for line in lines_of(page, page.glyphs)]
    return [block.text for block in (*found, collected.end()) if block]


def test_a_line_that_begins_with_a_number_goes_on_in_one_that_begins_with_a_word() -> None:
    lines = (glyphs("13.机关事业单位基本养老保险缴", 120, 100), glyphs("费支出。", 100, 118))
    assert paragraphs(*lines) == ["13.机关事业单位基本养老保险缴费支出。"]


def test_a_line_of_another_size_is_another_paragraph() -> None:
    lines = (glyphs("一二三四五六七八九十一二三四五", 120, 100, 1.4), glyphs("正文。", 100, 122))
    assert len(paragraphs(*lines)) == len(lines)
