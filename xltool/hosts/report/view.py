"""What the page shows, as plain values that the template only lays out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xltool.hosts.marking import CellMark, Numbered, TextMark, cell_marks, numbered, text_marks
from xltool.hosts.report.tables import TableView, cell_anchor, table_views
from xltool.hosts.report.tips import TipView, text_tip
from xltool.hosts.words import shown
from xltool.model.book import CellId, Narrative
from xltool.model.finding import CellPlace, Finding, Place, Tally, Verdict
from xltool.report import Report, place_text

_HEADING = re.compile(
    r"(第[一二三四五六七八九十]+部分|[一二三四五六七八九十]+、|[((][一二三四五六七八九十]+[))]).*"
)
_LONGEST_HEADING = 50
"""Characters; a longer paragraph that begins with a number is a sentence."""


@dataclass(frozen=True, slots=True)
class Count:
    """One verdict of a tally: its key for styles, its word, how many."""

    verdict: str
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place in words, and the anchor on this page ("" where it is not shown)."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class FindingView:
    """One row of the list."""

    number: int
    verdict: str
    label: str
    severity: str
    rule: str
    message: str
    values: tuple[tuple[str, str], ...]
    places: tuple[PlaceView, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a paragraph, marked or not."""

    text: str
    tip: TipView | None = None


@dataclass(frozen=True, slots=True)
class ParagraphView:
    """One paragraph of the narrative."""

    index: int
    heading: int
    """0 for running text, 2 for 第一部分 and 一、, 3 for (一)."""
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class PageView:
    """The whole page."""

    unit: str
    year: int
    edition: str
    amount_unit: str
    sources: tuple[str, ...]
    headline: str
    verdict: str
    rules: tuple[Count, ...]
    figures: tuple[Count, ...]
    figure_total: int
    findings: tuple[FindingView, ...]
    finding_counts: tuple[Count, ...]
    paragraphs: tuple[ParagraphView, ...]
    tables: tuple[TableView, ...]


def view_of(report: Report) -> PageView:
    """Everything the template needs to show ``report``."""
    items = numbered(report.findings)
    marks = {mark.cell: mark for mark in cell_marks(items)}
    document = report.document
    verdict, headline = _headline(report)
    return PageView(
        unit=document.unit or "(未写单位名称)",
        year=document.year,
        edition=document.edition,
        amount_unit=document.amount_unit,
        sources=document.sources,
        headline=headline,
        verdict=verdict,
        rules=_counts(report.rules),
        figures=_counts(report.figure_tally),
        figure_total=len(report.figures),
        findings=tuple(_finding(item, report.narrative, marks) for item in items),
        finding_counts=_finding_counts(report.findings),
        paragraphs=_paragraphs(report, items),
        tables=table_views(report.book, marks),
    )


def _headline(report: Report) -> tuple[str, str]:
    """The worst verdict, and the result in one sentence: passed is not unchecked."""
    counts = {count.verdict: count.number for count in _finding_counts(report.findings)}
    red, tails = counts["mismatch"], counts["rounding"]
    if red:
        rest = f",另有尾差 {tails} 项" if tails else ""
        return "mismatch", f"有 {red} 项不符需要处理{rest}"
    if tails:
        return "rounding", f"没有不符,有 {tails} 项尾差(四舍五入可以解释)"
    if counts["unchecked"]:
        return "unchecked", "没有不符;有事项未能核对,见清单"
    return "consistent", "核对过的全部一致"


def _counts(tally: Tally) -> tuple[Count, ...]:
    numbers = {
        Verdict.CONSISTENT: tally.consistent,
        Verdict.ROUNDING: tally.rounding,
        Verdict.MISMATCH: tally.mismatch,
        Verdict.UNCHECKED: tally.unchecked,
    }
    return tuple(Count(verdict.value, verdict.label, n) for verdict, n in numbers.items())


def _finding_counts(findings: Sequence[Finding]) -> tuple[Count, ...]:
    shown_verdicts = (Verdict.MISMATCH, Verdict.ROUNDING, Verdict.UNCHECKED)
    return tuple(
        Count(verdict.value, verdict.label, sum(f.verdict is verdict for f in findings))
        for verdict in shown_verdicts
    )


def _finding(
    item: Numbered, narrative: Narrative | None, marks: Mapping[CellId, CellMark]
) -> FindingView:
    finding = item.finding
    return FindingView(
        number=item.number,
        verdict=finding.verdict.value,
        label=finding.verdict.label,
        severity=finding.severity.label,
        rule=finding.rule,
        message=finding.message,
        values=_values(finding),
        places=tuple(PlaceView(place_text(p), _anchor(p, narrative, marks)) for p in finding.where),
    )


def _values(finding: Finding) -> tuple[tuple[str, str], ...]:
    values = (
        ("所列数", shown(finding.stated, finding.unit)),
        ("对照数", shown(finding.expected, finding.unit)),
        ("差额", shown(finding.difference, finding.unit)),
        ("允许尾差", f"±{shown(finding.allowance, finding.unit)}" if finding.allowance else ""),
    )
    return tuple((name, value) for name, value in values if value)


def _anchor(place: Place, narrative: Narrative | None, marks: Mapping[CellId, CellMark]) -> str:
    if isinstance(place, CellPlace):
        at = CellId(place.table, place.row, place.column)
        return cell_anchor(at) if at in marks else f"t-{place.table}"
    known = narrative and any(p.index == place.paragraph for p in narrative.paragraphs)
    return f"p-{place.paragraph}" if known else ""


def _paragraphs(report: Report, items: Sequence[Numbered]) -> tuple[ParagraphView, ...]:
    if report.narrative is None:
        return ()
    marks = text_marks(items, report.figures)
    return tuple(
        ParagraphView(
            paragraph.index,
            _heading_level(paragraph.text),
            _segments(paragraph.text, marks.get(paragraph.index, ()), report),
        )
        for paragraph in report.narrative.paragraphs
    )


def _heading_level(text: str) -> int:
    match = _HEADING.fullmatch(text.strip())
    if match is None or len(text) > _LONGEST_HEADING or text.strip().endswith(("。", ";")):
        return 0
    return 3 if match[1][0] in "((" else 2


def _segments(text: str, marks: Sequence[TextMark], report: Report) -> tuple[Segment, ...]:
    segments: list[Segment] = []
    position = 0
    for mark in marks:
        if mark.start > position:
            segments.append(Segment(text[position : mark.start]))
        segments.append(Segment(text[mark.start : mark.end], text_tip(mark, report)))
        position = mark.end
    if position < len(text):
        segments.append(Segment(text[position:]))
    return tuple(segments)
