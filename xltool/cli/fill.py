"""``xltool fill``: the official workbook from entered figures."""

from __future__ import annotations

from pathlib import Path

import click

from xltool.cli.console import FILE, Exit, output_option, say, target_of
from xltool.model.book import Remark
from xltool.model.finding import Severity
from xltool.package import writable


@click.command(help="用录入数填官方表格(.csv、.xlsx 或 .json),合计为活公式")
@click.argument("data", type=FILE)
@output_option
@click.option("--edition", default="shanxi/2024", show_default=True, help="版式")
@click.option(
    "--unit",
    type=click.Choice(["元", "万元"]),
    default="万元",
    show_default=True,
    help="数值的单位",
)
@click.option("--unit-name", help="单位名称")
@click.option("--year", type=int, help="年度,默认随版式")
@click.option("--codes", type=FILE, help="科目名称表(code,name)")
@click.option("--as-published", is_flag=True, help="连同合计照原样填入,用于核对已公开的数")
def fill(
    data: Path,
    output: Path | None,
    edition: str,
    unit: str,
    unit_name: str | None,
    year: int | None,
    codes: Path | None,
    as_published: bool,
) -> int:
    """Write the official workbook filled with DATA; print what was noticed."""
    from xltool import pipeline

    target = target_of(data, output, suffix="公开表", ending=".xlsx")
    if codes is not None:
        writable(target, ".xlsx", codes)
    book = pipeline.fill(
        data,
        edition=edition,
        unit=unit,
        unit_name=unit_name,
        year=year,
        codes=codes,
        as_published=as_published,
    )
    pipeline.save(book, target)
    for remark in book.remarks:
        say(f"[{remark.severity.label}] {remark.message}")
    say(f"已填好:{target}")
    return Exit.REPORTED if any(_is_reported(remark) for remark in book.remarks) else Exit.DONE


def _is_reported(remark: Remark) -> bool:
    """Advice alone leaves the status at 0; a total that disagrees never does, tail or not."""
    return remark.severity is not Severity.HINT or remark.code.startswith("fill.total")
