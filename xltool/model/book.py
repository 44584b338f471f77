"""The Book: one unit's tables of one year, addressed by table, row and column.

A1 addresses appear only as the place a cell was read from or will be written to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from xltool.model.amount import Unit
from xltool.model.finding import Place, Severity

if TYPE_CHECKING:
    from xltool.model.loose import LooseTable

TOTAL_ROW = "合计"
"""Row key of the total row in a table of codes."""


class CellId(NamedTuple):
    """A cell by meaning: table id (公开03表), row key, column key.

    Row key: the 行次 as text ("27"), a code ("2010607"), a label ("合计",
    "人员经费合计"), or "" in a table of one row. Column key: the label, nested
    labels joined by "/" ("决算数/公务用车购置及运行维护费/小计").
    """

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return " ".join(part for part in self if part)


@dataclass(frozen=True, slots=True)
class Address:
    """Where a cell stands in a workbook."""

    sheet: str
    cell: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table.

    ``value`` is what the cell states: the stored number under its number format,
    in the unit of its row; None when empty. ``stored`` is the exact number behind
    it (a figure entered in 元 keeps six decimals of 万元). ``live`` cells are
    computed by a formula. ``text`` is what stands there instead of a number.
    """

    value: Decimal | None
    decimals: int = 2
    stored: Decimal | None = None
    live: bool = False
    formula: str | None = None
    text: str | None = None
    address: Address | None = None

    @property
    def exact(self) -> Decimal:
        """The number to calculate with; an empty cell is 0."""
        if self.stored is not None:
            return self.stored
        return self.value if self.value is not None else Decimal(0)


class RowKind(StrEnum):
    """What a row of a table is."""

    TOTAL = "total"
    CODE = "code"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table as read or filled: key, printed label, code if it has one."""

    key: str
    label: str
    kind: RowKind = RowKind.LINE
    code: str | None = None
    address: Address | None = None
    """Where the row's label stands."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its rows in order and its cells by (row key, column key)."""

    id: str
    title: str
    rows: tuple[Row, ...]
    cells: Mapping[tuple[str, str], Cell]
    sheet: str | None = None
    unit: Unit = Unit.WAN
    unit_name: str | None = None
    year: int | None = None
    empty_statement: str | None = None
    """The sentence that says the table has no data, if it stands there."""
    partial: bool = False
    """Only some of its figures are known: one that it lacks is unknown, not 0."""

    @property
    def name(self) -> str:
        """Id and title for messages, once where the form calls its tables by their titles."""
        return self.title if self.id == self.title else f"{self.id} {self.title}"

    def cell(self, row: str, column: str) -> Cell | None:
        """The cell at row key and column key, None where the table has none."""
        return self.cells.get((row, column))

    @property
    def is_empty(self) -> bool:
        """No figure other than zero stands in the table."""
        return not any(cell.value or cell.text for cell in self.cells.values())

    def codes(self) -> Iterator[Row]:
        """The rows of codes, in the order they stand."""
        return (row for row in self.rows if row.kind is RowKind.CODE)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something noticed while reading or filling: nothing is dropped without one."""

    code: str
    """Stable id such as "read.duplicate-row"; becomes the rule id of a finding."""
    message: str
    severity: Severity
    where: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One non-empty paragraph of a narrative as given, before any repair."""

    text: str
    index: int
    address: Address | None = None
    """Its cell when the narrative stands in a sheet."""


@dataclass(frozen=True, slots=True)
class Narrative:
    """The 情况说明 of one unit, as given."""

    paragraphs: tuple[Paragraph, ...]
    source: str
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """All recognised tables of one unit and year."""

    edition: str
    tables: Mapping[str, Table]
    unit_name: str | None = None
    year: int | None = None
    amount_unit: Unit = Unit.WAN
    as_published: bool = False
    narrative: Narrative | None = None
    remarks: tuple[Remark, ...] = ()
    sources: tuple[str, ...] = field(default=())
    loose: tuple[LooseTable, ...] = ()
    """Tables, or sides of tables, with parts that the edition does not describe."""

    def cell(self, at: CellId) -> Cell | None:
        """The cell by meaning, None where the Book has none."""
        table = self.tables.get(at.table)
        return table.cell(at.row, at.column) if table else None
