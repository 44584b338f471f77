"""Lays single marks on cells and remembers each of them."""

from __future__ import annotations

from collections.abc import Sequence

from xltool.hosts.marking import CellMark, Numbered, TextMark
from xltool.hosts.memory import FillMark, Mark, NoteMark, checksum_of, names_of_marks
from xltool.hosts.memory import TextMark as RememberedText
from xltool.hosts.notes import with_ours, words_of_ours
from xltool.hosts.sheet_area import neighbours
from xltool.hosts.words import FILL_COLOURS, TEXT_COLOURS, one_line, sides
from xltool.model.book import Address
from xltool.model.finding import Finding
from xltool.model.patch import ColourText, Edit, SetFill, SetName, SetNote, Span
from xltool.package import Package, SheetReader, WorkbookReader


class Marker:
    """Edits that mark a workbook without marks, in the order they were asked for.

    Cells of sheets that are not there are passed over; ``fresh`` names sheets that
    earlier edits add, whose cells have neither notes nor colours.
    """

    def __init__(self, package: Package, fresh: frozenset[str]) -> None:
        self._reader = WorkbookReader(package)
        self._present = {sheet.name for sheet in package.sheets if sheet.is_grid}
        self._fresh = fresh
        self._edits: list[Edit] = []
        self._remembered: list[Mark] = []

    @property
    def edits(self) -> tuple[Edit, ...]:
        """Everything so far, with the hidden names that remember it."""
        names = names_of_marks(self._remembered)
        return (*self._edits, *(SetName(name, None, value) for name, value in names))

    def mark_cell(self, at: Address, mark: CellMark) -> None:
        """Fill a table cell and say why in its note."""
        sheet = self._sheet(at)
        if sheet is None:
            return
        colour = FILL_COLOURS[mark.verdict]
        before = sheet.fill(at.cell)
        self._edits.append(SetFill(at.sheet, at.cell, before, colour))
        beside = (sheet.fill(cell) for cell in neighbours(at.cell))
        self._remembered.append(FillMark(at, colour, before, is_alone=colour not in beside))
        self._note(at, sheet, _lines(mark.findings))

    def mark_text(self, at: Address, text: str, marks: Sequence[TextMark]) -> None:
        """Colour the figures of the paragraph ``text`` and say why in its note."""
        sheet = self._sheet(at)
        if sheet is None and at.sheet not in self._fresh:
            return
        coloured = [mark for mark in marks if mark.verdict in TEXT_COLOURS]
        if not coloured:
            return
        written = sheet.content(at.cell) if sheet else None
        content = text if written is None else written
        # A paragraph that a formula composes cannot be coloured in part.
        start = content.find(text) if isinstance(content, str) else -1
        if start >= 0:
            own = sheet.text_colours(at.cell) if sheet else ()
            self._colour(at, coloured, own, start)
        self._note(at, sheet, [line for mark in coloured for line in text_lines(mark)])

    def _colour(
        self, at: Address, marks: Sequence[TextMark], own: Sequence[Span], offset: int
    ) -> None:
        spans: list[Span] = []
        under: list[Span] = []
        for mark in marks:
            span = Span(offset + mark.start, offset + mark.end, TEXT_COLOURS[mark.verdict])
            before = _within(own, span)
            spans.append(span)
            under += before
            words = mark.figure.text if mark.figure else ""
            self._remembered.append(RememberedText(at, span, words, before))
        self._edits.append(ColourText(at.sheet, at.cell, tuple(under), tuple(spans)))

    def _sheet(self, at: Address) -> SheetReader | None:
        return self._reader.sheet(at.sheet) if at.sheet in self._present else None

    def _note(self, at: Address, sheet: SheetReader | None, lines: Sequence[str]) -> None:
        if lines:
            own = sheet.notes.get(at.cell) if sheet else None
            text = with_ours(own, lines)
            self._edits.append(SetNote(at.sheet, at.cell, own, text))
            self._remembered.append(NoteMark(at, checksum_of([words_of_ours(text)])))


def _within(own: Sequence[Span], ours: Span) -> tuple[Span, ...]:
    """The user's colours under a mark, cut to its bounds."""
    return tuple(
        Span(max(span.start, ours.start), min(span.end, ours.end), span.colour)
        for span in own
        if span.start < ours.end and ours.start < span.end
    )


def _lines(findings: Sequence[Numbered]) -> list[str]:
    return [finding_line(item.finding) for item in findings]


def finding_line(finding: Finding) -> str:
    """Verdict and reason in one line, with both values where the message lacks one."""
    message = one_line(finding.message)
    values = [f"{v:f}" for v in (finding.stated, finding.expected) if v is not None]
    plain = message.replace(",", "")
    missing = "" if all(value in plain for value in values) else f"({sides(finding)})"
    return f"{finding.verdict.label}:{message}{missing}"


def text_lines(mark: TextMark) -> list[str]:
    """The findings at a figure, else the reason why it could not be judged."""
    if mark.findings:
        return _lines(mark.findings)
    figure = mark.figure
    if figure is None or not figure.reason:
        return []
    return [f"{figure.verdict.label}:{figure.text}{figure.unit} {one_line(figure.reason)}"]
