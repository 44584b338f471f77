"""How cells and sums are named in messages, and where findings point."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from xltool.editions.derivations import Signed, joined, names
from xltool.model.book import Book, CellId, Row, Table
from xltool.model.finding import CellPlace

SHOWN_TERMS = 6
"""A longer sum is named by its first terms and how many there are."""
_NUMBERING = re.compile(r"^(?:[一二三四五六七八九十]+、|[((][一二三四五六七八九十]+[))])\s*")
"""What stands before a label on the form: "一、", "(一)"."""


@dataclass(frozen=True)
class Words:
    """Names of the cells of one Book."""

    book: Book

    @cached_property
    def _labels(self) -> dict[tuple[str, str], str]:
        return {
            (id_, row.key): _NUMBERING.sub("", row.label.strip())
            for id_, table in self.book.tables.items()
            for row in table.rows
        }

    def cell(self, at: CellId) -> str:
        """公开03表 201 一般公共服务支出 本年支出合计 C9."""
        label = self._labels.get((at.table, at.row), "")
        place = self.place(at)
        parts = (at.table, at.row, "" if label == at.row else label, at.column, place.address or "")
        return " ".join(part for part in parts if part)

    def nothing(self, cells: Iterable[CellId]) -> str:
        """What to say of cells without a figure: they are empty, or have no row at all."""
        absent = all((at.table, at.row) not in self._labels for at in cells)
        return "没有这一行" if absent else "为空"

    def place(self, at: CellId) -> CellPlace:
        """Where a cell stands; without an address where the workbook is not known."""
        table = self.book.tables.get(at.table)
        cell = self.book.cell(at)
        if cell is not None and cell.address is not None:
            return CellPlace(*at, sheet=cell.address.sheet, address=cell.address.cell)
        return CellPlace(*at, sheet=table.sheet if table else None)

    def sum(self, anchor: CellId, terms: Sequence[Signed]) -> str:
        """Terms named beside ``anchor``: what they share with it is left out."""
        if len(terms) == 1 and terms[0][0].table != anchor.table and terms[0][1] == 1:
            return self.cell(terms[0][0])
        shown = terms[:SHOWN_TERMS]
        more = f"等{len(terms)}项" if len(terms) > SHOWN_TERMS else ""
        if all(at.table == anchor.table for at, _ in shown):
            if all(at.row == anchor.row for at, _ in shown):
                common = _common_head([anchor.column, *(at.column for at, _ in shown)])
                return joined([(at.column.removeprefix(common), sign) for at, sign in shown]) + more
            if all(at.column == anchor.column for at, _ in shown):
                return joined([(self._row(at), sign) for at, sign in shown]) + more
        return names(shown) + more

    def _row(self, at: CellId) -> str:
        """The row of a sum's term: 行次 with its word, a code alone."""
        return f"{at.row}行" if at.row.isdigit() and len(at.row) < len("201") else at.row


def _common_head(columns: Sequence[str]) -> str:
    """The upper labels that nested columns share, with the "/" behind them."""
    heads = [column.split("/")[:-1] for column in columns]
    shared: list[str] = []
    for labels in zip(*heads, strict=False):
        if len(set(labels)) > 1:
            break
        shared.append(f"{labels[0]}/")
    return "".join(shared)


def row_place(table: Table, row: Row) -> CellPlace:
    """The row's label as a place."""
    address = row.address
    if address is None:
        return CellPlace(table.id, row.key, "", sheet=table.sheet)
    return CellPlace(table.id, row.key, "", sheet=address.sheet, address=address.cell)


def listed(words: Iterable[str], most: int = 4) -> str:
    """The first of them, and how many there are if there are more."""
    every = list(words)
    if len(every) <= most:
        return "、".join(every)
    return f"{'、'.join(every[:most])}等{len(every)}处"
