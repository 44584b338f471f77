"""``xltool check``: tables and narrative against each other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

import click

from xltool.cli.console import FILE, Exit, edition_option, progress, say
from xltool.model.errors import XltoolError
from xltool.model.finding import Tally, Verdict
from xltool.report import Report, place_text


class Format(StrEnum):
    """How the result is printed."""

    TEXT = "text"
    JSON = "json"
    CSV = "csv"


@click.command(help="核对各表勾稽关系,核对情况说明与表,列出每一处不符")
@click.argument("documents", metavar="DOCUMENT...", type=FILE, nargs=-1, required=True)
@click.option("--narrative", type=FILE, help="情况说明:.docx、.txt 或带情况说明页的工作簿")
@edition_option
@click.option("--prior", type=FILE, help="上年决算:工作簿,或 table,row,column,value")
@click.option("--budget", type=FILE, help="预算:工作簿,或 table,row,column,value")
@click.option("--highlight", type=FILE, help="标出不符之处的副本写到哪里")
@click.option("--report", type=FILE, help="网页报告写到哪里")
@click.option(
    "--format",
    "output_format",
    type=click.Choice([form.value for form in Format]),
    default=Format.TEXT.value,
    show_default=True,
    help="输出格式",
)
@click.option("--quiet", is_flag=True, help="不显示进度,只打印汇总")
def check(
    documents: Sequence[Path],
    narrative: Path | None,
    edition: str | None,
    prior: Path | None,
    budget: Path | None,
    highlight: Path | None,
    report: Path | None,
    output_format: str,
    quiet: bool,
) -> int:
    """Check each DOCUMENT; write highlighted copies and reports where asked."""
    from xltool import pipeline

    if narrative and len(documents) > 1:
        raise XltoolError(
            "--narrative 只能配一个 DOCUMENT:多个文件请逐个核对,或把情况说明放进各自的工作簿"
        )
    reports = []
    for document in progress(documents, "核对", quiet=quiet):
        result = pipeline.check(
            document, narrative=narrative, edition=edition, prior=prior, budget=budget
        )
        several = len(documents) > 1
        if highlight:
            pipeline.highlight(document, result, _place(highlight, document, ".xlsx", several))
        if report:
            pipeline.write_report(result, _place(report, document, ".html", several))
        reports.append(result)
    _print(reports, Format(output_format), quiet=quiet)
    return Exit.REPORTED if any(result.has_mismatch for result in reports) else Exit.DONE


def _place(target: Path, document: Path, ending: str, several: bool) -> Path:
    if not several:
        return target
    if target.suffix:
        raise XltoolError(f"有多个 DOCUMENT 时 {target} 应是文件夹:每个文件在其中各写一份")
    target.mkdir(parents=True, exist_ok=True)
    if document.suffix.lower() == ".xlsm" and ending == ".xlsx":
        ending = ".xlsm"
    return target / f"{document.stem}{ending}"


def _print(reports: Sequence[Report], output_format: Format, *, quiet: bool) -> None:
    if output_format is Format.JSON:
        values = [report.to_dict() for report in reports]
        say(json.dumps(values if len(values) > 1 else values[0], ensure_ascii=False, indent=1))
        return
    if output_format is Format.CSV:
        import pandas as pd

        frames = [
            report.to_frame().assign(document=report.document.sources[0]) for report in reports
        ]
        say(pd.concat(frames, ignore_index=True).to_csv(index=False).rstrip("\n"))
        return
    for report in reports:
        print_text(report, quiet=quiet)


def print_text(report: Report, *, quiet: bool = False) -> None:
    """The report in Chinese lines: the sum first, then each finding with its places."""
    document = report.document
    say(f"{document.unit or '(未写单位名称)'} {document.year}年度 · {document.edition}")
    say(f"  规则:{tally_text(report.rules)}")
    if report.narrative:
        say(f"  情况说明 {len(report.figures)} 个数:{tally_text(report.figure_tally)}")
    if quiet:
        return
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
