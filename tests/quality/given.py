"""Any document as a Document whose truth is what the checker claims to have understood."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from tests.quality.knowable import Knowable
from tests.quality.truth import Document, Measure, Quantity, Statement
from xltool import pipeline
from xltool.model.amount import Amount, Unit
from xltool.model.errors import XltoolError
from xltool.model.finding import Figure, Verdict


@dataclass(frozen=True, slots=True)
class Claims:
    """A document, and the figures of it that were called 一致 or 尾差."""

    document: Document
    figures: tuple[Figure, ...]
    judged: frozenset[int]

    def knows(self, index: int, changed: Amount) -> Knowable:
        """A figure that was called right is contradicted by a change that is no tail."""
        was = self.document.statements[index].amount
        step = Decimal(3).scaleb(-was.decimals)
        if index not in self.judged or abs(changed.value - was.value) <= step:
            return Knowable.NONE
        return Knowable.CERTAIN


def given(path: Path) -> Claims:
    """The document at ``path``, tables and narrative in one file.

    Raises:
        XltoolError: it cannot be read, or holds no narrative.
    """
    report = pipeline.check(path)
    if report.narrative is None:
        message = f"{path} 里没有情况说明"
        raise XltoolError(message)
    paragraphs = {one.index: one.text for one in report.narrative.paragraphs}
    statements = tuple(
        Statement(
            figure.paragraph,
            figure.start,
            figure.end,
            figure.text,
            Amount(figure.value, Unit(figure.unit), _decimals(figure)),
            Quantity(Measure.OTHER, f"{number}"),
            figure.section,
        )
        for number, figure in enumerate(report.figures)
    )
    document = Document(
        path.name,
        report.book,
        tuple(paragraphs.get(index, "") for index in range(max(paragraphs, default=-1) + 1)),
        statements,
        {},
    )
    judged = (Verdict.CONSISTENT, Verdict.ROUNDING)
    claimed = (at for at, figure in enumerate(report.figures) if figure.verdict in judged)
    return Claims(document, report.figures, frozenset(claimed))


def _decimals(figure: Figure) -> int:
    exponent = figure.value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
