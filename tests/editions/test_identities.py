"""Identities over hand-computed figures: each holds where it should and fails where it should."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.editions.books import Figures, broken, checked, tables
from xltool import editions
from xltool.editions.codes import children_of, parent_code
from xltool.model.book import CellId

Given = Mapping[str, Figures]

GENERAL = "一般公共预算财政拨款"
FUND = "政府性基金预算财政拨款"
CAPITAL = "国有资本经营预算财政拨款"

T02_ONE: Figures = {
    "合计": {"1": "10", "2": "10"},
    "201": {"1": "10", "2": "10"},
    "20106": {"1": "10", "2": "10"},
    "2010650": {"1": "10", "2": "10"},
}
TREE_OF_SPENDING: Figures = {
    "合计": {"1": "9", "2": "4", "3": "5"},
    "208": {"1": "9", "2": "4", "3": "5"},
    "20805": {"1": "9", "2": "4", "3": "5"},
    "2080505": {"1": "4", "2": "4"},
    "2080506": {"1": "5", "3": "5"},
}
FUND_ROWS: Figures = {
    key: {"1": "4", "2": "30", "3": "30", "5": "30", "6": "4"}
    for key in ("合计", "212", "21208", "2120899")
}
CARS = "公务用车购置及运行维护费"

# rule, figures it holds for, figures it fails for, row of its left side
EXAMPLES: list[tuple[str, Given, Given, str]] = [
    (
        "T01.income.total",
        {"T01": {"1": {"金额": "5"}, "8": {"金额": "2"}, "27": {"金额": "7"}, "31": {"金额": "7"}}},
        {"T01": {"1": {"金额": "5"}, "8": {"金额": "2"}, "27": {"金额": "6"}}},
        "27",
    ),
    (
        "T01.income.grand",
        {
            "T01": {
                "27": {"金额": "7"},
                "28": {"金额": "1"},
                "29": {"金额": "2"},
                "31": {"金额": "10"},
            }
        },
        {"T01": {"27": {"金额": "7"}, "30": {"金额": "3"}, "31": {"金额": "10"}}},
        "31",
    ),
    (
        "T01.expenditure.total",
        {"T01": {"32": {"金额": "5"}, "57": {"金额": "2"}, "58": {"金额": "7"}}},
        {"T01": {"32": {"金额": "5"}, "59": {"金额": "2"}, "58": {"金额": "7"}}},
        "58",
    ),
    (
        "T01.expenditure.grand",
        {
            "T01": {
                "58": {"金额": "7"},
                "59": {"金额": "1"},
                "60": {"金额": "2"},
                "62": {"金额": "10"},
            }
        },
        {"T01": {"58": {"金额": "7"}, "62": {"金额": "10"}}},
        "62",
    ),
    (
        "T01.balance",
        {"T01": {"31": {"金额": "10"}, "62": {"金额": "10"}}},
        {"T01": {"31": {"金额": "10"}, "62": {"金额": "10.01"}}},
        "31",
    ),
    ("T02.tree", {"T02": T02_ONE}, {"T02": {**T02_ONE, "20106": {"2": "11"}}}, "20106"),
    (
        "T02.row.subtotal",
        {"T02": T02_ONE},
        {"T02": {**T02_ONE, "2010650": {"1": "3", "2": "10"}}},
        "2010650",
    ),
    (
        "T03.tree",
        {"T03": TREE_OF_SPENDING},
        {"T03": {**TREE_OF_SPENDING, "合计": {"2": "5"}}},
        "合计",
    ),
    (
        "T03.row.subtotal",
        {"T03": TREE_OF_SPENDING},
        {"T03": {"2080505": {"1": "4", "2": "3"}}},
        "2080505",
    ),
    (
        "T04.income.total",
        {"T04": {"1": {"金额": "5"}, "2": {"金额": "1"}, "3": {"金额": "1"}, "27": {"金额": "7"}}},
        {"T04": {"1": {"金额": "5"}, "4": {"金额": "2"}, "27": {"金额": "7"}}},
        "27",
    ),
    (
        "T04.carry.in",
        {
            "T04": {
                "28": {"金额": "6"},
                "29": {"金额": "1"},
                "30": {"金额": "2"},
                "31": {"金额": "3"},
            }
        },
        {"T04": {"28": {"金额": "6"}, "29": {"金额": "1"}}},
        "28",
    ),
    (
        "T04.income.grand",
        {"T04": {"27": {"金额": "7"}, "28": {"金额": "6"}, "32": {"金额": "13"}}},
        {"T04": {"27": {"金额": "7"}, "28": {"金额": "6"}, "32": {"金额": "7"}}},
        "32",
    ),
    (
        "T04.expenditure.total",
        {"T04": {"33": {FUND: "5"}, "58": {FUND: "2"}, "59": {FUND: "7"}}},
        {"T04": {"33": {FUND: "5"}, "58": {GENERAL: "2"}, "59": {FUND: "7"}}},
        "59",
    ),
    (
        "T04.expenditure.grand",
        {"T04": {"59": {FUND: "5"}, "60": {FUND: "2"}, "64": {FUND: "7"}}},
        {"T04": {"59": {FUND: "5"}, "60": {CAPITAL: "2"}, "64": {FUND: "7"}}},
        "64",
    ),
    (
        "T04.row.subtotal",
        {"T04": {"33": {"合计": "6", GENERAL: "1", FUND: "2", CAPITAL: "3"}}},
        {"T04": {"33": {"合计": "5", GENERAL: "1", FUND: "2", CAPITAL: "3"}}},
        "33",
    ),
    (
        "T04.balance",
        {"T04": {"32": {"金额": "7"}, "64": {"合计": "7"}}},
        {"T04": {"32": {"金额": "7"}, "64": {GENERAL: "7"}}},
        "32",
    ),
    (
        "T04.fund.general",
        {"T04": {"1": {"金额": "5"}, "29": {"金额": "2"}, "64": {GENERAL: "7"}}},
        {"T04": {"1": {"金额": "5"}, "30": {"金额": "2"}, "64": {GENERAL: "7"}}},
        "1",
    ),
    (
        "T04.fund.government",
        {"T04": {"2": {"金额": "5"}, "30": {"金额": "2"}, "64": {FUND: "7"}}},
        {"T04": {"2": {"金额": "5"}, "29": {"金额": "2"}, "64": {FUND: "7"}}},
        "2",
    ),
    (
        "T04.fund.capital",
        {"T04": {"3": {"金额": "5"}, "31": {"金额": "2"}, "64": {CAPITAL: "7"}}},
        {"T04": {"3": {"金额": "5"}, "31": {"金额": "2"}, "64": {CAPITAL: "7.1"}}},
        "3",
    ),
    (
        "T05.tree",
        {"T05": TREE_OF_SPENDING},
        {"T05": {**TREE_OF_SPENDING, "208": {"3": "1"}}},
        "208",
    ),
    (
        "T05.row.subtotal",
        {"T05": TREE_OF_SPENDING},
        {"T05": {"2080505": {"1": "4", "3": "1"}}},
        "2080505",
    ),
    (
        "T06.class",
        {"T06": {"302": {"决算数": "3"}, "30201": {"决算数": "1"}, "30299": {"决算数": "2"}}},
        {"T06": {"302": {"决算数": "3"}, "30201": {"决算数": "1"}, "30301": {"决算数": "2"}}},
        "302",
    ),
    (
        "T06.personnel",
        {"T06": {"人员经费合计": {"决算数": "3"}, "301": {"决算数": "1"}, "303": {"决算数": "2"}}},
        {"T06": {"人员经费合计": {"决算数": "3"}, "301": {"决算数": "1"}, "302": {"决算数": "2"}}},
        "人员经费合计",
    ),
    (
        "T06.operating",
        {"T06": {"公用经费合计": {"决算数": "3"}, "302": {"决算数": "1"}, "399": {"决算数": "2"}}},
        {"T06": {"公用经费合计": {"决算数": "3"}, "301": {"决算数": "3"}}},
        "公用经费合计",
    ),
    ("T07.tree", {"T07": FUND_ROWS}, {"T07": {**FUND_ROWS, "212": {"6": "5"}}}, "212"),
    ("T07.row.subtotal", {"T07": FUND_ROWS}, {"T07": {"2120899": {"3": "30"}}}, "2120899"),
    (
        "T07.row.carry.out",
        {"T07": FUND_ROWS},
        {"T07": {"2120899": {"1": "4", "6": "3"}}},
        "2120899",
    ),
    (
        "T08.tree",
        {"T08": TREE_OF_SPENDING},
        {"T08": {**TREE_OF_SPENDING, "20805": {"3": "9"}}},
        "20805",
    ),
    ("T08.row.subtotal", {"T08": TREE_OF_SPENDING}, {"T08": {"2080505": {"1": "4"}}}, "2080505"),
    (
        "T09.budget.total",
        {"T09": {"": {"1": "6", "2": "1", "3": "2", "6": "3", "4": "9"}}},
        {"T09": {"": {"1": "6", "2": "1", "3": "2", "4": "3"}}},
        "",
    ),
    (
        "T09.budget.cars",
        {"T09": {"": {"3": "6", "4": "1", "5": "5"}}},
        {"T09": {"": {"3": "6", "4": "1", "6": "5"}}},
        "",
    ),
    (
        "T09.actual.total",
        {"T09": {"": {"7": "6", "8": "1", "9": "2", "12": "3"}}},
        {"T09": {"": {"7": "6", "1": "6"}}},
        "",
    ),
    (
        "T09.actual.cars",
        {"T09": {"": {"9": "6", "10": "1", "11": "5"}}},
        {"T09": {"": {"9": "6", "10": "1"}}},
        "",
    ),
    (
        "T10.procurement",
        {"T10": {k: {"统计数": v} for k, v in {"1": "6", "2": "1", "3": "2", "4": "3"}.items()}},
        {"T10": {k: {"统计数": v} for k, v in {"1": "6", "2": "1", "3": "2", "5": "3"}.items()}},
        "1",
    ),
    (
        "T10.vehicles",
        {"T10": {k: {"统计数": v} for k, v in {"7": "3", "8": "1", "15": "2"}.items()}},
        {"T10": {k: {"统计数": v} for k, v in {"7": "3", "8": "1", "17": "2"}.items()}},
        "7",
    ),
    (
        "T02.T01.income",
        {"T02": {"合计": {"1": "7"}}, "T01": {"27": {"金额": "7"}}},
        {"T02": {"合计": {"1": "7"}}, "T01": {"31": {"金额": "7"}}},
        "合计",
    ),
    (
        "T02.T01.fiscal",
        {"T02": {"合计": {"2": "7"}}, "T01": {"1": {"金额": "4"}, "3": {"金额": "3"}}},
        {"T02": {"合计": {"2": "7"}}, "T01": {"1": {"金额": "4"}, "4": {"金额": "3"}}},
        "合计",
    ),
    *[
        (
            f"T02.T01.{name}",
            {"T02": {"合计": {column: "7"}}, "T01": {row: {"金额": "7"}}},
            {"T02": {"合计": {column: "7"}}, "T01": {row: {"金额": "6"}}},
            row,
        )
        for name, column, row in (
            ("superior", "3", "4"),
            ("business", "4", "5"),
            ("operation", "5", "6"),
            ("subordinate", "6", "7"),
            ("other", "7", "8"),
        )
    ],
    (
        "T03.T01.total",
        {"T03": {"合计": {"1": "7"}}, "T01": {"58": {"金额": "7"}}},
        {"T03": {"合计": {"1": "7"}}, "T01": {"62": {"金额": "7"}}},
        "合计",
    ),
    (
        "T03.T01.class",
        {"T03": {"208": {"1": "7"}}, "T01": {"39": {"金额": "7"}}},
        {"T03": {"208": {"1": "7"}}, "T01": {"40": {"金额": "7"}}},
        "39",
    ),
    (
        "T01.T04.fiscal",
        {"T01": {"2": {"金额": "7"}}, "T04": {"2": {"金额": "7"}}},
        {"T01": {"2": {"金额": "7"}}, "T04": {"3": {"金额": "7"}}},
        "2",
    ),
    (
        "T04.T05.class",
        {"T04": {"40": {GENERAL: "7"}}, "T05": {"208": {"1": "7"}}},
        {"T04": {"40": {FUND: "7"}}, "T05": {"208": {"1": "7"}}},
        "40",
    ),
    (
        "T04.T05.total",
        {"T04": {"59": {GENERAL: "7"}}, "T05": {"合计": {"1": "7"}}},
        {"T04": {"64": {GENERAL: "7"}}, "T05": {"合计": {"1": "7"}}},
        "59",
    ),
    (
        "T04.T07.class",
        {"T04": {"43": {FUND: "7"}}, "T07": {"212": {"3": "7"}}},
        {"T04": {"43": {FUND: "7"}}, "T07": {"212": {"2": "7"}}},
        "43",
    ),
    (
        "T04.T07.total",
        {"T04": {"59": {FUND: "7"}}, "T07": {"合计": {"3": "7"}}},
        {"T04": {"59": {FUND: "7"}}, "T07": {"合计": {"3": "8"}}},
        "59",
    ),
    (
        "T04.T07.carry.in",
        {"T04": {"30": {"金额": "7"}}, "T07": {"合计": {"1": "7"}}},
        {"T04": {"30": {"金额": "7"}}, "T07": {"合计": {"6": "7"}}},
        "30",
    ),
    (
        "T04.T08.class",
        {"T04": {"53": {CAPITAL: "7"}}, "T08": {"223": {"1": "7"}}},
        {"T04": {"53": {CAPITAL: "7"}}, "T08": {"223": {"1": "5"}}},
        "53",
    ),
    (
        "T04.T08.total",
        {"T04": {"59": {CAPITAL: "7"}}, "T08": {"合计": {"1": "7"}}},
        {"T04": {"59": {CAPITAL: "7"}}, "T08": {"合计": {"2": "7"}}},
        "59",
    ),
    (
        "T05.T06.basic",
        {
            "T05": {"合计": {"2": "7"}},
            "T06": {"人员经费合计": {"决算数": "3"}, "公用经费合计": {"决算数": "4"}},
        },
        {"T05": {"合计": {"2": "7"}}, "T06": {"人员经费合计": {"决算数": "3"}}},
        "合计",
    ),
    *[
        (
            f"T05.T03.{name}",
            {"T05": {"2080505": {t05: "7"}}, "T03": {"2080505": {t03: "8"}}},
            {"T05": {"2080505": {t05: "7"}}, "T03": {"2080506": {t03: "8"}}},
            "2080505",
        )
        for name, t05, t03 in (("total", "1", "1"), ("basic", "2", "2"), ("project", "3", "3"))
    ],
    *[
        (
            f"T09.T06.{name}",
            {"T09": {"": {column: "8"}}, "T06": {code: {"决算数": "7"}}},
            {"T09": {"": {column: "6.99"}}, "T06": {code: {"决算数": "7"}}},
            "",
        )
        for name, column, code in (
            ("abroad", "8", "30212"),
            ("reception", "12", "30217"),
            ("car.running", "11", "30231"),
        )
    ],
    (
        "T09.T06.car.purchase",
        {"T09": {"": {"10": "8"}}, "T06": {"31013": {"决算数": "3"}, "30913": {"决算数": "5"}}},
        {"T09": {"": {"10": "7"}}, "T06": {"31013": {"决算数": "3"}, "30913": {"决算数": "5"}}},
        "",
    ),
    *[
        (
            f"T09.within.budget.{name}",
            {"T09": {"": {actual: "7", budget: "7"}}},
            {"T09": {"": {actual: "7.01", budget: "7"}}},
            "",
        )
        for name, budget, actual in (
            ("total", "1", "7"),
            ("abroad", "2", "8"),
            ("cars", "3", "9"),
            ("car.purchase", "4", "10"),
            ("car.running", "5", "11"),
            ("reception", "6", "12"),
        )
    ],
    (
        "T10.T06.running",
        {"T10": {"5": {"统计数": "3"}}, "T06": {"公用经费合计": {"决算数": "3"}}},
        {
            "T10": {"5": {"统计数": "3"}, "6": {"统计数": "1"}},
            "T06": {"公用经费合计": {"决算数": "3"}},
        },
        "5",
    ),
    (
        "T04.T01.carry.in",
        {"T04": {"28": {"金额": "3"}}, "T01": {"29": {"金额": "3"}}},
        {"T04": {"28": {"金额": "3"}}, "T01": {"28": {"金额": "3"}}},
        "28",
    ),
    (
        "last.year.fiscal",
        {"分析": {"财政拨款支出总计": {"上年决算": "3"}, "支出总计": {"上年决算": "4"}}},
        {"分析": {"财政拨款支出总计": {"上年决算": "5"}, "支出总计": {"上年决算": "4"}}},
        "财政拨款支出总计",
    ),
    (
        "last.year.general",
        {
            "分析": {
                "一般公共预算财政拨款支出": {"上年决算": "3"},
                "财政拨款支出总计": {"上年决算": "3"},
            }
        },
        {
            "分析": {
                "一般公共预算财政拨款支出": {"上年决算": "4"},
                "财政拨款支出总计": {"上年决算": "3"},
            }
        },
        "一般公共预算财政拨款支出",
    ),
]


@pytest.mark.parametrize(
    ("rule", "good", "bad", "row"), EXAMPLES, ids=lambda value: str(value)[:30]
)
def test_an_identity_holds_and_fails(rule: str, good: Given, bad: Given, row: str) -> None:
    assert rule not in {broken_rule for broken_rule, _ in broken(tables(**good))}
    assert checked(tables(**good), rule)
    assert (rule, row) in broken(tables(**bad))


def test_every_identity_has_an_example() -> None:
    assert {rule.id for rule in editions.load().identities} == {rule for rule, *_ in EXAMPLES}


@pytest.mark.parametrize("given", [{"T01": {"39": {"金额": "5"}}, "T03": {}},
                                   {"T01": {}, "T03": {"208": {"1": "5"}}}])  # fmt: skip
def test_a_class_that_only_one_of_two_tables_has_breaks_the_identity(given: Given) -> None:
    assert ("T03.T01.class", "39") in broken(tables(**given))


def test_a_class_that_the_form_has_no_row_for_is_compared_with_nothing() -> None:
    book = tables(T01={}, T03={"227": {"1": "5"}})
    assert ("T03.T01.class", "227") in broken(book)


def test_a_total_row_is_the_sum_of_all_classes_and_nothing_else() -> None:
    book = tables(
        T03={"合计": {"2": "3"}, "201": {"2": "1"}, "20106": {"2": "1"}, "208": {"2": "2"}}
    )
    assert ("T03.tree", "合计") not in broken(book)


def test_a_total_without_any_code_row_is_broken() -> None:
    assert ("T07.tree", "合计") in broken(tables(T07={"合计": {"3": "5"}}))


def test_items_of_a_missing_division_stay_in_the_sum_of_their_class() -> None:
    book = tables(T03={"201": {"3": "3"}, "2010601": {"3": "1"}, "2010602": {"3": "2"}})
    assert ("T03.tree", "201") not in broken(book)


def test_a_row_without_children_has_no_tree_equation() -> None:
    book = tables(T03={"201": {"2": "5"}})
    assert [left for left, _ in checked(book, "T03.tree")] == [0] * 6


def test_an_absent_table_has_no_equations_and_an_empty_one_counts_as_zeros() -> None:
    only_t04 = tables(T04={"59": {FUND: "5"}})
    assert checked(only_t04, "T04.T07.total") == []
    assert len(checked(tables(T04={"59": {FUND: "5"}}, T07={}), "T04.T07.total")) == 1


def test_a_class_row_that_a_shorter_form_lacks_counts_as_zero() -> None:
    full = tables(T01={"32": {"金额": "5"}}, T03={"201": {"1": "5"}})
    t01 = full["公开01表"]
    rows = tuple(row for row in t01.rows if row.key != "57")
    shorter = full | {"公开01表": type(t01)(t01.id, t01.title, rows, t01.cells)}
    assert "T03.T01.class" not in {rule for rule, _ in broken(shorter)}


def test_a_sum_along_the_row_computes_a_cell_before_a_sum_of_children() -> None:
    book = tables(T03=TREE_OF_SPENDING)
    computed = editions.computed_cells(editions.load(), book)
    by_rule = {cell[1:]: equation.rule.id for cell, equation in computed.items()}
    assert by_rule["20805", "本年支出合计"] == "T03.row.subtotal"
    assert by_rule["20805", "基本支出"] == "T03.tree"
    assert ("2080505", "基本支出") not in by_rule


def test_no_computed_cell_depends_on_itself() -> None:
    book = tables(T01={}, T02=T02_ONE, T03=TREE_OF_SPENDING, T04={}, T05=TREE_OF_SPENDING,
                  T06={}, T07=FUND_ROWS, T08={"223": {}}, T09={}, T10={}, 分析={})  # fmt: skip
    computed = editions.computed_cells(editions.load(), book)
    done: set[CellId] = set()

    def visit(cell: CellId, path: tuple[CellId, ...]) -> None:
        assert cell not in path
        if cell in computed and cell not in done:
            for term in computed[cell].right:
                visit(term.cell, (*path, cell))
        done.add(cell)

    for cell in computed:
        visit(cell, ())


@pytest.mark.parametrize(
    ("code", "parent"), [("2010607", "20106"), ("20106", "201"), ("201", None)]
)
def test_the_parent_of_a_code_is_the_code_less_two_digits(code: str, parent: str | None) -> None:
    assert parent_code(code) == parent


def test_a_code_that_merely_begins_alike_is_no_child() -> None:
    assert children_of(["201", "20106", "20199", "202"]) == {
        None: ("201", "202"),
        "201": ("20106", "20199"),
    }
    assert "2010" not in children_of(["2010", "20106"])
