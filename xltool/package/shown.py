"""The number that a cell shows: its value under its number format (ECMA-376 part 1, 18.8.31)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

_SIGNIFICANT = Context(prec=15)
"""Excel shows what is left of a binary number after 15 digits: 1.005 and not 1.00499…"""
_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_NO_FIXED_DECIMALS = re.compile(r"[ymdhsge@/年月日]|General", re.IGNORECASE)
_DIGITS = re.compile(r"[0#?][0#?,]*(?:\.([0#?]*))?(,*)|\.([0#?]+)")


@dataclass(frozen=True, slots=True)
class _Section:
    """One section of a format: decimals, and the power of ten that it divides by."""

    decimals: int | None
    """None where the section fixes none: General, a date, a text, a fraction."""
    scale: int
    is_blank: bool
    """The section shows nothing at all."""


def shown(value: Decimal, code: str, general_decimals: int | None = None) -> Decimal:
    """The value rounded half up to what ``code`` shows of it.

    Args:
        value: the stored number.
        code: number format code; sections by sign, "%", and "," that scales by thousands.
        general_decimals: decimals where the format fixes none ("General"); None leaves
            such a value as it is.
    """
    exact = _SIGNIFICANT.plus(value)
    section = _section(code, 0 if exact > 0 else 1 if exact < 0 else 2)
    decimals = general_decimals if _is_general(code) else section.decimals
    if decimals is None:
        return value
    places = decimals - section.scale
    return exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) + 0


def decimals_shown(code: str) -> int | None:
    """Decimals of a plain number format; None for General, dates, percentages and texts."""
    section = _section(code, 0)
    return None if section.scale or _is_general(code) else section.decimals


def shows_nothing(value: Decimal, code: str) -> bool:
    """Whether the format hides the value (";;;" or an empty section for zeros)."""
    return _section(code, 0 if value > 0 else 1 if value < 0 else 2).is_blank


def _is_general(code: str) -> bool:
    return code.strip().lower() in ("general", "g/通用格式", "")


@cache
def _section(code: str, position: int) -> _Section:
    sections = _sections(code)
    wanted = position if position < len(sections) else 0
    text = sections[wanted]
    bare = _LITERAL.sub("", text)
    if not bare.strip():
        return _Section(None, 0, is_blank=not text.strip())
    if _NO_FIXED_DECIMALS.search(bare):
        return _Section(None, 0, is_blank=False)
    found = _DIGITS.search(bare)
    if found is None:
        return _Section(None, 0, is_blank=False)
    digits = found[0].rstrip(",")
    thousands = len(found[0]) - len(digits)
    decimals = len(digits.rpartition(".")[2]) if "." in digits else 0
    return _Section(decimals, 3 * thousands - 2 * bare.count("%"), is_blank=False)


def _sections(code: str) -> list[str]:
    """The sections between semicolons that are no literals."""
    pieces, start = [], 0
    for found in re.finditer(rf"{_LITERAL.pattern}|;", code):
        if found[0] == ";":
            pieces.append(code[start : found.start()])
            start = found.end()
    return [*pieces, code[start:]]
