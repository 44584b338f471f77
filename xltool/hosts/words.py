"""Words and colours in which results are shown to people."""

from __future__ import annotations

from decimal import Decimal

from xltool.model.finding import Finding, Verdict

FILL_COLOURS = {
    Verdict.MISMATCH: "FFC7CE",
    Verdict.ROUNDING: "FFEB9C",
    Verdict.UNCHECKED: "D9D9D9",
}
"""Fills of marked cells."""

TEXT_COLOURS = {
    Verdict.MISMATCH: "C00000",
    Verdict.ROUNDING: "9C5700",
    Verdict.UNCHECKED: "7F7F7F",
}
"""Font colours of marked figures inside sentences."""


def shown(value: Decimal | None, unit: str = "") -> str:
    """A value as people read it: thousands separated, with its unit; "" for none."""
    if value is None:
        return ""
    return f"{value:,f}{unit}"


def one_line(text: str) -> str:
    """``text`` without line breaks and runs of blanks, for a cell or a line of a note."""
    return " ".join(text.split())


def sides(finding: Finding) -> str:
    """Both values of a finding in a few words; "" where it has none."""
    parts = [
        f"{word} {shown(value, finding.unit)}"
        for word, value in (("所列", finding.stated), ("对照", finding.expected))
        if value is not None
    ]
    return ",".join(parts)
