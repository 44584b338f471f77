"""The drawing that shows legacy notes (VML, [MS-OI29500] 2.1.1738 and ECMA-376 part 4, 19).

It is handled as bytes, not as XML: Excel itself writes VML that is not well formed,
and whatever else the drawing shows (buttons, the user's notes) has to stay as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from xltool.package.a1 import Position
from xltool.package.formula_text import RowShift

_BLOCK = 1024
"""Shape numbers come in blocks; a drawing lists its blocks in o:idmap."""
_SHAPE = re.compile(rb"<(\w+:)shape\s[^>]*>.*?</\1shape>\s*", re.DOTALL)
_ANY_SHAPE = re.compile(rb"<\w+:(?:shape|rect|oval|line|group|roundrect|image)[\s>]")
_NOTE = re.compile(rb"ObjectType\s*=\s*[\"']Note[\"']")
_ROW = re.compile(rb"(<\w+:Row>\s*)(\d+)(\s*</)")
_COLUMN = re.compile(rb"<\w+:Column>\s*(\d+)\s*</")
_ANCHOR = re.compile(rb"(<\w+:Anchor>)([^<]*)(</)")
_NUMBER = re.compile(rb"_x0000_s(\d+)")
_IDMAP = re.compile(rb"(<\w+:idmap\b[^>]*\bdata\s*=\s*[\"'])([^\"']*)([\"'])")
_END = re.compile(rb"</(?:\w+:)?xml>\s*\Z")
_ANCHOR_LENGTH = 8
_TYPE = b'id="_x0000_t202"'

_SHAPETYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"'
    b' path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_PREFIXES = (
    b' xmlns:v="urn:schemas-microsoft-com:vml"',
    b' xmlns:o="urn:schemas-microsoft-com:office:office"',
    b' xmlns:x="urn:schemas-microsoft-com:office:excel"',
)
_EMPTY = (
    "<xml{prefixes}>"
    '<o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="{block}"/></o:shapelayout>'
    "{shapetype}</xml>"
)
_NEW_SHAPE = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202"'
    ' style="position:absolute;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/>'
    '<v:path o:connecttype="none"/><v:textbox style="mso-direction-alt:auto">'
    '<div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>{anchor}</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


class NoteShapes:
    """The shapes of one drawing; those of notes by the cell they belong to."""

    def __init__(self, data: bytes) -> None:
        self._pieces: list[bytes] = []
        self._notes: dict[Position, int] = {}
        at = 0
        for match in _SHAPE.finditer(data):
            self._pieces.append(data[at : match.start()])
            self._add(match[0])
            at = match.end()
        self._pieces.append(data[at:])
        self._last = max((int(n) for n in _NUMBER.findall(data)), default=0)
        self._blocks = set(blocks_of(data)) or {1}
        self._has_type = _TYPE in data
        # Drawings that other programs wrote may lack a prefix: then the shape brings it.
        self._missing = b"".join(p for p in _PREFIXES if p[1:] not in data)

    @classmethod
    def new(cls, taken: Iterable[int]) -> NoteShapes:
        """An empty drawing with a block of numbers that none of ``taken`` uses."""
        block = max(taken, default=0) + 1
        prefixes = b"".join(_PREFIXES).decode()
        shapetype = _SHAPETYPE.decode()
        return cls(_EMPTY.format(block=block, shapetype=shapetype, prefixes=prefixes).encode())

    def _add(self, shape: bytes) -> None:
        row, column = _ROW.search(shape), _COLUMN.search(shape)
        if _NOTE.search(shape) and row and column:
            self._notes[Position(int(row[2]) + 1, int(column[1]) + 1)] = len(self._pieces)
        self._pieces.append(shape)

    @property
    def data(self) -> bytes:
        """The drawing as it stands."""
        return b"".join(self._pieces)

    @property
    def is_empty(self) -> bool:
        """Whether it shows nothing any more."""
        return not any(_ANY_SHAPE.search(piece) for piece in self._pieces)

    def __contains__(self, at: object) -> bool:
        return at in self._notes

    def add(self, at: Position, anchor: str, taken: Callable[[], Iterable[int]]) -> None:
        """A hidden box for the note of a cell; ``taken`` gives the blocks of all drawings."""
        end = _END.search(self._pieces[-1])
        before, after = self._split_end(end)
        if not self._has_type:
            before += self._declared(_SHAPETYPE, b"<v:shapetype")
            self._has_type = True
        shape = _NEW_SHAPE.format(
            number=self._new_number(taken), anchor=anchor, row=at.row - 1, column=at.column - 1
        )
        self._pieces[-1] = before
        self._add(self._declared(shape.encode(), b"<v:shape"))
        self._pieces.append(after)

    def _declared(self, shape: bytes, start: bytes) -> bytes:
        return shape.replace(start, start + self._missing, 1)

    def _split_end(self, end: re.Match[bytes] | None) -> tuple[bytes, bytes]:
        last = self._pieces[-1]
        return (last, b"") if end is None else (last[: end.start()], last[end.start() :])

    def remove(self, at: Position) -> None:
        """Takes the box of a cell's note away."""
        place = self._notes.pop(at, None)
        if place is not None:
            self._pieces[place] = b""

    def _new_number(self, taken: Callable[[], Iterable[int]]) -> int:
        number = max(self._last, max(self._blocks) * _BLOCK) + 1
        if number % _BLOCK == 0:
            block = max((*taken(), *self._blocks)) + 1
            self._list_block(block)
            self._blocks.add(block)
            number = block * _BLOCK + 1
        self._last = number
        return number

    def _list_block(self, block: int) -> None:
        for place, piece in enumerate(self._pieces):
            changed = _IDMAP.sub(rb"\g<1>\g<2>,%d\g<3>" % block, piece, count=1)
            if changed != piece:
                self._pieces[place] = changed
                return

    def shift(self, shift: RowShift) -> None:
        """Moves notes, and what else is anchored, with inserted or deleted rows."""
        moved: dict[Position, int] = {}
        for at, place in self._notes.items():
            row = shift.row(at.row)
            if row is None:
                self._pieces[place] = b""
            else:
                moved[Position(row, at.column)] = place
                text = rb"\g<1>%d\g<3>" % (row - 1)
                self._pieces[place] = _ROW.sub(text, self._pieces[place], count=1)
        self._notes = moved
        for place, piece in enumerate(self._pieces):
            self._pieces[place] = _ANCHOR.sub(lambda m: _shifted_anchor(m, shift), piece)


def blocks_of(data: bytes) -> frozenset[int]:
    """Blocks of shape numbers that a drawing lists."""
    found = _IDMAP.findall(data)
    return frozenset(int(n) for _, numbers, _ in found for n in numbers.split(b",") if n.isdigit())


def _shifted_anchor(match: re.Match[bytes], shift: RowShift) -> bytes:
    """Left, dx, top, dy, right, dx, bottom, dy: rows count from 0."""
    numbers = [n.strip() for n in match[2].split(b",")]
    if len(numbers) != _ANCHOR_LENGTH or not (numbers[2].isdigit() and numbers[6].isdigit()):
        return match[0]
    top, bottom = int(numbers[2]) + 1, int(numbers[6]) + 1
    new_top = shift.row(top) or shift.at
    numbers[2] = b"%d" % (new_top - 1)
    numbers[6] = b"%d" % (bottom + new_top - top - 1)
    return match[1] + b", ".join(numbers) + match[3]
