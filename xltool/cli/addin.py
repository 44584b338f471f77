"""``xltool addin``: the Excel add-in built, installed, looked after; and what its buttons run."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xltool.cli.console import FILE, Exit, say, working

if TYPE_CHECKING:
    from xltool.addin.install_steps import Step


@click.group(help="Excel 加载项:安装、卸载、诊断,以及生成安装包")
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


@addin.command("install", help="把加载项装进当前用户的 Excel 和 WPS,不需要管理员权限")
@click.option("--folder", type=FILE, help="装到这个文件夹,不管有没有发现 Excel")
def install(folder: Path | None) -> int:
    """Put the add-in where Excel finds it."""
    from xltool.addin.install import install as installed

    return _tell(installed(folder=folder))


@addin.command("uninstall", help="删除安装时写入的文件,别的不动")
@click.option("--purge", is_flag=True, help="撤销记录和设置也删除")
def uninstall(purge: bool) -> int:
    """Take the add-in away."""
    from xltool.addin.uninstall import uninstall as uninstalled

    return _tell(uninstalled(purge=purge))


@addin.command("doctor", help="诊断:加载项为什么不出现、不工作,各有办法;只看不改,不联网")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def doctor(form: str) -> int:
    """Look at everything that could keep the add-in from working."""
    from xltool.addin.doctor import diagnose, is_well, to_json

    found = diagnose()
    if form == "json":
        say(to_json(found))
    else:
        for diagnosis in found:
            say(str(diagnosis))
    return Exit.DONE if is_well(found) else Exit.REPORTED


@addin.command("kit", help="做离线安装包:一个文件夹,在没有网络的电脑上双击就能安装")
@click.option("--out", type=FILE, required=True, help="写到哪个新文件夹")
@click.option("--wheels", type=FILE, help="从这个文件夹取组件(.whl),不联网")
@click.option("--platform", default="", help="目标电脑,如 win_amd64;默认与本机相同")
@click.option("--python", default="", help="目标电脑的 Python 版本,如 3.11;默认与本机相同")
def kit(out: Path, wheels: Path | None, platform: str, python: str) -> int:
    """Write a folder that installs without a network."""
    from xltool.addin.kit import make_kit
    from xltool.addin.kit_wheels import Target

    with working("取组件 …", quiet=False):
        written = make_kit(out, Target(platform, python), wheels)
    size = sum(path.stat().st_size for path in written) / 1e6
    say(f"已生成:{out}({len(written)} 个文件,{size:.0f} MB;说明见 {out / '说明.txt'})")
    return Exit.DONE


@addin.command("freeze", help="做成独立程序,给没有 Python 的电脑用(需要 PyInstaller)")
@click.option("--out", type=FILE, required=True, help="写到哪个新文件夹")
def freeze(out: Path) -> int:
    """Write a program that needs no Python."""
    from xltool.addin.freeze import freeze as frozen

    with working("PyInstaller …", quiet=False):
        program = frozen(out)
    files = (path for path in out.rglob("*") if path.is_file() and not path.is_symlink())
    size = sum(path.stat().st_size for path in files) / 1e6
    say(f"已生成:{program}(整个文件夹 {size:.0f} MB,一起拷走;说明见 {out / '说明.txt'})")
    return Exit.DONE


def _tell(steps: Sequence[Step]) -> int:
    from xltool.addin.install_steps import Outcome

    for step in steps:
        say(str(step))
    return Exit.REPORTED if any(step.outcome is Outcome.LEFT for step in steps) else Exit.DONE
