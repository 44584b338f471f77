"""The workbook of every edition gives in other programs what its identities give here."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.filling.calculators import by_ironcalc, by_libreoffice, differences, live_cells
from xltool import editions
from xltool.editions.schema import Edition, Role, TableKind, TableSpec
from xltool.filling import fill, workbook_bytes
from xltool.model.amount import Amount, Unit
from xltool.model.book import CellId
from xltool.model.entries import Entries, Entry
from xltool.model.patch import InsertRows, Patch, SetContent
from xltool.package import Package, apply
from xltool.sources import read_workbook

OTHERS = [one for one in editions.available() if one != editions.DEFAULT_EDITION]
CODES = ("2010101", "2010102", "2010201", "2050201", "2120801", "2230105")
FEWEST = 200


def entered(edition: Edition) -> list[CellId]:
    """Every cell that a unit with these codes may enter."""
    return [cell for spec in edition.tables.values() for cell in _entered(spec)]


def _entered(spec: TableSpec) -> list[CellId]:
    columns = [column.key for column in spec.columns if column.role in (None, Role.ENTERED)]
    if spec.kind is TableKind.CODES:
        return [CellId(spec.id, code, column) for code in CODES for column in columns]
    return [
        CellId(spec.id, line.key, column.key)
        for block in spec.blocks
        for line in block.lines
        for column in block.columns
        if line.is_printed
        and (line.role is Role.ENTERED or column.role is Role.ENTERED)
        and column.role in (None, Role.ENTERED)
    ]


def workbook_of(edition: Edition, unit: Unit) -> bytes:
    """A made-up unit in which every cell that may be entered has a figure of its own."""
    figures = tuple(
        Entry(at, Amount(Decimal(number * 48_271 % 999_983).scaleb(-2), unit, 2), f"第{number}行")
        for number, at in enumerate(entered(edition), start=1)
    )
    codes = {code[:length] for code in CODES for length in (3, 5, 7)}
    names = {code: f"科目{code}" for code in codes}
    entries = Entries(unit, figures, "示例单位甲", None, names, "数据.csv")
    return workbook_bytes(fill(entries, edition), edition)


def with_inserted_row(workbook: bytes, edition: Edition) -> bytes:
    """A row put in behind the first code of the table of 一般公共预算, with code and figure."""
    spec = edition.named("T05")
    assert spec is not None
    assert spec.code_rows is not None
    at = spec.code_rows.first_row + 1
    patch = Patch(
        (
            InsertRows(spec.sheet, at, 1, at),
            SetContent(spec.sheet, f"A{at}", None, "2010100"),
            SetContent(spec.sheet, f"D{at}", None, Decimal("12.34")),
        )
    )
    return apply(patch, Package.open(workbook)).to_bytes()


@pytest.mark.parametrize("unit", [Unit.WAN, Unit.YUAN])
@pytest.mark.parametrize("edition_id", OTHERS)
def test_ironcalc_agrees_with_every_cached_value(
    edition_id: str, unit: Unit, tmp_path: Path
) -> None:
    edition = editions.load(edition_id)
    workbook = workbook_of(edition, unit)
    cached = live_cells(read_workbook(workbook))
    assert len(cached) > FEWEST
    assert differences(cached, by_ironcalc(workbook, cached, tmp_path)) == []


@pytest.mark.parametrize("edition_id", OTHERS)
def test_libreoffice_agrees_with_every_cached_value(edition_id: str, tmp_path: Path) -> None:
    edition = editions.load(edition_id)
    workbook = workbook_of(edition, Unit.YUAN)
    cached = live_cells(read_workbook(workbook))
    assert differences(cached, by_libreoffice(workbook, cached, tmp_path)) == []


@pytest.mark.parametrize("edition_id", OTHERS)
def test_recomputing_changes_nothing_and_the_tables_agree(edition_id: str) -> None:
    from xltool import pipeline

    book = read_workbook(workbook_of(editions.load(edition_id), Unit.WAN))
    assert pipeline.recompute(book).edits == ()
    totals = [f for f in pipeline.check(book).findings if f.rule.endswith((".total", ".tree"))]
    assert not [f for f in totals if f.rule.split(".")[0] == f.rule.split(".")[1]]


def test_a_total_below_the_codes_takes_in_a_row_that_a_user_inserts(tmp_path: Path) -> None:
    """合计 of the table of Shanghai stands below the codes: its sum grows all the same."""
    edition = editions.load("shanghai/2024")
    workbook = with_inserted_row(workbook_of(edition, Unit.WAN), edition)
    book = read_workbook(workbook)
    table = book.tables["一般公共预算财政拨款支出决算表"]
    assert [row.key for row in table.rows][-1] == "合计"
    total = table.cell("合计", "基本支出")
    assert total is not None
    assert total.address is not None
    cached = live_cells(book)
    calculated = by_ironcalc(workbook, cached, tmp_path)
    grown = calculated[total.address.sheet, total.address.cell]
    assert isinstance(grown, Decimal)
    assert grown == total.exact + Decimal("12.34")


def test_a_class_that_the_form_does_not_print_is_named_and_in_no_total(tmp_path: Path) -> None:
    """债务还本支出 has no row in the form of Shanghai: the sheet cannot add it up."""
    edition = editions.load("shanghai/2024")
    figures = tuple(
        Entry(CellId("支出决算表", code, "项目支出"), Amount(Decimal(value), Unit.WAN, 2), "第1行")
        for code, value in (("2310301", "7.00"), ("2050201", "5.00"))
    )
    codes = ("231", "23103", "2310301", "205", "20502", "2050201")
    names = {code: f"科目{code}" for code in codes}
    book = fill(Entries(Unit.WAN, figures, "示例单位甲", None, names, "数据.csv"), edition)
    assert any(remark.code == "fill.no-class-row" for remark in book.remarks)
    total = book.cell(CellId("收入支出决算总表", "本年支出合计", "决算数"))
    assert total is not None
    assert total.value == Decimal("5.00")
    workbook = workbook_bytes(book, edition)
    cached = live_cells(read_workbook(workbook))
    assert differences(cached, by_ironcalc(workbook, cached, tmp_path)) == []
