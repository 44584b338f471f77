"""Totals typed over in a book of live totals."""

from tests.rules.given import check, of_rule, only, places
from xltool.model.finding import Severity, Verdict

RULE = "tables.overwritten-formula"
LIVE = """
    T10 1 统计数 ~0.58
    T10 2 统计数 0.58
    T10 7 统计数 {vehicles}
    T10 15 统计数 2
"""


def test_a_typed_total_that_agrees_is_a_hint() -> None:
    finding = only(check(LIVE.format(vehicles="2"), as_published=False).findings)
    assert (finding.rule, finding.verdict) == (RULE, Verdict.UNCHECKED)
    assert finding.severity is Severity.HINT
    assert places(finding) == ["公开10表 7 统计数"]


def test_a_live_total_is_no_overwritten_one() -> None:
    assert check(LIVE.format(vehicles="~2"), as_published=False).findings == ()


def test_a_typed_total_that_does_not_agree_breaks_its_identity_instead() -> None:
    finding = only(check(LIVE.format(vehicles="3"), as_published=False).findings)
    assert (finding.rule, finding.verdict) == ("T10.vehicles", Verdict.MISMATCH)


def test_a_book_filled_as_published_has_typed_totals_by_right() -> None:
    assert not of_rule(check(LIVE.format(vehicles="2"), as_published=True), RULE)


def test_a_book_without_any_formula_has_typed_totals_by_right() -> None:
    text = LIVE.format(vehicles="2").replace("~", "")
    assert not of_rule(check(text, as_published=False), RULE)
