"""Other ways to the amount of a cell, and how they are named."""

from decimal import Decimal

from tests.rules.given import EDITION, book
from xltool.editions.derivations import Derivation, derivation_of, derivations
from xltool.model.book import Book, CellId

BASIC = """
    T05 合计 小计 820.66
    T05 合计 基本支出 412.97
    T05 合计 项目支出 407.69
    T06 人员经费合计 决算数 388.15
    T06 公用经费合计 决算数 24.83
"""
BASIC_CELL = CellId("公开05表", "合计", "基本支出")


def found(source: Book, at: CellId, value: str) -> Derivation | None:
    return derivation_of(source, EDITION, at, Decimal(value))


def test_basic_expenditure_comes_out_of_the_details_of_table_six() -> None:
    way = found(book(BASIC), BASIC_CELL, "412.98")
    assert way is not None
    assert way.says == "388.15+24.83(公开06表 人员经费合计+公用经费合计 决算数)"
    assert way.allowance == Decimal("0.010")


def test_a_part_is_the_total_less_its_siblings() -> None:
    way = found(book(BASIC), CellId("公开05表", "合计", "项目支出"), "407.69")
    assert way is not None
    assert way.says == "820.66-412.97(公开05表 合计 小计-基本支出)"


def test_the_total_is_the_details_of_table_six_plus_the_project_part() -> None:
    way = found(book(BASIC), CellId("公开05表", "合计", "小计"), "820.67")
    assert way is not None  # 388.15 + 24.83 + 407.69
    assert "388.15+24.83+407.69" in way.says


def test_the_sum_of_two_items_two_levels_down_is_found() -> None:
    text = """
        T05 201 项目支出 407.69
        T05 20106 项目支出 407.69
        T05 2010607 项目支出 96.58
        T05 2010608 项目支出 311.10
    """
    way = found(book(text), CellId("公开05表", "201", "项目支出"), "407.68")
    assert way is not None
    assert way.says == "96.58+311.10(公开05表 2010607+2010608 项目支出)"


def test_the_same_quantity_in_another_table_is_the_first_way() -> None:
    ways = derivations(
        book("T01 32 金额 31.20\nT03 201 本年支出合计 31.21\nT03 201 基本支出 31.21"),
        EDITION,
        CellId("公开01表", "32", "金额"),
    )
    assert ways[0].says == "31.21(公开03表 201 本年支出合计)"


def test_a_difference_beyond_rounding_is_not_explained() -> None:
    source = book("T01 32 金额 31.20\nT03 201 本年支出合计 931.20")
    assert found(source, CellId("公开01表", "32", "金额"), "931.20") is None


def test_the_cell_itself_is_no_derivation() -> None:
    assert derivations(book("T01 32 金额 31.20"), EDITION, CellId("公开01表", "32", "金额")) == ()
