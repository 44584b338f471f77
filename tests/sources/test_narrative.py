"""Narratives come in as given, whatever they were written with."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls

from tests.shared_cases import YANGQUAN, needs_cases
from tests.sources.forms import Sheet, workbook
from xltool.model.book import Narrative
from xltool.model.errors import XltoolError
from xltool.sources import read_narrative


def texts(narrative: Narrative) -> list[str]:
    assert [p.index for p in narrative.paragraphs] == list(range(len(narrative.paragraphs)))
    return [paragraph.text for paragraph in narrative.paragraphs]


def saved(folder: Path, document: Document, name: str = "说明.docx") -> Path:
    document.save(str(folder / name))
    return folder / name


def with_body(folder: Path, *paragraphs: str) -> Path:
    """A document whose body is these paragraphs in WordprocessingML."""
    document = docx.Document()
    body = document.element.body
    for place, markup in enumerate(paragraphs):
        body.insert(place, parse_xml(f"<w:p {nsdecls('w')}>{markup}</w:p>"))
    return saved(folder, document)


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_text_files_give_their_lines_untouched(tmp_path: Path, encoding: str, end: str) -> None:
    path = tmp_path / "说明.txt"
    path.write_bytes(
        end.join(["一、总体", "", "  收入 1.00万元。 ", "\u3000", "支出"]).encode(encoding)
    )
    assert texts(read_narrative(path)) == ["一、总体", "  收入 1.00万元。 ", "支出"]


@needs_cases
def test_the_worked_case_keeps_every_line() -> None:
    path = YANGQUAN / "narrative.txt"
    lines = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
    assert texts(read_narrative(path)) == lines


def test_a_document_gives_paragraphs_in_order_without_tables(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("一、总体")
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "9.99"
    document.add_paragraph("")
    document.add_paragraph("收入1.00万元。")
    narrative = read_narrative(saved(tmp_path, document))
    assert texts(narrative) == ["一、总体", "收入1.00万元。"]
    assert [remark.code for remark in narrative.remarks] == ["read.tables-in-narrative"]


def test_a_document_that_is_one_table_gives_its_text(tmp_path: Path) -> None:
    document = docx.Document()
    table = document.add_table(2, 1)
    table.cell(0, 0).text, table.cell(1, 0).text = "一、总体", "收入1.00万元。"
    assert texts(read_narrative(saved(tmp_path, document))) == ["一、总体", "收入1.00万元。"]


def test_tracked_changes_read_as_accepted_with_a_warning(tmp_path: Path) -> None:
    path = with_body(
        tmp_path,
        run("收入")
        + f'<w:del w:id="1" w:author="a">{run("1.00").replace("w:t", "w:delText")}</w:del>'
        + f'<w:ins w:id="2" w:author="a">{run("2.00")}</w:ins>'
        + f'<w:moveFrom w:id="3" w:author="a">{run("旧")}</w:moveFrom>'
        + f'<w:moveTo w:id="4" w:author="a">{run("新")}</w:moveTo>'
        + run("万元。"),
    )
    narrative = read_narrative(path)
    assert texts(narrative) == ["收入2.00新万元。"]
    assert [remark.code for remark in narrative.remarks] == ["read.tracked-changes"]
    assert "4 处修订" in narrative.remarks[0].message


def test_a_deleted_paragraph_end_joins_the_next_paragraph(tmp_path: Path) -> None:
    mark = '<w:pPr><w:rPr><w:del w:id="1" w:author="a"/></w:rPr></w:pPr>'
    path = with_body(tmp_path, mark + run("收入"), run("1.00万元。"))
    assert texts(read_narrative(path)) == ["收入1.00万元。"]


def test_fields_give_their_result_and_hidden_text_is_left_out(tmp_path: Path) -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        "<w:r><w:instrText>PAGEREF _Toc1</w:instrText></w:r>"
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f'{run("12")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    simple = f'<w:fldSimple w:instr="DATE">{run("2024")}</w:fldSimple>'
    link = f'<w:hyperlink w:anchor="x">{run("链接")}</w:hyperlink>'
    path = with_body(
        tmp_path,
        field + simple + link + run("密", "<w:vanish/>") + "<w:r><w:tab/></w:r>" + run("末"),
    )
    narrative = read_narrative(path)
    assert texts(narrative) == ["122024链接\t末"]
    assert [remark.code for remark in narrative.remarks] == ["read.hidden-text"]


def test_content_controls_and_line_breaks_are_read(tmp_path: Path) -> None:
    document = docx.Document()
    control = OxmlElement("w:sdt")
    content = OxmlElement("w:sdtContent")
    content.append(parse_xml(f"<w:p {nsdecls('w')}>{run('甲')}<w:r><w:br/></w:r>{run('乙')}</w:p>"))
    control.append(content)
    document.element.body.insert(0, control)
    assert texts(read_narrative(saved(tmp_path, document))) == ["甲\n乙"]


def test_the_narrative_sheet_of_a_workbook_is_read(tmp_path: Path) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(workbook([Sheet("情况说明", [["一、总体"], ["收入1.00万元。"]])]))
    narrative = read_narrative(path)
    assert texts(narrative) == ["一、总体", "收入1.00万元。"]
    assert narrative.source == "表.xlsx"
    path.write_bytes(workbook([Sheet("别的", [["一、总体"]])]))
    with pytest.raises(XltoolError, match="没有“情况说明”页"):
        read_narrative(path)


def _broken_docx() -> bytes:
    import zipfile

    stream = io.BytesIO()
    docx.Document().save(stream)
    out = io.BytesIO()
    with zipfile.ZipFile(stream) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                data = b"<w:document"
            new.writestr(name, data)
    return out.getvalue()


REFUSED: Sequence[tuple[str, bytes, str]] = (
    (
        "说明.doc",
        bytes.fromhex("D0CF11E0A1B11AE1") + "WordDocument".encode("utf-16-le"),
        "另存为 .docx",
    ),
    (
        "说明.docx",
        bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"),
        "密码",
    ),
    ("说明.pdf", b"%PDF-1.7", "PDF"),
    ("说明.rtf", b"{\\rtf1 a}", "RTF"),
    ("说明.docx", b"", "空"),
    ("说明.docx", b"PK\x03\x04abc", "损坏"),
    ("说明.docx", _broken_docx(), "损坏"),
    ("说明.txt", b"\r\n \r\n", "空"),
)


@pytest.mark.parametrize(("name", "data", "says"), REFUSED)
def test_what_is_no_narrative_is_refused_in_one_line(
    tmp_path: Path, name: str, data: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(XltoolError, match=says) as caught:
        read_narrative(path)
    assert "\n" not in str(caught.value)
    assert name in str(caught.value)
