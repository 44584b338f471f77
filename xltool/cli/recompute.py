"""``xltool recompute``: summary and percentage rows rebuilt."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xltool.cli.console import Exit, say, target_of


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("recompute", help="重算合计、小计、总计和占比,恢复被覆盖的公式,列出每一处变动")(
        recompute
    )


def recompute(
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="要重算的工作簿")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="另存为")] = None,
    edition: Annotated[str | None, typer.Option(help="版式,如 shanxi/2024")] = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="直接改原文件,留备份")] = False,
) -> int:
    """Write ``book`` with its totals rebuilt and print every cell that changed."""
    from xltool import pipeline

    target = target_of(book, output, suffix="重算", in_place=in_place)
    changes = pipeline.recompute_file(book, target, edition=edition, in_place=in_place)
    for change in changes:
        say(change)
    say(f"{'改动 ' + str(len(changes)) + ' 处' if changes else '没有需要改动的单元格'}:{target}")
    return Exit.REPORTED if changes else Exit.DONE
