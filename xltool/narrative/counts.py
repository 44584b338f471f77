"""The same thing said twice, and counts of what was not paid for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from xltool.editions.narrative import Measure
from xltool.model.amount import Unit, round_half_up
from xltool.model.book import TOTAL_ROW
from xltool.model.finding import Verdict
from xltool.narrative.checks import Check
from xltool.narrative.facts import Facts, Side
from xltool.narrative.relations import (
    number,
    relation,
    scoped,
    side_of,
    subject_name,
    suspects_of,
)
from xltool.narrative.statements import Claim, Quantity, Statement, Subject

TWICE: Final = "narrative.twice"
ZERO: Final = "narrative.zero"
_RATES: Final = (Measure.SHARE, Measure.OTHER, Measure.RATE, Measure.GROWTH)
_THINGS: Final = {("出国", Unit.ITEM): "团组", ("接待", Unit.ITEM): "批次"}
_DEEPEST: Final = 3
_PAUSE: Final = re.compile("[。;,:、()]")


def twice_checks(facts: Facts) -> Iterator[Check]:
    """One quantity, two figures; what a table states is compared with the table instead."""
    for quantity, stated in facts.quantities():
        found = _comparable(quantity, stated, facts)
        if len(found) < 2:  # noqa: PLR2004 - a pair
            continue
        if quantity.measure in _RATES or not _is_one(quantity, facts):
            continue
        if any(_is_ambiguous(facts.statements[one]) for one in found):
            continue
        first = found[0]
        for other in found[1:]:
            if facts.statements[first].figure == facts.statements[other].figure:
                continue
            if _are_told_apart(facts.statements[first], facts.statements[other]):
                continue
            yield _pair(quantity, first, other, facts)


def _is_ambiguous(statement: Statement) -> bool:
    """The name stands for several items: 一般行政管理事务 of two classes."""
    return len({quantity.subject.row for quantity in statement.readings} - {TOTAL_ROW}) > 1


def _comparable(quantity: Quantity, found: Sequence[int], facts: Facts) -> Sequence[int]:
    """Those that no table judges: all, or those printed finer than the table (元 to the 分)."""
    side = facts.in_tables(quantity)
    if side is None or len(found) == 1:
        return found
    decimals = side.amount.decimals
    said = [(index, facts.said(index)) for index in found]
    return [
        index
        for index, one in said
        if one.amount.decimals > decimals and round_half_up(one.value, decimals) == side.value
    ]


def _are_told_apart(one: Statement, other: Statement) -> bool:
    """Counts within one sentence behind different words: 本单位组织1个,参加其他单位组织0个."""
    counts = one.quantity.measure is Measure.COUNT and one.sentence == other.sentence
    return counts and _lead(one) != _lead(other)


def _lead(statement: Statement) -> str:
    """The clause up to the figure."""
    return _PAUSE.split(statement.placed.passage.text[: statement.start])[-1]


def _is_one(quantity: Quantity, facts: Facts) -> bool:
    """Whether its name means one thing throughout the text."""
    spec = facts.spec.subjects.get(quantity.subject.id)
    return spec is not None and not spec.attribute


def _pair(quantity: Quantity, first: int, other: int, facts: Facts) -> Check:
    one, two = facts.said(first), facts.said(other)
    if not (facts.statements[first].signed and facts.statements[other].signed):
        same = abs(one.value) == abs(two.value)
    else:
        same = one.value == two.value
    flat = Claim.FLAT in (facts.statements[first].claim, facts.statements[other].claim)
    if flat:
        moved = number(abs(one.value or two.value), quantity)
        says = f"{facts.title(quantity.subject)}既说与上年持平,又说增减{moved},前后矛盾"
    else:
        says = (
            f"同一数两处不同:{subject_name(quantity, facts)}"
            f"前文{number(one.value, quantity)},这里{number(two.value, quantity)}"
        )
    return relation(
        TWICE,
        Verdict.CONSISTENT if same else Verdict.MISMATCH,
        (other, first),
        says,
        (two.value, one.value),
        quantity,
        weight=1.0,
    )


def zero_checks(facts: Facts) -> Iterator[Check]:
    """Where nothing was paid, nothing was counted."""
    for quantity, found in facts.quantities():
        if quantity.measure is not Measure.COUNT:
            continue
        money = _money(quantity, facts)
        spec = facts.spec.subjects.get(quantity.subject.id)
        if money is None or (spec is not None and spec.count):
            continue
        for index in found:
            count = facts.said(index)
            if money.value != 0:
                continue
            fine = count.value == 0
            counted = f"{number(count.value, quantity)}{quantity.unit.value}"
            thing = _THINGS.get((quantity.subject.id, quantity.unit), "")
            says = f"{facts.title(quantity.subject)}为0元,却写了{counted}{thing}"
            yield relation(
                ZERO,
                Verdict.CONSISTENT if fine else Verdict.MISMATCH,
                (index, *suspects_of([money])) if not money.cells else (index,),
                says,
                (count.value, Decimal(0)),
                quantity,
                sides=[money],
            )


def _money(quantity: Quantity, facts: Facts) -> Side | None:
    """What was paid for a thing counted, or for the whole that it is part of if that is 0."""
    own = side_of(quantity._replace(measure=Measure.FINAL, unit=Unit.NONE), facts)
    if own is not None and own.value == 0:
        return own
    name = quantity.subject.id
    for _ in range(_DEEPEST):
        name = next((rule.total for rule in facts.spec.sums if name in rule.parts), "")
        if not name:
            break
        subject = scoped(Subject(name, quantity.subject.scope), facts)
        whole = side_of(Quantity(Measure.FINAL, subject), facts)
        if whole is not None and whole.value == 0:
            return whole
    return own
