"""Made-up accounts of made-up units: exact 元 leaves, every total an exact sum of leaves.

The published figure of each cell is its own exact amount rounded half up to 0.01 万元, the
way official practice prints it, tails included.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from random import Random

from tests.quality.books import book_of
from tests.quality.truth import Measure, Quantity, SumRule, ZeroRule
from xltool.model.amount import round_half_up
from xltool.model.book import Book, CellId

CODES = Path(__file__).parent / "data" / "codes.csv"
FINAL, PRIOR = Measure.FINAL, Measure.PRIOR
MONEY = (Measure.FINAL, Measure.PRIOR, Measure.BUDGET, Measure.FULL_BUDGET)
FUND_CODES = ("2120803", "2120899", "2296002", "2296003")
CAPITAL_CODES = ("2230105",)
SOURCES = ("上级补助", "事业", "经营", "附属单位上缴", "其他")
INCOME_COLUMNS = {
    "财政拨款": "财政拨款收入",
    "上级补助": "上级补助收入",
    "事业": "事业收入",
    "经营": "经营收入",
    "附属单位上缴": "附属单位上缴收入",
    "其他": "其他收入",
}
SPENDING_COLUMNS = {
    "基本": "基本支出",
    "项目": "项目支出",
    "上缴上级": "上缴上级支出",
    "经营": "经营支出",
    "对附属": "对附属单位补助支出",
}
VEHICLES = (
    "副部(省)级及以上领导用车",
    "主要负责人用车",
    "机要通信用车",
    "应急保障用车",
    "执法执勤用车",
    "特种专业技术用车",
    "离退休干部服务用车",
    "其他用车",
)
TRIPS = {"出国": 1, "购置": 3, "运行": 4, "接待": 5}
T06_ITEMS = {"出国": "30212", "购置": "31013", "运行": "30231", "接待": "30217"}


@dataclass(frozen=True, slots=True)
class Shape:
    """What kind of unit to make up."""

    seed: int
    rows: int = 8
    """Items (项) of the general public budget."""
    other_income: bool = False
    carry: bool = False
    funds: bool = False
    capital: bool = False
    office: bool = True
    """Has 机关运行经费."""
    trips: tuple[str, ...] = ("运行", "接待")
    """三公 items that are not zero."""
    new_unit: bool = False
    """No figures of last year."""
    scale: int = 100
    """Typical size of an item, in 万元."""


@dataclass
class Accounts:
    """Exact amounts by quantity (元, counts as they are), cells, and how they hang together."""

    shape: Shape
    random: Random
    exact: dict[Quantity, Decimal] = field(default_factory=dict)
    cells: dict[Quantity, list[CellId]] = field(default_factory=lambda: defaultdict(list))
    sums: list[SumRule] = field(default_factory=list)
    zeros: list[ZeroRule] = field(default_factory=list)
    items: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Item codes by fund: 一般公共, 基金, 国资."""
    names: dict[str, str] = field(default_factory=dict)
    unit_name: str = "示例单位甲"
    year: int = 2024

    def get(self, measure: Measure, subject: str) -> Decimal:
        """Exact amount; what was never set is 0. A change is this year less last."""
        if measure is Measure.CHANGE:
            return self.get(FINAL, subject) - self.get(PRIOR, subject)
        return self.exact.get(Quantity(measure, subject), Decimal(0))

    def put(self, subject: str, measure: Measure, value: Decimal | int) -> None:
        """Sets one exact amount."""
        self.exact[Quantity(measure, subject)] = Decimal(value)

    def total(
        self, subject: str, parts: Sequence[str], measures: Iterable[Measure] = MONEY
    ) -> None:
        """``subject`` is the sum of ``parts`` in every measure."""
        for measure in measures:
            self.put(subject, measure, sum((self.get(measure, part) for part in parts), Decimal(0)))
        used = tuple(part for part in parts if any(self.get(m, part) for m in measures))
        if Measure.COUNT in measures:
            self.sums.append(SumRule(subject, tuple(parts), (Measure.COUNT,)))
        elif used:
            self._related(subject, used, tuple(measures))

    def _related(self, subject: str, parts: tuple[str, ...], measures: Sequence[Measure]) -> None:
        """Notes the sum; items without spending may leave a rest in the initial budget."""
        exact = [measure for measure in measures if measure is not Measure.BUDGET]
        changes = [Measure.CHANGE] if PRIOR in exact else []
        self.sums.append(SumRule(subject, parts, (*exact, *changes)))
        if Measure.BUDGET in measures:
            self.sums.append(SumRule(subject, parts, (Measure.BUDGET,), at_most=True))

    def state(
        self, subject: str, table: str, row: str, column: str, measure: Measure = FINAL
    ) -> None:
        """``subject`` stands in a cell of the book."""
        self.cells[Quantity(measure, subject)].append(CellId(f"公开{table}表", row, column))

    def classes(self, fund: str) -> list[str]:
        """The classes that a fund's items belong to, in order."""
        return sorted({code[:3] for code in self.items[fund]})

    def book(self) -> Book:
        """The published tables."""
        figures = {
            at: self.shown(quantity)
            for quantity, places in self.cells.items()
            for at in places
            if self.exact.get(quantity)
        }
        return book_of(figures, self.names, self.unit_name, self.year)

    def prior_book(self) -> Book:
        """Last year's tables, as far as last year is known."""
        figures = {
            at: self.shown(Quantity(PRIOR, quantity.subject))
            for quantity, places in self.cells.items()
            for at in places
            if quantity.measure is FINAL and self.exact.get(Quantity(PRIOR, quantity.subject))
        }
        return book_of(figures, self.names, self.unit_name, self.year - 1)

    def shown(self, quantity: Quantity) -> Decimal:
        """What a cell prints: 万元 with two decimals, counts as they are."""
        value = self.get(quantity.measure, quantity.subject)
        if quantity.measure is Measure.COUNT:
            return value
        return round_half_up(value / 10_000, 2)


@cache
def code_names(kind: str) -> dict[str, str]:
    """Codes and names of one classification ("functional", "economic")."""
    with CODES.open(encoding="utf-8", newline="") as lines:
        return {
            line["code"]: line["name"] for line in csv.DictReader(lines) if line["kind"] == kind
        }


def amount(accounts: Accounts, size: float = 1.0) -> Decimal:
    """A random amount in 元, to the 分, between a hundredth and three times ``size``."""
    typical = accounts.shape.scale * size * 1_000_000
    return Decimal(accounts.random.randint(int(typical / 50), int(typical * 3))) / 100


def near(value: Decimal, random: Random, low: float, high: float) -> Decimal:
    factor = Decimal(random.randint(int(low * 10_000), int(high * 10_000))) / 10_000
    return round_half_up(value * factor, 2)
