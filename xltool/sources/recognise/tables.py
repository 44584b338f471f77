"""All tables of a workbook's sheets, and everything that could not be placed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from xltool.editions.schema import Edition, TableKind
from xltool.model.amount import Unit
from xltool.model.book import Remark, Table
from xltool.model.finding import CellPlace, Severity
from xltool.model.loose import LooseTable
from xltool.sources.grid import Grid, RawCell, is_ours
from xltool.sources.numbers import NotANumberError, parse_number
from xltool.sources.recognise.cells import CellMaker
from xltool.sources.recognise.code_cells import number_codes
from xltool.sources.recognise.code_rows import code_rows
from xltool.sources.recognise.columns import head_paths
from xltool.sources.recognise.found import Found
from xltool.sources.recognise.head import Head, empty_statement, head_of
from xltool.sources.recognise.line_rows import line_rows
from xltool.sources.recognise.loose import loose_sheet, loose_tables
from xltool.sources.recognise.regions import Region, Titles, regions_of
from xltool.sources.recognise.single_row import single_row

_LOOKS_LIKE_TABLE = 6
"""Figures with decimals on a sheet from which on it is named when nothing is recognised."""
_NAMED_PLACES = 3


@dataclass(frozen=True, slots=True)
class Recognised:
    """Tables by id in the order of the edition, and remarks."""

    tables: dict[str, Table]
    amount_unit: Unit | None
    remarks: tuple[Remark, ...]
    loose: tuple[LooseTable, ...] = ()
    """What stands in them, or beside them, that the edition does not describe."""


def recognise(grids: Sequence[Grid], edition: Edition) -> Recognised:
    """Every table of the edition that the sheets hold; visible sheets come first."""
    titles = Titles(edition)
    found: dict[str, Table] = {}
    remarks: list[Remark] = []
    units: list[Unit] = []
    loose: list[LooseTable] = []
    for grid in sorted(grids, key=lambda grid: grid.is_hidden):
        regions = regions_of(grid, titles)
        if not regions and (unknown := _unrecognised(grid)):
            remarks += unknown
            loose += loose_sheet(grid)
        for region in regions:
            table, unit, noticed, beside = _table(region, edition)
            if not table.cells:
                remarks.append(_no_columns(region))
                continue
            remarks += noticed
            loose += beside
            if unit:
                units.append(unit)
            first = found.get(table.id)
            if first and _is_continued(first, table):
                found[table.id] = _joined(first, table)
            elif first:
                remarks.append(_twice(region, first))
            else:
                found[table.id] = table
                remarks += _hidden(region)
    ordered = {spec: found[spec] for spec in edition.tables if spec in found}
    unit = max(units, key=units.count, default=None)
    return Recognised(ordered, unit, tuple(remarks), tuple(loose))


def _table(
    region: Region, edition: Edition
) -> tuple[Table, Unit | None, list[Remark], tuple[LooseTable, ...]]:
    maker = CellMaker(region)
    found = _rows(region, edition, maker)
    head = _head(region, found.body_top)
    statements = (*edition.empty_statements, region.spec.empty_statement)
    table = Table(
        region.spec.id,
        region.spec.title,
        found.rows,
        found.cells,
        sheet=region.grid.name,
        unit=head.amount_unit or region.spec.unit,
        unit_name=head.unit_name,
        year=head.year,
        empty_statement=empty_statement(region.cells, [text for text in statements if text]),
    )
    noticed = [*maker.remarks(), *_repeated(region, found), *_unclear(region, found)]
    noticed += [*_inferred(region, found), *number_codes(region, found)]
    left = _left_over(region, found, maker)
    noticed += [*left, *_hidden_rows(region, maker)]
    return table, head.amount_unit, noticed, _loose(region, maker) if left else ()


def _loose(region: Region, maker: CellMaker) -> tuple[LooseTable, ...]:
    """The table by its labels alone, knowing which rows and columns the edition describes."""
    return loose_tables(region, maker.used)


def _rows(region: Region, edition: Edition, maker: CellMaker) -> Found:
    match region.spec.kind:
        case TableKind.CODES:
            return code_rows(region, edition, maker)
        case TableKind.LINES:
            return line_rows(region, maker)
        case TableKind.SINGLE:
            return single_row(region, maker, edition.decimals)


def _head(region: Region, body_top: int) -> Head:
    """From the lines above the figures, those above the title included."""
    rows = region.grid.rows
    above: list[RawCell] = []
    for number in reversed([row for row in rows if row < region.area.top]):
        if any(isinstance(cell.value, Decimal) for cell in rows[number]):
            break
        above = [*rows[number], *above]
    inside = [cell for cell in region.cells if cell.row < body_top]
    title = [region.title.text] if region.title else [region.grid.name]
    return head_of([*inside, *above], title)


def _left_over(region: Region, found: Found, maker: CellMaker) -> list[Remark]:
    """Figures inside the table that no row and column claims."""
    paths = head_paths(region, region.first_row, found.body_top - 1)
    used_columns = {column for _, column in maker.used}
    by_column: dict[int, list[RawCell]] = {}
    by_row: dict[int, list[RawCell]] = {}
    for cell in region.cells:
        is_outside = cell.row < found.body_top or cell.column in found.aside
        if is_outside or (cell.row, cell.column) in maker.used or not _is_figure(cell):
            continue
        side = by_row if cell.column in used_columns else by_column
        side.setdefault(cell.row if side is by_row else cell.column, []).append(cell)
    remarks = []
    for column, cells in by_column.items():
        label = "/".join(paths.get(column, ())[-2:]) or "(无栏名)"
        what = f"的栏“{label}”认不出是哪一栏"
        remarks.append(_unplaced("read.unknown-column", region, what, cells))
    for row, cells in by_row.items():
        label = next((c.text for c in region.rows[row] if isinstance(c.value, str)), "")
        what = f"{region.grid.row_text(row)}“{label[:20]}”认不出是哪一行"
        remarks.append(_unplaced("read.unknown-row", region, what, cells))
    return remarks


def _is_figure(cell: RawCell) -> bool:
    """Whether a cell states an amount; what a user has our functions work out beside does not."""
    if cell.formula and is_ours(cell.formula):
        return False
    if isinstance(cell.value, Decimal):
        return cell.value != 0
    try:
        return isinstance(cell.value, str) and parse_number(cell.value).value != 0
    except NotANumberError:
        return False


def _unplaced(code: str, region: Region, what: str, cells: Iterable[RawCell]) -> Remark:
    listed = list(cells)
    shown = "、".join(
        f"{region.address(cell.row, cell.column).cell}={cell.text}"
        for cell in listed[:_NAMED_PLACES]
    )
    more = f" 等 {len(listed)} 个数" if len(listed) > _NAMED_PLACES else ""
    message = f"{region.spec.id}({region.grid.called}){what},只按标签核对:{shown}{more}"
    places = tuple(_place(region, "", cell.row, cell.column) for cell in listed)
    return Remark(code, message, Severity.WARNING, places)


def _repeated(region: Region, found: Found) -> list[Remark]:
    return [
        Remark(
            "read.duplicate-row",
            f"{region.spec.id} 的 {again.key or '数据行'} 有两行:{region.grid.called}"
            f"{region.grid.row_text(again.first)}和{region.grid.row_text(again.again)},只核对了前一行",
            Severity.WARNING,
            (_place(region, again.key, again.again, 1),),
        )
        for again in found.repeated
    ]


def _unclear(region: Region, found: Found) -> list[Remark]:
    return [
        Remark(
            "read.unclear-row",
            f"{region.spec.id}({region.grid.called}){region.grid.row_text(row)}“{label}”可能是几行中的一行,"
            "没有核对:请写明行次",
            Severity.WARNING,
            (_place(region, "", row, 1),),
        )
        for row, label in found.unclear
    ]


def _inferred(region: Region, found: Found) -> list[Remark]:
    if not found.inferred:
        return []
    shown = ";".join(found.inferred[:_NAMED_PLACES])
    more = f" 等 {len(found.inferred)} 处" if len(found.inferred) > _NAMED_PLACES else ""
    message = f"{region.spec.id}({region.grid.called})的名称认错或缺失,按行次、栏次或次序认:"
    at = _place(region, "", *_corner(region))
    return [Remark("read.misread-label", f"{message}{shown}{more}", Severity.WARNING, (at,))]


def _is_continued(first: Table, again: Table) -> bool:
    """Whether the second part has other rows: the next page of the same table."""
    rows = {row.key for row in first.rows}
    return bool(again.rows) and not any(row.key in rows for row in again.rows)


def _joined(first: Table, again: Table) -> Table:
    return replace(first, rows=(*first.rows, *again.rows), cells={**first.cells, **again.cells})


def _twice(region: Region, first: Table) -> Remark:
    return Remark(
        "read.duplicate-table",
        f"{region.spec.id} {region.spec.title} 有两份:{_called(first, region)}和"
        f"{region.grid.called},只核对了前一份",
        Severity.WARNING,
        (_place(region, "", *_corner(region)),),
    )


def _called(first: Table, again: Region) -> str:
    return first.sheet or "" if again.grid.homes else f"工作表“{first.sheet}”"


def _place(region: Region, row_key: str, row: int, column: int) -> CellPlace:
    """A place in the region's table, whether or not its meaning is known."""
    at = region.address(row, column)
    return CellPlace(region.spec.id, row_key, "", at.sheet, at.cell)


def _no_columns(region: Region) -> Remark:
    return Remark(
        "read.unrecognised-table",
        f"{region.grid.called}的标题是 {region.spec.title},但行名、栏名都认不出,没有核对",
        Severity.WARNING,
        (_place(region, "", *_corner(region)),),
    )


def _corner(region: Region) -> tuple[int, int]:
    return (region.area.top, region.area.left)


def _hidden(region: Region) -> list[Remark]:
    if not region.grid.is_hidden:
        return []
    message = f"{region.spec.id} 只在隐藏的{region.grid.called}里,按它核对"
    return [Remark("read.hidden-sheet", message, Severity.WARNING)]


def _hidden_rows(region: Region, maker: CellMaker) -> list[Remark]:
    """Rows that take part although nobody sees them."""
    cells = region.grid.cells
    rows = sorted({row for row, _ in maker.used & cells.keys()} & region.grid.hidden_rows)
    if not rows:
        return []
    more = f"等 {len(rows)} 行" if len(rows) > _NAMED_PLACES else ""
    where = f"{region.spec.id}({region.grid.called})"
    listed = "、".join(map(str, rows[:_NAMED_PLACES]))
    message = f"{where}第 {listed} 行{more}是隐藏的,其中的数也参加了核对"
    return [Remark("read.hidden-rows", message, Severity.HINT)]


def _unrecognised(grid: Grid) -> list[Remark]:
    """A sheet with many figures of money that is no table of the edition."""
    figures = [cell for cell in grid.cells.values() if _is_money(cell)]
    if len(figures) < _LOOKS_LIKE_TABLE or grid.is_hidden:
        return []
    message = f"{grid.called}像表,但标题认不出是哪张公开表,只按行名和栏名核对"
    at = grid.address(figures[0].row, figures[0].column)
    place = CellPlace("", "", "", at.sheet, at.cell)
    return [Remark("read.unrecognised-sheet", message, Severity.HINT, (place,))]


def _is_money(cell: RawCell) -> bool:
    return _is_figure(cell) and "." in cell.text
