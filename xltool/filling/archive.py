"""A zip of which some entries change with every workbook and the others never do.

The constant ones are laid out once and copied as they are, compressed; only what changes
is deflated again, at the fastest level that compresses at all.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from xltool.package.archive import Entry, directory_record, end_record, local_record


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
            entry = Entry(name, _deflate(data), len(data), _crc32(data))
            head = local_record(entry)
            records.append(directory_record(entry, at))
            pieces += (head, entry.packed)
            at += len(head) + len(entry.packed)
        directory = b"".join(records)
        end = end_record(self.count + len(records) - 1, len(directory), at)
        return b"".join((*pieces, directory, end))


def _zlib_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(1, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def _fastest() -> tuple[Callable[[bytes], bytes], Callable[[bytes], int]]:
    """Deflate and CRC-32: isal's where it is installed, else zlib's at its fastest level."""
    try:
        from isal import isal_zlib
    except ImportError:
        return _zlib_deflate, zlib.crc32

    def deflate(data: bytes) -> bytes:
        packer = isal_zlib.compressobj(1, isal_zlib.DEFLATED, -isal_zlib.MAX_WBITS)
        return bytes(packer.compress(data) + packer.flush())

    return deflate, isal_zlib.crc32


_deflate, _crc32 = _fastest()
