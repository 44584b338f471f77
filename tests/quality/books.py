"""Books for the measurements, made straight from figures by meaning."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from xltool.model.book import TOTAL_ROW, Book, Cell, CellId, Row, RowKind, Table

TITLES = {
    "公开01表": "收入支出决算总表",
    "公开02表": "收入决算表",
    "公开03表": "支出决算表",
    "公开04表": "财政拨款收入支出决算总表",
    "公开05表": "一般公共预算财政拨款支出决算表",
    "公开06表": "一般公共预算财政拨款基本支出决算明细表",
    "公开07表": "政府性基金预算财政拨款收入支出决算表",
    "公开08表": "国有资本经营预算财政拨款支出决算表",
    "公开09表": '财政拨款"三公"经费支出决算表',
    "公开10表": "部门决算公开相关信息统计表",
}
CODE_TABLES = ("公开02表", "公开03表", "公开05表", "公开07表", "公开08表")
T09_ITEMS = (
    "合计",
    "因公出国(境)费",
    "公务用车购置及运行维护费/小计",
    "公务用车购置及运行维护费/公务用车购置费",
    "公务用车购置及运行维护费/公务用车运行维护费",
    "公务接待费",
)
T09_COLUMNS = tuple(f"{side}/{item}" for side in ("预算数", "决算数") for item in T09_ITEMS)
CLASSES = {
    "201": "一般公共服务支出",
    "202": "外交支出",
    "203": "国防支出",
    "204": "公共安全支出",
    "205": "教育支出",
    "206": "科学技术支出",
    "207": "文化旅游体育与传媒支出",
    "208": "社会保障和就业支出",
    "210": "卫生健康支出",
    "211": "节能环保支出",
    "212": "城乡社区支出",
    "213": "农林水支出",
    "214": "交通运输支出",
    "215": "资源勘探工业信息等支出",
    "216": "商业服务业等支出",
    "217": "金融支出",
    "219": "援助其他地区支出",
    "220": "自然资源海洋气象等支出",
    "221": "住房保障支出",
    "222": "粮油物资储备支出",
    "223": "国有资本经营预算支出",
    "224": "灾害防治及应急管理支出",
    "229": "其他支出",
    "231": "债务还本支出",
    "232": "债务付息支出",
    "234": "抗疫特别国债安排的支出",
}


def book_of(
    figures: Mapping[CellId, Decimal],
    names: Mapping[str, str],
    unit_name: str = "示例单位甲",
    year: int = 2024,
) -> Book:
    """A Book of all ten tables with ``figures``; ``names`` gives the names of codes."""
    tables = {table: _table(table, figures, names, unit_name, year) for table in TITLES}
    return Book("shanxi/2024", tables, unit_name, year, as_published=True)


def read_tidy(path: Path) -> dict[CellId, Decimal]:
    """Figures of a tidy csv (table,row,column,value); 栏次 of 公开09表 become labels."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return {
            CellId(line["table"], line["row"], _column(line["table"], line["column"])): Decimal(
                line["value"]
            )
            for line in csv.DictReader(lines)
        }


def _column(table: str, column: str) -> str:
    if table == "公开09表" and column.isdigit():
        return T09_COLUMNS[int(column) - 1]
    return column


def _table(
    table: str,
    figures: Mapping[CellId, Decimal],
    names: Mapping[str, str],
    unit_name: str,
    year: int,
) -> Table:
    own = {at: value for at, value in figures.items() if at.table == table}
    keys = sorted({at.row for at in own}, key=lambda key: _row_order(table, key))
    return Table(
        table,
        TITLES[table],
        tuple(_row(table, key, names) for key in keys),
        {(at.row, at.column): _cell(at, value) for at, value in own.items()},
        sheet=table,
        unit_name=unit_name,
        year=year,
        empty_statement=None if own else "本表无数据",
    )


def _row_order(table: str, key: str) -> tuple[int, int, str]:
    if key == TOTAL_ROW:
        return (0, 0, "")
    if key.isdigit() and table in ("公开01表", "公开04表", "公开10表"):
        return (1, int(key), "")
    return (1, 0, key)


def _row(table: str, key: str, names: Mapping[str, str]) -> Row:
    if table in CODE_TABLES:
        if key == TOTAL_ROW:
            return Row(key, key, RowKind.TOTAL)
        return Row(key, names.get(key, ""), RowKind.CODE, key)
    if table == "公开06表" and key.isdigit():
        return Row(key, names.get(key, ""), RowKind.LINE, key)
    return Row(key, _line_label(table, key))


def _line_label(table: str, key: str) -> str:
    first = {"公开01表": 32, "公开04表": 33}.get(table)
    if first is not None and 0 <= int(key) - first < len(CLASSES):
        return tuple(CLASSES.values())[int(key) - first]
    return key


def _cell(at: CellId, value: Decimal) -> Cell:
    is_count = at.table == "公开10表" and int(at.row) >= 7
    return Cell(value, 0 if is_count else 2)
