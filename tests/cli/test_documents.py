"""``xltool check`` on published documents: one command for every kind of file."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pypdf
import pytest

from tests.shared_cases import CASES, YANGQUAN, needs_cases
from tests.sources.made_pdf import PdfPage, pdf_bytes
from xltool.cli.main import status_of

PUTUO = CASES / "putuo-2024" / "published.pdf"


def run(*arguments: str | Path) -> int:
    return status_of([str(argument) for argument in arguments])


def page() -> PdfPage:
    """A page with a table whose total is wrong, and a sentence that is wrong."""
    made = PdfPage()
    made.text(250, 40, "支出决算表", 14)
    head = ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"]
    rows = [
        ["", "合计", "3.00", "2.00", "1.00"],
        ["201", "一般公共服务支出", "4.00", "3.00", "1.00"],
    ]
    made.grid(40, 60, [60, 150, 80, 80, 80], [head, *rows])
    made.text(60, 200, "三、支出决算情况说明", 12)
    made.text(60, 220, "2024年度支出合计5.00万元。", 12)
    return made


def test_findings_name_the_page_and_the_cell(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "决算.pdf").write_bytes(pdf_bytes(PdfPage(), page()))
    assert run("check", tmp_path / "决算.pdf", "--format", "json") == 1
    report = json.loads(capsys.readouterr().out)
    assert report["document"]["sources"] == ["决算.pdf"]
    cells = [place for finding in report["findings"] for place in finding["where"]]
    assert {("第2页", "C2"), ("第2页", "C3")} <= {(c["sheet"], c.get("address")) for c in cells}
    wrong = [figure for figure in report["figures"] if figure["verdict"] == "mismatch"]
    assert [figure["text"] for figure in wrong] == ["5.00"]


@needs_cases
@pytest.mark.parametrize(
    ("path", "edition", "figures"),
    [(PUTUO, "shanghai/2024", 89), (YANGQUAN / "ocr.txt", "shanxi/2024", 90)],
)
def test_the_real_documents_come_through(
    path: Path, edition: str, figures: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("check", path, "--format", "json") == 1
    report = json.loads(capsys.readouterr().out)
    assert report["document"]["edition"] == edition
    assert report["summary"]["figures"]["total"] >= figures


def test_several_files_are_checked_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "表.pdf").write_bytes(pdf_bytes(page()))
    file = docx.Document()
    for text in ("三、支出决算情况说明", "2024年度支出合计6.00万元,其中基本支出2.00万元。"):
        file.add_paragraph(text)
    file.save(str(tmp_path / "说明.docx"))
    status = run(
        "check", tmp_path / "表.pdf", tmp_path / "说明.docx", "--together", "--format", "json"
    )
    report = json.loads(capsys.readouterr().out)
    assert status == 1
    assert report["document"]["sources"] == ["表.pdf", "说明.docx"]
    assert "6.00" in [f["text"] for f in report["figures"] if f["verdict"] == "mismatch"]
    assert "read.second-narrative" in [finding["rule"] for finding in report["findings"]]


def encrypted() -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(pdf_bytes(page())))
    writer.encrypt("密码", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * (1 << 30))
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("锁.pdf", encrypted, "设有打开密码"),
        ("扫描.pdf", pdf_bytes(PdfPage()), "没有文字层"),
        ("坏.pdf", b"%PDF-1.4 nothing", "已损坏"),
        ("空.pdf", b"", "是空文件"),
        ("改名.pdf", b"not a pdf", "没有认出任何一张公开表"),
        ("坏.docx", b"PK\x03\x04nothing", "损坏"),
        ("炸弹.docx", bomb, "炸弹.docx"),
        ("说明.rtf", b"{\\rtf1 x}", "是 RTF"),
        ("无表.html", "<p>会议通知</p>".encode(), "没有认出任何一张公开表"),
        ("无表.txt", "会议通知".encode(), "没有认出任何一张公开表"),
    ],
)
def test_unusable_documents_get_one_line_and_status_2(
    name: str,
    data: bytes | Callable[[], bytes],
    reason: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = data if isinstance(data, bytes) else data()
    (tmp_path / name).write_bytes(made)
    assert run("check", tmp_path / name) == 2
    said = capsys.readouterr().err.strip()
    assert reason in said
    assert "\n" not in said
    assert (tmp_path / name).read_bytes() == made
