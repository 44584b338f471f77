"""The compression of VBA streams ([MS-OVBA] 2.4.1): chunks of 4096 bytes, LZ77 tokens."""

from __future__ import annotations

from math import ceil, log2

_CHUNK = 4096
_CONTAINER_SIGNATURE = b"\x01"
_CHUNK_SIGNATURE = 0b011 << 12
_COMPRESSED = 1 << 15
_SHORTEST_COPY = 3


def compress(data: bytes) -> bytes:
    """``data`` as a CompressedContainer; the same input always gives the same bytes.

    A last chunk that does not compress is stored padded with zeros, as the format has it.
    """
    chunks = (data[start : start + _CHUNK] for start in range(0, len(data), _CHUNK))
    return _CONTAINER_SIGNATURE + b"".join(_compressed_chunk(chunk) for chunk in chunks)


def _compressed_chunk(chunk: bytes) -> bytes:
    tokens = _tokens(chunk)
    if len(tokens) > _CHUNK:
        header = (_CHUNK + 2 - 3) | _CHUNK_SIGNATURE
        return header.to_bytes(2, "little") + chunk.ljust(_CHUNK, b"\0")
    header = (len(tokens) + 2 - 3) | _CHUNK_SIGNATURE | _COMPRESSED
    return header.to_bytes(2, "little") + tokens


def _tokens(chunk: bytes) -> bytes:
    """Groups of a flag byte and eight tokens, each a literal byte or a copy of two bytes."""
    out = bytearray()
    position = 0
    while position < len(chunk):
        flag_at = len(out)
        out.append(0)
        for bit in range(8):
            if position >= len(chunk):
                break
            offset, length = _longest_match(chunk, position)
            if length:
                out[flag_at] |= 1 << bit
                out += _copy_token(position, offset, length)
                position += length
            else:
                out.append(chunk[position])
                position += 1
    return bytes(out)


def _offset_bits(position: int) -> int:
    """Bits of a copy token's offset; the further into the chunk, the more (2.4.1.3.19.1)."""
    return max(4, ceil(log2(position))) if position else 4


def _longest_match(chunk: bytes, position: int) -> tuple[int, int]:
    """Offset and length of the longest earlier run that repeats here, (0, 0) if too short."""
    longest = min((1 << (16 - _offset_bits(position))) + 2, len(chunk) - position)
    best = (0, 0)
    start = chunk.rfind(chunk[position : position + _SHORTEST_COPY], 0, position + 2)
    if longest < _SHORTEST_COPY:
        return best
    while start != -1:
        length = _run(chunk, start, position, longest)
        if length > best[1]:
            best = (position - start, length)
        if length == longest:
            break
        start = chunk.rfind(chunk[position : position + _SHORTEST_COPY], 0, start + 2)
    return best


def _run(chunk: bytes, start: int, position: int, longest: int) -> int:
    length = 0
    while length < longest and chunk[start + length] == chunk[position + length]:
        length += 1
    return length


def _copy_token(position: int, offset: int, length: int) -> bytes:
    length_bits = 16 - _offset_bits(position)
    token = ((offset - 1) << length_bits) | (length - _SHORTEST_COPY)
    return token.to_bytes(2, "little")
