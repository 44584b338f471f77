"""``xltool editions``: the forms known, and whether their files are well formed."""

from __future__ import annotations

from typing import Annotated

import typer

from xltool.cli.console import Exit, complain, say

app = typer.Typer(add_completion=False, no_args_is_help=True, rich_markup_mode=None)


@app.command("list", help="列出已知的版式")
def list_editions() -> int:
    """Print one line an edition."""
    from xltool import editions

    for edition_id in editions.available():
        edition = editions.load(edition_id)
        say(f"{edition.id}\t{edition.title}\t{edition.amount_unit}\t{len(edition.tables)} 张表")
    return Exit.DONE


@app.command("show", help="看一个版式:各表、列、录入行与合计行")
def show(edition_id: Annotated[str, typer.Argument(metavar="EDITION")] = "shanxi/2024") -> int:
    """Print the tables of one edition."""
    from xltool import editions

    edition = editions.load(edition_id)
    say(f"{edition.id} {edition.title} {edition.year}年度 金额单位:{edition.amount_unit}")
    for table in edition.tables.values():
        say(f"{table.id} {table.title}")
        say(f"    栏:{'、'.join(column.key for column in table.columns)}")
        if table.lines:
            entered = sum(line.role == "entered" for line in table.lines)
            say(f"    行:{len(table.lines)} 行,其中录入 {entered} 行")
        else:
            say("    行:合计,及单位所用的类、款、项")
    say(f"勾稽关系 {len(edition.identities)} 条,见 xltool rules list")
    return Exit.DONE


@app.command("validate", help="检查版式文件是否合格,一次列出全部问题")
def validate(
    edition_ids: Annotated[list[str] | None, typer.Argument(metavar="[EDITION]...")] = None,
) -> int:
    """Load each edition; print every error of a malformed one."""
    from xltool import editions

    status = Exit.DONE
    for edition_id in edition_ids or editions.available():
        try:
            editions.load(edition_id)
        except editions.EditionError as error:
            status = Exit.UNUSABLE
            for line in error.errors:
                complain(f"{edition_id}: {line}")
        else:
            say(f"{edition_id} 合格")
    return status
