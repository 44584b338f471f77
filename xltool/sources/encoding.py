"""Text files as clerks have them: UTF-8 with or without BOM, GB18030, UTF-16.

A file in which lines are encoded differently (two exports pasted together) is refused
with the line named, because reading it in one encoding would turn some text into other
text without a word.
"""

from __future__ import annotations

import codecs
import re

from xltool.model.errors import XltoolError

MAX_BYTES = 64 << 20
"""Ten tables of one unit have some 10 KB; this many bytes are another kind of file."""

_UTF16 = ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_FIRST_THREE_BYTE = "\u0800"
"""Chinese takes three bytes in UTF-8. GB18030 text that happens to be valid UTF-8 is
nearly always made of two-byte characters and does not count as evidence of UTF-8."""
_SAMPLE = 4096
_LINE_END = re.compile("\r\n|\r|\n")
_CLEARLY = 3


def decode_text(data: bytes, name: str) -> str:
    """The text of a file; ``name`` is for messages. Line ends stay as they are.

    Raises:
        XltoolError: empty, not text, too large, or in a mixture of encodings.
    """
    if not data.strip(b"\0\r\n\t "):
        raise XltoolError(f"{name} 是空的:请检查导出的文件")
    if len(data) > MAX_BYTES:
        raise XltoolError(f"{name} 有 {len(data) >> 20} MB,不像数据或情况说明:请检查文件")
    for mark, marked in _UTF16:
        if data.startswith(mark):
            return _utf16(data[len(mark) :], marked, name)
    unmarked = _unmarked_utf16(data)
    if unmarked:
        return _utf16(data, unmarked, name)
    text = _bytes_text(data.removeprefix(codecs.BOM_UTF8), name)
    if "\0" in text:
        raise XltoolError(f"{name} 不是文本文件:请另存为 CSV UTF-8 或 .txt 再试")
    return text


def text_lines(data: bytes, name: str) -> list[str]:
    """The lines of a text file, whatever ends them.

    Raises:
        XltoolError: as ``decode_text``.
    """
    return _LINE_END.split(decode_text(data, name).lstrip("\ufeff"))


def _utf16(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].decode(encoding, "replace").count("\n") + 1
        raise XltoolError(
            f"{name} 第{line}行不是 UTF-16 文字,文件不完整或混用了编码:请统一另存为 UTF-8"
        ) from None


def _unmarked_utf16(data: bytes) -> str | None:
    """UTF-16 without BOM: digits, commas and line ends leave a zero in one byte of two."""
    sample = data[:_SAMPLE]
    first, second = sample[::2].count(0), sample[1::2].count(0)
    if second > _CLEARLY * first:
        return "utf-16-le"
    return "utf-16-be" if first > _CLEARLY * second else None


def _bytes_text(data: bytes, name: str) -> str:
    """UTF-8 if all of it is, else GB18030 if no line is clearly UTF-8."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    utf8_line = gb_line = 0
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.isascii():
            continue
        if _is_utf8(line):
            utf8_line = utf8_line or number
        elif not _is_gb18030(line):
            raise XltoolError(
                f"{name} 第{number}行不是 UTF-8 也不是 GB18030 文字:请用 Excel 另存为 CSV UTF-8"
            )
        elif not _is_short_utf8(line):
            gb_line = gb_line or number
    if utf8_line and gb_line:
        first, second = sorted(((utf8_line, "UTF-8"), (gb_line, "GB18030")))
        raise XltoolError(
            f"{name} 混用了编码:第{first[0]}行是 {first[1]},第{second[0]}行是 {second[1]}:"
            "请统一另存为 UTF-8"
        )
    return data.decode("gb18030")


def _is_utf8(line: bytes) -> bool:
    text = _decoded(line, "utf-8")
    return text is not None and any(character >= _FIRST_THREE_BYTE for character in text)


def _is_short_utf8(line: bytes) -> bool:
    return _decoded(line, "utf-8") is not None


def _is_gb18030(line: bytes) -> bool:
    return _decoded(line, "gb18030") is not None


def _decoded(line: bytes, encoding: str) -> str | None:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return None
