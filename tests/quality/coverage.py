"""How much of clean narratives the checker understands, and what it wrongly says of them.

    python -m tests.quality.coverage [--list] [--random N | DOCUMENT ...]

Documents are the worked case and every narrative of the corpus over made-up accounts. Clean
documents deserve no red; what official rounding does to them may be yellow.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from tests.quality import documents
from tests.quality.knowable import Oracle
from tests.quality.plant import check_narrative, render
from tests.quality.truth import KINDS, Document, Measure, Statement
from xltool.model.finding import CheckResult, Figure, FigureKind, Verdict

HEAD = (
    "",
    "figures",
    "found",
    "bound",
    "rightly",
    "judged",
    "of",
    "extra",
    "red",
    "yellow",
    "grey",
)
_KIN = {FigureKind.ZERO, FigureKind.OTHER}


@dataclass(frozen=True, slots=True)
class Reading:
    """One true statement and the checker's figure at its place, if it has one."""

    statement: Statement
    figure: Figure | None
    rightly: bool
    has_second_side: bool

    @property
    def bound(self) -> bool:
        """The checker claims to understand it."""
        return bool(self.figure and self.figure.bound_to)

    @property
    def judged(self) -> bool:
        """It got one of the three verdicts that say something."""
        return bool(self.figure and self.figure.verdict is not Verdict.UNCHECKED)


@dataclass(frozen=True, slots=True)
class Coverage:
    """One document read by the checker."""

    document: Document
    result: CheckResult
    readings: tuple[Reading, ...]
    extra: tuple[Figure, ...]
    """Figures that the checker sees where none is."""

    def row(self) -> tuple[str, ...]:
        """Its line of the table."""
        judgeable = [one for one in self.readings if one.has_second_side]
        verdicts = [finding.verdict for finding in self.result.findings]
        return (
            self.document.name,
            str(len(self.readings)),
            str(sum(one.figure is not None for one in self.readings)),
            str(sum(one.bound for one in self.readings)),
            str(sum(one.rightly for one in self.readings)),
            str(sum(one.judged for one in judgeable)),
            str(len(judgeable)),
            str(len(self.extra)),
            str(verdicts.count(Verdict.MISMATCH)),
            str(verdicts.count(Verdict.ROUNDING)),
            str(verdicts.count(Verdict.UNCHECKED)),
        )


def cover(document: Document) -> Coverage:
    """What the checker makes of ``document``."""
    result = check_narrative(document, document.narrative())
    oracle = Oracle(document)
    readings = tuple(
        _reading(document, statement, result.figures, second=oracle.has_second_side(index))
        for index, statement in enumerate(document.statements)
    )
    seen = {id(one.figure) for one in readings}
    extra = tuple(figure for figure in result.figures if id(figure) not in seen)
    return Coverage(document, result, readings, extra)


def readings_of(
    readings: Iterable[Reading], key: Callable[[Reading], str]
) -> list[tuple[str, list[Reading]]]:
    """The readings in groups, in the order in which each first comes."""
    groups: dict[str, list[Reading]] = {}
    for one in readings:
        groups.setdefault(key(one), []).append(one)
    return list(groups.items())


def _reading(
    document: Document, statement: Statement, figures: Sequence[Figure], *, second: bool
) -> Reading:
    figure = next(
        (
            figure
            for figure in figures
            if figure.paragraph == statement.paragraph
            and figure.start < statement.end
            and statement.start < figure.end
        ),
        None,
    )
    return Reading(statement, figure, _rightly(document, statement, figure), second)


def _rightly(document: Document, statement: Statement, figure: Figure | None) -> bool:
    """Whether the figure was taken for what it is: its cell if it copies one, else its kind."""
    if figure is None:
        return False
    if statement.quantity.measure is Measure.OTHER:
        return True
    if not figure.bound_to:
        return False
    places = document.cells.get(statement.quantity)
    if places:
        known = {(place.table, place.row, place.column) for place in figure.cells}
        if statement.amount.value == 0:
            return True
        return any(tuple(place) in known for place in places)
    kind = KINDS[statement.quantity.measure]
    return figure.kind is kind or figure.kind in _KIN


def faults(coverage: Coverage) -> Iterator[str]:
    """Everything that was not read as it is, one a line."""
    for one in coverage.readings:
        if not one.bound or not one.rightly or (one.has_second_side and not one.judged):
            yield _fault(coverage.document, one)
    for figure in coverage.extra:
        text = coverage.document.paragraphs[figure.paragraph]
        yield f"extra  {figure.text} in …{text[max(0, figure.start - 15) : figure.end + 6]}…"
    for finding in coverage.result.findings:
        yield f"said   {finding.verdict.label} {finding.severity} {finding.rule}: {finding.message}"


def _fault(document: Document, one: Reading) -> str:
    statement, figure = one.statement, one.figure
    text = document.paragraphs[statement.paragraph]
    near = text[max(0, statement.start - 24) : statement.end + 8]
    if figure is None:
        return f"missed {statement.quantity}: …{near}…"
    state = "unbound" if not one.bound else "wrong" if not one.rightly else "unjudged"
    cells = "; ".join(f"{place.table} {place.row} {place.column}" for place in figure.cells)
    return (
        f"{state:8} {statement.section} {statement.quantity}: …{near}… taken for {figure.kind} "
        f"{'/'.join(figure.bound_to)} [{cells}] {figure.verdict.label} {figure.reason or ''}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table, and with --list every fault."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.coverage")
    parser.add_argument("documents", nargs="*")
    parser.add_argument("--list", action="store_true", help="list what was not read as it is")
    parser.add_argument("--random", type=int, default=0, help="so many units a narrative")
    options = parser.parse_args(arguments)
    names = options.documents or documents.every()
    if options.random:
        names = documents.at_random(range(options.random))
    covered = [cover(documents.named(name)) for name in names]
    rows = [one.row() for one in covered]
    total = ("total", *(str(sum(int(row[place]) for row in rows)) for place in range(1, len(HEAD))))
    sys.stdout.write(render([HEAD, *rows, total]) + "\n")
    if options.list:
        for one in covered:
            sys.stdout.write(f"\n{one.document.name}\n")
            sys.stdout.writelines(f"  {line}\n" for line in faults(one))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
