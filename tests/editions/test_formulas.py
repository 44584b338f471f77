"""Formulas: their text by hand, their values by an independent calculator."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

import ironcalc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.editions.books import Figures, tables
from xltool import editions
from xltool.editions.codes import children_of
from xltool.editions.layout import split_cell
from xltool.model.book import Address, CellId

EDITION = editions.load()
CODES: Mapping[str, Sequence[str]] = {
    "公开03表": ["201", "20106", "2010607", "2010650"],
    "公开07表": ["212", "21208", "2120899"],
}
ALLOWED: Final = {"SUM", "SUMIF", "ROUND", "IF", "ISNUMBER", "N"}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (CellId("公开01表", "27", "金额"), "ROUND(SUM(C7:C14),6)"),
        (
            CellId("公开03表", "合计", "基本支出"),
            'ROUND(SUMIF($A$8:$A$13,"???",D$8:D$13),6)',
        ),
        (
            CellId("公开03表", "20106", "项目支出"),
            'ROUND(SUMIF($A$8:$A$13,$A10&"??",E$8:E$13),6)',
        ),
        (CellId("公开03表", "2010650", "本年支出合计"), "ROUND(SUM(D12:H12),6)"),
        (
            CellId("公开01表", "32", "金额"),
            "ROUND(SUMIF('公开03表'!$A$8:$A$13,\"201\",'公开03表'!$C$8:$C$13),6)",
        ),
        (CellId("公开01表", "1", "金额"), "ROUND('公开04表'!$C$7,6)"),
        (CellId("公开07表", "2120899", "年末结转和结余"), "ROUND(SUM(C11:D11)-E11,6)"),
        (CellId("公开06表", "人员经费合计", "决算数"), "ROUND(SUM(C6,C20),6)"),
        (
            CellId("公开06表", "310", "决算数"),
            'ROUND(SUMIF($G$5:$G$34,$G24&"??",I$5:I$34)+SUMIF($J$5:$J$33,$G24&"??",L$5:L$33),6)',
        ),
        (CellId("分析", "基本支出", "占比"), 'IF(N(B14)=0,"",ROUND(B15/B14,4))'),
        (CellId("分析", "基本支出", "增减额"), 'IF(ISNUMBER(H15),ROUND(B15-H15,6),"")'),
    ],
)
def test_a_formula_reads(cell: CellId, text: str) -> None:
    assert editions.formulas(EDITION, CODES)[cell] == text


def test_formulas_use_few_functions_and_none_that_is_volatile() -> None:
    texts = editions.formulas(EDITION, CODES).values()
    assert {name for text in texts for name in re.findall(r"([A-Z]+)\(", text)} == ALLOWED


def test_no_formula_names_a_code_row_of_another_sheet_by_its_address() -> None:
    for cell, text in editions.formulas(EDITION, CODES).items():
        for sheet, row in re.findall(r"'([^']+)'![$][A-Z]+[$](\d+)(?!:|\d)(?<!:)", text):
            grows = EDITION.tables[sheet].code_rows
            in_range = re.search(rf"'{sheet}'!\$[A-Z]+\$\d+:\$[A-Z]+\${row}", text)
            assert grows is None or int(row) == grows.total_row or in_range, (cell, text)


def test_children_are_named_one_by_one_where_the_column_of_codes_is_not_known() -> None:
    book = tables(T03={"201": {}, "20106": {}, "20132": {}})
    cell = CellId("公开03表", "201", "基本支出")
    equation = editions.computed_cells(EDITION, book)[cell]
    places = {"201": "D20", "20106": "D25", "20132": "D31"}
    text = editions.render_formula(equation, lambda at: Address("支出", places[at.row]))
    assert text == "ROUND(SUM(D25,D31),6)"


def test_a_cell_that_the_workbook_lacks_is_left_out_and_a_formula_of_nothing_is_none() -> None:
    book = tables(T01={})
    equation = editions.computed_cells(EDITION, book)[CellId("公开01表", "31", "金额")]
    places = {"31": "B9", "27": "B5", "29": "B7"}

    def locate(at: CellId) -> Address | None:
        return Address("总表", places[at.row]) if at.row in places else None

    assert editions.render_formula(equation, locate) == "ROUND(SUM(B5,B7),6)"
    assert editions.render_formula(equation, lambda _: None) is None


def calculated(values: Mapping[CellId, Decimal], codes: Mapping[str, Sequence[str]]) -> Calculator:
    """The form with ``values`` entered and every other formula live."""
    sheets = editions.layout(EDITION, codes)
    texts = editions.formulas(EDITION, codes)
    calculator = Calculator()
    for table, sheet in sheets.sheets.items():
        for code, place in sheet.codes.items():
            calculator.enter(Address(sheet.sheet, place), f"'{code}")
        for row, column in sheet.cells:
            cell = CellId(table, row, column)
            at = sheets.address(cell)
            if at and cell in values:
                calculator.enter(at, str(values[cell]))
            elif at and cell in texts:
                calculator.enter(at, f"={texts[cell]}")
    calculator.model.evaluate()
    return calculator


class Calculator:
    """ironcalc, with sheets by name."""

    def __init__(self) -> None:
        self.model = ironcalc.create("book", "en", "UTC", "en")
        self.model.rename_sheet(0, EDITION.tables["公开01表"].sheet)
        self.sheets = [spec.sheet for spec in EDITION.tables.values()]
        for sheet in self.sheets[1:]:
            self.model.add_sheet(sheet)

    def enter(self, at: Address, text: str) -> None:
        """Type ``text`` into a cell."""
        self.model.set_user_input(*self._place(at), text)

    def insert_row(self, sheet: str, row: int) -> None:
        """Put an empty row in before ``row``."""
        self.model.insert_rows(self.sheets.index(sheet), row, 1)

    def value(self, at: Address | None) -> str:
        """What the cell shows, under General."""
        assert at is not None
        return str(self.model.get_formatted_cell_value(*self._place(at)))

    def _place(self, at: Address) -> tuple[int, int, int]:
        letter, row = split_cell(at.cell)
        return self.sheets.index(at.sheet), row, ord(letter) - ord("A") + 1


SPENDING: Figures = {
    "2010607": {"项目支出": "96.58"},
    "2010650": {"基本支出": "307.64", "项目支出": "0.01"},
}


def test_a_figure_entered_at_the_bottom_arrives_at_the_grand_total() -> None:
    values = {
        CellId("公开03表", row, column): Decimal(value)
        for row, columns in SPENDING.items()
        for column, value in columns.items()
    }
    calculator = calculated(values, CODES)
    places = editions.layout(EDITION, CODES)
    for cell, expected in {
        CellId("公开03表", "201", "本年支出合计"): "404.23",
        CellId("公开03表", "合计", "项目支出"): "96.59",
        CellId("公开01表", "32", "金额"): "404.23",
        CellId("公开01表", "62", "金额"): "404.23",
        CellId("分析", "基本支出", "占比"): "0.7611",
        CellId("分析", "基本支出", "完成年初预算"): "",
        CellId("分析", "基本支出", "增减额"): "",
    }.items():
        assert calculator.value(places.address(cell)) == expected, cell


def test_fractions_of_a_fen_are_kept_and_binary_dust_is_not() -> None:
    entered = {
        CellId("公开03表", "2010607", "项目支出"): Decimal("0.100001"),
        CellId("公开03表", "2010650", "项目支出"): Decimal("0.2"),
    }
    at = editions.layout(EDITION, CODES).address(CellId("公开03表", "合计", "项目支出"))
    assert calculated(entered, CODES).value(at) == "0.300001"


@pytest.mark.parametrize("row", [9, 10, 11, 12, 13])
def test_a_row_inserted_anywhere_among_the_codes_enters_every_total(row: int) -> None:
    """Only the code and the entered figure are typed into the new row, no formula."""
    calculator = calculated({CellId("公开03表", "2010607", "项目支出"): Decimal(5)}, CODES)
    calculator.insert_row("公开03表", row)
    codes = [*CODES["公开03表"]]
    codes.insert(row - 9, "2010699")
    for position, code in enumerate(codes):  # ironcalc forgets that codes it moves are text
        calculator.enter(Address("公开03表", f"A{9 + position}"), f"'{code}")
    calculator.enter(Address("公开03表", f"E{row}"), "2")
    calculator.model.evaluate()
    places = {"201": 9, "20106": 10}
    moved = {code: at + (at >= row) for code, at in places.items()}
    for code, at in moved.items():
        assert calculator.value(Address("公开03表", f"C{at}")) == "7", code
    assert calculator.value(Address("公开03表", "C8")) == "7"
    assert calculator.value(Address("公开01表", "F7")) == "7"


amounts = st.decimals(0, 10**6, places=2)
leaves = st.dictionaries(
    st.tuples(st.sampled_from(["201", "208"]), st.integers(1, 3), st.integers(1, 3)),
    amounts,
    min_size=1,
    max_size=8,
)


@settings(max_examples=15, deadline=None)
@given(leaves)
def test_every_code_is_the_sum_of_the_leaves_below_it(
    drawn: Mapping[tuple[str, int, int], Decimal],
) -> None:
    given_leaves = {f"{head}{mid:02}{tail:02}": value for (head, mid, tail), value in drawn.items()}
    codes = sorted({code[:length] for code in given_leaves for length in (3, 5, 7)})
    entered = {CellId("公开05表", code, "项目支出"): value for code, value in given_leaves.items()}
    calculator = calculated(entered, {"公开05表": codes})
    places = editions.layout(EDITION, {"公开05表": codes})
    for code in children_of(codes):
        below = [
            value
            for leaf, value in given_leaves.items()
            if code is None or leaf[: len(code)] == code
        ]
        at = places.address(CellId("公开05表", code or "合计", "小计"))
        assert Decimal(calculator.value(at)) == sum(below)
