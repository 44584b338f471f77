"""Several files as one publication: what they share, what they say differently."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from tests.sources.publications import figures_of
from xltool import pipeline
from xltool.model.book import Book, CellId
from xltool.model.errors import XltoolError


def tidy(folder: Path, name: str, *lines: str, unit: str = "示例单位", year: int = 2024) -> Path:
    rows = [f"{line},{unit},{year}" for line in lines]
    (folder / name).write_text("\n".join(["table,row,column,value,unit_name,year", *rows]), "utf-8")
    return folder / name


def word(folder: Path, name: str, *texts: str) -> Path:
    file = docx.Document()
    for text in texts:
        file.add_paragraph(text)
    file.save(str(folder / name))
    return folder / name


def codes(book: Book) -> list[str]:
    return [remark.code for remark in book.remarks]


def test_tables_and_narrative_come_from_wherever_they_stand(tmp_path: Path) -> None:
    book = pipeline.read_together(
        [
            word(tmp_path, "说明.docx", "三、支出决算情况说明", "支出合计2.00万元。"),
            tidy(tmp_path, "甲.csv", "公开03表,合计,本年支出合计,2.00"),
        ]
    )
    assert figures_of(book)[CellId("公开03表", "合计", "本年支出合计")] == 2
    assert book.narrative
    assert book.narrative.paragraphs[1].text == "支出合计2.00万元。"
    assert book.sources == ("甲.csv", "说明.docx")
    assert not book.remarks


def test_each_file_of_tidy_figures_gives_its_tables(tmp_path: Path) -> None:
    one = tidy(tmp_path, "甲.csv", "公开03表,合计,本年支出合计,2.00")
    other = tidy(tmp_path, "乙.csv", "公开02表,合计,本年收入合计,2.00")
    book = pipeline.read_together([one, other])
    found = figures_of(book)
    assert CellId("公开03表", "合计", "本年支出合计") in found
    assert CellId("公开02表", "合计", "本年收入合计") in found
    assert not book.remarks


def test_a_printed_empty_table_beside_a_filled_one_is_told(tmp_path: Path) -> None:
    (tmp_path / "空.html").write_text(
        "<p>支出决算表</p><table><tr><td>科目编码</td><td>科目名称</td><td>本年支出合计</td>"
        "<td>基本支出</td></tr><tr><td></td><td>合计</td><td></td><td></td></tr></table>",
        "utf-8",
    )
    filled = tidy(tmp_path, "甲.csv", "公开03表,合计,本年支出合计,2.00")
    book = pipeline.read_together([tmp_path / "空.html", filled])
    assert figures_of(book)[CellId("公开03表", "合计", "本年支出合计")] == 2
    assert codes(book) == ["read.table-clash"]


def test_different_figures_are_told_with_both_values(tmp_path: Path) -> None:
    one = tidy(tmp_path, "甲.csv", "公开03表,合计,本年支出合计,2.00")
    other = tidy(tmp_path, "乙.csv", "公开03表,合计,本年支出合计,2.01")
    book = pipeline.read_together([one, other])
    (clash,) = [remark.message for remark in book.remarks]
    assert "公开03表 在 甲.csv 和 乙.csv 里不同:合计 本年支出合计 2.00与2.01" in clash
    assert figures_of(book)[CellId("公开03表", "合计", "本年支出合计")] == 2


def test_the_narrative_with_most_figures_is_used_and_the_other_told(tmp_path: Path) -> None:
    figures = tidy(tmp_path, "甲.csv", "公开03表,合计,本年支出合计,2.00")
    short = word(tmp_path, "短.docx", "支出合计2.00万元。")
    long = word(tmp_path, "长.docx", "支出合计2.00万元,增长10%。")
    book = pipeline.read_together([figures, short, long])
    assert book.narrative
    assert book.narrative.source == "长.docx"
    assert codes(book) == ["read.second-narrative"]


@pytest.mark.parametrize(("unit", "year"), [("另一单位", 2024), ("示例单位", 2023)])
def test_files_of_another_unit_or_year_are_told(tmp_path: Path, unit: str, year: int) -> None:
    one = tidy(tmp_path, "甲.csv", "公开03表,合计,本年支出合计,2.00")
    other = tidy(tmp_path, "乙.csv", "公开03表,合计,本年支出合计,2.00", unit=unit, year=year)
    assert "read.different-documents" in codes(pipeline.read_together([one, other]))


def test_files_without_any_table_are_refused(tmp_path: Path) -> None:
    one, other = word(tmp_path, "甲.docx", "文字一。"), word(tmp_path, "乙.docx", "文字二。")
    with pytest.raises(XltoolError, match="没有认出任何一张公开表"):
        pipeline.read_together([one, other])
