"""The official workbook compiled: text between the cells, and what goes into each of them.

Three states. A ``SheetTemplate`` leaves open the figures and every row number that moves as
code rows grow. For given numbers of code rows it becomes a ``ShapedSheet``, in which only
the figures are open; shapes are kept, since a batch meets the same ones again. Filling is
then one pass over the open cells and one join.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final, NamedTuple

from xltool.filling.archive import Frame
from xltool.filling.cell_markup import BLANK, CLOSE, TYPED
from xltool.filling.row_holes import OWN, EndHole, Holed

Key = tuple[str, str]
"""Row key and column key of a cell."""
Ends = tuple[int, ...]
"""The last code row of every growing sheet, in the order of the template."""

CODE_OPEN: Final = ' t="inlineStr"><is><t>'
CODE_CLOSE: Final = "</t></is></c>"
MOST_SHAPES: Final = 64
"""Shapes kept per sheet; one holds some 100 KB of text."""
MOST_ROWS: Final = 4096
"""Forms of code rows kept per sheet; what goes beyond is rendered anew each time."""


@dataclass(frozen=True, slots=True)
class FigureSlot:
    """A cell of amounts, and the formula it has when it is live."""

    key: Key
    formula: Holed | None


@dataclass(frozen=True, slots=True)
class HeadSlot:
    """A cell outside the table that states something of the Book."""

    what: str
    """"unit_name", "year", "amount_unit" or "empty_statement"."""
    otherwise: str
    """What stands there in the empty form, as the rest of the cell's XML."""


@dataclass(frozen=True, slots=True)
class BlockMark:
    """Where the code rows go."""


Piece = str | EndHole | FigureSlot | HeadSlot | BlockMark


class State(IntEnum):
    """What a cell of a code row holds; the states of a row's cells make its form."""

    BLANK = 0
    TYPED = 1
    LIVE = 2
    TEXT = 3
    UNCALCULATED = 4
    """A formula without a value."""


RowForm = tuple[int, bytes, bool]
"""A row's number, the states of its open texts, and whether it has children."""


@dataclass(slots=True)
class CodeRowTemplate:
    """The code rows of a sheet, as texts that are rendered once and kept.

    Behind each text of a row stands what is open in it: the code, the rest of the name's
    cell, the figure of every column, and nothing behind the last. The texts still hold a
    mark for every end of a table.
    """

    texts: tuple[str, ...]
    """Before the code, the name and every column, and behind the last; OWN for the row."""
    columns: tuple[str, ...]
    leaf: tuple[str, ...]
    """Formula of every column in a row without children, "" where it is entered."""
    parent: tuple[str, ...]
    """Formula of every column in a 类 or 款 row."""
    ends: tuple[tuple[str, EndHole], ...]
    """What the characters for the ends of tables stand for."""
    first_row: int
    _kept: dict[RowForm, tuple[str, ...]] = field(default_factory=dict)

    def pieces_of(self, form: RowForm) -> tuple[str, ...]:
        """The texts of a row of that form."""
        known = self._kept.get(form)
        if known is None:
            known = self._pieces(form)
            if len(self._kept) < MOST_ROWS:
                self._kept[form] = known
        return known

    def _pieces(self, form: RowForm) -> tuple[str, ...]:
        number, states, is_parent = form
        formulas = self.parent if is_parent else self.leaf
        pieces = [self.texts[0] + CODE_OPEN, CODE_CLOSE + self.texts[1]]
        closing = ""
        for before, state, formula in zip(self.texts[2:-1], states[2:-1], formulas, strict=True):
            opening, following = _around(State(state), formula)
            pieces.append(closing + before + opening)
            closing = following
        pieces.append(closing + self.texts[-1])
        own = str(number)
        return tuple(piece.replace(OWN, own) for piece in pieces)

    @property
    def blank_row(self) -> str:
        """The one row of a table without codes."""
        return "".join((BLANK.join(self.texts[:-1]), BLANK, self.texts[-1])).replace(
            OWN, str(self.first_row)
        )

    def closed(self, block: str, last: Mapping[str, int]) -> str:
        """The rows joined as ``block``, with the ends of tables written in."""
        for mark, hole in self.ends:
            block = block.replace(mark, str(last[hole.sheet] + hole.offset))
        return block


def _around(state: State, formula: str) -> tuple[str, str]:
    """What stands before and behind the open text of a cell; in a blank one it is empty."""
    if state is State.TEXT:
        return "", ""
    if state is State.UNCALCULATED and formula:
        return f"><f>{formula}</f></c>", ""
    if state in (State.BLANK, State.UNCALCULATED):
        return BLANK, ""
    return (f"><f>{formula}</f><v>" if state is State.LIVE and formula else TYPED), CLOSE


class OpenFigure(NamedTuple):
    """A fixed cell of amounts in a shaped sheet."""

    at: int
    """Its position among the parts; what stands there is the end of an empty cell."""
    live: str
    """From its style to its number, with the formula; "" where the form has none."""


@dataclass(frozen=True, slots=True)
class ShapedSheet:
    """A sheet for given numbers of code rows.

    ``parts`` are joined after the open ones are set: ``figures`` and ``heads`` at their
    positions, the code rows at ``block`` (-1 where there are none).
    """

    parts: tuple[str, ...]
    figures: Mapping[Key, OpenFigure]
    heads: tuple[tuple[int, HeadSlot], ...]
    block: int
    last: Mapping[str, int]


@dataclass(slots=True)
class SheetTemplate:
    """One sheet of the form."""

    table: str
    part: str
    pieces: tuple[Piece, ...]
    rows: CodeRowTemplate | None
    unit_caption: str
    """What stands before the unit's name."""
    _shapes: dict[Ends, ShapedSheet] = field(default_factory=dict)

    def shaped(self, growing: tuple[str, ...], ends: Ends) -> ShapedSheet:
        """The sheet for code rows of the ``growing`` sheets that end at ``ends``."""
        shape = self._shapes.get(ends)
        if shape is None:
            if len(self._shapes) >= MOST_SHAPES:
                self._shapes.clear()
            shape = self._shapes[ends] = self._shape(dict(zip(growing, ends, strict=True)))
        return shape

    def _shape(self, last: Mapping[str, int]) -> ShapedSheet:
        parts: list[str] = []
        figures: dict[Key, OpenFigure] = {}
        heads: list[tuple[int, HeadSlot]] = []
        block = -1
        for at, piece in enumerate(self.pieces):
            match piece:
                case str():
                    parts.append(piece)
                case EndHole(sheet, offset):
                    parts.append(str(last[sheet] + offset))
                case FigureSlot(key, formula):
                    parts.append(BLANK)
                    live = f"><f>{formula.shaped(last)}</f><v>" if formula else ""
                    figures[key] = OpenFigure(at, live)
                case HeadSlot():
                    parts.append(piece.otherwise)
                    heads.append((at, piece))
                case BlockMark():
                    parts.append("")
                    block = at
        return ShapedSheet(tuple(parts), figures, tuple(heads), block, last)


@dataclass(frozen=True, slots=True)
class NarrativeTemplate:
    """The sheet of the narrative: one paragraph a row in column A."""

    part: str
    before: str
    row_attributes: str
    style: str
    """The style attribute of a paragraph's cell."""
    behind: str


@dataclass(frozen=True, slots=True)
class Template:
    """The official workbook of an edition, ready to be filled."""

    sheets: tuple[SheetTemplate, ...]
    growing: tuple[str, ...]
    """Sheets whose code rows grow."""
    growing_tables: tuple[str, ...]
    first_rows: tuple[int, ...]
    """First code row of each of them."""
    workbook_part: str
    workbook: Holed
    """The workbook part, the rows of its defined names left open."""
    narrative: NarrativeTemplate | None
    frame: Frame
    """Everything that no figure changes."""
    frame_as_published: Frame
    """The same with the property that says the totals are typed."""
    year_text: str
    """With {year}."""
    amount_caption: str
    """With {unit}."""

    def ends(self, codes: Sequence[Sized]) -> Ends:
        """The last code row of every growing sheet; at least one row each."""
        return tuple(
            first + max(len(own), 1) - 1 for first, own in zip(self.first_rows, codes, strict=True)
        )
