"""The official workbook of an edition compiled into a ``Template``, once per process."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Final

from xltool.editions.formulas import formulas
from xltool.editions.layout import SheetLayout, layout
from xltool.editions.schema import Edition, TableSpec
from xltool.editions.sheet_forms import forms_of
from xltool.filling.archive import Frame
from xltool.filling.cell_markup import escaped
from xltool.filling.properties import with_published_mark
from xltool.filling.row_holes import (
    FIRST_MARK,
    OWN,
    Block,
    EndHole,
    Holed,
    holed_formula,
    shifted_reference,
)
from xltool.filling.sheet_markup import CellMarkup, RowMarkup, SheetMarkup
from xltool.filling.template import (
    BlockMark,
    CodeRowTemplate,
    FigureSlot,
    HeadSlot,
    NarrativeTemplate,
    Piece,
    SheetTemplate,
    Template,
)
from xltool.model.book import CellId
from xltool.model.errors import XltoolError
from xltool.package import Package

_PROBE: Final = (
    "201", "20101", "2010101", "2010102",
    "202", "20201", "2020101", "2020102",
    "203", "20301", "2030101",
)  # fmt: skip
"""Codes whose rows cannot be taken for the first or the last one."""
_PARENT, _LEAF = "202", "2020101"
_REFERENCE_ATTRIBUTE: Final = re.compile(r'(?<=\s)(?:ref|sqref)="([^"]*)"')
_DEFINED_NAME: Final = re.compile(r"(?<=>)[^<]*(?=</definedName>)")


_COMPILED: dict[str, tuple[Edition, Template]] = {}


def template_of(edition: Edition) -> Template:
    """The compiled official workbook of ``edition``, kept for the life of the process."""
    known = _COMPILED.get(edition.workbook)
    if known is None or known[0] is not edition:
        known = edition, compile_template(edition, _official(edition))
        _COMPILED[edition.workbook] = known
    return known[1]


def _official(edition: Edition) -> bytes:
    try:
        return Path(edition.workbook).read_bytes()
    except OSError as error:
        raise XltoolError(
            f"版式 {edition.id} 的官方工作簿读不了({error.strerror}):{edition.workbook}"
        ) from None


def compile_template(edition: Edition, workbook: bytes) -> Template:
    """Compile ``workbook``, the official one of ``edition`` as built from its data.

    Raises:
        XltoolError: a sheet of the form is missing or does not stand where the data say.
    """
    package = Package.open(workbook)
    empty = layout(edition, {})
    growing = {
        spec.id: Block(spec.sheet, spec.code_rows.first_row, spec.code_rows.first_row)
        for spec in edition.tables.values()
        if spec.code_rows
    }
    rendered = formulas(edition, dict.fromkeys(growing, _PROBE))
    blocks = {
        block.sheet: Block(block.sheet, block.first, block.first + len(_PROBE) - 1)
        for block in growing.values()
    }
    sheets = tuple(
        _SheetCompiler(spec, empty.sheets[id_], rendered, blocks, growing.get(id_)).compile(
            _text(package, spec.sheet), package.sheet(spec.sheet).part
        )
        for id_, spec in edition.tables.items()
    )
    narrative = _narrative(package, edition)
    workbook_part = package.workbook_part
    changing = {sheet.part for sheet in sheets} | {workbook_part}
    changing |= {narrative.part} if narrative else set()
    published = with_published_mark(package)
    look = forms_of(edition).look
    return Template(
        sheets,
        tuple(block.sheet for block in growing.values()),
        tuple(growing),
        tuple(block.first for block in growing.values()),
        workbook_part,
        _workbook(package.part(workbook_part).decode(), growing.values()),
        narrative,
        Frame.of(entry for entry in package.entries if entry.name not in changing),
        Frame.of(entry for entry in published.entries if entry.name not in changing),
        look.year_text,
        look.amount_caption,
    )


def _text(package: Package, sheet: str) -> str:
    """The XML of a sheet in ASCII, other characters as references.

    A string of one byte a character is joined and encoded several times as fast.
    """
    text = package.part(package.sheet(sheet).part).decode()
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


class _SheetCompiler:
    """One sheet of the form: its cells of amounts, head and code rows opened."""

    def __init__(
        self,
        spec: TableSpec,
        places: SheetLayout,
        rendered: Mapping[CellId, str],
        blocks: Mapping[str, Block],
        block: Block | None,
    ) -> None:
        self.spec = spec
        self.places = places
        self.rendered = rendered
        self.blocks = blocks
        self.block = block
        self.figures = {
            address: key for key, address in places.cells.items() if key[0] in places.rows
        }
        self.heads = {
            places.unit_name: "unit_name",
            places.year: "year",
            places.amount_unit: "amount_unit",
            places.empty_statement: "empty_statement",
        }

    def compile(self, xml: str, part: str) -> SheetTemplate:
        """The sheet whose XML is ``xml``."""
        markup = SheetMarkup.of(xml)
        self._refuse_missing(markup)
        pieces: list[Piece] = [*self._moving(markup.head)]
        for row in markup.rows:
            if self.block and row.number == self.block.first:
                pieces.append(BlockMark())
            else:
                pieces += self._row(row)
        pieces += self._moving(markup.foot)
        first = self.block.first if self.block else 0
        code_row = next((row for row in markup.rows if row.number == first), None)
        return SheetTemplate(
            self.spec.id,
            part,
            tuple(_joined(pieces)),
            self._code_row(code_row) if code_row else None,
            self.places.unit_caption,
        )

    def _refuse_missing(self, markup: SheetMarkup) -> None:
        present = {f"{cell.letters}{row.number}" for row in markup.rows for cell in row.cells}
        wanted = {*self.figures, *filter(None, self.heads)}
        if self.block and self.spec.code_rows:
            grid = self.spec.code_rows
            wanted |= {f"{c.letter}{grid.first_row}" for c in grid.columns}
            wanted |= {f"{grid.code_letter}{grid.first_row}", f"{grid.name_letter}{grid.first_row}"}
        missing = sorted(wanted - present)
        if missing:
            raise XltoolError(
                f"版式的官方工作簿与版式数据不一致:{self.spec.sheet} 缺单元格"
                f" {'、'.join(missing[:5])};请重新生成官方工作簿"
            )

    def _moving(self, text: str) -> Iterator[Piece]:
        """Markup around the rows, its references growing with the block."""
        if self.block is None:
            yield text
            return
        position = 0
        for match in _REFERENCE_ATTRIBUTE.finditer(text):
            yield text[position : match.start(1)]
            yield from shifted_reference(match[1], self.spec.sheet, self.block).pieces
            position = match.end(1)
        yield text[position:]

    def _row(self, row: RowMarkup) -> Iterator[Piece]:
        """A row that is no code row; below the block its number moves."""
        below = self.block is not None and row.number > self.block.last
        number: Piece = str(row.number)
        if below and self.block:
            number = EndHole(self.spec.sheet, row.number - self.block.last)
        yield '<row r="'
        yield number
        yield f'"{row.attributes}>'
        for cell in row.cells:
            yield from self._cell(cell, row.number, number)
        yield "</row>"

    def _cell(self, cell: CellMarkup, row: int, number: Piece) -> Iterator[Piece]:
        address = f"{cell.letters}{row}"
        key, what = self.figures.get(address), self.heads.get(address)
        yield f'<c r="{cell.letters}'
        yield number
        yield '"'
        if key is None and what is None:
            yield cell.rest
            return
        yield cell.style
        if key is not None:
            yield FigureSlot(key, self._formula(key[0], key[1], None))
        elif what is not None:
            yield HeadSlot(what, cell.rest.replace(cell.style, "", 1))

    def _formula(self, row: str, column: str, own: int | None) -> Holed | None:
        text = self.rendered.get(CellId(self.spec.id, row, column))
        if text is None:
            return None
        holed = holed_formula(text, self.spec.sheet, own, self.blocks)
        return holed.mapped(escaped)

    def _code_row(self, row: RowMarkup) -> CodeRowTemplate | None:
        grid = self.spec.code_rows
        if grid is None:
            return None
        columns = {column.letter: column.key for column in grid.columns}
        texts = [row.opened(OWN)]
        order: list[str] = []
        for cell in row.cells:
            is_open = cell.letters in (grid.code_letter, grid.name_letter, *columns)
            texts[-1] += cell.opened(OWN) if is_open else cell.at(OWN)
            if is_open:
                texts.append("")
                order += [columns[cell.letters]] if cell.letters in columns else []
        texts[-1] += "</row>"
        leaf, parent = self._code_formulas(_LEAF, order), self._code_formulas(_PARENT, order)
        holes = dict.fromkeys(hole for f in (*leaf, *parent) if f for hole in f.holes)
        marks = {hole: chr(FIRST_MARK + number) for number, hole in enumerate(holes)}
        return CodeRowTemplate(
            tuple(texts),
            tuple(order),
            tuple(formula.marked(marks) if formula else "" for formula in leaf),
            tuple(formula.marked(marks) if formula else "" for formula in parent),
            tuple((mark, hole) for hole, mark in marks.items()),
            grid.first_row,
        )

    def _code_formulas(self, code: str, columns: Iterable[str]) -> list[Holed | None]:
        """The formulas of a code row of the probe."""
        first = self.spec.code_rows.first_row if self.spec.code_rows else 0
        return [self._formula(code, column, first + _PROBE.index(code)) for column in columns]


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Neighbouring texts as one."""
    texts: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            texts.append(piece)
            continue
        if texts:
            yield "".join(texts)
            texts.clear()
        yield piece
    yield "".join(texts)


def _workbook(xml: str, blocks: Iterable[Block]) -> Holed:
    """The workbook part with the rows of its defined names (print areas) left open."""
    growing = tuple(blocks)
    pieces: list[str | EndHole] = []
    position = 0
    for match in _DEFINED_NAME.finditer(xml):
        pieces.append(xml[position : match.start()])
        named = match[0]
        block = next((b for b in growing if b.sheet == _sheet_of(named)), None)
        pieces += shifted_reference(named, "", block).pieces if block else (named,)
        position = match.end()
    pieces.append(xml[position:])
    return Holed(tuple(pieces))


def _sheet_of(reference: str) -> str:
    """The sheet that a reference of a defined name begins with."""
    name = unescape(reference).partition("!")[0]
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def _narrative(package: Package, edition: Edition) -> NarrativeTemplate | None:
    """The sheet of the narrative, None where the form has none."""
    if not any(sheet.name == edition.narrative_sheet for sheet in package.sheets):
        return None
    sheet = package.sheet(edition.narrative_sheet)
    markup = SheetMarkup.of(_text(package, edition.narrative_sheet))
    first = next((row for row in markup.rows if row.number == 1), None)
    cell = next((cell for cell in first.cells if cell.letters == "A"), None) if first else None
    return NarrativeTemplate(
        sheet.part,
        markup.head,
        first.attributes if first else "",
        cell.style if cell else "",
        markup.foot,
    )
