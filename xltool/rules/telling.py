"""Causes, slid blocks and gaps put into findings: both sides named, with their numbers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xltool.editions.derivations import Derivation, Signed
from xltool.editions.plan import solved_for
from xltool.editions.schema import Relation
from xltool.model.book import Book, CellId
from xltool.model.finding import CellPlace, Finding, Severity, Verdict
from xltool.rules.causes import Cause
from xltool.rules.evaluation import Evaluation, State, is_copy, to_decimal
from xltool.rules.slips import Rearrangement, Slip
from xltool.rules.words import SHOWN_TERMS, Words, listed
from xltool.rules.wrong_unit import RULE as UNIT_RULE
from xltool.rules.wrong_unit import WrongUnit

MOST_GAPS = 3
"""More cells of one table that cannot be used are told as one finding."""


@dataclass(frozen=True, slots=True)
class _Sides:
    """One equation read as "this cell states, the others give"."""

    stated: tuple[Signed, ...]
    expected: tuple[Signed, ...]
    turned: bool
    """Whether the stated cell stands on the right of the relation."""


class Teller:
    """Tells about the equations of one Evaluation."""

    def __init__(
        self, book: Book, evaluation: Evaluation, sources: Mapping[int, Derivation]
    ) -> None:
        self._book = book
        self._evaluation = evaluation
        self._sources = sources
        self._words = Words(book)

    def cause(self, cause: Cause, verdict: Verdict, consequences: Sequence[int] = ()) -> Finding:
        """One finding for all equations of a cause; the simplest of them speaks for it."""
        position = min(cause.positions, key=lambda at: (self._figures(at), at))
        sides = self._sides(position, cause.cells if verdict is Verdict.MISMATCH else ())
        rest = [at for at in (*cause.positions, *consequences) if at != position]
        severity = self._severity(cause, verdict)
        message = self._message(position, sides, verdict)
        if severity is Severity.WARNING:
            message += ",无来源"
        message += self._entry(cause) + self._also(rest, cause)
        return self._finding(position, sides, verdict, severity, message, (cause, rest))

    def advice(self, cause: Cause) -> Finding:
        """A relation that ought to hold but need not."""
        position, rest = cause.positions[0], cause.positions[1:]
        sides = self._sides(position, ())
        rule = self._evaluation.plan.equations[position].rule
        message = f"{self._message(position, sides, Verdict.UNCHECKED)}:请核实"
        return self._finding(
            position,
            sides,
            Verdict.UNCHECKED,
            rule.severity,
            message + self._also(rest, cause),
            (cause, rest),
        )

    def gaps(self, blocked: Mapping[int, Sequence[int]]) -> Iterator[Finding]:
        """Cells that cannot be used; many of one table and one reason are one finding."""
        cells = self._evaluation.plan.cells
        groups: dict[tuple[str, bool], list[int]] = defaultdict(list)
        for cell in sorted(blocked):
            is_text = self._evaluation.states[cell].text is not None
            groups[cells[cell].table, is_text].append(cell)
        for (table, is_text), group in groups.items():
            if len(group) <= MOST_GAPS:
                yield from (self._gap(cell, blocked[cell]) for cell in group)
            else:
                named = listed(self._words.cell(cells[cell]) for cell in group)
                count = sum(len(blocked[cell]) for cell in group)
                reason = "是文字,不是数字" if is_text else "合计为空,而各部分有数"
                yield Finding(
                    self._own_rule(group[0]),
                    Verdict.UNCHECKED,
                    Severity.WARNING,
                    f"{table} {len(group)} 处{reason}:{named};涉及的 {count} 条勾稽未核对",
                    unit=self._unit(cells[group[0]]),
                    where=self._places(cells[cell] for cell in group),
                )

    def _gap(self, cell: int, positions: Sequence[int]) -> Finding:
        """A cell that cannot be used: what hangs on it could not be checked."""
        plan = self._evaluation.plan
        at = plan.cells[cell]
        computing = plan.computing.get(cell)
        right = plan.equations[computing].right if computing is not None else ()
        terms = [(term.cell, term.sign) for term in right]
        parts = [part for part, _ in terms if self._shown(part)]
        given = self._value(terms)
        sums = f"(各部分合计 {given})" if given else ""
        reason = self._evaluation.unusable[cell]
        hanging = f":涉及的 {len(positions)} 条勾稽未核对" if positions else ""
        return Finding(
            self._own_rule(cell),
            Verdict.UNCHECKED,
            Severity.WARNING,
            f"{self._words.cell(at)} {reason}{sums}{hanging}",
            expected=given or None,
            unit=self._unit(at),
            where=self._places([at, *parts]),
        )

    def _own_rule(self, cell: int) -> str:
        """The identity that computes a cell, else the first in which it stands."""
        plan = self._evaluation.plan
        chosen = plan.computing.get(cell, next(iter(plan.touching[cell]), 0))
        return plan.equations[chosen].rule.id

    def rearrangement(self, found: Rearrangement) -> Finding:
        """Amounts that stand elsewhere: what happened, and the first figure as example."""
        table = self._book.tables[found.table]
        return Finding(
            found.slip.rule,
            Verdict.MISMATCH,
            Severity.ERROR,
            f"{table.name} {self._slipped(found)}:{self._moved(found)};"
            f"由此不符的 {len(found.positions)} 条勾稽不再单列",
            unit=table.unit.value,
            where=self._places([*(at for pair in found.moved for at in pair), *found.lost]),
        )

    def _slipped(self, found: Rearrangement) -> str:
        columns = listed(found.columns)
        if found.slip is Slip.ROWS:
            return f"{found.rows[0]} 与 {found.rows[-1]} 两行的数疑似对调({columns})"
        if found.slip is Slip.COLUMNS:
            place = f"{found.rows[0]} 行的 " if found.rows else ""
            return f"{place}{' 与 '.join(found.columns)} 两栏的数疑似对调"
        way = "下" if found.offset > 0 else "上"
        stretch = f"从 {found.rows[0]} 到 {found.rows[-1]}"
        return f"{columns} {stretch} 疑似错行,{way}移 {abs(found.offset)} 行"

    def _moved(self, found: Rearrangement) -> str:
        old, new = found.moved[0]
        here, there = (old.column, new.column) if found.slip is Slip.COLUMNS else (old.row, new.row)
        example = f"如 {self._value(((old, 1),))} 在 {here},应在 {there}"
        lost = listed(dict.fromkeys(at.row for at in found.lost))
        return f"{example};{lost} 原数已被覆盖,请补填" if lost else example

    def wrong_unit(self, scaled: WrongUnit) -> Finding:
        """A whole table in another unit than its head says."""
        plan = self._evaluation.plan
        table = self._book.tables[scaled.table]
        position = scaled.positions[0]
        sides = self._sides(position, ())
        equation = plan.equations[position]
        cells = [term.cell for term in (*equation.left, *equation.right)]
        example = self._message(position, sides, Verdict.UNCHECKED)
        return Finding(
            UNIT_RULE,
            Verdict.MISMATCH,
            Severity.ERROR,
            f"{table.name} 的数似以{scaled.unit}为单位,表头为{table.unit.value}:"
            f"{example};由此不符的 {len(scaled.positions)} 条勾稽不再单列",
            unit=table.unit.value,
            where=(
                CellPlace(table.id, "", "", sheet=table.sheet),
                *self._places(at for at in cells if self._shown(at)),
            ),
        )

    def _severity(self, cause: Cause, verdict: Verdict) -> Severity:
        if verdict is Verdict.MISMATCH:
            return Severity.ERROR
        plain_copy = any(
            is_copy(self._evaluation.plan.equations[at], self._evaluation.balances[at])
            and at not in self._sources
            for at in cause.positions
        )
        return Severity.WARNING if plain_copy else Severity.HINT

    def _figures(self, position: int) -> int:
        balance = self._evaluation.balances[position]
        return balance.left_figures + balance.right_figures

    def _sides(self, position: int, cells: Sequence[int]) -> _Sides:
        """The equation solved for the suspected cell, else for its single side."""
        plan = self._evaluation.plan
        equation = plan.equations[position]
        left = tuple((term.cell, term.sign) for term in equation.left)
        right = tuple((term.cell, term.sign) for term in equation.right)
        suspects = {plan.cells[number] for number in cells}
        own = [at for at, _ in left if at in suspects] or [at for at, _ in right if at in suspects]
        solved = solved_for(equation, own[0]) if len(own) == 1 else None
        if solved is not None and not (len(left) == 1 and own[0] == left[0][0]):
            return _Sides(((own[0], 1),), tuple(solved), turned=False)
        several = len(left) > 1 and equation.relation is Relation.EQ
        if len(right) == 1 and (several or right[0][0] in suspects):
            return _Sides(right, left, turned=True)
        figured = tuple((at, sign) for at, sign in left if self._shown(at))
        return _Sides(figured or left[:1], right, turned=False)

    def _message(self, position: int, sides: _Sides, verdict: Verdict) -> str:
        equation = self._evaluation.plan.equations[position]
        stated, expected = self._value(sides.stated), self._value(sides.expected)
        anchor = sides.stated[0][0]
        place = self._stated_words(sides.stated)
        others = [(at, sign) for at, sign in sides.expected if self._shown(at)]
        equal = {
            Relation.EQ: "",
            Relation.LE: "应不小于 " if sides.turned else "应不大于 ",
            Relation.GE: "应不大于 " if sides.turned else "应不小于 ",
        }[equation.relation]
        sum_ = f"{self._words.sum(anchor, others)}={expected}" if others else self._none(sides)
        difference = f"差 {stated - expected}"
        empty = all(self._state(at).empty for at, _ in sides.stated)
        states = self._words.nothing(at for at, _ in sides.stated) if empty else f"填列 {stated}"
        return f"{place}:{states},{equal}{sum_},{difference}{self._why(position, verdict)}"

    def _none(self, sides: _Sides) -> str:
        """The other side by name where it has no figure."""
        nothing = self._words.nothing(at for at, _ in sides.expected)
        return f"{self._words.sum(sides.stated[0][0], sides.expected)}({nothing})"

    def _stated_words(self, stated: Sequence[Signed]) -> str:
        first = self._words.cell(stated[0][0])
        if len(stated) == 1:
            return first
        return f"{first}与{self._words.sum(stated[0][0], stated[1:])}合计"

    def _why(self, position: int, verdict: Verdict) -> str:
        """The clause on rounding; nothing where the relation is only advice."""
        equation = self._evaluation.plan.equations[position]
        if verdict is Verdict.UNCHECKED:
            return ""
        if is_copy(equation, self._evaluation.balances[position]):
            source = self._sources.get(position)
            if source is not None:
                return f",两处同一金额不同,另有来源 {source.says}={source.value}"
            if verdict is Verdict.ROUNDING:
                return ",两处同一金额只差最后一位"
            return ",两处同一金额应相等"
        allowance = self._allowance(position, verdict)
        inside = "在" if verdict is Verdict.ROUNDING else "超出"
        return f",{inside}尾差范围(±{allowance}){'内' if inside == '在' else ''}"

    def _entry(self, cause: Cause) -> str:
        """The entered cell below live totals that explains what they say."""
        if cause.entry is None:
            return ""
        at = self._evaluation.plan.cells[cause.entry]
        typed = self._value(((at, 1),))
        right = to_decimal(self._shown(at) + cause.change, 2)
        return f";合计由公式算得,疑为 {self._words.cell(at)} 填列 {typed},应为 {right}"

    def _also(self, rest: Sequence[int], cause: Cause) -> str:
        if not rest:
            return ""
        cells = self._evaluation.plan.cells
        known = {cells[number] for number in cause.cells}
        equations = self._evaluation.plan.equations
        places = dict.fromkeys(
            str(equations[at].left[0].cell)
            for at in rest
            if equations[at].left[0].cell not in known or len(known) != 1
        )
        named = f":{listed(places)}" if places else ""
        return f";同一原因另涉 {len(rest)} 条{named}"

    def _finding(
        self,
        position: int,
        sides: _Sides,
        verdict: Verdict,
        severity: Severity,
        message: str,
        wider: tuple[Cause, Sequence[int]] | None,
    ) -> Finding:
        stated, expected = self._value(sides.stated), self._value(sides.expected)
        own = [at for at, _ in sides.stated]
        # which part is wrong is not known: a printed 0 may be it, an empty one if they are few
        unknown = verdict is Verdict.MISMATCH
        few = unknown and len(sides.expected) <= SHOWN_TERMS
        others = [
            at
            for at, _ in sides.expected
            if few or self._shown(at) or (unknown and not self._state(at).empty)
        ]
        return Finding(
            self._evaluation.plan.equations[position].rule.id,
            verdict,
            severity,
            message,
            stated=stated,
            expected=expected,
            difference=stated - expected,
            allowance=self._allowance(position, verdict),
            unit=self._unit(own[0]),
            where=self._places([*own, *others, *(self._wider(*wider) if wider else ())]),
        )

    def _wider(self, cause: Cause, rest: Sequence[int]) -> Iterable[CellId]:
        """The other cells of the cause: its amount in the same tables, totals that carry it on.

        A part that a tail might as well lie in is not named: the total is what deviates.
        """
        plan = self._evaluation.plan
        equations = plan.equations
        tables = {term.cell.table for at in cause.positions for term in equations[at].left}
        # totals that a formula carries along need no correction of their own
        numbers = cause.cells if cause.entry is None else (cause.entry,)
        same = [plan.cells[number] for number in numbers]
        totals = {term.cell for at in cause.positions for term in equations[at].left}
        if cause.entry is None and not totals & set(same):
            same = []
        yield from (at for at in same if at.table in tables)
        for position in rest:
            yield from (term.cell for term in plan.equations[position].left)

    def _allowance(self, position: int, verdict: Verdict) -> Decimal:
        """What rounding allows between the two sides; nothing between two copies."""
        plan = self._evaluation.plan
        balance = self._evaluation.balances[position]
        if is_copy(plan.equations[position], balance):
            return Decimal(0)
        half = balance.half
        if verdict is Verdict.ROUNDING and half < abs(balance.residual):
            # exact 元 behind the figures proves it; the printed digits allow this much
            numbers = [number for terms in plan.sides[position] for number, _ in terms]
            states = self._evaluation.states
            half = sum(states[number].unit // 2 for number in numbers if states[number].shown)
        return to_decimal(half)

    def _value(self, terms: Iterable[Signed]) -> Decimal:
        """The sum as printed, with the decimals of its finest figure."""
        total, decimals = 0, 0
        for at, sign in terms:
            total += sign * self._shown(at)
            cell = self._book.cell(at)
            decimals = max(decimals, cell.decimals if cell is not None else 0)
        return to_decimal(total, decimals)

    def _shown(self, at: CellId) -> int:
        return self._state(at).shown

    def _state(self, at: CellId) -> State:
        return self._evaluation.states[self._evaluation.plan.number[at]]

    def _unit(self, at: CellId) -> str:
        counted = self._evaluation.plan.counted.get(at[:2])
        if counted is not None:
            return counted.value
        table = self._book.tables.get(at.table)
        return table.unit.value if table else self._book.amount_unit.value

    def _places(self, cells: Iterable[CellId]) -> tuple[CellPlace, ...]:
        return tuple(self._words.place(at) for at in dict.fromkeys(cells))
