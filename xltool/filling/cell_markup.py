"""What stands behind a cell's ``<c r="C9" s="12"``: number, live formula, text, or nothing.

Texts from outside go in as inline strings, never as formulas: a name that begins with
"=" stays a name. Numbers are written in plain decimal notation, exactly.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Final

from xltool.model.book import Cell

BLANK: Final = "/>"
TYPED: Final = "><v>"
CLOSE: Final = "</v></c>"
_SPECIAL: Final = re.compile(r"[&<>\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
_NAMED: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def escaped(text: str) -> str:
    """``text`` inside an element, in ASCII; control characters as _x0001_ (ECMA-376 22.9.2.19).

    ASCII throughout keeps the whole sheet at one byte a character while it is joined.
    """
    if _SPECIAL.search(text):
        text = _SPECIAL.sub(_escape, text)
    return text if text.isascii() else text.encode("ascii", "xmlcharrefreplace").decode("ascii")


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
    """The rest of a cell that holds an inline string; an empty one leaves it blank."""
    if not text:
        return BLANK
    space = "" if text == text.strip() and "\n" not in text else ' xml:space="preserve"'
    return f' t="inlineStr"><is><t{space}>{escaped(text)}</t></is></c>'


@lru_cache(maxsize=4096)
def name_tail(name: str) -> str:
    """``text_tail`` of a code's name; the same names come with every unit."""
    return text_tail(name)


def without_number(cell: Cell, live: str) -> str:
    """The rest of a cell without a number: a text, an empty result of a formula, or nothing.

    Args:
        cell: the cell.
        live: from its style to the number of a live cell, "" where the form has no formula.
    """
    if cell.live and live:
        return f' t="str"{live}{escaped(cell.text or "")}{CLOSE}'
    return text_tail(cell.text or "")
