"""Judges one sentence below its headings against the unit of these tests."""

from __future__ import annotations

from tests.domain.unit import unit
from xltool import editions
from xltool.model.book import Narrative, Paragraph
from xltool.model.finding import CheckResult, Verdict
from xltool.narrative import check_narrative

LETTERS = {
    Verdict.CONSISTENT: "c",
    Verdict.ROUNDING: "r",
    Verdict.MISMATCH: "m",
    Verdict.UNCHECKED: "u",
}
"""One letter a verdict."""


def judged(text: str) -> CheckResult:
    """What is said of ``text``, whose lines are paragraphs, headings among them."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    narrative = Narrative(
        tuple(Paragraph(line, index) for index, line in enumerate(lines)), "情况说明.txt"
    )
    book = unit()
    return check_narrative(narrative, book, editions.load(book.edition))


def reds(result: CheckResult) -> list[str]:
    """The messages of what is 不符."""
    return [one.message for one in result.findings if one.verdict is Verdict.MISMATCH]


def loud(result: CheckResult) -> list[str]:
    """The messages of what is 不符 or 尾差."""
    noisy = (Verdict.MISMATCH, Verdict.ROUNDING)
    return [one.message for one in result.findings if one.verdict in noisy]


def letters(result: CheckResult) -> str:
    """The verdicts of the figures in the order they stand, a letter each."""
    return "".join(LETTERS[figure.verdict] for figure in result.figures)
