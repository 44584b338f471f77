"""Last year's workbook against 分析, and the chain of its totals."""

from dataclasses import replace

from tests.rules.given import EDITION, book, only, places
from xltool.model.book import Book
from xltool.model.finding import Severity, Tally, Verdict
from xltool.rules.last_year import check_last_year

PRIOR = """
    T01 31 金额 522.38
    T01 62 金额 522.38
    T04 32 金额 457.62
    T04 64 合计 {fiscal}
    T05 合计 小计 457.62
"""


def prior(fiscal: str = "457.62", year: int = 2023) -> Book:
    return replace(book(PRIOR.format(fiscal=fiscal)), year=year)


def test_entered_figures_of_last_year_agree_with_its_workbook() -> None:
    now = book("分析 收入总计 上年决算 522.38\n分析 支出总计 上年决算 522.38")
    findings, tally = check_last_year(now, prior(), EDITION)
    assert findings == []
    assert tally == Tally(consistent=2)


def test_an_entered_figure_that_is_another_one_is_a_mismatch() -> None:
    now = book("分析 收入总计 上年决算 522.83")
    finding = only(check_last_year(now, prior(), EDITION)[0])
    assert (finding.rule, finding.verdict) == ("last.year.same", Verdict.MISMATCH)
    assert places(finding) == ["分析 收入总计 上年决算"]
    assert "522.83" in finding.message
    assert "公开01表 31 金额=522.38" in finding.message


def test_last_years_totals_that_descend_raise_nothing() -> None:
    assert check_last_year(book("T01 31 金额 800.00"), prior(), EDITION)[0] == []


def test_last_years_fiscal_total_over_the_whole_is_a_warning() -> None:
    findings, _ = check_last_year(book("T01 31 金额 800.00"), prior("600.00"), EDITION)
    finding = only(findings)
    assert (finding.rule, finding.severity) == ("last.year.fiscal", Severity.WARNING)
    assert finding.verdict is Verdict.UNCHECKED


def test_a_workbook_of_another_year_is_not_used() -> None:
    finding = only(check_last_year(book("T01 31 金额 800.00"), prior(year=2024), EDITION)[0])
    assert (finding.rule, finding.verdict) == ("last.year.year", Verdict.UNCHECKED)
