"""What the narrative states: quantities, and the statements that give them values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from xltool.editions.narrative import Measure
from xltool.model.amount import Amount, Unit
from xltool.model.book import TOTAL_ROW
from xltool.model.finding import FigureKind
from xltool.narrative.headings import Placed

KINDS: Final = {
    Measure.FINAL: FigureKind.COPY,
    Measure.INITIAL: FigureKind.COPY,
    Measure.FULL: FigureKind.COPY,
    Measure.PLAN: FigureKind.COPY,
    Measure.PRIOR: FigureKind.COPY,
    Measure.CHANGE: FigureKind.CHANGE,
    Measure.GAP: FigureKind.CHANGE,
    Measure.GROWTH: FigureKind.GROWTH,
    Measure.GAP_RATE: FigureKind.GROWTH,
    Measure.SHARE: FigureKind.SHARE,
    Measure.RATE: FigureKind.COMPLETION,
    Measure.COUNT: FigureKind.COUNT,
    Measure.OTHER: FigureKind.OTHER,
}


class Subject(NamedTuple):
    """Something stated of: a subject of the lexicon, whose money, and of which item.

    ``row`` is 合计, a functional code, or what an attribute belongs to.
    """

    id: str
    scope: str = ""
    row: str = TOTAL_ROW


class Quantity(NamedTuple):
    """A measure of a subject.

    ``budget`` is the denominator of a completion rate, ``base`` the whole of a share,
    ``unit`` what a count counts.
    """

    measure: Measure
    subject: Subject
    budget: Measure | None = None
    base: Subject | None = None
    unit: Unit = Unit.NONE


class Claim(StrEnum):
    """How a statement states its quantity."""

    VALUE = "value"
    """By a figure."""
    FLAT = "flat"
    """No change on last year: 与上年持平."""
    NOTHING = "nothing"
    """There is none: 无此项支出."""
    ABOVE = "above"
    """决算 above the budget."""
    BELOW = "below"
    AT = "at"
    """决算 equals the budget."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing stated at one place.

    ``amount`` is signed by its direction word; ``readings`` are equally good ones, the
    first is the name it goes by. ``aside`` statements stand in a reason or tell of
    another year: they are never called wrong.
    """

    placed: Placed
    start: int
    end: int
    claim: Claim
    amount: Amount
    readings: tuple[Quantity, ...]
    figure: int | None = None
    """Which numeral of the text, None for words."""
    signed: bool = True
    """False where the text leaves the direction open: 增加(减少)."""
    directed: bool = False
    """A word says in which direction: 差值为5万元 has none."""
    aside: str = ""
    loose: str = ""
    """A name that the lexicon takes for the subject's, though it is another word."""
    sentence: int = 0
    """Number of the sentence, to find what stands near."""

    @property
    def quantity(self) -> Quantity:
        """The first reading."""
        return self.readings[0]
