"""Tidy data: every figure finds its cell, or is refused by line, table, row, column and text."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from tests.shared_cases import YANGQUAN, needs_cases
from xltool.editions import load
from xltool.model.amount import Amount, Unit
from xltool.model.book import CellId
from xltool.model.entries import Entries
from xltool.model.errors import XltoolError
from xltool.sources import book_of, read_codes, read_entries, read_tidy, read_workbook

EDITION = load()
HEAD = "table,row,column,value\n"


def csv(folder: Path, *lines: str, head: str = HEAD, encoding: str = "utf-8") -> Path:
    path = folder / "数据.csv"
    path.write_bytes((head + "\n".join(lines) + "\n").encode(encoding))
    return path


def cells(entries: Entries) -> list[tuple[str, str, str, str]]:
    return [(*entry.cell, str(entry.amount.value)) for entry in entries.figures]


@pytest.mark.parametrize(
    ("line", "cell"),
    [
        ("公开01表,27,金额,1", ("公开01表", "27", "金额")),
        ("收入支出决算总表,本年收入合计,金额,1", ("公开01表", "27", "金额")),
        ("公开01表,五、事业收入,1,1", ("公开01表", "5", "金额")),
        ("公开01表,一般公共服务支出,金额,1", ("公开01表", "32", "金额")),
        ("公开03表,合计,1,1", ("公开03表", "合计", "本年支出合计")),
        ("公开03表,201,基本支出,1", ("公开03表", "201", "基本支出")),
        ("2024年度支出决算表,2010607,项目,1", ("公开03表", "2010607", "项目支出")),
        ("公开06表,人员经费合计,决算数,1", ("公开06表", "人员经费合计", "决算数")),
        ("公开06表,30101,决算数,1", ("公开06表", "30101", "决算数")),
        ("公开06表,基本工资,决算数,1", ("公开06表", "30101", "决算数")),
        ("公开09表,,3,1", ("公开09表", "", "预算数/公务用车购置及运行维护费/小计")),
        (
            "公开09表,,决算数/公务用车/小计,1",
            ("公开09表", "", "决算数/公务用车购置及运行维护费/小计"),
        ),
        ("公开10表,货物,统计数,1", ("公开10表", "2", "统计数")),
        ("分析,基本支出,上年决算,1", ("分析", "基本支出", "上年决算")),
    ],
)
def test_finds_the_cell_by_id_number_code_or_label(
    tmp_path: Path, line: str, cell: tuple[str, str, str]
) -> None:
    entries = read_tidy(csv(tmp_path, line), EDITION)
    assert [entry.cell for entry in entries.figures] == [CellId(*cell)]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("公开01表,总计,金额,1", "31(总计).*62(总计)"),
        ("公开09表,,公务接待费,1", "预算数/公务接待费.*决算数/公务接待费"),
        ("公开03表,行政运行,基本支出,1", "科目名称不唯一.*20"),
        ("公开99表,1,金额,1", "没有这张表"),
        ("公开01表,99,金额,1", "没有这一行"),
        ("公开03表,201,招待费,1", "没有这一栏,有“本年支出合计”"),
        ("公开03表,201060,基本支出,1", "201060 有 6 位"),
        ("公开03表,,基本支出,1", "行是空的"),
        ("公开09表,合计,3,1", "行应留空"),
        ("公开01表,1,2,1", "没有这一栏"),
        ("分析,基本支出,增减额,1", "只能录入"),
        ("公开10表,15,统计数,2.5", "不是整数"),
        ("公开01表,1,金额,1.1234567", "不足一分"),
    ],
)
def test_refuses_what_has_no_one_cell(tmp_path: Path, line: str, says: str) -> None:
    says = says.replace("(", r"\(").replace(")", r"\)")
    with pytest.raises(XltoolError, match=f"数据.csv 第2行.*{says}"):
        read_tidy(csv(tmp_path, line), EDITION)


@pytest.mark.parametrize("text", ["12,34.5", "1e400", "-", "abc", "=1+1", "(1.00)"])
def test_names_line_table_row_column_and_text_of_what_is_no_number(
    tmp_path: Path, text: str
) -> None:
    path = csv(tmp_path, "公开03表,201,基本支出,1", f'公开03表,208,项目支出,"{text}"')
    with pytest.raises(XltoolError) as caught:
        read_tidy(path, EDITION)
    said = str(caught.value)
    assert all(part in said for part in ("第3行", "公开03表", "208", "项目支出", f"“{text}”"))
    assert "\n" not in said


def test_an_empty_value_is_no_entry_and_a_zero_is_one(tmp_path: Path) -> None:
    path = csv(tmp_path, "公开01表,4,金额,", "公开01表,5,金额,0.00", "", "公开01表,6,金额, ")
    assert cells(read_tidy(path, EDITION)) == [("公开01表", "5", "金额", "0.00")]


def test_the_same_cell_twice_is_refused_with_both_lines(tmp_path: Path) -> None:
    path = csv(tmp_path, "公开01表,27,金额,1", "公开01表,本年收入合计,金额,1")
    with pytest.raises(XltoolError, match=r"第3行.*第2行"):
        read_tidy(path, EDITION)


def test_a_thousands_separator_without_quotes_is_named(tmp_path: Path) -> None:
    with pytest.raises(XltoolError, match="第2行比表头多出一列"):
        read_tidy(csv(tmp_path, "公开01表,27,金额,1,234.50"), EDITION)


def test_chinese_heads_tabs_and_gb18030_are_read(tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        "支出决算表\t2010607\t项目支出\t96.58\t某名称\t示例单位甲\t2024年度",
        head="表\t行\t栏\t数值\t名称\t单位名称\t年度\n",
        encoding="gb18030",
    )
    entries = read_tidy(path, EDITION)
    assert entries.unit_name == "示例单位甲"
    assert entries.year == 2024
    assert entries.names == {"2010607": "某名称"}
    assert entries.figures[0].name == "某名称"


def test_what_the_data_says_of_itself_must_agree(tmp_path: Path) -> None:
    head = "table,row,column,value,year\n"
    path = csv(tmp_path, "公开01表,1,金额,1,2024", "公开01表,2,金额,1,2023", head=head)
    with pytest.raises(XltoolError, match=r"第2行是“2024”.*第3行是“2023”"):
        read_tidy(path, EDITION)
    path = csv(tmp_path, "公开01表,1,金额,1,2023", head=head)
    with pytest.raises(XltoolError, match=r"2023.*2024"):
        read_tidy(path, EDITION, year=2024)


def test_full_width_commas_separate_too(tmp_path: Path) -> None:
    path = csv(
        tmp_path,
        "公开01表,27,金额,1.50".replace(",", "\uff0c"),
        head="表\uff0c行\uff0c栏\uff0c数值\n",
    )
    assert cells(read_tidy(path, EDITION)) == [("公开01表", "27", "金额", "1.50")]


def test_a_column_that_means_nothing_is_remarked(tmp_path: Path) -> None:
    path = csv(tmp_path, "公开01表,1,金额,1,x", head="table,row,column,value,备注\n")
    assert [remark.message for remark in read_tidy(path, EDITION).remarks] == [
        "数据.csv 的“备注”不认识,没有读"
    ]


def test_money_keeps_its_unit_and_counts_are_never_scaled(tmp_path: Path) -> None:
    path = csv(tmp_path, "公开01表,1,金额,8206612.34", "公开10表,15,统计数,2")
    entries = read_tidy(path, EDITION, unit=Unit.YUAN)
    assert [entry.amount for entry in entries.figures] == [
        Amount(Decimal("8206612.34"), Unit.YUAN, 2),
        Amount(Decimal(2), Unit.VEHICLE, 0),
    ]
    book = book_of(entries, EDITION)
    money = book.cell(CellId("公开01表", "1", "金额"))
    assert money is not None
    assert (money.value, money.stored) == (Decimal("820.66"), Decimal("820.661234"))
    count = book.cell(CellId("公开10表", "15", "统计数"))
    assert count is not None
    assert count.value == 2


def test_json_is_read_with_its_own_unit_and_exact_numbers(tmp_path: Path) -> None:
    document = {
        "unit_name": "示例单位甲",
        "year": 2024,
        "amount_unit": "元",
        "figures": [{"table": "公开01表", "row": 1, "column": "金额", "value": 0.1}],
    }
    path = tmp_path / "数据.json"
    path.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8-sig")
    entries = read_tidy(path, EDITION)
    assert (entries.unit, entries.unit_name, entries.year) == (Unit.YUAN, "示例单位甲", 2024)
    assert entries.figures[0].amount == Amount(Decimal("0.10"), Unit.YUAN, 2)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"figures": [', "JSON"),
        ('{"figures": 3}', "figures"),
        ('{"figures": [{"table": "公开01表"}]}', "缺少 row"),
        ('{"figures": [], "figures": []}', "两个"),
        ('{"amount_unit": "美元", "figures": []}', "美元"),
        ('{"figures":[{"table":"公开01表","row":"1","column":"金额","value":NaN}]}', "NaN"),
        ('{"figures":[{"table":"公开01表","row":"1","column":"金额","value":1e400}]}', "过大"),
        ('{"figures":[{"table":"公开01表","row":"1","column":"金额","value":[1]}]}', "value"),
    ],
)
def test_json_of_another_shape_is_one_clear_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "数据.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(XltoolError, match=says) as caught:
        read_tidy(path, EDITION)
    assert "\n" not in str(caught.value)


def test_a_frame_is_read_with_numbers_codes_and_gaps() -> None:
    frame = pd.DataFrame(
        {
            "table": ["公开03表", "公开03表", "公开09表"],
            "row": [2010607, 201, None],
            "column": ["项目支出", "项目支出", 11],
            "value": [96.58, float("nan"), "5.12"],
        }
    )
    assert cells(read_tidy(frame, EDITION)) == [
        ("公开03表", "2010607", "项目支出", "96.58"),
        ("公开09表", "", "决算数/公务用车购置及运行维护费/公务用车运行维护费", "5.12"),
    ]


def test_a_tidy_sheet_is_read_wherever_its_head_begins(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in (("表", "行", "栏", "数值"), ("公开03表", 2010607, "项目支出", 96.58)):
        sheet.append(row)
    sheet.append(("公开03表", "2010608", "项目支出", "311.10 "))
    path = tmp_path / "数据.xlsx"
    book.save(path)
    entries = read_entries(path, EDITION)
    assert cells(entries) == [
        ("公开03表", "2010607", "项目支出", "96.58"),
        ("公开03表", "2010608", "项目支出", "311.10"),
    ]
    assert entries.figures[0].origin == "数据.xlsx Sheet 第2行"
    assert list(read_workbook(path, EDITION).tables) == ["公开03表"]


def test_names_of_codes_come_from_the_users_list(tmp_path: Path) -> None:
    path = tmp_path / "科目.csv"
    path.write_text("编码,名称\n2999901,某项支出\n", encoding="gb18030")
    codes = read_codes(path)
    assert codes == {"2999901": "某项支出"}
    entries = read_tidy(csv(tmp_path, "公开03表,某项支出,基本支出,1"), EDITION, codes=codes)
    assert cells(entries) == [("公开03表", "2999901", "基本支出", "1.00")]
    path.write_text("编码,名称\n2999901,甲\n2999901,乙\n", encoding="utf-8")
    with pytest.raises(XltoolError, match=r"第3行.*甲.*乙"):
        read_codes(path)


def test_a_table_without_figures_is_absent_unless_the_data_is_whole(tmp_path: Path) -> None:
    entries = read_tidy(csv(tmp_path, "公开05表,合计,小计,1"), EDITION)
    assert list(book_of(entries, EDITION).tables) == ["公开05表"]
    whole = book_of(entries, EDITION, whole=True)
    assert whole.tables["公开07表"].empty_statement
    assert whole.tables["公开05表"].empty_statement is None


@needs_cases
@pytest.mark.parametrize(("name", "count"), [("leaves", 57), ("published", 172)])
def test_the_worked_case_is_read_whole(name: str, count: int) -> None:
    entries = read_tidy(YANGQUAN / f"{name}.csv", EDITION)
    assert len(entries.figures) == count
    book = book_of(entries, EDITION)
    cell = book.cell(CellId("公开03表", "2010607", "项目支出"))
    assert cell is not None
    assert cell.value == Decimal("96.58")
