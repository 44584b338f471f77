"""A small unit for these tests: its tables as figures, and a checker for sentences."""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from tests.quality.books import book_of
from xltool import editions
from xltool.model.book import Book, CellId, Narrative, Paragraph
from xltool.model.finding import CheckResult, Finding, Verdict
from xltool.narrative import check_narrative

FIGURES = """
01 27 金额 120.00|01 31 金额 130.00|01 58 金额 125.00|01 62 金额 130.00
01 29 金额 10.00|01 60 金额 5.00
02 合计 本年收入合计 120.00|02 合计 财政拨款收入 100.00|02 合计 其他收入 20.00
03 合计 本年支出合计 125.00|03 合计 基本支出 80.00|03 合计 项目支出 45.00
04 1 金额 100.00|04 27 金额 100.00|04 32 金额 100.00|04 64 合计 100.00
05 合计 小计 100.00|05 合计 基本支出 60.02|05 合计 项目支出 39.98
05 205 小计 70.00|05 20502 小计 70.00|05 2050205 小计 70.00
05 210 小计 30.00|05 21011 小计 30.00|05 2101102 小计 30.00
06 301 决算数 50.01|06 30101 决算数 50.01|06 302 决算数 10.02|06 30201 决算数 10.02
06 人员经费合计 决算数 50.01|06 公用经费合计 决算数 10.02
09  预算数/合计 8.00|09  决算数/合计 6.00
09  预算数/公务接待费 3.00|09  决算数/公务接待费 2.00
09  预算数/公务用车购置及运行维护费/小计 5.00|09  决算数/公务用车购置及运行维护费/小计 4.00
09  预算数/公务用车购置及运行维护费/公务用车运行维护费 5.00
09  决算数/公务用车购置及运行维护费/公务用车运行维护费 4.00
10 1 统计数 12.00|10 2 统计数 7.00|10 4 统计数 5.00|10 7 统计数 3|10 15 统计数 3
"""
NAMES = {
    "205": "教育支出",
    "20502": "普通教育",
    "2050205": "高等教育",
    "210": "卫生健康支出",
    "21011": "行政事业单位医疗",
    "2101102": "事业单位医疗",
    "301": "工资福利支出",
    "30101": "基本工资",
    "302": "商品和服务支出",
    "30201": "办公费",
}

TOTALS = "一、收入支出决算总体情况说明"
INCOME = "二、收入决算情况说明"
GENERAL = "五、一般公共预算财政拨款支出决算情况说明"
BASIC = "六、一般公共预算财政拨款基本支出决算情况说明"
FUND = "七、政府性基金预算财政拨款收入支出决算情况说明"
THREE = "九、财政拨款“三公”经费支出决算情况说明"
PROCUREMENT = "十、其他重要事项情况说明\n(二)政府采购情况说明"
ASSETS = "十、其他重要事项情况说明\n(三)国有资产占用情况说明"
PROJECTS = "十、其他重要事项情况说明\n(四)预算绩效情况说明"


@cache
def book() -> Book:
    """The unit's tables."""
    figures = {}
    for entry in FIGURES.replace("\n", "|").split("|"):
        if entry:
            table, row, column, value = entry.split(" ")
            figures[CellId(f"公开{table}表", row, column)] = Decimal(value)
    return book_of(figures, NAMES)


def narrative(*lines: str) -> Narrative:
    """Lines of text as a narrative."""
    texts = [text for line in lines for text in line.split("\n") if text]
    paragraphs = tuple(Paragraph(text, index) for index, text in enumerate(texts))
    return Narrative(paragraphs, "情况说明.txt")


def checked(heading: str, *lines: str) -> CheckResult:
    """What the checker says of ``lines`` under ``heading``."""
    return check_narrative(narrative(heading, *lines), book(), editions.load())


def findings(result: CheckResult, rule: str) -> list[Finding]:
    """The findings of one rule."""
    return [finding for finding in result.findings if finding.rule == f"narrative.{rule}"]


def reds(result: CheckResult) -> list[Finding]:
    """The findings that say 不符."""
    return [finding for finding in result.findings if finding.verdict is Verdict.MISMATCH]
