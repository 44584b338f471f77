"""The form of Shanghai 2024 as data: what is printed, and a real document filled into it."""

from __future__ import annotations

import csv
import re
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest

import xltool
from tests.shared_cases import CASES, needs_cases
from xltool import editions
from xltool.editions.selectors import Axes
from xltool.editions.sheet_forms import forms_of
from xltool.model.book import Book, CellId
from xltool.model.errors import XltoolError
from xltool.model.finding import Verdict
from xltool.sources.documents import open_document
from xltool.sources.published import read_published

EDITION = editions.load("shanghai/2024")
SHANXI = editions.load("shanxi/2024")
TEMPLATE = CASES / "putuo-2024" / "official-template.pdf"
PUBLISHED = CASES / "putuo-2024" / "published.pdf"
TYPED = Path(__file__).parents[1] / "quality" / "data" / "putuo-2024-tables.csv"
UNIT = "中共上海市普陀区委社会工作部"


def figures() -> dict[CellId, Decimal]:
    """The figures of the published tables, typed by hand under the names of Shanxi's form."""
    found = {}
    with TYPED.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            spec = EDITION.named(SHANXI.tables[row["table"]].short)
            assert spec is not None
            axes = Axes(spec)
            (key,) = axes.rows(row["row"]) if row["row"] else ("",)
            (column,) = axes.columns(row["column"])
            found[CellId(spec.id, key, column)] = Decimal(row["value"])
    return found


def filled(tmp_path: Path, *, as_published: bool) -> Book:
    """The published figures in the form of Shanghai."""
    data = tmp_path / "数据.csv"
    with data.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("table", "row", "column", "value"))
        rows.writerows((*at, value) for at, value in figures().items())
    return xltool.fill(data, EDITION.id, unit_name=UNIT, as_published=as_published)


def test_nine_tables_in_the_order_of_the_form_without_numbers() -> None:
    names = [spec.short for spec in EDITION.tables.values()]
    assert names == ["T01", "T02", "T03", "T04", "T05", "T06", "T09", "T07", "T08", "A"]
    forms = forms_of(EDITION).sheets
    for spec in EDITION.tables.values():
        if spec.id != EDITION.analysis_sheet:
            assert spec.id == spec.title
            assert forms[spec.id].number == ""
            assert forms[spec.id].numbers_row == 0


@pytest.mark.parametrize("short", ["T01", "T04"])
def test_the_form_prints_24_classes_and_knows_the_26_that_units_publish(short: str) -> None:
    spec = EDITION.named(short)
    assert spec is not None
    classes = [line for line in spec.lines if line.code]
    assert len(classes) == 26
    assert [line.code for line in classes if not line.is_printed] == ["231", "232"]
    assert [line.label for line in classes if line.is_printed][-1] == (
        "二十四、抗疫特别国债安排的支出"
    )


@needs_cases
def test_every_title_label_and_note_is_printed_in_the_official_template() -> None:
    document = open_document(TEMPLATE)
    cells = {_words(c.text) for table in document.tables.values() for c in table.cells.values()}
    texts = "".join(_words(block.text) for block in document.texts)
    for spec in EDITION.tables.values():
        if spec.id == EDITION.analysis_sheet:
            continue
        assert _words(spec.title) in texts
        assert _words(spec.note) in texts
        head = [text for _, text in forms_of(EDITION).sheets[spec.id].head]
        labels = [line.label for line in spec.lines if line.is_printed]
        missing = [text for text in (*head, *labels) if text and _words(text) not in cells]
        assert missing == []
        if spec.short in ("T07", "T08"):
            assert _words(spec.empty_statement_of("上海市XX局") or "") in texts


def _words(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


@needs_cases
def test_the_figures_of_the_published_pdf_are_read_and_the_form_is_recognised() -> None:
    book = read_published(PUBLISHED)
    assert (book.edition, book.unit_name, book.year) == ("shanghai/2024", UNIT, 2024)
    read = {
        CellId(table.id, *key): cell.value
        for table in book.tables.values()
        for key, cell in table.cells.items()
        if cell.value is not None
    }
    assert read == figures()


@needs_cases
def test_only_what_is_wrong_by_reading_is_said_of_the_published_tables() -> None:
    book = read_published(PUBLISHED)
    findings = [f for f in xltool.check(book).findings if f.rule[0] == "T"]
    # 95.36 + 10.23 = 105.59 beside 105.58, and 302 one 0.01 above its items: tails of rounding
    assert [(f.rule, f.verdict) for f in findings] == [("T05.T06.basic", Verdict.ROUNDING)]
    red = [f.rule for f in xltool.check(book).findings if f.verdict is Verdict.MISMATCH]
    assert red == ["narrative.completion", "narrative.at-most"]


def test_the_published_figures_fill_the_form_and_come_back(tmp_path: Path) -> None:
    book = filled(tmp_path, as_published=True)
    xltool.save(book, tmp_path / "表.xlsx")
    again = xltool.read(tmp_path / "表.xlsx")
    assert again.edition == "shanghai/2024"
    assert again.unit_name == UNIT
    for at, value in figures().items():
        cell = again.cell(at)
        assert cell is not None
        assert cell.value == value, at
    assert xltool.check(again).rules.mismatch == 0


def test_totals_are_computed_from_what_is_entered(tmp_path: Path) -> None:
    book = filled(tmp_path, as_published=False)
    total = book.cell(CellId("一般公共预算财政拨款支出决算表", "合计", "合计"))
    assert total is not None
    assert (total.value, total.live) == (Decimal("307.82"), True)
    # the total stands below the codes
    rows = book.tables["一般公共预算财政拨款支出决算表"].rows
    assert [row.key for row in rows][-1] == "合计"
    assert xltool.recompute(book).edits == ()


def test_an_empty_table_says_so_in_the_sentence_of_the_form(tmp_path: Path) -> None:
    book = filled(tmp_path, as_published=False)
    table = book.tables["政府性基金预算财政拨款收入支出决算表"]
    assert table.empty_statement == (
        f"说明：{UNIT}本年度没有政府性基金预算财政拨款收入和支出，故本表无数据。"
    )


def test_a_figure_of_a_class_that_the_form_does_not_print_is_refused(tmp_path: Path) -> None:
    data = tmp_path / "数据.csv"
    data.write_text("table,row,column,value\n收入支出决算总表,债务付息支出,决算数,3.00\n", "utf-8")
    with pytest.raises(XltoolError, match="没有对应的单元格"):
        xltool.fill(data, EDITION.id)


def test_what_the_common_form_computes_this_form_computes_too() -> None:
    """Lines and columns have other names here; not one inherited identity may lose its cells."""
    base = editions.load("national/2024")
    common = editions.computed_cells(base, editions.skeleton(base, {}))
    own = editions.computed_cells(EDITION, editions.skeleton(EDITION, {}))
    printed = {(spec.id, line.key) for spec in EDITION.tables.values() for line in spec.lines
               if line.is_printed}  # fmt: skip
    unprinted = []
    for cell in common:
        spec = EDITION.named(base.tables[cell.table].short)
        assert spec is not None
        axes = Axes(spec)
        (row,) = axes.rows(cell.row) if cell.row else ("",)
        (column,) = axes.columns(cell.column)
        if spec.lines and (spec.id, row) not in printed:
            unprinted.append(row)
            continue
        if row in ("债务还本支出", "债务付息支出"):
            continue  # 分析 of classes that the form does not print
        assert CellId(spec.id, row, column) in own
    assert set(unprinted) <= {
        "债务还本支出", "债务付息支出", *(str(code) for code in range(304, 400)),
    }  # fmt: skip
