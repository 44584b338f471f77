"""What is said beside a figure of a document that is no workbook: where, how bad, in which words.

Word's comments and the notes of a PDF are both made from these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from xltool.hosts.marker import finding_line, text_lines
from xltool.hosts.marking import (
    CellMark,
    Numbered,
    TextMark,
    cell_marks,
    cell_of,
    matters,
    numbered,
    text_marks,
    worst,
)
from xltool.hosts.words import FILL_COLOURS, one_line
from xltool.model.book import Address, Book, CellId
from xltool.model.finding import CellPlace, Figure, Finding, Place, TextPlace, Verdict
from xltool.report import place_text
from xltool.sources.document import Box, Document, Spot, Stretch, Trace

AUTHOR = "xltool 核对"
"""Who our comments are from; marks are told from other people's by it."""
_OTHERS, _MORE, _RELATED = "对照:", "另有", "相关:"
_ADVICE = {
    Verdict.MISMATCH: "处理:核实后改正有误的一处,再核对一次",
    Verdict.ROUNDING: "处理:四舍五入可以解释,可以不改;要各处一致,请统一取数",
    Verdict.UNCHECKED: "处理:请人工核对",
}
BEGINNINGS = (*(f"{verdict.label}:" for verdict in Verdict), _OTHERS, _MORE, _RELATED, "处理:")
"""How every line of ours begins."""
_MOST_FINDINGS = 8
_MOST_PLACES = 3


@dataclass(frozen=True, slots=True)
class Annotation:
    """One mark: the places in the source, the colour's verdict, what is found there.

    Without places it speaks of the document as a whole. ``numbers`` are those of its
    findings in the list (序号).
    """

    spots: tuple[Spot, ...]
    verdict: Verdict
    lines: tuple[str, ...]
    numbers: frozenset[int] = frozenset()


def annotate(
    findings: Sequence[Finding],
    figures: Sequence[Figure],
    book: Book | None,
    traces: Mapping[int, Trace],
    document: Document,
    *,
    is_alone: bool = True,
) -> tuple[Annotation, ...]:
    """The marks of a document, in its order and without overlap.

    What is found in tables that stand in this document and yet has no place in it (a row
    that is lacking) is said in a mark without place, the first one.

    Args:
        findings: what the check found.
        figures: the figures of the narrative with their verdicts.
        book: the Book if its tables were read from this document; it says in which cell.
        traces: for each paragraph of the narrative that is in this document, its place.
        document: the document as it is read now.
        is_alone: whether no other file was checked with it; what has no place here may
            have one in the others.
    """
    items = [item for item in numbered(findings) if matters(item.finding)]
    drafts = list(_text_drafts(items, figures, traces))
    if book is not None:
        drafts += _cell_drafts(items, book, document)
    rest = _unplaced(items, drafts) if book is not None and is_alone else ()
    return (*rest, *merged(drafts))


def _unplaced(items: Sequence[Numbered], drafts: Sequence[Annotation]) -> Iterator[Annotation]:
    placed = frozenset(number for draft in drafts for number in draft.numbers)
    rest = [item for item in items if item.number not in placed]
    if rest:
        yield _annotation((), worst(item.finding.verdict for item in rest), rest, lambda _: True)


def _annotation(
    spots: tuple[Spot, ...],
    verdict: Verdict,
    about: Sequence[Numbered],
    is_own: Callable[[Place], bool],
) -> Annotation:
    """A mark that tells findings; ``is_own`` says which of their places it stands at."""
    numbers = frozenset(item.number for item in about)
    return Annotation(spots, verdict, tuple(_said(about, is_own)), numbers)


def words_of(marks: Sequence[Annotation]) -> tuple[str, ...]:
    """The lines of a comment on these marks: what is found, nothing twice, and what to do."""
    said = dict.fromkeys(line for mark in marks for line in mark.lines)
    return (*said, _ADVICE[worst(mark.verdict for mark in marks)])


def _text_drafts(
    items: Sequence[Numbered], figures: Sequence[Figure], traces: Mapping[int, Trace]
) -> Iterator[Annotation]:
    for paragraph, marks in text_marks(items, figures).items():
        for mark in marks:
            trace = traces.get(paragraph)
            spots = trace.spots(mark.start, mark.end) if trace else ()
            if not spots or mark.verdict not in FILL_COLOURS:
                continue
            is_own = partial(_is_within, paragraph, mark)
            about = [*_said(mark.findings, is_own)] or text_lines(mark)
            related = (
                f"{_RELATED}{finding_line(item.finding)}"
                for item in mark.related
                if not any(one_line(item.finding.message) in line for line in about)
            )
            numbers = frozenset(item.number for item in (*mark.findings, *mark.related))
            yield Annotation(spots, mark.verdict, (*about, *related), numbers)


def _is_within(paragraph: int, mark: TextMark, place: Place) -> bool:
    return (
        isinstance(place, TextPlace)
        and place.paragraph == paragraph
        and place.start < mark.end
        and mark.start < place.end
    )


def _cell_drafts(items: Sequence[Numbered], book: Book, document: Document) -> Iterator[Annotation]:
    for mark in cell_marks(items):
        is_own = partial(_is_cell, mark.cell)
        address = _address(mark, book, is_own)
        spots = document.cell_spots(address) if address else ()
        if spots:
            yield _annotation(spots, mark.verdict, mark.findings, is_own)


def _address(mark: CellMark, book: Book, is_own: Callable[[Place], bool]) -> Address | None:
    """Where the cell stands; the Book has no cell where nothing is printed."""
    cell = book.cell(mark.cell)
    if cell and cell.address:
        return cell.address
    places = (place for item in mark.findings for place in item.finding.where if is_own(place))
    found = ((place.sheet, place.address) for place in places)
    return next((Address(sheet, cell) for sheet, cell in found if sheet and cell), None)


def _is_cell(at: CellId, place: Place) -> bool:
    return isinstance(place, CellPlace) and cell_of(place) == at


def _said(items: Sequence[Numbered], is_own: Callable[[Place], bool]) -> Iterator[str]:
    for item in items[:_MOST_FINDINGS]:
        yield finding_line(item.finding)
        places = (place_text(place) for place in item.finding.where if not is_own(place))
        others = list(dict.fromkeys(places))
        if others:
            more = f"等{len(others)}处" if len(others) > _MOST_PLACES else ""
            yield _OTHERS + ";".join(others[:_MOST_PLACES]) + more
    if len(items) > _MOST_FINDINGS:
        yield f"{_MORE} {len(items) - _MOST_FINDINGS} 项,见核对报告"


def merged(drafts: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """The same marks, those that share characters made one, in the order of the document."""
    done: list[Annotation] = []
    for draft in sorted(drafts, key=lambda draft: _order(draft.spots[0])):
        last = done[-1] if done else None
        if last is None or not _overlap(last.spots, draft.spots):
            done.append(draft)
            continue
        spots = united((*last.spots, *draft.spots))
        lines = (*last.lines, *(line for line in draft.lines if line not in last.lines))
        verdict = worst((last.verdict, draft.verdict))
        done[-1] = Annotation(spots, verdict, lines, last.numbers | draft.numbers)
    return tuple(done)


def united(spots: Iterable[Spot]) -> tuple[Spot, ...]:
    """The same places, in order, stretches that share characters made one."""
    done: list[Spot] = []
    for spot in sorted(dict.fromkeys(spots), key=_order):
        last = done[-1] if done else None
        if isinstance(spot, Stretch) and isinstance(last, Stretch) and _share(last, spot):
            done[-1] = Stretch(spot.paragraph, last.start, max(last.end, spot.end))
        else:
            done.append(spot)
    return tuple(done)


def _order(spot: Spot) -> tuple[float, float, float]:
    """A sort key within one document: all its spots are of one kind."""
    if isinstance(spot, Box):
        return (spot.page, -spot.top, spot.left)
    if isinstance(spot, Stretch):
        return (spot.paragraph, spot.start, spot.end)
    return (spot.line, spot.start, spot.end)


def _overlap(first: Sequence[Spot], second: Sequence[Spot]) -> bool:
    return any(_share(one, other) for one in first for other in second)


def _share(one: Spot, other: Spot) -> bool:
    if isinstance(one, Stretch) and isinstance(other, Stretch):
        same = one.paragraph == other.paragraph
        return same and one.start < other.end and other.start < one.end
    return one == other
