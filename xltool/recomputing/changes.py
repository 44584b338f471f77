"""A Patch of recompute told line by line: which cell, its value before and after."""

from __future__ import annotations

from decimal import Decimal

from xltool.model.book import Book, CellId
from xltool.model.patch import Content, Formula, Patch, SetContent


def changes(patch: Patch, book: Book) -> tuple[str, ...]:
    """One Chinese line for every cell that ``patch`` changes, in the order of the patch.

    A formula that had no result yet and shows an empty text is no change to be told.
    Such as "公开03表 201 本年支出合计 C9: 715.30 -> 715.32 (公式已恢复)".
    """
    known = {
        (cell.address.sheet, cell.address.cell): (CellId(id_, *key), cell.decimals)
        for id_, table in book.tables.items()
        for key, cell in table.cells.items()
        if cell.address
    }
    return tuple(
        _line(edit, *known.get((edit.sheet, edit.cell), (CellId(edit.sheet, "", ""), 2)))
        for edit in patch.edits
        if isinstance(edit, SetContent) and not _is_silent(edit)
    )


def _is_silent(edit: SetContent) -> bool:
    """Whether the same formula shows nothing before and after."""
    before, after = edit.before, edit.after
    if not (isinstance(before, Formula) and isinstance(after, Formula)):
        return False
    return before.text == after.text and not before.cached and after.cached == ""


def _line(edit: SetContent, cell: CellId, decimals: int) -> str:
    if isinstance(edit.after, str):
        return f"{edit.sheet} {edit.cell}: {edit.before} -> “{edit.after}” (科目代码已改为文本)"
    before, after = _shown(edit.before, decimals), _shown(edit.after, decimals)
    return f"{cell} {edit.cell}: {before} -> {after} ({_what(edit, agrees=before == after)})"


def _what(edit: SetContent, *, agrees: bool) -> str:
    if isinstance(edit.after, Decimal):
        return "文本型数字已改为数字"
    if not isinstance(edit.before, Formula):
        if edit.before is None:
            return "公式已补上"
        return "公式已恢复,数值一致" if agrees else "公式已恢复"
    if isinstance(edit.after, Formula) and edit.before.text != edit.after.text:
        return "公式已更正"
    return "数值已刷新"


def _shown(content: Content, decimals: int) -> str:
    """The figure as the cell shows it; a text in quotes; 空 for nothing."""
    value = content.cached if isinstance(content, Formula) else content
    if isinstance(value, Decimal):
        return f"{value:.{max(decimals, _decimals(value))}f}"
    return f"“{value}”" if value else "空"


def _decimals(value: Decimal) -> int:
    """Decimals that the figure has, zeros at its end aside."""
    exponent = value.normalize().as_tuple().exponent
    return max(-exponent, 0) if isinstance(exponent, int) else 0
