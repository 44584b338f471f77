"""Tables in Word files: merges, nesting, tracked changes, and where every cell stands."""

from __future__ import annotations

import io
from decimal import Decimal

import docx
from docx.document import Document as WordFile
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.sources.publications import figures_of
from xltool import editions
from xltool.model.book import Address, CellId
from xltool.sources import Published
from xltool.sources.document import Document, Stretch, TableBlock
from xltool.sources.word import read_word

HEAD = ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"]
ROWS = [
    ["", "合计", "820.66", "412.97", "407.69"],
    ["201", "一般公共服务支出", "715.32", "307.64", "407.68"],
]


def read(file: WordFile) -> Document:
    stream = io.BytesIO()
    file.save(stream)
    return read_word(stream.getvalue(), "决算.docx")


def with_table(rows: list[list[str]], title: str = "支出决算表") -> WordFile:
    file = docx.Document()
    file.add_paragraph(title)
    table = file.add_table(len(rows), len(rows[0]))
    for row, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    return file


def body_of(markup: str) -> WordFile:
    """A document whose body begins with this WordprocessingML."""
    file = docx.Document()
    for place, element in enumerate(parse_xml(f"<w:body {nsdecls('w')}>{markup}</w:body>")):
        file.element.body.insert(place, element)
    return file


def cell(text: str, properties: str = "", inside: str = "") -> str:
    return (
        f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}"
        f'<w:p><w:r><w:t xml:space="preserve">{text}</w:t></w:r></w:p></w:tc>'
    )


def texts(table: TableBlock) -> dict[tuple[int, int], str]:
    return {place: one.text for place, one in table.cells.items() if one.text}


def test_figures_and_narrative_come_from_one_file() -> None:
    file = with_table([HEAD, *ROWS])
    file.add_paragraph("注:本表反映部门本年度各项支出情况。")
    file.add_paragraph("三、支出决算情况说明")
    file.add_paragraph("2024年度支出合计820.66万元。")
    published = Published(read(file))
    book = published.book(editions.load("shanxi/2024"))
    assert book
    assert figures_of(book)[CellId("公开03表", "201", "项目支出")] == Decimal("407.68")
    assert book.narrative
    assert [p.text for p in book.narrative.paragraphs] == [
        "三、支出决算情况说明",
        "2024年度支出合计820.66万元。",
    ]


def test_merged_cells_span_what_they_cover() -> None:
    file = docx.Document()
    table = file.add_table(3, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "项目"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "本年支出"
    found = read(file).tables["表1"].cells
    assert (found[1, 1].rows, found[1, 1].columns) == (2, 1)
    assert (found[1, 2].rows, found[1, 2].columns) == (1, 2)
    assert (2, 1) not in found


def test_rows_that_begin_late_and_older_merges_keep_their_columns() -> None:
    late = f'<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>{cell("乙")}{cell("丙")}</w:tr>'
    old = (
        f"<w:tr>{cell('宽', '<w:hMerge w:val=' + chr(34) + 'restart' + chr(34) + '/>')}"
        f"{cell('', '<w:hMerge/>')}{cell('末')}</w:tr>"
    )
    found = read(body_of(f"<w:tbl>{late}{old}</w:tbl>")).tables["表1"]
    assert texts(found) == {(1, 2): "乙", (1, 3): "丙", (2, 1): "宽", (2, 3): "末"}
    assert found.cells[2, 1].columns == 2


def test_a_row_that_tracking_deleted_is_not_there() -> None:
    gone = f'<w:tr><w:trPr><w:del w:id="1" w:author="a"/></w:trPr>{cell("旧")}{cell("1.00")}</w:tr>'
    new = f'<w:tr><w:trPr><w:ins w:id="2" w:author="a"/></w:trPr>{cell("新")}{cell("2.00")}</w:tr>'
    found = read(body_of(f"<w:tbl>{gone}{new}</w:tbl>"))
    assert texts(found.tables["表1"]) == {(1, 1): "新", (1, 2): "2.00"}
    assert [remark.code for remark in found.remarks] == ["read.tracked-changes"]


def test_a_frame_of_one_cell_is_opened_and_a_nested_table_is_one_of_its_own() -> None:
    inner = f"<w:tbl><w:tr>{cell('合计')}{cell('1.00')}</w:tr></w:tbl>"
    framed = f"<w:tbl><w:tr>{cell('框内文字', inside=inner)}</w:tr></w:tbl>"
    nested = f"<w:tbl><w:tr>{cell('甲', inside=inner)}{cell('乙')}</w:tr></w:tbl>"
    found = read(body_of(framed + nested))
    assert [texts(table) for table in found.tables.values()] == [
        {(1, 1): "合计", (1, 2): "1.00"},
        {(1, 1): "甲", (1, 2): "乙"},
        {(1, 1): "合计", (1, 2): "1.00"},
    ]
    assert [block.text for block in found.texts] == ["框内文字"]


def test_an_amount_in_two_paragraphs_of_a_cell_is_mended_and_told() -> None:
    file = with_table([HEAD, ["", "合计", "", "412.97", "407.69"]])
    broken = file.tables[0].cell(1, 2)
    broken.text = "1,820."
    broken.add_paragraph("66")
    book = Published(read(file)).book(editions.load("shanxi/2024"))
    assert book
    assert f"{book.tables['公开03表'].cells['合计', '本年支出合计'].value}" == "1820.66"
    assert [remark.code for remark in book.remarks] == ["read.mended-figure"]


def test_a_table_cut_in_two_with_nothing_between_goes_on() -> None:
    file = with_table([HEAD, ROWS[0]])
    second = with_table([ROWS[1], ["20106", "财政事务", "715.32", "307.64", "407.68"]])
    file.element.body.insert(2, second.tables[0]._tbl)
    book = Published(read(file)).book(editions.load("shanxi/2024"))
    assert book
    rows = {row.key: row for row in book.tables["公开03表"].rows}
    assert list(rows) == ["合计", "201", "20106"]
    at = book.tables["公开03表"].cells["20106", "基本支出"].address
    assert at == Address("表2", "D2")


def test_cells_and_paragraphs_know_their_paragraph_in_the_file() -> None:
    file = with_table([HEAD, *ROWS])
    file.add_paragraph("支出合计820.66万元。")
    stream = io.BytesIO()
    file.save(stream)
    published = Published(read_word(stream.getvalue(), "决算.docx"))
    numbered = list(file.element.body.iter(docx.oxml.ns.qn("w:p")))
    (cell_spot,) = published.cell_spots(Address("表1", "D3"))
    assert isinstance(cell_spot, Stretch)
    assert (numbered[cell_spot.paragraph].text, cell_spot.end) == ("307.64", 6)
    (text_spot,) = published.text_spots(0, 4, 10)
    assert isinstance(text_spot, Stretch)
    assert numbered[text_spot.paragraph].text[text_spot.start : text_spot.end] == "820.66"
