"""Parts and wholes, counts and money, the same thing said twice: within the text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from xltool.editions.narrative import Measure, SumSpec
from xltool.model.amount import Interval, Unit
from xltool.model.book import TOTAL_ROW
from xltool.model.finding import Severity, Verdict
from xltool.narrative.checks import Check, plain
from xltool.narrative.facts import Facts, Side
from xltool.narrative.statements import Claim, Quantity, Statement, Subject

TWICE: Final = "narrative.twice"
SUM: Final = "narrative.sum"
AT_MOST: Final = "narrative.at-most"
ZERO: Final = "narrative.zero"
CHANGE: Final = "narrative.change"
_RATES: Final = (Measure.SHARE, Measure.OTHER, Measure.RATE, Measure.GROWTH)
_SHOWN: Final = 6
_DEEPEST: Final = 3
_ADDITIVE: Final = (Measure.INITIAL, Measure.FULL, Measure.CHANGE, Measure.PRIOR)


def sum_checks(facts: Facts) -> Iterator[Check]:
    """Every relation among figures that the tables do not already decide."""
    yield from _twice(facts)
    yield from _declared(facts)
    yield from _items(facts)
    yield from _zero(facts)
    yield from _changes(facts)
    yield from _budgets(facts)


def _unit_word(quantity: Quantity) -> str:
    return quantity.unit.value if quantity.measure is Measure.COUNT else "万元"


def _number(value: Decimal, quantity: Quantity) -> str:
    if quantity.measure is Measure.COUNT:
        return f"{value.normalize():f}"
    return plain(value)


# -- the same thing twice -----------------------------------------------------


def _twice(facts: Facts) -> Iterator[Check]:
    """One quantity, two figures; what a table states is compared with the table instead."""
    for quantity, found in facts.quantities():
        if len(found) < 2 or facts.in_tables(quantity) is not None:  # noqa: PLR2004 - a pair
            continue
        if quantity.measure in _RATES or not _is_one(quantity, facts):
            continue
        first = found[0]
        for other in found[1:]:
            if facts.statements[first].figure == facts.statements[other].figure:
                continue
            yield _pair(quantity, first, other, facts)


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
        moved = _number(abs(one.value or two.value), quantity)
        says = f"{_subject(quantity)}既说与上年持平,又说增减{moved},前后矛盾"
    else:
        says = (
            f"同一数两处不同:{_subject(quantity)}{quantity.measure.value}"
            f"前文{_number(one.value, quantity)},这里{_number(two.value, quantity)}"
        )
    return _check(
        TWICE,
        Verdict.CONSISTENT if same else Verdict.MISMATCH,
        (other, first),
        says,
        (two.value, one.value),
        quantity,
        weight=1.0,
    )


def _subject(quantity: Quantity) -> str:
    row = "" if quantity.subject.row == TOTAL_ROW else quantity.subject.row
    return f"{quantity.subject.id}{row}"


def _check(
    rule: str,
    verdict: Verdict,
    suspects: tuple[int, ...],
    says: str,
    values: tuple[Decimal, Decimal],
    quantity: Quantity,
    *,
    weight: float = 1.0,
    allowance: Decimal = Decimal(0),
    sides: Sequence[Side] = (),
) -> Check:
    stated, expected = values
    return Check(
        rule=rule,
        verdict=verdict,
        suspects=suspects,
        says=says,
        stated=stated,
        expected=expected,
        difference=stated - expected,
        allowance=allowance,
        unit=_unit_word(quantity),
        cells=tuple(cell for side in sides for cell in side.cells),
        severity=Severity.ERROR if verdict is Verdict.MISMATCH else Severity.HINT,
        weight=weight,
    )


# -- parts and wholes ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Term:
    quantity: Quantity
    side: Side


def _declared(facts: Facts) -> Iterator[Check]:
    """The sums of the edition: "三公" = 出国 + 购置 + 运行 + 接待."""
    for rule in facts.spec.sums:
        for total in _totals(rule, facts):
            yield from _sum(rule, total, facts)


def _totals(rule: SumSpec, facts: Facts) -> list[Quantity]:
    """The quantities that the rule's total has here, in every measure, scope and unit."""
    names = {rule.total, *rule.parts}
    found: dict[Quantity, None] = {}
    for quantity, _ in facts.quantities():
        if quantity.measure in rule.measures and quantity.subject.id in names:
            subject = Subject(rule.total, quantity.subject.scope, quantity.subject.row)
            found.setdefault(quantity._replace(subject=_scoped(subject, facts)))
    return list(found)


def _scoped(subject: Subject, facts: Facts) -> Subject:
    """``subject`` with a scope that it has cells in."""
    cells = facts.spec.subjects[subject.id].cells
    if not cells:
        return subject._replace(scope="")
    if subject.scope in cells:
        return subject
    return subject._replace(scope=next(iter(cells)))


def _sum(rule: SumSpec, total: Quantity, facts: Facts) -> Iterator[Check]:
    whole = _side(total, facts)
    parts = [
        _Term(quantity, side)
        for name in rule.parts
        if (
            side := _side(
                quantity := total._replace(
                    subject=_scoped(Subject(name, total.subject.scope, total.subject.row), facts)
                ),
                facts,
            )
        )
        is not None
    ]
    if whole is None or not parts or (all(part.side.cells for part in parts) and whole.cells):
        return
    if total.measure != Measure.CHANGE:
        yield from _each_at_most(total, whole, parts)
    if len(parts) == len(rule.parts):
        check = _added(total, whole, parts, at_most=rule.at_most)
        if check.verdict is not Verdict.CONSISTENT and whole.cells:
            own = facts.stated(total)
            other = [_added(total, facts.said(index), parts, at_most=rule.at_most) for index in own]
            check = next((one for one in other if one.verdict is Verdict.CONSISTENT), check)
        yield check


def _side(quantity: Quantity, facts: Facts) -> Side | None:
    """The tables' value, else the first that the text states."""
    found = facts.in_tables(quantity)
    if found is not None:
        return found
    stated = facts.stated(quantity)
    return facts.said(stated[0]) if stated else None


def _each_at_most(total: Quantity, whole: Side, parts: Sequence[_Term]) -> Iterator[Check]:
    """No part exceeds the whole: this points at the one that does."""
    for part in parts:
        if part.side.by is None or (whole.by is not None and len(parts) == 1):
            continue
        fine = part.side.value <= whole.value
        if fine and total.measure is Measure.CHANGE:
            continue
        says = (
            f"{_subject(part.quantity)}{_number(part.side.value, part.quantity)}大于"
            f"{_subject(total)}{_number(whole.value, total)}"
        )
        yield _check(
            AT_MOST,
            Verdict.CONSISTENT if fine else Verdict.MISMATCH,
            _suspects([part.side, whole]),
            says,
            (part.side.value, whole.value),
            total,
            weight=0.2 if fine else 1.0,
            sides=[whole],
        )


def _added(total: Quantity, whole: Side, parts: Sequence[_Term], *, at_most: bool = False) -> Check:
    value = sum((part.side.value for part in parts), Decimal(0))
    reach = Interval.exactly(Decimal(0))
    for part in parts:
        reach += part.side.interval
    left = whole.interval
    formula = _formula(parts)
    says = f"{_subject(total)}{total.measure.value}{_number(whole.value, total)},"
    if at_most:
        names = "、".join(_subject(part.quantity) for part in parts)
        verdict = Verdict.CONSISTENT if value <= whole.value else Verdict.MISMATCH
        says = f"{names}{formula}大于{_subject(total)}{_number(whole.value, total)}"
        rule = AT_MOST
    else:
        rule = SUM
        says += f"各部分之和{formula}={_number(value, total)}"
        if value == whole.value:
            verdict = Verdict.CONSISTENT
        elif left.meets(reach):
            verdict = Verdict.ROUNDING
        else:
            verdict = Verdict.MISMATCH
    return _check(
        rule,
        verdict,
        _suspects([whole, *(part.side for part in parts)]),
        says,
        (whole.value, value),
        total,
        allowance=(reach.high - reach.low) / 2 + (left.high - left.low) / 2,
        weight=0.6 if verdict is Verdict.CONSISTENT and at_most else 1.0,
        sides=[whole],
    )


def _formula(parts: Sequence[_Term]) -> str:
    """The parts as a sum; of a long one the first few."""
    shown = "+".join(_number(part.side.value, part.quantity) for part in parts[:_SHOWN])
    more = f"+…共{len(parts)}项" if len(parts) > _SHOWN else ""
    return shown.replace("+-", "-") + more


def _suspects(sides: Sequence[Side]) -> tuple[int, ...]:
    return tuple(side.by for side in sides if side.by is not None)


def _items(facts: Facts) -> Iterator[Check]:
    """Functional items add up: budgets to at most the whole, changes to the whole."""
    groups: dict[tuple[Quantity, int], list[Quantity]] = defaultdict(list)
    for quantity, _ in facts.quantities():
        row = quantity.subject.row
        if quantity.measure in _ADDITIVE and row.isdigit():
            total = quantity._replace(subject=quantity.subject._replace(row=TOTAL_ROW))
            groups[total, len(row)].append(quantity)
    for (total, level), quantities in groups.items():
        whole = _side(total, facts)
        parts = [
            _Term(quantity, side)
            for quantity in quantities
            if (side := _side(quantity, facts)) is not None
        ]
        if whole is None or whole.by is None or len(parts) < 2:  # noqa: PLR2004 - a list
            continue
        yield from _listed(total, level, whole, parts, facts)


def _listed(
    total: Quantity, level: int, whole: Side, parts: Sequence[_Term], facts: Facts
) -> Iterator[Check]:
    check = _added(total, whole, parts)
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


# -- money and counts ---------------------------------------------------------


def _zero(facts: Facts) -> Iterator[Check]:
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
            counted = f"{_number(count.value, quantity)}{quantity.unit.value}"
            says = f"{_subject(quantity)}为0元,却有{counted}"
            yield _check(
                ZERO,
                Verdict.CONSISTENT if fine else Verdict.MISMATCH,
                (index, *_suspects([money])) if not money.cells else (index,),
                says,
                (count.value, Decimal(0)),
                quantity,
                sides=[money],
            )


def _money(quantity: Quantity, facts: Facts) -> Side | None:
    """What was paid for a thing counted, or for the whole that it is part of if that is 0."""
    own = _side(quantity._replace(measure=Measure.FINAL, unit=Unit.NONE), facts)
    if own is not None and own.value == 0:
        return own
    name = quantity.subject.id
    for _ in range(_DEEPEST):
        name = next((rule.total for rule in facts.spec.sums if name in rule.parts), "")
        if not name:
            break
        subject = _scoped(Subject(name, quantity.subject.scope), facts)
        whole = _side(Quantity(Measure.FINAL, subject), facts)
        if whole is not None and whole.value == 0:
            return whole
    return own


# -- changes on last year ------------------------------------------------------


def _changes(facts: Facts) -> Iterator[Check]:
    """This year less the change is last year, where last year's figure is known."""
    for quantity, found in facts.quantities():
        if quantity.measure is not Measure.CHANGE:
            continue
        for index in found:
            final = _side(quantity._replace(measure=Measure.FINAL), facts)
            prior = facts.in_tables(quantity._replace(measure=Measure.PRIOR)) or facts.text_side(
                quantity._replace(measure=Measure.PRIOR), index
            )
            if final is None or prior is None:
                continue
            yield _changed(index, quantity, final, prior, facts)


def _changed(index: int, quantity: Quantity, final: Side, prior: Side, facts: Facts) -> Check:
    change = facts.said(index)
    value = final.value - prior.value
    statement = facts.statements[index]
    same = change.value == value if statement.signed else abs(change.value) == abs(value)
    reach = final.interval - prior.interval
    if same:
        verdict = Verdict.CONSISTENT
    elif change.interval.meets(reach):
        verdict = Verdict.ROUNDING
    else:
        verdict = Verdict.MISMATCH
    says = (
        f"{_subject(quantity)}增减{plain(change.value)},"
        f"{plain(final.value)}-{plain(prior.value)}={plain(value)}"
    )
    return _check(
        CHANGE,
        verdict,
        (index, *_suspects([prior])),
        says,
        (change.value, value),
        quantity,
        allowance=Decimal("0.01"),
        sides=[final, prior],
    )


def _budgets(facts: Facts) -> Iterator[Check]:
    """Words and differences against the budget: 决算数大于预算数, 差值为."""
    for index, statement in enumerate(facts.statements):
        quantity = statement.quantity
        if statement.claim in (Claim.ABOVE, Claim.BELOW, Claim.AT) and not statement.aside:
            yield from _direction(index, statement, facts)
        elif quantity.measure is Measure.GAP and statement.claim is Claim.VALUE:
            yield from _gap(index, statement, facts)


def _budget_sides(index: int, quantity: Quantity, facts: Facts) -> tuple[Side, Side] | None:
    final = _side(Quantity(Measure.FINAL, quantity.subject), facts)
    named = Quantity(quantity.budget or Measure.INITIAL, quantity.subject)
    budget = facts.in_tables(named) or facts.text_side(named, index)
    return (final, budget) if final is not None and budget is not None else None


def _direction(index: int, statement: Statement, facts: Facts) -> Iterator[Check]:
    """决算数大于预算数 against the budgets it may mean: one that holds is enough."""
    found = [
        check
        for quantity in statement.readings
        for check in _directed_at(index, statement, quantity, facts)
    ]
    if found:
        yield min(found, key=lambda check: check.verdict is Verdict.MISMATCH)


def _directed_at(
    index: int, statement: Statement, quantity: Quantity, facts: Facts
) -> Iterator[Check]:
    sides = _budget_sides(index, quantity, facts)
    if sides is None:
        return
    final, budget = sides
    holds = {
        Claim.ABOVE: final.value > budget.value,
        Claim.BELOW: final.value < budget.value,
        Claim.AT: final.value == budget.value,
    }[statement.claim]
    words = {Claim.ABOVE: "大于", Claim.BELOW: "小于", Claim.AT: "等于"}[statement.claim]
    named = (quantity.budget or Measure.INITIAL).value
    says = f"文中说决算{words}预算,而决算{plain(final.value)},{named}{plain(budget.value)}"
    yield _check(
        "narrative.direction",
        Verdict.CONSISTENT if holds else Verdict.MISMATCH,
        (index, *_suspects([budget])),
        says,
        (final.value, budget.value),
        quantity,
        weight=0.5,
        sides=[final],
    )


def _gap(index: int, statement: Statement, facts: Facts) -> Iterator[Check]:
    quantity = statement.quantity
    sides = _budget_sides(index, quantity, facts)
    if sides is None:
        return
    final, budget = sides
    stated = facts.said(index)
    value = final.value - budget.value
    same = abs(stated.value) == abs(value) and (stated.value == value or not _directed(statement))
    verdict = Verdict.CONSISTENT if same else Verdict.MISMATCH
    if not same and stated.interval.meets(final.interval - budget.interval):
        verdict = Verdict.ROUNDING
    says = (
        f"决算与预算的差{plain(stated.value)},"
        f"{plain(final.value)}-{plain(budget.value)}={plain(value)}"
    )
    yield _check(
        CHANGE, verdict, (index, *_suspects([budget])), says, (stated.value, value), quantity,
        sides=[final],
    )  # fmt: skip


def _directed(statement: Statement) -> bool:
    """差值为5万元 says no direction."""
    return statement.signed and statement.amount.value < 0
