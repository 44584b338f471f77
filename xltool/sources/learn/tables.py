"""Rows and columns of a table of which nothing is known but its sheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from xltool.editions.codes import is_code
from xltool.editions.schema import (
    Block,
    CodeRows,
    Column,
    Line,
    Role,
    TableKind,
    TableSpec,
)
from xltool.model.amount import Unit
from xltool.model.book import TOTAL_ROW
from xltool.package.a1 import column_letters
from xltool.sources.grid import RawCell
from xltool.sources.labels import bare, normal
from xltool.sources.learn.forms import SheetLooks
from xltool.sources.recognise.outline import Outline, Side

_FEWEST_FIXED_CODES: Final = 12
"""Codes printed in an empty form from which on they are the form's own, not an example."""
_NO_SIGNS: Final = str.maketrans({",": "、", ";": "、", "[": "(", "]": ")", "*": "", "@": ""})
_COUNTS: Final = ("辆", "台", "个", "人", "批")
"""Units in brackets behind the label of a line that counts things."""


@dataclass(frozen=True, slots=True)
class Learned:
    """A table, and where its rows and columns stand on the sheet."""

    spec: TableSpec
    doubts: tuple[str, ...]
    block_names: tuple[str, ...] = ()
    rows: dict[int, tuple[str, ...]] = field(default_factory=dict)
    """Row keys by sheet row, one for each block that has a line there."""


def learned_table(outline: Outline, looks: SheetLooks, short: str) -> Learned:
    """The table of ``outline``; its kind, rows and columns by their looks."""
    kind = _kind(outline)
    doubts: list[str] = []
    title = outline.region.spec.title
    blocks: tuple[Block, ...] = ()
    code_rows = None
    if kind is TableKind.CODES:
        code_rows = _code_rows(outline, doubts)
    elif kind is TableKind.SINGLE:
        blocks = (_single(outline),)
    else:
        blocks = tuple(_blocks(outline, doubts))
    spec = TableSpec(
        id=looks.number_text or title,
        title=title,
        sheet=outline.region.grid.name,
        kind=kind,
        unit=Unit.WAN,
        blocks=blocks,
        code_rows=code_rows,
        note=looks.note,
        codes=_classification(outline, kind),
        short=short,
    )
    return Learned(spec, tuple(doubts))


def _kind(outline: Outline) -> TableKind:
    if all(not side.labels and not side.codes for side in outline.sides):
        return TableKind.SINGLE
    coded = [side for side in outline.sides if side.codes]
    codes = sum(outline.code(side, row) is not None for side in coded for row in outline.body)
    if len(outline.sides) == 1 and coded and codes < _FEWEST_FIXED_CODES:
        return TableKind.CODES
    return TableKind.LINES


def _classification(outline: Outline, kind: TableKind) -> str | None:
    if kind is TableKind.CODES:
        return "functional"
    codes = [outline.code(side, row) for side in outline.sides for row in outline.body]
    return "economic" if any(code and code.startswith("3") for code in codes) else None


def columns_of(outline: Outline, places: Sequence[int], side_head: str = "") -> tuple[Column, ...]:
    """The columns of figures; a label that heads the whole side says nothing of a column."""
    columns: list[Column] = []
    seen: set[str] = set()
    for number, place in enumerate(places, start=1):
        path = [word for word in outline.paths.get(place, ()) if word != side_head]
        key = _key("/".join(path)) or f"第{number}栏"
        while key in seen:
            key += "'"
        seen.add(key)
        letter = column_letters(place)
        role = Role.TOTAL if _is_computed_column(outline, place) else None
        columns.append(Column(key, _column_number(outline, place), letter, role=role))
    return tuple(columns)


def _is_computed_column(outline: Outline, place: int) -> bool:
    """Whether every figure of the column is a formula."""
    cells = outline.region.grid.cells
    below = [cells.get((row, place)) for row in outline.body]
    return bool(below) and all(cell is not None and cell.formula for cell in below)


def _column_number(outline: Outline, place: int) -> int | None:
    """The 栏次 printed under the labels."""
    top, bottom = outline.head
    cells = outline.region.grid.cells
    for row in range(bottom, top - 1, -1):
        cell = cells.get((row, place))
        text = normal(cell.text).removesuffix(".0") if cell else ""
        if text.isdigit():
            return int(text)
    return None


def _single(outline: Outline) -> Block:
    places = [place for side in outline.sides for place in side.figures]
    row = outline.body[0] if outline.body else outline.head[1] + 1
    every = [outline.paths.get(place, ("",))[0] for place in places]
    head = every[0] if len(set(every)) == 1 and len(places) > 1 else ""
    return Block(columns_of(outline, places, head), (Line("", "", Role.ENTERED, row),))


def _code_rows(outline: Outline, doubts: list[str]) -> CodeRows:
    side = outline.sides[0]
    total = next((row for row in outline.body if _is_total(outline, side, row)), None)
    if total is None:
        doubts.append("没有“合计”行:total_row 按表头下第一行写")
        total = outline.head[1] + 1
    codes = [row for row in outline.body if outline.code(side, row)]
    if codes:
        doubts.append(f"表中列有 {len(codes)} 个科目,当作示例,没有写进草稿")
    top = outline.head[1] + 1
    first = top if total > top else total + 1
    if total > top + 1:
        doubts.append(f"“合计”在科目行下面,其间有 {total - top} 行:草稿按一行写")
        total = top + 1
    if len(side.codes) > 1:
        doubts.append("科目编码分列:草稿只写第一列")
    name = side.labels[-1] if side.labels else side.codes[0] + 1
    return CodeRows(
        columns_of(outline, side.figures),
        column_letters(side.codes[0]),
        column_letters(name),
        total,
        first,
    )


def _is_total(outline: Outline, side: Side, row: int) -> bool:
    cells = (outline.region.grid.cells.get((row, c)) for c in (*side.codes, *side.labels))
    return any(cell is not None and bare(cell.text) == TOTAL_ROW for cell in cells)


def _blocks(outline: Outline, doubts: list[str]) -> Iterator[Block]:
    seen: set[str] = set()
    for side in outline.sides:
        if not side.figures:
            continue
        head = _side_head(outline, side)
        lines: list[Line] = []
        alone: list[tuple[Line, RawCell]] = []
        for row in outline.body:
            line = _line(outline, side, row, seen)
            cell = outline.label(side, row)
            if line is None:
                continue
            seen.add(line.key)
            if cell is not None and outline.region.grid.area(cell).right >= side.figures[0]:
                alone.append((line, cell))
            else:
                lines.append(line)
        if lines:
            yield Block(
                columns_of(outline, side.figures, head),
                tuple(lines),
                *(_letter(places) for places in (side.labels, side.numbers, side.codes)),
            )
        yield from (_alone(outline, line, cell, head) for line, cell in alone)
    if not seen:
        doubts.append("没有认出行")


def _letter(places: Sequence[int]) -> str | None:
    return column_letters(places[-1]) if places else None


def _side_head(outline: Outline, side: Side) -> str:
    """The label above all columns of a side (收入, 支出), which is no part of their keys."""
    columns = (*side.labels, *side.codes, *side.numbers, *side.figures)
    tops = {outline.paths.get(column, ("",))[0] for column in columns}
    return tops.pop() if len(tops) == 1 else ""


def _line(outline: Outline, side: Side, row: int, seen: set[str]) -> Line | None:
    cell = outline.label(side, row)
    code = outline.code(side, row)
    number = _text(outline, side.numbers, row)
    label = cell.text.strip() if cell and not is_code(normal(cell.text)) else ""
    if not (label or code or number):
        return None
    if _is_band(outline, side, row):
        return None
    key = number if number.isdigit() else code or _key(bare(label))
    while key in seen:
        key = f"{key}(第{row}行)"
    figures = [outline.region.grid.cells.get((row, place)) for place in side.figures]
    return Line(
        key,
        label,
        _role(label or code or "", figures, outline),
        row,
        int(number) if number.isdigit() else None,
        code,
        *_unit(label),
    )


def _key(label: str) -> str:
    """A label as a key: without the signs of the notation of identities."""
    return label.translate(_NO_SIGNS).replace("..", "…")


def _is_band(outline: Outline, side: Side, row: int) -> bool:
    """Whether the row is a heading across the table, or repeats the head."""
    words = {normal(cell.text) for cell in outline.region.rows.get(row, ())}
    heads = {path[-1] for path in outline.paths.values()}
    cell = outline.label(side, row)
    is_wide = cell is not None and outline.region.grid.area(cell).right >= side.figures[-1]
    has_formula = any(c.formula for c in outline.region.rows.get(row, ()))
    return (len(words) > 1 and words <= heads) or (is_wide and not has_formula)


def _text(outline: Outline, places: Sequence[int], row: int) -> str:
    cell = outline.region.grid.cells.get((row, places[0])) if places else None
    return normal(cell.text).removesuffix(".0") if cell else ""


def _role(label: str, figures: Sequence[RawCell | None], outline: Outline) -> Role:
    if not label:
        return Role.BLANK
    formulas = [cell.formula for cell in figures if cell is not None and cell.formula]
    if len(formulas) == len(figures) and "!" not in formulas[-1]:
        return Role.TOTAL
    if any("!" in formula for formula in formulas):
        return Role.LINKED
    has_formulas = any(cell.formula for cell in outline.region.grid.cells.values())
    is_sum = not has_formulas and bare(label).endswith(("合计", "总计", "小计"))
    return Role.TOTAL if is_sum else Role.ENTERED


def _unit(label: str) -> tuple[Unit, int]:
    """Unit and decimals of a line, by the unit in brackets behind its label."""
    text = normal(label)
    for word in _COUNTS:
        if f"({word}" in text:
            unit = next((unit for unit in Unit if unit.is_count and unit.startswith(word)), None)
            if unit is not None:
                return unit, 0
    return Unit.WAN, 2


def _alone(outline: Outline, line: Line, cell: RawCell, head: str) -> Block:
    """A total whose label reaches over columns of figures: its own one comes behind."""
    area = outline.region.grid.area(cell)
    place = area.right + 1
    return Block(
        columns_of(outline, [place], head),
        (line,),
        column_letters(cell.column),
    )
