"""The other side: what tables and other sentences say of a quantity."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from xltool.editions.narrative import Measure, NarrativeSpec, Source
from xltool.model.amount import Amount, Interval, Unit, half_unit
from xltool.model.book import TOTAL_ROW, Book, Cell, CellId, RowKind, Table
from xltool.model.finding import CellPlace
from xltool.narrative.checks import plain
from xltool.narrative.statements import Claim, Quantity, Statement, Subject

_TOTAL: Final = TOTAL_ROW
_LEAST_DECIMALS: Final = 2
_ANALYSIS: Final = "分析"
_ANALYSIS_COLUMNS: Final = {
    Measure.PRIOR: "上年决算",
    Measure.INITIAL: "年初预算",
    Measure.FULL: "全年预算",
}
_ITEMS: Final = "支出 一般公共"
CLASS_ROW: Final = "@类"
"""The row of a functional class in a table of fixed lines."""


@dataclass(frozen=True, slots=True)
class Side:
    """A value of a quantity and who says so: cells of tables, or statement ``by``."""

    amount: Amount
    cells: tuple[CellId, ...] = ()
    by: int | None = None
    hollow: bool = False
    """The table holds no figure at all: rather missing than a zero."""
    slack: Decimal = Decimal(0)
    """Half-units of the figures under a live total: what its rounding may make of it."""
    finer: int = 0
    """Decimals of 万元 that the cells print beyond those of ``amount``: 元 has four more."""

    @property
    def value(self) -> Decimal:
        """In 万元, or the count."""
        return self.amount.value

    @property
    def interval(self) -> Interval:
        """What it stands for."""
        return self.amount.interval


class Facts:
    """Values of quantities from the tables and from the text itself."""

    def __init__(
        self,
        book: Book,
        spec: NarrativeSpec,
        statements: Sequence[Statement],
        *,
        prior: Book | None = None,
        budget: Book | None = None,
        names: Mapping[str, str] | None = None,
        class_rows: Mapping[str, str] | None = None,
        labels: Mapping[tuple[str, str], str] | None = None,
    ) -> None:
        self._book = book
        self._prior = prior
        self._budget = budget
        self._spec = spec
        self._names = names or {}
        self._class_rows = class_rows or {}
        self._labels = labels or {}
        self.statements = statements
        self._printed: dict[Quantity, Side | None] = {}
        self._may_be_empty = {table for section in spec.sections for table in section.nothing}
        self._stated: dict[Quantity, list[int]] = defaultdict(list)
        for index, statement in enumerate(statements):
            if not statement.aside and statement.claim in (Claim.VALUE, Claim.FLAT, Claim.NOTHING):
                for quantity in dict.fromkeys(statement.readings[:1]):
                    self._stated[_plain(quantity)].append(index)

    @property
    def spec(self) -> NarrativeSpec:
        """The narrative's data."""
        return self._spec

    @cached_property
    def usual_decimals(self) -> int:
        """How many decimals most percentages of the text have."""
        decimals = Counter(
            statement.amount.decimals
            for statement in self.statements
            if statement.figure is not None and statement.amount.unit is Unit.PERCENT
        )
        return max(decimals, key=lambda one: (decimals[one], one), default=_LEAST_DECIMALS)

    def stated(self, quantity: Quantity) -> Sequence[int]:
        """The statements that give ``quantity``, in order."""
        return self._stated.get(_plain(quantity), ())

    def quantities(self) -> Iterator[tuple[Quantity, Sequence[int]]]:
        """Every quantity that the text states, with its statements."""
        yield from self._stated.items()

    def in_tables(self, quantity: Quantity) -> Side | None:
        """What the tables say; None where they are silent."""
        side = self.printed(quantity)
        return None if side is None or side.hollow else side

    def printed(self, quantity: Quantity) -> Side | None:
        """What the tables say, a table without any figure included."""
        if quantity not in self._printed:
            self._printed[quantity] = next(self._sides(quantity), None)
        return self._printed[quantity]

    def _analysed(self, quantity: Quantity) -> Iterator[Side]:
        """Last year's figure or a budget that 分析 holds, of any of the books."""
        column = _ANALYSIS_COLUMNS.get(quantity.measure)
        subject = quantity.subject
        if column is None:
            return
        key = f"{subject.id} {subject.scope}"
        row = self._spec.analysis.get(key) if subject.row == _TOTAL else None
        if subject.row in self._class_rows and key == _ITEMS:
            row = self._names.get(subject.row)
        for book in (self._prior, self._budget, self._book) if row else ():
            table = book.tables.get(_ANALYSIS) if book else None
            cell = table.cell(str(row), column) if table else None
            if cell is not None and cell.value is not None:
                at = CellId(_ANALYSIS, str(row), column)
                yield Side(Amount(cell.value, Unit.WAN, max(cell.decimals, 2)), (at,))

    def _sides(self, quantity: Quantity) -> Iterator[Side]:
        for book, sources in self._sources(quantity):
            for source in sources:
                side = self._side(book, source, quantity)
                if side is not None:
                    yield side
        yield from self._analysed(quantity)

    def cells_of(self, quantity: Quantity) -> tuple[CellId, ...]:
        """The cells of ``quantity`` in the unit's own tables, whatever they hold."""
        spec = self._spec.subjects.get(quantity.subject.id)
        if spec is None:
            if quantity.subject.scope == "经济分类":
                return (CellId(self._spec.items_table, quantity.subject.row, "决算数"),)
            return ()
        if (quantity.measure is Measure.COUNT) is not spec.count:
            return ()
        is_budget = quantity.measure is self._spec.table_budget and spec.budget
        sources = spec.budget if is_budget else spec.cells.get(quantity.subject.scope, ())
        fitting = [source for source in sources if self._fits(source, quantity.subject)]
        for source in fitting[:1]:
            return tuple(self._at(cell, quantity.subject) for cell in source.cells)
        return ()

    def _sources(self, quantity: Quantity) -> Iterator[tuple[Book, tuple[Source, ...]]]:
        subject = quantity.subject
        spec = self._spec.subjects.get(subject.id)
        if spec is None:
            if subject.scope == "经济分类" and quantity.measure is Measure.FINAL:
                yield (
                    self._book,
                    (Source((CellId(self._spec.items_table, subject.row, "决算数"),)),),
                )
            return
        final = spec.cells.get(subject.scope, ())
        match quantity.measure:
            case Measure.FINAL if not spec.count:
                yield self._book, final
            case Measure.COUNT if spec.count:
                yield self._book, final
            case Measure.PRIOR if self._prior is not None:
                yield self._prior, final
            case Measure.INITIAL | Measure.FULL:
                if quantity.measure is self._spec.table_budget:
                    yield self._book, spec.budget
                if self._budget is not None:
                    yield self._budget, final
            case _:
                pass

    def _side(self, book: Book, source: Source, quantity: Quantity) -> Side | None:
        subject = quantity.subject
        if not self._fits(source, subject) or not _agree(book, source.equal):
            return None
        cells = tuple(self._at(cell, subject) for cell in source.cells)
        total, decimals, finer = Decimal(0), _LEAST_DECIMALS, 0
        for at in cells:
            table = book.tables.get(at.table)
            if table is None or not _is_known_row(at.row):
                return None
            cell = table.cell(at.row, at.column)
            if _is_unreadable(table, cell, at) or (cell is None and table.partial):
                return None
            value = cell.value if cell is not None and cell.value is not None else Decimal(0)
            decimals = max(decimals, cell.decimals if cell else 0)
            scales = table.unit.is_amount and quantity.measure is not Measure.COUNT
            amount = Amount(value, table.unit, 0)
            amount = amount.to(Unit.WAN) if scales else amount
            total, finer = total + amount.value, max(finer, amount.decimals)
        if all(_is_another_form(book, at) for at in cells):
            return None
        slack = Decimal(0)
        if quantity.measure is not Measure.COUNT:
            slack = sum((self._slack(book, at) for at in cells), slack)
        hollow = all(
            book.tables[at.table].is_empty and at.table not in self._may_be_empty for at in cells
        )
        return Side(Amount(total, Unit.WAN, decimals), cells, None, hollow, slack, finer)

    def place(self, at: CellId) -> CellPlace:
        """A cell as a place, with its address where the workbook is known."""
        cell = self._book.cell(at)
        address = cell.address if cell else None
        table = self._book.tables.get(at.table)
        sheet = address.sheet if address else (table.sheet if table else None)
        return CellPlace(*at, sheet=sheet, address=address.cell if address else None)

    def row_name(self, at: CellId) -> str:
        """A cell for messages: 公开10表 2行 货物 统计数, 公开05表 205教育支出 小计."""
        label = self._labels.get((at.table, at.row))
        row = f"{at.row}行 {label}" if label else f"{at.row}{self._names.get(at.row, '')}"
        return " ".join(part for part in (at.table, row, at.column) if part)

    def title(self, subject: Subject) -> str:
        """A subject for messages, as the form calls it."""
        spec = self._spec.subjects.get(subject.id)
        title = spec.title if spec else subject.id
        if spec is None or not spec.item:
            return self._names.get(subject.row, title) if subject.row.isdigit() else title
        name = self._names.get(subject.row, "")
        part = title if spec.part else ""
        if subject.row != _TOTAL:
            return f"{name or subject.row}{part}"
        words = self._spec.scopes[subject.scope].words if subject.scope else ()
        return f"{words[0]}{subject.id}" if words else title

    def told(self, side: Side, quantity: Quantity) -> str:
        """A value with its name: the cell where a table says it, else the subject."""
        unit = quantity.unit.value if quantity.measure is Measure.COUNT else "万元"
        value = (
            f"{side.value.normalize():f}"
            if quantity.measure is Measure.COUNT
            else plain(side.value)
        )
        name = self.row_name(side.cells[0]) if side.cells else self.title(quantity.subject)
        return f"{name}{' ' if side.cells else ''}{value}{unit}"

    def codes(self, subject: Subject, level: int) -> frozenset[str]:
        """The codes of ``level`` digits with a figure in the table of ``subject``."""
        for source in self._spec.subjects[subject.id].cells.get(subject.scope, ())[:1]:
            for cell in source.cells:
                table = self._book.tables.get(cell.table)
                if table is not None and cell.row == "@":
                    return frozenset(
                        row.key
                        for row in table.codes()
                        if len(row.key) == level
                        and (found := table.cell(row.key, cell.column)) is not None
                        and found.value
                    )
        return frozenset()

    def _slack(self, book: Book, at: CellId) -> Decimal:
        cell = book.cell(at)
        if cell is None or not cell.live:
            return Decimal(0)
        cells = book.tables[at.table].cells
        entered = sum(
            column == at.column and not one.live and bool(one.value)
            for (_, column), one in cells.items()
        )
        return half_unit(cell.decimals) * (entered + 1)

    def _fits(self, source: Source, subject: Subject) -> bool:
        """Whether a source speaks of this row: a total of no item, a class row of a class."""
        for cell in source.cells:
            if cell.row == CLASS_ROW and subject.row not in self._class_rows:
                return False
            if subject.row != _TOTAL and cell.row not in ("@", CLASS_ROW, subject.row):
                return False
        return True

    def _at(self, cell: CellId, subject: Subject) -> CellId:
        if cell.row == CLASS_ROW:
            return cell._replace(row=self._class_rows.get(subject.row, subject.row))
        return cell._replace(row=subject.row) if cell.row == "@" else cell

    def text_side(self, quantity: Quantity, near: int) -> Side | None:
        """What the text says, at the place nearest to statement ``near``."""
        found = [index for index in self.stated(quantity) if index != near]
        if not found:
            return None
        here = self.statements[near]
        best = min(
            found,
            key=lambda index: (
                self.statements[index].placed.label != here.placed.label,
                abs(self.statements[index].sentence - here.sentence),
                abs(index - near),
            ),
        )
        return self.said(best)

    def said(self, index: int) -> Side:
        """The side that one statement gives."""
        amount = self.statements[index].amount
        if amount.unit.is_amount:
            amount = amount.to(Unit.WAN)
        return Side(amount, by=index)

    def sides(self, quantity: Quantity, near: int) -> list[Side]:
        """Tables first, then the text."""
        return [
            side
            for side in (self.in_tables(quantity), self.text_side(quantity, near))
            if side is not None
        ]


def _agree(book: Book, cells: Sequence[CellId]) -> bool:
    """Whether the cells of a condition show the same amount; an empty one shows 0."""
    found = [book.cell(at) for at in cells]
    return len({cell.value or Decimal(0) if cell else Decimal(0) for cell in found}) <= 1


def _plain(quantity: Quantity) -> Quantity:
    return quantity if quantity.base is None else quantity._replace(base=None)


def _is_known_row(row: str) -> bool:
    """A printed path that no code is known for is no row."""
    return "(" not in row


def _is_another_form(book: Book, at: CellId) -> bool:
    """Whether a table of numbered lines has no such line: its form is another one, not 0.

    Classes and codes without money may be left out of a table, and lines without money out
    of tidy data, which has no addresses; 行次 of a printed form are never left out.
    """
    lines = [row for row in book.tables[at.table].rows if row.kind is RowKind.LINE]
    printed = bool(lines) and all(row.address and not row.code for row in lines)
    return printed and all(row.key != at.row for row in lines)


def _is_unreadable(table: Table, cell: Cell | None, at: CellId) -> bool:
    """Text where a figure belongs, or an empty total over figures: no second side."""
    if cell is not None and cell.value is not None:
        return False
    if cell is not None and cell.text:
        return True
    return at.row == _TOTAL and any(
        column == at.column and other.value for (_, column), other in table.cells.items()
    )
