"""The cells of a Word table by row and column, merges resolved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from xltool.package.markup import local
from xltool.package.word_markup import WRAPPERS, w
from xltool.sources.document import TableCell, Trace

if TYPE_CHECKING:
    from lxml.etree import _Element as Element

_WIDEST = 256
"""Columns that one cell spans at most; more is damage."""


class CellContent(NamedTuple):
    """What stands in a cell, one paragraph a line, and where."""

    text: str
    trace: Trace


def laid_out(
    table: Element, content: Callable[[Element], CellContent]
) -> dict[tuple[int, int], TableCell]:
    """The cells of ``table`` by row and column from 1.

    A cell merged with the one above only makes that one taller (17.4.84 of ECMA-376 part
    1), one merged with the one left of it (the older hMerge) only makes that one wider.
    Rows that tracking deleted are not there.
    """
    cells: dict[tuple[int, int], TableCell] = {}
    owners: dict[int, tuple[int, int]] = {}
    for row, row_element in enumerate(_rows(table), 1):
        column = 1 + _number(row_element, "trPr", "gridBefore")
        last: tuple[int, int] | None = None
        for cell in _inside(row_element, "tc"):
            span = min(max(_number(cell, "tcPr", "gridSpan"), 1), _WIDEST)
            if last and _value(cell, "hMerge") == "continue":
                cells[last] = replace(cells[last], columns=cells[last].columns + span)
            elif _value(cell, "vMerge") == "continue" and column in owners:
                owner = cells[owners[column]]
                cells[owners[column]] = replace(owner, rows=row - owner.row + 1)
                last = None
            else:
                text, trace = content(cell)
                last = (row, column)
                cells[last] = TableCell(row, column, text, trace, 1, span)
                owners[column] = last
            column += span
    return cells


def _rows(table: Element) -> Iterator[Element]:
    for row in _inside(table, "tr"):
        deleted = row.find(f"{w('trPr')}/{w('del')}")
        if deleted is None:
            yield row


def _inside(parent: Element, name: str) -> Iterator[Element]:
    """The children called ``name``, content controls and the like opened."""
    for child in parent:
        if local(child) == name:
            yield child
        elif local(child) in WRAPPERS:
            yield from _inside(child, name)


def _number(element: Element, properties: str, name: str) -> int:
    found = element.find(f"{w(properties)}/{w(name)}")
    value = found.get(w("val"), "") if found is not None else ""
    return min(int(value), _WIDEST) if value.isdigit() else 0


def _value(cell: Element, name: str) -> str:
    """The kind of merge: "restart", "continue" (also where none is written), "" for none."""
    found = cell.find(f"{w('tcPr')}/{w(name)}")
    return "" if found is None else found.get(w("val"), "continue")
