"""Findings on the untouched real documents, each marked true or false by reading.

``data/judged.csv``: document, rule, the words of the message that tell the finding from its
like, the mark, and why. A finding without a line there is unread.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from xltool.model.finding import Finding

FILE = Path(__file__).parent / "data" / "judged.csv"


class Mark(StrEnum):
    """What reading the document says of a finding."""

    TRUE = "true"
    FALSE = "false"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One line of the file."""

    document: str
    rule: str
    words: str
    mark: Mark
    why: str


@cache
def judgements() -> tuple[Judgement, ...]:
    """Every line of the file."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Judgement(
                line["document"], line["rule"], line["words"], Mark(line["mark"]), line["why"]
            )
            for line in csv.DictReader(lines)
        )


def marked(document: str, findings: Iterable[Finding]) -> Iterator[tuple[Finding, Mark]]:
    """Each finding with its mark."""
    for finding in findings:
        yield finding, _mark(document, finding)


def _mark(document: str, finding: Finding) -> Mark:
    for one in judgements():
        if (one.document, one.rule) == (document, finding.rule) and one.words in finding.message:
            return one.mark
    return Mark.UNREAD
