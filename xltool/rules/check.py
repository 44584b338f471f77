"""All table checks of one Book."""

from __future__ import annotations

from collections.abc import Iterable

from xltool.editions.plan import plan_of
from xltool.editions.schema import Edition
from xltool.model.book import Book, CellId
from xltool.model.finding import CellPlace, CheckResult, Finding, Tally, Verdict
from xltool.rules.analysis import check_analysis
from xltool.rules.codes import check_codes
from xltool.rules.completeness import check_completeness
from xltool.rules.evaluation import evaluate
from xltool.rules.identities import check_identities
from xltool.rules.implied import check_implied
from xltool.rules.last_year import check_last_year
from xltool.rules.mistyped import put_right
from xltool.rules.overwritten import check_overwritten
from xltool.rules.unknown_parts import with_unknown_parts


def check_tables(book: Book, edition: Edition, prior: Book | None = None) -> CheckResult:
    """Check one unit's tables: identities, codes, completeness, overwritten formulas.

    A mistyped code is told once, and everything else judged as if it were right.

    The tally counts applications of rules: an identity for every row and column where at
    least one of its cells has a figure, a table's completeness, a row's code and name, a
    total that is a formula, a linked or computed cell of 分析. A finding may stand for many
    of them, since deviations of one cause are told once; findings come red first, in the
    order of their rules.

    Args:
        book: the tables, as read or as filled.
        edition: the form they are of.
        prior: last year's tables, for 上年决算 and the chain of last year's totals.
    """
    book, mistyped = put_right(book, edition)
    evaluation = evaluate(book, plan_of(edition, book.tables))
    identities = with_unknown_parts(check_identities(book, edition, evaluation), book, edition)
    results = [
        identities,
        check_codes(book, edition),
        check_completeness(book, edition),
        check_overwritten(book, evaluation),
        check_analysis(book, edition, _told(identities[0])),
        check_implied(book),
    ]
    if prior is not None:
        results.append(check_last_year(book, prior, edition))
    findings = [*mistyped, *(finding for found, _ in results for finding in found)]
    tally = Tally(mismatch=len(mistyped))
    for _, more in results:
        tally += more
    return CheckResult(tuple(sorted(findings, key=lambda finding: finding.verdict.rank)), tally)


def _told(findings: Iterable[Finding]) -> frozenset[CellId]:
    """Cells at which a mismatch points first: what is made of them follows it."""
    return frozenset(
        CellId(place.table, place.row, place.column)
        for finding in findings
        if finding.verdict is Verdict.MISMATCH
        for place in finding.where[:1]
        if isinstance(place, CellPlace)
    )
