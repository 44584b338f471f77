"""What each figure of a narrative truly states, and which statements hang together.

A figure states a quantity: a measure (决算, 年初预算, 增减, 占比 …) of a subject (收入总计,
一般公共/201 …). Quantities are held by cells of the tables and by figures of the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from xltool.model.amount import Amount, Unit
from xltool.model.book import Book, CellId, Narrative, Paragraph
from xltool.model.finding import FigureKind


class Measure(StrEnum):
    """What is said of a subject."""

    FINAL = "决算"
    BUDGET = "年初预算"
    FULL_BUDGET = "全年预算"
    PRIOR = "上年"
    CHANGE = "增减"
    GROWTH = "增减率"
    SHARE = "占比"
    RATE = "完成率"
    GAP = "与预算差额"
    GAP_RATE = "与预算差额率"
    COUNT = "数"
    OTHER = "其他"


SIGNED = (Measure.CHANGE, Measure.GROWTH, Measure.GAP, Measure.GAP_RATE)
"""Measures whose sign is given by a word (增加, 下降) and not by the number."""

KINDS = {
    Measure.FINAL: FigureKind.COPY,
    Measure.BUDGET: FigureKind.COPY,
    Measure.FULL_BUDGET: FigureKind.COPY,
    Measure.PRIOR: FigureKind.COPY,
    Measure.CHANGE: FigureKind.CHANGE,
    Measure.GROWTH: FigureKind.GROWTH,
    Measure.SHARE: FigureKind.SHARE,
    Measure.RATE: FigureKind.COMPLETION,
    Measure.GAP: FigureKind.CHANGE,
    Measure.GAP_RATE: FigureKind.GROWTH,
    Measure.COUNT: FigureKind.COUNT,
    Measure.OTHER: FigureKind.OTHER,
}
"""The kind of figure by which the checker should take each measure."""


class Quantity(NamedTuple):
    """A measure of a subject; ``base`` is the whole of a share, the budget of a rate."""

    measure: Measure
    subject: str
    base: str = ""

    def __str__(self) -> str:
        return f"{self.measure}({self.subject}{'/' + self.base if self.base else ''})"


@dataclass(frozen=True, slots=True)
class Statement:
    """One figure of the text: where it stands, what it prints, what it states."""

    paragraph: int
    start: int
    end: int
    text: str
    amount: Amount
    """Signed by its word; in the unit that the text prints or means."""
    quantity: Quantity
    section: str
    word: tuple[int, int] | None = None
    """Where the direction word stands that gives the sign."""


@dataclass(frozen=True, slots=True)
class SumRule:
    """Total and parts, by subject, for every measure listed; ``at_most``: parts <= total."""

    total: str
    parts: tuple[str, ...]
    measures: tuple[Measure, ...] = (
        Measure.FINAL,
        Measure.FULL_BUDGET,
        Measure.PRIOR,
        Measure.CHANGE,
    )
    at_most: bool = False


@dataclass(frozen=True, slots=True)
class ZeroRule:
    """Where the amount of ``item`` is 0, each of ``counts`` is 0 too."""

    item: str
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """One unit's tables and narrative with the truth about every figure of the text."""

    name: str
    book: Book
    paragraphs: tuple[str, ...]
    statements: tuple[Statement, ...]
    cells: Mapping[Quantity, tuple[CellId, ...]]
    """The cells that hold a quantity; a named cell that the Book lacks is an exact 0."""
    sums: tuple[SumRule, ...] = ()
    zeros: tuple[ZeroRule, ...] = ()
    words: Mapping[Quantity, Decimal] = field(default_factory=dict)
    """Quantities stated in words (与上年持平: a change of 0)."""

    def narrative(self, replaced: Mapping[int, str] | None = None) -> Narrative:
        """The text as the checker gets it, with some paragraphs replaced."""
        texts = {**dict(enumerate(self.paragraphs)), **(replaced or {})}
        paragraphs = tuple(Paragraph(texts[index], index) for index in sorted(texts))
        return Narrative(paragraphs, self.name)


def printed(text: str, unit: Unit, sign: int = 1) -> Amount:
    """The amount that ``text`` prints: "1,234.50" in 万元; "56. 88" and "98,48" as meant."""
    plain = re.sub(r",(?=\d\d?$)", ".", text.replace(" ", "")).replace(",", "")
    decimals = len(plain.partition(".")[2])
    return Amount(sign * Decimal(plain), unit, decimals)
