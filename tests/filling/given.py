"""Entries written down in a test: one figure a line, ``table row column value``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from xltool import editions
from xltool.editions.schema import Edition
from xltool.model.amount import Amount, Unit
from xltool.model.book import Book, Cell, CellId
from xltool.model.entries import Entries, Entry

EDITION: Edition = editions.load("shanxi/2024")


def entries(
    text: str,
    unit: Unit = Unit.WAN,
    unit_name: str | None = "示例单位甲",
    year: int | None = None,
    names: Mapping[str, str] | None = None,
) -> Entries:
    """Entries of lines such as "03 2010607 项目支出 96.58"; "-" is the row of 公开09表.

    "分析" stands for itself where a table's number is not given.
    """
    figures = tuple(
        _entry(line, number, unit) for number, line in enumerate(text.strip().splitlines(), 1)
    )
    return Entries(unit, figures, unit_name, year, names or {}, "数据.csv")


def _entry(line: str, number: int, unit: Unit) -> Entry:
    table, row, column, value = line.split()
    cell = CellId(f"公开{table}表" if table.isdigit() else table, row.strip("-"), column)
    printed = Decimal(value)
    own = _unit(cell, unit)
    exponent = printed.as_tuple().exponent
    decimals = max(-exponent if isinstance(exponent, int) else 0, 0)
    return Entry(cell, Amount(printed, own, decimals), f"数据.csv 第{number}行")


def _unit(cell: CellId, unit: Unit) -> Unit:
    spec = EDITION.tables.get(cell.table)
    lines = spec.lines if spec else ()
    own = next((line.unit for line in lines if line.key == cell.row), Unit.WAN)
    return unit if own.is_amount else own


def at(book: Book, text: str) -> Cell | None:
    """The cell named as in ``entries`` ("03 201 项目支出"), without its address."""
    table, row, column = text.split()
    name = f"公开{table}表" if table.isdigit() else table
    found = book.cell(CellId(name, row.strip("-"), column))
    return replace(found, address=None) if found else None


def shown(book: Book, text: str) -> Decimal | None:
    """What the cell shows; None where the Book has none."""
    cell = at(book, text)
    return cell.value if cell else None
