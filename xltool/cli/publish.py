"""``xltool publish``: the form alone, for the public."""

from __future__ import annotations

from pathlib import Path

import click

from xltool.cli.console import FILE, Exit, say, target_of
from xltool.model.finding import Severity


@click.command(help="生成对外公开稿:只留表格和情况说明,数字为所示值,无标记、无作者信息")
@click.argument("book", type=FILE)
@click.option("-o", "--output", type=FILE, required=True, help="公开稿写到哪里")
def publish(book: Path, output: Path) -> int:
    """Write the public form of ``book``."""
    from xltool import pipeline

    target = target_of(book, output, suffix="公开稿", ending=".xlsx")
    for line in pipeline.publish(book, target):
        say(f"[{Severity.WARNING.label}] {line}")
    say(f"公开稿已写出:{target}")
    return Exit.DONE
