"""Identities instantiated for one Book: concrete cells on both sides.

Filling, recomputing and checking all use these equations, so that a total is
computed by the very identity that checks it.
"""

from __future__ import annotations

from dataclasses import dataclass

from xltool.editions.schema import IdentityRule, RatioRule, Relation
from xltool.model.book import CellId


@dataclass(frozen=True, slots=True)
class Term:
    """A cell with its sign. A cell that the Book lacks counts as an exact 0."""

    cell: CellId
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Equation:
    """``left relation right`` over concrete cells of one Book."""

    rule: IdentityRule
    left: tuple[Term, ...]
    relation: Relation
    right: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Ratio:
    """A computed cell of 分析: numerator over denominator, or a plain difference.

    It shows an empty text where ``denominator`` is 0 or absent, or ``needs`` is empty.
    """

    rule: RatioRule
    cell: CellId
    numerator: tuple[Term, ...]
    denominator: CellId | None
    needs: CellId | None
