"""Findings go back into the user's own documents: Word files and PDFs, from check to unmark."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import docx
import pypdfium2
import pytest

import xltool
from tests.hosts.pdf_documents import listed, locked, notes
from tests.hosts.word_documents import (
    accepted_text,
    coloured,
    comments,
    parts,
    run,
    with_body,
    with_parts,
)
from tests.shared_cases import CASES, needs_cases
from xltool import examples, pipeline
from xltool.cli.main import status_of
from xltool.hosts import report_html
from xltool.hosts.annotations import Annotation
from xltool.hosts.word import mark_word
from xltool.model.errors import XltoolError
from xltool.model.finding import Verdict
from xltool.report import Report

RED, YELLOW = "FFC7CE", "FFEB9C"
TABLE = (
    ("科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出"),
    ("", "合计", "820.66", "412.97", "407.68", "", ""),
    ("201", "一般公共服务支出", "715.32", "307.63", "407.69", "", ""),
    ("20106", "财政事务", "715.32", "307.63", "407.69", "", ""),
    ("2010601", "行政运行", "715.32", "307.63", "407.69", "", ""),
    ("208", "社会保障和就业支出", "105.34", "105.34", "", "", ""),
    ("20805", "行政事业单位养老支出", "105.34", "105.34", "", "", ""),
    ("2080505", "机关事业单位基本养老保险缴费支出", "105.34", "", "", "", ""),
)
SENTENCES = (
    "三、支出决算情况说明",
    "2024年度支出合计820.66万元,其中:",
    "基本支出412.97万元,占比50.32%;",
    "项目支出407.86万元,占比49.68%。",
)
DIGITS_SWAPPED = "407.86"


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    book = pipeline.fill(examples.FIGURES, unit="元", unit_name="示例单位")
    pipeline.save(book, tmp_path / "公开表.xlsx")
    return tmp_path / "公开表.xlsx"


@pytest.fixture
def narrative(tmp_path: Path) -> Path:
    """The example's narrative in Word, in runs of three characters."""
    document = docx.Document()
    for line in examples.NARRATIVE.read_text("utf-8").splitlines():
        paragraph = document.add_paragraph()
        for at in range(0, len(line), 3):
            paragraph.add_run(line[at : at + 3])
    document.save(str(tmp_path / "情况说明.docx"))
    return tmp_path / "情况说明.docx"


@pytest.fixture
def published(tmp_path: Path) -> Path:
    """A Word file that holds a table and the sentences about it."""
    document = docx.Document()
    for line in ("示例单位2024年度部门决算", "支出决算表", "公开03表 单位:万元"):
        document.add_paragraph(line)
    table = document.add_table(len(TABLE), len(TABLE[0]))
    for cells, texts in zip(table.rows, TABLE, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = text
    for line in SENTENCES:
        document.add_paragraph(line)
    document.save(str(tmp_path / "决算.docx"))
    return tmp_path / "决算.docx"


def together(pairs: Sequence[tuple[str, str]], colour: str) -> str:
    return "".join(text for text, found in pairs if found == colour)


def said(data: bytes) -> list[str]:
    return [text.split("\n")[0] for _, text in comments(data)]


def test_both_the_workbook_and_the_narrative_are_marked_in_one_go(
    tmp_path: Path, tables: Path, narrative: Path
) -> None:
    before = tables.read_bytes(), narrative.read_bytes()
    word, book = tmp_path / "核对.docx", tmp_path / "核对.xlsx"
    arguments = ["check", tables, "--narrative", narrative, "--highlight", word]
    assert status_of([*map(str, arguments), "--highlight", str(book), "--quiet"]) == 1
    marked = word.read_bytes()
    # The four planted errors: swapped digits, a ratio as percent, a wrong direction, a count.
    assert together(coloured(marked), RED) == "17.520.822.203"
    assert together(coloured(marked), YELLOW) == "412.98"
    assert said(marked)[0] == (
        "不符:卫生健康支出17.52万元与公开05表 210卫生健康支出 小计的17.25万元不同,请核对"
    )
    assert "对照:公开05表 210 小计 C18" in comments(marked)[0][1]
    assert "核对结果" in parts(book.read_bytes())["xl/workbook.xml"].decode()
    assert (tables.read_bytes(), narrative.read_bytes()) == before


def test_cells_of_a_word_table_are_marked_where_they_stand(published: Path) -> None:
    report = xltool.check(published)
    target = published.with_name("核对.docx")
    xltool.highlight(published, report, target)
    marked = target.read_bytes()
    assert (DIGITS_SWAPPED, RED) in coloured(marked)
    by_line = dict(zip(said(marked), comments(marked), strict=True))
    # The empty 基本支出 of 2080505: a comment in the empty cell, nothing to be coloured.
    (empty,) = [line for line in by_line if "2080505" in line and "为空" in line]
    assert empty.startswith("不符:")
    # Tables that are not there have no place: told at the beginning of the document.
    assert said(marked)[0].startswith("未核对:没有找到")


def test_a_marked_copy_checks_like_the_original_and_is_marked_anew(published: Path) -> None:
    first, second = published.with_name("一.docx"), published.with_name("二.docx")
    xltool.highlight(published, xltool.check(published), first)
    again = xltool.check(first)
    assert [finding.message for finding in again.findings] == [
        finding.message for finding in xltool.check(published).findings
    ]
    xltool.highlight(first, again, second)
    assert parts(second.read_bytes()) == parts(first.read_bytes())


def test_unmark_gives_the_document_back(
    published: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    marked, clean = published.with_name("核对.docx"), published.with_name("清除.docx")
    xltool.highlight(published, xltool.check(published), marked)
    assert status_of(["unmark", str(marked), "-o", str(clean)]) == 0
    assert parts(clean.read_bytes()) == parts(published.read_bytes())
    assert f"已清除 {len(comments(marked.read_bytes()))} 处标记" in capsys.readouterr().out


def test_unmark_in_place_keeps_a_backup(published: Path) -> None:
    marked = published.with_name("核对.docx")
    xltool.highlight(published, xltool.check(published), marked)
    before = marked.read_bytes()
    assert status_of(["unmark", str(marked), "--in-place"]) == 0
    assert parts(marked.read_bytes()) == parts(published.read_bytes())
    assert marked.with_name("核对.备份.docx").read_bytes() == before


def test_figures_in_words_that_tracking_joined_are_marked_in_both_paragraphs(
    tmp_path: Path, tables: Path
) -> None:
    deleted_end = '<w:pPr><w:rPr><w:del w:id="1" w:author="张"/></w:rPr></w:pPr>'
    source = tmp_path / "说明.docx"
    source.write_bytes(
        with_body(run("三、支出决算情况说明"), deleted_end + run("项目支出407."), run("86万元。"))
    )
    report = xltool.check(tables, narrative=source)
    xltool.highlight(source, report, tmp_path / "核对.docx")
    assert together(coloured((tmp_path / "核对.docx").read_bytes()), RED) == "407.86"


@needs_cases
def test_a_published_pdf_is_marked_at_its_figures(tmp_path: Path) -> None:
    source, target = CASES / "putuo-2024" / "published.pdf", tmp_path / "核对.pdf"
    xltool.highlight(source, xltool.check(source), target)
    marked = target.read_bytes()
    assert marked.startswith(source.read_bytes())
    # 年初预算为0万元 … 完成年初预算的95.89%: both figures of the contradiction, on page 18.
    told = [note for note in notes(marked, 18) if "年初预算为0,不能算出" in note]
    page = pypdfium2.PdfDocument(marked)[17].get_textpage()
    rectangles = [item["/Rect"] for item in listed(marked, 18) if item.get("/Contents") in told]
    under = [page.get_text_bounded(*map(float, box)).strip() for box in rectangles]
    assert under == ["0", "95.89"]
    assert "第12页" in told[1]  # where the other side stands


@needs_cases
def test_the_web_report_on_a_pdf_names_pages_and_quotes() -> None:
    html = report_html(xltool.check(CASES / "putuo-2024" / "published.pdf"))
    assert "情况说明 第18页 五(三) 第52段“完成年初预算的95.89%”" in html


@needs_cases
def test_unmark_gives_the_pdf_back(tmp_path: Path) -> None:
    source, target = CASES / "putuo-2024" / "published.pdf", tmp_path / "核对.pdf"
    xltool.highlight(source, xltool.check(source), target)
    clean = tmp_path / "清除.pdf"
    assert status_of(["unmark", str(target), "-o", str(clean)]) == 0
    assert clean.read_bytes() == source.read_bytes()


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert status_of(list(map(str, arguments))) == 2
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 1
    return lines[0]


def test_an_ending_that_no_input_has_is_refused(
    tmp_path: Path, tables: Path, narrative: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for ending in (".pdf", ".html", ".doc"):
        target = tmp_path / f"核对{ending}"
        line = refused(capsys, "check", tables, "--narrative", narrative, "--highlight", target)
        assert "扩展名" in line
        assert not target.exists()


def test_a_word_copy_of_a_workbook_is_refused(
    tmp_path: Path, tables: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "扩展名" in refused(capsys, "check", tables, "--highlight", tmp_path / "核对.docx")


def test_one_copy_more_than_there_are_inputs_is_refused(
    tmp_path: Path, tables: Path, narrative: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given: list[object] = ["check", tables, "--narrative", narrative]
    for name in ("一.docx", "二.xlsx", "三.xlsx"):
        given += ["--highlight", tmp_path / name]
    assert "给多了" in refused(capsys, *given)


def test_a_narrative_of_the_same_kind_takes_the_second_copy(
    tmp_path: Path, published: Path
) -> None:
    text = tmp_path / "说明.docx"
    text.write_bytes(with_body(run("三、支出决算情况说明"), run("项目支出401.11万元。")))
    given = ["check", str(published), "--narrative", str(text), "--quiet"]
    first, second = tmp_path / "一.docx", tmp_path / "二.docx"
    assert status_of([*given, "--highlight", str(first), "--highlight", str(second)]) == 1
    assert accepted_text(first.read_bytes()) == accepted_text(published.read_bytes())
    assert together(coloured(second.read_bytes()), RED) == "401.11"


def test_a_text_has_no_place_for_marks(
    tmp_path: Path, tables: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = tmp_path / "说明.txt"
    text.write_text("\n".join(SENTENCES), "utf-8")
    line = refused(capsys, "check", text, "--highlight", tmp_path / "核对.docx")
    assert "--report" in line
    with pytest.raises(XltoolError, match="只用 --report"):
        xltool.highlight(text, xltool.check(tables, narrative=text), tmp_path / "核对.txt")


def test_several_documents_of_several_kinds_go_into_a_folder(
    tmp_path: Path, tables: Path, published: Path
) -> None:
    folder = tmp_path / "核对"
    given = ["check", str(tables), str(published), "--highlight", str(folder), "--quiet"]
    assert status_of(given) == 1
    assert sorted(path.name for path in folder.iterdir()) == ["公开表.xlsx", "决算.docx"]


def test_files_taken_together_are_each_marked_with_their_own(
    tmp_path: Path, tables: Path, narrative: Path, published: Path
) -> None:
    folder = tmp_path / "核对"
    given = ["check", str(tables), str(narrative), "--together", "--highlight", str(folder)]
    assert status_of([*given, "--quiet"]) == 1
    assert sorted(path.name for path in folder.iterdir()) == ["公开表.xlsx", "情况说明.docx"]
    marked = (folder / "情况说明.docx").read_bytes()
    assert together(coloured(marked), RED) == "17.520.822.203"
    assert said(marked)[0].startswith("不符:卫生健康支出17.52万元")  # none of the tables' own
    # A table that two files have is marked where it was taken from.
    second = tmp_path / "二.docx"
    both = ["check", str(tables), str(published), "--together", "--highlight", str(second)]
    assert status_of([*both, "--quiet"]) == 1
    assert ("407.69", YELLOW) not in coloured(second.read_bytes())
    assert (DIGITS_SWAPPED, RED) in coloured(second.read_bytes())


def test_a_report_on_another_document_is_refused(
    tmp_path: Path, tables: Path, narrative: Path
) -> None:
    other = tmp_path / "别的.docx"
    other.write_bytes(with_body(run("一、收入支出决算总体情况说明"), run("无关的一段。")))
    report: Report = xltool.check(tables, narrative=narrative)
    with pytest.raises(XltoolError, match="不是核对过的那份文件"):
        xltool.highlight(other, report, tmp_path / "核对.docx")


def test_a_protected_document_is_checked_but_not_marked(
    tmp_path: Path, tables: Path, narrative: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = narrative.read_bytes()
    words = '<w:documentProtection w:edit="forms" w:enforcement="1"/></w:settings>'
    text = parts(data)["word/settings.xml"].decode().replace("</w:settings>", words)
    narrative.write_bytes(with_parts(data, {"word/settings.xml": text.encode()}))
    given = ("check", tables, "--narrative", narrative)
    line = refused(capsys, *given, "--highlight", tmp_path / "核对.docx")
    assert "情况说明.docx" in line
    assert "停止保护" in line
    assert status_of([*map(str, given), "--quiet"]) == 1


def test_a_pdf_with_permissions_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "决算.pdf"
    source.write_bytes(locked())
    with pytest.raises(XltoolError, match=r"决算.pdf:PDF 设有密码或权限限制"):
        pipeline.unmark(source, tmp_path / "清除.pdf")


def test_what_a_document_prints_stays_when_it_is_marked(narrative: Path) -> None:
    data = narrative.read_bytes()
    mark = Annotation((), Verdict.MISMATCH, ("不符:总说明",))
    assert accepted_text(mark_word(data, [mark])) == accepted_text(data)
    assert docx.Document(io.BytesIO(mark_word(data, [mark]))).paragraphs
