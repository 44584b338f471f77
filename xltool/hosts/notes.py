"""Our part of a cell's note: it stands behind the user's own text and can be told from it."""

from __future__ import annotations

from collections.abc import Sequence

HEAD = "【核对】"
_BULLET = "· "
_MOST_LINES = 8
"""A note is read in a small box; the rest is in 核对结果."""


def with_ours(own: str | None, lines: Sequence[str]) -> str:
    """The user's own note with our lines behind it."""
    listed = list(lines[:_MOST_LINES])
    if len(lines) > _MOST_LINES:
        listed.append(f"另有 {len(lines) - _MOST_LINES} 项,见核对结果")
    ours = "\n".join([HEAD, *(_BULLET + line for line in listed)])
    return f"{own}\n{ours}" if own else ours


def without_ours(text: str) -> str | None:
    """What the user wrote, before our part and behind it; None where that is nothing."""
    lines = text.split("\n")
    heads = [at for at, line in enumerate(lines) if line.strip("\r") == HEAD]
    if not heads:
        return text
    first = last = heads[-1]
    while last + 1 < len(lines) and lines[last + 1].startswith(_BULLET):
        last += 1
    kept = lines[:first] + lines[last + 1 :]
    return "\n".join(kept) or None
