"""The 勾稽关系 of one Book judged, and what disagrees told as few findings as causes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from xltool.editions.derivations import Derivation, derivation_of
from xltool.editions.plan import plan_of
from xltool.editions.schema import Edition
from xltool.model.applied import Applied
from xltool.model.book import Book, CellId
from xltool.model.finding import Finding, Severity, Tally, Verdict
from xltool.rules.causes import Level, Tracer
from xltool.rules.chains import Chains
from xltool.rules.codes import missing_parents
from xltool.rules.evaluation import Evaluation, evaluate, holds, is_copy
from xltool.rules.rearranged import rearrangements
from xltool.rules.slips import Rearrangement
from xltool.rules.telling import Teller
from xltool.rules.wrong_unit import wrong_units


@dataclass(slots=True)
class _Judged:
    """Equations by what became of them."""

    verdicts: dict[int, Verdict] = field(default_factory=dict)
    """Of every equation that says something, by its number."""
    mismatches: list[int] = field(default_factory=list)
    tails: list[int] = field(default_factory=list)
    advice: list[int] = field(default_factory=list)
    """Broken relations that are no errors (决算 over 预算)."""
    blocked: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    """By cell that cannot be used: the equations that could not be checked for it."""
    sources: dict[int, Derivation] = field(default_factory=dict)
    """Copies that differ by their last digits, and the derivation that gives the other."""


def check_identities(
    book: Book, edition: Edition, evaluation: Evaluation
) -> tuple[list[Finding], Tally]:
    """Findings of all identities, and how many identities had which verdict.

    An identity counts when at least one of its cells has a figure: one that is empty on
    both sides says nothing.
    """
    judged = _judge(book, edition, evaluation)
    findings = list(_tell(book, edition, evaluation, judged))
    tally = Counter(judged.verdicts.values())
    return findings, Tally(
        tally[Verdict.CONSISTENT],
        tally[Verdict.ROUNDING],
        tally[Verdict.MISMATCH],
        tally[Verdict.UNCHECKED],
    )


def applied_identities(book: Book, edition: Edition) -> tuple[Applied, ...]:
    """Every identity that ``check_identities`` counts, with its cells and its verdict."""
    evaluation = evaluate(book, plan_of(edition, book.tables))
    equations = evaluation.plan.equations
    return tuple(
        Applied(
            frozenset(
                term.cell for term in (*equations[position].left, *equations[position].right)
            ),
            verdict,
        )
        for position, verdict in _judge(book, edition, evaluation).verdicts.items()
    )


def _judge(book: Book, edition: Edition, evaluation: Evaluation) -> _Judged:
    judged = _Judged()
    blocked = _blocked(evaluation)
    orphaned = _orphaned(book, edition, evaluation)
    for position in _saying(evaluation):
        if position in blocked:
            judged.verdicts[position] = Verdict.UNCHECKED
            judged.blocked[blocked[position]].append(position)
        elif position in orphaned and evaluation.verdict(position) is not Verdict.CONSISTENT:
            judged.verdicts[position] = Verdict.UNCHECKED
        else:
            judged.verdicts[position] = _sort_in(book, edition, evaluation, judged, position)
    for cell in evaluation.unusable:
        _ = judged.blocked[cell]
    return judged


def _orphaned(book: Book, edition: Edition, evaluation: Evaluation) -> frozenset[int]:
    """Equations with the row of a 类 or 款 that is missing: its absence is told elsewhere."""
    missing = missing_parents(book, edition)
    if not missing:
        return frozenset()
    plan = evaluation.plan
    cells = [number for number, cell in enumerate(plan.cells) if cell[:2] in missing]
    return frozenset(position for cell in cells for position in plan.touching[cell])


def _saying(evaluation: Evaluation) -> Iterator[int]:
    """The equations that say something: those that need both sides have both."""
    equations = evaluation.plan.equations
    for position, balance in evaluation.balances.items():
        both = balance.left_figures and balance.right_figures
        if both or not equations[position].rule.both:
            yield position


def _blocked(evaluation: Evaluation) -> dict[int, int]:
    """Equations with a cell that cannot be used, and that cell; a total's own goes to it.

    A live total leaves out what cannot be read below it, so it cannot be used either.
    """
    plan = evaluation.plan
    cells = sorted(evaluation.unusable)
    chains = Chains(evaluation)
    carried = {
        position: cell
        for cell in cells
        for total in chains.totals(cell)
        for position in plan.touching[total]
    }
    blocked = {position: cell for cell in cells for position in plan.touching[cell]}
    own = {plan.computing[cell]: cell for cell in cells if cell in plan.computing}
    return carried | blocked | own


def _sort_in(
    book: Book, edition: Edition, evaluation: Evaluation, judged: _Judged, position: int
) -> Verdict:
    verdict = evaluation.verdict(position)
    if verdict is Verdict.CONSISTENT:
        return verdict
    equation = evaluation.plan.equations[position]
    if equation.rule.severity is not Severity.ERROR:
        if verdict is Verdict.MISMATCH:
            judged.advice.append(position)
            return Verdict.UNCHECKED
        return Verdict.CONSISTENT
    if is_copy(equation, evaluation.balances[position]):
        source = _source(book, edition, evaluation, position)
        if source is not None:
            judged.sources[position] = source
            verdict = Verdict.ROUNDING
    (judged.tails if verdict is Verdict.ROUNDING else judged.mismatches).append(position)
    return verdict


def _source(
    book: Book, edition: Edition, evaluation: Evaluation, position: int
) -> Derivation | None:
    """A derivation of one of two copies that gives the other one."""
    plan = evaluation.plan
    figured = [
        plan.cells[number]
        for terms in plan.sides[position]
        for number, _ in terms
        if evaluation.states[number].shown
    ]
    for own, other in (figured, figured[::-1]):
        printed = book.cell(other)
        if printed is None or printed.value is None:
            continue
        way = derivation_of(book, edition, own, printed.value, (other,))
        if way is not None:
            return way
    return None


def _tell(
    book: Book, edition: Edition, evaluation: Evaluation, judged: _Judged
) -> Iterator[Finding]:
    """Tables in a wrong unit, slid blocks, what rounding cannot explain, tails, advice, gaps."""
    teller = Teller(book, evaluation, judged.sources)
    mismatches = dict.fromkeys(judged.mismatches)
    tails = dict.fromkeys(judged.tails)
    advice = dict.fromkeys(judged.advice)
    for scaled in wrong_units(book, evaluation, mismatches):
        yield teller.wrong_unit(scaled)
        _take_out(mismatches, scaled.positions)
    for moved in rearrangements(
        book, edition, evaluation, _failing(evaluation, judged, mismatches)
    ):
        yield teller.rearrangement(moved)
        _take_out(mismatches, moved.positions)
        _follow(evaluation, moved, judged.blocked, (tails, advice))
    corrected = evaluation
    for cause in Tracer(evaluation).causes(mismatches, Level.MISMATCH):
        corrected = corrected.corrected(cause.cells, cause.change)
        yield teller.cause(cause, Verdict.MISMATCH, _settled(corrected, tails, advice))
    for cause in Tracer(corrected).causes(tails, Level.TAIL):
        yield teller.cause(cause, Verdict.ROUNDING)
    yield from map(teller.advice, Tracer(corrected).causes(advice, Level.TAIL))
    yield from teller.gaps(judged.blocked)


def _failing(evaluation: Evaluation, judged: _Judged, mismatches: Iterable[int]) -> set[int]:
    """What rounding cannot explain, with what could not be checked since a total is empty."""
    unchecked = {
        position
        for positions in judged.blocked.values()
        for position in positions
        if evaluation.verdict(position) is Verdict.MISMATCH
    }
    return unchecked.union(mismatches)


def _follow(
    evaluation: Evaluation,
    moved: Rearrangement,
    blocked: dict[int, list[int]],
    lesser: Iterable[dict[int, None]],
) -> None:
    """Take out what follows from moved amounts: emptied cells, deviations they settle."""
    plan = evaluation.plan
    for cell in list(blocked):
        blocked[cell] = [at for at in blocked[cell] if at not in moved.positions]
        empty = plan.cells[cell].table == moved.table and evaluation.states[cell].text is None
        if empty and not _lacks(evaluation, moved, cell):
            del blocked[cell]
    lost = {at for cell in moved.lost if cell in plan.number for at in _with(evaluation, cell)}
    for positions in lesser:
        _take_out(positions, lost.union(moved.changes))


def _lacks(evaluation: Evaluation, moved: Rearrangement, cell: int) -> bool:
    """Whether an empty total still lacks its figure once the amounts are moved back."""
    computing = evaluation.plan.computing.get(cell)
    if computing is None or computing in moved.positions:
        return False
    balance = evaluation.balances.get(computing)
    return balance is not None and balance.residual != 0


def _with(evaluation: Evaluation, cell: CellId) -> tuple[int, ...]:
    """The equations with a cell."""
    return evaluation.plan.touching[evaluation.plan.number[cell]]


def _take_out(positions: dict[int, None], told: Iterable[int]) -> None:
    for position in told:
        positions.pop(position, None)


def _settled(corrected: Evaluation, *others: dict[int, None]) -> list[int]:
    """Lesser deviations that a correction settles: taken out of ``others``."""
    settled = [
        position
        for positions in others
        for position in positions
        if holds(corrected.plan.equations[position].relation, corrected.balances[position].residual)
    ]
    for position in settled:
        for positions in others:
            positions.pop(position, None)
    return settled
