"""Marks in a workbook: fills, notes, coloured figures and the sheet 核对结果, as one Patch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from xltool.hosts import findings_sheet, narrative_sheet
from xltool.hosts.compaction import compacted
from xltool.hosts.marker import Marker
from xltool.hosts.marking import (
    CellMark,
    TextMark,
    cell_marks,
    matters,
    numbered,
    text_marks,
)
from xltool.hosts.memory import FINDINGS_NAME, NARRATIVE_NAME, names_of_written, written_in
from xltool.hosts.narrative_places import places_of
from xltool.hosts.opinions import Opinion, opinions_for
from xltool.hosts.unmarking import cleaning
from xltool.model.book import Address, Book, CellId, Narrative
from xltool.model.finding import CellPlace, Figure, Finding, Place, TextPlace, Verdict
from xltool.model.patch import AddSheet, Edit, Patch, SetName
from xltool.package import Package, apply, defined_names


def open_for_marks(path: Path) -> Package:
    """The workbook that marks go into; an old .xls becomes an .xlsx with the same look.

    Raises:
        XltoolError: it cannot be read.
    """
    if path.suffix.lower() == ".xls":
        from xltool.sources.legacy import xlsx_of_xls

        return Package.open(xlsx_of_xls(path))
    return Package.open(path)


def marks(
    findings: Sequence[Finding],
    figures: Sequence[Figure],
    book: Book,
    narrative: Narrative | None,
    package: Package,
) -> Patch:
    """The Patch that marks a workbook; the marks of an earlier run are replaced.

    Args:
        findings: what the check found, in the order of the list.
        figures: the figures of the narrative with their verdicts.
        book: the Book that was read from the workbook; it says where cells stand.
        narrative: what was checked; one that the workbook does not hold is written into
            it so that its figures can be coloured.
        package: the workbook, marked before or not.
    """
    names = defined_names(package)
    there = places_of(narrative, package)
    old_text = written_in(names, NARRATIVE_NAME)
    is_ours = old_text is not None and old_text.cells.sheet in {at.sheet for at in there.values()}
    cleaned = cleaning(package, keep_narrative=is_ours)
    bare = apply(cleaned, package)
    rows = findings_sheet.remembered(package, written_in(names, FINDINGS_NAME))
    opinions = opinions_for(findings, rows)
    edits: list[Edit] = []
    if old_text and is_ours:
        kept = names_of_written(NARRATIVE_NAME, old_text)
        edits += (SetName(name, None, value) for name, value in kept)
    paragraphs = there or _written_narrative(bare, narrative, edits)
    marked = _marked(findings, figures, opinions)
    texts = {p.index: p.text for p in narrative.paragraphs} if narrative else {}
    where = _Where(book, paragraphs, texts)
    target = findings_sheet.sheet_for_findings(bare, written_in(names, FINDINGS_NAME))
    added = (edit.sheet for edit in edits if isinstance(edit, AddSheet))
    edits += _mark_edits(marked, where, Marker(bare, frozenset(added)))
    edits += findings_sheet.writing(target, numbered(findings), opinions, where.place)
    return compacted(cleaned + Patch(tuple(edits)))


@dataclass(frozen=True, slots=True)
class _Marked:
    """What is marked once settled findings (已核实) are left out."""

    cells: tuple[CellMark, ...]
    texts: Mapping[int, tuple[TextMark, ...]]


def _marked(
    findings: Sequence[Finding], figures: Sequence[Figure], opinions: Sequence[Opinion]
) -> _Marked:
    items = numbered(findings)
    open_items = [
        item
        for item, opinion in zip(items, opinions, strict=True)
        if matters(item.finding) and not opinion.settled
    ]
    settled = [
        item.finding for item, opinion in zip(items, opinions, strict=True) if opinion.settled
    ]
    calmed = [_calmed(figure, settled) for figure in figures]
    return _Marked(cell_marks(open_items), text_marks(open_items, calmed))


def _calmed(figure: Figure, settled: Sequence[Finding]) -> Figure:
    """A figure that a settled finding points at is no longer coloured for itself."""
    for finding in settled:
        place = finding.where[0] if finding.where else None
        if (
            isinstance(place, TextPlace)
            and place.paragraph == figure.paragraph
            and place.start < figure.end
            and figure.start < place.end
        ):
            return replace(figure, verdict=Verdict.CONSISTENT)
    return figure


class _Where:
    """Places as cells of the workbook."""

    def __init__(
        self, book: Book, paragraphs: Mapping[int, Address], texts: Mapping[int, str]
    ) -> None:
        self._book = book
        self.paragraphs = paragraphs
        self.texts = texts

    def place(self, place: Place) -> Address | None:
        """The cell of a place; None where the workbook does not hold it."""
        if isinstance(place, TextPlace):
            return self.paragraphs.get(place.paragraph)
        return self.cell_place(place)

    def cell_place(self, place: CellPlace) -> Address | None:
        """The cell of a place in a table."""
        if place.sheet and place.address:
            return Address(place.sheet, place.address)
        return self.cell(CellId(place.table, place.row, place.column))

    def cell(self, at: CellId) -> Address | None:
        """The cell of a figure by its meaning."""
        cell = self._book.cell(at)
        return cell.address if cell else None


def _written_narrative(
    package: Package, narrative: Narrative | None, edits: list[Edit]
) -> Mapping[int, Address]:
    """Where each paragraph of a narrative from a file stands once the edits are done."""
    if narrative is None or not narrative.paragraphs:
        return {}
    target = narrative_sheet.sheet_for_narrative(package)
    edits += narrative_sheet.writing(target, narrative)
    return narrative_sheet.places(target, narrative)


def _mark_edits(marked: _Marked, where: _Where, marker: Marker) -> tuple[Edit, ...]:
    """Fills, colours and notes, and the names that remember them."""
    for cell_mark in marked.cells:
        at = where.cell(cell_mark.cell) or _named_address(cell_mark, where)
        if at:
            marker.mark_cell(at, cell_mark)
    for paragraph, text_marks_there in sorted(marked.texts.items()):
        at = where.paragraphs.get(paragraph)
        if at:
            marker.mark_text(at, where.texts[paragraph], text_marks_there)
    return marker.edits


def _named_address(mark: CellMark, where: _Where) -> Address | None:
    """The address that the findings themselves give for their cell."""
    places = (p for item in mark.findings for p in item.finding.where if isinstance(p, CellPlace))
    same = (p for p in places if CellId(p.table, p.row, p.column) == mark.cell)
    return next((address for p in same if (address := where.cell_place(p))), None)
