"""The form alone, for the public: what is shown and nothing behind it.

Parts are taken over by a list of what may be public; whatever is not on it stays out:
hidden sheets, notes, authors, macros, links to other files, custom data, cached pivots.
"""

from __future__ import annotations

from collections.abc import Collection

from xltool.hosts.memory import FINDINGS_NAME, NARRATIVE_NAME, written_in
from xltool.hosts.publication.parts import Public
from xltool.hosts.publication.sheet import public_sheet
from xltool.hosts.publication.strings import public_strings
from xltool.hosts.publication.workbook import public_workbook
from xltool.hosts.sheets import ANALYSIS, FINDINGS, NARRATIVE
from xltool.hosts.unmarking import cleaning
from xltool.model.errors import XltoolError
from xltool.package import (
    Package,
    Sheet,
    SheetState,
    WorkbookReader,
    apply,
    defined_names,
)

__all__ = ["publish"]


def publish(package: Package, form: Collection[str] | None = None) -> bytes:
    """The public form of a workbook, as an .xlsx file.

    Args:
        package: the workbook.
        form: names of the sheets that hold the form's tables; default every sheet.
            Others are the user's own papers and stay inside.

    Visible sheets of the form stay, and 情况说明. Cells hold what they show: numbers rounded
    under their formats, formulas replaced by their results. Notes are left out, the
    users' own as well: they are for the office, not for the public.

    Raises:
        XltoolError: nothing is left to publish, or a formula has no result yet.
    """
    left_out = _left_out(package, form)
    plain = apply(cleaning(package, keep_narrative=True), package)
    sheets = _public_sheets(plain, left_out)
    if not sheets:
        raise XltoolError("没有可以公开的工作表:除分析、核对结果外都是隐藏的,请先取消隐藏")
    public = Public(plain, sheets)
    reader = WorkbookReader(plain)
    for sheet in sheets:
        public_sheet(public, reader.sheet(sheet.name))
    public_strings(public)
    public_workbook(public)
    return public.to_bytes()


def _left_out(package: Package, form: Collection[str] | None) -> frozenset[str]:
    """Names of the sheets that are not part of the form: ours, and the user's own papers."""
    names = defined_names(package)
    ours = [written_in(names, FINDINGS_NAME)]
    narrative = written_in(names, NARRATIVE_NAME)
    if narrative and narrative.added:
        ours.append(narrative)
    kept = None if form is None else {*form, NARRATIVE}
    papers = [sheet.name for sheet in package.sheets if kept is not None and sheet.name not in kept]
    return frozenset((ANALYSIS, FINDINGS, *papers, *(item.cells.sheet for item in ours if item)))


def _public_sheets(package: Package, left_out: frozenset[str]) -> tuple[Sheet, ...]:
    """The sheets that are part of the form, in the order of their tabs."""
    return tuple(
        sheet
        for sheet in package.sheets
        if sheet.is_grid and sheet.state is SheetState.VISIBLE and sheet.name not in left_out
    )
