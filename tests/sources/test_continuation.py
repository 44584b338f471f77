"""A table cut anywhere is the same table once it is put together again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from xltool.sources.assembly import assemble
from xltool.sources.document import (
    Block,
    Document,
    DocumentKind,
    TableBlock,
    TableCell,
    TextBlock,
    Untraced,
)
from xltool.sources.grid import Grid

HEAD = ["科目编码", "科目名称", "本年支出合计", "基本支出"]
EDGES = (40.0, 100.0, 250.0, 330.0, 410.0)
CODES = st.lists(st.integers(min_value=20101, max_value=22999).map(str), min_size=1, max_size=30)
AMOUNTS = st.integers(min_value=0, max_value=10**7).map(lambda cents: f"{cents / 100:.2f}")


def table(name: str, rows: list[list[str]], page: int, edges: tuple[float, ...]) -> TableBlock:
    cells = {
        (number, column): TableCell(number, column, text, Untraced())
        for number, row in enumerate(rows, 1)
        for column, text in enumerate(row, 1)
    }
    return TableBlock(name, cells, page, edges)


def grids(*blocks: Block) -> tuple[Grid, ...]:
    title = TextBlock("支出决算表", "第1页", Untraced())
    return assemble(Document("决算.pdf", DocumentKind.PDF, (title, *blocks))).grids


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows.values()]


@given(
    codes=CODES,
    data=st.data(),
    repeats=st.booleans(),
    shift=st.floats(min_value=-20, max_value=20),
)
def test_cut_between_rows(
    codes: list[str], data: st.DataObject, *, repeats: bool, shift: float
) -> None:
    rows = [[code, f"第{code}项支出", data.draw(AMOUNTS), data.draw(AMOUNTS)] for code in codes]
    cut = data.draw(st.integers(min_value=0, max_value=len(rows)))
    whole = grids(table("第1页", [HEAD, *rows], 1, EDGES))
    first = table("第1页", [HEAD, *rows[:cut]], 1, EDGES)
    again = ([HEAD] if repeats else []) + rows[cut:]
    moved = tuple(edge + shift for edge in EDGES)
    parts = [first, table("第2页", again, 2, moved)] if again else [first]
    (found,) = grids(*parts)
    assert texts(found) == texts(whole[0])


@given(codes=CODES, data=st.data())
def test_cut_inside_a_row(codes: list[str], data: st.DataObject) -> None:
    rows = [[code, f"第{code}项支出", data.draw(AMOUNTS), data.draw(AMOUNTS)] for code in codes]
    at = data.draw(st.integers(min_value=0, max_value=len(rows) - 1))
    code, name, whole, basic = rows[at]
    place = data.draw(st.integers(min_value=1, max_value=len(name) - 1))
    is_below = data.draw(st.booleans())
    above = [code, name[:place], *(["", ""] if is_below else [whole, basic])]
    below = ["", name[place:], *([whole, basic] if is_below else ["", ""])]
    expected = grids(table("第1页", [HEAD, *rows], 1, EDGES))
    (found,) = grids(
        table("第1页", [HEAD, *rows[:at], above], 1, EDGES),
        table("第2页", [below, *rows[at + 1 :]], 2, EDGES),
    )
    assert texts(found) == texts(expected[0])


def test_other_columns_or_a_page_between_make_another_table() -> None:
    first = table("第1页", [HEAD, ["201", "甲", "1.00", "1.00"]], 1, EDGES)
    narrow = table("第2页", [["208", "2.00"]], 2, (40.0, 200.0, 410.0))
    later = table("第3页", [["208", "乙", "2.00", "2.00"]], 3, EDGES)
    assert len(grids(first, narrow)) == 2
    assert len(grids(first, later)) == 2


def test_a_table_goes_on_with_fewer_columns_where_edges_say_which() -> None:
    first = table("第1页", [HEAD, ["201", "甲", "1.00", "1.00"]], 1, EDGES)
    wide = table("第2页", [["合计行", "3.00", "3.00"]], 2, (40.0, 250.0, 330.0, 410.0))
    (found,) = grids(first, wide)
    assert {place: cell.text for place, cell in found.cells.items() if place[0] == 4} == {
        (4, 1): "合计行",
        (4, 3): "3.00",
        (4, 4): "3.00",
    }
