"""Where marks are now: some programs move fills and notes with their rows, but no names.

The words of a note of ours tell which mark it belongs to, wherever it stands.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from xltool.hosts.memory import BareMark, Mark, NoteMark, checksum_of
from xltool.hosts.notes import words_of_ours
from xltool.model.book import Address
from xltool.package.a1 import position_of
from xltool.package.reading import WorkbookReader

_Words = Mapping[Address, int]
"""Cells with a note of ours, from the first to the last, and the checksums of the notes."""

_LIKENESSES: tuple[Callable[[Address, int], Hashable], ...] = (
    lambda at, words: (at.sheet, words),
    # A sheet renamed by a program that leaves the names as they were.
    lambda _, words: words,
    # A note that the user has edited.
    lambda at, _: at,
)
"""How a note is like the mark it belongs to, from the closest likeness to the loosest."""


def followed(marks: Sequence[Mark], reader: WorkbookReader) -> tuple[Mark, ...]:
    """The marks, each at the cell where it is now.

    A note of ours that belongs to none of them is a copy of a mark, where its words say
    so (a row was copied), else a mark of which nothing is remembered. A mark without its
    note stays where it is remembered, for the note alone may have been deleted.
    """
    tabs = {s.name: number for number, s in enumerate(reader.package.sheets) if s.is_grid}
    by_cell: dict[Address, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_cell[mark.cell].append(mark)
    remembered = _in_order({at: _words(there) for at, there in by_cell.items()}, tabs)
    noted = _in_order(_noted(reader, tabs), tabs)
    homes = _homes(noted, remembered)
    taken = homes.keys() | set(homes.values())
    stayed = (mark for mark in marks if mark.cell not in taken)
    moved = (replace(mark, cell=now) for now, home in homes.items() for mark in by_cell[home])
    strays = (BareMark(at) for at in noted if at not in homes)
    return (*stayed, *moved, *strays)


def _words(marks: Iterable[Mark]) -> int:
    return next((mark.checksum for mark in marks if isinstance(mark, NoteMark)), 0)


def _noted(reader: WorkbookReader, sheets: Iterable[str]) -> _Words:
    return {
        Address(sheet, cell): checksum_of([words])
        for sheet in sheets
        for cell, note in reader.sheet(sheet).notes.items()
        if (words := words_of_ours(note))
    }


def _in_order(words: _Words, tabs: Mapping[str, int]) -> _Words:
    """By sheet, row and column: rows and columns that come in do not change this order."""

    def order(at: Address) -> tuple[int, int, int]:
        place = position_of(at.cell)
        return tabs.get(at.sheet, len(tabs)), place.row, place.column

    return {at: words[at] for at in sorted(words, key=order)}


def _homes(noted: _Words, remembered: _Words) -> Mapping[Address, Address]:
    """For each cell with a note of ours the cell at which its mark is remembered."""
    found: dict[Address, Address] = {}
    for likeness in _LIKENESSES:
        waiting: dict[Hashable, deque[Address]] = defaultdict(deque)
        taken = frozenset(found.values())
        for home, words in remembered.items():
            if home not in taken:
                waiting[likeness(home, words)].append(home)
        for now, words in noted.items():
            alike = waiting.get(likeness(now, words))
            if now not in found and alike:
                found[now] = alike.popleft()
    originals = {words: home for home, words in remembered.items()}
    copies = {now: originals[words] for now, words in noted.items() if words in originals}
    return copies | found
