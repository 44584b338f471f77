"""Workbooks for the tests, laid out as offices lay them out: in many ways."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from xltool.editions.schema import Block, Column, Edition, Role, TableKind, TableSpec
from xltool.model.book import TOTAL_ROW, CellId

Value = str | Decimal | int | None
Figures = Mapping[CellId, Decimal]


@dataclass
class Sheet:
    """A sheet to be: rows of values from A1 on, and merged areas (0-based, inclusive)."""

    name: str
    rows: list[list[Value]]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)

    def put(self, row: int, column: int, value: Value) -> None:
        """A value at row and column, from 0."""
        while len(self.rows) <= row:
            self.rows.append([])
        line = self.rows[row]
        line.extend([None] * (column + 1 - len(line)))
        line[column] = value

    def insert_row(self, at: int, values: Sequence[Value] = ()) -> None:
        """A row put in; merges below move."""
        self.rows.insert(at, list(values))
        self.merges = [
            (top + (top >= at), left, bottom + (bottom >= at), right)
            for top, left, bottom, right in self.merges
        ]

    def insert_column(self, at: int) -> None:
        """An empty column put in; merges right of it move."""
        for row in self.rows:
            if len(row) >= at:
                row.insert(at, None)
        self.merges = [
            (top, left + (left >= at), bottom, right + (right >= at))
            for top, left, bottom, right in self.merges
        ]


@dataclass(frozen=True)
class Style:
    """How a form is laid out."""

    unit: str = "万元"
    line_numbers: bool = True
    column_numbers: bool = True
    total_below: bool = False
    blocks: int = 4
    number: Callable[[Decimal], Value] = lambda value: value
    unit_name: str = "示例单位甲"


PLAIN = Style()


def form_sheets(edition: Edition, figures: Figures, style: Style = PLAIN) -> list[Sheet]:
    """A sheet for each of the ten tables."""
    return [
        form_sheet(spec, edition, figures, style)
        for spec in edition.tables.values()
        if spec.id != edition.analysis_sheet
    ]


def form_sheet(spec: TableSpec, edition: Edition, figures: Figures, style: Style) -> Sheet:
    sheet = Sheet(spec.id, [[spec.title], [None, None, None, spec.id]])
    sheet.rows.append(
        [f"部门:{style.unit_name}", None, f"{edition.year}年度", f"金额单位:{style.unit}"]
    )
    own = {(at.row, at.column): value for at, value in figures.items() if at.table == spec.id}
    shown = {key: style.number(value) for key, value in own.items()}
    match spec.kind:
        case TableKind.CODES:
            _codes(sheet, spec, edition, shown, style)
        case TableKind.SINGLE:
            _single(sheet, spec, shown)
        case TableKind.LINES if spec.codes == "economic":
            _economic(sheet, spec, shown, style)
        case TableKind.LINES:
            _lines(sheet, spec, shown, style)
    sheet.rows.append([spec.note if own else spec.empty_statement])
    return sheet


def _heads(sheet: Sheet, top: int, left: int, columns: Sequence[Column], levels: int) -> None:
    """Nested labels of columns, merged over their parts."""
    paths = [tuple(column.key.split("/")) for column in columns]
    for level in range(levels):
        place = left
        for prefix, group in groupby(paths, key=lambda path: path[: level + 1]):
            width = len(list(group))
            if len(prefix) > level:
                ends = all(len(p) == level + 1 for p in paths if p[: level + 1] == prefix)
                depth = levels - level if ends else 1
                sheet.put(top + level, place, prefix[level])
                if width > 1 or depth > 1:
                    sheet.merges.append(
                        (top + level, place, top + level + depth - 1, place + width - 1)
                    )
            place += width


def _codes(
    sheet: Sheet,
    spec: TableSpec,
    edition: Edition,
    shown: Mapping[tuple[str, str], Value],
    style: Style,
) -> None:
    top = len(sheet.rows)
    columns = spec.columns
    sheet.put(top, 0, "项目")
    sheet.merges.append((top, 0, top, 1))
    sheet.put(top + 1, 0, "科目代码")
    sheet.put(top + 1, 1, "科目名称")
    for place, column in enumerate(columns):
        sheet.put(top, 2 + place, column.key)
        sheet.merges.append((top, 2 + place, top + 1, 2 + place))
    if style.column_numbers:
        sheet.rows.append(["栏次", None, *range(1, len(columns) + 1)])
        sheet.merges.append((top + 2, 0, top + 2, 1))
    codes = sorted({row for row, _ in shown} - {TOTAL_ROW})
    body: list[list[Value]] = [
        [
            code,
            edition.functional_codes.get(code, "某科目"),
            *(shown.get((code, c.key)) for c in columns),
        ]
        for code in codes
    ]
    total: list[Value] = ["合计", None, *(shown.get((TOTAL_ROW, c.key)) for c in columns)]
    body.insert(len(body) if style.total_below else 0, total)
    for row in body:
        sheet.rows.append(row)
        if row[0] == "合计":
            line = len(sheet.rows) - 1
            sheet.merges.append((line, 0, line, 1))


def _single(sheet: Sheet, spec: TableSpec, shown: Mapping[tuple[str, str], Value]) -> None:
    top = len(sheet.rows)
    levels = max(column.key.count("/") for column in spec.columns) + 1
    _heads(sheet, top, 0, spec.columns, levels)
    sheet.rows.append(list(range(1, len(spec.columns) + 1)))
    sheet.rows.append([shown.get(("", column.key)) for column in spec.columns])


def _lines(
    sheet: Sheet, spec: TableSpec, shown: Mapping[tuple[str, str], Value], style: Style
) -> None:
    top = len(sheet.rows)
    sides: dict[str | None, list[Block]] = {}
    for block in spec.blocks:
        sides.setdefault(block.label_letter, []).append(block)
    left = 0
    for blocks in sides.values():
        columns = blocks[0].columns
        heads = ["项目", *(["行次"] if style.line_numbers else []), *(c.key for c in columns)]
        lines = [line for block in blocks for line in block.lines if line.role is not Role.BLANK]
        for place, head in enumerate(heads):
            sheet.put(top, left + place, head)
        for down, line in enumerate(lines, top + 1):
            number = [line.key] if style.line_numbers else []
            values = [line.label, *number, *(shown.get((line.key, c.key)) for c in columns)]
            for place, value in enumerate(values):
                sheet.put(down, left + place, value)
        left += len(heads)


def _economic(
    sheet: Sheet, spec: TableSpec, shown: Mapping[tuple[str, str], Value], style: Style
) -> None:
    top = len(sheet.rows)
    lines = [line for line in spec.lines if line.code]
    size = -(-len(lines) // style.blocks)
    for block in range(style.blocks):
        left = 3 * block
        for place, head in enumerate(("科目代码", "科目名称", "决算数")):
            sheet.put(top, left + place, head)
        for down, line in enumerate(lines[block * size : (block + 1) * size], top + 1):
            values = (line.code, line.label or "某科目", shown.get((line.key, "决算数")))
            for place, value in enumerate(values):
                sheet.put(down, left + place, value)
    last = len(sheet.rows)
    right = 3 * style.blocks - 1
    sheet.put(last, 0, "人员经费合计")
    sheet.put(last, 2, shown.get(("人员经费合计", "决算数")))
    sheet.merges.append((last, 0, last, 1))
    start = 3 if style.blocks > 1 else 0
    row = last if style.blocks > 1 else last + 1
    sheet.put(row, start, "公用经费合计")
    sheet.put(row, right, shown.get(("公用经费合计", "决算数")))
    sheet.merges.append((row, start, row, right - 1))


def stacked(first: Sheet, second: Sheet, name: str) -> Sheet:
    """Two tables on one sheet, one below the other."""
    gap = len(first.rows) + 2
    rows = [*first.rows, [], [], *second.rows]
    moved = [(top + gap, left, bottom + gap, right) for top, left, bottom, right in second.merges]
    return Sheet(name, rows, [*first.merges, *moved])


def beside(first: Sheet, second: Sheet, name: str) -> Sheet:
    """Two tables on one sheet, side by side."""
    width = max(map(len, first.rows)) + 1
    both = Sheet(name, [list(row) for row in first.rows], list(first.merges))
    for down, row in enumerate(second.rows):
        for place, value in enumerate(row):
            both.put(down, width + place, value)
    both.merges += [(t, left + width, b, right + width) for t, left, b, right in second.merges]
    return both


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """The .xlsx of these sheets."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet in sheets:
        _write(book.create_sheet(sheet.name), sheet)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write(target: Worksheet, sheet: Sheet) -> None:
    for down, row in enumerate(sheet.rows, 1):
        for place, value in enumerate(row, 1):
            if value is not None:
                cell = target.cell(down, place, value)
                if isinstance(value, str):
                    cell.data_type = "s"
                if (down - 1, place - 1) in sheet.formats:
                    cell.number_format = sheet.formats[down - 1, place - 1]
    for top, left, bottom, right in sheet.merges:
        target.merge_cells(
            start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1
        )


def renamed(sheets: Iterable[Sheet], names: Callable[[Sheet], str]) -> list[Sheet]:
    return [replace(sheet, name=names(sheet)) for sheet in sheets]
