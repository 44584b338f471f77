"""Labels that a narrow column cut off when a workbook was printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import xltool

if TYPE_CHECKING:
    from pathlib import Path

    from xltool.model.book import Book

HEAD = """<p>收入支出决算总表</p><p>编制单位：示例单位　2024年度　金额单位：万元</p><table>
<tr><td colspan=2>收入</td><td colspan=2>支出</td></tr>
<tr><td>项目</td><td>决算数</td><td>项目</td><td>决算数</td></tr>"""
TOTALS = """<tr><td>本年收入合计</td><td>143.96</td><td>本年支出合计</td><td>143.96</td></tr>
<tr><td>总计</td><td>143.96</td><td>总计</td><td>143.96</td></tr></table>"""


def read(folder: Path, *rows: tuple[str, str, str, str]) -> Book:
    """The table of a publication with these rows above its totals."""
    body = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    path = folder / "公开.html"
    path.write_text(f"<html><body>{HEAD}{body}{TOTALS}</body></html>", "utf-8")
    return xltool.read(path)


def shown(book: Book, row: str) -> str | None:
    """What the book has in a line of 公开01表."""
    cell = book.tables["公开01表"].cell(row, "金额")
    return None if cell is None or cell.value is None else str(cell.value)


ABOVE = ("二、政府性基金预算财政拨款收入", "", "二十、粮油物资储备支出", "")
BELOW = ("四、上级补助收入", "", "二十二、灾害防治及应急管理支出", "")


def test_a_label_cut_off_in_print_is_known_by_its_beginning_and_said(tmp_path: Path) -> None:
    cut = ("三、国有资本经营预算财政拨", "143.96", "二十一、国有资本经营预算支", "143.96")
    book = read(tmp_path, ABOVE, cut, BELOW)
    assert (shown(book, "3"), shown(book, "52")) == ("143.96", "143.96")
    (said,) = [one.message for one in book.remarks if one.code == "read.misread-label"]
    assert "“二十一、国有资本经营预算”为 52" in said


def test_a_beginning_that_stands_at_another_place_of_the_form_is_not_guessed(
    tmp_path: Path,
) -> None:
    late = ("三、国有资本经营预算财政拨", "143.96", "", "")
    book = read(tmp_path, ABOVE, BELOW, ("七、附属单位上缴收入", "", "", ""), late)
    assert shown(book, "3") is None


def test_a_short_beginning_is_not_guessed(tmp_path: Path) -> None:
    book = read(tmp_path, ABOVE, ("三、国有资本", "143.96", "", ""), BELOW)
    assert shown(book, "3") is None
    assert "read.unknown-row" in {one.code for one in book.remarks}
