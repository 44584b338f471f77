"""The second real document as a Document: its tables on our table ids, its narrative as read.

The tables were copied by hand from the PDF; its paragraphs come from our reader of PDFs.
The form has no 公开10表; what the narrative says of procurement, vehicles and 机关运行经费
has no second side there.
"""

from __future__ import annotations

from pathlib import Path

from tests.quality.books import CLASSES, book_of, read_tidy
from tests.quality.truth import Document, Measure, Quantity, SumRule
from tests.quality.yangquan import code_names, statements
from tests.shared_cases import CASES
from xltool import pipeline
from xltool.model.book import CellId

PDF = CASES / "putuo-2024" / "published.pdf"
DATA = Path(__file__).parent / "data"
UNIT_NAME = "中共上海市普陀区委社会工作部"
ITEMS = (
    "2013901",
    "2013950",
    "2013999",
    "2080505",
    "2080506",
    "2101101",
    "2101102",
    "2210201",
    "2210203",
)
CLASS_ROWS = ("201", "208", "210", "221")


def document() -> Document:
    """The document with its published tables."""
    paragraphs = narrative()
    return Document(
        name="published.pdf",
        book=book_of(read_tidy(DATA / "putuo-2024-tables.csv"), code_names(), UNIT_NAME),
        paragraphs=paragraphs,
        statements=tuple(statements(paragraphs, DATA / "putuo-2024.csv")),
        cells=_cells(),
        sums=_sums(),
    )


def narrative() -> tuple[str, ...]:
    """The paragraphs of the PDF from the narrative's heading on."""
    read = pipeline.read(PDF).narrative
    texts = [paragraph.text for paragraph in read.paragraphs] if read else []
    start = max(place for place, text in enumerate(texts) if text.startswith("第三部分"))
    return tuple(texts[start:])


def _cells() -> dict[Quantity, tuple[CellId, ...]]:
    final = {
        "收入总计": ["01 31 金额", "01 62 金额"],
        "本年收入": ["02 合计 本年收入合计", "01 27 金额"],
        "财政拨款收入": ["02 合计 财政拨款收入", "04 27 金额"],
        "本年支出": ["03 合计 本年支出合计", "01 58 金额"],
        "基本支出": ["03 合计 基本支出"],
        "项目支出": ["03 合计 项目支出"],
        "财政拨款收入总计": ["04 32 金额", "04 64 合计"],
        "一般公共": ["05 合计 小计", "04 59 一般公共预算财政拨款"],
        "一般公共/基本": ["05 合计 基本支出"],
        "人员经费": ["06 人员经费合计 决算数"],
        "公用经费": ["06 公用经费合计 决算数"],
    }
    for code in CLASS_ROWS:
        line = 33 + tuple(CLASSES).index(code)
        final[f"一般公共/{code}"] = [f"05 {code} 小计", f"04 {line} 一般公共预算财政拨款"]
    for code in ITEMS:
        final[f"一般公共/{code}"] = [f"05 {code} 小计"]
    return {
        Quantity(Measure.FINAL, subject): tuple(_cell(*at.split()) for at in places)
        for subject, places in final.items()
    }


def _cell(table: str, row: str, column: str) -> CellId:
    return CellId(f"公开{table}表", row, column)


def _sums() -> tuple[SumRule, ...]:
    final, count = (Measure.FINAL,), (Measure.COUNT,)
    items = tuple(f"一般公共/{code}" for code in ITEMS)
    kinds = tuple(f"车辆{number}" for number in range(1, 9))
    return (
        SumRule("一般公共", items, (Measure.FULL_BUDGET,), at_most=True),
        SumRule("一般公共/基本", ("人员经费", "公用经费"), final),
        SumRule("采购", ("采购货物", "采购工程", "采购服务"), final),
        SumRule("预留中小企业", ("预留小微企业",), final, at_most=True),
        SumRule("车辆", kinds, count),
        SumRule("项目", ("项目优", "项目良", "项目中", "项目差"), count),
    )
