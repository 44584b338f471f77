"""``xltool unmark``: take every mark of ours out of a workbook."""

from __future__ import annotations

from pathlib import Path

import click

from xltool.cli.console import FILE, Exit, in_place_option, output_option, say, target_of


@click.command(help="清除标记:底色、批注、彩色数字和核对结果,其余不动;工作簿、.docx、.pdf 都可以")
@click.argument("book", type=FILE)
@output_option
@in_place_option
def unmark(book: Path, output: Path | None, in_place: bool) -> int:
    """Write ``book`` without our marks."""
    from xltool import pipeline

    target = target_of(book, output, suffix="清除标记", in_place=in_place)
    count = pipeline.unmark(book, target, in_place=in_place)
    say(f"已清除 {count} 处标记:{target}" if count else f"没有发现标记,已原样写出:{target}")
    return Exit.DONE
