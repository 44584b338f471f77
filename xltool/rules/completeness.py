"""Whether the set of tables is whole: every table there, empty ones saying so, one head."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from xltool.editions.schema import Edition, TableSpec
from xltool.model.book import Book, Table
from xltool.model.finding import CellPlace, Finding, Severity, Tally, Verdict

MISSING = "tables.missing"
EMPTY = "tables.empty-unsaid"
CONTRADICTED = "tables.empty-contradicted"
YEAR = "tables.year"
UNIT_NAME = "tables.unit-name"


def check_completeness(book: Book, edition: Edition) -> tuple[list[Finding], Tally]:
    """Findings on missing and empty tables and their heads; the tally counts tables."""
    findings: list[Finding] = []
    expected = [spec for spec in edition.tables.values() if spec.sheet != edition.analysis_sheet]
    for spec in expected:
        findings += _of_table(book.tables.get(spec.id), spec)
    findings += _heads(book, [spec.id for spec in expected])
    red = sum(finding.verdict is Verdict.MISMATCH for finding in findings)
    grey = len(findings) - red
    held = max(len(expected) - red - grey, 0)
    return findings, Tally(consistent=held, mismatch=red, unchecked=grey)


def _of_table(table: Table | None, spec: TableSpec) -> Iterator[Finding]:
    if table is None:
        yield Finding(
            MISSING,
            Verdict.UNCHECKED,
            Severity.WARNING,
            f"没有找到 {spec.name}:与它有关的勾稽未核对;空表也应保留",
            where=(CellPlace(spec.id, "", ""),),
        )
    elif table.is_empty and spec.empty_statement and not table.empty_statement:
        wanted = spec.empty_statement_of(table.unit_name)
        yield Finding(
            EMPTY,
            Verdict.UNCHECKED,
            Severity.WARNING,
            f"{spec.name} 没有数据,也没有注明“{wanted}”:请补上说明",
            where=(CellPlace(spec.id, "", "", sheet=table.sheet),),
        )
    elif table.empty_statement and not table.is_empty:
        yield Finding(
            CONTRADICTED,
            Verdict.MISMATCH,
            Severity.ERROR,
            f"{spec.name} 注明“{table.empty_statement}”,表中却有数:请删去说明或核对数据",
            where=(CellPlace(spec.id, "", "", sheet=table.sheet), *_figures(table)),
        )


def _figures(table: Table) -> Iterator[CellPlace]:
    """The first figures of a table that says it has none."""
    shown = [(at, cell) for at, cell in table.cells.items() if cell.value][:3]
    for (row, column), cell in shown:
        address = cell.address.cell if cell.address else None
        yield CellPlace(table.id, row, column, sheet=table.sheet, address=address)


def _heads(book: Book, ids: list[str]) -> Iterator[Finding]:
    """Tables whose year or unit name is another one than the document's."""
    tables = [book.tables[id_] for id_ in ids if id_ in book.tables]
    year = book.year or _most_common([str(table.year) for table in tables if table.year])
    name = book.unit_name or _most_common([t.unit_name for t in tables if t.unit_name])
    for table in tables:
        where = (CellPlace(table.id, "", "", sheet=table.sheet),)
        if table.year and year and str(table.year) != str(year):
            yield Finding(
                YEAR,
                Verdict.MISMATCH,
                Severity.ERROR,
                f"{table.id} 表头年度为 {table.year},其他各处为 {year}",
                where=where,
            )
        if table.unit_name and name and _bare(table.unit_name) != _bare(name):
            yield Finding(
                UNIT_NAME,
                Verdict.UNCHECKED,
                Severity.WARNING,
                f"{table.id} 表头单位为“{table.unit_name}”,其他各处为“{name}”:请核实",
                where=where,
            )


def _most_common(values: list[str]) -> str | None:
    return Counter(values).most_common(1)[0][0] if values else None


def _bare(name: str) -> str:
    return "".join(name.split())
