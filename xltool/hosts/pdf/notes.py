"""A mark on a page: a highlight with its note, drawn so that every viewer shows it."""

from __future__ import annotations

from dataclasses import dataclass

from xltool.hosts.annotations import AUTHOR
from xltool.hosts.pdf.sections import Number
from xltool.sources.document import Box

NAME = "xltool-"
"""How the names of our annotations begin."""
_PRINTED = 4
"""Flag of an annotation that is printed with the page."""
_SHEET = 18
"""Points of the small sheet that stands for a note on the whole document."""
_NOTE_WIDTH, _NOTE_HEIGHT = 240, 120
"""Points of the window in which a viewer shows the note."""


def text_string(text: str) -> bytes:
    """A text string object in UTF-16, which every viewer shows in Chinese."""
    return b"<FEFF" + text.encode("utf-16-be", "replace").hex().upper().encode() + b">"


def reference(number: Number) -> bytes:
    """How another object names this one."""
    return b"%d %d R" % number


@dataclass(frozen=True, slots=True)
class Note:
    """A mark on one page: the boxes of its characters, the colour (RRGGBB), the note.

    A note on the document as a whole is a small sheet in the box instead.
    """

    name: str
    boxes: tuple[Box, ...]
    colour: str
    text: str
    is_general: bool = False

    def annotation(self, page: Number, opened: Number, look: Number) -> bytes:
        """The annotation over the characters; ``opened`` is its window, ``look`` its drawing."""
        quads = b"/QuadPoints [ %b ]" % b" ".join(map(_corners, self.boxes))
        kind = b"/Text /Name /Note" if self.is_general else b"/Highlight " + quads
        return b" ".join(
            (
                b"<< /Type /Annot /Subtype %b /F %d" % (kind, _PRINTED),
                b"/Rect [ %b ]" % _numbers(*self._around),
                b"/C [ %b ]" % _colour(self.colour),
                b"/NM (%b) /T %b" % (self.name.encode("ascii"), text_string(AUTHOR)),
                b"/Contents " + text_string(self.text),
                b"/P %b /Popup %b" % (reference(page), reference(opened)),
                b"/AP << /N %b >> >>" % reference(look),
            )
        )

    def window(self, page: Number, parent: Number) -> bytes:
        """The window in which viewers open the note, closed at first, below the mark."""
        left, bottom, _, _ = self._around
        place = _numbers(left, bottom - _NOTE_HEIGHT, left + _NOTE_WIDTH, bottom)
        words = (place, self.name.encode("ascii"), reference(page), reference(parent))
        return b"<< /Type /Annot /Subtype /Popup /Rect [ %b ] /NM (%b-) /P %b /Parent %b >>" % words

    @property
    def appearance(self) -> bytes:
        """What is drawn: the colour under the characters, which show through."""
        bars = b"".join(
            _numbers(box.left, box.bottom, box.right - box.left, box.top - box.bottom) + b" re f\n"
            for box in self.boxes
        )
        content = b"/Under gs\n%b rg\n" % _colour(self.colour) + bars
        head = (
            b"<< /Type /XObject /Subtype /Form /FormType 1 /BBox [ %b ]"
            b" /Group << /S /Transparency >>"
            b" /Resources << /ExtGState << /Under << /BM /Multiply >> >> >> /Length %d >>"
        )
        words = (_numbers(*self._around), len(content))
        return head % words + b"\nstream\n" + content + b"\nendstream"

    @property
    def _around(self) -> tuple[float, float, float, float]:
        return (
            min(box.left for box in self.boxes),
            min(box.bottom for box in self.boxes),
            max(box.right for box in self.boxes),
            max(box.top for box in self.boxes),
        )


def corner(page: int, left: float, top: float) -> Box:
    """Where the small sheet lies on a page with this upper left corner."""
    return Box(page, left + _SHEET, top - 2 * _SHEET, left + 2 * _SHEET, top - _SHEET)


def _corners(box: Box) -> bytes:
    """The corners in the order that viewers expect: upper two, then lower two."""
    upper = (box.left, box.top, box.right, box.top)
    return _numbers(*upper, box.left, box.bottom, box.right, box.bottom)


def _colour(colour: str) -> bytes:
    return _numbers(*(int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)))


def _numbers(*values: float) -> bytes:
    """Numbers as PDF spells them: no exponents, three decimals, no idle zeros."""
    spelled = (f"{value:.3f}".rstrip("0").rstrip(".") for value in values)
    return " ".join("0" if text == "-0" else text for text in spelled).encode("ascii")
