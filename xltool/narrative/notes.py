"""Things said of words rather than of figures: codes, lists, residue, names, omissions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from xltool.model.book import CellId
from xltool.model.finding import Severity, Verdict
from xltool.narrative.headings import Placed


@dataclass(frozen=True, slots=True)
class Note:
    """One thing noticed at ``placed.passage.text[start:end]``."""

    rule: str
    verdict: Verdict
    severity: Severity
    says: str
    placed: Placed
    start: int
    end: int
    cells: tuple[CellId, ...] = ()
    stated: Decimal | None = None
    expected: Decimal | None = None
