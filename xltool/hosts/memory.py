"""What a marked workbook remembers, in hidden defined names that move with their cells.

``_xltool_mark_<n>`` refers to a marked cell; its comment says what was there before, so
that a mark can be taken back after the user has edited the workbook or put rows in.
``_xltool_findings`` and ``_xltool_narrative`` refer to what we wrote into sheets.
Some programs lose comments of names when they save, so ``_xltool_was_…`` holds the same
words as a constant.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from xltool.hosts.sheets import fixed, referred
from xltool.model.book import Address
from xltool.model.patch import Edit, Name, SetName, Span
from xltool.package.reading import DefinedName

MARK_PREFIX = "_xltool_mark_"
FINDINGS_NAME = "_xltool_findings"
NARRATIVE_NAME = "_xltool_narrative"
_WAS_PREFIX = "_xltool_was_"
_LONGEST_COMMENT = 255
"""Characters that Excel keeps of a name's comment; longer ones go on in further names."""


@dataclass(frozen=True, slots=True)
class FillMark:
    """A cell that we filled: the colour of ours, and the fill it had (None for none).

    Rows put in beside it take over its fill; ``is_alone`` says that no cell above or
    below had that colour before, so that one which has it now got it from this mark.
    """

    cell: Address
    ours: str
    before: str | None
    is_alone: bool = True


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A cell whose note has a part of ours, and the checksum of the words of that part."""

    cell: Address
    checksum: int = 0


@dataclass(frozen=True, slots=True)
class TextMark:
    """Characters that we coloured, what they said, and colours of the user's under them."""

    cell: Address
    ours: Span
    text: str
    before: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class BareMark:
    """A marked cell of which another program has lost what we remembered."""

    cell: Address


Mark = FillMark | NoteMark | TextMark | BareMark


@dataclass(frozen=True, slots=True)
class Written:
    """Cells of a sheet that we wrote, ``added`` when the sheet is ours as well.

    ``looks`` says that the cells had no style of their own and got one from us;
    ``checksum`` tells whether the user has changed the words since (0: not watched).
    """

    cells: Address
    added: bool
    looks: bool
    checksum: int = 0


def checksum_of(texts: Iterable[str]) -> int:
    """A number that changes with any of the texts."""
    return zlib.crc32("\n".join(texts).encode("utf-8", "surrogatepass")) or 1


def names_of_marks(marks: Sequence[Mark]) -> Iterator[tuple[str, Name]]:
    """The hidden names that remember ``marks``, numbered from 1."""
    number = count(1)
    for mark in marks:
        words = json.dumps(_payload(mark), ensure_ascii=False, separators=(",", ":"))
        for start in range(0, len(words), _LONGEST_COMMENT):
            piece = words[start : start + _LONGEST_COMMENT]
            yield from _remembering(f"{MARK_PREFIX}{next(number)}", mark.cell, piece)


def names_of_written(name: str, written: Written) -> Iterator[tuple[str, Name]]:
    """The hidden names that remember cells we wrote."""
    words = json.dumps([written.added, written.looks, written.checksum])
    yield from _remembering(name, written.cells, words)


def _remembering(name: str, cells: Address, words: str) -> Iterator[tuple[str, Name]]:
    yield name, Name(fixed(cells), hidden=True, comment=words)
    constant = '"' + words.replace('"', '""') + '"'
    yield f"{_WAS_PREFIX}{name.removeprefix('_xltool_')}", Name(constant, hidden=True)


def _words(item: DefinedName, names: Mapping[str, DefinedName]) -> str:
    """What a name of ours remembers: its comment, else the constant beside it."""
    if item.value.comment:
        return item.value.comment
    beside = names.get(f"{_WAS_PREFIX}{item.name.removeprefix('_xltool_')}")
    constant = beside.value.refers_to if beside else ""
    return constant[1:-1].replace('""', '"') if constant.startswith('"') else ""


def marks_in(names: Sequence[DefinedName]) -> tuple[Mark, ...]:
    """The marks a workbook remembers whose cells are still there."""
    found: list[Mark] = []
    by_name = {item.name: item for item in names if item.sheet is None}
    pending, home = "", ""
    for item in sorted(filter(_is_mark, names), key=_number):
        if item.value.refers_to != home:
            pending, home = "", item.value.refers_to
        address = referred(home)
        pending += _words(item, by_name)
        payload = _parsed(pending) if pending else []
        if payload is None:
            continue
        pending = ""
        if address:
            found.append(_mark(address, payload))
    return tuple(found)


def written_in(names: Sequence[DefinedName], name: str) -> Written | None:
    """What the workbook remembers under FINDINGS_NAME or NARRATIVE_NAME."""
    by_name = {item.name: item for item in names if item.sheet is None}
    item = by_name.get(name)
    address = referred(item.value.refers_to) if item else None
    if item is None or address is None:
        return None
    match _parsed(_words(item, by_name)):
        case [bool(added), bool(looks), int(checksum)]:
            return Written(address, added, looks, checksum)
    return Written(address, added=False, looks=False)


def forget(names: Sequence[DefinedName]) -> tuple[Edit, ...]:
    """Edits that take every name of ours away."""
    return tuple(
        SetName(item.name, item.value, None)
        for item in names
        if item.sheet is None and (_is_mark(item) or _is_ours(item.name))
    )


def _is_ours(name: str) -> bool:
    return name in (FINDINGS_NAME, NARRATIVE_NAME) or name.startswith(_WAS_PREFIX)


def _is_mark(item: DefinedName) -> bool:
    number = item.name.removeprefix(MARK_PREFIX)
    return item.sheet is None and number != item.name and number.isdecimal()


def _number(item: DefinedName) -> int:
    return int(item.name.removeprefix(MARK_PREFIX))


def _payload(mark: Mark) -> list[object]:
    match mark:
        case FillMark(_, ours, before, is_alone):
            return ["fill", ours, before, is_alone]
        case NoteMark(_, checksum):
            return ["note", checksum]
        case TextMark(_, ours, text, before):
            own = [[span.start, span.end, span.colour] for span in before]
            return ["text", ours.start, ours.end, ours.colour, text, own]
        case BareMark(_):
            return []


def _mark(cell: Address, payload: list[object]) -> Mark:
    match payload:
        case ["fill", str(ours), None | str() as before, bool(is_alone)]:
            return FillMark(cell, ours, before, is_alone)
        case ["note", int(checksum)]:
            return NoteMark(cell, checksum)
        case ["text", int(start), int(end), str(colour), str(text), list(own)]:
            under = tuple(Span(*span) for span in own)
            return TextMark(cell, Span(start, end, colour), text, under)
    return BareMark(cell)


def _parsed(comment: str) -> list[object] | None:
    """The payload, None while further names are needed to complete it."""
    try:
        value = json.loads(comment)
    except ValueError:
        return None
    return value if isinstance(value, list) else None
