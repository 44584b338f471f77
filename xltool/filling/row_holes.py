"""Row numbers that move as tables of codes grow: formulas and references with holes in them.

The official workbook has one code row; a unit has as many as it has codes. What a formula
says of rows is therefore one of three: a row that never moves, the row it stands in, or a
row counted from the last code row of some table. Formulas are rendered by the edition once
for a probe whose rows cannot be mistaken for each other, and their numbers are classified.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from xltool.model.errors import XltoolError

_REFERENCE: Final = re.compile(
    r'"[^"]*"'
    r"|(?:'(?P<quoted>[^']+)'!|(?P<plain>\w+)!)?"
    r"(?P<first>\$?[A-Z]{1,3}\$?)(?P<top>\d+)"
    r"(?::(?P<second>\$?[A-Z]{1,3}\$?)(?P<bottom>\d+))?(?![\w(])"
)
OWN: Final = "\x01"
"""Stands for the number of the row that a formula stands in."""
FIRST_MARK: Final = 2
"""Code of the first character that stands for the end of a table.

No text from outside holds such characters: escaped for XML they are written out.
"""


@dataclass(frozen=True, slots=True)
class Block:
    """The code rows of one sheet: from ``first`` to ``last``."""

    sheet: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class EndHole:
    """A row counted from the last code row of ``sheet``."""

    sheet: str
    offset: int


@dataclass(frozen=True, slots=True)
class Holed:
    """A text with row numbers left open; OWN stands for the row it will stand in."""

    pieces: tuple[str | EndHole, ...]

    def mapped(self, change: Callable[[str], str]) -> Holed:
        """The text with ``change`` done to all that is no hole."""
        return Holed(
            tuple(
                OWN.join(map(change, p.split(OWN))) if isinstance(p, str) else p
                for p in self.pieces
            )
        )

    def marked(self, marks: Mapping[EndHole, str]) -> str:
        """The text with a character of ``marks`` for every end of a table."""
        return "".join([p if isinstance(p, str) else marks[p] for p in self.pieces])

    @property
    def holes(self) -> tuple[EndHole, ...]:
        """The ends of tables that it names."""
        return tuple(piece for piece in self.pieces if isinstance(piece, EndHole))

    def shaped(self, last: Mapping[str, int]) -> str:
        """The text for tables whose last code rows are ``last`` (by sheet)."""
        return "".join(
            [p if isinstance(p, str) else str(last[p.sheet] + p.offset) for p in self.pieces]
        )


def holed_formula(formula: str, home: str, own: int | None, blocks: Mapping[str, Block]) -> Holed:
    """``formula`` of a probe workbook with its moving rows left open.

    Args:
        formula: as rendered for the probe.
        home: the sheet it stands on.
        own: its row if that is a code row, else None.
        blocks: the code rows of the probe, by sheet.

    Raises:
        XltoolError: it names a code row that is not its own (a fault of the edition:
            such a formula would break as rows come in).
    """
    pieces: list[str | EndHole] = []
    position = 0
    for match in _REFERENCE.finditer(formula):
        if match["first"] is None:
            continue
        sheet = match["quoted"] or match["plain"] or home
        for group in ("top", "bottom"):
            if match[group] is None:
                continue
            row = _classified(int(match[group]), sheet, home, own, blocks.get(sheet))
            if row is None:
                raise XltoolError(f"版式的公式指着别的科目行,插行后会出错:{home} {formula}")
            pieces += (formula[position : match.start(group)], row)
            position = match.end(group)
    pieces.append(formula[position:])
    return Holed(_merged(pieces))


def _classified(
    row: int, sheet: str, home: str, own: int | None, block: Block | None
) -> str | EndHole | None:
    if block is None or row <= block.first:
        return str(row)
    if row >= block.last:
        return EndHole(sheet, row - block.last)
    return OWN if row == own and sheet == home else None


def shifted_reference(text: str, home: str, block: Block) -> Holed:
    """References of the template itself ("A11:I11 C9:I9") as the block below its head grows.

    What begins below the block moves with it; what reaches to its last row or beyond
    grows with it.
    """
    pieces: list[str | EndHole] = []
    position = 0
    for match in _REFERENCE.finditer(text):
        sheet = match["quoted"] or match["plain"] or home
        if match["first"] is None or sheet != block.sheet:
            continue
        for group in ("top", "bottom"):
            if match[group] is None:
                continue
            row = int(match[group])
            if row > block.last or (group == "bottom" and row == block.last):
                pieces += (
                    text[position : match.start(group)],
                    EndHole(sheet, row - block.last),
                )
                position = match.end(group)
    pieces.append(text[position:])
    return Holed(_merged(pieces))


def _merged(pieces: list[str | EndHole]) -> tuple[str | EndHole, ...]:
    """Neighbouring texts as one."""
    merged: list[str | EndHole] = []
    for piece in pieces:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        elif piece != "":
            merged.append(piece)
    return tuple(merged)
