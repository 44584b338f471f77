"""The worked case as a Document: its tables, its narrative, the truth about its figures."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from tests.quality.books import CLASSES, T09_COLUMNS, book_of, read_tidy
from tests.quality.truth import (
    SIGNED,
    Document,
    Measure,
    Quantity,
    Statement,
    SumRule,
    ZeroRule,
    printed,
)
from tests.shared_cases import SHARED, YANGQUAN
from xltool.model.amount import Unit
from xltool.model.book import CellId

UNIT_NAME = "阳泉市财政预算评审中心"
TRUTH = Path(__file__).parent / "data" / "yangquan-2024.csv"
_NEGATIVE = ("减少", "下降", "降低")
_WORD = re.compile("增加|增长|上升|" + "|".join(_NEGATIVE))
_HEADING = re.compile(r"([一二三四五六七八九十]+)、")
_SUBHEADING = re.compile(r"[(（]([一二三四五六七八九十]+)[)）]")

CLASS_ROWS = ("201", "208", "210", "221")


def document() -> Document:
    """The worked case with its published tables."""
    text = (YANGQUAN / "narrative.txt").read_text(encoding="utf-8")
    paragraphs = tuple(line for line in text.splitlines() if line.strip())
    return Document(
        name="narrative.txt",
        book=book_of(read_tidy(YANGQUAN / "published.csv"), code_names(), UNIT_NAME),
        paragraphs=paragraphs,
        statements=tuple(statements(paragraphs, TRUTH)),
        cells=_cells(),
        sums=_sums(),
        zeros=_zeros(),
        words=_words(),
    )


def code_names() -> dict[str, str]:
    """Names of functional and economic codes from the shared lists."""
    names: dict[str, str] = {}
    for file in ("functional_seen.csv", "economic_2024.csv"):
        with (SHARED / "codes" / file).open(encoding="utf-8-sig", newline="") as lines:
            names.update({line["code"]: line["name"] for line in csv.DictReader(lines)})
    return names


def sections(paragraphs: Sequence[str]) -> list[str]:
    """The section each paragraph belongs to, as "五(三)"."""
    chapter, part, found = "", "", []
    for text in paragraphs:
        if heading := _HEADING.match(text):
            chapter, part = heading[1], ""
        elif heading := _SUBHEADING.match(text):
            part = heading[1]
        found.append(f"{chapter}({part})" if part else chapter)
    return found


def statements(paragraphs: Sequence[str], truth: Path) -> Iterator[Statement]:
    """The figures that ``truth`` lists in order, found one behind the other in the text."""
    names = sections(paragraphs)
    paragraph, cursor = 0, 0
    with truth.open(encoding="utf-8", newline="") as lines:
        for line in csv.DictReader(lines):
            pattern = re.compile(
                rf"(?<![\d.]){re.escape(line['text'])}\s?{re.escape(line['unit'][0])}"
            )
            while not (match := pattern.search(paragraphs[paragraph], cursor)):
                paragraph, cursor = paragraph + 1, 0
            yield _statement(line, paragraph, paragraphs[paragraph], match.start(), names)
            cursor = match.end()


def _statement(
    line: Mapping[str, str], paragraph: int, text: str, start: int, names: Sequence[str]
) -> Statement:
    quantity = Quantity(Measure(line["measure"]), line["subject"], line["base"])
    words = list(_WORD.finditer(text, 0, start)) if quantity.measure in SIGNED else []
    sign = -1 if words and words[-1][0] in _NEGATIVE else 1
    return Statement(
        paragraph,
        start,
        start + len(line["text"]),
        line["text"],
        printed(line["text"], Unit(line["unit"]), sign),
        quantity,
        names[paragraph],
        words[-1].span() if words else None,
    )


def _cells() -> dict[Quantity, tuple[CellId, ...]]:
    final = {
        "收入总计": ["01 31 金额", "01 62 金额"],
        "支出总计": ["01 62 金额", "01 31 金额"],
        "本年收入": ["02 合计 本年收入合计", "01 27 金额"],
        "财政拨款收入": ["02 合计 财政拨款收入"],
        "本年支出": ["03 合计 本年支出合计", "01 58 金额"],
        "基本支出": ["03 合计 基本支出"],
        "项目支出": ["03 合计 项目支出"],
        "财政拨款收入总计": ["04 32 金额", "04 64 合计"],
        "财政拨款支出总计": ["04 64 合计", "04 32 金额"],
        "一般公共": ["05 合计 小计", "04 59 一般公共预算财政拨款"],
        "一般公共/基本": ["05 合计 基本支出"],
        "一般公共/201/基本": ["05 201 基本支出"],
        "一般公共/201/项目": ["05 201 项目支出"],
        "人员经费": ["06 人员经费合计 决算数"],
        "公用经费": ["06 公用经费合计 决算数"],
        "采购": ["10 1 统计数"],
        "采购货物": ["10 2 统计数"],
        "采购工程": ["10 3 统计数"],
        "采购服务": ["10 4 统计数"],
    }
    for code in CLASS_ROWS:
        line = 33 + tuple(CLASSES).index(code)
        final[f"一般公共/{code}"] = [f"05 {code} 小计", f"04 {line} 一般公共预算财政拨款"]
    cells = {
        Quantity(Measure.FINAL, subject): tuple(_cell(*at.split()) for at in places)
        for subject, places in final.items()
    }
    for subject, column in (("三公", 0), ("出国", 1), ("购置", 3), ("运行", 4), ("接待", 5)):
        for measure, offset in ((Measure.FULL_BUDGET, 0), (Measure.FINAL, 6)):
            at = CellId("公开09表", "", T09_COLUMNS[column + offset])
            cells[Quantity(measure, subject)] = (at,)
    for subject, row in (("车辆", "7"), ("其他用车", "15"), ("设备", "17")):
        cells[Quantity(Measure.COUNT, subject)] = (_cell("10", row, "统计数"),)
    return cells


def _cell(table: str, row: str, column: str) -> CellId:
    return CellId(f"公开{table}表", row, column)


def _sums() -> tuple[SumRule, ...]:
    classes = tuple(f"一般公共/{code}" for code in CLASS_ROWS)
    count = (Measure.COUNT,)
    final = (Measure.FINAL,)
    return (
        SumRule("支出总计", ("收入总计",)),
        SumRule("财政拨款支出总计", ("财政拨款收入总计",)),
        SumRule("一般公共", classes),
        SumRule("一般公共", classes, (Measure.BUDGET,), at_most=True),
        SumRule("一般公共/201", ("一般公共/201/基本", "一般公共/201/项目")),
        SumRule("一般公共/基本", ("人员经费", "公用经费"), final),
        SumRule("三公", ("出国", "购置", "运行", "接待")),
        SumRule("接待", ("国内接待", "境外接待"), final),
        SumRule("接待批次", ("国内批次", "境外批次"), count),
        SumRule("接待人次", ("国内人次", "境外人次"), count),
        SumRule("国内接待", ("外事接待",), final, at_most=True),
        SumRule("国内批次", ("外事批次",), count, at_most=True),
        SumRule("国内人次", ("外事人次",), count, at_most=True),
        SumRule("采购", ("采购货物", "采购工程", "采购服务"), final),
        SumRule("采购", ("授予中小企业",), final, at_most=True),
        SumRule("授予中小企业", ("授予小微企业",), final, at_most=True),
        SumRule("车辆", ("保有量",), count, at_most=True),
        SumRule("项目", ("项目优", "项目良", "项目中", "项目差"), count),
    )


def _zeros() -> tuple[ZeroRule, ...]:
    return (
        ZeroRule("出国", ("团组", "出国人次")),
        ZeroRule("购置", ("购置辆",)),
        ZeroRule("接待", ("接待批次", "接待人次")),
        ZeroRule("国内接待", ("国内批次", "国内人次")),
        ZeroRule("外事接待", ("外事批次", "外事人次")),
        ZeroRule("境外接待", ("境外批次", "境外人次")),
    )


def _words() -> dict[Quantity, Decimal]:
    return {Quantity(Measure.CHANGE, item): Decimal(0) for item in ("出国", "购置", "接待")}
