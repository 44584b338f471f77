"""The oracle: which changes of a figure anything in the document can contradict.

It shares nothing with the checker. A figure that some table or another figure states
again is contradicted by any change. One that hangs in a sum or a ratio is contradicted
when the printed intervals no longer meet. A figure without a second side is not knowable.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from enum import StrEnum

from tests.quality.truth import Document, Measure, Quantity, ZeroRule
from xltool.model.amount import Amount, Interval, Unit

_NOTHING = Amount(Decimal(0), Unit.WAN, 2)
Lookup = Callable[[Quantity], "Amount | None"]


class Knowable(StrEnum):
    """How firmly the document contradicts a changed figure."""

    CERTAIN = "certain"
    TAIL = "tail"
    """Only by a difference that rounding explains."""
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Sum:
    """total = parts, or parts <= total."""

    total: Quantity
    parts: tuple[Quantity, ...]
    at_most: bool = False

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """All that it relates."""
        return (self.total, *self.parts)

    def state(self, look: Lookup) -> Knowable:
        """CERTAIN where it is broken, TAIL where only rounding saves it."""
        total = look(self.total)
        parts = [look(part) for part in self.parts]
        known = [part for part in parts if part is not None]
        if total is None or len(known) < len(parts):
            return Knowable.NONE
        unit = Unit.WAN if total.unit.is_amount else total.unit
        left = _in(total, unit)
        right = [_in(part, unit) for part in known]
        value = sum((part.value for part in right), Decimal(0))
        if left.value == value or (self.at_most and value <= left.value):
            return Knowable.NONE
        reach = Interval.exactly(Decimal(0))
        for part in right:
            reach += part.interval
        return Knowable.TAIL if left.interval.meets(reach) else Knowable.CERTAIN


@dataclass(frozen=True, slots=True)
class Ratio:
    """rate = numerator / denominator, in percent; the denominator a difference for growth."""

    rate: Quantity
    numerator: Quantity
    denominator: Quantity
    less: Quantity | None = None

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """All that it relates."""
        return tuple(filter(None, (self.rate, self.numerator, self.denominator, self.less)))

    def state(self, look: Lookup) -> Knowable:
        """CERTAIN where it is broken, TAIL where only rounding saves it."""
        rate, top, bottom = look(self.rate), look(self.numerator), look(self.denominator)
        less = look(self.less) if self.less else _NOTHING
        if rate is None or top is None or bottom is None or less is None:
            return Knowable.NONE
        top, bottom, less = (_in(amount, Unit.WAN) for amount in (top, bottom, less))
        base = bottom.interval - less.interval
        if base.low <= 0 <= base.high:
            return Knowable.NONE
        exact = top.value / (bottom.value - less.value) * 100
        if exact.quantize(Decimal(1).scaleb(-rate.decimals), ROUND_HALF_UP) == rate.value:
            return Knowable.NONE
        cut = exact.quantize(Decimal(1).scaleb(-rate.decimals), ROUND_DOWN)
        meets = rate.interval.meets(_quotient(top.interval, base))
        return Knowable.TAIL if meets or cut == rate.value else Knowable.CERTAIN


@dataclass(frozen=True, slots=True)
class Zero:
    """An item of 0 has counts of 0."""

    rule: ZeroRule

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        """All that it relates."""
        counts = (Quantity(Measure.COUNT, count) for count in self.rule.counts)
        return (Quantity(Measure.FINAL, self.rule.item), *counts)

    def state(self, look: Lookup) -> Knowable:
        """CERTAIN where a count is left without money."""
        amounts = [look(quantity) for quantity in self.quantities]
        item, *counts = amounts
        counted = any(count is not None and count.value for count in counts)
        return Knowable.CERTAIN if item and not item.value and counted else Knowable.NONE


Relation = Sum | Ratio | Zero


class Oracle:
    """Says of a changed figure of one document whether the rest contradicts it."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._statements: dict[Quantity, list[int]] = defaultdict(list)
        for index, statement in enumerate(document.statements):
            self._statements[statement.quantity].append(index)
        self._relations: dict[Quantity, list[Relation]] = defaultdict(list)
        for relation in relations(document):
            for quantity in relation.quantities:
                self._relations[quantity].append(relation)

    def knows(self, index: int, changed: Amount) -> Knowable:
        """How firmly the document contradicts figure ``index`` printed as ``changed``."""
        statement = self._document.statements[index]
        quantity = statement.quantity
        others = list(self._others(quantity, index))
        if any(not same_amount(changed, other) for other in others):
            return Knowable.CERTAIN
        before = self._look(quantity, statement.amount)
        after = self._look(quantity, changed)
        found = Knowable.NONE
        for relation in self._relations[quantity]:
            state = relation.state(after)
            if state is relation.state(before):
                continue
            if state is Knowable.CERTAIN:
                return state
            if state is Knowable.TAIL:
                found = state
        return found

    def contradictions(self) -> list[Relation]:
        """What the document as it stands contradicts itself in."""

        def look(quantity: Quantity) -> Amount | None:
            return next(self._others(quantity, None), None)

        unique = {relation for found in self._relations.values() for relation in found}
        return [relation for relation in unique if relation.state(look) is Knowable.CERTAIN]

    def has_second_side(self, index: int) -> bool:
        """Whether a gross change of the figure would be contradicted."""
        amount = self._document.statements[index].amount
        gross = Amount(amount.value * 7 + 90_000, amount.unit, amount.decimals)
        return self.knows(index, gross) is Knowable.CERTAIN

    def _look(self, subject: Quantity, amount: Amount) -> Lookup:
        def look(quantity: Quantity) -> Amount | None:
            return amount if quantity == subject else next(self._others(quantity, None), None)

        return look

    def _others(self, quantity: Quantity, index: int | None) -> Iterator[Amount]:
        document = self._document
        for at in document.cells.get(quantity, ()):
            cell = document.book.cell(at)
            unit = Unit.WAN if quantity.measure is not Measure.COUNT else Unit.NONE
            value = (cell.value if cell else None) or Decimal(0)
            yield Amount(value, unit, cell.decimals if cell else 2)
        for other in self._statements[quantity]:
            if other != index:
                yield document.statements[other].amount
        if quantity in document.words:
            yield Amount(document.words[quantity], Unit.WAN, 2)


def relations(document: Document) -> Iterator[Relation]:
    """Everything that must hold between the quantities of ``document``."""
    for rule in document.sums:
        for measure in rule.measures:
            parts = tuple(Quantity(measure, part) for part in rule.parts)
            yield Sum(Quantity(measure, rule.total), parts, rule.at_most)
    yield from map(Zero, document.zeros)
    stated = {statement.quantity for statement in document.statements}
    for quantity in sorted(stated):
        yield from _rates(quantity)
    for subject in sorted({quantity.subject for quantity in stated}):
        change, prior = Quantity(Measure.CHANGE, subject), Quantity(Measure.PRIOR, subject)
        yield Sum(Quantity(Measure.FINAL, subject), (prior, change))


def _rates(quantity: Quantity) -> Iterator[Relation]:
    measure, subject, base = quantity
    final = Quantity(Measure.FINAL, subject)
    change = Quantity(Measure.CHANGE, subject)
    match measure:
        case Measure.SHARE:
            yield Ratio(quantity, final, Quantity(Measure.FINAL, base))
        case Measure.RATE:
            yield Ratio(quantity, final, Quantity(Measure(base), subject))
        case Measure.GAP:
            yield Sum(final, (Quantity(Measure(base), subject), quantity))
        case Measure.GAP_RATE:
            gap = Quantity(Measure.GAP, subject, base)
            yield Ratio(quantity, gap, Quantity(Measure(base), subject))
        case Measure.GROWTH:
            yield Ratio(quantity, change, final, less=change)
            yield Ratio(quantity, change, Quantity(Measure.PRIOR, subject))
        case _:
            return


def _in(amount: Amount, unit: Unit) -> Amount:
    return amount.to(unit) if amount.unit.is_amount and unit.is_amount else amount


def same_amount(one: Amount, other: Amount) -> bool:
    """Whether both print the same amount, at the coarser precision of the two."""
    if one.unit.is_amount and other.unit.is_amount:
        one, other = one.to(Unit.WAN), other.to(Unit.WAN)
        decimals = max(min(one.decimals, other.decimals), 2)
        return _rounded(one.value, decimals) == _rounded(other.value, decimals)
    return one.value == other.value


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _quotient(top: Interval, bottom: Interval) -> Interval:
    ends = [high / low * 100 for high in (top.low, top.high) for low in (bottom.low, bottom.high)]
    return Interval(min(ends), max(ends))
