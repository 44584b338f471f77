"""A small checked document: two tables, a narrative, findings of every verdict."""

from __future__ import annotations

from decimal import Decimal

from xltool.model.book import Address, Book, Cell, Narrative, Paragraph, Row, RowKind, Table
from xltool.model.finding import (
    CellPlace,
    Figure,
    FigureKind,
    Finding,
    Severity,
    Tally,
    TextPlace,
    Verdict,
)
from xltool.report import Document, Report

TABLE = "公开03表"
COLUMNS = ("本年支出合计", "基本支出", "项目支出")
SENTENCES = (
    "三、支出决算情况说明",
    "2024年度支出合计820.66万元,其中:基本支出412.98万元,占比50.32%;项目支出407.99万元。",
    "本单位使用的功能科目为2013299其他组织事务支出。",
    "2024年涉及资金596.45万元。",
)
ROWS = (
    ("合计", "合计", "820.66", "412.97", "407.69"),
    ("201", "一般公共服务支出", "715.32", "307.64", "407.69"),
    ("20106", "财政事务", "715.33", "307.64", "407.69"),
    ("208", "社会保障和就业支出", "56.88", "56.88", None),
    ("210", "卫生健康支出", None, None, None),
)


def cell_place(row: str, column: str) -> CellPlace:
    """The place of a cell of 公开03表 in the sample workbook."""
    line = 8 + [key for key, *_ in ROWS].index(row)
    letter = "CDE"[COLUMNS.index(column)]
    return CellPlace(TABLE, row, column, TABLE, f"{letter}{line}")


def text_place(paragraph: int, quote: str, section: str = "三") -> TextPlace:
    """The place of ``quote`` in the sample narrative."""
    start = SENTENCES[paragraph].index(quote)
    return TextPlace("情况说明.txt", section, paragraph, start, start + len(quote), quote)


def book() -> Book:
    """The sample Book; its cells stand where ``workbook`` puts them."""
    cells = {}
    rows = []
    for offset, (key, label, *values) in enumerate(ROWS):
        kind = RowKind.TOTAL if key == "合计" else RowKind.CODE
        rows.append(Row(key, label, kind, None if key == "合计" else key))
        for letter, column, value in zip("CDE", COLUMNS, values, strict=True):
            address = Address(TABLE, f"{letter}{8 + offset}")
            amount = None if value is None else Decimal(value)
            cells[key, column] = Cell(amount, address=address)
    spending = Table(TABLE, "支出决算表", tuple(rows), cells, sheet=TABLE)
    empty = Table(
        "公开08表",
        "国有资本经营预算财政拨款支出决算表",
        (Row("合计", "合计", RowKind.TOTAL),),
        {("合计", "合计"): Cell(None, address=Address("公开08表", "C8"))},
        sheet="公开08表",
        empty_statement="本单位没有国有资本经营预算财政拨款支出,本表无数据。",
    )
    tables = {spending.id: spending, empty.id: empty}
    return Book("shanxi/2024", tables, unit_name="示例单位", year=2024)


def narrative() -> Narrative:
    """The sample narrative, as read from a file."""
    return Narrative(
        tuple(Paragraph(text, index) for index, text in enumerate(SENTENCES)), "情况说明.txt"
    )


def figure(
    paragraph: int,
    text: str,
    verdict: Verdict,
    unit: str = "万元",
    reason: str | None = None,
    cells: tuple[CellPlace, ...] = (),
) -> Figure:
    """A figure of the sample narrative."""
    start = SENTENCES[paragraph].index(text)
    bound = tuple(str(part) for place in cells for part in (place.table, place.row, place.column))
    return Figure(
        text,
        Decimal(text),
        unit,
        "三",
        paragraph,
        start,
        start + len(text),
        FigureKind.COPY,
        verdict,
        reason,
        bound,
        cells,
    )


def figures() -> tuple[Figure, ...]:
    """The figures of the sample narrative with their verdicts."""
    total = cell_place("合计", "本年支出合计")
    basic = cell_place("合计", "基本支出")
    project = cell_place("合计", "项目支出")
    return (
        figure(1, "820.66", Verdict.CONSISTENT, cells=(total,)),
        figure(1, "412.98", Verdict.ROUNDING, cells=(basic,)),
        figure(1, "50.32", Verdict.CONSISTENT, "%"),
        figure(1, "407.99", Verdict.MISMATCH, cells=(project,)),
        figure(3, "596.45", Verdict.UNCHECKED, reason="没有自评表,没有对照数"),
    )


def findings() -> tuple[Finding, ...]:
    """One finding of every kind that is shown differently."""
    return (
        Finding(
            "narrative.copy",
            Verdict.MISMATCH,
            Severity.ERROR,
            "三 第2段“项目支出407.99万元”:文中 407.99,公开03表 合计 项目支出 407.69,差 0.30",
            stated=Decimal("407.99"),
            expected=Decimal("407.69"),
            difference=Decimal("0.30"),
            unit="万元",
            where=(text_place(1, "407.99"), cell_place("合计", "项目支出")),
        ),
        Finding(
            "narrative.code",
            Verdict.MISMATCH,
            Severity.ERROR,
            "科目 2013299 其他组织事务支出:各表都没有这个科目",
            where=(text_place(2, "2013299", "名词解释"),),
        ),
        Finding(
            "T03.row.subtotal",
            Verdict.ROUNDING,
            Severity.HINT,
            "公开03表 201 本年支出合计:填列 715.32,基本支出+项目支出=715.33,差 -0.01",
            stated=Decimal("715.32"),
            expected=Decimal("715.33"),
            difference=Decimal("-0.01"),
            allowance=Decimal("0.015"),
            unit="万元",
            where=(
                cell_place("201", "本年支出合计"),
                cell_place("201", "基本支出"),
                cell_place("201", "项目支出"),
            ),
        ),
        Finding(
            "narrative.copy",
            Verdict.ROUNDING,
            Severity.WARNING,
            "三 第2段“基本支出412.98万元”:文中 412.98,公开03表 412.97;公开06表 388.15+24.83=412.98",
            stated=Decimal("412.98"),
            expected=Decimal("412.97"),
            difference=Decimal("0.01"),
            unit="万元",
            where=(text_place(1, "412.98"), cell_place("合计", "基本支出")),
        ),
        Finding(
            "T03.total.text",
            Verdict.UNCHECKED,
            Severity.WARNING,
            "公开03表 208 项目支出:空,下级有数,没有核对",
            where=(cell_place("208", "项目支出"),),
        ),
        Finding(
            "T03.name",
            Verdict.UNCHECKED,
            Severity.HINT,
            "公开03表 210 科目名称与分类表写法不同",
            where=(cell_place("210", "本年支出合计"),),
        ),
    )


def report() -> Report:
    """The sample as a Report."""
    return Report(
        Document("示例单位", 2024, "shanxi/2024", "万元", ("公开表.xlsx", "情况说明.txt")),
        findings(),
        figures(),
        Tally(consistent=412, rounding=6, mismatch=2, unchecked=3),
        book(),
        narrative(),
    )
