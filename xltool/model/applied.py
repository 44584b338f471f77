"""An identity applied to one Book: which cells it ties together, and whether it holds."""

from __future__ import annotations

from dataclasses import dataclass

from xltool.model.book import CellId
from xltool.model.finding import Verdict


@dataclass(frozen=True, slots=True)
class Applied:
    """One 勾稽关系 over concrete cells, at least one of which has a figure."""

    cells: frozenset[CellId]
    verdict: Verdict
