"""Checks a narrative against the tables of its unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Final

from xltool.editions.derivations import Derivation, explanations
from xltool.editions.loading import load
from xltool.editions.schema import Edition
from xltool.model.amount import Unit, scale
from xltool.model.book import Book, CellId, Narrative
from xltool.model.finding import CheckResult, Finding, Severity, Tally, Verdict
from xltool.narrative.changes import budget_checks, change_checks, prior_checks
from xltool.narrative.checks import Check
from xltool.narrative.codes import code_notes
from xltool.narrative.copies import copy_checks
from xltool.narrative.counts import twice_checks, zero_checks
from xltool.narrative.facts import Facts
from xltool.narrative.form import compared_notes, form_notes, year_notes
from xltool.narrative.headings import narrative_part, placed, unfolded
from xltool.narrative.judge import Judge
from xltool.narrative.lists import list_notes
from xltool.narrative.notes import Note
from xltool.narrative.omissions import omission_notes
from xltool.narrative.passages import Text, readable
from xltool.narrative.ratios import ratio_checks
from xltool.narrative.reader import read
from xltool.narrative.subjects import Namer
from xltool.narrative.sums import declared_checks, item_checks, list_total_checks
from xltool.narrative.unheaded import told_apart
from xltool.narrative.vocabulary import vocabulary_for

_NUMBERING: Final = re.compile(
    r"^(?:[一二三四五六七八九十]+、|\([一二三四五六七八九十]+\)|\d+[.、])"
)
_PRECISION: Final = 60
"""Digits to calculate with: a figure in the wrong unit may have two dozen, its ratio more."""
_MOST_TERMS: Final = 4
"""A longer derivation explains nothing to its reader."""


def check_narrative(
    narrative: Narrative,
    book: Book,
    edition: Edition,
    prior: Book | None = None,
    budget: Book | None = None,
) -> CheckResult:
    """Every figure of ``narrative`` bound and judged against ``book``.

    ``prior`` and ``budget`` give last year's figures and the budgets where they are known.
    The tally counts comparisons; ``figures`` lists every figure with its own verdict.
    """
    with localcontext() as exact:
        exact.prec = _PRECISION
        return _checked(narrative, book, edition, prior, budget)


def _checked(
    narrative: Narrative, book: Book, edition: Edition, prior: Book | None, budget: Book | None
) -> CheckResult:
    year = book.year or edition.year
    text = readable(narrative)
    vocabulary = vocabulary_for(book, edition)
    start, end = narrative_part(text.passages)
    part = tuple(unfolded(text.passages[start:end]))
    passages = tuple(told_apart(placed(part, vocabulary), vocabulary))
    record = read(passages, vocabulary, Namer(vocabulary, book), year)
    facts = Facts(
        book,
        vocabulary.spec,
        record.statements,
        prior=prior,
        budget=budget,
        names=vocabulary.names,
        class_rows=_class_rows(edition),
        labels=_labels_of(edition.id),
    )
    checks = list(_checks(facts, book, edition))
    judge = Judge(text, facts, record.figures, checks, year)
    notes = [
        *code_notes(record.codes, record.paths, book, vocabulary),
        *list_notes(passages, book, edition),
        *form_notes(
            passages, record.figures, record.statements, book, vocabulary.spec.residue, year
        ),
        *year_notes(record.other_years, facts, year),
        *compared_notes(record.compared_years, year),
        *omission_notes(passages, facts),
    ]
    notices = (*_left_out(text, start, end), *(() if record.figures else (_empty(text),)))
    findings = (*notices, *judge.findings(), *judge.noted(notes), *judge.repaired())
    return CheckResult(findings, _tally(checks, notes), tuple(judge.figures()))


def _effort(way: Derivation) -> tuple[bool, int]:
    """How hard a derivation is to follow: sums before differences, short before long."""
    return any(sign < 0 for _, sign in way.terms), len(way.terms)


def _class_rows(edition: Edition) -> dict[str, str]:
    """The row of each functional class in 财政拨款收入支出决算总表."""
    table = edition.named("T04")
    lines = table.lines if table else ()
    return {line.code: line.key for line in lines if line.code}


def _left_out(text: Text, start: int, end: int) -> Iterator[Finding]:
    """Says which passages of a whole document are no narrative."""
    count = start + len(text.passages) - end
    if count:
        first = text.passages[0 if start else end]
        says = f"有{count}段在情况说明之前或之后(目录、表格、附件),没有当作情况说明核对"
        place = text.place(first, 0, len(first.text), "")
        yield Finding("narrative.left-out", Verdict.UNCHECKED, Severity.HINT, says, where=(place,))


@lru_cache(maxsize=16)
def _labels_of(edition_id: str) -> dict[tuple[str, str], str]:
    """Labels of numbered lines by table and 行次, without their own numbering."""
    tables = load(edition_id).tables
    return {
        (table.id, line.key): _NUMBERING.sub("", line.label)
        for table in tables.values()
        for line in table.lines
        if line.key.isdigit() and line.key != line.code and line.label
    }


def _empty(text: Text) -> Finding:
    """No figure at all is not "all right"."""
    says = "情况说明里没有读到任何金额、百分比或个数,没有可核对的"
    places = [text.place(one, 0, len(one.text), "") for one in text.passages[:1]]
    return Finding(
        "narrative.empty", Verdict.UNCHECKED, Severity.WARNING, says, where=tuple(places)
    )


def _checks(facts: Facts, book: Book, edition: Edition) -> Iterator[Check]:
    def explain(cell: CellId, value: Decimal) -> str | None:
        table = book.tables.get(cell.table)
        unit = table.unit if table and table.unit.is_amount else Unit.WAN
        in_table = scale(value, Unit.WAN, unit)
        ways = explanations(book, edition, cell, in_table)
        short = [way for way in ways if len(way.terms) <= _MOST_TERMS]
        best = min(short, key=_effort, default=None)
        return best.says if best else None

    yield from copy_checks(facts, explain)
    yield from ratio_checks(facts)
    yield from twice_checks(facts)
    yield from declared_checks(facts)
    yield from item_checks(facts)
    yield from list_total_checks(facts)
    yield from zero_checks(facts)
    yield from change_checks(facts)
    yield from prior_checks(facts)
    yield from budget_checks(facts)


def _tally(checks: Sequence[Check], notes: Sequence[Note]) -> Tally:
    count = Counter([*(check.verdict for check in checks), *(note.verdict for note in notes)])
    return Tally(
        consistent=count[Verdict.CONSISTENT],
        rounding=count[Verdict.ROUNDING],
        mismatch=count[Verdict.MISMATCH],
        unchecked=count[Verdict.UNCHECKED],
    )
