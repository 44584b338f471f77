"""The answers of the cell functions over one check: short texts, figures and tables.

Nothing here fails on what a user may write: what cannot be read is answered with the
reason, for Excel shows no more than #VALUE! of an error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal

from xltool import editions
from xltool.addin.cells.checked import Checked
from xltool.addin.cells.limits import Rows, clipped, table
from xltool.addin.cells.scope import OfArea, OfTable, Scope, Whole, scope_of, table_called
from xltool.model.book import Address, CellId, Narrative, Paragraph
from xltool.model.errors import XltoolError
from xltool.model.finding import Figure, Finding, Tally, TextPlace, Verdict
from xltool.package.a1 import position_of
from xltool.report import place_text

FINDING_HEAD = ("结论", "级别", "位置", "说明", "所列", "对照", "差额")
FIGURE_HEAD = ("数", "结论", "说的是", "说明")
NOTHING_FOUND = "没有不符、尾差或未核对"
_ORDER = (Verdict.CONSISTENT, Verdict.ROUNDING, Verdict.MISMATCH, Verdict.UNCHECKED)
_WORST = (Verdict.MISMATCH, Verdict.ROUNDING, Verdict.UNCHECKED)
_SHOWN_AT_MOST = 2


def check(checked: Checked, scope: str = "") -> str:
    """The state of a scope in one line; of a single cell its verdict and the reason.

    The line counts as the report does: of the workbook every application of a rule; of a
    table or a range the identities that hold there (一致) and the findings that name it.
    """
    try:
        asked = scope_of(scope, checked.report.book)
    except XltoolError as error:
        return str(error)
    match asked:
        case Whole():
            return state_line(checked.report.rules)
        case OfTable(name):
            return state_line(_tally(checked, checked.cells_of(name), ()))
        case OfArea(sheet, area):
            cells, figures = checked.cells_in(sheet, area), checked.figures(sheet, area)
            if area.top == area.bottom and area.left == area.right:
                at = Address(sheet, area.a1)
                return _said_answer(figures) if figures else cell_answer(checked, at, *cells[:1])
            if not cells and not figures:
                return "未核对:这里没有公开表的数"
            return state_line(_tally(checked, cells, figures))


def state_line(tally: Tally) -> str:
    """一致 412 / 尾差 6 / 不符 2 / 未核对 3."""
    return (
        f"一致 {tally.consistent} / 尾差 {tally.rounding}"
        f" / 不符 {tally.mismatch} / 未核对 {tally.unchecked}"
    )


def findings(checked: Checked, scope: str = "") -> Rows:
    """The findings of a scope, one a row under a head; the worst first."""
    try:
        asked = scope_of(scope, checked.report.book)
    except XltoolError as error:
        return table((clipped(str(error)),), ())
    found = _findings(checked, asked)
    if not found:
        return table((NOTHING_FOUND,), ())
    return table(FINDING_HEAD, map(_finding_row, found))


def figure(checked: Checked, name: str, row: str, column: str) -> Decimal | str:
    """The number in the cell that table, row and column name; an empty cell is 0."""
    from xltool.sources.lookup import Finder, LookupFaultError

    book = checked.report.book
    try:
        id_ = table_called(name, book)
        finder = Finder(editions.load(book.edition), _names(checked, id_))
        at = finder.cell(finder.edition.tables[id_], row, column)
    except (XltoolError, LookupFaultError) as fault:
        return f"{name} {row} {column}:{fault}"
    cell = book.cell(at)
    if cell is None:
        return f"{at.table} 没有 {at.row} 一行" if at.row else f"{at.table} 没有这一栏"
    return cell.text or cell.exact


def narrative(checked: Checked, text: str) -> Rows:
    """The figures of a sentence with their verdicts, one a row under a head.

    A paragraph of the narrative is answered as it was checked, with the headings above it;
    any other text is read for itself.
    """
    if not text.strip():
        return table(("没有给出文字",), ())
    figures = _said_in(checked, text)
    if not figures:
        return table(("没有读到金额、百分比或个数",), ())
    return table(FIGURE_HEAD, map(figure_row, figures))


def figure_row(figure: Figure) -> tuple[str, str, str, str]:
    """One figure of the narrative as a row under ``FIGURE_HEAD``."""
    unit = "" if figure.text.endswith(figure.unit) else figure.unit
    bound = "、".join(figure.bound_to)
    return f"{figure.text}{unit}", figure.verdict.label, bound, figure.reason or ""


def _said_in(checked: Checked, text: str) -> Sequence[Figure]:
    from xltool import pipeline

    said = checked.report.narrative
    for paragraph in said.paragraphs if said else ():
        if paragraph.text.strip() == text.strip():
            return [one for one in checked.report.figures if one.paragraph == paragraph.index]
    lines = [line for line in text.splitlines() if line.strip()]
    given = Narrative(tuple(Paragraph(line, n) for n, line in enumerate(lines)), "文字")
    return pipeline.check(checked.report.book, given).figures


def _names(checked: Checked, id_: str) -> dict[str, str]:
    rows = checked.report.book.tables[id_].rows
    return {row.code: row.label.strip() for row in rows if row.code}


def _findings(checked: Checked, asked: Scope) -> Sequence[Finding]:
    match asked:
        case Whole():
            return checked.report.findings
        case OfTable(name):
            return checked.findings(checked.cells_of(name))
        case OfArea(sheet, area):
            cells = checked.findings(checked.cells_in(sheet, area))
            said = [
                one
                for one in checked.report.findings
                if any(_stands_in(place, sheet, asked) for place in one.where)
            ]
            return [one for one in checked.report.findings if one in cells or one in said]


def _stands_in(place: object, sheet: str, asked: OfArea) -> bool:
    if not isinstance(place, TextPlace) or place.sheet != sheet or place.address is None:
        return False
    return asked.area.covers(position_of(place.address))


def _finding_row(finding: Finding) -> tuple[str | Decimal | None, ...]:
    return (
        finding.verdict.label,
        finding.severity.label,
        place_text(finding.where[0]) if finding.where else "",
        finding.message,
        finding.stated,
        finding.expected,
        finding.difference,
    )


def _tally(checked: Checked, cells: Iterable[CellId], figures: Iterable[Figure]) -> Tally:
    """Identities that hold, findings by verdict, and figures of the narrative by theirs."""
    here = tuple(cells)
    held = [one.verdict for one in checked.identities(here) if one.verdict is Verdict.CONSISTENT]
    found = [one.verdict for one in checked.findings(here)]
    count = Counter([*held, *found, *(figure.verdict for figure in figures)])
    return Tally(*(count[verdict] for verdict in _ORDER))


def cell_answer(checked: Checked, at: Address, cell: CellId | None = None) -> str:
    """The verdict on one cell and the reason; None is a cell that states no figure."""
    found = checked.told(at) if cell is None else checked.findings((cell,))
    if found:
        return _told(found, at)
    if cell is None:
        return "未核对:这里没有公开表的数"
    verdicts = [one.verdict for one in checked.identities((cell,))]
    for verdict in _WORST:
        if verdict in verdicts:
            return f"{verdict.label}:{verdicts.count(verdict)} 条勾稽关系,见“核对结果”"
    if verdicts:
        return f"一致:{len(verdicts)} 条勾稽关系"
    return "未核对:没有勾稽关系核对到这一格"


def _said_answer(figures: Sequence[Figure]) -> str:
    """The worst verdict of a paragraph's figures, and why."""
    for verdict in _WORST:
        off = [figure for figure in figures if figure.verdict is verdict]
        if off:
            told = ";".join(f"{one.text} {one.reason or ''}".strip() for one in off)
            return clipped(f"{verdict.label}:{told}")
    return f"一致:{len(figures)} 个数"


def _told(found: Sequence[Finding], at: Address) -> str:
    """The worst findings of a cell, those that point at it before those that only name it."""
    ordered = sorted(found, key=lambda one: (_WORST.index(one.verdict), not _points_at(one, at)))
    told = ";".join(one.message for one in ordered[:_SHOWN_AT_MOST])
    more = f"(共 {len(ordered)} 项)" if len(ordered) > _SHOWN_AT_MOST else ""
    return clipped(f"{ordered[0].verdict.label}:{told}{more}")


def _points_at(finding: Finding, at: Address) -> bool:
    first = finding.where[0]
    return (first.sheet, first.address) == (at.sheet, at.cell)
