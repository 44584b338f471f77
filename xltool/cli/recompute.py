"""``xltool recompute``: summary and percentage rows rebuilt."""

from __future__ import annotations

from pathlib import Path

import click

from xltool.cli.console import (
    FILE,
    Exit,
    edition_option,
    in_place_option,
    output_option,
    say,
    target_of,
)
from xltool.model.finding import Severity


@click.command(help="重算合计、小计、总计和占比,恢复被覆盖的公式,列出每一处变动")
@click.argument("book", type=FILE)
@output_option
@edition_option
@in_place_option
def recompute(book: Path, output: Path | None, edition: str | None, in_place: bool) -> int:
    """Write ``book`` with its totals rebuilt and print every cell that changed."""
    from xltool import pipeline

    target = target_of(book, output, suffix="重算", in_place=in_place)
    done = pipeline.recompute_file(book, target, edition=edition, in_place=in_place)
    for change in done.changes:
        say(change)
    for remark in done.remarks:
        say(f"[{remark.severity.label}] {remark.message}")
    if done.missing:
        say(f"[{Severity.WARNING.label}] 没有找到这些表,没有重算:{'、'.join(done.missing)}")
    say(f"{f'改动 {len(done.changes)} 处' if done.changes else '没有需要改动的单元格'}:{target}")
    warned = any(remark.severity is not Severity.HINT for remark in done.remarks)
    return Exit.REPORTED if done.changes or done.missing or warned else Exit.DONE
