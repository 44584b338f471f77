"""The HTML report: self-contained, escaped, both sides of every figure on the page."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import lxml.html

from tests.hosts import samples
from xltool.hosts.report import report_html
from xltool.model.book import Cell, CellId, Narrative, Paragraph
from xltool.model.finding import Finding, Severity, Verdict
from xltool.report import Report


def page(report: Report) -> lxml.html.HtmlElement:
    return lxml.html.document_fromstring(report_html(report))


def test_the_page_asks_nothing_of_any_network() -> None:
    html = report_html(samples.report())
    assert "http" not in re.sub(r'http-equiv="', "", html)
    assert not re.search(r"<(link|img|iframe)\b|url\(|@import|\bsrc=", html)


def test_every_figure_keeps_its_sentence_around_it() -> None:
    root = page(samples.report())
    for tip in root.xpath("//span[@role='tooltip'] | //sup"):
        tip.drop_tree()
    prose = [element.text_content() for element in root.xpath("//div[@class='prose']/*")]
    assert prose == list(samples.SENTENCES)


def test_a_wrong_figure_shows_both_sides_and_leads_to_its_finding() -> None:
    root = page(samples.report())
    (mark,) = root.xpath("//div[@class='prose']//span[contains(@class,'mark v-mismatch')][1]")[:1]
    assert mark.text == "407.99"
    said = mark.text_content()
    assert "407.99万元" in said
    assert "公开03表 合计 项目支出(E8) 407.69" in said
    assert mark.xpath(".//a/@href") == ["#f-1"]
    assert mark.get("tabindex") == "0"


def test_links_lead_to_places_that_are_on_the_page() -> None:
    root = page(samples.report())
    targets = {link.removeprefix("#") for link in root.xpath("//a/@href")}
    assert targets <= set(root.xpath("//@id"))


def test_an_unchecked_figure_says_why() -> None:
    root = page(samples.report())
    (mark,) = [m for m in root.xpath("//span[@role='button']") if m.text == "596.45"]
    assert "v-unchecked" in mark.get("class")
    assert "没有自评表" in mark.text_content()


def test_text_from_the_document_is_never_taken_for_markup() -> None:
    attack = '<script>alert(1)</script><img src=x onerror="alert(2)">&amp;'
    sample = samples.report()
    hostile = replace(
        sample,
        document=replace(sample.document, unit=attack, sources=(attack,)),
        narrative=Narrative((Paragraph(attack, 0),), attack),
        findings=(Finding(attack, Verdict.MISMATCH, Severity.ERROR, attack, unit=attack),),
        figures=(),
    )
    root = page(hostile)
    assert len(root.xpath("//script")) == 1
    assert not root.xpath("//img")
    assert root.xpath("//div[@class='prose']/p")[0].text == attack


def test_the_headline_never_calls_unchecked_passed() -> None:
    unchecked = tuple(f for f in samples.findings() if f.verdict is Verdict.UNCHECKED)
    root = page(replace(samples.report(), findings=unchecked))
    assert "未能核对" in root.xpath("//p[contains(@class,'headline')]")[0].text
    clean = page(replace(samples.report(), findings=()))
    assert clean.xpath("//p[contains(@class,'headline')]")[0].text == "核对过的全部一致"


def test_a_document_without_narrative_has_no_narrative_part() -> None:
    root = page(replace(samples.report(), narrative=None, figures=()))
    assert not root.xpath("//section[@id='narrative']")


def test_nested_column_labels_span_their_columns() -> None:
    sample = samples.book()
    table = sample.tables[samples.TABLE]
    cells = {
        ("合计", column): Cell(Decimal(1)) for column in ("预算数/合计", "预算数/购置", "接待")
    }
    nested = replace(table, rows=table.rows[:1], cells=cells)
    book = replace(sample, tables={table.id: nested})
    root = page(replace(samples.report(), book=book, findings=()))
    heads = root.xpath("//thead//th")
    spans = [(th.text, th.get("colspan"), th.get("rowspan")) for th in heads]
    assert spans == [
        ("项目", None, "2"),
        ("预算数", "2", None),
        ("接待", None, "2"),
        ("合计", None, None),
        ("购置", None, None),
    ]


def test_rows_without_figures_are_shown_on_request_only() -> None:
    root = page(replace(samples.report(), findings=()))
    blank = root.xpath("//tr[contains(@class,'blank')]/th")
    assert [th.text_content().strip() for th in blank] == ["210 卫生健康支出"]


def test_a_marked_cell_is_marked_by_more_than_colour() -> None:
    root = page(samples.report())
    at = CellId(samples.TABLE, "合计", "项目支出")
    (cell,) = root.xpath(f"//td[@id='c-{at.table}-{at.row}-{at.column}']")
    assert cell.xpath(".//sup")[0].text == "1"
    assert cell.xpath(".//span[@class='badge v-mismatch']")[0].text == "不符"
