"""Cross-reference sections: where in the file each object stands (ISO 32000-1, 7.5.4, 7.5.8)."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import NamedTuple


class Number(NamedTuple):
    """An object's number and generation."""

    object: int
    generation: int


def table_section(offsets: Mapping[Number, int], size: int, trailer: bytes) -> bytes:
    """A table and its trailer."""
    lines = [b"xref\n"]
    for first, members in _subsections(offsets):
        lines.append(b"%d %d\n" % (first, len(members)))
        lines += [b"%010d %05d n \n" % (offsets[number], number.generation) for number in members]
    lines.append(b"trailer\n<< /Size %d %b >>\n" % (size, trailer))
    return b"".join(lines)


def stream_section(offsets: Mapping[Number, int], size: int, trailer: bytes) -> bytes:
    """A cross-reference stream; its own object is the last in ``offsets``."""
    index, rows = [], []
    for first, members in _subsections(offsets):
        index.append(b"%d %d" % (first, len(members)))
        rows += [
            b"\1" + offsets[number].to_bytes(5) + number.generation.to_bytes(2)
            for number in members
        ]
    packed = zlib.compress(b"".join(rows))
    words = (size, trailer, b" ".join(index), len(packed))
    head = (
        b"<< /Type /XRef /W [ 1 5 2 ] /Size %d %b /Index [ %b ] /Filter /FlateDecode /Length %d >>"
    )
    last = max(offsets)
    return b"%d %d obj\n" % last + head % words + b"\nstream\n" + packed + b"\nendstream\nendobj\n"


def _subsections(offsets: Mapping[Number, int]) -> Iterator[tuple[int, list[Number]]]:
    """Runs of consecutive object numbers: the first number and the members."""
    members: list[Number] = []
    for number in sorted(offsets):
        if members and number.object != members[-1].object + 1:
            yield members[0].object, members
            members = []
        members.append(number)
    if members:
        yield members[0].object, members
