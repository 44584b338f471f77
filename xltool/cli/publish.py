"""``xltool publish``: the form alone, for the public."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xltool.cli.console import Exit, say, target_of


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command(
        "publish", help="生成对外公开稿:只留表格和情况说明,数字为所示值,无标记、无作者信息"
    )(publish)


def publish(
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="填好的工作簿")],
    output: Annotated[Path, typer.Option("-o", "--output", help="公开稿写到哪里")],
) -> int:
    """Write the public form of ``book``."""
    from xltool import pipeline

    target = target_of(book, output, suffix="公开稿")
    pipeline.publish(book, target)
    say(f"公开稿已写出:{target}")
    return Exit.DONE
