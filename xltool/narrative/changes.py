"""Changes on last year and distances from the budget, in figures and in words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Final

from xltool.editions.narrative import Measure
from xltool.model.amount import Interval, round_half_up
from xltool.model.finding import Severity, Verdict
from xltool.narrative.checks import Check, plain
from xltool.narrative.facts import Facts, Side
from xltool.narrative.relations import (
    relation,
    side_of,
    subject_name,
    suspects_of,
)
from xltool.narrative.statements import Claim, Quantity, Statement, Subject

CHANGE: Final = "narrative.change"
DIRECTION: Final = "narrative.direction"
_WORDS: Final = {Claim.ABOVE: "大于", Claim.BELOW: "小于", Claim.AT: "等于"}


_CHAIN: Final = (
    Subject("支出总计", "总体"),
    Subject("支出总计", "财政拨款"),
    Subject("支出", "一般公共"),
)


def prior_checks(facts: Facts) -> Iterator[Check]:
    """Last year's whole was at least last year's 财政拨款, that at least 一般公共."""
    priors = [prior for subject in _CHAIN if (prior := _prior(subject, facts)) is not None]
    for whole, part in pairwise(priors):
        if whole[1].high < part[1].low:
            says = (
                f"按增减额推算,上年{_CHAIN_NAMES[whole[0].scope]}{plain(whole[1].low)}"
                f"小于上年{_CHAIN_NAMES[part[0].scope]}{plain(part[1].low)}"
            )
            yield Check(
                CHANGE,
                Verdict.UNCHECKED,
                (whole[2], part[2]),
                says,
                severity=Severity.WARNING,
                weight=0.5,
            )


_CHAIN_NAMES: Final = {
    "总体": "支出总计",
    "财政拨款": "财政拨款支出总计",
    "一般公共": "一般公共预算支出",
}


def _prior(subject: Subject, facts: Facts) -> tuple[Subject, Interval, int] | None:
    """Last year's figure as this year's and the change give it."""
    final = facts.in_tables(Quantity(Measure.FINAL, subject))
    changes = facts.stated(Quantity(Measure.CHANGE, subject))
    if final is None or not changes or not facts.statements[changes[0]].signed:
        return None
    return subject, final.interval - facts.said(changes[0]).interval, changes[0]


def change_checks(facts: Facts) -> Iterator[Check]:
    """This year less the change is last year, where last year's figure is known."""
    for quantity, found in facts.quantities():
        if quantity.measure is not Measure.CHANGE:
            continue
        for index in found:
            final = side_of(quantity._replace(measure=Measure.FINAL), facts)
            if final is not None and final.value == 0 and facts.said(index).value == 0:
                yield _still_nothing(index)
            prior = facts.in_tables(quantity._replace(measure=Measure.PRIOR)) or facts.text_side(
                quantity._replace(measure=Measure.PRIOR), index
            )
            if final is None or prior is None:
                continue
            yield _changed(index, quantity, final, prior, facts)


def _still_nothing(index: int) -> Check:
    """Of several flat items the one without money is the least to be doubted."""
    return Check(CHANGE, Verdict.CONSISTENT, (index,), "本年为0,与上年持平", weight=0.2)


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
        f"{subject_name(quantity, facts)}{plain(change.value)},"
        f"{plain(final.value)}-{plain(prior.value)}={plain(value)}"
    )
    return relation(
        CHANGE,
        verdict,
        (index, *suspects_of([final, prior])),
        says,
        (change.value, value),
        quantity,
        sides=[final, prior],
    )


def budget_checks(facts: Facts) -> Iterator[Check]:
    """Words and differences against the budget: 决算数大于预算数, 差值为."""
    for index, statement in enumerate(facts.statements):
        quantity = statement.quantity
        if statement.claim in (Claim.ABOVE, Claim.BELOW, Claim.AT) and not statement.aside:
            yield from _direction(index, statement, facts)
        elif quantity.measure is Measure.GAP and statement.claim is Claim.VALUE:
            yield from _gap(index, statement, facts)


def _budget_sides(index: int, quantity: Quantity, facts: Facts) -> tuple[Side, Side] | None:
    final = side_of(Quantity(Measure.FINAL, quantity.subject), facts)
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
        yield from _by_rate(index, statement, quantity, facts)
        return
    final, budget = sides
    holds = (
        _alike_in_print(final, budget)
        or {
            Claim.ABOVE: final.value > budget.value,
            Claim.BELOW: final.value < budget.value,
            Claim.AT: final.value == budget.value,
        }[statement.claim]
    )
    words = _WORDS[statement.claim]
    named = (quantity.budget or Measure.INITIAL).value
    says = f"文中说决算{words}预算,而决算{plain(final.value)},{named}{plain(budget.value)}"
    yield relation(
        DIRECTION,
        Verdict.CONSISTENT if holds else Verdict.MISMATCH,
        (index, *suspects_of([final, budget])),
        says,
        (final.value, budget.value),
        quantity,
        weight=0.5,
        sides=[final],
    )


def _alike_in_print(final: Side, budget: Side) -> bool:
    """Whether only the finer print of one side tells them apart: 元 tabled, 万元 in the text."""
    decimals = min(final.amount.decimals, budget.amount.decimals)
    rounded = {round_half_up(side.value, decimals) for side in (final, budget)}
    return final.value != budget.value and len(rounded) == 1


def _fits_other(index: int, statement: Statement, facts: Facts) -> bool:
    """预决算差异 names no budget: it may be the distance from the other one."""
    quantity = statement.quantity
    other = Measure.FULL if quantity.budget is Measure.INITIAL else Measure.INITIAL
    sides = _budget_sides(index, quantity._replace(budget=other), facts)
    if sides is None:
        return False
    final, budget = sides
    return abs(facts.said(index).value) == abs(final.value - budget.value)


_WHOLE: Final = Decimal(100)


def _by_rate(index: int, statement: Statement, quantity: Quantity, facts: Facts) -> Iterator[Check]:
    """完成预算93.75%,决算数大于预算数: where no budget is printed the rate tells."""
    budget = quantity.budget or Measure.INITIAL
    rate = facts.text_side(Quantity(Measure.RATE, quantity.subject, budget), index)
    if rate is None or rate.value == _WHOLE:  # what rounds to 100 % may be either
        return
    above = rate.value > _WHOLE
    holds = statement.claim is (Claim.ABOVE if above else Claim.BELOW)
    says = f"文中说决算{_WORDS[statement.claim]}预算,而完成{budget}的{rate.value}%"
    yield relation(
        DIRECTION,
        Verdict.CONSISTENT if holds else Verdict.MISMATCH,
        (index,) if holds else (index, *suspects_of([rate])),  # a word proves no figure
        says,
        (rate.value, _WHOLE),
        quantity,
        weight=0.5,
    )


def _gap(index: int, statement: Statement, facts: Facts) -> Iterator[Check]:
    quantity = statement.quantity
    sides = _budget_sides(index, quantity, facts)
    if sides is None:
        return
    final, budget = sides
    stated = facts.said(index)
    value = final.value - budget.value
    same = abs(stated.value) == abs(value) and (stated.value == value or not statement.directed)
    if not same and not statement.directed and _fits_other(index, statement, facts):
        same = True
    verdict = Verdict.CONSISTENT if same else Verdict.MISMATCH
    if not same and stated.interval.meets(final.interval - budget.interval):
        verdict = Verdict.ROUNDING
    says = (
        f"决算与预算的差{plain(stated.value)},"
        f"{plain(final.value)}-{plain(budget.value)}={plain(value)}"
    )
    yield relation(
        CHANGE,
        verdict,
        (index, *suspects_of([final, budget])),
        says,
        (stated.value, value),
        quantity,
        sides=[final],
    )
