"""A compound file ([MS-CFB] version 3): storages and streams in sectors of 512 bytes.

Times are zero, so that the same streams always give the same bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

SECTOR = 512
MINI_SECTOR = 64
MINI_LIMIT = 4096
_FREE = 0xFFFFFFFF
_END = 0xFFFFFFFE
_FAT = 0xFFFFFFFD
_NONE = 0xFFFFFFFF
_HEADER_FAT_SLOTS = 109
_SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_BLACK = 1

Tree = Mapping[str, "bytes | Tree"]
"""Streams (bytes) and storages (nested trees) by name."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = _END
    size: int = 0


@dataclass(slots=True)
class _Chains:
    """Sectors of one size and the table that chains them."""

    sector: int
    blocks: list[bytes] = field(default_factory=list)
    table: list[int] = field(default_factory=list)

    def add(self, data: bytes) -> int:
        """Store ``data``; returns its first sector, or the end mark if it is empty."""
        if not data:
            return _END
        first = len(self.blocks)
        count = -(-len(data) // self.sector)
        for index in range(count):
            block = data[index * self.sector : (index + 1) * self.sector]
            self.blocks.append(block.ljust(self.sector, b"\0"))
            self.table.append(first + index + 1 if index + 1 < count else _END)
        return first


def compound_file(tree: Tree) -> bytes:
    """The bytes of a compound file that holds ``tree``."""
    entries = _numbered(tree)
    sectors, mini = _Chains(SECTOR), _Chains(MINI_SECTOR)
    placed = [_placed(entry, sectors, mini) for entry in entries]
    mini_bytes = b"".join(mini.blocks)
    placed[0] = replace(placed[0], start=sectors.add(mini_bytes), size=len(mini_bytes))
    directory_start = sectors.add(_directory(placed))
    mini_table = _packed(mini.table, SECTOR // 4)
    mini_table_start = sectors.add(mini_table)
    fat_starts = _add_fat(sectors)
    header = _header(fat_starts, directory_start, mini_table_start, len(mini_table) // SECTOR)
    return header + b"".join(sectors.blocks)


def _numbered(tree: Tree) -> list[_Entry]:
    """Directory entries with their links; entry 0 is the root."""
    entries = [_Entry("Root Entry", _ROOT)]

    def add(children: Tree) -> int:
        numbers = []
        for name in sorted(children, key=_order):
            value = children[name]
            number = len(entries)
            numbers.append(number)
            if isinstance(value, bytes):
                entries.append(_Entry(name, _STREAM, data=value, size=len(value)))
            else:
                entries.append(_Entry(name, _STORAGE))
                entries[number] = replace(entries[number], child=add(value))
        return _linked(entries, numbers)

    top = add(tree)
    entries[0] = replace(entries[0], child=top)
    return entries


def _order(name: str) -> tuple[int, str]:
    """Siblings are ordered by length, then by upper-case name (2.6.4)."""
    return len(name), name.upper()


def _linked(entries: list[_Entry], numbers: Sequence[int]) -> int:
    """Link sorted siblings as a balanced search tree; returns its root."""
    if not numbers:
        return _NONE
    middle = len(numbers) // 2
    left = _linked(entries, numbers[:middle])
    right = _linked(entries, numbers[middle + 1 :])
    entries[numbers[middle]] = replace(entries[numbers[middle]], left=left, right=right)
    return numbers[middle]


def _placed(entry: _Entry, sectors: _Chains, mini: _Chains) -> _Entry:
    if entry.kind != _STREAM:
        return replace(entry, start=0) if entry.kind == _STORAGE else entry
    chains = mini if entry.size < MINI_LIMIT else sectors
    return replace(entry, start=chains.add(entry.data))


def _directory(entries: Sequence[_Entry]) -> bytes:
    records = b"".join(_record(entry) for entry in entries)
    unused = _record(_Entry("", 0, start=0))
    missing = -len(records) % SECTOR // len(unused)
    return records + unused * missing


def _record(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le")
    length = len(name) + 2 if name else 0
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        name,
        length,
        entry.kind,
        _BLACK,
        entry.left,
        entry.right,
        entry.child,
        bytes(16),
        0,
        0,
        0,
        entry.start,
        entry.size,
    )


def _packed(table: Sequence[int], per_sector: int) -> bytes:
    padded = [*table, *([_FREE] * (-len(table) % per_sector))]
    return struct.pack(f"<{len(padded)}I", *padded)


def _add_fat(sectors: _Chains) -> list[int]:
    """Append the sector table, which covers its own sectors too; returns where it stands."""
    per_sector = SECTOR // 4
    count = 0
    while count * per_sector < len(sectors.table) + count:
        count += 1
    if count > _HEADER_FAT_SLOTS:
        raise ValueError("a compound file of this size needs DIFAT sectors")
    starts = list(range(len(sectors.blocks), len(sectors.blocks) + count))
    sectors.table.extend([_FAT] * count)
    table = _packed(sectors.table, per_sector)
    sectors.blocks.extend(table[index * SECTOR : (index + 1) * SECTOR] for index in range(count))
    return starts


def _header(fat: Sequence[int], directory: int, mini_table: int, mini_sectors: int) -> bytes:
    slots = [*fat, *([_FREE] * (_HEADER_FAT_SLOTS - len(fat)))]
    return struct.pack(
        "<8s16sHHHHH6x9I109I",
        _SIGNATURE,
        bytes(16),
        0x003E,
        3,
        0xFFFE,
        9,
        6,
        0,
        len(fat),
        directory,
        0,
        MINI_LIMIT,
        mini_table,
        mini_sectors,
        _END,
        0,
        *slots,
    )
