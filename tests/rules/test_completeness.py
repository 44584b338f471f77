"""Missing tables, empty ones, and their heads."""

from dataclasses import replace

from tests.rules.given import EDITION, book, only
from xltool.model.book import Book, Table
from xltool.model.finding import Finding, Severity, Tally, Verdict
from xltool.rules.completeness import check_completeness

TABLES = [id_ for id_ in EDITION.tables if id_.startswith("公开")]


def whole(**changes: Table) -> Book:
    """All ten tables: 公开01表 with a figure, the others empty and saying so."""
    first = book("T01 1 金额 5.00")
    tables = {
        id_: Table(id_, EDITION.tables[id_].title, (), {}, year=2024, empty_statement="本表无数据")
        for id_ in TABLES
    }
    return replace(first, tables={**tables, **first.tables, **changes})


def told(source: Book) -> list[Finding]:
    return check_completeness(source, EDITION)[0]


def table(id_: str, text: str = "") -> Table:
    """One table of a text, or an empty one that says nothing."""
    return book(text).tables[id_] if text else Table(id_, EDITION.tables[id_].title, (), {})


def test_ten_tables_the_empty_ones_saying_so_are_whole() -> None:
    findings, tally = check_completeness(whole(), EDITION)
    assert findings == []
    assert tally == Tally(consistent=10)


def test_a_missing_table_is_named_and_unchecked() -> None:
    source = whole()
    tables = {id_: found for id_, found in source.tables.items() if id_ != "公开08表"}
    finding = only(told(replace(source, tables=tables)))
    assert (finding.rule, finding.verdict) == ("tables.missing", Verdict.UNCHECKED)
    assert "公开08表 国有资本经营预算财政拨款支出决算表" in finding.message


def test_an_empty_table_without_its_sentence_is_a_warning() -> None:
    finding = only(told(whole(公开07表=table("公开07表"))))
    assert (finding.rule, finding.severity) == ("tables.empty-unsaid", Severity.WARNING)


def test_a_table_with_figures_and_the_sentence_is_a_mismatch() -> None:
    lying = replace(table("公开07表", "T07 合计 小计 30.00"), empty_statement="本表无数据")
    finding = only(told(whole(公开07表=lying)))
    assert (finding.rule, finding.verdict) == ("tables.empty-contradicted", Verdict.MISMATCH)
    assert len(finding.where) > 1  # the table, and the figure that stands in it


def test_zeros_are_no_figures() -> None:
    zeros = replace(table("公开07表", "T07 合计 小计 0.00"), empty_statement="本表无数据")
    assert told(whole(公开07表=zeros)) == []


def test_another_year_in_one_head_is_a_mismatch() -> None:
    old = replace(table("公开05表", "T05 合计 小计 5.00"), year=2023)
    finding = only(told(whole(公开05表=old)))
    assert (finding.rule, finding.verdict) == ("tables.year", Verdict.MISMATCH)
    assert "2023" in finding.message
    assert "2024" in finding.message


def test_another_unit_name_in_one_head_is_a_warning() -> None:
    other = replace(table("公开05表", "T05 合计 小计 5.00"), unit_name="示例单位本级")
    finding = only(told(whole(公开05表=other)))
    assert (finding.rule, finding.severity) == ("tables.unit-name", Severity.WARNING)
