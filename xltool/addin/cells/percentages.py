"""Shares, growth and completion with the official rounding, as 分析 of the form has them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal, InvalidOperation

from xltool.model.amount import round_half_up

DECIMALS = 4
"""Decimals of a ratio: a percentage printed with two (0.5699 is 56.99%)."""
_DIGITS = Context(prec=15)
"""What a spreadsheet shows of a number; the rest is binary dust."""

_Quotient = Callable[[Decimal, Decimal], Decimal]

Given = object
"""What a cell or a formula hands to a function: a number, a text, or nothing."""


def share(part: Given, whole: Given) -> Decimal | str:
    """占比: part / whole; "" where the whole is 0 or empty, a reason where one is no number."""
    return _ratio(part, whole, lambda top, bottom: top / bottom)


def growth(now: Given, last: Given) -> Decimal | str:
    """增长: (now - last) / last, negative for less; as ``share`` otherwise."""
    return _ratio(now, last, lambda top, bottom: (top - bottom) / bottom)


def rate(actual: Given, budget: Given) -> Decimal | str:
    """完成率: actual / budget; as ``share`` otherwise."""
    return _ratio(actual, budget, lambda top, bottom: top / bottom)


def number(given: Given) -> Decimal | None:
    """The number that is given, an empty cell as 0; None for what is none."""
    if given is None or given == "":
        return Decimal(0)
    if isinstance(given, bool):
        return None
    if isinstance(given, Decimal):
        return given
    text = repr(given) if isinstance(given, int | float) else str(given)
    try:
        found = _DIGITS.create_decimal(text.strip().replace(",", "").replace(",", ""))
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _ratio(top: Given, bottom: Given, make: _Quotient) -> Decimal | str:
    above, below = number(top), number(bottom)
    if above is None or below is None:
        return f"“{top if above is None else bottom}”不是数:请改成数,或引用填数的格子"
    return round_half_up(make(above, below), DECIMALS) if below else ""
