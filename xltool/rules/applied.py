"""What the table checks looked at, whether or not they found anything."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from xltool.editions.schema import Edition
from xltool.model.applied import Applied
from xltool.model.book import Book, CellId
from xltool.rules.analysis import applied_analysis
from xltool.rules.identities import applied_identities
from xltool.rules.mistyped import put_right


def applied_rules(book: Book, edition: Edition) -> tuple[Applied, ...]:
    """Every identity and every computed cell of 分析 that says something, with its verdict.

    As in the checks, everything but a mistyped code is judged as if the code were right.
    """
    meant, _ = put_right(book, edition)
    applied = (*applied_identities(meant, edition), *applied_analysis(meant, edition))
    return applied if meant is book else tuple(_as_typed(applied, meant, book))


def _as_typed(applied: Iterable[Applied], meant: Book, book: Book) -> Iterator[Applied]:
    """With the cells of a mistyped row named by the code that stands there."""
    typed = {
        cell.address: CellId(table.id, *key)
        for table in book.tables.values()
        for key, cell in table.cells.items()
        if cell.address is not None
    }

    def own(at: CellId) -> CellId:
        cell = meant.cell(at)
        return typed.get(cell.address, at) if cell and cell.address else at

    return (replace(one, cells=frozenset(map(own, one.cells))) for one in applied)
