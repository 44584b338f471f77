"""``xltool editions``: the forms known, and whether their files are well formed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xltool.cli.console import Exit, complain, say

if TYPE_CHECKING:
    from xltool.editions.schema import Edition


@click.group(help="列出已知的版式,看一个版式,或检查版式文件")
def editions() -> None:
    """Hold the commands on editions."""


@editions.command("list", help="列出已知的版式")
def list_editions() -> int:
    """Print one line an edition."""
    from xltool import editions as known

    for edition_id in known.available():
        edition = known.load(edition_id)
        say(f"{edition.id}\t{edition.title}\t{edition.amount_unit}\t{_count(edition)} 张表")
    return Exit.DONE


def _count(edition: Edition) -> int:
    """Tables that the form has, 分析 aside."""
    return sum(table.id != edition.analysis_sheet for table in edition.tables.values())


@editions.command("show", help="看一个版式:各表、列、录入行与合计行")
@click.argument("edition_id", metavar="[EDITION]", default="shanxi/2024")
def show(edition_id: str) -> int:
    """Print the tables of one edition."""
    from xltool import editions as known

    edition = known.load(edition_id)
    say(f"{edition.id} {edition.title} {edition.year}年度 金额单位:{edition.amount_unit}")
    if edition.extends:
        say(f"继承 {edition.extends}")
    for table in edition.tables.values():
        say(table.name)
        say(f"    栏:{'、'.join(column.key for column in table.columns)}")
        if table.lines:
            entered = sum(line.role == "entered" for line in table.lines)
            say(f"    行:{len(table.lines)} 行,其中录入 {entered} 行")
        else:
            say("    行:合计,及单位所用的类、款、项")
    say(f"勾稽关系 {len(edition.identities)} 条,见 xltool rules list")
    return Exit.DONE


@editions.command("validate", help="检查版式文件是否合格,一次列出全部问题")
@click.argument("edition_ids", metavar="[EDITION|DIR]...", nargs=-1)
def validate(edition_ids: Sequence[str]) -> int:
    """Read every file of each edition; print every error of a malformed one."""
    from xltool import editions as known
    from xltool.editions.validation import faults_in, faults_of

    status = Exit.DONE
    for edition_id in edition_ids or known.available():
        folder = Path(edition_id)
        if edition_id not in known.available() and not folder.is_dir():
            known.load(edition_id)  # says which editions there are
        is_shipped = edition_id in known.available()
        faults = faults_of(edition_id) if is_shipped else faults_in(folder)
        for fault in faults:
            status = Exit.UNUSABLE
            complain(f"{edition_id}: {fault}")
        if not faults:
            say(f"{edition_id} 合格")
    return status


@editions.command("learn", help="从一份官方空表起草版式,把没有把握的地方列出来请人核对")
@click.argument("workbook", metavar="WORKBOOK", type=click.Path(path_type=Path))
@click.option("-o", "out", metavar="DIR", type=click.Path(path_type=Path), help="草稿放在哪里")
def learn(workbook: Path, out: Path | None) -> int:
    """Write the draft and print what a person has to look at."""
    from xltool import pipeline

    target = out or workbook.with_name(f"{workbook.stem}-版式")
    learned = pipeline.learn_edition(workbook, target)
    for line in learned.lines:
        say(line)
    say(f"草稿在 {target};核对后用 xltool editions validate {target} 检查")
    for doubt in learned.doubts:
        say(f"[存疑] {doubt}")
    return Exit.DONE
