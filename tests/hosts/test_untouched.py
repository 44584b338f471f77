"""What marks do not concern stays byte for byte: charts, pictures, macros, ribbon, rules."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from tests.hosts.workbooks import seen
from tests.package.workbooks import everything
from xltool.hosts import marks, unmark
from xltool.model.book import Address, Book, Cell, Narrative, Paragraph, Row, Table
from xltool.model.finding import (
    CellPlace,
    Figure,
    FigureKind,
    Finding,
    Severity,
    TextPlace,
    Verdict,
)
from xltool.package import Package, apply

TABLE = "公开03表"
SENTENCE = "本年收入合计715.32万元,比上年增长3.10%。"
MAY_CHANGE = re.compile(
    r"\[Content_Types\]\.xml|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/styles\.xml"
    r"|docProps/app\.xml"
    r"|xl/worksheets/(_rels/)?sheet1\.xml(\.rels)?|xl/comments1?\.xml|xl/drawings/vmlDrawing1\.vml"
    r"|xl/worksheets/(_rels/)?sheet[56]\.xml(\.rels)?|xl/comments[34]\.xml"
    r"|xl/drawings/vmlDrawing[345]\.vml"
)
"""Parts that marks on 公开03表 and the two added sheets need."""


def book() -> Book:
    cells = {
        ("201", "甲"): Cell(Decimal("100.50"), address=Address(TABLE, "C9")),
        ("202", "甲"): Cell(Decimal("201.00"), address=Address(TABLE, "C10")),
        ("202", "乙"): Cell(Decimal("2.00"), address=Address(TABLE, "D10")),
    }
    rows = (Row("201", "一"), Row("202", "二"))
    table = Table(TABLE, "支出决算表", rows, cells, sheet=TABLE)
    return Book("shanxi/2024", {TABLE: table})


def findings() -> list[Finding]:
    places = [
        CellPlace(TABLE, "201", "甲", TABLE, "C9"),
        CellPlace(TABLE, "202", "甲", TABLE, "C10"),
        CellPlace(TABLE, "202", "乙", TABLE, "D10"),
    ]
    verdicts = (Verdict.MISMATCH, Verdict.ROUNDING, Verdict.UNCHECKED)
    text = TextPlace("a", "二", 0, 6, 12, "715.32")
    return [
        *(
            Finding("cell", verdict, Severity.WARNING, "说明", where=(place,))
            for place, verdict in zip(places, verdicts, strict=True)
        ),
        Finding("text", Verdict.MISMATCH, Severity.ERROR, "说明", where=(text,)),
    ]


def figures() -> list[Figure]:
    return [
        Figure(
            text,
            Decimal(text),
            "",
            "二",
            0,
            SENTENCE.index(text),
            SENTENCE.index(text) + len(text),
            FigureKind.COPY,
            verdict,
        )
        for text, verdict in (("715.32", Verdict.MISMATCH), ("3.10", Verdict.ROUNDING))
    ]


def from_file() -> Narrative:
    return Narrative((Paragraph(SENTENCE, 0),), "a.txt")


def in_sheet() -> Narrative:
    return Narrative((Paragraph(SENTENCE, 0, Address(TABLE, "A16")),), "公开表.xlsm")


def highlighted(package: Package, narrative: Narrative) -> Package:
    return apply(marks(findings(), figures(), book(), narrative, package), package)


def changed(before: Package, after: Package) -> set[str]:
    names = {*before.names, *after.names}
    return {
        name
        for name in names
        if name not in before or name not in after or before.part(name) != after.part(name)
    }


@pytest.mark.parametrize("narrative", [from_file(), in_sheet()], ids=["file", "sheet"])
def test_nothing_but_the_marks_changes(narrative: Narrative) -> None:
    before = Package.open(everything())
    once = highlighted(before, narrative)
    twice = highlighted(once, narrative)
    cleaned = apply(unmark(twice), twice)
    for after in (once, twice, cleaned):
        assert [name for name in changed(before, after) if not MAY_CHANGE.fullmatch(name)] == []
    assert "xl/vbaProject.bin" in once
    assert "customUI/customUI14.xml" in once


@pytest.mark.parametrize("narrative", [from_file(), in_sheet()], ids=["file", "sheet"])
def test_unmarked_it_is_the_workbook_it_was(narrative: Narrative) -> None:
    before = Package.open(everything())
    once = highlighted(before, narrative)
    cleaned = apply(unmark(once), once)
    assert seen(cleaned) == seen(before)
    left = changed(before, cleaned)
    # Styles only grow, unused and harmless; the list of sheets is written anew.
    assert left <= {"xl/styles.xml", "docProps/app.xml"}


def test_formulas_and_rules_of_the_marked_sheet_stay() -> None:
    before = Package.open(everything())
    after = highlighted(before, in_sheet())
    old, new = before.part("xl/worksheets/sheet1.xml"), after.part("xl/worksheets/sheet1.xml")
    for kept in (b"dataValidation", b"conditionalFormatting", b"extLst", b"sheetViews", b"<f>"):
        pattern = re.compile(rb"<%b.*</%b>|<f>[^<]*</f>" % (kept, kept), re.DOTALL)
        assert pattern.findall(old) == pattern.findall(new)
