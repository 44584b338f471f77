"""The sheet 核对结果: one row a finding, with links to its places and the reviewers' 处理意见."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Context, Decimal

from xltool.hosts.marking import Numbered
from xltool.hosts.memory import FINDINGS_NAME, Written, names_of_written
from xltool.hosts.opinions import Opinion, Remembered, place_words
from xltool.hosts.row_heights import Measured, cells_in_row, height
from xltool.hosts.sheet_area import block, cells_of, text_of
from xltool.hosts.sheets import FINDINGS, free_name, reference
from xltool.model.book import Address
from xltool.model.finding import Place
from xltool.model.patch import (
    AddSheet,
    Content,
    Edit,
    SetContent,
    SetLink,
    SetLook,
    SetName,
    SetNumberFormat,
    SetRowHeight,
    SheetLayout,
)
from xltool.package.a1 import Area, Position, area_of, position_of
from xltool.package.number_formats import GENERAL
from xltool.package.opc import Package
from xltool.package.reading import SheetReader, WorkbookReader

HEADERS = (
    "序号",
    "判定",
    "程度",
    "规则",
    "说明",
    "所列数",
    "对照数",
    "差额",
    "允许尾差",
    "位置",
    "对照位置",
    "处理意见",
)
_WIDTHS = (5, 7, 6, 16, 46, 11, 11, 9, 9, 24, 24, 16)
_RULE, _STATED, _EXPECTED, _PLACE, _OTHER, _OPINION = 3, 5, 6, 9, 10, 11
_NUMBERS = range(_STATED, _PLACE)
_LAST_HEADER_ROW = 10
"""A head further down than this is not that of our sheet."""
_NOTHING = "没有需要列出的事项"
_SIGNIFICANT = Context(prec=15)
_FONT_SIZE = 10
"""Points, as the looks of the cells have it."""

Locate = Callable[[Place], Address | None]


@dataclass(frozen=True, slots=True)
class FindingsSheet:
    """Where the findings go: the sheet, its head row, and whether it is there already."""

    name: str
    head_row: int
    exists: bool
    styled: bool
    """Whether its cells have styles of their own."""
    widths: tuple[float, ...] = tuple(map(float, _WIDTHS))


def layout(rows: int) -> SheetLayout:
    """Layout of a sheet 核对结果 that we add, for that many rows of findings."""
    last = Position(1 + max(rows, 1), len(HEADERS)).a1
    return SheetLayout(tuple(map(float, _WIDTHS)), f"A1:{last}", head_rows=1, landscape=True)


def sheet_for_findings(package: Package, written: Written | None) -> FindingsSheet:
    """The sheet of an earlier run, else one with our head, else a new one.

    A sheet of the user's own that happens to be called 核对结果 is never written to.
    """
    reader = WorkbookReader(package)
    grids = [sheet.name for sheet in package.sheets if sheet.is_grid]
    names = ([written.cells.sheet] if written else []) + [FINDINGS]
    for name in names:
        if name in grids:
            head = _head_row(reader.sheet(name))
            if head:
                styled = Position(head + 1, 1).a1 in reader.sheet(name).number_formats
                widths = Measured(package, name).widths(len(HEADERS))
                return FindingsSheet(name, head, exists=True, styled=styled, widths=widths)
    taken = frozenset(sheet.name for sheet in package.sheets)
    return FindingsSheet(free_name(FINDINGS, taken), 1, exists=False, styled=False)


def remembered(package: Package, written: Written | None) -> tuple[Remembered, ...]:
    """The rows of an earlier run that have an opinion in them."""
    if written is None:
        return ()
    grids = [sheet.name for sheet in package.sheets if sheet.is_grid]
    if written.cells.sheet not in grids:
        return ()
    sheet = WorkbookReader(package).sheet(written.cells.sheet)
    area = area_of(written.cells.cell)
    rows = (_row_of(sheet, row, area.left) for row in range(area.top, area.bottom + 1))
    return tuple(row for row in rows if row.opinion and row.rule != HEADERS[_RULE])


def _row_of(sheet: SheetReader, row: int, left: int) -> Remembered:
    contents = [sheet.content(Position(row, left + at).a1) for at in range(len(HEADERS))]
    return Remembered(
        text_of(contents[_RULE]),
        text_of(contents[_PLACE]),
        text_of(contents[_OTHER]),
        _number_of(contents[_STATED]),
        _number_of(contents[_EXPECTED]),
        text_of(contents[_OPINION]).strip(),
    )


def _number_of(content: Content) -> Decimal | None:
    """A number without the dust that it has after a program of binary numbers saved it."""
    return _SIGNIFICANT.plus(content).normalize() if isinstance(content, Decimal) else None


def _head_row(sheet: SheetReader) -> int | None:
    """The row in which all our headers stand, in our order."""
    for row in range(1, _LAST_HEADER_ROW + 1):
        if all(
            text_of(sheet.content(Position(row, column).a1)).strip() == header
            for column, header in enumerate(HEADERS, start=1)
        ):
            return row
    return None


def writing(
    target: FindingsSheet,
    findings: Sequence[Numbered],
    opinions: Sequence[Opinion],
    locate: Locate,
) -> Iterator[Edit]:
    """Edits that write the findings into the sheet, which has no findings in it now."""
    if not target.exists:
        yield AddSheet(target.name, layout(len(findings)))
        yield from _head(target)
    rows = [
        _row(item, opinion, locate) for item, opinion in zip(findings, opinions, strict=True)
    ] or [_Row((None, *[""] * 3, _NOTHING), {})]
    for offset, row in enumerate(rows, start=1):
        number = target.head_row + offset
        yield from _row_edits(target, number, row)
        texts = [value if isinstance(value, str) else "" for value in row.contents]
        tall = height(cells_in_row(texts, target.widths), _FONT_SIZE)
        yield SetRowHeight(target.name, number, None, tall)
    for name, value in names_of_written(FINDINGS_NAME, _written(target, len(rows))):
        yield SetName(name, None, value)


def _written(target: FindingsSheet, rows: int) -> Written:
    top = target.head_row + (1 if target.exists else 0)
    area = Area(top, 1, target.head_row + rows, len(HEADERS))
    return Written(block(target.name, area), added=not target.exists, looks=not target.styled)


def looks_in(written: Written) -> Mapping[str, str]:
    """The looks that ``writing`` gave to the cells of a sheet without styles."""
    if not written.looks:
        return {}
    area = area_of(written.cells.cell)
    return {
        cell: "head" if written.added and position.row == area.top else _look(position.column - 1)
        for cell in cells_of(area)
        for position in (position_of(cell),)
    }


def _look(column: int) -> str:
    if column in (_PLACE, _OTHER):
        return "link"
    return "number" if column in _NUMBERS else "body"


def _head(target: FindingsSheet) -> Iterator[Edit]:
    for column, header in enumerate(HEADERS, start=1):
        cell = Position(target.head_row, column).a1
        yield SetContent(target.name, cell, None, header)
        yield SetLook(target.name, cell, None, "head")


@dataclass(frozen=True, slots=True)
class _Row:
    contents: tuple[Content, ...]
    links: Mapping[int, str]
    unit: str = ""
    decimals: int = 2


def _row(item: Numbered, opinion: Opinion, locate: Locate) -> _Row:
    finding = item.finding
    place, other = place_words(finding)
    contents: tuple[Content, ...] = (
        Decimal(item.number),
        finding.verdict.label,
        finding.severity.label,
        finding.rule,
        finding.message,
        finding.stated,
        finding.expected,
        finding.difference,
        finding.allowance,
        place,
        other,
        opinion.text,
    )
    addresses = [locate(place) for place in finding.where]
    links = {}
    for column, candidates in ((_PLACE, addresses[:1]), (_OTHER, addresses[1:])):
        target = next((address for address in candidates if address), None)
        if target:
            links[column] = reference(target)
    values = (finding.stated, finding.expected)
    decimals = max((_decimals(value) for value in values if value is not None), default=2)
    return _Row(contents, links, finding.unit, decimals)


def number_format(decimals: int, unit: str) -> str:
    """A format with that many decimals; units other than 万元 stand behind the number."""
    code = "#,##0" + ("." + "0" * decimals if decimals else "")
    return code if unit in ("", "万元") else f'{code}"{unit}"'


def _decimals(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _row_edits(target: FindingsSheet, row: int, content: _Row) -> Iterator[Edit]:
    for column, value in enumerate(content.contents):
        cell = Position(row, column + 1).a1
        if not target.styled:
            yield SetLook(target.name, cell, None, _look(column))
            if column in _NUMBERS and isinstance(value, Decimal):
                code = number_format(max(content.decimals, _decimals(value)), content.unit)
                yield SetNumberFormat(target.name, cell, GENERAL, code)
        if value not in (None, ""):
            yield SetContent(target.name, cell, None, value)
        if column in content.links:
            yield SetLink(target.name, cell, None, content.links[column])
