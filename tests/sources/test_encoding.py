"""Text files in the encodings that clerks have; a mixture is named by its line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltool.model.errors import XltoolError
from xltool.sources.encoding import decode_text

TEXT = "表,行,栏,数值\n公开03表,201,基本支出,307.64\n支出决算表,合计,项目支出,407.69\n"
ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_reads_each_usual_encoding(encoding: str) -> None:
    assert decode_text(TEXT.encode(encoding), "数据.csv").lstrip("\ufeff") == TEXT


def test_reads_utf16_big_endian_with_its_mark() -> None:
    assert decode_text(b"\xfe\xff" + TEXT.encode("utf-16-be"), "数据.csv") == TEXT


def test_names_both_lines_of_a_mixture() -> None:
    lines = TEXT.splitlines(keepends=True)
    data = lines[0].encode() + lines[1].encode("gb18030") + lines[2].encode()
    with pytest.raises(XltoolError, match=r"混用了编码:第1行是 UTF-8,第2行是 GB18030"):
        decode_text(data, "数据.csv")


def test_names_a_gb18030_line_behind_a_utf8_mark() -> None:
    data = b"\xef\xbb\xbf" + "公开03表\n".encode() + "公开05表\n".encode("gb18030")
    with pytest.raises(XltoolError, match="第2行"):
        decode_text(data, "数据.csv")


def test_gb18030_that_looks_like_utf8_in_one_line_is_no_mixture() -> None:
    text = "公开03表\n" + b"\xd6\xa7".decode("gb18030") + "\n"  # 支: also valid UTF-8
    assert decode_text(text.encode("gb18030"), "数据.csv") == text


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "空的"),
        (b"\r\n \n", "空的"),
        ("公开".encode("utf-16-le") + b"\x00\x00\xd8", "不是"),
        (b"\x81\xff\xff\n", "第1行"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le")[:-1], "UTF-16"),
    ],
)
def test_refuses_what_is_no_text(data: bytes, reason: str) -> None:
    with pytest.raises(XltoolError, match=reason):
        decode_text(data, "数据.csv")


@given(st.text(st.characters(codec="gb18030", exclude_characters="\0"), min_size=1))
def test_utf8_is_never_taken_for_something_else(text: str) -> None:
    if not text.strip("\r\n\t "):
        return
    assert decode_text(b"\xef\xbb\xbf" + text.encode(), "数据.csv") == text
