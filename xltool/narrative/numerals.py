"""Figures of a text: amounts, percentages and counts, with what is no figure left out.

Years, dates, document and section numbers, 行次 and codes are no figures, nor is the
threshold within a label (单价100万元(含)以上).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final

from xltool.editions.narrative import NarrativeSpec
from xltool.model.amount import Unit

_NUMBER: Final = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_THRESHOLD: Final = re.compile(r"\((?:含|不含)\)以[上下]|以[上下内]|及以上")
_COUNTED_BEFORE: Final = re.compile(r"(?<!每)(批次|人次|台数)(?:数|为|共|共为|合计|是|:)*$")
_DATE: Final = re.compile(r"年|月|日|号|级|类|款|项\)|季度|点|时|天|小时|分钟|周|届|次会议")
_AWAITS: Final = re.compile(r"(?:占|占比|增长|下降|降低|增加|减少|完成\w{0,5}的)[为了,]?$")
"""Words behind which even a whole number is a figure."""
_SPENT: Final = re.compile(
    r"(?:支出|收入|费|费用|经费|金额|结余|结转|分配|总额|总计|合计|决算|预算|决算数|预算数)[为是共]?$"
)
"""Words behind which a whole number before a pause is an amount without its unit."""
_FAR: Final = 8
_MOST_SIGNS: Final = 32
"""No amount of money has more: such a number is damage."""
_RANGE: Final = re.compile(r"\d[分%]?[-~至]$")
_TO: Final = re.compile(r"[分%]?[-~至]\d+(?:\.\d+)?[分%]")
"""80-90分: a band, no figure."""
_NOT_COUNTED: Final = re.compile(r"个(?:月|工作日|小时)")
_POINTS: Final = re.compile(r"个?百分点")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A figure as printed: ``text[start:end]`` are its digits, ``stop`` is behind its unit."""

    start: int
    end: int
    stop: int
    value: Decimal
    decimals: int
    unit: Unit
    complete: bool = True
    """Its unit stands behind it."""
    points: bool = False
    """Percentage points, not per cent of anything."""


@lru_cache(maxsize=8)
def _pattern(units: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))
    return re.compile(
        rf"(?<![\d.A-Za-z])(?P<minus>-)?(?P<number>{_NUMBER})(?P<unit>{longest_first})?"
    )


def numerals(text: str, spec: NarrativeSpec) -> Iterator[Numeral]:
    """The figures of ``text`` from left to right; those without a unit are not complete."""
    for match in _pattern(tuple(spec.units)).finditer(text):
        found = _numeral(match, text, spec.units)
        if found:
            yield found


def _numeral(match: re.Match[str], text: str, units: Mapping[str, Unit]) -> Numeral | None:
    digits = match["number"]
    if len(digits) > _MOST_SIGNS or (match.start() and text[match.start() - 1] in "第〔"):
        return None
    if _RANGE.search(text, 0, match.start()) or _TO.match(text, match.end("number")):
        return None
    unit, stop = match["unit"], match.end()
    points = _POINTS.match(text, match.end("number"))
    if points:
        unit, stop = "%", points.end()
    if unit and _THRESHOLD.match(text, stop):
        return None
    if unit and _NOT_COUNTED.match(text, match.end("number")):
        return None
    if not unit and not _stands_alone(match, text):
        return None
    plain = digits.replace(",", "")
    value = Decimal(plain)
    minus = match["minus"] and not (match.start() and text[match.start() - 1].isdigit())
    return Numeral(
        start=match.start("number"),
        end=match.end("number"),
        stop=stop,
        value=-value if minus else value,
        decimals=len(plain.partition(".")[2]),
        unit=_unit(units[unit] if unit else Unit.NONE, text[: match.start("number")]),
        complete=bool(unit),
        points=bool(points),
    )


def _stands_alone(match: re.Match[str], text: str) -> bool:
    """Whether a number without a unit may be a figure whose unit was left out."""
    if "." not in match["number"] and "," not in match["number"]:
        before = text[max(0, match.start() - _FAR) : match.start()]
        spent = _SPENT.search(before) and text[match.end() : match.end() + 1] in (*",。;、", "")
        if not (_AWAITS.search(before) or spent):
            return False
    return not _DATE.match(text, match.end())


def _unit(unit: Unit, before: str) -> Unit:
    """批次为6个 counts 批次, 人次为20人 counts 人次."""
    if unit.is_count and (match := _COUNTED_BEFORE.search(before)):
        return {"批次": Unit.BATCH, "人次": Unit.PERSON_TIME, "台数": Unit.SET}[match[1]]
    return unit
