"""What kind of file some bytes are, and what to tell the user when it is no workbook."""

from __future__ import annotations

from enum import StrEnum

from xltool.model.errors import XltoolError
from xltool.package.archive import Entry, read_entries


class FileKind(StrEnum):
    """Kinds of file that users hand us under the name of a workbook."""

    XLSX = "xlsx"
    """Also .xlsm, .xltx, .xltm, .xlam: a package whose main part is a workbook in XML."""
    XLSB = "xlsb"
    XLS = "xls"
    ENCRYPTED = "encrypted"
    WORD = "docx"
    SLIDES = "pptx"
    ODS = "ods"
    OLD_WORD = "doc"
    OTHER_ZIP = "zip"
    EMPTY = "empty"
    UNKNOWN = "unknown"


_REFUSALS = {
    FileKind.XLSB: "这是 .xlsb 二进制工作簿,请在 Excel 中另存为 .xlsx 再试",
    FileKind.XLS: "这是旧式 .xls 工作簿,请在 Excel 或 WPS 中另存为 .xlsx 再试",
    FileKind.ENCRYPTED: "工作簿设有打开密码,请在 Excel 中去掉密码(文件-信息-保护工作簿)后另存再试",
    FileKind.WORD: "这是 Word 文档,不是 Excel 工作簿;情况说明请用 --narrative 给出",
    FileKind.SLIDES: "这是 PowerPoint 演示文稿,不是 Excel 工作簿",
    FileKind.ODS: "这是 .ods 表格,请在 WPS 或 LibreOffice 中另存为 .xlsx 再试",
    FileKind.OLD_WORD: "这是旧式 Word 文档,不是 Excel 工作簿",
    FileKind.OTHER_ZIP: "这是普通压缩包,不是 Excel 工作簿;请解压后给出其中的 .xlsx",
    FileKind.EMPTY: "文件是空的,请重新获取",
    FileKind.UNKNOWN: "不是 Excel 工作簿(认不出文件格式),请给出 .xlsx 文件",
}

_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_CONTENT_TYPES = "[content_types].xml"


def kind_of(data: bytes) -> FileKind:
    """The kind of file, from its content; the name is never asked.

    Raises:
        XltoolError: it is a zip, but damaged or a zip bomb.
    """
    if not data.strip(b"\0"):
        return FileKind.EMPTY
    if data.startswith(_OLE):
        return _ole_kind(data)
    if data.startswith(b"PK"):
        return zip_kind(read_entries(data))
    return FileKind.UNKNOWN


def _ole_kind(data: bytes) -> FileKind:
    """By the names in the compound file's directory, which are UTF-16."""
    named = (
        ("EncryptedPackage", FileKind.ENCRYPTED),
        ("WordDocument", FileKind.OLD_WORD),
        ("Workbook", FileKind.XLS),
        ("Book", FileKind.XLS),
    )
    return next((k for name, k in named if name.encode("utf-16-le") in data), FileKind.UNKNOWN)


def zip_kind(entries: tuple[Entry, ...]) -> FileKind:
    """The kind of document in an archive, by its list of content types."""
    for entry in entries:
        if entry.name.lower() == _CONTENT_TYPES:
            return _package_kind(entry.unpack())
        if entry.name == "mimetype" and entry.unpack().startswith(_ODS):
            return FileKind.ODS
    return FileKind.OTHER_ZIP


def _package_kind(content_types: bytes) -> FileKind:
    """Main parts are named by content type; strict and transitional share them."""
    if content_types.startswith((b"\xff\xfe", b"\xfe\xff")):
        content_types = content_types.decode("utf-16", "replace").encode()
    marks = (
        (b"ms-excel.sheet.binary.macroEnabled.main", FileKind.XLSB),
        (b"spreadsheetml.sheet.main+xml", FileKind.XLSX),
        (b"spreadsheetml.template.main+xml", FileKind.XLSX),
        (b"ms-excel.sheet.macroEnabled.main+xml", FileKind.XLSX),
        (b"ms-excel.template.macroEnabled.main+xml", FileKind.XLSX),
        (b"ms-excel.addin.macroEnabled.main+xml", FileKind.XLSX),
        (b"wordprocessingml", FileKind.WORD),
        (b"ms-word.", FileKind.WORD),
        (b"presentationml", FileKind.SLIDES),
    )
    return next((kind for mark, kind in marks if mark in content_types), FileKind.OTHER_ZIP)


def refusal(kind: FileKind) -> XltoolError:
    """The error that says what the file is and what to do with it."""
    return XltoolError(_REFUSALS[kind])
