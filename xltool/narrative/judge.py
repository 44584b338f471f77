"""Verdicts of figures and findings, from the outcomes of all checks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from xltool.editions.narrative import Measure
from xltool.model.amount import Unit
from xltool.model.book import TOTAL_ROW, CellId
from xltool.model.finding import (
    CellPlace,
    Figure,
    FigureKind,
    Finding,
    Place,
    Severity,
    TextPlace,
    Verdict,
)
from xltool.narrative.blame import Fault, faults
from xltool.narrative.checks import Check
from xltool.narrative.facts import Facts
from xltool.narrative.headings import Placed
from xltool.narrative.notes import Note
from xltool.narrative.numerals import Numeral
from xltool.narrative.passages import Text
from xltool.narrative.statements import KINDS, Quantity, Statement

_ORDER: Final = {
    Verdict.UNCHECKED: 0,
    Verdict.CONSISTENT: 1,
    Verdict.ROUNDING: 2,
    Verdict.MISMATCH: 3,
}
_MOST_PLACES: Final = 24
_CLUSTER: Final = 3


class Judge:
    """Turns checks into findings and figures."""

    def __init__(
        self,
        text: Text,
        facts: Facts,
        figures: Sequence[tuple[Placed, Numeral]],
        checks: Sequence[Check],
        year: int,
    ) -> None:
        self._text = text
        self._facts = facts
        self._figures = figures
        self._checks = checks
        self._year = year
        self._statements = facts.statements
        self._faults = faults(self._honest(checks))

    def _honest(self, checks: Iterable[Check]) -> list[Check]:
        """Checks that may accuse: none that hangs on a figure inside a reason."""
        return [
            check
            if not any(self._statements[index].aside for index in check.suspects)
            or check.verdict is not Verdict.MISMATCH
            else replace(check, verdict=Verdict.UNCHECKED, severity=Severity.HINT, suspects=())
            for check in checks
        ]

    # -- findings ---------------------------------------------------------------

    def findings(self) -> Iterator[Finding]:
        """One finding a cause; tails and hints of checks that hang on no cause."""
        yield from _merged(map(self._fault, self._faults))
        guilty = {index for fault in self._faults for index in fault.blamed}
        mild: dict[tuple[str, Verdict, Severity], list[Check]] = {}
        for check in self._checks:
            if set(check.suspects) & guilty or not check.suspects:
                continue
            if any(self._statements[index].aside for index in check.suspects):
                continue
            if check.verdict is Verdict.ROUNDING or (
                check.verdict is Verdict.UNCHECKED and check.says
            ):
                mild.setdefault((check.rule, check.verdict, check.severity), []).append(check)
        for found in mild.values():
            yield from self._mild(found)

    def _mild(self, found: Sequence[Check]) -> Iterator[Finding]:
        """Tails and hints: many of one rule are one finding, the rest stand alone."""
        if len(found) < _CLUSTER or found[0].severity is Severity.WARNING:
            for check in found:
                yield self._finding(check, check.suspects[:1], (check,))
            return
        one = self._finding(found[0], [check.suspects[0] for check in found], ())
        label = found[0].verdict.label
        says = f"{label}{len(found)}处:{';'.join(check.says for check in found[:2])}等"
        yield replace(one, message=says)

    def noted(self, notes: Iterable[Note]) -> Iterator[Finding]:
        """Notes as findings; many hints of one rule are one."""
        groups: dict[tuple[str, Verdict, Severity], list[Note]] = {}
        for note in notes:
            groups.setdefault((note.rule, note.verdict, note.severity), []).append(note)
        for (rule, _verdict, severity), found in groups.items():
            if severity is Severity.HINT and len(found) >= _CLUSTER:
                says = f"{found[0].says};同类共{len(found)}处"
                yield self._noted(found, rule, says)
            else:
                for note in found:
                    yield self._noted([note], rule, note.says)

    def _noted(self, notes: Sequence[Note], rule: str, says: str) -> Finding:
        first = notes[0]
        places = [
            self._text.place(note.placed.passage, note.start, note.end, note.placed.label)
            for note in notes[:_MOST_PLACES]
        ]
        cells = [self._cell_place(cell) for note in notes for cell in note.cells]
        return Finding(
            rule, first.verdict, first.severity, says, stated=first.stated,
            expected=first.expected, where=(*places, *cells),
        )  # fmt: skip

    def repaired(self) -> Iterator[Finding]:
        """Every mending of the text, so that nothing is read otherwise than it stands unseen."""
        repairs = self._text.repairs
        if not repairs:
            return
        shown = "、".join(f"“{one.before}”读作{one.after}" for one in repairs[:_CLUSTER])
        more = f"等{len(repairs)}处" if len(repairs) > _CLUSTER else ""
        yield Finding(
            "narrative.repair",
            Verdict.UNCHECKED,
            Severity.HINT,
            f"文字有破损,{shown}{more},请改正原文",
            where=tuple(self._text.repair_place(one) for one in repairs[:_MOST_PLACES]),
        )

    def _fault(self, fault: Fault) -> Finding:
        return self._finding(fault.checks[0], fault.blamed, fault.checks)

    def _finding(self, check: Check, blamed: Sequence[int], checks: Sequence[Check]) -> Finding:
        first = [self._place(index) for index in blamed]
        rest = [self._place(index) for one in checks for index in one.suspects]
        cells = [self._cell_place(cell) for one in checks for cell in one.cells]
        places = list(dict.fromkeys((*first, *rest)))[:_MOST_PLACES]
        says = check.says
        if len(checks) > 1:
            says += f";另有{len(checks) - 1}处关系因此不成立"
        return Finding(
            rule=check.rule,
            verdict=check.verdict,
            severity=check.severity,
            message=says,
            stated=check.stated,
            expected=check.expected,
            difference=check.difference,
            allowance=check.allowance,
            unit=check.unit,
            where=(*places, *dict.fromkeys(cells)),
        )

    def _place(self, index: int) -> TextPlace:
        statement = self._statements[index]
        placed = statement.placed
        return self._text.place(placed.passage, statement.start, statement.end, placed.label)

    def _cell_place(self, at: CellId) -> CellPlace:
        return self._facts.place(at)

    # -- figures ----------------------------------------------------------------

    def figures(self) -> Iterator[Figure]:
        """Every figure of the text with its verdict."""
        by_statement: dict[int, list[Check]] = defaultdict(list)
        for check in self._checks:
            for index in check.suspects:
                by_statement[index].append(check)
            for index in check.cleared:
                by_statement[index].append(replace(check, verdict=Verdict.CONSISTENT))
        guilty: dict[int, Fault] = {
            index: fault for fault in reversed(self._faults) for index in fault.blamed
        }
        of_figure: dict[int, list[int]] = defaultdict(list)
        for index, statement in enumerate(self._statements):
            if statement.figure is not None:
                of_figure[statement.figure].append(index)
        for number, (placed, numeral) in enumerate(self._figures):
            yield self._figure(placed, numeral, of_figure[number], by_statement, guilty)

    def _figure(
        self,
        placed: Placed,
        numeral: Numeral,
        indices: Sequence[int],
        by_statement: dict[int, list[Check]],
        guilty: dict[int, Fault],
    ) -> Figure:
        start = numeral.start + placed.start
        end = numeral.end + placed.start
        paragraph, first, last = placed.passage.span(start, end)
        stated = [self._statements[index] for index in indices]
        verdict, reason = self._verdict(indices, by_statement, guilty)
        quantities = [quantity for one in stated for quantity in one.readings]
        unit = stated[0].amount.unit if stated else numeral.unit
        return Figure(
            text=self._text.given[paragraph].text[first:last],
            value=abs(numeral.value) if numeral.value < 0 else numeral.value,
            unit=unit.value,
            section=placed.label,
            paragraph=self._text.given[paragraph].index,
            start=first,
            end=last,
            kind=_kind(stated, numeral),
            verdict=verdict,
            reason=reason,
            bound_to=tuple(dict.fromkeys(self._name(one) for one in stated)),
            cells=tuple(
                dict.fromkeys(
                    self._cell_place(cell)
                    for quantity in quantities[:2]
                    for cell in self._facts.cells_of(quantity)
                )
            ),
        )

    def _verdict(
        self,
        indices: Sequence[int],
        by_statement: dict[int, list[Check]],
        guilty: dict[int, Fault],
    ) -> tuple[Verdict, str | None]:
        best: tuple[int, Verdict, str | None] = (-1, Verdict.UNCHECKED, None)
        for index in indices:
            verdict, reason = self._verdict_of(index, by_statement.get(index, ()), guilty)
            if _ORDER[verdict] > best[0]:
                best = (_ORDER[verdict], verdict, reason)
        if best[0] < 0:
            return Verdict.UNCHECKED, "没有读懂这个数说的是什么"
        return best[1], best[2]

    def _verdict_of(
        self, index: int, checks: Sequence[Check], guilty: dict[int, Fault]
    ) -> tuple[Verdict, str | None]:
        statement = self._statements[index]
        if index in guilty:
            return Verdict.MISMATCH, guilty[index].checks[0].says
        held = [check for check in checks if check.verdict in _HOLDS]
        if statement.aside:
            agrees = any(check.verdict is Verdict.CONSISTENT for check in held)
            verdict = Verdict.CONSISTENT if agrees else Verdict.UNCHECKED
            return verdict, None if agrees else f"{statement.aside},没有可比的一方"
        own = [one for one in held if one.verdict is Verdict.ROUNDING and one.suspects[0] == index]
        if own:
            return Verdict.ROUNDING, own[0].says
        return (
            (Verdict.CONSISTENT, None) if held else (Verdict.UNCHECKED, _doubt(statement, checks))
        )

    def _name(self, statement: Statement) -> str:
        quantity = statement.quantity
        cells = self._facts.cells_of(quantity)
        name = "+".join(str(cell) for cell in cells[:2]) or _words(quantity)
        year = self._year - 1 if quantity.measure is Measure.PRIOR else self._year
        parts = [name, quantity.subject.id, quantity.measure.value]
        if quantity.budget is not None:
            parts.append(quantity.budget.value)
        if quantity.unit is not Unit.NONE:
            parts.append(quantity.unit.value)
        parts.append(f"{year}年")
        return " ".join(dict.fromkeys(parts))


def _merged(findings: Iterable[Finding]) -> Iterator[Finding]:
    """What one figure says of several (收、支总计各增加) is one finding of all their cells."""
    found: dict[tuple[str, str, Place], Finding] = {}
    for one in findings:
        key = one.rule, one.message, one.where[0]
        same = found.get(key)
        where = dict.fromkeys((*same.where, *one.where)) if same else one.where
        found[key] = replace(one, where=tuple(where))
    yield from found.values()


def _doubt(statement: Statement, checks: Sequence[Check]) -> str:
    """Why a figure was not judged."""
    for check in checks:
        if check.verdict is Verdict.MISMATCH:
            return f"与另一处有误的数相关:{check.says}"
    doubts = [check.says for check in checks if check.verdict is Verdict.UNCHECKED]
    return doubts[0] if doubts else _why(statement)


_HOLDS: Final = (Verdict.CONSISTENT, Verdict.ROUNDING)


def _words(quantity: Quantity) -> str:
    row = "" if quantity.subject.row == TOTAL_ROW else f" {quantity.subject.row}"
    return f"{quantity.subject.id}{row}"


def _kind(stated: Sequence[Statement], numeral: Numeral) -> FigureKind:
    if not stated:
        return FigureKind.OTHER
    measure = stated[0].quantity.measure
    if numeral.value == 0 and measure in (Measure.FINAL, Measure.COUNT):
        return FigureKind.ZERO if measure is Measure.FINAL else FigureKind.COUNT
    return KINDS[measure]


def _why(statement: Statement) -> str:
    """Why there is nothing to compare with."""
    match statement.quantity.measure:
        case Measure.INITIAL | Measure.FULL | Measure.PLAN:
            return f"没有{statement.quantity.measure.value}的另一处来源"
        case Measure.PRIOR | Measure.CHANGE | Measure.GROWTH:
            return "没有上年数可比"
        case Measure.COUNT:
            return "没有可比的一方"
        case _:
            return "表中没有这一项,没有可比的一方"
