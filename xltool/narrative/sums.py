"""Parts and wholes: declared sums of the edition, and functional items."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from xltool.editions.narrative import Measure, SumSpec
from xltool.model.amount import Interval
from xltool.model.book import TOTAL_ROW
from xltool.model.finding import Severity, Verdict
from xltool.narrative.checks import Check, plain
from xltool.narrative.facts import Facts, Side
from xltool.narrative.relations import (
    number,
    relation,
    scoped,
    side_of,
    subject_name,
    suspects_of,
    unit_word,
)
from xltool.narrative.statements import Quantity, Subject
from xltool.narrative.totals import LIST_TOTAL

SUM: Final = "narrative.sum"
AT_MOST: Final = "narrative.at-most"
_NUMBERS: Final = "零一两三四五六七八九"
_SEVERAL: Final = re.compile(r"([两三四五六七八九])(?:项|者)[^,。;:、]{0,4}$")
_SHOWN: Final = 6
_ADDITIVE: Final = (Measure.INITIAL, Measure.FULL, Measure.CHANGE, Measure.PRIOR)


@dataclass(frozen=True, slots=True)
class _Term:
    quantity: Quantity
    side: Side


def declared_checks(facts: Facts) -> Iterator[Check]:
    """The sums of the edition: "三公" = 出国 + 购置 + 运行 + 接待."""
    for rule in facts.spec.sums:
        for total in _totals(rule, facts):
            yield from _sum(rule, total, facts)


def list_total_checks(facts: Facts) -> Iterator[Check]:
    """两项共计: the figures directly before, added up."""
    for index, statement in enumerate(facts.statements):
        if statement.quantity.subject.id != LIST_TOTAL or statement.figure is None:
            continue
        match = _SEVERAL.search(statement.placed.passage.text[: statement.start])
        count = _NUMBERS.index(match[1]) if match else 0
        parts = _listed_before(index, facts)
        if count and len(parts) >= count and statement.quantity.measure is Measure.FINAL:
            yield _added(statement.quantity, facts.said(index), parts[-count:], facts)
        elif not match:
            yield from _any_sum(index, parts, facts)


def _listed_before(index: int, facts: Facts) -> list[_Term]:
    """The figures of the same paragraph before, of the same kind."""
    here = facts.statements[index]
    return [
        _Term(one.quantity, facts.said(number))
        for number, one in enumerate(facts.statements[:index])
        if one.placed is here.placed
        and one.quantity.measure is here.quantity.measure
        and one.amount.unit.is_count == here.amount.unit.is_count
        and one.figure is not None
    ]


def _any_sum(index: int, parts: Sequence[_Term], facts: Facts) -> Iterator[Check]:
    """A bare 合计 does not say of what: it is confirmed by a sum, never contradicted."""
    whole = facts.said(index)
    for first in range(len(parts) - 1):
        check = _added(facts.statements[index].quantity, whole, parts[first:], facts)
        if check.verdict is Verdict.CONSISTENT:
            yield check
            return
    if any(part.side.value == whole.value for part in parts):
        yield Check(SUM, Verdict.CONSISTENT, (index,), "")


def _totals(rule: SumSpec, facts: Facts) -> list[Quantity]:
    """The quantities that the rule's total has here, in every measure, scope and unit."""
    names = {rule.total, *rule.parts}
    found: dict[Quantity, None] = {}
    for quantity, _ in facts.quantities():
        if quantity.measure in rule.measures and quantity.subject.id in names:
            subject = Subject(rule.total, quantity.subject.scope, quantity.subject.row)
            found.setdefault(quantity._replace(subject=scoped(subject, facts)))
    return list(found)


def _sum(rule: SumSpec, total: Quantity, facts: Facts) -> Iterator[Check]:
    whole = side_of(total, facts)
    parts = [
        _Term(quantity, side)
        for name in rule.parts
        if (
            side := side_of(
                quantity := total._replace(
                    subject=scoped(Subject(name, total.subject.scope, total.subject.row), facts)
                ),
                facts,
            )
        )
        is not None
    ]
    if whole is None or not parts or (all(part.side.cells for part in parts) and whole.cells):
        return
    if total.measure is not Measure.FINAL and not _adds_up(rule, total, facts):
        return
    if total.measure != Measure.CHANGE:
        yield from _each_at_most(total, whole, parts, facts)
    if len(parts) == len(rule.parts):
        check = _added(total, whole, parts, facts, at_most=rule.at_most)
        if check.verdict is not Verdict.CONSISTENT and whole.cells:
            own = facts.stated(total)
            other = [
                _added(total, facts.said(index), parts, facts, at_most=rule.at_most)
                for index in own
            ]
            check = next((one for one in other if one.verdict is Verdict.CONSISTENT), check)
        yield check


def _adds_up(rule: SumSpec, total: Quantity, facts: Facts) -> bool:
    """Whether the tables have no other part: 经营支出 beside 基本支出 and 项目支出."""
    if rule.at_most or total.measure is Measure.COUNT:
        return True
    quantities = [
        Quantity(Measure.FINAL, scoped(Subject(name, *total.subject[1:]), facts))
        for name in (rule.total, *rule.parts)
    ]
    sides = [facts.in_tables(quantity) for quantity in quantities]
    known = [side for side in sides if side is not None]
    if len(known) < len(sides):
        return True
    whole, *parts = known
    reach = Interval.exactly(Decimal(0))
    for part in parts:
        reach += part.interval
    return whole.interval.meets(reach)


def _each_at_most(
    total: Quantity, whole: Side, parts: Sequence[_Term], facts: Facts
) -> Iterator[Check]:
    """No part exceeds the whole: this points at the one that does."""
    for part in parts:
        if part.side.by is None or (whole.by is not None and len(parts) == 1):
            continue
        fine = part.side.value <= whole.value
        if fine and total.measure is Measure.CHANGE:
            continue
        says = (
            f"{facts.told(part.side, part.quantity)}{_more_than(total)}{facts.told(whole, total)}"
        )
        yield relation(
            AT_MOST,
            Verdict.CONSISTENT if fine else Verdict.MISMATCH,
            suspects_of([part.side, whole]),
            says,
            (part.side.value, whole.value),
            total,
            weight=0.2 if fine else 1.0,
            sides=[whole],
        )


def _added(
    total: Quantity,
    whole: Side,
    parts: Sequence[_Term],
    facts: Facts,
    *,
    at_most: bool = False,
) -> Check:
    value = sum((part.side.value for part in parts), Decimal(0))
    reach = Interval.exactly(Decimal(0))
    for part in parts:
        reach += part.side.interval
    left = whole.interval
    formula = _formula(parts)
    unit = unit_word(total)
    says = f"{subject_name(total, facts)}{number(whole.value, total)}{unit},"
    if at_most:
        names = "与".join(facts.title(part.quantity.subject) for part in parts)
        verdict = Verdict.CONSISTENT if value <= whole.value else Verdict.MISMATCH
        says = f"{names}{'共' if len(parts) > 1 else ''}{formula}{unit}{_more_than(total)}"
        says += facts.told(whole, total)
        rule = AT_MOST
    else:
        rule = SUM
        says += f"各部分之和{formula}={number(value, total)}"
        if value == whole.value:
            verdict = Verdict.CONSISTENT
        elif left.meets(reach):
            verdict = Verdict.ROUNDING
        else:
            verdict = Verdict.MISMATCH
    return relation(
        rule,
        verdict,
        suspects_of([whole, *(part.side for part in parts)]),
        says,
        (whole.value, value),
        total,
        weight=0.6 if verdict is Verdict.CONSISTENT and at_most else 1.0,
        sides=[whole],
    )


def _more_than(quantity: Quantity) -> str:
    return "多于" if quantity.measure is Measure.COUNT else "大于"


def _formula(parts: Sequence[_Term]) -> str:
    """The parts as a sum; of a long one the first few."""
    shown = "+".join(number(part.side.value, part.quantity) for part in parts[:_SHOWN])
    more = f"+…共{len(parts)}项" if len(parts) > _SHOWN else ""
    return shown.replace("+-", "-") + more


def item_checks(facts: Facts) -> Iterator[Check]:
    """Functional items add up: budgets to at most the whole, changes to the whole."""
    groups: dict[tuple[Quantity, int], list[Quantity]] = defaultdict(list)
    for quantity, _ in facts.quantities():
        row = quantity.subject.row
        if quantity.measure in _ADDITIVE and row.isdigit():
            total = quantity._replace(subject=quantity.subject._replace(row=TOTAL_ROW))
            groups[total, len(row)].append(quantity)
    for (total, level), quantities in groups.items():
        whole = side_of(total, facts)
        parts = [
            _Term(quantity, side)
            for quantity in quantities
            if (side := side_of(quantity, facts)) is not None
        ]
        if whole is None or whole.by is None or len(parts) < 2:  # noqa: PLR2004 - a list
            continue
        yield from _listed(total, level, whole, parts, facts)


def _listed(
    total: Quantity, level: int, whole: Side, parts: Sequence[_Term], facts: Facts
) -> Iterator[Check]:
    check = _added(total, whole, parts, facts)
    if check.verdict is not Verdict.MISMATCH:
        yield check
        return
    value = check.expected or Decimal(0)
    short = value < whole.value
    complete = _is_complete(total, level, parts, facts)
    if total.measure in (Measure.INITIAL, Measure.FULL):
        if not short:
            yield check
        else:
            says = f"{check.says},少{plain(whole.value - value)},没有支出的科目可能未列"
            yield _as_hint(check, says)
    elif complete and short:
        yield check
    else:
        yield _as_hint(check, f"{check.says},可能有上年有、本年没有的科目")


def _as_hint(check: Check, says: str) -> Check:
    """A shortfall that may have good reasons: it tells about suspects, and is a hint."""
    return Check(
        rule=check.rule,
        verdict=Verdict.UNCHECKED,
        suspects=check.suspects,
        says=says,
        stated=check.stated,
        expected=check.expected,
        difference=check.difference,
        allowance=check.allowance,
        unit=check.unit,
        severity=Severity.HINT,
        weight=0.5,
    )


def _is_complete(total: Quantity, level: int, parts: Sequence[_Term], facts: Facts) -> bool:
    """Whether every item that the table has at this level is listed."""
    rows = {part.quantity.subject.row for part in parts}
    printed = facts.codes(total.subject, level)
    return printed <= rows
