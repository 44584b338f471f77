"""``xltool fill``: the official workbook from entered figures."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from xltool.cli.console import Exit, say, target_of
from xltool.model.finding import Severity


class AmountUnit(StrEnum):
    """Units in which DATA may state amounts."""

    YUAN = "元"
    WAN = "万元"


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command("fill", help="用录入数填官方表格(.csv、.xlsx 或 .json),合计为活公式")(fill)


def fill(
    data: Annotated[
        Path, typer.Argument(metavar="DATA", help="录入数:table,row,column,value(表,行,栏,数值)")
    ],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="写到哪里")] = None,
    edition: Annotated[str, typer.Option(help="版式")] = "shanxi/2024",
    unit: Annotated[AmountUnit, typer.Option(help="数值的单位")] = AmountUnit.WAN,
    unit_name: Annotated[str | None, typer.Option(help="单位名称")] = None,
    year: Annotated[int | None, typer.Option(help="年度,默认随版式")] = None,
    codes: Annotated[Path | None, typer.Option(help="科目名称表:code,name")] = None,
    as_published: Annotated[
        bool, typer.Option("--as-published", help="连同合计照原样填入,用于核对已公开的数")
    ] = False,
) -> int:
    """Write the official workbook filled with DATA; print what was noticed."""
    from xltool import pipeline

    target = target_of(data, output, suffix="公开表", ending=".xlsx")
    book = pipeline.fill(
        data,
        edition=edition,
        unit=unit.value,
        unit_name=unit_name,
        year=year,
        codes=codes,
        as_published=as_published,
    )
    pipeline.save(book, target)
    for remark in book.remarks:
        say(f"[{remark.severity.label}] {remark.message}")
    say(f"已填好:{target}")
    reported = any(remark.severity is not Severity.HINT for remark in book.remarks)
    return Exit.REPORTED if reported else Exit.DONE
