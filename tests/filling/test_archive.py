from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from hypothesis import given
from hypothesis import strategies as st

from xltool.filling.archive import Frame
from xltool.package.archive import read_entries


def _zip(parts: dict[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            method = ZIP_STORED if name.endswith(".bin") else ZIP_DEFLATED
            archive.writestr(name, data, compress_type=method)
    return buffer.getvalue()


def _unzip(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_changed_part_stands_beside_parts_copied_as_they_are() -> None:
    entries = read_entries(_zip({"a.xml": b"<a/>" * 99, "宏.bin": b"\x00\xff", "b.xml": b"old"}))
    whole = Frame.of(entries[:2]).with_parts([("b.xml", b"new")])
    assert _unzip(whole) == {"a.xml": b"<a/>" * 99, "宏.bin": b"\x00\xff", "b.xml": b"new"}
    assert entries[0].packed in whole


def test_same_parts_give_the_same_bytes() -> None:
    frame = Frame.of(read_entries(_zip({"a": b"1"})))
    assert frame.with_parts([("b", b"2")]) == frame.with_parts([("b", b"2")])


@given(st.dictionaries(st.sampled_from("abcdef"), st.binary(max_size=3000)))
def test_every_part_comes_back_as_it_went_in(parts: dict[str, bytes]) -> None:
    assert _unzip(Frame.of(()).with_parts(parts.items())) == parts
