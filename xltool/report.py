"""The Report of one check: findings and figures as values, JSON, or a DataFrame."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from xltool.model.book import Book, Narrative
from xltool.model.finding import (
    CellPlace,
    Figure,
    Finding,
    Place,
    Severity,
    Tally,
    Verdict,
    on_sheet,
)

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = 1
"""Version of the JSON layout; raised only when a reader would have to change."""

Json = Mapping[str, "Json"] | Sequence["Json"] | str | int | None

_SEVERITY_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.HINT: 2}


@dataclass(frozen=True, slots=True)
class Document:
    """What was checked."""

    unit: str
    year: int
    edition: str
    amount_unit: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything one check found; the order of findings and figures is deterministic."""

    document: Document
    findings: tuple[Finding, ...]
    figures: tuple[Figure, ...]
    rules: Tally
    book: Book
    narrative: Narrative | None = None

    @property
    def figure_tally(self) -> Tally:
        """Figures of the narrative by verdict."""
        verdicts = [figure.verdict for figure in self.figures]
        return Tally(
            consistent=verdicts.count(Verdict.CONSISTENT),
            rounding=verdicts.count(Verdict.ROUNDING),
            mismatch=verdicts.count(Verdict.MISMATCH),
            unchecked=verdicts.count(Verdict.UNCHECKED),
        )

    @property
    def has_mismatch(self) -> bool:
        """Whether anything is red."""
        return any(finding.verdict is Verdict.MISMATCH for finding in self.findings)

    def to_dict(self) -> dict[str, Json]:
        """The JSON object of the public contract, as plain values."""
        document = self.document
        return {
            "schema": SCHEMA,
            "document": {
                "unit": document.unit,
                "year": document.year,
                "edition": document.edition,
                "amount_unit": document.amount_unit,
                "sources": list(document.sources),
            },
            "summary": {
                "rules": _tally_json(self.rules),
                "figures": {"total": len(self.figures), **_tally_json(self.figure_tally)},
            },
            "findings": [_finding_json(finding) for finding in self.findings],
            "figures": [_figure_json(figure) for figure in self.figures],
        }

    def to_json(self) -> str:
        """The JSON of the public contract; amounts are decimal strings."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=1)

    def to_frame(self) -> pd.DataFrame:
        """One finding a row; amounts are Decimals, ``place`` and ``other`` are readable."""
        import pandas as pd

        return pd.DataFrame([_finding_row(finding) for finding in self.findings], columns=COLUMNS)


COLUMNS = (
    "rule",
    "verdict",
    "severity",
    "message",
    "stated",
    "expected",
    "difference",
    "allowance",
    "unit",
    "place",
    "other",
)
"""Columns of ``Report.to_frame`` and of ``check --format csv``."""


def in_order(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Red first, then by severity and place, the way a reviewer goes through them."""
    return tuple(sorted(findings, key=_order))


def _order(finding: Finding) -> tuple[int, int, tuple[int, str, int, int], str, str]:
    place = _place_order(finding.where[0]) if finding.where else (2, "", 0, 0)
    return (
        finding.verdict.rank,
        _SEVERITY_ORDER[finding.severity],
        place,
        finding.rule,
        finding.message,
    )


def _place_order(place: Place) -> tuple[int, str, int, int]:
    if isinstance(place, CellPlace):
        return (0, f"{place.table} {place.row} {place.column}", 0, 0)
    return (1, place.source, place.paragraph, place.start)


def plain(value: Decimal | None) -> str | None:
    """A decimal in plain notation, as amounts stand in JSON."""
    return None if value is None else f"{value:f}"


def place_text(place: Place) -> str:
    """A place in words: table, row, column and cell, or page, section and quotation."""
    if isinstance(place, CellPlace):
        parts = [place.table, place.row, place.column]
        if place.address:
            same = place.sheet in (None, place.table)
            parts.append(place.address if same else on_sheet(place.sheet or "", place.address))
        return " ".join(part for part in parts if part)
    page = place.sheet if place.sheet and not place.address else ""
    section = "".join(f"{part} " for part in (page, place.section) if part)
    return f"情况说明 {section}第{place.paragraph + 1}段“{place.quote}”"


def _finding_row(finding: Finding) -> tuple[str | Decimal | None, ...]:
    places = [place_text(place) for place in finding.where]
    return (
        finding.rule,
        finding.verdict.label,
        finding.severity.value,
        finding.message,
        finding.stated,
        finding.expected,
        finding.difference,
        finding.allowance,
        finding.unit,
        places[0] if places else "",
        ";".join(places[1:]),
    )


def _tally_json(tally: Tally) -> dict[str, Json]:
    return {
        "consistent": tally.consistent,
        "rounding": tally.rounding,
        "mismatch": tally.mismatch,
        "unchecked": tally.unchecked,
    }


def _finding_json(finding: Finding) -> dict[str, Json]:
    return {
        "rule": finding.rule,
        "verdict": finding.verdict.value,
        "severity": finding.severity.value,
        "message": finding.message,
        "stated": plain(finding.stated),
        "expected": plain(finding.expected),
        "difference": plain(finding.difference),
        "allowance": plain(finding.allowance),
        "unit": finding.unit,
        "where": [_place_json(place) for place in finding.where],
    }


def _place_json(place: Place) -> dict[str, Json]:
    if isinstance(place, CellPlace):
        return {
            "kind": "cell",
            "table": place.table,
            "row": place.row,
            "column": place.column,
            "sheet": place.sheet,
            "address": place.address,
        }
    return {
        "kind": "text",
        "source": place.source,
        "section": place.section,
        "paragraph": place.paragraph,
        "start": place.start,
        "end": place.end,
        "quote": place.quote,
        "sheet": place.sheet,
        "address": place.address,
    }


def _figure_json(figure: Figure) -> dict[str, Json]:
    return {
        "text": figure.text,
        "value": plain(figure.value),
        "unit": figure.unit,
        "section": figure.section,
        "paragraph": figure.paragraph,
        "start": figure.start,
        "end": figure.end,
        "kind": figure.kind.value,
        "verdict": figure.verdict.value,
        "reason": figure.reason,
        "bound_to": list(figure.bound_to),
    }
