"""Marks put into a Word document: coloured characters and a comment at each of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from xltool.hosts.annotations import Annotation, words_of
from xltool.hosts.word.anchors import host_of, hosts_of, tie, tie_to_paragraph
from xltool.hosts.word.characters import line_of
from xltool.hosts.word.comments import Comments, checksum
from xltool.hosts.word.document import WordDocument, open_word
from xltool.hosts.word.memory import MarkMemory, Memory, RunMark, recall, remember
from xltool.hosts.word.runs import Line
from xltool.hosts.word.shading import Before, shade
from xltool.hosts.word.unmarking import clean
from xltool.hosts.words import FILL_COLOURS
from xltool.package.markup import Element
from xltool.sources.document import Stretch


def mark_word(data: bytes, marks: Sequence[Annotation]) -> bytes:
    """The document with ``marks`` in it; those of an earlier check are replaced.

    A comment that the user marked as resolved stays so, without colour, as long as there
    is the same to say.

    Raises:
        XltoolError: no document that can be marked (see ``open_word``).
    """
    document = open_word(data)
    resolved = Comments(document.space, document.main).resolved() if marks else frozenset()
    was_added = recall(document.space, document.main).comments_added
    clean(document, keep_parts=bool(resolved))
    if marks:
        _put(document, marks, resolved, comments_added=was_added and bool(resolved))
    return document.to_bytes()


@dataclass(frozen=True)
class _Stretch:
    """Characters of one paragraph, cut off into runs of their own."""

    line: Line
    runs: tuple[Element, ...]


@dataclass(frozen=True)
class _Spot:
    """What one mark covers: its stretches, and the elements its comment goes around."""

    mark: Annotation
    stretches: tuple[_Stretch, ...]
    hosts: tuple[Element, ...]
    """Empty for a mark without characters."""
    paragraph: Element


@dataclass
class _Comment:
    """Marks that one comment speaks of: those of one text box or field have it in common."""

    spots: list[_Spot] = field(default_factory=list)

    @property
    def lines(self) -> tuple[str, ...]:
        """What it says."""
        return words_of([spot.mark for spot in self.spots])

    @property
    def hosts(self) -> tuple[Element, ...]:
        """The elements it goes around, in order."""
        return tuple(host for spot in self.spots for host in spot.hosts)


def _put(
    document: WordDocument,
    marks: Iterable[Annotation],
    resolved: Collection[int],
    *,
    comments_added: bool,
) -> None:
    """Colours and comments; what was there before is remembered in the document."""
    comments = Comments(document.space, document.main)
    remembered: dict[int, MarkMemory] = {}
    # All is cut before anything is coloured: a copy of a run must not copy a colour.
    for number, comment in enumerate(_gathered(list(_spots(document, marks))), start=1):
        is_resolved = checksum("".join(comment.lines)) in resolved
        runs = tuple(r for spot in comment.spots for r in _coloured(spot, plain=is_resolved))
        id_ = comments.add(number, comment.lines, document.saved, resolved=is_resolved)
        if comment.hosts:
            tie(id_, comment.hosts[0], comment.hosts[-1])
        else:
            tie_to_paragraph(id_, comment.spots[0].paragraph)
        remembered[number] = MarkMemory(runs, tuple(map(checksum, comment.lines)))
    memory = Memory(remembered, comments_added or comments.is_added)
    remember(document.space, document.main, memory)


def _spots(document: WordDocument, marks: Iterable[Annotation]) -> Iterable[_Spot]:
    lines: dict[int, Line] = {}
    for mark in marks:
        stretches: list[_Stretch] = []
        hosts: list[Element] = []
        where = [spot for spot in mark.spots if isinstance(spot, Stretch)]
        for at, start, end in where:
            if at not in lines:
                lines[at] = line_of(document.paragraphs[at])
            line = lines[at]
            stretches.append(_Stretch(line, line.runs(start, end)))
            for element in line.elements(start, end):
                hosts += hosts_of(element)
        paragraph = document.paragraphs[where[0].paragraph] if where else _first(document)
        yield _Spot(mark, tuple(stretches), tuple(hosts), paragraph)


def _first(document: WordDocument) -> Element:
    """The paragraph at which something is said of the document as a whole."""
    printed = (p for p in document.paragraphs if host_of(p) is p and line_of(p).text.strip())
    return next(printed, document.paragraphs[0])


def _gathered(spots: Sequence[_Spot]) -> Sequence[_Comment]:
    """The comments: marks whose comment would go around the same element share one."""
    done: list[_Comment] = []
    owners: dict[Element, _Comment] = {}
    for spot in spots:
        comment = next((owners[host] for host in spot.hosts if host in owners), None)
        if comment is None:
            comment = _Comment()
            done.append(comment)
        comment.spots.append(spot)
        owners.update(dict.fromkeys(spot.hosts, comment))
    return done


def _coloured(spot: _Spot, *, plain: bool) -> Iterable[RunMark]:
    colour = FILL_COLOURS[spot.mark.verdict]
    for stretch in spot.stretches:
        for run in stretch.runs:
            cuts = stretch.line.cut_before(run), stretch.line.cut_after(run)
            before = Before() if plain else shade(run, colour)
            yield RunMark(before, *cuts, is_plain=plain)
