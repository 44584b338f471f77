"""A draft of an edition from the sheets of an official workbook.

Tables, labels, entered cells and totals are recognised by their looks; a table that the
nearest known edition has too keeps that edition's short name, and its lines and columns
name what they are called there, so that the known identities go on holding.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from xltool.editions.schema import Edition, TableKind, TableSpec
from xltool.model.amount import Unit
from xltool.model.errors import XltoolError
from xltool.package.a1 import Area
from xltool.sources.grid import Grid, RawCell
from xltool.sources.labels import normal
from xltool.sources.learn.forms import SheetLooks, looks_of
from xltool.sources.learn.matching import matched
from xltool.sources.learn.sums import Identity, identities_of
from xltool.sources.learn.tables import learned_table
from xltool.sources.recognise.choice import choose_edition
from xltool.sources.recognise.outline import Outline
from xltool.sources.recognise.regions import Region, Titles

_LONGEST_TITLE: Final = 60
_FEWEST_ROWS: Final = 3
_YEAR: Final = re.compile(r"((?:19|20)[0-9]{2})年")
_NOT_TABLES: Final = frozenset({"目录", "封面", "填报说明"})


@dataclass(frozen=True, slots=True)
class DraftTable:
    """One table as it was understood."""

    spec: TableSpec
    looks: SheetLooks
    identities: tuple[Identity, ...]
    is_known: bool
    """Whether the edition that the draft extends has the table too."""
    doubts: tuple[str, ...]
    """What a person has to look at, in Chinese."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An edition to be."""

    id: str
    title: str
    year: int
    unit: Unit
    base: Edition
    tables: tuple[DraftTable, ...]
    has_analysis: bool
    doubts: tuple[str, ...]


def learn(grids: Sequence[Grid], name: str, base: Edition | None = None) -> Draft:
    """The draft of the edition whose official workbook has the sheets ``grids``.

    Args:
        grids: its sheets.
        name: what the draft is to be called, as "henan/2025".
        base: the edition to extend; default the one of which most is printed.

    Raises:
        XltoolError: no sheet looks like a table.
    """
    base = base or choose_edition(grids)
    own = {normal(n) for n in (base.narrative_sheet, base.findings_sheet, base.analysis_sheet)}
    titles = Titles(base)
    tables: list[DraftTable] = []
    doubts: list[str] = []
    for grid in grids:
        if normal(grid.name) in own | _NOT_TABLES or grid.is_hidden or not grid.cells:
            continue
        table = _table(grid, titles, len(tables))
        if table is None:
            doubts.append(f"工作表“{grid.name}”不像表,没有写进草稿")
        else:
            tables.append(table)
    if not tables:
        raise XltoolError("没有一张工作表像表:请用带表头的官方空表")
    year = _year(grids) or base.year
    if _year(grids) is None:
        doubts.append(f"没有写年度,暂按 {year}")
    has_analysis = _has_analysis(grids, base)
    if not has_analysis:
        doubts.append(f"没有与所继承版式相同的“{base.analysis_sheet}”表,草稿不含它")
    return Draft(
        name, f"{name} 决算公开表(草稿)", year, base.amount_unit, base,
        tuple(_called_apart(tables)), has_analysis, (*doubts, *_missing(base, tables)),
    )  # fmt: skip


def summary(draft: Draft) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """One line for each table, and every doubtful point with its table's name."""
    lines = tuple(_said(table) for table in draft.tables)
    doubts = (f"{table.spec.name}:{doubt}" for table in draft.tables for doubt in table.doubts)
    return lines, (*draft.doubts, *doubts)


def _said(table: DraftTable) -> str:
    spec = table.spec
    rows = f"{len(spec.lines)} 行" if spec.lines else "科目行"
    known = "" if table.is_known else "(已知版式里没有)"
    sums = f"{len(table.identities)} 条表内勾稽"
    return f"{spec.name}{known}:{len(spec.columns)} 栏,{rows},{sums}"


def _table(grid: Grid, titles: Titles, number: int) -> DraftTable | None:
    """One sheet; None where it has neither a head nor rows."""
    title, known = _title(grid, titles)
    region = _region(grid, title)
    outline = Outline(region)
    if not outline.head[0] or not outline.sides or not any(s.figures for s in outline.sides):
        return None
    looks = looks_of(outline, title)
    learned = learned_table(outline, looks, known.short if known else f"X{number + 1:02d}")
    doubts = list(learned.doubts)
    spec = learned.spec
    if known is not None:
        spec, unmatched = matched(spec, known)
        doubts += unmatched
    else:
        doubts.append("已知版式里没有这张表:请核对各行各栏和勾稽关系")
    found, why = identities_of(outline, replace(learned, spec=spec))
    if title is None:
        doubts.append("没有找到标题,用了工作表名")
    found_titles = filter(None, (titles.table(cell.text) for cell in grid.cells.values()))
    titled = {one.id for one in found_titles}
    if len(titled) > 1:
        doubts.append(f"一张工作表上有 {len(titled)} 张表,只认了第一张:请拆成几张工作表")
    return DraftTable(spec, looks, found, known is not None, (*doubts, *why))


def _title(grid: Grid, titles: Titles) -> tuple[RawCell | None, TableSpec | None]:
    """The cell with the title, and the known table of that title."""
    texts = [c for cells in grid.rows.values() for c in cells if isinstance(c.value, str)]
    for cell in texts:
        if known := titles.table(cell.text):
            return cell, known
    like = (c for c in texts if normal(c.text).endswith("表") and len(c.text) <= _LONGEST_TITLE)
    titled = next((c for c in like if not re.fullmatch(r"\W*公开.{1,4}表\W*", c.text)), None)
    return titled, None if titled else titles.table(grid.name)


def _region(grid: Grid, title: RawCell | None) -> Region:
    rows, columns = [row for row, _ in grid.cells], [column for _, column in grid.cells]
    right = max([*columns, *(area.right for area in grid.merges)])
    top = title.row if title else min(rows)
    name = title.text.strip() if title else grid.name
    spec = TableSpec(name, name, grid.name, TableKind.LINES, Unit.WAN)
    return Region(grid, spec, Area(top, min(columns), max(rows), right), title)


def _called_apart(tables: Iterable[DraftTable]) -> Iterator[DraftTable]:
    """Tables of one short name (a title that stands twice): the second gets its own."""
    seen: set[str] = set()
    for number, table in enumerate(tables, start=1):
        if table.spec.short in seen:
            why = f"与另一张表同为 {table.spec.short}:请核对标题"
            spec = replace(table.spec, short=f"X{number:02d}")
            yield replace(table, spec=spec, is_known=False, doubts=(*table.doubts, why))
            continue
        seen.add(table.spec.short)
        yield table


def _has_analysis(grids: Iterable[Grid], base: Edition) -> bool:
    """Whether 分析 has every line that the edition to be extended has, in the same rows."""
    spec = base.tables.get(base.analysis_sheet)
    sheet = next((g for g in grids if normal(g.name) == normal(base.analysis_sheet)), None)
    if spec is None or sheet is None:
        return False
    at = {(row, normal(cell.text)) for (row, _), cell in sheet.cells.items()}
    return all((line.row, normal(line.label)) in at for line in spec.lines)


def _missing(base: Edition, tables: Sequence[DraftTable]) -> Iterator[str]:
    found = {table.spec.short for table in tables}
    for spec in base.tables.values():
        if spec.short not in found and spec.id != base.analysis_sheet:
            yield f"没有认出“{spec.title}”:草稿按没有这张表写"


def _year(grids: Iterable[Grid]) -> int | None:
    texts = (c.text for grid in grids for c in grid.cells.values() if isinstance(c.value, str))
    return next((int(match[1]) for text in texts if (match := _YEAR.search(text))), None)
