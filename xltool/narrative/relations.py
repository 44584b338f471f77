"""Relations among figures: how their outcomes are written down."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from xltool.editions.narrative import Measure
from xltool.model.finding import Severity, Verdict
from xltool.narrative.checks import Check, plain
from xltool.narrative.facts import Facts, Side
from xltool.narrative.statements import Quantity, Subject

_MEASURES: Final = {
    Measure.INITIAL: "年初预算",
    Measure.FULL: "全年预算",
    Measure.PRIOR: "上年数",
    Measure.CHANGE: "比上年增减",
}


def relation(
    rule: str,
    verdict: Verdict,
    suspects: tuple[int, ...],
    says: str,
    values: tuple[Decimal, Decimal],
    quantity: Quantity,
    *,
    weight: float = 1.0,
    sides: Sequence[Side] = (),
) -> Check:
    """The outcome of one relation; ``values`` are what is stated and what it should be."""
    stated, expected = values
    return Check(
        rule=rule,
        verdict=verdict,
        suspects=suspects,
        says=says,
        stated=stated,
        expected=expected,
        difference=stated - expected,
        allowance=Decimal(0),
        unit=unit_word(quantity),
        cells=tuple(cell for side in sides for cell in side.cells),
        severity=Severity.ERROR if verdict is Verdict.MISMATCH else Severity.HINT,
        weight=weight,
    )


def unit_word(quantity: Quantity) -> str:
    """The unit of a quantity, for findings."""
    return quantity.unit.value if quantity.measure is Measure.COUNT else "万元"


def number(value: Decimal, quantity: Quantity) -> str:
    """A value as messages print it."""
    if quantity.measure is Measure.COUNT:
        return f"{value.normalize():f}"
    return plain(value)


def subject_name(quantity: Quantity, facts: Facts) -> str:
    """A subject with its measure, for messages."""
    return f"{facts.title(quantity.subject)}{_MEASURES.get(quantity.measure, '')}"


def side_of(quantity: Quantity, facts: Facts) -> Side | None:
    """The tables' value, else the first that the text states."""
    found = facts.in_tables(quantity)
    if found is not None:
        return found
    stated = facts.stated(quantity)
    return facts.said(stated[0]) if stated else None


def suspects_of(sides: Sequence[Side]) -> tuple[int, ...]:
    """The statements among ``sides``."""
    return tuple(side.by for side in sides if side.by is not None)


def scoped(subject: Subject, facts: Facts) -> Subject:
    """``subject`` with a scope that it has cells in."""
    cells = facts.spec.subjects[subject.id].cells
    if not cells:
        return subject._replace(scope="")
    if subject.scope in cells:
        return subject
    return subject._replace(scope=next(iter(cells)))
