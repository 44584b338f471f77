"""The official workbook compiled: text between the cells, and what goes into each of them.

Three states. A ``SheetTemplate`` leaves open the figures and every row number that moves as
code rows grow. For given numbers of code rows it becomes a ``ShapedSheet``, in which only
the figures are open; shapes are kept, since a batch meets the same ones again. Filling is
then one pass over the open cells and one join.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Sized
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from xltool.filling.archive import Frame
from xltool.filling.row_holes import OWN, EndHole, Holed

Key = tuple[str, str]
"""Row key and column key of a cell."""
Ends = tuple[int, ...]
"""The last code row of every growing sheet, in the order of the template."""

MOST_SHAPES: Final = 64
"""Shapes kept per sheet; one holds some 100 KB of text."""
MOST_ROWS: Final = 4096
"""Code rows kept rendered per sheet; longer tables are rendered anew each time."""


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


@dataclass(frozen=True, slots=True)
class CodeRowTemplate:
    """One code row: texts before, between and behind its open cells, with OWN for its number.

    The open cells are code, name, and one for every column.
    """

    texts: tuple[str, ...]
    columns: tuple[str, ...]
    leaf: tuple[Holed | None, ...]
    """Formula of every column in a row without children, None where it is entered."""
    parent: tuple[Holed | None, ...]
    """Formula of every column in a 类 or 款 row."""


class ShapedRow(NamedTuple):
    """A code row at its place: its texts, and the formulas of its columns ("" if entered)."""

    texts: tuple[str, ...]
    formulas: tuple[str, ...]


@dataclass(slots=True)
class ShapedSheet:
    """A sheet for given numbers of code rows.

    ``parts`` are joined after the open ones are set: ``figures`` at their positions,
    ``heads`` likewise, the code rows at ``block`` (-1 where there are none).
    """

    parts: list[str]
    figures: list[tuple[int, Key, str]]
    heads: list[tuple[int, HeadSlot]]
    block: int
    rows: CodeRowTemplate | None
    first_row: int
    last: Mapping[str, int]
    _rendered: dict[tuple[int, bool], ShapedRow] = field(default_factory=dict)

    @property
    def columns(self) -> tuple[str, ...]:
        """Keys of the columns of a code row, in order."""
        return self.rows.columns if self.rows else ()

    def row(self, number: int, *, is_parent: bool) -> ShapedRow:
        """The code row ``number``; rendered once and kept."""
        shaped = self._rendered.get((number, is_parent))
        if shaped is None:
            shaped = self._shaped_row(number, is_parent=is_parent)
            if len(self._rendered) < MOST_ROWS:
                self._rendered[number, is_parent] = shaped
        return shaped

    def _shaped_row(self, number: int, *, is_parent: bool) -> ShapedRow:
        template = self.rows
        if template is None:
            raise ValueError("a sheet without code rows")
        own = str(number)
        formulas = template.parent if is_parent else template.leaf
        return ShapedRow(
            tuple(text.replace(OWN, own) for text in template.texts),
            tuple(f.shaped(self.last).replace(OWN, own) if f else "" for f in formulas),
        )


@dataclass(slots=True)
class SheetTemplate:
    """One sheet of the form."""

    table: str
    part: str
    pieces: tuple[Piece, ...]
    rows: CodeRowTemplate | None
    first_row: int
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
        shape = ShapedSheet([], [], [], -1, self.rows, self.first_row, last)
        for piece in self.pieces:
            at = len(shape.parts)
            match piece:
                case str():
                    shape.parts.append(piece)
                case EndHole(sheet, offset):
                    shape.parts.append(str(last[sheet] + offset))
                case FigureSlot(key, formula):
                    shape.parts.append("")
                    shape.figures.append((at, key, formula.shaped(last) if formula else ""))
                case HeadSlot():
                    shape.parts.append(piece.otherwise)
                    shape.heads.append((at, piece))
                case BlockMark():
                    shape.parts.append("")
                    shape.block = at
        return shape


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
