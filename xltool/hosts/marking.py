"""What is marked where: findings and figures gathered by the cell or the words they concern.

The workbook's marks and the HTML report both show exactly this, so that they never differ.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from xltool.model.amount import Unit
from xltool.model.book import CellId
from xltool.model.finding import CellPlace, Figure, Finding, Severity, TextPlace, Verdict

_RANK = {
    Verdict.CONSISTENT: 0,
    Verdict.UNCHECKED: 1,
    Verdict.ROUNDING: 2,
    Verdict.MISMATCH: 3,
}


@dataclass(frozen=True, slots=True)
class Numbered:
    """A finding with its number in the list (序号), by which every mark refers to it."""

    number: int
    finding: Finding


@dataclass(frozen=True, slots=True)
class CellMark:
    """What is said of one cell: the worst verdict, and the findings behind it."""

    cell: CellId
    verdict: Verdict
    findings: tuple[Numbered, ...]


@dataclass(frozen=True, slots=True)
class TextMark:
    """What is said of characters [start, end) of one paragraph.

    ``figure`` is None where a word, not a figure, is meant. ``findings`` are those that
    point here first; ``related`` name this place as another side.
    """

    start: int
    end: int
    verdict: Verdict
    figure: Figure | None
    findings: tuple[Numbered, ...] = ()
    related: tuple[Numbered, ...] = ()


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict that a reader must see first; 一致 where there is none."""
    return max(verdicts, key=_RANK.__getitem__, default=Verdict.CONSISTENT)


def numbered(findings: Sequence[Finding]) -> tuple[Numbered, ...]:
    """The findings with their numbers, from 1."""
    return tuple(Numbered(number, finding) for number, finding in enumerate(findings, start=1))


def matters(finding: Finding) -> bool:
    """Whether a finding deserves a mark in the workbook: 未核对 hints stay in the list."""
    if finding.verdict is Verdict.UNCHECKED:
        return finding.severity is not Severity.HINT
    return finding.verdict is not Verdict.CONSISTENT


def cell_of(place: CellPlace) -> CellId:
    """The cell by meaning that a place names."""
    return CellId(place.table, place.row, place.column)


def marked_cells(finding: Finding) -> tuple[CellPlace, ...]:
    """The cells that a finding marks.

    The place to look at first, and where just two figures contradict each other (不符)
    the second as well: which of them is right is not for the tool to say. The parts of
    a sum, the base of a percentage and the cells along which a tail runs on are named,
    not marked.
    """
    places = finding.where if _two_figures(finding) else finding.where[:1]
    return tuple(place for place in places if isinstance(place, CellPlace))


def _two_figures(finding: Finding) -> bool:
    """Whether a finding sets one stated figure against another one."""
    return (
        finding.verdict is Verdict.MISMATCH
        and len(finding.where) == len(("this", "that"))
        and finding.unit != Unit.PERCENT
    )


def cell_marks(findings: Sequence[Numbered]) -> tuple[CellMark, ...]:
    """Marks of table cells, in the order in which the findings first name them."""
    by_cell: dict[CellId, list[Numbered]] = {}
    for item in findings:
        for place in marked_cells(item.finding):
            by_cell.setdefault(cell_of(place), []).append(item)
    return tuple(
        CellMark(cell, worst(item.finding.verdict for item in items), tuple(items))
        for cell, items in by_cell.items()
    )


def text_marks(
    findings: Sequence[Numbered], figures: Sequence[Figure]
) -> Mapping[int, tuple[TextMark, ...]]:
    """Marks of the narrative by paragraph, in order and without overlap.

    Every figure has one; a finding joins the figure it touches, or marks its own words.
    """
    drafts: dict[int, list[_Draft]] = defaultdict(list)
    for figure in figures:
        _add(drafts[figure.paragraph], _Draft(figure.start, figure.end, figure))
    for item in findings:
        for position, place in enumerate(item.finding.where):
            if isinstance(place, TextPlace):
                _attach(drafts[place.paragraph], place, item, first=position == 0)
    return {
        paragraph: tuple(draft.mark() for draft in sorted(items, key=lambda draft: draft.start))
        for paragraph, items in drafts.items()
        if items
    }


class _Draft:
    """A mark while findings still join it."""

    def __init__(self, start: int, end: int, figure: Figure | None) -> None:
        self.start = start
        self.end = end
        self.figure = figure
        self.findings: list[Numbered] = []
        self.related: list[Numbered] = []

    def mark(self) -> TextMark:
        """The finished mark; a figure keeps its own verdict unless a finding is worse."""
        verdicts = [item.finding.verdict for item in self.findings]
        if self.figure:
            verdicts.append(self.figure.verdict)
        return TextMark(
            self.start,
            self.end,
            worst(verdicts),
            self.figure,
            tuple(self.findings),
            tuple(self.related),
        )


def _add(drafts: list[_Draft], draft: _Draft) -> None:
    """Add unless its words are taken already: marks never overlap."""
    if draft.start < draft.end and not _touching(drafts, draft.start, draft.end):
        drafts.append(draft)


def _touching(drafts: Sequence[_Draft], start: int, end: int) -> list[_Draft]:
    return [draft for draft in drafts if draft.start < end and start < draft.end]


def _attach(drafts: list[_Draft], place: TextPlace, item: Numbered, *, first: bool) -> None:
    """Let ``item`` join the figure it touches, else mark the words of its first place."""
    touching = _touching(drafts, place.start, place.end)
    if touching:
        target = touching[0]
        items = target.findings if first else target.related
        if item not in items:
            items.append(item)
    elif first and place.start < place.end:
        draft = _Draft(place.start, place.end, None)
        draft.findings.append(item)
        drafts.append(draft)
