"""Shares, completion rates and growth rates against the amounts they are computed from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from xltool.editions.narrative import Measure
from xltool.model.amount import Amount, Interval, Unit
from xltool.model.book import TOTAL_ROW
from xltool.model.finding import Severity, Verdict
from xltool.narrative.checks import (
    AS_RATIO,
    Check,
    RatioResult,
    percent,
    plain,
    quotient,
    ratio_result,
)
from xltool.narrative.facts import Facts, Side
from xltool.narrative.statements import Claim, Quantity, Statement, Subject

SHARE: Final = "narrative.share"
COMPLETION: Final = "narrative.completion"
GROWTH: Final = "narrative.growth"
WHOLE: Final = "总体"
_FLOWS: Final = ("收入", "支出")
_HUNDRED: Final = Decimal(100)
_ORDER: Final = (Verdict.CONSISTENT, Verdict.ROUNDING, Verdict.UNCHECKED, Verdict.MISMATCH)


def ratio_checks(facts: Facts) -> Iterator[Check]:
    """Every percentage that can be computed again."""
    for index, statement in enumerate(facts.statements):
        if statement.claim is not Claim.VALUE or statement.amount.unit is not Unit.PERCENT:
            continue
        found = [
            check for quantity in statement.readings for check in _checks(index, quantity, facts)
        ]
        if found:
            yield min(found, key=lambda check: (_ORDER.index(check.verdict), len(check.suspects)))


def _checks(index: int, quantity: Quantity, facts: Facts) -> Iterator[Check]:
    match quantity.measure:
        case Measure.SHARE:
            yield from _share(index, quantity, facts)
        case Measure.RATE:
            yield from _completion(index, quantity, facts)
        case Measure.GROWTH:
            yield from _growth(index, quantity, facts)
        case Measure.GAP_RATE:
            yield from _gap_rate(index, quantity, facts)
        case _:
            return


def _final(subject: Subject) -> Quantity:
    return Quantity(Measure.FINAL, subject)


def _share(index: int, quantity: Quantity, facts: Facts) -> Iterator[Check]:
    statement = facts.statements[index]
    tops = facts.sides(_final(quantity.subject), index)
    for whole in _wholes(index, quantity, facts):
        for top in tops:
            for bottom in facts.sides(_final(whole), index):
                if bottom.value == 0:
                    continue
                exact = top.value / bottom.value * _HUNDRED
                reach = quotient(top.interval, bottom.interval) or Interval.exactly(exact)
                usual = facts.usual_decimals
                result = ratio_result(statement.amount, exact, reach, usual=usual)
                if result.verdict is Verdict.MISMATCH and _is_rest(index, quantity, exact, facts):
                    result = RatioResult(Verdict.ROUNDING, "等于100减去其余占比", exact)
                yield _outcome(SHARE, index, statement, result, (top, bottom), "占比")


def _is_rest(index: int, quantity: Quantity, exact: Decimal, facts: Facts) -> bool:
    """Whether a share is 100 less the others of its list, and within rounding of them."""
    here = facts.statements[index]
    others = {
        other.quantity.subject: other.amount.value
        for number, other in enumerate(facts.statements)
        if other.quantity.measure is Measure.SHARE
        and other.placed.label == here.placed.label
        and number != index
        and other.quantity.subject.id == quantity.subject.id
    }
    rest = _HUNDRED - sum(others.values(), Decimal(0))
    near = Decimal(len(others) + 1) * Decimal(1).scaleb(-here.amount.decimals)
    return len(others) > 1 and here.amount.value == rest and abs(rest - exact) < near


def _wholes(index: int, quantity: Quantity, facts: Facts) -> Sequence[Subject]:
    """What a share is a share of: as printed, else the total that its subject is part of."""
    subject, base = quantity.subject, quantity.base
    if base is not None:
        wide = base._replace(scope=WHOLE) if base.id in _FLOWS else base
        return [wide] if base == subject else list(dict.fromkeys((base, wide)))
    spec = facts.spec.subjects.get(subject.id)
    if spec is not None and spec.base is not None:
        target = facts.spec.subjects[spec.base]
        return [Subject(spec.base, next(iter(target.cells), ""))]
    own = _of_section(index, subject, facts)
    return list(dict.fromkeys((*own, *_totals(subject, facts), *_spoken_of(index, subject, facts))))


def _of_section(index: int, subject: Subject, facts: Facts) -> Iterator[Subject]:
    """一般公共预算拨款…占: in a section on all 财政拨款 the whole is that of the section."""
    section = facts.statements[index].placed.section
    spec = facts.spec.subjects.get(subject.id)
    if (
        section is None
        or spec is None
        or subject.id not in _FLOWS
        or section.scope == subject.scope
    ):
        return
    if section.scope in spec.cells and section.scope != WHOLE:
        yield Subject(subject.id, section.scope)


def _spoken_of(index: int, subject: Subject, facts: Facts) -> Iterator[Subject]:
    """Totals that the same section names before a list of items."""
    label = facts.statements[index].placed.label
    if subject.row == TOTAL_ROW:
        return
    for other in facts.statements[:index]:
        quantity = other.quantity
        named = quantity.subject.row == TOTAL_ROW and quantity.subject.id == subject.id
        if other.placed.label == label and named and quantity.measure is Measure.FINAL:
            yield quantity.subject


def _totals(subject: Subject, facts: Facts) -> list[Subject]:
    """The totals that a subject is part of."""
    if subject.row != TOTAL_ROW:
        return [subject._replace(row=TOTAL_ROW), Subject("支出", subject.scope)]
    if subject.id not in facts.spec.subjects:
        return []
    parents = [rule.total for rule in facts.spec.sums if subject.id in rule.parts]
    scope = subject.scope
    found = [Subject(parent, scope) for parent in parents]
    spec = facts.spec.subjects.get(subject.id)
    if "收入" in subject.id or subject.id.endswith("结余"):
        found += [Subject("收入", "总体"), Subject("收入总计", "总体"), Subject("收入", scope)]
    elif spec is not None and (spec.item or spec.part):
        found += [Subject("支出", scope), Subject("支出", "总体")]
    return [one for one in dict.fromkeys(found) if one != subject]


def _completion(index: int, quantity: Quantity, facts: Facts) -> Iterator[Check]:
    statement = facts.statements[index]
    named = quantity.budget or Measure.INITIAL
    budgets = facts.sides(Quantity(named, quantity.subject), index)
    fitting = "" if budgets else _other_budget(index, statement, named, facts)
    if fitting:
        says = f"写的是完成{named}的{statement.amount.value}%,而文中没有{named}{fitting}"
        yield Check(
            COMPLETION, Verdict.UNCHECKED, (index,), says, unit="%", severity=Severity.WARNING
        )
    for final in facts.sides(_final(quantity.subject), index):
        for budget in budgets:
            yield _completed(index, statement, (final, budget), named, facts)


def _completed(
    index: int,
    statement: Statement,
    sides: tuple[Side, Side],
    named: Measure,
    facts: Facts,
) -> Check:
    final, budget = sides
    if budget.value == 0:
        if final.value == 0 and statement.amount.value in (0, _HUNDRED):
            return _plain(COMPLETION, index, Verdict.CONSISTENT, "预算与决算都是0", sides)
        other = _other_budget(index, statement, named, facts)
        says = f"{named}为0,不能算出完成率{statement.amount.value}%{other}"
        return _plain(COMPLETION, index, Verdict.MISMATCH, says, sides)
    exact = final.value / budget.value * _HUNDRED
    reach = quotient(final.interval, budget.interval) or Interval.exactly(exact)
    result = ratio_result(statement.amount, exact, reach, usual=facts.usual_decimals)
    check = _outcome(COMPLETION, index, statement, result, sides, f"完成{named}的比例")
    other = ""
    if result.verdict is Verdict.MISMATCH:
        other = _other_budget(index, statement, named, facts)
    if not other:
        return check
    return replace(check, suspects=(index,), cleared=check.suspects[1:], says=check.says + other)


def _other_budget(index: int, statement: Statement, named: Measure, facts: Facts) -> str:
    """Names the other budget where the rate fits it."""
    other = Measure.FULL if named is Measure.INITIAL else Measure.INITIAL
    subject = statement.quantity.subject
    for final in facts.sides(_final(subject), index):
        for budget in facts.sides(Quantity(other, subject), index):
            if budget.value:
                exact = final.value / budget.value * _HUNDRED
                reach = quotient(final.interval, budget.interval) or Interval.exactly(exact)
                result = ratio_result(statement.amount, exact, reach, usual=facts.usual_decimals)
                if result.verdict is not Verdict.MISMATCH:
                    return f";与{other}{plain(budget.value)}万元相符"
    return ""


def _growth(index: int, quantity: Quantity, facts: Facts) -> Iterator[Check]:
    statement = facts.statements[index]
    subject = quantity.subject
    change = facts.text_side(Quantity(Measure.CHANGE, subject), index)
    finals = facts.sides(_final(subject), index)
    priors = facts.sides(Quantity(Measure.PRIOR, subject), index)
    for prior in priors:
        for top in [change] if change else []:
            yield _grown(index, statement, top, (top, prior), facts)
        for final in [] if change else finals:
            less = Side(Amount(final.value - prior.value, Unit.WAN, 2), final.cells, final.by)
            yield _grown(index, statement, less, (final, prior), facts)
    if change is not None:
        for final in finals:
            yield _from_change(index, statement, (change, final), facts)


def _from_change(index: int, statement: Statement, sides: tuple[Side, Side], facts: Facts) -> Check:
    """Growth where only this year's figure and the change are printed."""
    change, final = sides
    if not statement.signed:
        size = abs(statement.amount.value)
        stated = facts.statements[change.by] if change.by is not None else None
        known = stated is not None and stated.signed
        for sign in (1 if change.value > 0 else -1,) if known else (1, -1):
            turned = Amount(sign * abs(change.value), Unit.WAN, change.amount.decimals)
            amount = Amount(sign * size, Unit.PERCENT, statement.amount.decimals)
            either = (Side(turned, by=change.by), final)
            check = _grown_from(index, statement, either, amount, facts)
            if check.verdict is not Verdict.MISMATCH:
                return check
    return _grown_from(index, statement, sides, statement.amount, facts)


def _grown_from(
    index: int, statement: Statement, sides: tuple[Side, Side], amount: Amount, facts: Facts
) -> Check:
    change, final = sides
    prior = final.value - change.value
    if prior == 0 == change.value == amount.value:
        return _plain(GROWTH, index, Verdict.CONSISTENT, "两年都是0", (change, final))
    if prior == 0:
        says = "上年为0,增长率没有意义"
        return _plain(
            GROWTH, index, Verdict.UNCHECKED, says, (change, final), severity=Severity.HINT
        )
    if prior < 0:
        says = (
            f"增减{plain(abs(change.value))}万元大于本年的{plain(final.value)}万元,上年数会是负数"
        )
        return _plain(GROWTH, index, Verdict.MISMATCH, says, (change, final))
    exact = change.value / prior * _HUNDRED
    ends = [
        _grown_by(one, other)
        for one in (change.interval.low, change.interval.high)
        for other in (final.interval.low, final.interval.high)
    ]
    reach = Interval(min(ends), max(ends))
    result = ratio_result(amount, exact, reach, usual=facts.usual_decimals)
    return _outcome(GROWTH, index, statement, result, (change, final), "增减率", prior=prior)


def _grown_by(change: Decimal, final: Decimal) -> Decimal:
    prior = final - change
    return change / prior * _HUNDRED if prior > 0 else Decimal(10) ** 9


def _grown(
    index: int,
    statement: Statement,
    change: Side,
    sides: tuple[Side, Side],
    facts: Facts,
) -> Check:
    """Growth over last year's printed figure, the second of ``sides``."""
    base, value = sides[1].interval, sides[1].value
    if value == 0:
        says = "上年为0,增长率没有意义"
        return _plain(GROWTH, index, Verdict.UNCHECKED, says, sides, severity=Severity.HINT)
    exact = change.value / value * _HUNDRED
    reach = quotient(change.interval, base) or Interval.exactly(exact)
    result = ratio_result(statement.amount, exact, reach, usual=facts.usual_decimals)
    return _outcome(GROWTH, index, statement, result, sides, "增减率", prior=value)


def _gap_rate(index: int, quantity: Quantity, facts: Facts) -> Iterator[Check]:
    """比年初预算增加…,增长…: over the budget; 差异率 names none and may be over either."""
    named = quantity.budget or Measure.INITIAL
    found = list(_over_budget(index, quantity, named, facts))
    if not facts.statements[index].directed:
        other = Measure.FULL if named is Measure.INITIAL else Measure.INITIAL
        fitting = _over_budget(index, quantity, other, facts)
        found += [check for check in fitting if check.verdict is Verdict.CONSISTENT]
    if not found:
        found += _gap_from_change(index, quantity, named, facts)
    yield from found


def _over_budget(index: int, quantity: Quantity, named: Measure, facts: Facts) -> Iterator[Check]:
    """The distance of 决算 from one budget, in percent of it."""
    statement = facts.statements[index]
    for budget in facts.sides(Quantity(named, quantity.subject), index):
        for final in facts.sides(_final(quantity.subject), index):
            if budget.value:
                exact = (final.value - budget.value) / budget.value * _HUNDRED
                reach = quotient(final.interval - budget.interval, budget.interval)
                if exact < 0 < statement.amount.value and not statement.directed:
                    exact, reach = -exact, -reach if reach else None  # 差异率6%: a size
                result = ratio_result(
                    statement.amount,
                    exact,
                    reach or Interval.exactly(exact),
                    usual=facts.usual_decimals,
                )
                sides = (final, budget)
                yield _outcome(COMPLETION, index, statement, result, sides, f"比{named}的增减率")


def _gap_from_change(
    index: int, quantity: Quantity, named: Measure, facts: Facts
) -> Iterator[Check]:
    """Where only 决算 and its distance from the budget are printed."""
    statement = facts.statements[index]
    gap = facts.text_side(Quantity(Measure.GAP, quantity.subject, named), index)
    for final in facts.sides(_final(quantity.subject), index) if gap else ():
        budget = final.value - gap.value if gap else Decimal(0)
        if gap is None or budget <= 0:
            continue
        exact = gap.value / budget * _HUNDRED
        reach = quotient(gap.interval, final.interval - gap.interval) or Interval.exactly(exact)
        result = ratio_result(statement.amount, exact, reach, usual=facts.usual_decimals)
        yield _outcome(COMPLETION, index, statement, result, (gap, final), f"比{named}的增减率")


def _outcome(
    rule: str,
    index: int,
    statement: Statement,
    result: RatioResult,
    sides: tuple[Side, Side],
    what: str,
    *,
    prior: Decimal | None = None,
) -> Check:
    printed = statement.amount
    agrees = result.verdict is Verdict.CONSISTENT
    says = "" if agrees else _ratio_says(printed.value, result, sides, what, prior)
    suspects = _suspects(index, sides)
    misprinted = result.note == AS_RATIO
    return Check(
        rule=rule,
        verdict=result.verdict,
        suspects=(index,) if misprinted else suspects,
        cleared=suspects[1:] if misprinted else (),
        says=says,
        stated=printed.value,
        expected=result.exact.quantize(Decimal("0.01")),
        difference=(printed.value - result.exact).quantize(Decimal("0.01")),
        allowance=Decimal(5).scaleb(-printed.decimals - 1),
        unit="%",
        cells=tuple(cell for side in sides for cell in side.cells),
        severity=Severity.ERROR if result.verdict is Verdict.MISMATCH else Severity.HINT,
    )


def _ratio_says(
    printed: Decimal,
    result: RatioResult,
    sides: tuple[Side, Side],
    what: str,
    prior: Decimal | None,
) -> str:
    top, bottom = sides
    if prior is not None and top.value * printed < 0:
        return _opposite(top.value, printed)
    under = plain(bottom.value) if prior is None else f"上年{plain(prior)}"
    says = f"{what}{printed}%,按{plain(top.value)}/{under}应为{percent(result.exact)}"
    return f"{says}({result.note})" if result.note else says


def _opposite(change: Decimal, rate: Decimal) -> str:
    """A change and a rate that go different ways."""
    moved = "增加" if change > 0 else "减少"
    grown = "增长" if rate > 0 else "下降"
    return f"“{moved}”{plain(abs(change))}万元与“{grown}”{abs(rate)}%方向相反"


def _plain(
    rule: str,
    index: int,
    verdict: Verdict,
    says: str,
    sides: tuple[Side, Side],
    severity: Severity = Severity.ERROR,
) -> Check:
    cells = tuple(cell for side in sides for cell in side.cells)
    return Check(
        rule, verdict, _suspects(index, sides), says, cells=cells, unit="%", severity=severity
    )


def _suspects(index: int, sides: Sequence[Side]) -> tuple[int, ...]:
    """The percentage and those sides that only the text gives."""
    return (index, *(side.by for side in sides if side.by is not None and not side.cells))
