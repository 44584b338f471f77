"""A zip of which some entries change with every workbook and the others never do.

The constant ones are laid out once and copied as they are, compressed; only what changes
is deflated again, at the fastest level that compresses at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from xltool.package.archive import Entry, codec, directory_record, end_record, local_record


@dataclass(frozen=True, slots=True)
class Frame:
    """The constant entries of a zip; they stand first, so that their offsets never move."""

    constant: bytes
    directory: bytes
    count: int

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Frame:
        """The frame of ``entries``, none of which will change."""
        pieces: list[bytes] = []
        records: list[bytes] = []
        at = 0
        for entry in entries:
            head = local_record(entry)
            records.append(directory_record(entry, at))
            pieces += (head, entry.packed)
            at += len(head) + len(entry.packed)
        return cls(b"".join(pieces), b"".join(records), len(records))

    def with_parts(self, parts: Iterable[tuple[str, bytes]]) -> bytes:
        """The whole zip: the constant entries, then ``parts`` (name, content) deflated.

        Parts are taken one by one, so that a lazy caller holds one of them at a time.
        """
        pieces = [self.constant]
        records = [self.directory]
        at = len(self.constant)
        for name, data in parts:
            entry = Entry(name, _FASTEST.deflate(data), len(data), _FASTEST.crc32(data))
            head = local_record(entry)
            records.append(directory_record(entry, at))
            pieces += (head, entry.packed)
            at += len(head) + len(entry.packed)
        directory = b"".join(records)
        end = end_record(self.count + len(records) - 1, len(directory), at)
        return b"".join((*pieces, directory, end))


_FASTEST = codec(zlib_level=1, isal_level=1)
