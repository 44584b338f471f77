"""Text as text recognition leaves it: tables by tabs, damage mended or told, never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from xltool import editions, pipeline
from xltool.model.book import Book
from xltool.sources import read_published
from xltool.sources.document import LineSpan
from xltool.sources.recognised_text import read_text

SPENDING = """\
支出决算表

公开03表

部门名称:示例单位

金额单位:万元

\t项目\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出
科目代码\t科目名称\t\t\t\t\t\t
\t栏次\t1\t2\t3\t4\t5\t6
\t合计\t820. 66\t412. 97\t407,69\t\t\t
201\t一般公共服务支出\t715. 32\t307.64\t407. 68\t\t\t
20106\t财政事务\t715. 32\t307.64\t407. 68\t\t\t
2010650\t事业运行\t715. 32\t307.64\t407. 68\t\t\t
208\t社会保障和就业支出\t105. 34\t105. 33\t\t\t\t
"""


def book(folder: Path, text: str) -> Book:
    (folder / "识别.txt").write_text(text, "utf-8")
    return read_published(folder / "识别.txt", editions.load("shanxi/2024"))


def figures(found: Book, table: str = "公开03表") -> dict[str, str]:
    cells = found.tables[table].cells
    return {
        f"{row} {column}": f"{cell.value}" for (row, column), cell in cells.items() if cell.value
    }


def codes(found: Book) -> set[str]:
    return {remark.code for remark in found.remarks}


def test_a_table_by_tabs_is_read_and_its_repairs_are_told(tmp_path: Path) -> None:
    found = book(tmp_path, SPENDING)
    assert figures(found)["合计 项目支出"] == "407.69"
    assert figures(found)["208 基本支出"] == "105.33"
    assert len(figures(found)) == 14
    assert found.unit_name == "示例单位"
    assert codes(found) == {"read.mended-figure"}


def test_misread_heads_are_known_by_their_numbers(tmp_path: Path) -> None:
    text = SPENDING.replace("本年支出合计\t基本支出\t项目支出", "本平文出行订\t#++0\t坝目文 出")
    found = book(tmp_path, text)
    assert figures(found) == figures(book(tmp_path, SPENDING))
    assert "read.misread-label" in codes(found)


def test_without_numbers_a_misread_head_stays_unknown_and_is_told(tmp_path: Path) -> None:
    text = SPENDING.replace("本年支出合计", "本平文出行订").replace(
        "\t栏次\t1\t2\t3\t4\t5\t6\n", ""
    )
    found = book(tmp_path, text)
    assert not any("本年支出合计" in place for place in figures(found))
    assert figures(found)["合计 基本支出"] == "412.97"
    assert "read.unknown-column" in codes(found)


def test_debris_among_figures_is_emptied_and_told(tmp_path: Path) -> None:
    text = SPENDING.replace("105. 33\t\t", "105. 33\t供内部\t")
    found = book(tmp_path, text)
    assert figures(found) == figures(book(tmp_path, SPENDING))
    said = next(remark.message for remark in found.remarks if remark.code == "read.debris")
    assert "供内部" in said


def test_a_figure_that_lost_a_digit_is_not_taken_for_one(tmp_path: Path) -> None:
    found = book(tmp_path, SPENDING.replace("105. 34", "105. 3"))
    cell = found.tables["公开03表"].cells["208", "本年支出合计"]
    assert (cell.value, cell.text) == (None, "105. 3…")
    assert "read.text-for-number" in codes(found)


def test_a_misread_title_is_known_when_one_character_is_wrong(tmp_path: Path) -> None:
    text = SPENDING.replace("支出决算表", "-般公共预算财政拨款支出决算表")
    text = text.replace(
        "本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出",
        "小计\t基本支出\t项目支出\t\t\t",
    )
    found = book(tmp_path, text.replace("1\t2\t3\t4\t5\t6", "1\t2\t3\t\t\t"))
    assert figures(found, "公开05表")["合计 小计"] == "820.66"


SUMMARY = """\
收入支出决算总表

\t项目\t行次\t金额\t项目\t行次\t金额
\t栏次\t\t1\t栏次\t\t2
\t一、一般公共预算财政拨款收入\t1\t820. 66\t一、一般公共服务支出\t32\t715. 32
\t二、政府性基金预算财政拨款收入\t2\t\t二、外交支出\t33\t
\t三、国有资本经营预算财政拨款收入\t3\t\t三、国防支出\t34\t
\t四、上级补助收入\t4\t\t四、公共安全支出\t35\t
\t八、其他收入\t8\t12. 00\t八、社会保障和就业支出\t39\t56. 88

又供内部軍核

\t24\t\t二十四、债务还本支出\t55\t
\t25\t\t二十五、债务付息支出\t56\t1. 14
本年收入合计\t27\t832. 66\t本年支出合计\t58\t773. 34
以 异州以\t31\t832. 66\t\t62\t832. 66
"""


def test_the_next_page_with_shifted_columns_belongs_to_the_table(tmp_path: Path) -> None:
    found = book(tmp_path, SUMMARY)
    assert figures(found, "公开01表") == {
        "1 金额": "820.66",
        "8 金额": "12.00",
        "27 金额": "832.66",
        "31 金额": "832.66",
        "32 金额": "715.32",
        "39 金额": "56.88",
        "56 金额": "1.14",
        "58 金额": "773.34",
        "62 金额": "832.66",
    }
    said = next(remark.message for remark in found.remarks if remark.code == "read.misread-label")
    assert "“以 异州以”为 31 总计" in said


DETAIL = """\
一般公共预算财政拨款基本支出决算明细表

科目代码\t科目名称\t决算数\t科目代码\t科目名称\t决算数
301\t工资福利支出\t388. 01\t302\t商品和服务支出\t24. 83
30101\t基本工资\t119. 01\t30201\t办公费\t3. 93
30102\t津贴补贴\t16. 31\t30202\t印刷费\t0. 30
30103\t奖金\t\t30203\t咨询费\t
30106\t伙食补助费\t\t30204\t手续费\t

\t30114\t医疗费\t3021\t3 维修(护)费\t
\t30199\t其他工资福利支出\t2. 86 3021\t4 租赁费\t
\t30308\t助学金\t3022\t28 工会经费\t4. 11
\t30309\t奖励金\t0. 14 3022\t29 福利费\t7. 19
\t30310\t\t3023\t\t5. 12
\t30311\t代缴社会保险费\t3023\t39 其他交通费用\t
"""


def test_codes_cut_between_cells_are_put_together(tmp_path: Path) -> None:
    found = figures(book(tmp_path, DETAIL), "公开06表")
    assert found["30199 决算数"] == "2.86"
    assert found["30228 决算数"] == "4.11"
    assert found["30309 决算数"] == "0.14"
    assert found["30229 决算数"] == "7.19"


def test_a_line_between_two_known_ones_is_the_only_one_the_form_has_there(tmp_path: Path) -> None:
    found = book(tmp_path, DETAIL)
    assert figures(found, "公开06表")["30231 决算数"] == "5.12"
    assert any("30231" in r.message for r in found.remarks if r.code == "read.misread-label")


def test_a_code_and_its_name_in_one_cell_are_told_apart(tmp_path: Path) -> None:
    rows = book(tmp_path, DETAIL).tables["公开06表"].rows
    assert {row.key: row.label for row in rows}["30228"] == "工会经费"


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("示例市财政预算 评审中心", "示例市财政预算评审中心"),
        ("示例市财政预算评审中", "示例市财政预算评审中心"),
        ("示例市财政预算评亩中心", "示例市财政预算评审中心"),
        ("另一个县的教育局", "另一个县的教育局"),
    ],
)
def test_readings_of_one_unit_name_become_one_and_another_name_stays(
    printed: str, read: str, tmp_path: Path
) -> None:
    first = SPENDING.replace("示例单位", "示例市财政预算评审中心")
    again = first.replace("支出决算表", "一般公共预算财政拨款支出决算表").replace(
        "本年支出合计", "小计"
    )
    other = SUMMARY.replace("\n\n", f"\n\n部门名称:{printed}\n\n", 1)
    found = book(tmp_path, first + "\n" + again + "\n" + other)
    assert found.unit_name == "示例市财政预算评审中心"
    assert found.tables["公开01表"].unit_name == read
    is_misread = read == found.unit_name and " " not in printed
    assert ("read.misread-name" in codes(found)) == is_misread


def test_a_whole_page_in_one_cell_is_told_and_no_figure(tmp_path: Path) -> None:
    flat = " ".join(f"{code} 某支出 {code}.00" for code in range(20101, 20115))
    found = book(tmp_path, SPENDING + f"\t{flat}\t{flat}\t\t\t\t\t\n")
    assert figures(found) == figures(book(tmp_path, SPENDING))
    assert "read.flattened-page" in codes(found)


def test_tidy_figures_in_a_text_file_stay_tidy_figures(tmp_path: Path) -> None:
    path = tmp_path / "数.txt"
    path.write_text("表\t行\t栏\t数值\n公开03表\t合计\t基本支出\t1.00\n", "utf-8")
    assert pipeline.read(path).tables["公开03表"].cells["合计", "基本支出"].value == 1


def test_a_figure_knows_its_line_in_the_file() -> None:
    document = read_text(SPENDING.encode(), "识别.txt")
    table = document.tables["表1"]
    assert table.cells[4, 3].trace.spots(0, 7) == (LineSpan(12, 4, 11),)
    assert SPENDING.splitlines()[11][4:11] == "820. 66"


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_contents_with_page_numbers_are_no_table(ending: str) -> None:
    text = ending.join(
        ["目录", "一、收入支出决算总表\t2", "二、收入决算表\t4", "三、支出决算表\t5"]
    )
    document = read_text(text.encode(), "识别.txt")
    assert not document.tables
    assert [block.text for block in document.texts][1] == "一、收入支出决算总表 2"
