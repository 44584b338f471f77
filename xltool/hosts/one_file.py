"""What a check of several files has to say about one of them."""

from __future__ import annotations

from dataclasses import replace

from xltool.model.book import Book, Table
from xltool.model.finding import CellPlace, Place
from xltool.report import Report


def part_of(report: Report, own: Book | None) -> Report:
    """``report`` as far as it can be marked in one of the files that were checked together.

    Findings are all kept, with the places that are in the file; cells of tables that were
    taken from another one lose their address, which means nothing here.

    Args:
        report: on several files read together.
        own: the Book of the one file alone; None where it has no tables.
    """
    tables = {
        id_: table
        for id_, table in report.book.tables.items()
        if own is not None and _is_same(table, own.tables.get(id_))
    }

    def local(place: Place) -> Place:
        if isinstance(place, CellPlace) and place.table not in tables:
            return replace(place, sheet=None, address=None)
        return place

    findings = tuple(
        replace(finding, where=tuple(map(local, finding.where))) for finding in report.findings
    )
    return replace(report, findings=findings, book=replace(report.book, tables=tables))


def _is_same(table: Table, own: Table | None) -> bool:
    """Whether both say the same in the same places."""
    return own is not None and table.cells == own.cells
