"""One function a use case: every front end (command line, ribbon, cells, scripts) calls these.

Paths in, values or files out. Inputs are never changed unless ``in_place`` is asked
for, and then a backup is kept; files are written whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from xltool import editions, package
from xltool.model.amount import Unit
from xltool.model.book import Book, Narrative, Remark
from xltool.model.errors import XltoolError
from xltool.model.finding import CheckResult, Finding, Tally, Verdict
from xltool.model.patch import Patch
from xltool.report import Document, Report, in_order

if TYPE_CHECKING:
    import pandas as pd

    from xltool.editions.schema import Edition
    from xltool.model.applied import Applied
    from xltool.model.rule import RuleInfo

    Tidy = pd.DataFrame | Path | str

DEFAULT_EDITION = editions.DEFAULT_EDITION
TIDY_SUFFIXES = frozenset({".csv", ".json", ".tsv", ".txt"})


def _untold(_stage: str) -> None:
    """Nobody waits to be told."""


def read(path: Path | str, edition: str | None = None) -> Book:
    """The Book of a workbook, of a published document, or of tidy figures (.csv, .json).

    A published document is a .pdf with a text layer, a .docx, an .html or a .txt from
    text recognition; its narrative comes along.

    Args:
        path: the file.
        edition: the form; default the one whose tables are there.

    Raises:
        XltoolError: the file is missing, damaged, locked by a password, or no table
            of the edition is recognised in it.
    """
    from xltool import sources

    source = _existing(path)
    chosen = editions.load(edition) if edition else None
    if sources.is_document(source):
        return sources.read_published(source, chosen)
    if source.suffix.lower() not in TIDY_SUFFIXES:
        return sources.read_workbook(source, chosen)
    return _tidy(source, chosen)


def read_together(paths: Sequence[Path | str], edition: str | None = None) -> Book:
    """One Book of several files that are one publication.

    Tables come from wherever they stand, the narrative from the file with most figures in
    its text; what two files say differently is told among the remarks.

    Args:
        paths: files as `read` takes them, and narratives without tables.
        edition: the form; default the one whose tables are there.

    Raises:
        XltoolError: a file cannot be read, or none holds a table.
    """
    from xltool import sources

    books, failed = list[Book](), dict[Path, XltoolError]()
    for path in map(_existing, paths):
        try:
            books.append(read(path, edition))
        except XltoolError as error:
            failed[path] = error
    if not books:
        raise next(iter(failed.values()))
    form = max(books, key=lambda book: len(book.tables)).edition
    used = [Path(path) for path in paths if Path(path) not in failed]
    alike = [
        book if book.edition == form else read(path, form)
        for path, book in zip(used, books, strict=True)
    ]
    return sources.merged(alike, [sources.read_narrative(path) for path in failed])


def _tidy(source: Path, edition: Edition | None) -> Book:
    """Tidy figures by the default edition, or the first other one that knows all their cells."""
    from xltool import sources

    form = edition or editions.load(DEFAULT_EDITION)
    try:
        return sources.book_of(sources.read_tidy(source, form), form, whole=True)
    except XltoolError:
        for other in editions.available() if edition is None else ():
            with suppress(XltoolError):
                known = editions.load(other)
                return sources.book_of(sources.read_tidy(source, known), known, whole=True)
        raise


def fill(
    source: Tidy,
    edition: str = DEFAULT_EDITION,
    unit: str = "万元",
    unit_name: str | None = None,
    year: int | None = None,
    *,
    codes: Mapping[str, str] | Path | None = None,
    as_published: bool = False,
) -> Book:
    """A complete Book from entered figures: totals computed, missing 类 and 款 rows made.

    Args:
        source: tidy data (columns table, row, column, value), a path or a DataFrame.
        edition: the form to fill.
        unit: the unit in which ``source`` states amounts, 元 or 万元.
        unit_name: name of the unit; default from the data, else blank with a hint.
        year: default from the data, else the edition's.
        codes: names of functional codes beyond the shipped list.
        as_published: keep every figure as it stands, totals too.

    Raises:
        XltoolError: a figure finds no cell, a code no classification knows, a text
            stands where a number belongs, or the year is another one.
    """
    from xltool import filling, sources

    chosen = editions.load(edition)
    names = sources.read_codes(codes) if isinstance(codes, Path) else codes
    given = _existing(source) if isinstance(source, str | Path) else source
    entries = sources.read_entries(
        given, chosen, unit=_amount_unit(unit), unit_name=unit_name, year=year, codes=names
    )
    return filling.fill(entries, chosen, as_published=as_published)


def save(book: Book, target: Path | str) -> None:
    """Write ``book`` as the official workbook of its edition, atomically."""
    from xltool import filling

    place = package.writable(Path(target), ".xlsx")
    package.write_atomic(place, filling.workbook_bytes(book, editions.load(book.edition)))


def recompute(book: Book) -> Patch:
    """Every total and percentage of ``book`` rebuilt, as a Patch with before and after."""
    from xltool import recomputing

    return recomputing.recompute(book, editions.load(book.edition))


def apply(patch: Patch, source: Path | str, target: Path | str) -> None:
    """Write ``source`` with ``patch`` applied to ``target``; nothing else changes."""
    _spare(source, target)
    changed = package.apply(patch, package.Package.open(_existing(source)))
    package.write_atomic(Path(target), changed.to_bytes())


@dataclass(frozen=True, slots=True)
class Recomputed:
    """What rebuilding the totals of a workbook did, and what it could not reach."""

    changes: tuple[str, ...]
    """One line for every cell that changed."""
    missing: tuple[str, ...]
    """Tables of the form that were not found, so not rebuilt: id and title."""
    remarks: tuple[Remark, ...]
    """What was noticed while reading."""


def recompute_file(
    source: Path, target: Path, *, edition: str | None = None, in_place: bool = False
) -> Recomputed:
    """Rebuild the totals of a workbook file.

    Raises:
        XltoolError: it cannot be read or written.
    """
    from xltool import recomputing

    book = read(source, edition)
    patch = recompute(book)
    _write_changed(source, target, patch, in_place=in_place)
    specs = editions.load(book.edition).tables.values()
    # Its formulas without results are what was just rebuilt.
    remarks = tuple(remark for remark in book.remarks if remark.code != "read.no-cached-value")
    return Recomputed(
        changes=recomputing.changes(patch, book),
        missing=tuple(spec.name for spec in specs if spec.id not in book.tables),
        remarks=remarks,
    )


def check(
    book: Book | Path | str,
    narrative: Narrative | Path | str | None = None,
    prior: Book | Path | str | None = None,
    budget: Book | Path | str | None = None,
    *,
    edition: str | None = None,
    progress: Callable[[str], None] = _untold,
) -> Report:
    """Check the tables, and the narrative against them.

    Args:
        book: a Book, or the path of a workbook or of tidy figures.
        narrative: a path (.txt, .docx, a workbook) or the Narrative; default the one
            that stands in the workbook's 情况说明.
        prior: last year's figures, a workbook or tidy data.
        budget: budget figures, likewise.
        edition: the form; default the one recognised.
        progress: told of each stage before it begins; what it raises ends the check.
    """
    from xltool import rules

    progress("读取")
    chosen_book = _book(book, edition)
    form = editions.load(chosen_book.edition)
    prior_book = None if prior is None else _beside(prior, form)
    budget_book = None if budget is None else _beside(budget, form)
    text = _narrative(narrative) or chosen_book.narrative
    progress("核对表格")
    tables = rules.check_tables(chosen_book, form, prior=prior_book)
    progress("核对情况说明")
    said = _said(text, chosen_book, form, prior_book, budget_book)
    noticed = _news(_remarks(chosen_book, text, prior_book, budget_book), tables.findings)
    return Report(
        document=_document(chosen_book, text, form.year),
        findings=in_order((*tables.findings, *said.findings, *noticed)),
        figures=said.figures,
        rules=tables.tally + said.tally + Tally(unchecked=len(noticed)),
        book=chosen_book,
        narrative=text,
    )


@dataclass(frozen=True, slots=True)
class LearnedEdition:
    """What was read from an official workbook, in Chinese lines."""

    lines: tuple[str, ...]
    """One for each table: how many columns, lines and sums were recognised."""
    doubts: tuple[str, ...]
    """What a person has to look at."""


def learn_edition(workbook: Path | str, target: Path) -> LearnedEdition:
    """Draft an edition from an official workbook into the new folder ``target``.

    Raises:
        XltoolError: no .xlsx, nothing in it looks like a table, or the folder is in use.
    """
    from xltool.sources.learn import WORKBOOK, files_of, learn, summary
    from xltool.sources.spreadsheet import open_grids

    source = _existing(workbook)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise XltoolError(f"{target} 已有内容:请用 -o 指定一个新文件夹")
    data = source.read_bytes()
    grids, opened = open_grids(source, data)
    if opened is None:
        raise XltoolError(f"{source.name} 不是 .xlsx 工作簿:请另存为 .xlsx 再用")
    draft = learn(grids.sheets, "/".join(target.resolve().parts[-2:]))
    target.mkdir(parents=True, exist_ok=True)
    for name, text in files_of(draft).items():
        package.write_atomic(target / name, text.encode())
    package.write_atomic(target / WORKBOOK, data)
    return LearnedEdition(*summary(draft))


def identities(book: Book) -> tuple[Applied, ...]:
    """Every 勾稽关系 of the tables that says something, with its cells and its verdict.

    Findings tell what is wrong; this tells what was looked at, so that a cell without a
    finding can be said to be 一致 or 未核对.
    """
    from xltool import rules

    return rules.applied_rules(book, editions.load(book.edition))


def highlight(source: Path | str, report: Report, target: Path | str) -> None:
    """Write a copy of ``source`` with everything that ``report`` found in it marked.

    A workbook gets colours, notes and the sheet 核对结果; a Word document colours and
    comments; a PDF highlights with notes. All else stays as it was.

    Raises:
        XltoolError: it is not what was checked, or cannot carry marks.
    """
    from xltool import hosts, sources

    _spare(source, target)
    path = _existing(source)
    if len(report.book.sources) > 1:
        report = hosts.part_of(report, _alone(path, report.book.edition))
    if sources.is_document(path):
        package.write_atomic(Path(target), hosts.marked_document(path, report))
        return
    opened = hosts.open_for_marks(path)
    patch = hosts.marks(report.findings, report.figures, report.book, report.narrative, opened)
    package.write_atomic(Path(target), package.apply(patch, opened).to_bytes())


def _alone(path: Path, edition: str) -> Book | None:
    """The tables of one of several files; None where it has none."""
    try:
        return read(path, edition)
    except XltoolError:
        return None


def unmark(source: Path, target: Path, *, in_place: bool = False) -> int:
    """Write ``source`` without our marks; returns how many there were."""
    from xltool import hosts, sources

    path = _existing(source)
    if sources.is_document(path):
        data, count = hosts.unmarked_document(path)
        _write_copy(path, target, data, in_place=in_place)
        return count
    opened = package.Package.open(path)
    _write_changed(source, target, hosts.unmark(opened), in_place=in_place)
    return hosts.count_marks(opened)


def publish(source: Path | str, target: Path | str) -> tuple[str, ...]:
    """Write the form alone, for the public; returns what was left out, in Chinese lines.

    Raises:
        XltoolError: ``source`` holds no table of the form, or cannot be read.
    """
    from xltool import hosts

    _spare(source, target)
    book = read(source)
    form = editions.load(book.edition)
    tables = {table.sheet for id_, table in book.tables.items() if id_ != form.analysis_sheet}
    sheets = {sheet for sheet in tables if sheet}
    opened = package.Package.open(_existing(source))
    package.write_atomic(Path(target), hosts.publish(opened, sheets))
    own = {form.analysis_sheet, form.findings_sheet, form.narrative_sheet}
    papers = [sheet.name for sheet in opened.sheets if sheet.name not in sheets | own]
    hidden = (remark.message for remark in book.remarks if remark.code == "read.hidden-rows")
    return (
        *(f"工作表“{name}”不是公开表,没有放进公开稿" for name in papers),
        *(f"{text.split(',')[0]},在公开稿中是空的;要公开请先取消隐藏" for text in hidden),
    )


def write_report(report: Report, target: Path | str) -> None:
    """Write the self-contained HTML report."""
    from xltool import hosts

    package.write_atomic(Path(target), hosts.report_html(report).encode())


@cache
def rules() -> Sequence[RuleInfo]:
    """Every rule of the tables and of the narrative, and every remark of reading."""
    from xltool import narrative, sources
    from xltool import rules as table_rules

    return (*table_rules.registry(), *narrative.registry(), *sources.registry())


def _book(source: Book | Path | str, edition: str | None) -> Book:
    return source if isinstance(source, Book) else read(source, edition)


def _beside(source: Book | Path | str, form: Edition) -> Book:
    """Last year's or budget figures: of tidy data only the tables that it gives."""
    from xltool import sources

    if isinstance(source, Book):
        return source
    path = _existing(source)
    if sources.is_document(path):
        return sources.read_published(path, form)
    if path.suffix.lower() in TIDY_SUFFIXES:
        return sources.book_of(sources.read_tidy(path, form), form)
    return sources.read_workbook(path, form)


def _narrative(source: Narrative | Path | str | None) -> Narrative | None:
    if source is None or isinstance(source, Narrative):
        return source
    from xltool import sources

    return sources.read_narrative(_existing(source))


def _document(book: Book, text: Narrative | None, default_year: int) -> Document:
    sources = (*book.sources, *((text.source,) if text and text.source not in book.sources else ()))
    return Document(
        unit=book.unit_name or "",
        year=book.year or default_year,
        edition=book.edition,
        amount_unit=book.amount_unit.value,
        sources=sources,
    )


def _said(
    text: Narrative | None, book: Book, form: Edition, prior: Book | None, budget: Book | None
) -> CheckResult:
    if text is None:
        return CheckResult((), Tally())
    from xltool.narrative import check_narrative

    return check_narrative(text, book, form, prior=prior, budget=budget)


def _remarks(*sources: Book | Narrative | None) -> tuple[Finding, ...]:
    """What was noticed while reading, as findings that nothing was checked of."""
    return tuple(
        Finding(remark.code, Verdict.UNCHECKED, remark.severity, remark.message, where=remark.where)
        for source in sources
        if source is not None
        for remark in source.remarks
    )


def _news(noticed: tuple[Finding, ...], told: Sequence[Finding]) -> tuple[Finding, ...]:
    """What was noticed, less words in place of a number whose identities are told already."""
    cells = {
        place for finding in told if finding.verdict is Verdict.UNCHECKED for place in finding.where
    }
    return tuple(
        finding
        for finding in noticed
        if finding.rule != "read.text-for-number" or not cells.issuperset(finding.where)
    )


def _spare(source: Path | str, target: Path | str) -> None:
    """Refuse to write over an input."""
    if package.same_file(Path(source), Path(target)):
        raise XltoolError(f"{target} 是输入文件本身,写入会盖掉它:换一个文件名")


def _write_changed(source: Path, target: Path, patch: Patch, *, in_place: bool) -> None:
    opened = package.Package.open(_existing(source))
    _write_copy(source, target, package.apply(patch, opened).to_bytes(), in_place=in_place)


def _write_copy(source: Path, target: Path, data: bytes, *, in_place: bool) -> None:
    if in_place:
        package.write_atomic(_backup_name(source), source.read_bytes())
    package.write_atomic(target, data)


def _backup_name(source: Path) -> Path:
    """A free name beside ``source`` for the state before a change in place."""
    candidates = (
        source.with_name(f"{source.stem}.备份{number or ''}{source.suffix}")
        for number in range(1000)
    )
    return next(candidate for candidate in candidates if not candidate.exists())


def _existing(path: Path | str) -> Path:
    source = Path(path)
    if not source.exists():
        raise XltoolError(f"找不到文件 {source}:检查路径和文件名")
    if source.is_dir():
        raise XltoolError(f"{source} 是文件夹:请给出一个文件")
    return source


def _amount_unit(unit: str) -> Unit:
    if unit not in (Unit.YUAN, Unit.WAN):
        raise XltoolError(f"金额单位“{unit}”不认识:只能是 元 或 万元")
    return Unit(unit)
