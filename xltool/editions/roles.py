"""Which computed cells may be entered instead: links may, totals may not."""

from __future__ import annotations

from xltool.editions.schema import Role, TableKind, TableSpec
from xltool.model.book import CellId


def may_be_entered(spec: TableSpec, cell: CellId) -> bool:
    """Whether a figure given for the computed ``cell`` stands instead of its formula.

    So it is with class rows of T01 and T04, which are linked to other tables only where
    DATA gives none. Totals of the form, and 类 and 款 rows, are always computed.
    """
    if spec.kind is TableKind.CODES:
        return False
    for block in spec.blocks:
        line = next((line for line in block.lines if line.key == cell.row), None)
        column = next((column for column in block.columns if column.key == cell.column), None)
        if line is not None and column is not None:
            return Role.TOTAL not in (line.role, column.role)
    return False
