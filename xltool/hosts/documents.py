"""Marked copies of published documents: the user's own Word file or PDF, nothing else changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from xltool.hosts.annotations import Annotation, annotate
from xltool.model.book import Narrative
from xltool.model.errors import XltoolError
from xltool.report import Report
from xltool.sources.assembly import assemble
from xltool.sources.document import Document, Spot, Trace
from xltool.sources.document_kinds import is_pdf
from xltool.sources.documents import open_document
from xltool.sources.files import file_bytes, is_office, naming


class Carrier(NamedTuple):
    """How one kind of document carries marks."""

    mark: Callable[[bytes, Sequence[Annotation]], bytes]
    unmark: Callable[[bytes], tuple[bytes, int]]
    """Gives the document without marks, and how many there were."""


def _carrier_of(data: bytes, name: str) -> Carrier:
    if is_pdf(data):
        from xltool.hosts.pdf import mark_pdf, unmark_pdf

        return Carrier(mark_pdf, unmark_pdf)
    if not is_office(data):
        raise XltoolError(f"{name} 里放不了标记:只能标在工作簿、.docx 或 .pdf 里,或只用 --report")
    from xltool.hosts.word import mark_word, unmark_word

    return Carrier(mark_word, unmark_word)


def marked_document(source: Path, report: Report) -> bytes:
    """The document in ``source`` with a mark at everything that was found in it.

    Raises:
        XltoolError: it is not what was checked, cannot carry marks, or cannot be read.
    """
    data = file_bytes(source)
    carrier = _carrier_of(data, source.name)
    document = open_document(source)
    traces = _traces(report.narrative, document)
    book = report.book if document.name in report.book.sources else None
    if not traces and book is None:
        raise XltoolError(f"{source.name} 不是核对过的那份文件:请先核对它,再标出不符之处")
    is_alone = len(report.book.sources) == 1
    marks = annotate(report.findings, report.figures, book, traces, document, is_alone=is_alone)
    with naming(source.name):
        return carrier.mark(data, marks)


def unmarked_document(source: Path) -> tuple[bytes, int]:
    """The document in ``source`` without our marks, and how many there were.

    Raises:
        XltoolError: it cannot carry marks, or cannot be read.
    """
    data = file_bytes(source)
    carrier = _carrier_of(data, source.name)
    with naming(source.name):
        return carrier.unmark(data)


def _traces(narrative: Narrative | None, document: Document) -> Mapping[int, Trace]:
    """Where the paragraphs of ``narrative`` stand in ``document``, by their index.

    None where most of them do not: then it is the narrative of another document.
    """
    if narrative is None or not narrative.paragraphs:
        return {}
    readings: list[Sequence[_Line]] = [
        [_Line(block.text, block.trace) for block in assemble(document).narrative],
        [_Line(block.text, block.trace) for block in document.texts],
        list(_cell_lines(document)),
    ]
    texts = [paragraph.text for paragraph in narrative.paragraphs]
    for lines in readings:
        if [line.text for line in lines] == texts:
            return {p.index: line for p, line in zip(narrative.paragraphs, lines, strict=True)}
    found = max((_aligned(narrative, lines) for lines in readings), key=len)
    return found if 2 * len(found) > len(texts) else {}


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of the document, at an offset of what its trace knows."""

    text: str
    trace: Trace
    offset: int = 0

    def spots(self, start: int, end: int, /) -> tuple[Spot, ...]:
        """The places of its characters."""
        return self.trace.spots(start + self.offset, end + self.offset)


def _cell_lines(document: Document) -> Iterator[_Line]:
    """The lines in cells: a narrative may stand in one big table."""
    for table in document.tables.values():
        for place in sorted(table.cells):
            cell, offset = table.cells[place], 0
            for text in cell.text.split("\n"):
                if text.strip():
                    yield _Line(text, cell.trace, offset)
                offset += len(text) + 1


def _aligned(narrative: Narrative, lines: Sequence[_Line]) -> Mapping[int, Trace]:
    """The lines that are paragraphs of the narrative, each at most once, in order."""
    found: dict[int, Trace] = {}
    at = 0
    for paragraph in narrative.paragraphs:
        rest = range(at, len(lines))
        place = next((n for n in rest if lines[n].text == paragraph.text), None)
        if place is not None:
            found[paragraph.index] = lines[place]
            at = place + 1
    return found
