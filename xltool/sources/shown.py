"""What a cell shows of the number it holds, under its number format.

Only what changes the number matters here: decimals, scaling by thousands, and sections.
A percentage stays a ratio with two decimals more than are printed. Colours, literals and
blanks do not matter. Source: ECMA-376 part 1, 18.8.31.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from xltool.model.amount import round_half_up

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<plain>.)',
    re.DOTALL,
)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9.]+)")
_DATE_LETTERS = frozenset("ymdhsbaeg年月日")
_ELAPSED = frozenset(("h", "hh", "m", "mm", "s", "ss"))


@dataclass(frozen=True, slots=True)
class Shown:
    """The number a cell states, its decimals, and the exact number behind it.

    Both are on the shown scale: 8206600 under ``0.00,`` states 8206.60.
    """

    value: Decimal
    decimals: int
    exact: Decimal


@dataclass(frozen=True, slots=True)
class _Section:
    decimals: int | None
    """None where the section shows the number in full (General, fractions, 1E+3)."""
    shift: int
    """Powers of ten by which the shown number is larger than the stored one."""
    is_date: bool = False
    condition: tuple[str, Decimal] | None = None


def shown(number: Decimal, code: str, default_decimals: int) -> Shown | None:
    """What a cell with ``number`` under format ``code`` states; None for a date or time.

    ``default_decimals`` hold where the format names none (General, text).
    """
    section = _section_for(number, code)
    if section.is_date:
        return None
    exact = number.scaleb(section.shift) if section.shift else number
    decimals = default_decimals if section.decimals is None else section.decimals
    return Shown(round_half_up(exact, decimals), decimals, exact)


def _section_for(number: Decimal, code: str) -> _Section:
    sections = _sections(code)
    for section in sections:
        if section.condition is not None and _holds(number, section.condition):
            return section
    if sections[0].condition is not None:
        return sections[min(len(sections) - 1, 1)]
    if number < 0 and len(sections) > 1:
        return sections[1]
    if number == 0 and len(sections) > 2:  # noqa: PLR2004 - positive;negative;zero
        return sections[2]
    return sections[0]


def _holds(number: Decimal, condition: tuple[str, Decimal]) -> bool:
    sign, limit = condition
    return {
        "<": number < limit,
        "<=": number <= limit,
        ">": number > limit,
        ">=": number >= limit,
        "=": number == limit,
        "<>": number != limit,
    }[sign]


@lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[re.Match[str]]] = [[]]
    for token in _TOKEN.finditer(code):
        if token["plain"] == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(_section(part) for part in parts)


def _section(tokens: list[re.Match[str]]) -> _Section:
    plain = "".join(token["plain"] or "" for token in tokens)
    brackets = [token["bracket"].lower() for token in tokens if token["bracket"] is not None]
    condition = next((m for b in brackets if (m := _CONDITION.fullmatch(b))), None)
    limit = (condition[1], Decimal(condition[2])) if condition else None
    lowered = plain.lower()
    if "general" in lowered or "g/通用格式" in lowered or "@" in plain:
        return _Section(None, 0, condition=limit)
    is_date = bool(_DATE_LETTERS & set(lowered) - {"e"}) or any(b in _ELAPSED for b in brackets)
    if is_date or "/" in plain or "e" in lowered:
        return _Section(None, 0, is_date, limit)
    return _digits_section(tokens, plain, limit)


def _digits_section(
    tokens: list[re.Match[str]], plain: str, limit: tuple[str, Decimal] | None
) -> _Section:
    digits = [c for c in plain if c in "0#?,.%"]
    whole, _, fraction = "".join(digits).partition(".")
    places = sum(c in "0#?" for c in fraction)
    if not any(c in "0#?" for c in digits):
        return _Section(None, 0, condition=limit)
    commas = len(fraction) - len(fraction.rstrip(",%")) - fraction.count("%")
    if not fraction:
        tail = whole.rstrip("%")
        commas = len(tail) - len(tail.rstrip(","))
    pasted = _pasted_point(tokens)
    if "%" in plain:
        places += 2 * plain.count("%")
    return _Section(places + pasted, -3 * commas - pasted, condition=limit)


def _pasted_point(tokens: list[re.Match[str]]) -> int:
    """Digits behind a point that is only a literal: ``0!.0000`` shows 元 as 万元."""
    for place, token in enumerate(tokens):
        if (token["escaped"] or token["quoted"]) == ".":
            behind = [t["plain"] for t in tokens[place + 1 :] if t["plain"]]
            return sum(character in "0#?" for character in behind)
    return 0
