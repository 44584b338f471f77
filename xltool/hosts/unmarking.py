"""Every mark taken away and nothing else: fills, notes, colours, names, findings, sheets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from xltool.hosts import findings_sheet, narrative_sheet
from xltool.hosts.following import followed
from xltool.hosts.memory import (
    FINDINGS_NAME,
    NARRATIVE_NAME,
    BareMark,
    FillMark,
    Mark,
    NoteMark,
    TextMark,
    Written,
    checksum_of,
    forget,
    marks_in,
    written_in,
)
from xltool.hosts.notes import without_ours
from xltool.hosts.row_heights import clearing_heights
from xltool.hosts.sheet_area import block, cells_of, clearing, has_other_content, text_of
from xltool.hosts.words import FILL_COLOURS, TEXT_COLOURS
from xltool.model.book import Address
from xltool.model.patch import (
    ColourText,
    Edit,
    Patch,
    RemoveSheet,
    SetFill,
    SetNote,
    SheetLayout,
    Span,
)
from xltool.package.a1 import Area, Position, area_of, position_of
from xltool.package.opc import Package
from xltool.package.reading import SheetReader, WorkbookReader, defined_names


def unmark(package: Package) -> Patch:
    """The Patch that takes every mark of ours out of a workbook; empty where there is none.

    A fill that the user has changed since stays, as does a narrative that the user went
    on writing where we had put one.
    """
    return cleaning(package)


def count_marks(package: Package) -> int:
    """How many cells carry a mark of ours."""
    marks = marks_in(defined_names(package))
    return len({mark.cell for mark in followed(marks, WorkbookReader(package))})


def cleaning(package: Package, *, keep_narrative: bool = False) -> Patch:
    """As ``unmark``; a narrative that we wrote stays where it is the one being checked."""
    names = defined_names(package)
    reader = WorkbookReader(package)
    edits: list[Edit] = list(_unmarked(reader, followed(marks_in(names), reader)))
    findings = written_in(names, FINDINGS_NAME)
    if findings:
        looks = findings_sheet.looks_in(findings)
        rows = area_of(findings.cells.cell).bottom - 1
        edits += _unwritten(reader, findings, looks, findings_sheet.layout(rows))
    narrative = written_in(names, NARRATIVE_NAME)
    unedited = _unedited(reader, narrative) if narrative and not keep_narrative else None
    if unedited:
        looks = narrative_sheet.looks_in(unedited)
        edits += _unwritten(reader, unedited, looks, narrative_sheet.LAYOUT)
    return Patch((*edits, *forget(names)))


def _unmarked(reader: WorkbookReader, marks: Sequence[Mark]) -> Iterator[Edit]:
    by_cell: dict[Address, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_cell[mark.cell].append(mark)
    present = {sheet.name for sheet in reader.package.sheets if sheet.is_grid}
    for address, items in by_cell.items():
        if address.sheet in present:
            sheet = reader.sheet(address.sheet)
            yield from _note_unmarked(sheet, address, items)
            yield from _fill_unmarked(sheet, address, items, by_cell.keys())
            yield from _text_unmarked(sheet, address, items)


def _note_unmarked(sheet: SheetReader, at: Address, marks: Sequence[Mark]) -> Iterator[Edit]:
    note = sheet.notes.get(at.cell)
    if note is not None and any(isinstance(mark, NoteMark | BareMark) for mark in marks):
        own = without_ours(note)
        if own != note:
            yield SetNote(at.sheet, at.cell, note, own)


def _fill_unmarked(
    sheet: SheetReader, at: Address, marks: Sequence[Mark], marked: Collection[Address]
) -> Iterator[Edit]:
    """The cell's own fill, and that of cells in inserted rows that took over ours."""
    fill = sheet.fill(at.cell)
    for mark in marks:
        if fill not in _our_fills(mark):
            continue
        before = mark.before if isinstance(mark, FillMark) else None
        yield SetFill(at.sheet, at.cell, fill, before)
        if isinstance(mark, FillMark) and mark.is_alone:
            for cell in _heirs(sheet, at, marked):
                yield SetFill(at.sheet, cell, fill, before)
        return


def _heirs(sheet: SheetReader, at: Address, marked: Collection[Address]) -> Iterator[str]:
    """Cells above and below, without a gap, that have the fill of a mark but are none."""
    fill, start = sheet.fill(at.cell), position_of(at.cell)
    for step in (-1, 1):
        row = start.row + step
        cell = Position(row, start.column).a1
        while cell in sheet.fills and sheet.fills[cell] == fill:
            if Address(at.sheet, cell) in marked:
                break
            yield cell
            row += step
            cell = Position(row, start.column).a1


def _our_fills(mark: Mark) -> Collection[str | None]:
    if isinstance(mark, FillMark):
        return (mark.ours,)
    return FILL_COLOURS.values() if isinstance(mark, BareMark) else ()


def _text_unmarked(sheet: SheetReader, at: Address, marks: Sequence[Mark]) -> Iterator[Edit]:
    painted = sheet.text_colours(at.cell)
    if not painted:
        return
    if any(isinstance(mark, BareMark) for mark in marks):
        ours = tuple(span for span in painted if span.colour in TEXT_COLOURS.values())
        if ours:
            yield ColourText(at.sheet, at.cell, ours, ())
        return
    texts = [mark for mark in marks if isinstance(mark, TextMark)]
    content = sheet.content(at.cell)
    found = _found(texts, painted, content if isinstance(content, str) else "")
    if found:
        before = tuple(span for span, _ in found)
        after = tuple(span for _, mark in found for span in _moved(mark, before))
        yield ColourText(at.sheet, at.cell, before, after)


def _moved(mark: TextMark, found: Sequence[Span]) -> tuple[Span, ...]:
    """The user's own colours under a mark, where its words have not moved since."""
    return mark.before if mark.ours in found else ()


def _found(
    marks: Sequence[TextMark], painted: Sequence[Span], text: str
) -> list[tuple[Span, TextMark]]:
    """Where our colours are now: in place, or moved along when the sentence was edited."""
    found: list[tuple[Span, TextMark]] = []
    free = [span for span in painted if span.colour in TEXT_COLOURS.values()]
    moved: list[TextMark] = []
    for mark in marks:
        if any(_covers(span, mark.ours) for span in free):
            found.append((mark.ours, mark))
        else:
            moved.append(mark)
    taken = [span for span, _ in found]
    free = [span for span in free if not any(_covers(span, ours) for ours in taken)]
    for mark in moved:
        alike = [span for span in free if span.colour == mark.ours.colour]
        if alike:
            nearest = min(alike, key=lambda span: _strangeness(span, mark, text))
            free.remove(nearest)
            found.append((nearest, mark))
    return found


def _covers(painted: Span, ours: Span) -> bool:
    return painted.colour == ours.colour and painted.start <= ours.start and ours.end <= painted.end


def _strangeness(span: Span, mark: TextMark, text: str) -> tuple[bool, int]:
    """Less is more like the mark: the same words first, then the shortest way."""
    return text[span.start : span.end] != mark.text, abs(span.start - mark.ours.start)


def _unedited(reader: WorkbookReader, narrative: Written) -> Written | None:
    """A narrative that we wrote, where it is now; None once the user has changed its words.

    Programs that leave names as they were may have put rows in above it.
    """
    if not _is_present(reader, narrative):
        return None
    sheet = reader.sheet(narrative.cells.sheet)
    area = area_of(narrative.cells.cell)
    tops = {position_of(cell).row for cell in sheet.contents}
    for top in (area.top, *sorted(tops)):
        now = Area(top, area.left, area.bottom - area.top + top, area.right)
        texts = (text_of(sheet.content(cell)) for cell in cells_of(now))
        if checksum_of(texts) == narrative.checksum:
            return replace(narrative, cells=block(narrative.cells.sheet, now))
    return None


def _unwritten(
    reader: WorkbookReader, written: Written, looks: Mapping[str, str], layout: SheetLayout
) -> Iterator[Edit]:
    """What we wrote cleared; a sheet that we added goes unless the user wrote into it."""
    if not _is_present(reader, written):
        return
    sheet = reader.sheet(written.cells.sheet)
    area = area_of(written.cells.cell)
    rows = range(area.top, area.bottom + 1)
    yield from clearing_heights(reader.package, written.cells.sheet, rows)
    yield from clearing(sheet, written.cells, looks)
    if written.added and not has_other_content(sheet, written.cells):
        yield RemoveSheet(written.cells.sheet, layout)


def _is_present(reader: WorkbookReader, written: Written) -> bool:
    name = written.cells.sheet
    return any(sheet.name == name and sheet.is_grid for sheet in reader.package.sheets)
