"""Plantings: one figure of a narrative changed in one of the ways clerks go wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from random import Random

from tests.quality.truth import Document, Statement, printed
from xltool.model.amount import Amount, Unit

_SWAPPED = {
    "增加": "减少",
    "减少": "增加",
    "增长": "下降",
    "下降": "增长",
    "降低": "增长",
    "上升": "下降",
}


_PRINTED_UNIT = re.compile(r"\s*(?:万元|亿元|元|[%％])")
_FACTORS = {Unit.YUAN: Decimal("0.0001"), Unit.WAN: Decimal(10_000), Unit.YI: Decimal(10_000)}
"""万元 under a head of 元, and 元 under a head of 万元."""


class Kind(StrEnum):
    """How the figure is changed."""

    DIGIT = "一位数字改了"
    SWAP = "两位对调"
    TAIL = "末位差一"
    TEN = "小数点错位"
    UNIT = "单位错(万倍)"
    RATIO = "百分数写成比值"
    SIGN = "增减写反"
    COPY = "抄了邻近的数"
    BARE = "漏写单位"


@dataclass(frozen=True, slots=True)
class Change:
    """``text[start:end]`` of one paragraph becomes ``new``; ``amount`` is what it then states."""

    kind: Kind
    index: int
    paragraph: int
    start: int
    end: int
    new: str
    amount: Amount

    def apply(self, text: str) -> str:
        """The paragraph after the change."""
        return text[: self.start] + self.new + text[self.end :]

    def moved(self, position: int) -> int:
        """Where a position of the old paragraph stands in the new one."""
        if position < self.end:
            return min(position, self.start + len(self.new))
        return position + len(self.new) - (self.end - self.start)


def change(document: Document, index: int, kind: Kind, random: Random) -> Change | None:
    """Figure ``index`` changed by ``kind``; None where that kind cannot change it."""
    statement = document.statements[index]
    if kind is Kind.SIGN:
        return _turned(document, index, statement)
    if kind is Kind.BARE:
        return _bare(document, index, statement)
    text = _new_text(document, index, kind, random)
    if text is None or printed(text, Unit.NONE).value == abs(statement.amount.value):
        return None
    sign = -1 if statement.amount.value < 0 else 1
    amount = printed(text, statement.amount.unit, sign)
    return Change(kind, index, statement.paragraph, statement.start, statement.end, text, amount)


def _bare(document: Document, index: int, statement: Statement) -> Change | None:
    """The figure without its unit; a count without one is another sentence."""
    unit = _PRINTED_UNIT.match(document.paragraphs[statement.paragraph], statement.end)
    if unit is None:
        return None
    place = statement.paragraph, statement.start, unit.end()
    return Change(Kind.BARE, index, *place, statement.text, statement.amount)


def _new_text(document: Document, index: int, kind: Kind, random: Random) -> str | None:
    text = document.statements[index].text
    if not _fits(kind, document.statements[index].amount.unit):
        return None
    writers: dict[Kind, Callable[[], str | None]] = {
        Kind.DIGIT: lambda: _digit(text, random),
        Kind.SWAP: lambda: _swap(text, random),
        Kind.TAIL: lambda: _tail(text, random),
        Kind.TEN: lambda: _scaled(text, Decimal(random.choice(("10", "0.1")))),
        Kind.UNIT: lambda: _scaled(text, _FACTORS[document.statements[index].amount.unit]),
        Kind.RATIO: lambda: _printed_like(text, printed(text, Unit.NONE).value / 100),
        Kind.COPY: lambda: _neighbour(document, index, random),
    }
    return writers[kind]()


def _fits(kind: Kind, unit: Unit) -> bool:
    """Percentages alone turn into ratios, amounts alone are mistaken for 元."""
    if kind is Kind.RATIO:
        return unit is Unit.PERCENT
    return kind is not Kind.UNIT or unit.is_amount


def _digit(text: str, random: Random) -> str:
    places = [place for place, sign in enumerate(text) if sign.isdigit()]
    place = random.choice(places)
    digits = [digit for digit in "0123456789" if digit != text[place]]
    if place == 0 and len(places) > 1 and text[1:2].isdigit():
        digits = [digit for digit in digits if digit != "0"]
    return text[:place] + random.choice(digits) + text[place + 1 :]


def _swap(text: str, random: Random) -> str | None:
    places = [place for place, sign in enumerate(text) if sign.isdigit()]
    pairs = [
        (one, two)
        for one, two in pairwise(places)
        if text[one] != text[two] and not (one == 0 and two == 1 and text[two] == "0")
    ]
    if not pairs:
        return None
    one, two = random.choice(pairs)
    signs = list(text)
    signs[one], signs[two] = signs[two], signs[one]
    return "".join(signs)


def _tail(text: str, random: Random) -> str:
    amount = printed(text, Unit.NONE)
    step = Decimal(1).scaleb(-amount.decimals)
    down = amount.value - step
    return _printed_like(text, down if down >= 0 and random.random() < 0.5 else amount.value + step)


def _scaled(text: str, factor: Decimal) -> str | None:
    amount = printed(text, Unit.NONE)
    if amount.decimals == 0 and factor < 1:
        factor = 1 / factor
    return _printed_like(text, amount.value * factor) if amount.value else None


def _printed_like(text: str, value: Decimal) -> str:
    decimals = len(text.partition(".")[2])
    grouping = "," if "," in text else ""
    return f"{value:{grouping}.{decimals}f}"


def _neighbour(document: Document, index: int, random: Random) -> str | None:
    own = document.statements[index]
    near = document.statements[max(0, index - 4) : index + 5]
    texts = [
        other.text
        for other in near
        if other.amount.unit is own.amount.unit and abs(other.amount.value) != abs(own.amount.value)
    ]
    return random.choice(texts) if texts else None


def _turned(document: Document, index: int, statement: Statement) -> Change | None:
    if statement.word is None or statement.amount.value == 0:
        return None
    start, end = statement.word
    word = document.paragraphs[statement.paragraph][start:end]
    if word not in _SWAPPED or not re.fullmatch("..", word):
        return None
    amount = statement.amount
    turned = Amount(-amount.value, amount.unit, amount.decimals)
    return Change(Kind.SIGN, index, statement.paragraph, start, end, _SWAPPED[word], turned)
