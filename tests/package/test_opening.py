"""What is no readable workbook gets one clear line."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import docx
import pytest

from tests.package.workbooks import everything, minimal, surgery, zipped
from xltool.model.errors import XltoolError
from xltool.package import FileKind, Package, WorkbookReader, kind_of
from xltool.package import archive as archive_module
from xltool.package import opc as opc_module

OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)


def refused(data: bytes) -> str:
    with pytest.raises(XltoolError) as caught:
        Package.open(data)
    message = str(caught.value)
    assert "\n" not in message
    return message


def word_document() -> bytes:
    out = io.BytesIO()
    docx.Document().save(out)
    return out.getvalue()


def test_an_ordinary_workbook_opens() -> None:
    package = Package.open(minimal('<row r="1"><c r="A1"><v>1</v></c></row>'))
    assert [sheet.name for sheet in package.sheets] == ["表"]


def test_a_file_is_named_in_its_message(tmp_path: Path) -> None:
    path = tmp_path / "决算.xlsx"
    path.write_bytes(b"")
    with pytest.raises(XltoolError, match=r"决算\.xlsx.*文件是空的"):
        Package.open(path)


def test_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(XltoolError, match="找不到文件"):
        Package.open(tmp_path / "无.xlsx")
    with pytest.raises(XltoolError, match="文件夹"):
        Package.open(tmp_path)


def test_a_file_of_absurd_size_is_not_even_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "大.xlsx"
    path.write_bytes(minimal(""))
    monkeypatch.setattr(opc_module, "MAX_FILE", 100)
    with pytest.raises(XltoolError, match="超过"):
        Package.open(path)


@pytest.mark.parametrize(
    ("data", "kind", "said"),
    [
        (b"", FileKind.EMPTY, "空的"),
        (bytes(5000), FileKind.EMPTY, "空的"),
        (b"a,b\n1,2\n", FileKind.UNKNOWN, "认不出"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), FileKind.ENCRYPTED, "密码"),
        (OLE + "Workbook".encode("utf-16-le"), FileKind.XLS, "另存为 .xlsx"),
        (OLE + "WordDocument".encode("utf-16-le"), FileKind.OLD_WORD, "Word"),
        (zipped({"a.txt": "x"}), FileKind.OTHER_ZIP, "压缩包"),
        (
            zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
            FileKind.ODS,
            ".ods",
        ),
    ],
)
def test_other_kinds_of_file_are_told_apart(data: bytes, kind: FileKind, said: str) -> None:
    assert kind_of(data) is kind
    assert said in refused(data)


def test_a_word_document_named_xlsx_is_recognised() -> None:
    assert kind_of(word_document()) is FileKind.WORD
    assert "Word" in refused(word_document())


def test_a_binary_workbook_is_told_to_be_saved_anew() -> None:
    main = "spreadsheetml.sheet.main+xml"
    renamed = surgery(
        minimal(""),
        {},
        {
            "[Content_Types].xml": (
                f"openxmlformats-officedocument.{main}",
                "ms-excel.sheet.binary.macroEnabled.main",
            )
        },
    )
    assert ".xlsb" in refused(renamed)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_download_is_called_damaged(share: float) -> None:
    data = everything()
    assert "损坏" in refused(data[: int(len(data) * share)])


def test_a_flipped_byte_in_a_part_is_noticed_when_the_part_is_read() -> None:
    data = bytearray(minimal("<row r='1'/>" * 50))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    data[at + 30 + len("xl/worksheets/sheet1.xml") + 12] ^= 0xFF
    package = Package.open(bytes(data))
    with pytest.raises(XltoolError, match="损坏"):
        package.part("xl/worksheets/sheet1.xml")


def test_a_part_larger_than_it_says_is_not_unpacked_further() -> None:
    entry = archive_module.deflated("a", b"x" * 1_000_000)
    lying = archive_module.Entry("a", entry.packed, 100, entry.crc)
    with pytest.raises(XltoolError, match="损坏"):
        lying.unpack()


def test_a_zip_bomb_is_named_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    data = surgery(minimal(""), {"xl/bomb.bin": bytes(40 << 20)}, {})
    assert "压缩炸弹" in refused(data)
    monkeypatch.setattr(archive_module, "MAX_TOTAL", 1000)
    assert "压缩炸弹" in refused(minimal(""))


def test_too_many_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive_module, "MAX_ENTRIES", 5)
    assert "部件" in refused(minimal(""))


def test_an_encrypted_zip_is_told_from_a_damaged_one() -> None:
    data = bytearray(minimal(""))
    at = data.index(b"PK\x01\x02")
    (flags,) = struct.unpack_from("<H", data, at + 8)
    struct.pack_into("<H", data, at + 8, flags | 1)
    assert "密码" in refused(bytes(data))


def test_a_doctype_is_refused_and_no_entity_is_resolved() -> None:
    hostile = (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<sheetData><row r="1"><c r="A1" t="str"><v>&e;</v></c></row></sheetData></worksheet>'
    )
    data = surgery(minimal(""), {"xl/worksheets/sheet1.xml": hostile.encode()}, {})
    reader = WorkbookReader(Package.open(data)).sheet("表")
    with pytest.raises(XltoolError, match="DOCTYPE"):
        _ = reader.contents


def test_broken_markup_is_said_with_its_part() -> None:
    data = surgery(minimal(""), {"xl/worksheets/sheet1.xml": b"<worksheet><row>"}, {})
    reader = WorkbookReader(Package.open(data)).sheet("表")
    with pytest.raises(XltoolError, match=r"sheet1\.xml"):
        _ = reader.contents


def test_a_missing_sheet_is_said_by_name() -> None:
    with pytest.raises(XltoolError, match="没有工作表“无”"):
        Package.open(minimal("")).sheet("无")


def test_part_names_do_not_distinguish_case() -> None:
    with zipfile.ZipFile(io.BytesIO(minimal('<row r="1"><c r="A1"><v>7</v></c></row>'))) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    parts["xl/Worksheets/Sheet1.XML"] = parts.pop("xl/worksheets/sheet1.xml")
    reader = WorkbookReader(Package.open(zipped(parts))).sheet("表")
    assert reader.numbers == {"A1": "7"}


def test_an_archive_written_back_is_the_same_and_sound() -> None:
    package = Package.open(everything())
    written = package.to_bytes()
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        assert archive.testzip() is None
        assert tuple(archive.namelist()) == package.names
    assert Package.open(written).entries == package.entries


def test_names_beyond_ascii_survive() -> None:
    package = Package.open(minimal("")).with_parts({"xl/部件.bin": b"1"})
    with zipfile.ZipFile(io.BytesIO(package.to_bytes())) as archive:
        assert archive.read("xl/部件.bin") == b"1"
