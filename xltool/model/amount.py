"""Exact amounts: a value, its unit, and the decimals it was printed with.

A published figure printed with d decimals stands for the interval v ± ½·10^-d
(XBRL Calculations 1.1). Everything here is Decimal; floats never enter.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

DASHES = frozenset({"", "-", "--", "—", "——", "－", "–", "/", "／", "─", "−"})
"""What is typed into a cell to say that it has no figure."""


class Unit(StrEnum):
    """Unit of a figure. Amount units scale among each other, the others do not."""

    YUAN = "元"
    QIAN = "千元"
    WAN = "万元"
    YI = "亿元"
    PERCENT = "%"
    ITEM = "个"
    PERSON_TIME = "人次"
    PERSON = "人"
    VEHICLE = "辆"
    BATCH = "批次"
    SET = "台(套)"
    POINT = "分"
    NONE = ""

    @property
    def is_amount(self) -> bool:
        """Whether it is a unit of money."""
        return self in _YUAN_PER_UNIT

    @property
    def is_count(self) -> bool:
        """Whether it counts things, persons or occasions."""
        return not self.is_amount and self not in (Unit.PERCENT, Unit.NONE)


_YUAN_PER_UNIT = {
    Unit.YUAN: Decimal(1),
    Unit.QIAN: Decimal(1_000),
    Unit.WAN: Decimal(10_000),
    Unit.YI: Decimal(100_000_000),
}


def scale(value: Decimal, source: Unit, target: Unit) -> Decimal:
    """``value`` of ``source`` expressed in ``target``, exactly; both must be amount units."""
    if source is target:
        return value
    return value * _YUAN_PER_UNIT[source] / _YUAN_PER_UNIT[target]


def half_unit(decimals: int) -> Decimal:
    """½·10^-decimals: how far a printed figure may lie from the exact one."""
    return Decimal(5).scaleb(-decimals - 1)


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Official rounding (四舍五入), away from zero at the half."""
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed range of exact values, in one unit."""

    low: Decimal
    high: Decimal

    @classmethod
    def around(cls, value: Decimal, half_width: Decimal) -> Interval:
        """``value`` ± ``half_width``."""
        return cls(value - half_width, value + half_width)

    @classmethod
    def exactly(cls, value: Decimal) -> Interval:
        """A single value without allowance."""
        return cls(value, value)

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def __neg__(self) -> Interval:
        return Interval(-self.high, -self.low)

    def meets(self, other: Interval) -> bool:
        """Whether some exact value lies in both."""
        return self.low <= other.high and other.low <= self.high

    def __contains__(self, value: Decimal) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed figure: ``value`` in ``unit``, printed with ``decimals`` decimals."""

    value: Decimal
    unit: Unit
    decimals: int

    @property
    def interval(self) -> Interval:
        """What the printed figure stands for; a printed zero is exactly 0."""
        if self.value == 0 or self.unit.is_count:
            return Interval.exactly(self.value)
        return Interval.around(self.value, half_unit(self.decimals))

    def to(self, unit: Unit) -> Amount:
        """The same amount in another amount unit, with the printed precision carried over."""
        shift = (_YUAN_PER_UNIT[unit] / _YUAN_PER_UNIT[self.unit]).adjusted()
        return Amount(scale(self.value, self.unit, unit), unit, self.decimals + shift)

    def __str__(self) -> str:
        return f"{self.value}{self.unit}"
