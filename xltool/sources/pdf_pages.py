"""Pages of a PDF as glyphs and rules, turned so that the text stands upright.

The text layer and the drawn lines come from PDFium. Whatever a page's rotation, most of
its text runs from left to right here; x grows to the right and y downwards, in points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from math import degrees
from typing import TYPE_CHECKING, NamedTuple

from xltool.model.errors import XltoolError
from xltool.sources.document import Box
from xltool.sources.pdf_shapes import Rule, Shapes, upright

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

MAX_BYTES = 200 << 20
MAX_PAGES = 600
MAX_GLYPHS = 60_000
"""Of one page; a page of the densest table has some 5,000."""
_EDGE = 0.12
"""Part of a page's height at its top and bottom that heads and feet take."""
_STEADY = 4
"""Degrees by which upright text may lean."""
_QUARTER = 90
_UNREADABLE = frozenset("\x00\ufffd\ufffe\uffff")


class Glyph(NamedTuple):
    """One character where it is printed: its cell of the font, not only its ink."""

    text: str
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half way between left and right."""
        return (self.left + self.right) / 2

    @property
    def centre(self) -> float:
        """Half way between top and bottom."""
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        """Height of the font's cell."""
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Page:
    """What one page prints, upright."""

    number: int
    """From 1."""
    turn: int
    """Quarters by which the text is turned against the page's own axes, against the clock."""
    frame: tuple[float, float, float, float]
    """The upright page: left, top, right, bottom."""
    glyphs: tuple[Glyph, ...]
    rules: tuple[Rule, ...]
    leaning: str = ""
    """Characters that run in another direction: a watermark or a stamp."""
    unreadable: int = 0
    """Characters whose font does not say which they are."""
    has_picture: bool = False
    is_crowded: bool = False
    """More lines are drawn than were looked at."""

    @property
    def width(self) -> float:
        """Of the upright page."""
        return self.frame[2] - self.frame[0]

    def is_at_edge(self, top: float, bottom: float) -> bool:
        """Whether a line stands where heads and feet of pages stand."""
        band = _EDGE * (self.frame[3] - self.frame[1])
        return bottom <= self.frame[1] + band or top >= self.frame[3] - band

    def box(self, left: float, top: float, right: float, bottom: float) -> Box:
        """A rectangle of the upright page in the page's user space."""
        first, second = upright(self.turn, left, top), upright(self.turn, right, bottom)
        return Box(
            self.number,
            min(first[0], second[0]),
            min(first[1], second[1]),
            max(first[0], second[0]),
            max(first[1], second[1]),
        )


def read_pages(data: bytes, name: str) -> Iterator[Page]:
    """The pages in order.

    Raises:
        XltoolError: no PDF, damaged, locked by a password, or larger than any publication.
    """
    document = _opened(data, name)
    try:
        for number in range(len(document)):
            yield _read_page(document, number, name)
    finally:
        document.close()


def _opened(data: bytes, name: str) -> PdfDocument:
    if len(data) > MAX_BYTES:
        raise XltoolError(f"{name} 超过 {MAX_BYTES >> 20} MB,不像决算公开文件:请检查文件")
    import pypdfium2
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        if raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD:
            raise XltoolError(f"{name} 设有打开密码:请去掉密码另存后再试") from None
        raise XltoolError(f"{name} 已损坏,读不了:请重新导出或下载 PDF") from None
    if not 0 < len(document) <= MAX_PAGES:
        pages = len(document)
        document.close()
        raise XltoolError(f"{name} 有 {pages} 页,应在 1 到 {MAX_PAGES} 页之间:请检查文件")
    return document


def _read_page(document: PdfDocument, index: int, name: str) -> Page:
    import pypdfium2

    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        raise XltoolError(f"{name} 第{index + 1}页已损坏,读不了:请重新导出或下载 PDF") from None
    glyphs, unreadable = _glyphs(page, f"{name} 第{index + 1}页")
    turns = Counter(turn for *_, turn in glyphs if turn is not None)
    turn = turns.most_common(1)[0][0] if turns else 0
    shapes = Shapes(turn)
    shapes.add(page)
    return Page(
        index + 1,
        turn,
        _frame(page, turn),
        tuple(_turned(glyph, turn) for glyph in glyphs if glyph.turn == turn),
        tuple(shapes.rules),
        "".join(glyph.text for glyph in glyphs if glyph.turn != turn).strip(),
        unreadable,
        shapes.has_picture,
        shapes.is_crowded,
    )


def _frame(page: PdfPage, turn: int) -> tuple[float, float, float, float]:
    """The page as its text stands; the box of the page knows no rotation."""
    left, bottom, right, top = page.get_mediabox()
    first, second = upright(turn, left, top), upright(turn, right, bottom)
    xs, ys = sorted((first[0], second[0])), sorted((first[1], second[1]))
    return (xs[0], ys[0], xs[1], ys[1])


class _Raw(NamedTuple):
    """A character in user space; ``turn`` is None where it leans."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    turn: int | None


def _glyphs(page: PdfPage, place: str) -> tuple[list[_Raw], int]:
    from pypdfium2 import raw

    text = page.get_textpage()
    count = text.count_chars()
    if count > MAX_GLYPHS:
        raise XltoolError(f"{place} 有 {count} 个字,不像决算公开文件:请检查文件")
    box = raw.FS_RECTF()
    found, unreadable = [], 0
    for index in range(count):
        if raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        character = chr(raw.FPDFText_GetUnicode(text, index))
        if character in _UNREADABLE or raw.FPDFText_HasUnicodeMapError(text, index) == 1:
            unreadable += 1
            continue
        if character in "\r\n" or not raw.FPDFText_GetLooseCharBox(text, index, box):
            continue
        turn = _turn(-degrees(raw.FPDFText_GetCharAngle(text, index)))  # counted clockwise
        found.append(_Raw(character, box.left, box.bottom, box.right, box.top, turn))
    text.close()
    return found, unreadable


def _turn(angle: float) -> int | None:
    """Quarters against the clock, None for text that leans."""
    quarters = round(angle / _QUARTER)
    return quarters % 4 if abs(angle - quarters * _QUARTER) <= _STEADY else None


def _turned(glyph: _Raw, turn: int) -> Glyph:
    first = upright(turn, glyph.left, glyph.top)
    second = upright(turn, glyph.right, glyph.bottom)
    left, right = sorted((first[0], second[0]))
    top, bottom = sorted((first[1], second[1]))
    return Glyph(glyph.text, left, top, right, bottom)
