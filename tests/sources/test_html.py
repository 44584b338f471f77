"""Web pages: tables with spans, text as a browser prints it, nothing fetched."""

from __future__ import annotations

import pytest

from xltool import editions
from xltool.model.errors import XltoolError
from xltool.sources import Published
from xltool.sources.document import Document
from xltool.sources.html import read_html

TABLE = """<table>
<tr><td rowspan=2>科目编码</td><td rowspan=2>科目名称</td><td colspan=3>本年支出</td></tr>
<tr><th>本年支出合计</th><th>基本支出</th><th>项目支出</th></tr>
<tr><td></td><td>合计</td><td>820.66</td><td>412.97</td><td>407.69</td></tr>
<tr><td>201</td><td>一般公共<br>服务支出</td><td>1,715.<br>32</td><td>307.64</td><td></td></tr>
</table>"""


def read(markup: str) -> Document:
    return read_html(markup.encode(), "决算.html")


def texts(document: Document) -> list[str]:
    return [block.text for block in document.texts]


def test_spans_take_their_place_and_breaks_end_lines() -> None:
    published = Published(read(f"<h2>支出决算表</h2><p>单位:万元</p>{TABLE}"))
    book = published.book(editions.load("shanxi/2024"))
    assert book
    cells = book.tables["公开03表"].cells
    assert f"{cells['合计', '项目支出'].value}" == "407.69"
    assert f"{cells['201', '本年支出合计'].value}" == "1715.32"
    assert cells["201", "项目支出"].value is None
    assert [row.label for row in book.tables["公开03表"].rows] == ["合计", "一般公共服务支出"]
    assert [remark.code for remark in book.remarks] == ["read.mended-figure"]


def test_a_table_that_lays_out_the_page_is_opened() -> None:
    document = read(f"<table><tr><td>左栏</td><td><p>支出决算表</p>{TABLE}</td></tr></table>")
    assert texts(document) == ["左栏", "支出决算表"]
    assert list(document.tables) == ["表1"]


def test_what_a_browser_does_not_show_is_not_read() -> None:
    document = read(
        "<head><title>题</title><script>var a=1</script></head><body><p>文字"
        "<span style='display:none'>隐藏</span><!-- 注释 -->末</p><p hidden>无</p></body>"
    )
    assert texts(document) == ["文字末"]


def test_inline_markup_and_blanks_do_not_part_words() -> None:
    document = read("<div>收入<b>1.00</b>万元\n   <i>。</i><br>第二行&nbsp;&lt;</div>")
    assert texts(document) == ["收入1.00万元 。", "第二行 <"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb2312", "utf-16"])
def test_the_encoding_is_the_one_that_the_page_names(encoding: str) -> None:
    markup = f"<html><head><meta charset={encoding}></head><body><p>决算公开</p></body></html>"
    assert texts(read_html(markup.encode(encoding), "决算.html")) == ["决算公开"]


def test_entities_of_other_files_are_not_read() -> None:
    markup = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>甲&x;乙</p>'
    assert not any("root" in text for text in texts(read(markup)))


def test_an_empty_page_is_told() -> None:
    with pytest.raises(XltoolError, match="没有内容"):
        read_html(b"<!-- -->", "空.html")
