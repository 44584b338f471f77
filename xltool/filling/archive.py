"""A workbook's zip, written by copying: only parts that change are deflated again.

Every other entry goes over as the compressed bytes it already has. Structures are those
of the ZIP File Format Specification (APPNOTE 4.3): local headers, the central directory
and its end record, without zip64 (a workbook of the form stays far below 4 GB).
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Final
from zipfile import ZipFile, ZipInfo

_LOCAL: Final = struct.Struct("<4sHHHHHLLLHH")
_CENTRAL: Final = struct.Struct("<4sHHHHHHLLLHHHHHLL")
_END: Final = struct.Struct("<4sHHHHLLH")
_UTF8: Final = 0x800
_DEFLATED: Final = 8
_FILE_ATTRIBUTES: Final = 0o600 << 16
_EPOCH: Final = (0, (1 << 5) | 1)
"""DOS time and date of every entry that we write: 1980-01-01, so that builds repeat."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the archive, compressed, with its directory record but for the offset."""

    name: bytes
    method: int
    crc: int
    size: int
    payload: bytes

    @property
    def local(self) -> bytes:
        """The local header."""
        return _LOCAL.pack(
            b"PK\x03\x04", 20, _UTF8, self.method, *_EPOCH, self.crc, len(self.payload),
            self.size, len(self.name), 0,
        ) + self.name  # fmt: skip

    def central(self, offset: int) -> bytes:
        """The record of the central directory for an entry that begins at ``offset``."""
        return _CENTRAL.pack(
            b"PK\x01\x02", 20, 20, _UTF8, self.method, *_EPOCH, self.crc, len(self.payload),
            self.size, len(self.name), 0, 0, 0, 0, _FILE_ATTRIBUTES, offset,
        ) + self.name  # fmt: skip


def compressed(name: str, data: bytes) -> Entry:
    """``data`` deflated as entry ``name``."""
    return Entry(name.encode(), _DEFLATED, _crc32(data), len(data), _deflate(data))


def entries_of(archive: bytes) -> dict[str, Entry]:
    """Every entry of a zip as it lies there, still compressed, in the archive's order."""
    with ZipFile(BytesIO(archive)) as opened:
        return {info.filename: _entry(archive, info) for info in opened.infolist()}


def _entry(archive: bytes, info: ZipInfo) -> Entry:
    header = _LOCAL.unpack_from(archive, info.header_offset)
    start = info.header_offset + _LOCAL.size + header[-2] + header[-1]
    payload = archive[start : start + info.compress_size]
    return Entry(info.filename.encode(), info.compress_type, info.CRC, info.file_size, payload)


@dataclass(frozen=True, slots=True)
class Frame:
    """A zip of which some entries change each time; the constant ones are laid out once.

    Constant entries stand first, so that their offsets never move.
    """

    constant: bytes
    directory: bytes
    count: int

    @classmethod
    def of(cls, entries: Mapping[str, Entry]) -> Frame:
        """The frame around ``entries``, none of which will change."""
        pieces: list[bytes] = []
        records: list[bytes] = []
        offset = 0
        for entry in entries.values():
            records.append(entry.central(offset))
            pieces += (entry.local, entry.payload)
            offset += len(entry.local) + len(entry.payload)
        return cls(b"".join(pieces), b"".join(records), len(entries))

    def with_parts(self, parts: Mapping[str, bytes]) -> bytes:
        """The whole zip: the constant entries, then ``parts`` deflated."""
        pieces = [self.constant]
        records = [self.directory]
        offset = len(self.constant)
        for name, data in parts.items():
            entry = compressed(name, data)
            local = entry.local
            pieces += (local, entry.payload)
            records.append(entry.central(offset))
            offset += len(local) + len(entry.payload)
        directory = b"".join(records)
        count = self.count + len(parts)
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), offset, 0)
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
