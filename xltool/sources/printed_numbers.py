"""Figures as print and text recognition leave them; every repair is told.

A figure of a spreadsheet is refused when it is not plainly a number. One that was broken
by a line end or misread by a machine is mended where only one reading is left, and the
mended cell is named.
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from xltool.sources.numbers import NotANumberError, Number, parse_number

_BLANKS = re.compile(r"\s+")
_BLANKS_AT_POINTS = re.compile(r"[-+]?[0-9]+(?:\s*[.,]\s*[0-9]+)*")
_AT_POINTS = re.compile(r"\s*([.,。·])\s*")
_BROKEN_LINE = re.compile(r"[-+]?[0-9][0-9.,\n]*\.[0-9\n]{1,5}")
_DECIMALS = 2
_DECIMAL_COMMA = re.compile(r"[-+]?[0-9]{1,6},[0-9]{2}")
_GROUPED_BY_POINTS = re.compile(r"[-+]?[0-9]{1,3}(?:[.,][0-9]{3})+[.,][0-9]{2}")
_LOST_POINT = re.compile(r"[-+]?[0-9]{1,6} [0-9]{2}")
_LETTERS = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "|": "1", "。": ".", "·": "."})
_MISREAD = re.compile(r"[-+]?[0-9OolI|]{1,9}[.。·][0-9OolI|]{2}")
_DIGITS = frozenset("0123456789")


class Printed(NamedTuple):
    """A figure, and whether its print had to be mended."""

    number: Number
    is_mended: bool


def printed_number(text: str, *, recognised: bool = False) -> Printed | None:
    """The figure that ``text`` prints, None where it prints none.

    Args:
        text: what stands in a cell.
        recognised: it comes from text recognition, so that points may be lost or read as
            commas, and digits as letters.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        return Printed(parse_number(plain), is_mended=False)
    except NotANumberError:
        mended = _mended(plain, recognised=recognised)
    if mended is None:
        return None
    try:
        return Printed(parse_number(mended), is_mended=True)
    except NotANumberError:
        return None


def _mended(text: str, *, recognised: bool) -> str | None:
    """The one number that damaged text can mean."""
    tight = _BLANKS.sub("", text)
    is_whole = _BLANKS_AT_POINTS.fullmatch(text) or _BROKEN_LINE.fullmatch(text)
    if is_whole and 0 < len(tight.partition(".")[2]) <= _DECIMALS and not _is_grouped(tight):
        return tight
    return _recognised(_AT_POINTS.sub(r"\1", text)) if recognised else None


def _is_grouped(tight: str) -> bool:
    return tight.count(".") > 1 and bool(_GROUPED_BY_POINTS.fullmatch(tight))


def _recognised(text: str) -> str | None:
    """What a machine may have made of one number; blanks elsewhere part two of them."""
    if _LOST_POINT.fullmatch(text):
        return text.replace(" ", ".")
    if _DECIMAL_COMMA.fullmatch(text):
        return text.replace(",", ".")
    if _is_grouped(text):
        return re.sub(r"[.,]", "", text[:-3]) + "." + text[-2:]
    if _MISREAD.fullmatch(text) and sum(c in _DIGITS for c in text) * 2 > len(text):
        return text.translate(_LETTERS)
    return None


def is_amount(text: str) -> bool:
    """Whether a text is a number printed with decimals, as amounts are."""
    printed = printed_number(text)
    return printed is not None and printed.number.decimals > 0
