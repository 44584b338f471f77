"""Recognised tables as a Book: what one table leaves out it takes from the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from xltool.editions.schema import Edition
from xltool.model.book import Book, Table
from xltool.sources.grid import Grid
from xltool.sources.recognise import choose_edition, recognise

_Value = TypeVar("_Value")


def recognised_book(
    grids: Sequence[Grid], edition: Edition | None = None, *, as_published: bool = True
) -> Book | None:
    """The Book of the tables that the grids hold; None where none is recognised.

    Args:
        grids: the tables.
        edition: the form; default the one of which most is printed.
        as_published: whether totals are as typed.
    """
    edition = edition or choose_edition(grids)
    found = recognise(grids, edition)
    if not found.tables:
        return None
    unit_name = most([table.unit_name for table in found.tables.values()])
    year = most([table.year for table in found.tables.values()])
    return Book(
        edition.id,
        completed(found.tables, unit_name, year),
        unit_name,
        year,
        found.amount_unit or edition.amount_unit,
        as_published=as_published,
        remarks=found.remarks,
        loose=found.loose,
    )


def completed(
    tables: Mapping[str, Table], unit_name: str | None, year: int | None
) -> dict[str, Table]:
    """Tables that leave out unit or year, with those of the others."""
    return {
        key: replace(table, unit_name=table.unit_name or unit_name, year=table.year or year)
        for key, table in tables.items()
    }


def most(values: Sequence[_Value | None]) -> _Value | None:
    """The value that is given most often; the first of several."""
    given = [value for value in values if value is not None]
    return max(given, key=given.count, default=None)
