"""Quality as a number: what is understood of a document, what is pointed at, what is said of it.

    python -m tests.quality.measure [--most N] [--list] [--markdown] [DOCUMENT ...]

Without documents: the two real ones, whole, and the made-up ones, a sample of each. A
DOCUMENT is a name of ``documents.py``, whose truth is known, or the path of any file that
``xltool check`` reads: its truth is not known, so that errors are planted where the checker
claims to have understood, and what it then misses is counted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tests.quality import documents, plant, structure, tables
from tests.quality.changes import Change
from tests.quality.coverage import Reading, cover, readings_of
from tests.quality.given import Claims, given
from tests.quality.judged import Mark, marked
from tests.quality.knowable import Knowable
from tests.quality.plant import check_narrative, render
from tests.quality.truth import Document, Measure
from xltool.model.book import Book
from xltool.model.finding import CheckResult, Finding, Verdict

REAL = (documents.PLAIN, documents.SECOND)
SEED = 20241231
MOST = 60
"""Plantings of each sort in a made-up document; the real ones get all."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many of so many."""

    hits: int = 0
    of: int = 0

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.hits + other.hits, self.of + other.of)

    def __str__(self) -> str:
        return f"{self.hits}/{self.of}" + (f" ({self.hits / self.of:.1%})" if self.of else "")


@dataclass(frozen=True, slots=True)
class Quality:
    """What was measured of one document, or of several together."""

    name: str
    found: Rate
    bound: Rate
    judged: Rate
    text: Rate
    """Knowable errors planted in figures of the narrative that are pointed at."""
    cells: Rate
    """Knowable errors planted in cells."""
    slips: Rate
    """Rows slid, swapped, lost, renamed; columns swapped; a table in 元."""
    blind: int
    """Plantings that nothing contradicts."""
    red: int
    """不符 said of the untouched document that is not true."""
    true_red: int
    yellow: int
    grey: int

    def row(self) -> tuple[str, ...]:
        """Its line of the table."""
        rates = (self.found, self.bound, self.judged, self.text, self.cells, self.slips)
        counts = (self.blind, self.red, self.true_red, self.yellow, self.grey)
        return (self.name, *map(str, rates), *map(str, counts))


HEAD = (
    "document",
    "figures found",
    "bound",
    "judged",
    "errors in figures",
    "in cells",
    "in rows",
    "unknowable",
    "false red",
    "true red",
    "yellow",
    "grey",
)


def together(name: str, found: Sequence[Quality]) -> Quality:
    """Several documents as one line."""

    def rate(of: Callable[[Quality], Rate]) -> Rate:
        return sum(map(of, found), Rate())

    return Quality(
        name,
        rate(lambda one: one.found),
        rate(lambda one: one.bound),
        rate(lambda one: one.judged),
        rate(lambda one: one.text),
        rate(lambda one: one.cells),
        rate(lambda one: one.slips),
        sum(one.blind for one in found),
        sum(one.red for one in found),
        sum(one.true_red for one in found),
        sum(one.yellow for one in found),
        sum(one.grey for one in found),
    )


def quality(document: Document, most: int | None, *, claims: Claims | None = None) -> Quality:
    """Everything that is measured of one document; ``most`` plantings of each sort."""
    text = _in_text(document, most, claims)
    cells = [] if claims else _in_cells(document, most)
    slips = [] if claims else list(structure.measure(document.book, SEED))
    known = [one for one in text if one.knowable is Knowable.CERTAIN]
    known_cells = [one for one in cells if one.knowable is Knowable.CERTAIN]
    blind = len(text) - len(known) + len(cells) - len(known_cells)
    found, bound, judged = _understood(document, claims)
    said = list(marked(document.name, said_of(document)))
    red = [mark for finding, mark in said if finding.verdict is Verdict.MISMATCH]
    return Quality(
        document.name,
        found,
        bound,
        judged,
        Rate(sum(one.pointed for one in known), len(known)),
        Rate(sum(one.pointed for one in known_cells), len(known_cells)),
        Rate(sum(one.pointed for one in slips), len(slips)),
        blind,
        sum(mark is not Mark.TRUE for mark in red),
        sum(mark is Mark.TRUE for mark in red),
        sum(finding.verdict is Verdict.ROUNDING for finding, _ in said),
        sum(finding.verdict is Verdict.UNCHECKED for finding, _ in said),
    )


def said_of(document: Document) -> tuple[Finding, ...]:
    """What is said of the untouched document, tables and narrative."""
    narrative = check_narrative(document, document.narrative())
    return (*tables.check_tables(document.book).findings, *narrative.findings)


def _understood(document: Document, claims: Claims | None) -> tuple[Rate, Rate, Rate]:
    """Figures found, rightly bound (of those that state a quantity), and judged."""
    if claims is not None:
        figures = claims.figures
        bound = sum(bool(figure.bound_to) for figure in figures)
        judged = sum(figure.verdict is not Verdict.UNCHECKED for figure in figures)
        count = len(figures)
        return Rate(count, count), Rate(bound, count), Rate(judged, count)
    covered = cover(document)
    stating = [
        one for one in covered.readings if one.statement.quantity.measure is not Measure.OTHER
    ]
    judgeable = [one for one in covered.readings if one.has_second_side]
    return (
        Rate(sum(one.figure is not None for one in covered.readings), len(covered.readings)),
        Rate(sum(one.bound and one.rightly for one in stating), len(stating)),
        Rate(sum(one.judged for one in judgeable), len(judgeable)),
    )


def _in_text(document: Document, most: int | None, claims: Claims | None) -> list[plant.Outcome]:
    changes = list(plant.plantings(document, 1, SEED))
    return plant.measure(document, _sampled(changes, most), oracle=claims)


def _in_cells(document: Document, most: int | None) -> list[tables.Outcome]:
    count = len(list(tables.plantings(document.book, SEED)))
    every = -(-count // most) if most else 1

    def whole(book: Book) -> CheckResult:
        changed = replace(document, book=book)
        said = check_narrative(changed, changed.narrative())
        return CheckResult((*tables.check_tables(book).findings, *said.findings), said.tally)

    return tables.measure(document, SEED, max(every, 1), whole)


def _sampled(found: Sequence[Change], most: int | None) -> Sequence[Change]:
    """Evenly spread, at most so many."""
    return found[:: -(-len(found) // most)] if most and len(found) > most else found


def measured(names: Sequence[str], most: int) -> Iterator[Quality]:
    """The quality of each document: real ones whole, made-up ones by a sample."""
    for name in names:
        if Path(name).exists():
            claims = given(Path(name))
            yield quality(claims.document, most, claims=claims)
        else:
            yield quality(documents.named(name), None if name in REAL else most)


def by_section(document: Document) -> Iterator[tuple[str, ...]]:
    """Figures bound and judged, by section and by kind."""
    found = cover(document).readings
    yield ("", "figures", "bound", "judged")
    for label, group in (*readings_of(found, _section), *readings_of(found, _kind)):
        bound = sum(one.bound for one in group)
        yield label, str(len(group)), str(bound), str(sum(one.judged for one in group))


def _section(reading: Reading) -> str:
    return reading.statement.section


def _kind(reading: Reading) -> str:
    return reading.statement.quantity.measure.value


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; with --list what is said of the untouched documents."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.measure")
    parser.add_argument("documents", nargs="*")
    parser.add_argument("--most", type=int, default=MOST, help="plantings of each sort")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--sections", action="store_true", help="by section and kind")
    parser.add_argument("--list", action="store_true", help="what is said of each, untouched")
    options = parser.parse_args(arguments)
    names = options.documents or [*REAL, *documents.synthetic()]
    found = list(measured(names, options.most))
    made_up = [one for one, name in zip(found, names, strict=True) if name not in REAL]
    rows = [one.row() for one in found]
    if len(made_up) > 1:
        rows.append(together(f"{len(made_up)} others", made_up).row())
    sys.stdout.write(_markdown([HEAD, *rows]) if options.markdown else render([HEAD, *rows]))
    sys.stdout.write("\n")
    for name in names if options.list or options.sections else ():
        _details(name, sections=options.sections)
    return 0


def _details(name: str, *, sections: bool) -> None:
    document = given(Path(name)).document if Path(name).exists() else documents.named(name)
    sys.stdout.write(f"\n{document.name}\n")
    if sections:
        sys.stdout.write(render(list(by_section(document))) + "\n")
        return
    for finding, mark in marked(document.name, said_of(document)):
        label = finding.verdict.label
        sys.stdout.write(f"  {mark} {label} {finding.rule} {finding.message}\n")


def _markdown(rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + "---|" * len(rows[0]), *lines[1:]])


if __name__ == "__main__":
    raise SystemExit(main())
