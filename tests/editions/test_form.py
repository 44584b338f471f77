"""The form of Shanxi 2024 holds what the published document of that year shows."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from tests.editions.books import holds
from tests.shared_cases import YANGQUAN, needs_cases
from xltool import editions
from xltool.editions.schema import Role, TableKind, TableSpec
from xltool.model.amount import Unit
from xltool.model.book import TOTAL_ROW, Cell, Row, Table
from xltool.model.errors import XltoolError

EDITION = editions.load()
FORM = {spec.short: spec for spec in EDITION.tables.values()}
CLASSES = [
    *("201", "202", "203", "204", "205", "206", "207", "208", "210", "211", "212", "213", "214"),
    *("215", "216", "217", "219", "220", "221", "222", "223", "224", "229", "231", "232", "234"),
]


def published() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((YANGQUAN / "figures.json").read_text("utf-8"))["tables"]
    return found


def test_ten_tables_and_the_analysis_stand_in_order() -> None:
    numbers = [f"公开{number:02}表" for number in range(1, 11)]
    assert list(EDITION.tables) == [*numbers, "分析"]


def test_the_edition_is_listed_and_an_unknown_one_is_refused_with_the_known_ones() -> None:
    assert "shanxi/2024" in editions.available()
    with pytest.raises(XltoolError, match=r"没有版式 shanxi/1999;可用:.*shanxi/2024"):
        editions.load("shanxi/1999")


@pytest.mark.parametrize(("short", "lines"), [("T01", 62), ("T04", 64), ("T06", 112), ("T10", 16)])
def test_every_line_of_the_form_is_there(short: str, lines: int) -> None:
    assert len(FORM[short].lines) == lines


@pytest.mark.parametrize("short", ["T01", "T04"])
def test_all_26_class_rows_stand_in_their_order(short: str) -> None:
    assert [line.code for line in FORM[short].lines if line.code] == CLASSES


def test_all_110_economic_codes_stand_in_four_blocks_side_by_side() -> None:
    blocks = [block for block in FORM["T06"].blocks if block.code_letter]
    assert [block.code_letter for block in blocks] == ["A", "D", "G", "J"]
    assert [len(block.lines) for block in blocks] == [27, 28, 28, 27]
    codes = [line.code for block in blocks for line in block.lines]
    assert codes == list(EDITION.economic_codes)


def test_tables_of_codes_begin_with_the_total_in_row_8_and_codes_in_row_9() -> None:
    for short in ("T02", "T03", "T05", "T07", "T08"):
        rows = FORM[short].code_rows
        assert rows is not None
        assert (rows.total_row, rows.first_row, rows.code_letter, rows.name_letter) == (
            8,
            9,
            "A",
            "B",
        )
        assert rows.columns[0].letter == "C"


def test_vehicles_are_counted_and_procurement_is_money() -> None:
    line = {line.key: line for line in FORM["T10"].lines}
    assert (line["1"].unit, line["1"].decimals) == (Unit.WAN, 2)
    assert (line["15"].unit, line["15"].decimals) == (Unit.VEHICLE, 0)
    assert (line["17"].unit, line["17"].decimals) == (Unit.SET, 0)
    assert "16" not in line


def test_lines_without_a_label_take_no_figure() -> None:
    for spec in FORM.values():
        if spec.kind is TableKind.LINES:
            assert all((line.role is Role.BLANK) == (not line.label) for line in spec.lines)


def test_totals_and_links_of_the_form_are_the_cells_that_something_computes() -> None:
    computed = editions.computed_cells(EDITION, editions.skeleton(EDITION, {}))
    for short in ("T01", "T04", "T06", "T10"):
        spec = FORM[short]
        declared = {
            (line.key, column.key)
            for block in spec.blocks
            for line in block.lines
            for column in block.columns
            if (column.role or line.role) in (Role.TOTAL, Role.LINKED)
            and line.role is not Role.BLANK
        }
        found = {(cell.row, cell.column) for cell in computed if cell.table == spec.id}
        assert found - declared <= {("60", "政府性基金预算财政拨款")}
        assert declared <= found


def test_every_table_has_a_note_and_all_but_the_first_a_sentence_for_no_data() -> None:
    tables = [spec for spec in FORM.values() if spec.id != "分析"]
    assert all(spec.note.startswith("注：") for spec in tables)
    assert [spec.short for spec in tables if not spec.empty_statement] == ["T01"]
    assert all("本表无数据" in spec.empty_statement for spec in tables if spec.empty_statement)


def test_no_title_or_alias_names_two_tables() -> None:
    names = [name for spec in FORM.values() for name in (spec.title, *spec.aliases)]
    assert len(names) == len(set(names))


def test_no_column_label_or_alias_names_two_columns_of_a_block() -> None:
    for spec in FORM.values():
        groups = [spec.code_rows.columns] if spec.code_rows else [b.columns for b in spec.blocks]
        for columns in groups:
            names = [name for column in columns for name in (column.key, *column.aliases)]
            assert len(names) == len(set(names)), spec.id


@needs_cases
@pytest.mark.parametrize("spec", list(FORM.values())[:10], ids=lambda spec: spec.short)
def test_titles_and_labels_are_those_of_the_published_document(spec: TableSpec) -> None:
    shown = published()[spec.id]
    assert spec.title.replace("“", '"').replace("”", '"') == shown["title"]
    labels = {str(cell).split()[-1] for row in shown["rows"] for cell in row if cell}
    own = {line.label for line in spec.lines if line.label}
    assert own <= labels


@needs_cases
@pytest.mark.parametrize("short", ["T02", "T03", "T05", "T07", "T08"])
def test_columns_are_those_of_the_published_document(short: str) -> None:
    rows = FORM[short].code_rows
    assert rows is not None
    shown = published()[FORM[short].id]["columns"][2:]
    names = [(column.key, *column.aliases) for column in rows.columns]
    assert all(label in known for label, known in zip(shown, names, strict=True))


@needs_cases
def test_every_functional_code_of_the_published_document_has_its_published_name() -> None:
    for short in ("T02", "T03", "T05"):
        for row in published()[FORM[short].id]["rows"][1:]:
            assert EDITION.functional_codes[row[0]] == row[1]


@needs_cases
def test_the_published_figures_break_only_what_rounding_breaks() -> None:
    book = {spec.id: table_as_published(spec) for spec in list(FORM.values())[:10]}
    found = {
        equation.rule.id
        for equation in editions.equations(EDITION, book)
        if not holds(equation, book)
    }
    assert found == {
        "T01.expenditure.total", "T02.tree", "T03.tree", "T03.row.subtotal",
        "T04.expenditure.total", "T05.tree", "T05.row.subtotal", "T05.T06.basic", "T06.class",
    }  # fmt: skip


def table_as_published(spec: TableSpec) -> Table:
    """The table with the figures that were printed."""
    shown = published()[spec.id]["rows"]
    if spec.code_rows:
        keys = [row[0] or TOTAL_ROW for row in shown]
        figures = [row[2:] for row in shown]
    elif spec.kind is TableKind.SINGLE:
        keys, figures = [""], shown
    else:
        return lines_as_published(spec, shown)
    cells = {
        (key, column.key): Cell(None if value is None else Decimal(value))
        for key, values in zip(keys, figures, strict=True)
        for column, value in zip(spec.columns, values, strict=True)
    }
    return Table(spec.id, spec.title, tuple(Row(key, key) for key in keys), cells)


def lines_as_published(spec: TableSpec, shown: list[list[Any]]) -> Table:
    """T01, T04 (two sides beside one another), T06, T10."""
    cells: dict[tuple[str, str], Cell] = {}
    for row in shown:
        start = 0
        for block in spec.blocks[:2] if len(row) > 3 else spec.blocks[:1]:
            end = start + 2 + len(block.columns)
            label, key, *values = row[start:end]
            known = key if spec.short != "T06" else label or key
            for column, value in zip(block.columns, values, strict=True):
                cells[str(known), column.key] = Cell(None if value is None else Decimal(value))
            start = end
    return Table(
        spec.id, spec.title, tuple(Row(line.key, line.label) for line in spec.lines), cells
    )
