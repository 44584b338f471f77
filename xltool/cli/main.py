"""The console script: commands put together, and every failure told in one line."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Sequence

import click

from xltool.cli import addin, check, demo, editions, fill, publish, recompute, rules, unmark
from xltool.cli.console import Exit, complain, use_utf8
from xltool.model.errors import XltoolError

HELP = """部门/单位决算公开:填官方表格、重算合计与占比、核对各表与情况说明、标出每一处不符。

\b
先试一试:
  xltool demo
填表:
  xltool fill 数据.csv -o 公开表.xlsx
核对,并写出标记副本和网页报告:
  xltool check 公开表.xlsx --narrative 情况说明.docx --highlight 核对.xlsx --report 核对.html
  xltool check 决算公开.pdf --highlight 核对.pdf

\b
退出状态:
  0  没有不符(或已完成)
  1  有不符(或有需要看的事项)
  2  输入或参数不能用
  3  程序自身出错
"""


@click.group(help=HELP)
@click.version_option(package_name="xltool", message="xltool %(version)s")
def app() -> None:
    """Hold the commands."""


for command in (
    demo.demo,
    fill.fill,
    recompute.recompute,
    check.check,
    unmark.unmark,
    publish.publish,
    rules.rules,
    editions.editions,
    addin.addin,
):
    app.add_command(command)


def run(arguments: list[str] | None = None) -> None:
    """Run the command line and leave with the contract's exit status."""
    use_utf8()
    sys.exit(status_of(arguments))


def status_of(arguments: list[str] | None = None) -> int:
    """Exit status of one run; whatever goes wrong is one line on standard error."""
    try:
        result = app.main(args=arguments, prog_name="xltool", standalone_mode=False)
    except (XltoolError, OSError) as error:
        complain(f"xltool: {_system(error) if isinstance(error, OSError) else error}")
        return Exit.UNUSABLE
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return Exit.UNUSABLE
    except click.ClickException as error:
        complain(f"xltool: {_explain(error)}(用法见 xltool --help)")
        return Exit.UNUSABLE
    except (click.Abort, KeyboardInterrupt):
        complain("xltool: 已中止,没有写完的文件不会留下")
        return Exit.UNUSABLE
    except Exception as error:
        if os.environ.get("XLTOOL_DEBUG"):
            raise
        complain(
            f"xltool: 程序内部错误 {type(error).__name__}: {error}"
            "(输入文件未改动;设 XLTOOL_DEBUG=1 再运行可见详情)"
        )
        return Exit.FAULT
    return result if isinstance(result, int) else Exit.DONE


def _system(error: OSError) -> str:
    """What the operating system refused."""
    where = error.filename or "屏幕输出"
    return f"读写 {where} 时系统报错:{error.strerror},请检查磁盘空间和权限"


def _explain(error: click.ClickException) -> str:
    """What click refused, in Chinese."""
    match error:
        case click.NoSuchOption():
            return f"没有选项 {error.option_name}{_perhaps(error.possibilities or ())}"
        case click.MissingParameter():
            return f"缺少参数 {_shown(error)}"
        case click.BadParameter():
            return f"参数 {_shown(error)} {_wanted(error)}"
        case click.UsageError() if error.message.startswith("No such command"):
            given = error.message.split("'")[1]
            return f"没有命令 {given}{_perhaps(difflib.get_close_matches(given, app.commands))}"
        case _:
            return f"参数有误:{error.format_message()}"


def _perhaps(close: Sequence[str]) -> str:
    return f",是不是 {'、'.join(close)}" if close else ""


def _wanted(error: click.BadParameter) -> str:
    """What an option takes, for the kinds of options there are."""
    kind = error.param.type if error.param else None
    if isinstance(kind, click.Choice):
        return f"只能是 {'、'.join(map(str, kind.choices))}"
    return "应是整数" if kind is click.INT else f"的值不能用:{error.message}"


def _shown(error: click.BadParameter) -> str:
    """The option or argument as the user writes it."""
    if error.param is None:
        return ""
    if isinstance(error.param, click.Option) or error.ctx is None:
        return error.param.opts[-1]
    return error.param.make_metavar(error.ctx)
