"""PDF files as offices make them: what stands where on the page decides what is read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sources.made_pdf import PdfPage, pdf_bytes, width
from xltool import editions
from xltool.model.book import Book
from xltool.model.errors import XltoolError
from xltool.sources import Published, open_document
from xltool.sources.document import Box, Document
from xltool.sources.pdf import read_pdf

TITLE = "支出决算表"
HEAD = ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"]
ROWS = [
    ["", "合计", "820.66", "412.97", "407.69"],
    ["201", "一般公共服务支出", "715.32", "307.64", "407.69"],
    ["20106", "财政事务", "715.32", "307.64", "407.69"],
    ["2010607", "信息化建设", "96.58", "", "96.58"],
    ["208", "社会保障和就业支出", "105.33", "105.33", ""],
]
WIDTHS = [60, 150, 80, 80, 80]
FIGURES = {
    ("合计", "本年支出合计"): "820.66",
    ("合计", "基本支出"): "412.97",
    ("合计", "项目支出"): "407.69",
    ("201", "本年支出合计"): "715.32",
    ("201", "基本支出"): "307.64",
    ("201", "项目支出"): "407.69",
    ("20106", "本年支出合计"): "715.32",
    ("20106", "基本支出"): "307.64",
    ("20106", "项目支出"): "407.69",
    ("2010607", "本年支出合计"): "96.58",
    ("2010607", "项目支出"): "96.58",
    ("208", "本年支出合计"): "105.33",
    ("208", "基本支出"): "105.33",
}


def titled(page: PdfPage) -> PdfPage:
    """The page with the table's title and 金额单位 at its top."""
    page.text(250, 60, TITLE, 14)
    page.text(430, 80, "单位:万元", 9)
    return page


def document(*pages: PdfPage) -> Document:
    return read_pdf(pdf_bytes(*pages), "决算.pdf")


def book(*pages: PdfPage) -> Book:
    found = Published(document(*pages)).book(editions.load("shanxi/2024"))
    assert found
    return found


def figures(found: Book) -> dict[tuple[str, str], str]:
    cells = found.tables["公开03表"].cells
    return {key: f"{cell.value}" for key, cell in cells.items() if cell.value}


def codes(found: Book | Document) -> list[str]:
    return [remark.code for remark in found.remarks]


def texts(found: Document) -> list[str]:
    return [block.text for block in found.texts]


def test_a_ruled_table_is_read_with_the_page_of_each_cell() -> None:
    page = titled(PdfPage())
    page.grid(40, 90, WIDTHS, [HEAD, *ROWS])
    found = book(PdfPage(), page)
    assert figures(found) == FIGURES
    at = found.tables["公开03表"].cells["208", "基本支出"].address
    assert at
    assert (at.sheet, at.cell) == ("第2页", "D6")
    assert not found.remarks


@pytest.mark.parametrize("repeats", [True, False])
def test_a_table_goes_on_over_pages_with_or_without_its_head_again(*, repeats: bool) -> None:
    first, second = titled(PdfPage()), PdfPage()
    first.grid(40, 90, WIDTHS, [HEAD, *ROWS[:3]])
    again = [HEAD] if repeats else []
    second.grid(40, 60, WIDTHS, [*again, *ROWS[3:]])
    second.text(40, 300, "注:本表反映部门本年度各项支出情况。", 9)
    found = book(first, second)
    assert figures(found) == FIGURES
    at = found.tables["公开03表"].cells["208", "基本支出"].address
    assert at
    assert (at.sheet, at.cell) == ("第2页", "D3" if repeats else "D2")
    assert not found.remarks


@pytest.mark.parametrize("again", ["支出决算表", "支出决算表(续)", "支出决算表(续表)", "续表"])
def test_a_title_on_the_next_page_too_is_the_same_table(again: str) -> None:
    first, second = titled(PdfPage()), PdfPage()
    first.grid(40, 90, WIDTHS, [HEAD, *ROWS[:3]])
    second.text(250, 60, again, 14)
    second.text(430, 80, "单位:万元", 9)
    second.grid(40, 90, WIDTHS, [HEAD, *ROWS[3:]])
    found = book(first, second)
    assert figures(found) == FIGURES
    at = found.tables["公开03表"].cells["208", "基本支出"].address
    assert at
    assert at.sheet == "第2页"
    assert not found.remarks


def test_a_row_split_by_the_end_of_a_page_is_one_row_and_told() -> None:
    first, second = titled(PdfPage()), PdfPage()
    first.grid(40, 90, WIDTHS, [HEAD, *ROWS[:4], ["208", "社会保障和", "", "", ""]])
    second.grid(40, 60, WIDTHS, [["", "就业支出", "105.33", "105.33", ""]])
    found = book(first, second)
    assert figures(found) == FIGURES
    names = {row.key: row.label for row in found.tables["公开03表"].rows}
    assert names["208"] == "社会保障和就业支出"
    assert codes(found) == ["read.split-row"]


def test_the_next_table_with_its_own_title_is_another_one() -> None:
    first, second = titled(PdfPage()), PdfPage()
    first.grid(40, 90, WIDTHS, [HEAD, *ROWS])
    second.text(250, 60, "一般公共预算财政拨款支出决算表", 14)
    rows = [[code, name, whole, basic, other] for code, name, whole, basic, other in ROWS]
    second.grid(40, 90, WIDTHS, [["科目编码", "科目名称", "小计", *HEAD[3:]], *rows])
    found = book(first, second)
    assert figures(found) == FIGURES
    assert found.tables["公开05表"].cells["201", "小计"].address
    assert found.tables["公开05表"].sheet == "第2页"


def test_columns_without_lines_are_told_by_alignment() -> None:
    page = titled(PdfPage())
    page.grid(40, 90, WIDTHS, [HEAD, *ROWS], ruled=False)
    page.text(40, 300, "注:本表反映部门本年度各项支出情况。", 9)
    assert figures(book(page)) == FIGURES


def test_figures_that_share_an_aligned_column_are_not_lost() -> None:
    page = titled(PdfPage())
    page.grid(40, 90, WIDTHS, [HEAD, *ROWS], ruled=False)
    for row in range(5):
        page.text(296, 119 + 18 * row, "7.77", 8)
    cells = document(page).tables["第1页"].cells
    assert sum(cell.text.count("7.77") for cell in cells.values()) == 5
    assert sum(cell.text.count("412.97") for cell in cells.values()) == 1


def test_rows_without_lines_between_them_are_told_by_their_amounts() -> None:
    page = titled(PdfPage())
    columns = ["\n".join(row[column] for row in ROWS) for column in range(len(HEAD))]
    page.grid(40, 90, WIDTHS, [HEAD, columns])
    assert figures(book(page)) == FIGURES


def test_open_sides_of_a_table_are_closed() -> None:
    page = titled(PdfPage())
    end = page.grid(40, 90, WIDTHS, [HEAD, *ROWS], ruled=False)
    for number in range(len(ROWS) + 2):
        page.line(40, 90 + 18 * number, 40 + sum(WIDTHS), 90 + 18 * number)
    for edge in (100, 250, 330, 410):
        page.line(edge, 90, edge, end)
    assert figures(book(page)) == FIGURES


def test_an_amount_wider_than_its_cell_stays_whole() -> None:
    page = titled(PdfPage())
    rows = [HEAD, ["", "合计", "123,456,789.01", "", "123,456,789.01"]]
    page.grid(40, 90, [60, 150, 60, 120, 120], [[*row] for row in rows], size=9)
    cells = book(page).tables["公开03表"].cells
    assert f"{cells['合计', '本年支出合计'].value}" == "123456789.01"


def test_an_amount_broken_by_a_line_end_is_mended_and_told() -> None:
    page = titled(PdfPage())
    page.grid(40, 90, WIDTHS, [HEAD, ["", "合计", "12,820.\n66", "12,820.66", ""]])
    found = book(page)
    assert figures(found)["合计", "本年支出合计"] == "12820.66"
    assert codes(found) == ["read.mended-figure"]
    assert "第1页 C2 “12,820.66”→12820.66" in found.remarks[0].message


def test_two_amounts_in_one_cell_are_not_made_into_one() -> None:
    page = titled(PdfPage())
    page.grid(40, 90, WIDTHS, [HEAD, ["", "合计", "820.66 33.20", "412.97", "407.69"]])
    found = book(page)
    assert ("合计", "本年支出合计") not in figures(found)
    assert codes(found) == ["read.text-for-number"]


@pytest.mark.parametrize(("rotate", "angle"), [(0, 90), (90, 90), (270, 270), (0, 270), (180, 180)])
def test_a_turned_table_is_read_and_its_boxes_are_in_the_pages_own_space(
    rotate: int, angle: int
) -> None:
    page = PdfPage(rotate=rotate)
    steps = {90: (200, 700), 270: (300, 100), 180: (500, 500)}[angle]
    page.text(*steps, "合计 820.66", 10, angle)
    found = document(page)
    assert texts(found) == ["合计 820.66"]
    (box,) = next(iter(found.texts)).trace.spots(3, 9)
    assert isinstance(box, Box)
    start, length = width("合计 ", 10), width("820.66", 10)
    x, y = steps[0], page.height - steps[1]
    along = {
        90: (y, box.bottom, box.top),
        270: (-y, -box.top, -box.bottom),
        180: (-x, -box.right, -box.left),
    }
    base, first, last = along[angle]
    assert first == pytest.approx(base + start, abs=1)
    assert last == pytest.approx(base + start + length, abs=1)


def test_letters_made_bold_by_printing_them_twice_are_read_once() -> None:
    page = PdfPage()
    for shift in (0, 0.4):
        page.text(60 + shift, 60, "支出合计820.66万元", 12)
    assert texts(document(page)) == ["支出合计820.66万元"]


def test_a_watermark_across_the_page_is_left_out_and_told() -> None:
    page = titled(PdfPage())
    page.grid(40, 90, WIDTHS, [HEAD, *ROWS])
    page.text(100, 400, "仅供内部审核", 50, 45)
    found = book(page)
    assert figures(found) == FIGURES
    assert codes(found) == ["read.watermark"]
    assert "仅供内部审核" in found.remarks[0].message


def test_the_number_of_a_page_whose_table_is_turned_is_no_watermark() -> None:
    page = PdfPage()
    page.text(100, 700, "收入支出决算总表", 14, 90)
    page.text(290, 820, "- 5 -", 9)
    assert codes(document(page)) == []


def test_pages_without_text_and_characters_without_a_name_are_told() -> None:
    text, scan = PdfPage(), PdfPage()
    text.text(60, 60, "一、收入支出决算总体情况说明", 12)
    text.unreadable(60, 90, 7)
    scan.picture()
    found = document(text, scan)
    assert codes(found) == ["read.unreadable-text", "read.page-without-text"]
    assert "第 1 页有 7 个字" in found.remarks[0].message
    assert "第 2 页是图片" in found.remarks[1].message


def test_page_numbers_go_silently_and_running_heads_are_told() -> None:
    pages = [PdfPage() for _ in range(4)]
    for number, page in enumerate(pages, 1):
        page.text(200, 40, "示例单位2024年度部门决算公开", 9)
        page.text(60, 100, f"第{number}段文字。", 12)
        page.text(290, 800, f"- {number} -", 9)
    found = document(*pages)
    assert texts(found) == [f"第{number}段文字。" for number in range(1, 5)]
    assert codes(found) == ["read.running-head"]
    assert "4 页" in found.remarks[0].message


def test_lines_of_a_paragraph_are_joined_also_over_pages() -> None:
    first, second = PdfPage(), PdfPage()
    line = "本年度收入总计与上年相比增加的主要原因是人员增加以及项目增加所致情况属实"
    first.text(84, 700, line[:34], 12)
    first.text(60, 720, "一二三四五六七八九十" * 3 + "一二三四五六", 12)
    first.text(
        60, 740, "本年收入总计一千二百三十四点五六万元其中财政拨款本年支出总计820.66万元,12", 12
    )
    second.text(60, 60, "3.45万元。", 12)
    second.text(84, 80, "二、收入决算情况说明", 12)
    found = document(first, second)
    assert len(texts(found)) == 2
    assert texts(found)[0].endswith("820.66万元,123.45万元。")
    assert texts(found)[1] == "二、收入决算情况说明"
    place = texts(found)[0].index("123.45")
    boxes = next(iter(found.texts)).trace.spots(place, place + 6)
    assert [box.page for box in boxes if isinstance(box, Box)] == [1, 2]


def test_a_line_may_end_early_before_a_bracket_that_no_print_breaks() -> None:
    page = PdfPage()
    page.text(60, 60, "一二三四五六七八九十" * 3 + "一二三四五六七", 12)
    # Room for "(类" but not for "(类)17.52" behind it.
    page.text(60, 80, "一二三四五六七八九十" * 2 + "社会保障支出卫生健康支出", 12)
    page.text(60, 100, "(类)17.52万元,占2.10%。", 12)
    found = texts(document(page))
    assert found[-1].endswith("卫生健康支出(类)17.52万元,占2.10%。")


def test_a_cells_box_is_where_its_text_is_printed_and_an_empty_cells_the_cell() -> None:
    page = titled(PdfPage())
    page.grid(40, 90, WIDTHS, [HEAD, *ROWS])
    published = Published(document(page))
    found = published.book(editions.load("shanxi/2024"))
    assert found
    filled = found.tables["公开03表"].cells["201", "本年支出合计"].address
    empty = found.tables["公开03表"].cells["208", "项目支出"].address
    assert filled
    assert empty
    (box,) = published.cell_spots(filled)
    assert isinstance(box, Box)
    assert box.left == pytest.approx(252, abs=1)
    assert box.right == pytest.approx(276, abs=1)
    (cell,) = published.cell_spots(empty)
    assert isinstance(cell, Box)
    assert cell.left == pytest.approx(410, abs=1)
    assert cell.right == pytest.approx(490, abs=1)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.5\nnothing", "已损坏"),
        (pdf_bytes(PdfPage()), "没有文字层"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(data: bytes, reason: str) -> None:
    with pytest.raises(XltoolError, match=reason) as told:
        read_pdf(data, "决算.pdf")
    assert "\n" not in str(told.value)


def test_a_document_without_any_table_of_the_form_is_refused(tmp_path: Path) -> None:
    page = PdfPage()
    page.text(60, 60, "会议通知", 12)
    (tmp_path / "通知.pdf").write_bytes(pdf_bytes(page))
    published = Published(open_document(tmp_path / "通知.pdf"))
    assert published.book(editions.load("shanxi/2024")) is None


def test_a_page_with_more_lines_than_are_looked_at_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("xltool.sources.pdf_shapes.MAX_OBJECTS", 5)
    page = titled(PdfPage())
    page.grid(40, 90, WIDTHS, [HEAD, *ROWS])
    assert codes(document(page)) == ["read.crowded-page"]
