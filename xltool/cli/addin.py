"""``xltool addin``: the Excel add-in built, and the command behind its buttons."""

from __future__ import annotations

from pathlib import Path

import click

from xltool.cli.console import FILE, Exit, say


@click.group(help="Excel 加载项:生成加载项和带宏的官方表格")
def addin() -> None:
    """Hold the commands on the add-in."""


@addin.command("build", help="生成 xltool.xlam 和带宏的官方表格(.xlsm),不需要 Excel")
@click.option("--out", type=FILE, default=Path("addin"), show_default=True, help="写到哪个文件夹")
@click.option("--edition", default="shanxi/2024", show_default=True, help="版式")
def build(out: Path, edition: str) -> int:
    """Write the add-in and the macro workbook into OUT."""
    from xltool.addin.build import build as built

    for path in built(out, edition):
        say(f"已生成:{path}")
    return Exit.DONE


@addin.command("run", help="执行加载项的一个按钮(由 VBA 调用),结果写成操作文件")
@click.argument("command")
@click.option("--snapshot", type=FILE, help="工作簿的副本")
@click.option("--actions", type=FILE, required=True, help="操作文件写到哪里")
@click.option("--request", type=FILE, help="按钮的请求:数据文件和所选单元格")
def run(command: str, snapshot: Path | None, actions: Path, request: Path | None) -> int:
    """Run COMMAND on a snapshot and write what it gives back as an action file."""
    from xltool.addin.running import run as run_button

    run_button(command, snapshot, actions, request)
    return Exit.DONE
