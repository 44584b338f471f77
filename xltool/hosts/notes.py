"""Our part of a cell's note: it stands behind the user's own text and can be told from it."""

from __future__ import annotations

from collections.abc import Sequence

from xltool.model.finding import Verdict

HEAD = "【核对】"
_BULLET = "· "
_BEGINNINGS = tuple(f"{_BULLET}{verdict.label}:" for verdict in Verdict)
"""How the first line under our head begins; a user's own 【核对】 rarely goes on like that."""
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
    part = _part(lines)
    if not part:
        return text
    kept = lines[: part.start] + lines[part.stop :]
    return "\n".join(kept) or None


def words_of_ours(text: str) -> str:
    """The words of our part without blanks and line ends; "" for a note that we did not write."""
    lines = text.split("\n")
    bullets = [lines[at] for at in _part(lines)[1:]]
    is_ours = bool(bullets) and bullets[0].startswith(_BEGINNINGS)
    return "".join("".join(bullets).split()) if is_ours else ""


def _part(lines: Sequence[str]) -> range:
    """The lines of our part: the last head and the bullets under it; none without a head."""
    heads = [at for at, line in enumerate(lines) if line.strip("\r") == HEAD]
    if not heads:
        return range(0)
    behind = heads[-1] + 1
    while behind < len(lines) and lines[behind].startswith(_BULLET):
        behind += 1
    return range(heads[-1], behind)
