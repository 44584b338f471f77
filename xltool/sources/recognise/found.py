"""What recognising the rows and columns of one region came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xltool.model.book import Cell, Row


@dataclass(frozen=True, slots=True)
class Repeated:
    """A row key met a second time: both sheet rows."""

    key: str
    first: int
    again: int


@dataclass(frozen=True)
class Found:
    """Rows and cells of a table, where its figures begin, and what takes no part in it."""

    rows: tuple[Row, ...]
    cells: Mapping[tuple[str, str], Cell]
    body_top: int
    """First sheet row of figures; labels of columns stand above it."""
    aside: frozenset[int] = frozenset()
    """Sheet columns of codes, names and 行次: numbers in them are no figures."""
    repeated: tuple[Repeated, ...] = ()
    unclear: tuple[tuple[int, str], ...] = field(default=())
    """Labels that could be several rows: sheet row and label."""
    inferred: tuple[str, ...] = ()
    """Rows and columns of recognised text known by 行次, 栏次 or order, not by their label."""
