"""The console script: commands put together, and every failure told in one line."""

from __future__ import annotations

import os
import sys

import click
import typer

from xltool.cli import check, demo, editions, fill, publish, recompute, rules, unmark
from xltool.cli.console import Exit, complain, use_utf8
from xltool.model.errors import XltoolError

app = typer.Typer(
    name="xltool",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=(
        "部门/单位决算公开:填官方表格、重算合计与占比、核对各表与情况说明、标出每一处不符。\n\n"
        "先试一试:xltool demo\n\n"
        "填表:xltool fill 数据.csv -o 公开表.xlsx\n\n"
        "核对:xltool check 公开表.xlsx --narrative 情况说明.docx --highlight 核对.xlsx\n\n"
        "退出状态:0 没有不符(或已完成);1 有不符(或有需要看的事项);"
        "2 输入或参数不能用;3 程序自身出错。"
    ),
)
for command in (demo, fill, recompute, check, unmark, publish):
    command.register(app)
app.add_typer(rules.app, name="rules", help="列出核对规则,或看一条规则的依据与例子")
app.add_typer(editions.app, name="editions", help="列出已知的版式,看一个版式,或检查版式文件")


def run(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with the contract's exit status."""
    use_utf8()
    sys.exit(status_of(arguments))


def status_of(arguments: list[str] | None = None) -> int:
    """Exit status of one run; whatever goes wrong is one line on standard error."""
    try:
        result = typer.main.get_command(app).main(
            args=arguments, prog_name="xltool", standalone_mode=False
        )
    except XltoolError as error:
        complain(f"xltool: {error}")
        return Exit.UNUSABLE
    except click.exceptions.NoArgsIsHelpError as error:
        complain(error.format_message())
        return Exit.UNUSABLE
    except click.ClickException as error:
        complain(f"xltool: 参数有误:{error.format_message()}(用法见 xltool --help)")
        return Exit.UNUSABLE
    except (click.Abort, KeyboardInterrupt):
        complain("xltool: 已中止,没有写出任何文件")
        return Exit.UNUSABLE
    except Exception as error:
        if os.environ.get("XLTOOL_DEBUG"):
            raise
        complain(
            f"xltool: 程序内部错误 {type(error).__name__}: {error}"
            "(文件未改动;设 XLTOOL_DEBUG=1 再运行可见详情)"
        )
        return Exit.FAULT
    return result if isinstance(result, int) else Exit.DONE
