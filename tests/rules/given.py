"""Books written as lines of text: "T03 201 本年支出合计 715.32"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from xltool import editions
from xltool.editions.schema import TableKind, TableSpec
from xltool.model.amount import round_half_up
from xltool.model.book import TOTAL_ROW, Address, Book, Cell, Row, RowKind, Table
from xltool.model.finding import CheckResult, Finding, Verdict
from xltool.rules import check_tables

EDITION = editions.load("shanxi/2024")
SHORT = {f"T{number:02}": f"公开{number:02}表" for number in range(1, 11)} | {"分析": "分析"}
STATEMENT = "本表无数据"


def book(text: str, *, as_published: bool = True, names: dict[str, str] | None = None) -> Book:
    """A Book of the tables that ``text`` names, one figure a line.

    A line is table, row ("-" in 公开09表), column, value. The value may begin with "~" (a
    live formula), be "=words" (words stand there), "0.00", or "96.58<96.583341" (stored
    behind what is shown).
    """
    figures: dict[str, dict[tuple[str, str], Cell]] = {id_: {} for id_ in SHORT.values()}
    for line in filter(None, (line.strip() for line in text.splitlines())):
        short, row, column, value = line.split(maxsplit=3)
        figures[SHORT[short]]["" if row == "-" else row, column] = _cell(value)
    tables = {
        id_: _table(EDITION.tables[id_], cells, names or {})
        for id_, cells in figures.items()
        if cells
    }
    return Book("shanxi/2024", tables, "示例单位", 2024, as_published=as_published)


def check(text: str, *, as_published: bool = True) -> CheckResult:
    """The check of the Book that ``text`` gives, less that other tables are missing."""
    result = check_tables(book(text, as_published=as_published), EDITION)
    told = tuple(finding for finding in result.findings if finding.rule != "tables.missing")
    return replace(result, findings=told)


def only(findings: Iterable[Finding]) -> Finding:
    """The single finding there is."""
    (finding,) = findings
    return finding


def of_rule(result: CheckResult, rule: str) -> list[Finding]:
    """The findings of one rule."""
    return [finding for finding in result.findings if finding.rule == rule]


def verdicts(result: CheckResult) -> list[Verdict]:
    """The verdicts of all findings."""
    return [finding.verdict for finding in result.findings]


def places(finding: Finding) -> list[str]:
    """Where a finding points, as "公开03表 201 项目支出"."""
    found = []
    for place in finding.where:
        assert not hasattr(place, "quote")
        found.append(" ".join(part for part in (place.table, place.row, place.column) if part))
    return found


def without(text_book: Book, table: str) -> Book:
    """The Book less one table."""
    tables = {id_: found for id_, found in text_book.tables.items() if id_ != SHORT[table]}
    return replace(text_book, tables=tables)


def _cell(value: str) -> Cell:
    if value.startswith("="):
        return Cell(None, text=value[1:])
    live = value.startswith("~")
    shown, _, stored = value.removeprefix("~").partition("<")
    decimals = len(shown.partition(".")[2])
    behind = Decimal(stored) if stored else Decimal(shown)
    assert round_half_up(behind, decimals) == Decimal(shown)
    return Cell(Decimal(shown), decimals, stored=behind, live=live)


def _table(spec: TableSpec, cells: dict[tuple[str, str], Cell], names: dict[str, str]) -> Table:
    return Table(
        spec.id,
        spec.title,
        _rows(spec, [row for row, _ in cells], names),
        cells,
        sheet=spec.sheet,
        unit_name="示例单位",
        year=2024,
        empty_statement=None if cells else STATEMENT,
    )


def _rows(spec: TableSpec, used: list[str], names: dict[str, str]) -> tuple[Row, ...]:
    if spec.kind is TableKind.CODES:
        total = Row(TOTAL_ROW, TOTAL_ROW, RowKind.TOTAL)
        codes = sorted({key for key in used if key != TOTAL_ROW})
        return (
            total,
            *(
                Row(code, names.get(code, ""), RowKind.CODE, code, Address(spec.sheet, f"B{at}"))
                for at, code in enumerate(codes, 9)
            ),
        )
    if spec.kind is TableKind.SINGLE:
        return (Row("", ""),)
    return tuple(Row(line.key, line.label, RowKind.LINE, line.code) for line in spec.lines)
