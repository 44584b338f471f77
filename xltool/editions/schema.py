"""What an edition (版式) is: the tables, rows, columns and identities of one region and year.

Everything here is read from ``workbook_templates/<region>/<year>/``; a new province,
year or identity is data, never Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from xltool.model.amount import Unit
from xltool.model.finding import Severity


class TableKind(StrEnum):
    """How the rows of a table come about."""

    LINES = "lines"
    """Fixed rows by 行次 (收入支出决算总表, 统计表) or fixed codes (基本支出明细表)."""
    CODES = "codes"
    """合计 and as many 类/款/项 rows as the unit has; the block grows."""
    SINGLE = "single"
    """One row ("三公"经费); its row key is ""."""


class Role(StrEnum):
    """Where the figures of a line come from."""

    ENTERED = "entered"
    TOTAL = "total"
    """Computed by an identity of its own table."""
    LINKED = "linked"
    """Taken from another table where DATA gives none (class rows of T01 and T04)."""
    BLANK = "blank"
    """A numbered line of the form without a label: nothing is entered there."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of amounts. ``key`` is its label, nested labels joined by "/"."""

    key: str
    number: int | None
    """栏次"""
    letter: str
    """Column of the official workbook. In tables of several blocks each block has its own."""
    aliases: tuple[str, ...] = ()
    role: Role | None = None
    """Where its figures come from when that differs from the role of their rows."""
    base: str | None = None
    """Key of the same column in the edition that this one extends, where it has another name."""


@dataclass(frozen=True, slots=True)
class Line:
    """One fixed row of a block."""

    key: str
    label: str
    role: Role
    row: int
    """Row of the official workbook (1-based); 0 where the form does not print the line and
    published tables may have it all the same."""
    number: int | None = None
    """行次"""
    code: str | None = None
    """Economic code, or the functional class of a class row in T01/T04."""
    unit: Unit = Unit.WAN
    decimals: int = 2
    aliases: tuple[str, ...] = ()
    base: str | None = None
    """Key of the same line in the edition that this one extends, where it has another name."""

    @property
    def is_printed(self) -> bool:
        """Whether the official workbook has the line."""
        return self.row > 0


@dataclass(frozen=True, slots=True)
class Block:
    """Fixed rows that share columns: one side of T01, one of the four blocks of T06."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    label_letter: str | None = None
    number_letter: str | None = None
    code_letter: str | None = None


@dataclass(frozen=True, slots=True)
class CodeRows:
    """The growing rows of a table of codes in the official workbook."""

    columns: tuple[Column, ...]
    code_letter: str
    name_letter: str
    total_row: int
    first_row: int
    """First code row; the template has at least one, in the style the others take."""

    @property
    def total_is_last(self) -> bool:
        """Whether 合计 stands below the codes."""
        return self.total_row > self.first_row


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One table of the form."""

    id: str
    """What people call it: 公开03表, or its title where the form gives no numbers."""
    title: str
    sheet: str
    kind: TableKind
    unit: Unit
    blocks: tuple[Block, ...] = ()
    code_rows: CodeRows | None = None
    aliases: tuple[str, ...] = ()
    """Other titles under which the same table is published."""
    note: str = ""
    empty_statement: str = ""
    """The sentence that says the table has no data, {unit} in it for the unit's name; "" where
    none is needed."""
    codes: str | None = None
    """Which classification its codes belong to: "functional", "economic", or None."""
    short: str = ""
    """Its name in the files of editions and in rule ids ("T03"), the same in every edition."""

    @property
    def name(self) -> str:
        """Id and title for messages, once where the form calls its tables by their titles."""
        return self.title if self.id == self.title else f"{self.id} {self.title}"

    def empty_statement_of(self, unit_name: str | None) -> str | None:
        """The sentence by which a table of ``unit_name`` says that it is empty."""
        return self.empty_statement.replace("{unit}", unit_name or "本部门") or None

    @property
    def columns(self) -> tuple[Column, ...]:
        """Every distinct amount column, in order."""
        if self.code_rows:
            return self.code_rows.columns
        seen = {column.key: column for block in self.blocks for column in block.columns}
        return tuple(seen.values())

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every fixed row of every block, in order."""
        return tuple(line for block in self.blocks for line in block.lines)


class Relation(StrEnum):
    """How the two sides of an identity relate."""

    EQ = "="
    LE = "<="
    GE = ">="


@dataclass(frozen=True, slots=True)
class Ref:
    """Cells of one table chosen by row and column selectors, as written in identities.toml.

    Row selectors: keys ("27"), ranges ("1..8"), "合计", "*" (each row in turn), "类"
    (each class row in turn), "@" (the row of the left side, by key or by class code).
    Column selectors: keys, 栏次, ranges of 栏次, "*" (each column in turn), "@".
    ``children`` takes the direct children of the row in the tree of codes instead.
    """

    table: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    sign: int = 1
    children: bool = False


@dataclass(frozen=True, slots=True)
class IdentityRule:
    """One 勾稽关系 as data: ``left relation right`` for every row and column it names."""

    id: str
    left: tuple[Ref, ...]
    relation: Relation
    right: tuple[Ref, ...]
    severity: Severity
    computes: bool
    """True where the left cell is a total of the form that this identity computes."""
    title: str
    """What it says, in Chinese, for messages and ``xltool rules``."""
    source: str = ""
    example: str = ""
    both: bool = False
    """True where it says nothing unless both sides have a figure."""


@dataclass(frozen=True, slots=True)
class RatioRule:
    """One computed cell of 分析: numerator over denominator, or a difference.

    The cell is an empty text where the denominator is 0 or absent, or where ``needs``
    (for a difference) is empty.
    """

    id: str
    cell: Ref
    numerator: tuple[Ref, ...]
    denominator: Ref | None = None
    needs: Ref | None = None


@dataclass(frozen=True, slots=True)
class Edition:
    """One form: tables in order, identities, classifications."""

    id: str
    title: str
    year: int
    amount_unit: Unit
    decimals: int
    tables: Mapping[str, TableSpec]
    identities: tuple[IdentityRule, ...]
    economic_codes: Mapping[str, str]
    functional_codes: Mapping[str, str]
    empty_statements: tuple[str, ...]
    """Sentences by which an empty table says so, beside each table's own."""
    workbook: str
    """Path of the official workbook."""
    links: tuple[IdentityRule, ...] = ()
    """Figures that stand in another table too: they fill cells; only those of 分析 are checked."""
    ratios: tuple[RatioRule, ...] = ()
    analysis_sheet: str = "分析"
    narrative_sheet: str = "情况说明"
    findings_sheet: str = "核对结果"
    extends: str | None = None
    """The edition that this one extends."""

    def named(self, short: str) -> TableSpec | None:
        """The table called ``short`` ("T03") in every edition, None where the form has none."""
        return next((spec for spec in self.tables.values() if spec.short == short), None)
