"""Texts kept under what Excel cuts or refuses in the result of a function."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

Value = str | Decimal
"""What one cell of an answer holds."""
Rows = tuple[tuple[Value, ...], ...]
"""An answer that spills: every row as long as the first."""

LONGEST_ELEMENT = 255
"""Characters of one element of an array; longer ones turn into #VALUE! in older Excels."""
LONGEST_TEXT = 32_000
"""Characters of a single text; a cell holds 32,767."""
MORE = "…(见“核对结果”)"


def clipped(text: str, longest: int = LONGEST_ELEMENT) -> str:
    """``text`` in at most ``longest`` characters; says where the rest is."""
    return text if len(text) <= longest else text[: longest - len(MORE)] + MORE


def table(head: Sequence[str], rows: Iterable[Sequence[Value | None]]) -> Rows:
    """Head and rows with every text short enough for an array; nothing is an empty text."""
    return (tuple(head), *(tuple(_element(value) for value in row) for row in rows))


def _element(value: Value | None) -> Value:
    if value is None:
        return ""
    return clipped(value) if isinstance(value, str) else value
