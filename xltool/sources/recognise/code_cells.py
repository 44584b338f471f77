"""Codes that stand as numbers in a table whose totals look codes up as text.

A wildcard of SUMIF ("???", A9&"??") matches texts alone. Excel offers to turn a code into
a number by itself (the green corner, 转换为数字); from then on the totals pass over the row.
"""

from __future__ import annotations

from decimal import Decimal

from xltool.model.book import Remark, Row
from xltool.model.finding import CellPlace, Severity, on_sheet
from xltool.package.a1 import position_of
from xltool.sources.recognise.found import Found
from xltool.sources.recognise.regions import Region

CODE_AS_NUMBER = "read.code-as-number"
_LOOKS_UP = "SUMIF("


def number_codes(region: Region, found: Found) -> list[Remark]:
    """One remark on all codes of the table that its totals pass over; none where none do."""
    if not any(_LOOKS_UP in (cell.formula or "").upper() for cell in found.cells.values()):
        return []
    places = tuple(
        CellPlace(region.spec.id, row.key, "", row.address.sheet, row.address.cell)
        for row in found.rows
        if row.address and _is_number(region, row)
    )
    if not places:
        return []
    first = places[0]
    more = f"等 {len(places)} 个" if len(places) > 1 else ""
    message = (
        f"{first.table} {first.row}({on_sheet(first.sheet or '', first.address or '')}){more}"
        "科目代码是数字,合计公式按文本查找代码,会漏掉这些行:请重算汇总与占比"
        "(xltool recompute),代码会改回文本"
    )
    return [Remark(CODE_AS_NUMBER, message, Severity.WARNING, places)]


def _is_number(region: Region, row: Row) -> bool:
    """Whether the cell of a row's code holds that code as a typed number."""
    if row.code is None or row.address is None or row.address.sheet != region.grid.name:
        return False
    raw = region.grid.cells.get(position_of(row.address.cell))
    if raw is None or raw.formula is not None:
        return False
    return isinstance(raw.value, Decimal) and str(raw.value) == row.code
