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
from xltool.filling.cell_markup import BLANK, TYPED
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


class OpenCell(NamedTuple):
    """A cell of a code row at its place: the text up to its number, in its three states."""

    column: str
    blank: str
    """The whole of the cell when it is empty."""
    typed: str
    live: str
    """With the formula; "" where the form has none."""


class CodeRow(NamedTuple):
    """A code row at its place. The ends of tables are still open in its formulas."""

    before_code: str
    before_name: str
    cells: tuple[OpenCell, ...]
    behind: str


@dataclass(slots=True)
class CodeRowTemplate:
    """The code rows of a sheet, rendered once for every row number and kept."""

    texts: tuple[str, ...]
    """Before the code, the name and every column, and behind the last; OWN for the row."""
    columns: tuple[str, ...]
    leaf: tuple[str, ...]
    """Formula of every column in a row without children, "" where it is entered."""
    parent: tuple[str, ...]
    """Formula of every column in a 类 or 款 row."""
    ends: tuple[tuple[str, EndHole], ...]
    """What the characters for the ends of tables stand for."""
    _rendered: dict[tuple[int, bool], CodeRow] = field(default_factory=dict)

    def row(self, number: int, *, is_parent: bool) -> CodeRow:
        """The code row ``number``."""
        row = self._rendered.get((number, is_parent))
        if row is None:
            row = self._row(str(number), self.parent if is_parent else self.leaf)
            if len(self._rendered) < MOST_ROWS:
                self._rendered[number, is_parent] = row
        return row

    def _row(self, own: str, formulas: tuple[str, ...]) -> CodeRow:
        texts = [text.replace(OWN, own) for text in self.texts]
        cells = tuple(
            OpenCell(
                column,
                before + BLANK,
                before + TYPED,
                f"{before}><f>{formula.replace(OWN, own)}</f><v>" if formula else "",
            )
            for column, before, formula in zip(self.columns, texts[2:-1], formulas, strict=True)
        )
        return CodeRow(texts[0] + CODE_OPEN, CODE_CLOSE + texts[1], cells, texts[-1])

    def closed(self, block: str, last: Mapping[str, int]) -> str:
        """The rows joined as ``block``, with the ends of tables written in."""
        for mark, hole in self.ends:
            block = block.replace(mark, str(last[hole.sheet] + hole.offset))
        return block


class OpenFigure(NamedTuple):
    """A fixed cell of amounts in a shaped sheet."""

    at: int
    """Its position among the parts; what stands there is the end of an empty cell."""
    key: Key
    live: str
    """From its style to its number, with the formula; "" where the form has none."""


@dataclass(frozen=True, slots=True)
class ShapedSheet:
    """A sheet for given numbers of code rows.

    ``parts`` are joined after the open ones are set: ``figures`` and ``heads`` at their
    positions, the code rows at ``block`` (-1 where there are none).
    """

    parts: tuple[str, ...]
    figures: tuple[OpenFigure, ...]
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
        parts: list[str] = []
        figures: list[OpenFigure] = []
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
                    figures.append(OpenFigure(at, key, live))
                case HeadSlot():
                    parts.append(piece.otherwise)
                    heads.append((at, piece))
                case BlockMark():
                    parts.append("")
                    block = at
        return ShapedSheet(tuple(parts), tuple(figures), tuple(heads), block, last)


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
