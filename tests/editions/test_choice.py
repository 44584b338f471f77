"""The edition is the one whose form is printed; tables are known by title and labels."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.sources.forms import PLAIN, Sheet, form_sheets, workbook
from tests.sources.made_up import figures
from xltool import editions, pipeline
from xltool.model.amount import Unit
from xltool.model.book import Book, CellId
from xltool.model.errors import XltoolError
from xltool.package import Package
from xltool.sources import read_workbook
from xltool.sources.recognise import choose_edition
from xltool.sources.spreadsheet import open_grids

SHANXI = editions.load("shanxi/2024")
CHINESE = "〇一二三四五六七八九十"


def chosen(data: bytes) -> str:
    return choose_edition(open_grids(data, data)[0].sheets).id


def nine(figures_: dict[CellId, Decimal]) -> list[Sheet]:
    """The nine common tables, laid out by the generator of the tests."""
    return form_sheets(editions.load("national/2024"), figures_)


def same_figures(book: Book, unit: Decimal = Decimal(1)) -> None:
    """Every figure that was written is read, in whatever edition's names."""
    names = {spec.short: spec for spec in editions.load(book.edition).tables.values()}
    for at, value in figures().items():
        spec = names.get(SHANXI.tables[at.table].short)
        if spec is None or at.table == "公开10表":
            continue
        cell = book.cell(CellId(spec.id, at.row, at.column))
        assert cell is not None, at
        assert cell.value == value * unit, at


@pytest.mark.parametrize("edition_id", editions.available())
def test_an_official_workbook_is_of_its_own_edition(edition_id: str) -> None:
    data = Path(editions.load(edition_id).workbook).read_bytes()
    assert chosen(data) == edition_id
    assert read_workbook(data).edition == edition_id


def test_ten_tables_are_shanxis_and_nine_of_them_the_common_ones() -> None:
    sheets = form_sheets(SHANXI, figures())
    assert chosen(workbook(sheets)) == "shanxi/2024"
    assert chosen(workbook(sheets[:9])) == "national/2024"


def test_where_nothing_tells_it_is_shanxi() -> None:
    one = [sheet for sheet in form_sheets(SHANXI, figures()) if sheet.name == "公开03表"]
    assert chosen(workbook(one)) == "shanxi/2024"
    assert chosen(workbook([Sheet("随便", [["甲", 1], ["乙", 2]])])) == "shanxi/2024"


def test_the_edition_that_a_workbook_names_comes_before_its_looks(tmp_path: Path) -> None:
    book = pipeline.fill(_one_row(tmp_path), "shanxi/2024")
    pipeline.save(book, tmp_path / "表.xlsx")
    opened = Package.open((tmp_path / "表.xlsx").read_bytes())
    named = opened.part("docProps/custom.xml").replace(b"shanxi/2024", b"national/2024")
    changed = opened.with_parts({"docProps/custom.xml": named}).to_bytes()
    assert read_workbook(changed).edition == "national/2024"


def _one_row(tmp_path: Path) -> Path:
    data = tmp_path / "数据.csv"
    data.write_text("table,row,column,value\n公开03表,2010601,基本支出,1.00\n", "utf-8")
    return data


def test_the_edition_that_is_asked_for_comes_before_all(tmp_path: Path) -> None:
    data = tmp_path / "表.xlsx"
    data.write_bytes(workbook(form_sheets(SHANXI, figures())))
    assert pipeline.read(data, "shanghai/2024").edition == "shanghai/2024"


def test_tidy_data_is_of_the_edition_whose_cells_it_names(tmp_path: Path) -> None:
    data = tmp_path / "数据.csv"
    data.write_text("table,row,column,value\n收入支出决算总表,本年收入合计,决算数,1.00\n", "utf-8")
    assert pipeline.read(data).edition == "shanxi/2024"  # both forms have it
    data.write_text("table,row,column,value\n支出决算表,合计,没有的栏,1.00\n", "utf-8")
    with pytest.raises(XltoolError):
        pipeline.read(data)
    data.write_text(
        "table,row,column,value\n国有资本经营预算财政拨款收入支出决算表,合计,年末结转和结余,1.00\n",
        "utf-8",
    )
    assert pipeline.read(data).edition == "shanghai/2024"


def _order(*names: str) -> Callable[[list[Sheet]], list[Sheet]]:
    """The sheets with those named put behind 公开06表, numbered anew."""

    def changed(sheets: list[Sheet]) -> list[Sheet]:
        by_name = {sheet.name: sheet for sheet in sheets}
        rest = [name for name in by_name if name not in names]
        at = rest.index("公开06表") + 1
        ordered = [by_name[name] for name in [*rest[:at], *names, *rest[at:]]]
        return [_numbered(sheet, f"公开{n:02d}表") for n, sheet in enumerate(ordered, start=1)]

    return changed


def _numbered(sheet: Sheet, number: str) -> Sheet:
    rows = [[number if value == sheet.name else value for value in row] for row in sheet.rows]
    return replace(sheet, name=number, rows=rows)


def _called(numbers: Callable[[int], str]) -> Callable[[list[Sheet]], list[Sheet]]:
    def changed(sheets: list[Sheet]) -> list[Sheet]:
        return [_numbered(sheet, numbers(n)) for n, sheet in enumerate(sheets, start=1)]

    return changed


def _titled(old: str, new: str) -> Callable[[list[Sheet]], list[Sheet]]:
    def changed(sheets: list[Sheet]) -> list[Sheet]:
        return [
            replace(sheet, rows=[[new if value == old else value for value in row]
                                 for row in sheet.rows])
            for sheet in sheets
        ]  # fmt: skip

    return changed


VARIANTS = {
    "三公 as table 7": _order("公开09表"),
    "三公 as table 8": _order("公开07表", "公开09表"),
    "表一": _called(lambda n: f"表{CHINESE[n]}"),
    "财决公开": _called(lambda n: f"财决公开{n:02d}表"),
    "附表": _called(lambda n: f"附表{n}"),
    "with 收入 in the title": _titled(
        "国有资本经营预算财政拨款支出决算表", "国有资本经营预算财政拨款收入支出决算表"
    ),
    "without 收入 in the title": _titled(
        "政府性基金预算财政拨款收入支出决算表", "政府性基金预算财政拨款支出决算表"
    ),
    "without 明细": _titled(
        "一般公共预算财政拨款基本支出决算明细表", "一般公共预算财政拨款基本支出决算表"
    ),
}


@pytest.mark.parametrize("change", VARIANTS.values(), ids=VARIANTS)
def test_a_set_is_read_whatever_its_tables_are_called(
    change: Callable[[list[Sheet]], list[Sheet]],
) -> None:
    book = read_workbook(workbook(change(nine(figures()))))
    assert set(book.tables) == set(editions.load(book.edition).tables) - {"分析"}
    same_figures(book)


def test_a_table_that_nobody_knows_does_not_hide_the_tenth() -> None:
    sheets = nine(figures())
    other = Sheet("公开09表", [["会议费培训费情况表"], ["项目", "金额"], ["会议费", "1.20"]])
    moved = [*sheets[:8], other, _numbered(sheets[8], "公开10表")]
    same_figures(read_workbook(workbook(moved)))


def test_a_set_in_yuan_is_read_in_yuan() -> None:
    style = replace(PLAIN, unit="元", number=lambda value: value * 10_000)
    sheets = form_sheets(editions.load("national/2024"), figures(), style)
    book = read_workbook(workbook(sheets))
    assert book.amount_unit is Unit.YUAN
    same_figures(book, Decimal(10_000))


def test_a_set_without_line_numbers_is_read() -> None:
    style = replace(PLAIN, line_numbers=False, column_numbers=False, total_below=True)
    sheets = form_sheets(editions.load("national/2024"), figures(), style)
    same_figures(read_workbook(workbook(sheets), editions.load("national/2024")))


def test_labels_of_columns_beside_a_total_are_heads_in_an_empty_table() -> None:
    """The form of Shanghai prints 合计 基本支出 项目支出 in the row of 合计."""
    rows: list[list[str | Decimal | int | None]] = [
        ["政府性基金预算财政拨款收入支出决算表"],
        ["单位:万元"],
        ["项目", None, "年初结转和结余", "本年收入", "本年支出", None, None, "年末结转和结余"],
        ["科目编码", "科目名称"],
        ["合计", None, None, None, "合计", "基本支出", "项目支出", None],
        [None, None, None, None, None, None, None, None],
    ]
    merges = [(2, 0, 2, 1), (2, 4, 3, 6), (4, 0, 4, 1)]
    form = editions.load("shanghai/2024")
    empty = read_workbook(workbook([Sheet("表八", rows, merges)]), form)
    assert not [r for r in empty.remarks if r.code == "read.text-for-number"]
    assert all(table.is_empty for table in empty.tables.values())
    rows[-1] = ["2120801", "征地补偿", 1, 2, 3, None, 3, 0]
    read = read_workbook(workbook([Sheet("表八", rows, merges)]), form)
    table = read.tables["政府性基金预算财政拨款收入支出决算表"]
    cell = table.cell("2120801", "项目支出")
    assert cell is not None
    assert cell.value == 3
    total = table.cell("合计", "合计")
    assert total is not None
    assert total.text == "合计"  # a total that nobody can read is not 0
