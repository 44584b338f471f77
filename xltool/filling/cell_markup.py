"""What stands behind a cell's ``<c r="C9" s="12"``: number, live formula, text, or nothing.

Texts from outside go in as inline strings, never as formulas: a name that begins with
"=" stays a name. Numbers are written in plain decimal notation, exactly.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from xltool.model.book import Cell

BLANK: Final = "/>"
_SPECIAL: Final = re.compile(r"[&<>\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_NAMED: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def escaped(text: str) -> str:
    """``text`` inside an element; control characters as _x0001_ (ECMA-376 22.9.2.19)."""
    return _SPECIAL.sub(_escape, text) if _SPECIAL.search(text) else text


def _escape(match: re.Match[str]) -> str:
    found = match[0]
    if found in _NAMED:
        return _NAMED[found]
    return f"_x{ord(found):04X}_" if len(found) == 1 else f"_x005F{found}"


def number(value: Decimal) -> str:
    """``value`` as XML has it; never with an exponent."""
    text = str(value)
    return format(value, "f") if "E" in text else text


def text_tail(text: str) -> str:
    """An inline string; an empty one leaves the cell blank."""
    if not text:
        return BLANK
    return f' t="inlineStr"><is><t xml:space="preserve">{escaped(text)}</t></is></c>'


def tail(cell: Cell | None, formula: str) -> str:
    """The rest of the XML of ``cell``.

    A live cell gets ``formula`` (escaped, "" where the form has none) with its value
    cached for readers that do not calculate.
    """
    if cell is None:
        return BLANK
    value = cell.stored
    if value is None:
        value = cell.value
    if value is None:
        return _without_number(cell, formula)
    text = str(value)
    if "E" in text:
        text = format(value, "f")
    if cell.live and formula:
        return f"><f>{formula}</f><v>{text}</v></c>"
    return f"><v>{text}</v></c>"


def _without_number(cell: Cell, formula: str) -> str:
    """A text, an empty formula result (a missing denominator), or a blank cell."""
    if cell.live and formula:
        return f' t="str"><f>{formula}</f><v>{escaped(cell.text or "")}</v></c>'
    return text_tail(cell.text or "")
