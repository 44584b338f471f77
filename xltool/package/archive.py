"""The zip container: entries as they stand, compressed bytes included.

Entries that nobody changes are copied compressed, so an untouched part keeps every
byte. The central directory is read here and not with ``zipfile`` because its raw
bytes are wanted and its import costs more than a whole fill. Format: PKWARE APPNOTE.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from xltool.model.errors import XltoolError

MAX_ENTRIES = 10_000
MAX_TOTAL = 1 << 30
"""Bytes of all entries together when unpacked (1 GiB; a sheet of a million rows has 100 MB)."""
MAX_RATIO = 400
"""Unpacked over packed; ordinary sheets reach 10 to 60, a zip bomb 1000."""
RATIO_MATTERS_FROM = 32 << 20

STORED, DEFLATED = 0, 8

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_LOCATOR = struct.Struct("<4sIQI")
_END64 = struct.Struct("<4sQ2H2I4Q")
_MARK = {"local": b"PK\3\4", "central": b"PK\1\2", "end": b"PK\5\6"}
_NO_SIZE, _NO_COUNT = 0xFFFFFFFF, 0xFFFF
"""What stands in 32- and 16-bit fields when the zip64 records hold the value."""
_UTF8_FLAG, _ENCRYPTED_FLAG, _DESCRIPTOR_FLAG = 0x800, 0x1, 0x8
_DAY_ONE = (1 << 5) | 1
_FAST_LEVEL = 2
"""isal's own scale ends at 3; 2 packs about as well as zlib's 6."""
"""1980-01-01 in DOS form: new entries carry no clock, so equal input gives equal bytes."""

DAMAGED = "文件已损坏或未下载完整(压缩包读不出来),请重新获取或用 Excel 修复后另存"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of the archive; ``packed`` is as stored in it."""

    name: str
    packed: bytes
    size: int
    crc: int
    method: int = DEFLATED
    time: int = 0
    date: int = _DAY_ONE
    attributes: int = 0
    flags: int = 0

    def unpack(self) -> bytes:
        """The content, its size and checksum verified."""
        is_plain = self.method == STORED
        data = self.packed if is_plain else _inflate(self.packed, self.size, self.name)
        if len(data) != self.size or zlib.crc32(data) != self.crc:
            raise XltoolError(f"{DAMAGED}:部件 {self.name} 校验不符")
        return data


def _inflate(packed: bytes, size: int, name: str) -> bytes:
    """At most one byte more than the directory promised, whatever the stream says."""
    try:
        return zlib.decompressobj(-15).decompress(packed, size + 1)
    except zlib.error:
        raise XltoolError(f"{DAMAGED}:部件 {name}") from None


def deflated(name: str, data: bytes, level: int = 6) -> Entry:
    """A new entry for ``data``, packed with isal where it is installed."""
    return Entry(name, deflate(data, level), len(data), zlib.crc32(data))


def deflate(data: bytes, level: int = 6) -> bytes:
    """Raw deflate stream of ``data``."""
    return codec(level, _FAST_LEVEL).deflate(data)


@dataclass(frozen=True, slots=True)
class Codec:
    """How a zip's entries are packed and summed."""

    deflate: Callable[[bytes], bytes]
    """Bytes to a raw deflate stream."""
    crc32: Callable[[bytes], int]


def codec(zlib_level: int, isal_level: int) -> Codec:
    """Isal's where it is installed, else zlib's, each at a level of its own scale."""
    try:
        from isal import isal_zlib
    except ImportError:

        def deflate(data: bytes) -> bytes:
            packer = zlib.compressobj(zlib_level, zlib.DEFLATED, -zlib.MAX_WBITS)
            return packer.compress(data) + packer.flush()

        return Codec(deflate, zlib.crc32)

    def fast(data: bytes) -> bytes:
        packer = isal_zlib.compressobj(isal_level, isal_zlib.DEFLATED, -isal_zlib.MAX_WBITS)
        return bytes(packer.compress(data) + packer.flush())

    return Codec(fast, isal_zlib.crc32)


def read_entries(data: bytes) -> tuple[Entry, ...]:
    """All entries in the order of the directory, within the limits above.

    Raises:
        XltoolError: damaged, encrypted, or larger than any real workbook.
    """
    try:
        entries = _entries(data)
    except (struct.error, IndexError, OverflowError):
        raise XltoolError(DAMAGED) from None
    _check_limits(entries)
    return entries


def _directory(data: bytes) -> tuple[int, int, int]:
    """Offset of the central directory, number of entries, and bytes before the archive."""
    end = data.rfind(_MARK["end"], max(0, len(data) - 66_000))
    if end < 0:
        raise XltoolError(DAMAGED)
    _, _, _, _, count, size, offset, _ = _END.unpack_from(data, end)
    if _NO_SIZE not in (size, offset) and count != _NO_COUNT:
        return end - size, count, end - size - offset
    _, _, end64, _ = _LOCATOR.unpack_from(data, end - _LOCATOR.size)
    *_, count, size, offset = _END64.unpack_from(data, end64)
    return offset, count, 0


def _entries(data: bytes) -> tuple[Entry, ...]:
    at, count, shift = _directory(data)
    if count > MAX_ENTRIES:
        raise XltoolError(f"文件内有 {count} 个部件,超过上限 {MAX_ENTRIES},疑似压缩炸弹,已拒绝读取")
    if at < 0 or shift < 0:
        raise XltoolError(DAMAGED)
    found = []
    for _ in range(count):
        entry, length = _entry(data, at, shift)
        found.append(entry)
        at += length
    if len({entry.name for entry in found}) < len(found):
        raise XltoolError("文件内有重名部件,已损坏或被改动过,请用 Excel 打开后另存再试")
    return tuple(found)


def _entry(data: bytes, at: int, shift: int) -> tuple[Entry, int]:
    """The entry of the directory record at ``at``, and the record's length."""
    record = _CENTRAL.unpack_from(data, at)
    (mark, _, _, flags, method, time, date, crc, packed_size, size) = record[:10]
    name_length, extra_length, comment_length, _, _, attributes, local = record[10:]
    if mark != _MARK["central"]:
        raise XltoolError(DAMAGED)
    start = at + _CENTRAL.size
    raw_name = data[start : start + name_length]
    extra = data[start + name_length : start + name_length + extra_length]
    if _NO_SIZE in (packed_size, size, local):
        size, packed_size, local = _sizes64(extra, size, packed_size, local)
    if size > MAX_TOTAL:
        raise XltoolError(_too_large(size))
    name = raw_name.decode("utf-8" if flags & _UTF8_FLAG else "cp437", "replace")
    if flags & _ENCRYPTED_FLAG:
        raise XltoolError("文件设有密码,读不了;请在 Excel 中去掉打开密码后另存再试")
    if method not in (STORED, DEFLATED):
        raise XltoolError(f"部件 {name} 用了不支持的压缩方式,请用 Excel 打开后另存再试")
    packed = _packed(data, local + shift, packed_size)
    kept = flags & _UTF8_FLAG
    entry = Entry(name, packed, size, crc, method, time, date, attributes, kept)
    return entry, _CENTRAL.size + name_length + extra_length + comment_length


def _sizes64(extra: bytes, size: int, packed: int, local: int) -> tuple[int, int, int]:
    """Sizes and offset with those that do not fit in 32 bits taken from the zip64 field."""
    at = 0
    while at + 4 <= len(extra):
        tag, length = struct.unpack_from("<HH", extra, at)
        if tag == 1:
            wide = iter(struct.unpack_from(f"<{length // 8}Q", extra, at + 4))
            fields = [next(wide, v) if v == _NO_SIZE else v for v in (size, packed, local)]
            return fields[0], fields[1], fields[2]
        at += 4 + length
    raise XltoolError(DAMAGED)


def _packed(data: bytes, local: int, size: int) -> bytes:
    header = _LOCAL.unpack_from(data, local)
    start = local + _LOCAL.size + header[9] + header[10]
    packed = data[start : start + size]
    if header[0] != _MARK["local"] or len(packed) != size:
        raise XltoolError(DAMAGED)
    return packed


def _too_large(size: int) -> str:
    return f"文件解压后有 {size >> 20} MB,超过上限 {MAX_TOTAL >> 20} MB,疑似压缩炸弹,已拒绝读取"


def _check_limits(entries: tuple[Entry, ...]) -> None:
    total = sum(entry.size for entry in entries)
    packed = sum(len(entry.packed) for entry in entries)
    if total > MAX_TOTAL:
        raise XltoolError(_too_large(total))
    if total > RATIO_MATTERS_FROM and total > MAX_RATIO * max(packed, 1):
        raise XltoolError(
            f"文件压缩比约 {total // max(packed, 1)} 倍,超过上限 {MAX_RATIO} 倍,"
            "疑似压缩炸弹,已拒绝读取"
        )


def pack(entries: Iterable[Entry]) -> bytes:
    """The archive of ``entries``, in their order; raises XltoolError from 4 GiB on."""
    body: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for entry in entries:
        head = local_record(entry)
        body += (head, entry.packed)
        directory.append(directory_record(entry, at))
        at += len(head) + len(entry.packed)
    size = sum(map(len, directory))
    if at + size >= _NO_SIZE:
        raise XltoolError("工作簿超过 4 GB,无法写出")
    return b"".join((*body, *directory, end_record(len(directory), size, at)))


def local_record(entry: Entry) -> bytes:
    """What stands in the archive before the packed bytes of ``entry``."""
    name, shared = _shared_fields(entry)
    return _LOCAL.pack(_MARK["local"], 20, *shared, len(name), 0) + name


def directory_record(entry: Entry, at: int) -> bytes:
    """The record of the directory for ``entry``, whose local record begins at ``at``."""
    name, shared = _shared_fields(entry)
    tail = (len(name), 0, 0, 0, 0, entry.attributes, at)
    return _CENTRAL.pack(_MARK["central"], 20, 20, *shared, *tail) + name


def end_record(count: int, size: int, at: int) -> bytes:
    """The end of an archive with a directory of ``count`` records, ``size`` bytes, at ``at``."""
    return _END.pack(_MARK["end"], 0, 0, count, count, size, at, 0)


def _shared_fields(entry: Entry) -> tuple[bytes, tuple[int, ...]]:
    """The name, and what both records say of an entry, in their order."""
    is_legacy = _is_legacy(entry)
    name = entry.name.encode("cp437" if is_legacy else "utf-8")
    flags = entry.flags | (0 if is_legacy or name.isascii() else _UTF8_FLAG)
    sizes = (entry.crc, len(entry.packed), entry.size)
    return name, (flags, entry.method, entry.time, entry.date, *sizes)


def _is_legacy(entry: Entry) -> bool:
    """Names that came without the UTF-8 flag go back the way they came."""
    if entry.flags & _UTF8_FLAG or entry.name.isascii():
        return False
    try:
        entry.name.encode("cp437")
    except UnicodeEncodeError:
        return False
    return True
