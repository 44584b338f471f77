"""Copies of table figures: no allowance, unless a derivation gives the other figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Final

from xltool.editions.narrative import Measure
from xltool.model.amount import Amount, Unit, half_unit, round_half_up
from xltool.model.book import CellId
from xltool.model.finding import Severity, Verdict
from xltool.narrative.checks import Check, plain, shown
from xltool.narrative.facts import Facts, Side
from xltool.narrative.statements import Claim, Quantity, Statement

RULE: Final = "narrative.copy"
Explain = Callable[[CellId, Decimal], str | None]
"""Names another derivation of a cell's amount that gives the value, or None."""

_COPIED: Final = (
    Measure.FINAL, Measure.COUNT, Measure.PRIOR, Measure.INITIAL, Measure.FULL,
)  # fmt: skip


def copy_checks(facts: Facts, explain: Explain) -> Iterator[Check]:
    """Every figure that a table states too."""
    for index, statement in enumerate(facts.statements):
        if statement.claim is Claim.VALUE and statement.quantity.measure in _COPIED:
            found = [
                _check(index, statement, side, facts, explain)
                for quantity in statement.readings
                if (side := facts.printed(quantity)) is not None
            ]
            if found:
                yield min(found, key=lambda check: _ORDER[check.verdict])
        elif statement.claim is Claim.NOTHING:
            yield from _nothing(index, statement, facts)


_ORDER: Final = {
    Verdict.CONSISTENT: 0,
    Verdict.ROUNDING: 1,
    Verdict.UNCHECKED: 2,
    Verdict.MISMATCH: 3,
}


def _check(
    index: int,
    statement: Statement,
    side: Side,
    facts: Facts,
    explain: Explain,
) -> Check:
    stated = _in_table_unit(statement.amount)
    table = side.value
    decimals = min(stated.decimals, side.amount.decimals + side.finer)
    if stated.unit is Unit.WAN and statement.amount.unit is Unit.WAN:
        decimals = max(2, decimals)
    same = round_half_up(stated.value, decimals) == round_half_up(table, decimals)
    if side.hollow and not same:
        says = f"{side.cells[0].table}没有任何数,没有可比的一方"
        return replace(
            _outcome(index, Verdict.UNCHECKED, says, stated, side),
            severity=Severity.HINT,
            says=says,
        )
    if same:
        return _outcome(index, Verdict.CONSISTENT, "", stated, side)
    name = _name(statement.quantity, side, facts)
    subject = _subject(statement.quantity, facts)
    text = f"{subject}{shown(statement.amount)}与{name}的{_table_value(statement, table)}不同"
    if side.finer and abs(stated.value - table) <= half_unit(decimals):
        says = f"{text},表中的数精确些,在四舍五入以内"
        outcome = _outcome(index, Verdict.ROUNDING, says, stated, side)
        return replace(outcome, severity=Severity.HINT)
    tail = _tail(statement, stated, side, explain)
    if tail:
        return _outcome(index, Verdict.ROUNDING, text + tail, stated, side)
    hint = _scale_hint(stated.value, table)
    return _outcome(index, Verdict.MISMATCH, f"{text}{hint},请核对", stated, side)


def _tail(statement: Statement, stated: Amount, side: Side, explain: Explain) -> str:
    """What makes of a difference a tail, "" for none."""
    apart = abs(stated.value - side.value)
    why = explain(side.cells[0], stated.value) if len(side.cells) == 1 else None
    if why:
        return f";{shown(statement.amount)}={why}"
    if apart <= side.slack:
        return ",在公式合计的尾差以内"
    decimals = min(stated.decimals, side.amount.decimals + side.finer)
    units = apart * Decimal(10) ** max(decimals, side.amount.decimals)
    if units <= 1 and statement.amount.unit.is_amount and stated.value and side.value:
        return ",只差末位一个单位,无来源"
    return ""


def _outcome(index: int, verdict: Verdict, says: str, stated: Amount, side: Side) -> Check:
    return Check(
        rule=RULE,
        verdict=verdict,
        suspects=(index,),
        says=says,
        stated=stated.value,
        expected=side.value,
        difference=stated.value - side.value,
        allowance=Decimal(0),
        unit=stated.unit.value,
        cells=side.cells,
        severity=Severity.ERROR if verdict is Verdict.MISMATCH else Severity.WARNING,
        weight=4.0,
    )


def _in_table_unit(amount: Amount) -> Amount:
    return amount.to(Unit.WAN) if amount.unit.is_amount else amount


def _subject(quantity: Quantity, facts: Facts) -> str:
    """What the figure is of, to tell it from its like."""
    measure = "" if quantity.measure in (Measure.FINAL, Measure.COUNT) else quantity.measure.value
    return f"{facts.title(quantity.subject)}{measure}"


def _name(quantity: Quantity, side: Side, facts: Facts) -> str:
    cells = "+".join(facts.row_name(cell) for cell in side.cells)
    return f"上年{cells}" if quantity.measure is Measure.PRIOR else cells


def _table_value(statement: Statement, value: Decimal) -> str:
    if statement.amount.unit.is_amount:
        return f"{plain(value)}万元" if value else "空(0)"
    return f"{value.normalize():f}"


def _scale_hint(stated: Decimal, table: Decimal) -> str:
    if table and stated in (table * 10_000, table / 10_000):
        return ",像是元与万元混用"
    return ""


def _nothing(index: int, statement: Statement, facts: Facts) -> Iterator[Check]:
    """无此项支出 against a table that has some."""
    for quantity in statement.readings[:1]:
        side = facts.printed(quantity)
        if side is None:
            continue
        if side.value == 0:
            yield Check(RULE, Verdict.CONSISTENT, (index,), "表中也没有", cells=side.cells)
        else:
            name = _name(quantity, side, facts)
            yield Check(
                rule="narrative.nothing",
                verdict=Verdict.MISMATCH,
                suspects=(index,),
                says=f"文中说没有,{name}却有{plain(side.value)}",
                stated=Decimal(0),
                expected=side.value,
                difference=-side.value,
                allowance=Decimal(0),
                cells=side.cells,
                weight=4.0,
            )
