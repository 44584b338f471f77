"""Marks put on the pages of a PDF, and taken off again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from xltool.hosts.annotations import AUTHOR, Annotation, words_of
from xltool.hosts.pdf.file import Listed, PdfFile, without_increment
from xltool.hosts.pdf.notes import NAME, Note, corner, reference
from xltool.hosts.words import FILL_COLOURS
from xltool.sources.document import Box

_GONE = b"null"
_KINDS = ("/Highlight", "/Text")
_WINDOW = "/Popup"


def mark_pdf(data: bytes, marks: Sequence[Annotation]) -> bytes:
    """The PDF with ``marks`` on its pages; those of an earlier check are replaced.

    What is there stays byte for byte; the marks are appended to it.

    Raises:
        XltoolError: no PDF, one locked against changes, or damaged.
    """
    file = PdfFile(without_increment(data))
    kept = {number: _without_ours(file, number) for number in range(1, file.page_count + 1)}
    added: dict[int, list[bytes]] = {}
    for number, mark in enumerate(marks, start=1):
        for page, boxes in _by_page(mark, file).items():
            added.setdefault(page, []).extend(_added(file, f"{NAME}{number}", mark, page, boxes))
    for number, (others, has_ours) in kept.items():
        if has_ours or number in added:
            references = [item.reference for item in others]
            file.set_annotations(file.page(number), [*references, *added.get(number, ())])
    return file.to_bytes()


def unmark_pdf(data: bytes) -> tuple[bytes, int]:
    """The PDF without our marks, and how many there were.

    A PDF that was only marked since is byte for byte what it was before.

    Raises:
        XltoolError: no PDF, one locked against changes, or damaged.
    """
    before = PdfFile(data)
    pages = range(1, before.page_count + 1)
    names = {
        item.name
        for number in pages
        for item in before.annotations(before.page(number))
        if _is_ours(item) and item.kind in _KINDS
    }
    return (mark_pdf(data, ()) if names else data), len(names)


def _is_ours(item: Listed) -> bool:
    return item.name.startswith(NAME) and (item.author == AUTHOR or item.kind == _WINDOW)


def _without_ours(file: PdfFile, number: int) -> tuple[list[Listed], bool]:
    """The annotations of others on a page, and whether there were any of ours, now empty."""
    listed = file.annotations(file.page(number))
    ours = [item for item in listed if _is_ours(item)]
    for item in ours:
        if item.object is not None:
            file.put(item.object, _GONE)
    return [item for item in listed if item not in ours], bool(ours)


def _by_page(mark: Annotation, file: PdfFile) -> Mapping[int, list[Box]]:
    """The boxes of a mark by page; one about the whole document lies on the first."""
    if not mark.spots:
        return {1: [corner(1, *file.upper_left(1))]}
    found: dict[int, list[Box]] = {}
    for spot in mark.spots:
        if isinstance(spot, Box):
            found.setdefault(spot.page, []).append(spot)
    return found


def _added(
    file: PdfFile, name: str, mark: Annotation, page: int, boxes: Sequence[Box]
) -> Iterator[bytes]:
    """The annotation and its window, put into the file: how the page lists them."""
    home, over, opened, look = file.page(page), file.new(), file.new(), file.new()
    text, colour = "\n".join(words_of([mark])), FILL_COLOURS[mark.verdict]
    note = Note(name, tuple(boxes), colour, text, is_general=not mark.spots)
    file.put(over, note.annotation(home, opened, look))
    file.put(opened, note.window(home, over))
    file.put(look, note.appearance)
    yield from map(reference, (over, opened))
