"""How many planted errors the checker points at, by section and by kind of error.

    python -m tests.quality.plant [--rounds N] [--seed S] [--rich] [--misses] [DOCUMENT]

Every figure of a narrative is changed in turn, a few times each kind, and the document
checked again. A planting counts as pointed at when a new finding names the changed figure's
own place, or the figure's own verdict turns to 尾差 or 不符 with a reason.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from tests.quality import documents
from tests.quality.changes import Change, Kind, change
from tests.quality.knowable import Knowable, Oracle
from tests.quality.seeds import seeded
from tests.quality.truth import Document
from xltool.model.amount import Amount
from xltool.model.book import Narrative
from xltool.model.finding import CellPlace, CheckResult, Figure, Finding, Place, TextPlace, Verdict

Check = Callable[[Document, Narrative], CheckResult]
_ALARMS = (Verdict.MISMATCH, Verdict.ROUNDING)
_WORST = 40


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the checker said about one planting."""

    change: Change
    section: str
    knowable: Knowable
    pointed: bool
    others: tuple[Finding, ...]
    """New findings that do not name the changed figure's place."""
    red_figures: int
    """Other figures that turned 不符 without a finding of their own at the changed figure."""

    @property
    def reds(self) -> int:
        """New 不符 findings elsewhere."""
        return sum(finding.verdict is Verdict.MISMATCH for finding in self.others)


def check_narrative(document: Document, narrative: Narrative) -> CheckResult:
    """The checker under measurement."""
    from xltool import editions
    from xltool import narrative as checker

    return checker.check_narrative(narrative, document.book, editions.load(document.book.edition))


def plantings(document: Document, rounds: int, seed: int) -> Iterator[Change]:
    """Every figure changed ``rounds`` times in each kind that fits it, without repeats."""
    random = seeded(seed)
    for index in range(len(document.statements)):
        seen = set()
        for kind in Kind:
            for _ in range(rounds):
                planted = change(document, index, kind, random)
                if planted and (planted.start, planted.new) not in seen:
                    seen.add((planted.start, planted.new))
                    yield planted


class Knows(Protocol):
    """Says which changes can be known at all."""

    def knows(self, index: int, changed: Amount) -> Knowable:
        """How firmly the document contradicts figure ``index`` printed as ``changed``."""


def measure(
    document: Document,
    changes: Iterable[Change],
    check: Check = check_narrative,
    oracle: Knows | None = None,
) -> list[Outcome]:
    """The outcome of each of ``changes``, one at a time."""
    oracle = oracle or Oracle(document)
    before = check(document, document.narrative())
    return [_outcome(document, oracle, before, planted, check) for planted in changes]


def _outcome(
    document: Document, oracle: Knows, before: CheckResult, planted: Change, check: Check
) -> Outcome:
    text = document.paragraphs[planted.paragraph]
    after = check(document, document.narrative({planted.paragraph: planted.apply(text)}))
    new = new_findings(before, after, planted)
    place = _place(document, planted)
    others = tuple(finding for finding in new if not _names(finding, place))
    statement = document.statements[planted.index]
    return Outcome(
        planted,
        statement.section,
        _knowable(oracle, planted),
        len(others) < len(new)
        or _worsened(before, after, planted, place)
        or _says_otherwise(before, after, place),
        others,
        _new_red_figures(before, after, place),
    )


def _knowable(oracle: Knows, planted: Change) -> Knowable:
    """A unit left out shows by itself."""
    if planted.kind is Kind.BARE:
        return Knowable.CERTAIN
    return oracle.knows(planted.index, planted.amount)


def new_findings(before: CheckResult, after: CheckResult, planted: Change) -> list[Finding]:
    """The findings of ``after`` that ``before`` did not have at the same places."""
    known = Counter(_key(finding, planted) for finding in before.findings)
    new = []
    for finding in after.findings:
        key = _key(finding)
        if known[key]:
            known[key] -= 1
        else:
            new.append(finding)
    return new


def _place(document: Document, planted: Change) -> tuple[int, int, int]:
    """Paragraph, start and end of the changed figure, its direction word included."""
    statement = document.statements[planted.index]
    ends = [planted.start, planted.start + len(planted.new)]
    ends += [planted.moved(statement.start), planted.moved(statement.end)]
    gap = planted.kind is Kind.BARE  # where the unit should stand counts as the figure's place
    return planted.paragraph, min(ends), max(ends) + gap


def _key(finding: Finding, planted: Change | None = None) -> tuple[object, ...]:
    places = frozenset(_place_key(place, planted) for place in finding.where)
    return finding.rule, finding.verdict, places


def _place_key(place: Place, planted: Change | None) -> tuple[object, ...]:
    if isinstance(place, CellPlace):
        return place.table, place.row, place.column
    if planted is None or place.paragraph != planted.paragraph:
        return place.paragraph, place.start, place.end
    return place.paragraph, planted.moved(place.start), planted.moved(place.end)


def _overlaps(place: TextPlace | Figure, at: tuple[int, int, int]) -> bool:
    paragraph, start, end = at
    return place.paragraph == paragraph and place.start < end and start < place.end


def _names(finding: Finding, at: tuple[int, int, int]) -> bool:
    return any(isinstance(place, TextPlace) and _overlaps(place, at) for place in finding.where)


def _worsened(
    before: CheckResult, after: CheckResult, planted: Change, at: tuple[int, int, int]
) -> bool:
    old = [
        figure.verdict
        for figure in before.figures
        if figure.paragraph == at[0]
        and planted.moved(figure.start) < at[2]
        and at[1] < planted.moved(figure.end)
    ]
    return any(
        figure.verdict in _ALARMS and figure.verdict not in old and bool(figure.reason)
        for figure in after.figures
        if _overlaps(figure, at)
    )


def _says_otherwise(before: CheckResult, after: CheckResult, at: tuple[int, int, int]) -> bool:
    """A figure that was wrong already is named again, with other numbers."""
    known = {finding.message for finding in before.findings}
    return any(
        finding.verdict in _ALARMS and finding.message not in known and _names(finding, at)
        for finding in after.findings
    )


def _new_red_figures(before: CheckResult, after: CheckResult, at: tuple[int, int, int]) -> int:
    reds = [
        sum(figure.verdict is Verdict.MISMATCH for figure in result.figures)
        for result in (before, after)
    ]
    own = sum(
        figure.verdict is Verdict.MISMATCH and _overlaps(figure, at) for figure in after.figures
    )
    return max(0, reds[1] - reds[0] - own)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: counts over a group of plantings."""

    label: str
    outcomes: Sequence[Outcome]

    def cells(self) -> tuple[str, ...]:
        """Label and figures, as text."""
        outcomes = self.outcomes
        certain = [one for one in outcomes if one.knowable is Knowable.CERTAIN]
        tails = [one for one in outcomes if one.knowable is Knowable.TAIL]
        blind = [one for one in outcomes if one.knowable is Knowable.NONE]
        return (
            self.label,
            str(len(outcomes)),
            _share(outcomes),
            str(len(certain)),
            _share(certain),
            f"{sum(one.pointed for one in tails)}/{len(tails)}",
            f"{sum(one.pointed for one in blind)}/{len(blind)}",
            str(sum(len(one.others) > 2 for one in outcomes)),
            f"{max((len(one.others) for one in outcomes), default=0)}",
            str(sum(bool(one.reds) for one in outcomes)),
        )


HEAD = (
    "",
    "plantings",
    "pointed at",
    "knowable",
    "pointed at",
    "only tails",
    "unknowable",
    ">2 others",
    "most others",
    "red elsewhere",
)


def _share(outcomes: Sequence[Outcome]) -> str:
    if not outcomes:
        return "-"
    return f"{sum(one.pointed for one in outcomes) / len(outcomes):.1%}"


def table(outcomes: Sequence[Outcome]) -> list[tuple[str, ...]]:
    """The table by section and by kind, with the total."""
    by_section: dict[str, list[Outcome]] = defaultdict(list)
    by_kind: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        by_section[one.section].append(one)
        by_kind[one.change.kind].append(one)
    groups = [*by_section.items(), *by_kind.items(), ("total", list(outcomes))]
    return [HEAD, *(Line(label, group).cells() for label, group in groups)]


def render(rows: Sequence[Sequence[str]]) -> str:
    """Rows as aligned text; Chinese characters count double."""
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = []
    for row in rows:
        first = row[0] + " " * (widths[0] - _width(row[0]))
        rest = (
            " " * (width - _width(text)) + text
            for text, width in zip(row[1:], widths[1:], strict=True)
        )
        lines.append("  ".join((first, *rest)).rstrip())
    return "\n".join(lines)


def _width(text: str) -> int:
    return sum(2 if ord(sign) > 0x2E80 else 1 for sign in text)


def misses(document: Document, outcomes: Sequence[Outcome]) -> list[str]:
    """Knowable plantings that nothing pointed at, and those that set off too much."""
    lines = []
    for one in outcomes:
        unseen = one.knowable is Knowable.CERTAIN and not one.pointed
        if unseen or len(one.others) > 2:
            lines.append(_described(document, one))
    return lines


def _described(document: Document, one: Outcome) -> str:
    statement = document.statements[one.change.index]
    text = one.change.apply(document.paragraphs[one.change.paragraph])
    near = text[max(0, one.change.start - 30) : one.change.end + 12]
    said = "".join(f"\n      {finding.verdict.label} {finding.message}" for finding in one.others)
    state = "pointed at" if one.pointed else "MISSED"
    return (
        f"{state} {one.section} P{one.change.paragraph} {one.change.kind} {statement.quantity} "
        f"{statement.text} -> {one.change.new}: …{near}…, others {len(one.others)}{said}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures one document and prints the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.plant")
    parser.add_argument("document", nargs="?", default="yangquan-2024")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", action="store_true", help="list what was missed")
    parser.add_argument("--rich", action="store_true", help="print the table with rich")
    options = parser.parse_args(arguments)
    document = documents.named(options.document)
    outcomes = measure(document, plantings(document, options.rounds, options.seed))
    _print(table(outcomes), rich=options.rich)
    if options.misses:
        sys.stdout.write("\n".join(misses(document, outcomes)[:_WORST]) + "\n")
    return 0


def _print(rows: Sequence[Sequence[str]], *, rich: bool) -> None:
    if not rich:
        sys.stdout.write(render(rows) + "\n")
        return
    from rich.console import Console
    from rich.table import Table

    shown = Table(*rows[0])
    for row in rows[1:]:
        shown.add_row(*row)
    Console().print(shown)


if __name__ == "__main__":
    raise SystemExit(main())
