"""``xltool unmark``: take every mark of ours out of a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xltool.cli.console import Exit, say, target_of


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("unmark", help="清除标记:底色、批注、彩色数字和核对结果,其余不动")(unmark)


def unmark(
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="标记过的工作簿")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="另存为")] = None,
    in_place: Annotated[bool, typer.Option("--in-place", help="直接改原文件,留备份")] = False,
) -> int:
    """Write ``book`` without our marks."""
    from xltool import pipeline

    target = target_of(book, output, suffix="清除标记", in_place=in_place)
    count = pipeline.unmark(book, target, in_place=in_place)
    say(f"已清除 {count} 处标记:{target}" if count else f"没有发现标记,已原样写出:{target}")
    return Exit.DONE
