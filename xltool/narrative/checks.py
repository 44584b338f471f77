"""One comparison and its outcome: which statements it hangs on, and what it found."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from xltool.model.amount import Amount, Interval, Unit, round_half_up
from xltool.model.book import CellId
from xltool.model.finding import Severity, Verdict

USUAL_DECIMALS: Final = 2
AS_RATIO: Final = "像是把比值写成了百分数"
_HUNDRED: Final = Decimal(100)


@dataclass(frozen=True, slots=True)
class Check:
    """An outcome: ``suspects`` are the statements of which one must be wrong if it fails.

    The first suspect is the one stated; the table side is no suspect. ``weight`` says how
    much the outcome tells about its suspects when several checks fail.
    """

    rule: str
    verdict: Verdict
    suspects: tuple[int, ...]
    says: str
    stated: Decimal | None = None
    expected: Decimal | None = None
    difference: Decimal | None = None
    allowance: Decimal | None = None
    unit: str = ""
    cells: tuple[CellId, ...] = ()
    severity: Severity = Severity.ERROR
    weight: float = 1.0
    cleared: tuple[int, ...] = ()
    """Statements that this outcome confirms even though it fails."""


@dataclass(frozen=True, slots=True)
class RatioResult:
    """What became of a printed percentage against an exact ratio."""

    verdict: Verdict
    note: str
    exact: Decimal


def ratio_result(
    printed: Amount,
    exact: Decimal,
    reach: Interval,
    *,
    usual: int = USUAL_DECIMALS,
) -> RatioResult:
    """``printed`` percent against ``exact`` (in percent), which may lie anywhere in ``reach``.

    ``usual`` is how many decimals percentages of this text have: one printed coarser is
    tested at the usual precision first, trailing zeros being dropped in print.
    """
    value, decimals = printed.value, printed.decimals
    usual = max(decimals, usual)
    if round_half_up(exact, usual) == value:
        return RatioResult(Verdict.CONSISTENT, "", exact)
    if decimals < usual and round_half_up(exact, decimals) == value:
        return RatioResult(Verdict.ROUNDING, f"只印到{decimals}位小数", exact)
    step = Decimal(1).scaleb(-decimals)
    if _cut(exact, decimals) == value:
        return RatioResult(Verdict.ROUNDING, "末位截断而未四舍五入", exact)
    if reach.meets(Interval.around(value, step / 2)):
        return RatioResult(Verdict.ROUNDING, "在尾差以内", exact)
    if exact and round_half_up(exact / _HUNDRED, decimals) == value:
        return RatioResult(Verdict.MISMATCH, AS_RATIO, exact)
    return RatioResult(Verdict.MISMATCH, "", exact)


def _cut(value: Decimal, decimals: int) -> Decimal:
    step = Decimal(1).scaleb(-decimals)
    return (value / step).to_integral_value(rounding="ROUND_DOWN") * step


def quotient(top: Interval, bottom: Interval) -> Interval | None:
    """The range of top over bottom in percent; None where bottom may be 0."""
    if bottom.low <= 0 <= bottom.high:
        return None
    ends = [
        over / under * _HUNDRED
        for over in (top.low, top.high)
        for under in (bottom.low, bottom.high)
    ]
    return Interval(min(ends), max(ends))


def percent(value: Decimal) -> str:
    """A ratio for messages."""
    return f"{round_half_up(value, USUAL_DECIMALS)}%"


def plain(value: Decimal) -> str:
    """An amount for messages: 820.66, without trailing noise, at least two decimals."""
    quantised = value.normalize()
    exponent = quantised.as_tuple().exponent
    decimals = max(USUAL_DECIMALS, -exponent if isinstance(exponent, int) else 0)
    return f"{value:.{decimals}f}"


def shown(amount: Amount) -> str:
    """A printed figure with its unit; counts without decimals."""
    if amount.unit.is_count:
        return f"{amount.value}{amount.unit}"
    if amount.unit is Unit.PERCENT:
        return f"{amount.value}%"
    return f"{amount.value}{amount.unit}"
