"""What the form demands and the text leaves unsaid, and names that are not quite the form's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from xltool.editions.narrative import Measure
from xltool.model.amount import Unit
from xltool.model.book import TOTAL_ROW
from xltool.model.finding import Severity, Verdict
from xltool.narrative.facts import Facts
from xltool.narrative.headings import Placed
from xltool.narrative.notes import Note
from xltool.narrative.statements import Quantity, Statement, Subject

OMITTED: Final = "narrative.omitted"
LOOSE: Final = "narrative.loose-name"
_THREE: Final = "三公"
_SPENDING: Final = "支出"
_FEWEST_LISTED: Final = 2
"""Fewer items are no list."""
_SHOWN: Final = 6


def omission_notes(passages: Sequence[Placed], facts: Facts) -> Iterator[Note]:
    """Counts that belong to a 三公 item with money, and its parts."""
    here = next((one for one in passages if one.section and one.section.scope == _THREE), None)
    if here is not None:
        missing = [what for what, needed in _demands(facts) if needed]
        if missing:
            says = f"“三公”经费说明没有写到{'、'.join(missing)}"
            end = len(here.passage.text)
            yield Note(OMITTED, Verdict.UNCHECKED, Severity.HINT, says, here, 0, end)
    yield from _items(facts)
    yield from _loose(facts)


def _items(facts: Facts) -> Iterator[Note]:
    """Functional items with money that a list of items of their table leaves out."""
    listed: dict[tuple[Subject, int], dict[str, Statement]] = {}
    for statement in facts.statements:
        for subject in (reading.subject for reading in statement.readings):
            if subject.row.isdigit() and subject.id == _SPENDING and not statement.aside:
                key = subject._replace(row=TOTAL_ROW), len(subject.row)
                listed.setdefault(key, {})[subject.row] = statement
    for (total, level), found in listed.items():
        known = facts.codes(total, level)
        missing = sorted(known - found.keys())
        if not missing or len(found) < _FEWEST_LISTED or len(missing) * 2 > len(known):
            continue
        last = list(found.values())[-1]
        named = "、".join(
            f"{code}{facts.title(total._replace(row=code))}" for code in missing[:_SHOWN]
        )
        more = f"等{len(missing)}项" if len(missing) > _SHOWN else ""
        says = f"表中有金额、逐项说明里没有写到:{named}{more}"
        yield Note(
            OMITTED, Verdict.UNCHECKED, Severity.WARNING, says,
            last.placed, last.start, last.end,
        )  # fmt: skip


def _demands(facts: Facts) -> Iterator[tuple[str, bool]]:
    """Each thing to state, and whether it is missing although there was money."""
    counted = {
        (quantity.subject.id, quantity.unit)
        for quantity, _ in facts.quantities()
        if quantity.measure is Measure.COUNT
    }
    stated = {quantity.subject.id for quantity, _ in facts.quantities()}
    reception = any(
        (name, unit) in counted for name in ("接待", "国内接待") for unit in (Unit.BATCH, Unit.ITEM)
    )
    guests = any(
        (name, unit) in counted
        for name in ("接待", "国内接待")
        for unit in (Unit.PERSON_TIME, Unit.PERSON)
    )
    yield "接待批次", _spent(facts, "接待") and not reception
    yield "接待人次", _spent(facts, "接待") and not guests
    groups = any(name == "出国" and unit is Unit.ITEM for name, unit in counted)
    yield "出国(境)团组数", _spent(facts, "出国") and not groups
    both = _spent(facts, "购置") and _spent(facts, "运行")
    yield "公务用车购置费与运行维护费各多少", both and not {"购置", "运行"} <= stated
    yield "公务用车保有量", _spent(facts, "运行") and "保有量" not in stated


def _spent(facts: Facts, name: str) -> bool:
    side = facts.in_tables(Quantity(Measure.FINAL, Subject(name, _THREE)))
    return side is not None and side.value > 0


def _loose(facts: Facts) -> Iterator[Note]:
    """基础支出 taken for 基本支出: understood, and said."""
    for statement in facts.statements:
        if statement.loose:
            meant = statement.quantity.subject.id
            says = f"“{statement.loose}”按“{meant}”理解,宜改用规范名称"
            yield Note(
                LOOSE, Verdict.UNCHECKED, Severity.HINT, says,
                statement.placed, statement.start, statement.end,
            )  # fmt: skip
