"""Files that are no usable workbook: one clear line each, and no traceback."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.sources.forms import Sheet, form_sheets, workbook
from tests.sources.made_up import figures
from xltool.editions import load
from xltool.model.errors import XltoolError
from xltool.sources import read_workbook

EDITION = load()
GOOD = workbook(form_sheets(EDITION, figures())[2:3])


def word() -> bytes:
    stream = io.BytesIO()
    docx.Document().save(stream)
    return stream.getvalue()


def replaced(part: str, content: bytes) -> bytes:
    """The good workbook with one part replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(stream, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def rows(count: int) -> bytes:
    row = b"<row r='%d'><c r='A%d'><v>1</v></c></row>"
    body = b"".join(row % (number, number) for number in range(1, count + 1))
    return f"<worksheet xmlns='{SPACE}'><sheetData>".encode() + body + b"</sheetData></worksheet>"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "空"),
        (word(), "Word"),
        (GOOD[: len(GOOD) // 2], "损坏"),
        (b"%PDF-1.7", "不是 Excel"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + "EncryptedPackage".encode("utf-16-le"), "密码"),
        (replaced(SHEET, b"<worksheet"), "损坏"),
        (replaced(SHEET, b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), "DOCTYPE"),
        (replaced(SHEET, rows(30_000)), "20000 行"),
        (replaced(SHEET, b"<a>" + b" " * (200 << 20) + b"</a>"), "压缩炸弹"),
        (workbook([Sheet("空", [["无"]])]), "没有认出"),
    ],
    ids=[
        "empty",
        "word",
        "truncated",
        "pdf",
        "password",
        "broken-xml",
        "doctype",
        "rows",
        "bomb",
        "none",
    ],
)
def test_an_unusable_file_is_refused_in_one_line(tmp_path: Path, data: bytes, says: str) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(data)
    with pytest.raises(XltoolError, match=says) as caught:
        read_workbook(path, EDITION)
    assert "\n" not in str(caught.value)
    assert "表.xlsx" in str(caught.value)


def test_a_cell_at_the_far_corner_costs_nothing() -> None:
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    book["公开03表"]["XFD1048576"] = "x"
    stream = io.BytesIO()
    book.save(stream)
    read = read_workbook(stream.getvalue(), EDITION)
    assert list(read.tables) == ["公开03表"]


def test_a_sheet_too_large_for_a_form_is_skipped_and_named() -> None:
    book = openpyxl.load_workbook(io.BytesIO(GOOD))
    ledger = book.create_sheet("明细账")
    for number in range(20_001):
        ledger.cell(number + 1, 1, number)
    stream = io.BytesIO()
    book.save(stream)
    read = read_workbook(stream.getvalue(), EDITION)
    assert list(read.tables) == ["公开03表"]
    assert [remark.code for remark in read.remarks] == ["read.skipped-sheet"]
    assert "明细账" in read.remarks[0].message
