"""``xltool check``: tables and narrative against each other."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import click

from xltool.cli.console import FILE, Exit, complain, edition_option, progress, say
from xltool.cli.places import (
    MarkedCopy,
    copies_together,
    is_lock_file,
    marked_copies,
    places_of,
)
from xltool.model.book import Book
from xltool.model.errors import XltoolError
from xltool.model.finding import Tally, Verdict
from xltool.report import Report, place_text


class Format(StrEnum):
    """How the result is printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


@click.command(
    help="核对各表勾稽关系,核对情况说明与表,列出每一处不符。DOCUMENT 是工作簿、录入数据,"
    "或公开文件:有文字层的 .pdf、.docx、.html、文字识别出的 .txt",
    short_help="核对各表勾稽关系,核对情况说明与表,列出每一处不符",
)
@click.argument("documents", metavar="DOCUMENT...", type=FILE, nargs=-1, required=True)
@click.option(
    "--narrative", type=FILE, help="情况说明:.docx、.pdf、.html、.txt 或带情况说明页的工作簿"
)
@edition_option
@click.option("--prior", type=FILE, help="上年决算:工作簿、公开文件,或 table,row,column,value")
@click.option("--budget", type=FILE, help="预算:工作簿、公开文件,或 table,row,column,value")
@click.option(
    "--highlight",
    type=FILE,
    multiple=True,
    help="标出不符之处的副本:工作簿 .xlsx、情况说明 .docx 或 .pdf,扩展名与原件一样,可给多次",
)
@click.option("--report", type=FILE, help="网页报告写到哪里")
@click.option(
    "--format",
    "output_format",
    type=click.Choice([form.value for form in Format]),
    default=Format.TEXT.value,
    show_default=True,
    help="输出格式",
)
@click.option("--together", is_flag=True, help="几个文件是同一份决算:表和情况说明合起来核对")
@click.option("--quiet", is_flag=True, help="不显示进度,只打印汇总")
def check(
    documents: Sequence[Path],
    narrative: Path | None,
    edition: str | None,
    prior: Path | None,
    budget: Path | None,
    highlight: Sequence[Path],
    report: Path | None,
    output_format: str,
    together: bool,
    quiet: bool,
) -> int:
    """Check each DOCUMENT; write highlighted copies and reports where asked."""
    asked = _Asked(
        tuple(documents),
        narrative,
        edition,
        prior,
        budget,
        tuple(highlight),
        report,
        Format(output_format),
        quiet,
    )
    return _as_one(asked) if together and len(documents) > 1 else _each(asked)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the command line asks for."""

    documents: tuple[Path, ...]
    narrative: Path | None
    edition: str | None
    prior: Path | None
    budget: Path | None
    highlight: tuple[Path, ...]
    report: Path | None
    output_format: Format
    quiet: bool

    @property
    def inputs(self) -> tuple[Path, ...]:
        """Every file that is read: nothing is written over one of them."""
        beside = (self.narrative, self.prior, self.budget)
        return (*self.documents, *(path for path in beside if path))

    @property
    def is_several(self) -> bool:
        """Whether documents are checked one after the other."""
        return len(self.documents) > 1

    def pages(self, documents: Sequence[Path]) -> Mapping[Path, Path]:
        """Where the report on each document goes."""
        if self.report is None:
            return {}
        return places_of(self.report, documents, self.inputs, lambda _: ".html")


def _each(asked: _Asked) -> int:
    """Check every document for itself; one that cannot be used does not stop the others."""
    if asked.narrative and asked.is_several:
        raise XltoolError(
            "--narrative 只能配一个 DOCUMENT:多个文件请逐个核对,或把情况说明放进各自的工作簿"
        )
    copies = marked_copies(asked.highlight, asked.documents, asked.narrative, asked.inputs)
    pages = asked.pages(asked.documents)
    reports: list[tuple[Path, Report]] = []
    refused = 0
    # *.xlsx also names the lock files of workbooks that are open in Excel.
    named = [path for path in asked.documents if not (asked.is_several and is_lock_file(path))]
    for document in progress(named, "核对", quiet=asked.quiet):
        try:
            result = _checked(document, asked)
            _write(result, copies.get(document, ()), pages.get(document))
        except XltoolError as error:
            if not asked.is_several:
                raise
            complain(f"xltool: {document} 没有核对:{error}")
            refused += 1
        else:
            reports.append((document, result))
    _print(reports, asked.output_format, quiet=asked.quiet, several=asked.is_several)
    if refused:
        return Exit.UNUSABLE
    return Exit.REPORTED if any(result.has_mismatch for _, result in reports) else Exit.DONE


def _as_one(asked: _Asked) -> int:
    """Check all documents as one publication."""
    from xltool import pipeline

    copies = copies_together(asked.highlight, asked.documents, asked.narrative, asked.inputs)
    first = asked.documents[0]
    page = asked.pages(asked.documents[:1]).get(first)
    result = _checked(pipeline.read_together(asked.documents, asked.edition), asked)
    _write(result, copies, page)
    _print([(first, result)], asked.output_format, quiet=asked.quiet, several=False)
    return Exit.REPORTED if result.has_mismatch else Exit.DONE


def _checked(document: Path | Book, asked: _Asked) -> Report:
    from xltool import pipeline

    edition = asked.edition if isinstance(document, Path) else None
    return pipeline.check(
        document,
        narrative=asked.narrative,
        edition=edition,
        prior=asked.prior,
        budget=asked.budget,
    )


def _write(result: Report, copies: Iterable[MarkedCopy], page: Path | None) -> None:
    from xltool import pipeline

    for copy in copies:
        pipeline.highlight(copy.source, result, copy.target)
    if page:
        pipeline.write_report(result, page)


def _print(
    reports: Sequence[tuple[Path, Report]], output_format: Format, *, quiet: bool, several: bool
) -> None:
    if output_format is Format.JSON:
        values = [report.to_dict() for _, report in reports]
        say(json.dumps(values if several else values[0], ensure_ascii=False, indent=1))
    elif output_format is Format.CSV:
        say(_csv(reports))
    else:
        for document, report in reports:
            if several:
                say(f"{document}:")
            print_text(report, quiet=quiet)


def _csv(reports: Sequence[tuple[Path, Report]]) -> str:
    import pandas as pd

    frames = [report.to_frame().assign(document=str(path)) for path, report in reports]
    return pd.concat(frames, ignore_index=True).to_csv(index=False).rstrip("\n") if frames else ""


def print_text(report: Report, *, quiet: bool = False) -> None:
    """The report in Chinese lines: the sum first, then each finding with its places."""
    document = report.document
    say(f"{document.unit or '(未写单位名称)'} {document.year}年度 · {document.edition}")
    say(f"  规则:{tally_text(report.rules)}")
    if report.narrative:
        say(f"  情况说明 {len(report.figures)} 个数:{tally_text(report.figure_tally)}")
    if quiet:
        return
    if report.findings:
        say(f"  列出 {len(report.findings)} 条(同一原因的并为一条):")
    for finding in report.findings:
        say(f"[{finding.verdict.label}·{finding.severity.label}] {finding.message}")
        for place in finding.where:
            say(f"    {place_text(place)}")


def tally_text(tally: Tally) -> str:
    """A tally in one line: 一致 412 / 尾差 6 / 不符 2 / 未核对 3."""
    counts = (
        (Verdict.CONSISTENT, tally.consistent),
        (Verdict.ROUNDING, tally.rounding),
        (Verdict.MISMATCH, tally.mismatch),
        (Verdict.UNCHECKED, tally.unchecked),
    )
    return " / ".join(f"{verdict.label} {count}" for verdict, count in counts)
