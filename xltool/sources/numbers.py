"""Numbers as people type them, read strictly: what is not plainly a number is none."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import NamedTuple

MAX_DIGITS = 15
"""A spreadsheet keeps no more significant digits (IEEE 754 double)."""

_PLAIN = re.compile(r"[+-]?(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]+)?")
_SCIENTIFIC = re.compile(r"[+-]?[0-9.,]+[eE][+-]?[0-9]+")
_GROUPED = re.compile(r"[+-]?[0-9,]*,[0-9,]*(?:\.[0-9,]*)?")
_BRACKETED = re.compile(r"\([0-9.,]+\)")
_MINUS_SIGNS = str.maketrans({"\u2212": "-", "\u2010": "-", "\u2011": "-", "\u2012": "-"})


class Number(NamedTuple):
    """A number as printed: value and how many decimals stood there."""

    value: Decimal
    decimals: int


class NotANumberError(ValueError):
    """The text is no number; the message is the reason, in Chinese."""


def parse_number(text: str) -> Number:
    """The number that ``text`` shows.

    Full-width digits and signs, blanks around it and correct thousands separators are
    read; everything else is refused.

    Raises:
        NotANumberError: with the reason.
    """
    plain = unicodedata.normalize("NFKC", text).translate(_MINUS_SIGNS).strip("\u200b\ufeff \t\r\n")
    if not _PLAIN.fullmatch(plain):
        raise NotANumberError(_reason(plain))
    return number_of(Decimal(plain.replace(",", "")))


def number_of(value: Decimal) -> Number:
    """``value`` with the decimals it is written with.

    Raises:
        NotANumberError: infinite, or with more digits than a spreadsheet keeps.
    """
    if not value.is_finite():
        raise NotANumberError("不是有限的数")
    sign, digits, exponent = value.as_tuple()
    if value and (value.adjusted() >= MAX_DIGITS or value.adjusted() < -MAX_DIGITS):
        raise NotANumberError("数值过大或过小,Excel 存不下")
    if len(digits) > MAX_DIGITS and any(digits[MAX_DIGITS:]):
        raise NotANumberError(f"超过 {MAX_DIGITS} 位有效数字,Excel 存不下")
    decimals = -int(exponent)
    if decimals < 0:
        return Number(value.quantize(Decimal(1)), 0)
    return Number(-value if sign and not value else value, decimals)


def number_of_float(value: float) -> Number:
    """What a spreadsheet shows of a binary number: 15 significant digits, no binary dust.

    Raises:
        NotANumberError: infinite or too large.
    """
    return number_of(Decimal(f"{value:.15g}"))


def _reason(text: str) -> str:
    if text.startswith("="):
        return "以 = 开头的是文字,不是数"
    if _SCIENTIFIC.fullmatch(text):
        return "不接受科学计数法"
    if _GROUPED.fullmatch(text):
        return "千分位逗号的位置不对"
    if _BRACKETED.fullmatch(text):
        return f"负数请写成 -{text[1:-1]}"
    return "不是数"
