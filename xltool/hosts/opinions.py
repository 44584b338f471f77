"""处理意见: what reviewers wrote beside findings, found again on the next run.

The row itself is the memory: rule, place and both values stand in it beside the opinion.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from xltool.model.finding import Finding
from xltool.report import place_text

SETTLED = "已核实"
"""In an opinion it turns the mark off while both values stand."""
_CHANGED = "数已变动"
_MOST_OTHERS = 3
"""Other sides that are named in the sheet; the report names them all."""
_ADDRESS = re.compile(r" (?:[^ ]*!)?[A-Z]{1,3}[0-9]+$")
_PARAGRAPH = re.compile(r"第\d+段")
_DIGITS = re.compile(r"[\d.,,]+")


@dataclass(frozen=True, slots=True)
class Remembered:
    """A row of 核对结果 with an opinion in it."""

    rule: str
    place: str
    other: str
    stated: Decimal | None
    expected: Decimal | None
    opinion: str


@dataclass(frozen=True, slots=True)
class Opinion:
    """What stands in 处理意见 for a finding of this run."""

    text: str = ""
    settled: bool = False


def opinions_for(findings: Sequence[Finding], rows: Sequence[Remembered]) -> tuple[Opinion, ...]:
    """The opinion for each finding, in order; each row speaks for one finding at most."""
    chosen: dict[int, Remembered] = {}
    free = list(rows)
    for key in _KEYS:
        for position, finding in enumerate(findings):
            if position in chosen:
                continue
            wanted = key(finding.rule, *place_words(finding))
            row = next((r for r in free if key(r.rule, r.place, r.other) == wanted), None)
            if row is not None:
                chosen[position] = row
                free.remove(row)
    return tuple(
        _opinion(finding, chosen[position]) if position in chosen else Opinion()
        for position, finding in enumerate(findings)
    )


def place_words(finding: Finding) -> tuple[str, str]:
    """位置 and 对照位置 as they stand in the sheet."""
    words = [place_text(place) for place in finding.where]
    others = words[1 : 1 + _MOST_OTHERS]
    if len(words) > 1 + _MOST_OTHERS:
        others.append(f"等 {len(words) - 1} 处")
    return (words[0] if words else ""), "\n".join(others)


def _opinion(finding: Finding, row: Remembered) -> Opinion:
    text = row.opinion
    if SETTLED not in text or _CHANGED in text:
        return Opinion(text)
    if _same_values(finding, row):
        return Opinion(text, settled=True)
    before = "、".join(f"{v:f}" for v in (row.stated, row.expected) if v is not None)
    was = f",原为 {before}" if before else ""
    return Opinion(f"{text}({_CHANGED}{was},请复核)")


def _same_values(finding: Finding, row: Remembered) -> bool:
    if finding.stated is None and finding.expected is None:
        # Nothing was compared, so the words stand for the value.
        words = place_words(finding)[0]
        compared = row.stated is not None or row.expected is not None
        return not compared and _settled_place(words) == _settled_place(row.place)
    return (finding.stated, finding.expected) == (row.stated, row.expected)


def _settled_place(words: str) -> str:
    """A place without what changes when rows or paragraphs come in above it."""
    return _PARAGRAPH.sub("", _ADDRESS.sub("", words))


def _without_digits(words: str) -> str:
    return _DIGITS.sub("", _settled_place(words))


_Key = Callable[[str, str, str], tuple[str, ...]]
_KEYS: tuple[_Key, ...] = (
    lambda rule, place, other: (rule, place, other),
    lambda rule, place, _: (rule, place),
    lambda rule, place, _: (rule, _settled_place(place)),
    lambda rule, place, _: (rule, *_PARAGRAPH.findall(place), _without_digits(place)),
    lambda rule, place, _: (rule, _without_digits(place)),
)
"""From the closest likeness to the loosest: a changed figure changes its own quotation."""
