"""What appears on hover, click or tap: the verdict, both sides, and the findings."""

from __future__ import annotations

from dataclasses import dataclass

from xltool.hosts.marking import CellMark, Numbered, TextMark
from xltool.hosts.words import shown
from xltool.model.book import Book, CellId
from xltool.model.finding import CellPlace, Figure, FigureKind
from xltool.report import Report


@dataclass(frozen=True, slots=True)
class TipLine:
    """One line of a tip: a word of introduction, what it says, the finding it leads to."""

    name: str
    text: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class TipView:
    """A tip. ``number`` is the first finding it belongs to, 0 for none."""

    verdict: str
    label: str
    number: int
    lines: tuple[TipLine, ...]


def text_tip(mark: TextMark, report: Report) -> TipView:
    """The tip of a figure or of words in the narrative."""
    lines: list[TipLine] = []
    if mark.figure:
        lines += _figure_lines(mark.figure, report.book)
    lines += [TipLine("", item.finding.message, item.number) for item in mark.findings]
    lines += [TipLine("相关", item.finding.message, item.number) for item in mark.related]
    return TipView(mark.verdict.value, mark.verdict.label, _number(mark.findings), tuple(lines))


def cell_tip(mark: CellMark) -> TipView:
    """The tip of a table cell."""
    lines = tuple(TipLine("", item.finding.message, item.number) for item in mark.findings)
    return TipView(mark.verdict.value, mark.verdict.label, _number(mark.findings), lines)


def _number(findings: tuple[Numbered, ...]) -> int:
    return findings[0].number if findings else 0


_STATES_A_CELL = frozenset((FigureKind.COPY, FigureKind.ZERO, FigureKind.COUNT))
"""Kinds whose other side is the cell itself; the others are worked out from it."""


def _figure_lines(figure: Figure, book: Book) -> list[TipLine]:
    lines = [TipLine("文中", shown(figure.value, figure.unit))]
    side = "表中" if figure.kind in _STATES_A_CELL else "依据"
    lines += [TipLine(side, _cell_text(place, book)) for place in figure.cells]
    said = {part for place in figure.cells for part in (place.table, place.row, place.column)}
    meant = [part for part in figure.bound_to if part and part not in said]
    if meant:
        lines.append(TipLine("理解为", " ".join(meant)))
    if figure.reason:
        lines.append(TipLine("说明", figure.reason))
    return lines


def _cell_text(place: CellPlace, book: Book) -> str:
    at = CellId(place.table, place.row, place.column)
    cell = book.cell(at)
    value = "空" if cell is None or cell.value is None else shown(cell.value)
    where = f"({place.address})" if place.address else ""
    return f"{at}{where} {value}"
