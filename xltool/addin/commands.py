"""What the buttons of the ribbon do: a snapshot of the workbook in, Actions out.

Every command is one function of a Request; its name is the one that vba_shim's Ribbon
module hands to the bridge. ``undo`` and ``settings`` need no figures and are done by VBA.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from xltool.addin.actions import Actions
from xltool.model.amount import Unit
from xltool.model.book import Address
from xltool.model.errors import XltoolError
from xltool.model.finding import Finding, TextPlace, Verdict
from xltool.model.patch import Patch, SetContent

if TYPE_CHECKING:
    from xltool.model.book import Book
    from xltool.model.entries import Entry
    from xltool.report import Report

HELP = """导入数据:把数据文件中的数填入本工作簿,公式不动
填充模板:用数据文件填一份新的官方表格
重算汇总与占比:恢复被覆盖的合计、小计、总计和占比
核对表格 / 核对情况说明 / 全部核对:标出不符(红)、尾差(黄)、未核对(灰),明细在“核对结果”
定位下一处:跳到下一处有标记的单元格
清除标记:只清除核对时加上的标记
生成核对报告:网页报告
撤销上次操作:恢复到上一次按钮操作之前,可连续撤销
单元格公式:=BUDGET_CHECK()、=BUDGET_CHECK(C9)、=BUDGET_FINDINGS() 等,见函数向导的“决算公开”类"""
_SHOWN_AT_MOST = 3
_LONGEST_MESSAGE = 800
"""Characters of a message of many lines: a message box of VBA shows about a thousand."""


def _untold(_stage: str) -> None:
    """Nobody waits to be told."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a button asks: the workbook as it stands, and what the user pointed at."""

    snapshot: Path | None
    folder: Path
    """Where files that a command writes may go."""
    data: Path | None = None
    unit: Unit = Unit.WAN
    """What amounts in ``data`` are in."""
    selected: Address | None = None
    answers: Path | None = None
    """Where a check puts what the cell functions answer from."""
    tell: Callable[[str], None] = _untold
    """Told of each stage before it begins; what it raises ends the command."""
    title: str = ""
    """Name of the open workbook, of which the snapshot is a copy of another name."""

    def known(self, text: str) -> str:
        """``text`` with the workbook named as the user knows it."""
        if self.snapshot is None:
            return text
        return text.replace(self.snapshot.name, self.title or "本工作簿")

    @property
    def workbook(self) -> Path:
        """The snapshot.

        Raises:
            XltoolError: there is none.
        """
        if self.snapshot is None:
            raise XltoolError("没有打开的工作簿:请先打开决算公开表")
        return self.snapshot

    @property
    def figures(self) -> Path:
        """The file of data.

        Raises:
            XltoolError: none was chosen.
        """
        if self.data is None:
            raise XltoolError("没有选择数据文件:请选择 .csv、.xlsx 或 .json")
        return self.data


def import_data(request: Request) -> Actions:
    """The figures of DATA into the cells of the workbook that state the same."""
    from xltool import editions, pipeline, sources

    request.tell("读取")
    book = pipeline.read(request.workbook)
    entries = sources.read_entries(request.figures, editions.load(book.edition), unit=request.unit)
    edits, elsewhere = [], []
    for entry in entries.figures:
        edit = _entered(book, entry)
        if edit is None:
            elsewhere.append(entry)
        elif edit.before != edit.after:
            edits.append(edit)
    message = f"已填入 {len(edits)} 个数"
    if elsewhere:
        names = "、".join(str(entry.cell) for entry in elsewhere[:_SHOWN_AT_MOST])
        message += (
            f";有 {len(elsewhere)} 个数没有填({names}{_more(elsewhere)}):"
            "本工作簿没有这一行,或该格是公式。科目行不全时请用“填充模板”"
        )
    return Actions(Patch(tuple(edits)), message)


def _entered(book: Book, entry: Entry) -> SetContent | None:
    """The edit that puts the figure into its cell; None where there is none to type into."""
    cell = book.cell(entry.cell)
    if cell is None or cell.address is None or cell.live:
        return None
    table = book.tables[entry.cell.table]
    is_money = entry.amount.unit.is_amount
    amount = entry.amount.to(table.unit) if is_money else entry.amount
    before = cell.text or (cell.stored if cell.stored is not None else cell.value)
    return SetContent(cell.address.sheet, cell.address.cell, before, amount.value)


def fill_template(request: Request) -> Actions:
    """A new official workbook filled with DATA, written beside it and opened."""
    from xltool import pipeline

    request.tell("读取")
    book = pipeline.fill(request.figures, unit=request.unit)
    request.tell("填表")
    target = _free(request.figures.with_name(f"{request.figures.stem}-公开表.xlsx"))
    pipeline.save(book, target)
    noticed = "".join(f"\n{remark.message}" for remark in book.remarks[:_SHOWN_AT_MOST])
    return Actions(message=f"已填好:{target}{noticed}{_more(book.remarks)}", opens=str(target))


def recompute(request: Request) -> Actions:
    """Totals and percentages rebuilt."""
    from xltool import pipeline, recomputing

    request.tell("读取")
    book = pipeline.read(request.workbook)
    request.tell("重算")
    patch = pipeline.recompute(book)
    changes = recomputing.changes(patch, book)
    listed = "".join(f"\n{change}" for change in changes[:_SHOWN_AT_MOST])
    message = (
        f"改动 {len(changes)} 处{listed}{_more(changes)}" if changes else "没有需要改动的单元格"
    )
    return Actions(patch, message)


def check_all(request: Request) -> Actions:
    """Tables and narrative checked and marked."""
    return _checked(request, lambda finding: True, with_figures=True)  # noqa: ARG005 - all count


def check_tables(request: Request) -> Actions:
    """The tables checked and marked."""
    return _checked(request, lambda finding: not _is_said(finding), with_figures=False)


def check_narrative(request: Request) -> Actions:
    """The narrative checked and marked."""
    return _checked(request, _is_said, with_figures=True)


def _is_said(finding: Finding) -> bool:
    return any(isinstance(place, TextPlace) for place in finding.where)


def _checked(request: Request, wanted: Callable[[Finding], bool], *, with_figures: bool) -> Actions:
    from xltool import hosts, pipeline

    report = pipeline.check(request.workbook, progress=request.tell)
    request.tell("写标记")
    _store(report, request.answers)
    findings = tuple(filter(wanted, report.findings))
    figures = report.figures if with_figures else ()
    opened = hosts.open_for_marks(request.workbook)
    patch = hosts.marks(findings, figures, report.book, report.narrative, opened)
    tables = _counts("", (finding.verdict for finding in findings))
    if not with_figures:
        return Actions(patch, f"核对完毕:{tables}")
    if report.narrative is None:
        return Actions(patch, f"核对完毕:{tables}。工作簿里没有情况说明,只核对了表格")
    said = _counts(f"情况说明 {len(figures)} 个数:", (figure.verdict for figure in figures))
    return Actions(patch, f"核对完毕:{tables}\n{said}")


def _store(report: Report, target: Path | None) -> None:
    """Keep the whole check for the cell functions of a host that cannot run Python in cells."""
    if target is None:
        return
    from xltool import pipeline
    from xltool.addin.cells.checked import Checked
    from xltool.addin.cells.stored import write_stored
    from xltool.package import write_atomic

    checked = Checked(report, pipeline.identities(report.book))
    write_atomic(target, write_stored(checked).encode("ascii"))


def _counts(head: str, verdicts: Iterable[Verdict]) -> str:
    found = Counter(verdicts)
    shown = (Verdict.MISMATCH, Verdict.ROUNDING, Verdict.UNCHECKED)
    return head + " / ".join(f"{verdict.label} {found[verdict]}" for verdict in shown)


def next_finding(request: Request) -> Actions:
    """The marked cell behind the one selected, the first one after the last."""
    from xltool.hosts.following import followed
    from xltool.hosts.memory import marks_in
    from xltool.package import Package, WorkbookReader, defined_names
    from xltool.package.a1 import position_of

    opened = Package.open(request.workbook)
    tabs = {sheet.name: number for number, sheet in enumerate(opened.sheets)}

    def order(at: Address) -> tuple[int, int, int]:
        place = position_of(at.cell)
        return tabs[at.sheet], place.row, place.column

    remembered = tuple(marks_in(defined_names(opened)))
    cells = {mark.cell for mark in followed(remembered, WorkbookReader(opened))}
    marked = sorted((at for at in cells if at.sheet in tabs), key=order)
    if not marked:
        return Actions(message="工作簿里没有标记:请先点“全部核对”")
    here = request.selected
    at = order(here) if here is not None and here.sheet in tabs else (-1, 0, 0)
    return Actions(goto=next((cell for cell in marked if order(cell) > at), marked[0]))


def unmark(request: Request) -> Actions:
    """Every mark of ours taken away."""
    from xltool import hosts
    from xltool.package import Package

    opened = Package.open(request.workbook)
    return Actions(hosts.unmark(opened), f"已清除 {hosts.count_marks(opened)} 个单元格的标记")


def report(request: Request) -> Actions:
    """The report as a page, written into the folder and opened."""
    from xltool import pipeline

    target = request.folder / "核对报告.html"
    checked = pipeline.check(request.workbook, progress=request.tell)
    request.tell("写报告")
    sources = tuple(map(request.known, checked.document.sources))
    named = replace(checked, document=replace(checked.document, sources=sources))
    pipeline.write_report(named, target)
    return Actions(message=f"核对报告已写到 {target}", opens=str(target))


def doctor(request: Request) -> Actions:
    """Which program answers, and what could keep the add-in from working, faults first."""
    from xltool.addin.doctor import State, diagnose
    from xltool.package import write_atomic

    found = sorted(diagnose(), key=lambda one: one.state is State.GOOD)
    message = "\n".join((f"xltool {_version('xltool')}({sys.executable})", *map(str, found)))
    if len(message) > _LONGEST_MESSAGE:
        target = request.folder / "诊断.txt"
        write_atomic(target, message.encode("utf-8-sig"))
        message = f"{message[:_LONGEST_MESSAGE]}…\n全文:{target}"
    return Actions(message=message)


def help_text(request: Request) -> Actions:  # noqa: ARG001 - every command takes a Request
    """What each button is for."""
    return Actions(message=HELP)


COMMANDS: Mapping[str, Callable[[Request], Actions]] = {
    "import-data": import_data,
    "fill-template": fill_template,
    "recompute": recompute,
    "check-tables": check_tables,
    "check-narrative": check_narrative,
    "check-all": check_all,
    "next-finding": next_finding,
    "unmark": unmark,
    "report": report,
    "doctor": doctor,
    "help": help_text,
}
"""The commands by the name that the ribbon calls them by."""

DONE_BY_VBA: Mapping[str, str] = {
    "undo": "the journal is read by VBA, so that a broken Python can be undone too",
    "settings": "where the program is must be settable while it is not found",
}
"""Buttons without a command here, each with its reason."""


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "(未安装)"


def _more(items: Iterable[object]) -> str:
    return " 等" if len(list(items)) > _SHOWN_AT_MOST else ""


def _free(target: Path) -> Path:
    """``target``, or the same name with the first number that is free."""
    names = (target, *(target.with_stem(f"{target.stem}({n})") for n in range(2, 1000)))
    return next(path for path in names if not path.exists())
