"""``xltool demo``: the main job on shipped data."""

from __future__ import annotations

from pathlib import Path

import click

from xltool import examples
from xltool.cli.check import tally_text
from xltool.cli.console import FILE, Exit, say, working
from xltool.model.errors import XltoolError
from xltool.model.finding import Verdict


@click.command(help="在自带的例子上走一遍:填表、重算、核对、标出不符、出报告")
@click.argument("folder", metavar="[DIR]", type=FILE, default="demo")
@click.option("--quiet", is_flag=True, help="不显示进度")
def demo(folder: Path, quiet: bool) -> int:
    """Fill, recompute, check, highlight and report into ``folder``."""
    from xltool import pipeline

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise XltoolError(f"文件夹 {folder} 建不了:{error.strerror},换一个位置") from error
    filled = folder / "示例单位-公开表.xlsx"
    marked = folder / "示例单位-核对.xlsx"
    page = folder / "示例单位-核对报告.html"
    with working("填表、重算、核对", quiet=quiet):
        book = pipeline.fill(examples.FIGURES, unit="元", unit_name="示例单位")
        pipeline.save(book, filled)
        report = pipeline.check(filled, narrative=examples.NARRATIVE)
        pipeline.highlight(filled, report, marked)
        pipeline.write_report(report, page)
    say(f"示例单位 {report.document.year}年度")
    say(f"  规则:{tally_text(report.rules)}")
    say(f"  情况说明 {len(report.figures)} 个数:{tally_text(report.figure_tally)}")
    say("不符:")
    for finding in report.findings:
        if finding.verdict is Verdict.MISMATCH:
            say(f"  · {finding.message}")
    say("看哪里:")
    say(f"  {filled}  填好的官方表格")
    say(f"  {marked}  标出不符之处的副本,汇总在“核对结果”页")
    say(f"  {page}  网页报告")
    return Exit.DONE
