"""Findings: frozen values that say what disagrees, with which numbers, and where."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Verdict(StrEnum):
    """The four verdicts; "passed" and "could not check" are never mixed up."""

    CONSISTENT = "consistent"
    ROUNDING = "rounding"
    MISMATCH = "mismatch"
    UNCHECKED = "unchecked"

    @property
    def label(self) -> str:
        """The Chinese word that users see."""
        return _VERDICT_LABELS[self]

    @property
    def rank(self) -> int:
        """Where it comes in a list: the worst first."""
        return _VERDICT_RANKS[self]


_VERDICT_LABELS = {
    Verdict.CONSISTENT: "一致",
    Verdict.ROUNDING: "尾差",
    Verdict.MISMATCH: "不符",
    Verdict.UNCHECKED: "未核对",
}
_VERDICT_RANKS = {
    Verdict.MISMATCH: 0,
    Verdict.ROUNDING: 1,
    Verdict.UNCHECKED: 2,
    Verdict.CONSISTENT: 3,
}


class Severity(StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"

    @property
    def label(self) -> str:
        """The Chinese word that users see."""
        return _SEVERITY_LABELS[self]


_SEVERITY_LABELS = {
    Severity.ERROR: "错误",
    Severity.WARNING: "警告",
    Severity.HINT: "提示",
}


def on_sheet(sheet: str, address: str) -> str:
    """A1 behind the name of its sheet, or behind the page (第12页) that it is on."""
    is_page = sheet.startswith("第") and "页" in sheet
    return f"{sheet} {address}" if is_page else f"{sheet}!{address}"


@dataclass(frozen=True, slots=True)
class CellPlace:
    """A cell by meaning, and by sheet and A1 address where the workbook is known."""

    table: str
    row: str
    column: str
    sheet: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A stretch of the narrative as given: character offsets within a paragraph."""

    source: str
    section: str
    paragraph: int
    start: int
    end: int
    quote: str
    sheet: str | None = None
    address: str | None = None


Place = CellPlace | TextPlace


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the checker says; amounts are in ``unit``, ``where`` names both sides.

    ``where[0]`` is the place to look at first (the stated side).
    """

    rule: str
    verdict: Verdict
    severity: Severity
    message: str
    stated: Decimal | None = None
    expected: Decimal | None = None
    difference: Decimal | None = None
    allowance: Decimal | None = None
    unit: str = ""
    where: tuple[Place, ...] = ()


class FigureKind(StrEnum):
    """What a figure of the narrative states."""

    COPY = "copy"
    SHARE = "share"
    COMPLETION = "completion"
    CHANGE = "change"
    GROWTH = "growth"
    COUNT = "count"
    ZERO = "zero"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Figure:
    """One amount, percentage or count of the narrative and what became of it.

    ``bound_to`` names what it was understood to state, empty when it was not.
    ``cells`` names the table cells of the other side, where it has any.
    """

    text: str
    value: Decimal
    unit: str
    section: str
    paragraph: int
    start: int
    end: int
    kind: FigureKind
    verdict: Verdict
    reason: str | None = None
    bound_to: tuple[str, ...] = ()
    cells: tuple[CellPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """How many checks (or figures) came out with each verdict."""

    consistent: int = 0
    rounding: int = 0
    mismatch: int = 0
    unchecked: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.consistent + self.rounding + self.mismatch + self.unchecked

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.consistent + other.consistent,
            self.rounding + other.rounding,
            self.mismatch + other.mismatch,
            self.unchecked + other.unchecked,
        )


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one family of checks returns: findings, how many rules held, figures read."""

    findings: tuple[Finding, ...]
    tally: Tally
    figures: tuple[Figure, ...] = ()
