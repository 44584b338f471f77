"""PDFs made for the tests: pages with a line of text, and all that a PDF may have beside."""

from __future__ import annotations

import io
import zlib
from typing import Any

from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Link
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

OWNER = "所有者"
PAGE = b"BT /F1 20 Tf 72 700 Td (2024 820.66) Tj ET"


def plain(*, rotate: int = 0, pages: int = 1, compressed: bool = False) -> bytes:
    """A PDF whose pages say 2024 820.66; ``compressed``: its objects stand in streams."""
    kids = b" ".join(b"%d 0 R" % (4 + number) for number in range(pages))
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [ %b ] /Count %d /MediaBox [ 0 0 595 842 ]"
        b" /Resources << /Font << /F1 %b >> >> >>" % (kids, pages, font),
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(PAGE), PAGE),
        *[b"<< /Type /Page /Parent 2 0 R /Contents 3 0 R /Rotate %d >>" % rotate] * pages,
    ]
    return _packed(objects) if compressed else _loose(objects)


def _loose(objects: list[bytes]) -> bytes:
    """Each object by itself, and a table of where they begin."""
    out = bytearray(b"%PDF-1.4\n")
    lines = [b"0000000000 65535 f \n"]
    for number, content in enumerate(objects, start=1):
        lines.append(b"%010d 00000 n \n" % len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    start, size = len(out), len(objects) + 1
    out += b"xref\n0 %d\n%b" % (size, b"".join(lines))
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % size
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def _packed(objects: list[bytes]) -> bytes:
    """The objects that are no streams in one that is, as newer programs write them."""
    inside = {number: it for number, it in enumerate(objects, start=1) if b"stream" not in it}
    home, size = len(objects) + 1, len(objects) + 3
    head, body = b"", b""
    for number, content in inside.items():
        head += b"%d %d " % (number, len(body))
        body += content + b"\n"
    out = bytearray(b"%PDF-1.7\n")
    offsets = {3: len(out)}
    out += b"3 0 obj\n%b\nendobj\n" % objects[2]
    offsets[home] = len(out)
    words = b"/Type /ObjStm /N %d /First %d" % (len(inside), len(head))
    out += _stream_object(home, words, head + body)
    offsets[home + 1] = start = len(out)
    places = {number: (2, home, place) for place, number in enumerate(inside)}
    places |= {number: (1, offset, 0) for number, offset in offsets.items()}
    rows = bytes(7) + b"".join(
        kind.to_bytes(1) + at.to_bytes(4) + last.to_bytes(2)
        for _, (kind, at, last) in sorted(places.items())
    )
    words = b"/Type /XRef /W [ 1 4 2 ] /Size %d /Root 1 0 R" % size
    out += _stream_object(home + 1, words, rows)
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def _stream_object(number: int, words: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content)
    head = b"%d 0 obj\n<< %b /Filter /FlateDecode /Length %d >>\nstream\n"
    return head % (number, words, len(packed)) + packed + b"\nendstream\nendobj\n"


def everything() -> bytes:
    """A PDF with an outline, a link, a form field, a reviewer's note and document data."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(plain(pages=2))))
    writer.add_metadata({"/Title": "某单位2024年度决算", "/Author": "张"})
    writer.add_outline_item(title="三、支出决算情况说明", page_number=1)
    writer.add_annotation(0, Link(rect=(10, 10, 50, 30), target_page_index=1))
    note = FreeText(text="请复核", rect=(100, 100, 200, 130))
    note[NameObject("/T")] = TextStringObject("李")
    writer.add_annotation(0, note)
    _add_field(writer)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def _add_field(writer: PdfWriter) -> None:
    field = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Annot"),
            NameObject("/Subtype"): NameObject("/Widget"),
            NameObject("/FT"): NameObject("/Tx"),
            NameObject("/T"): TextStringObject("单位"),
            NameObject("/V"): TextStringObject("某单位"),
            NameObject("/Rect"): ArrayObject(map(NumberObject, (300, 10, 400, 30))),
        }
    )
    reference = writer._add_object(field)
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject(
        {NameObject("/Fields"): ArrayObject([reference])}
    )
    page = writer.pages[0]
    listed = page["/Annots"]
    assert isinstance(listed, ArrayObject)
    listed.append(reference)


def locked() -> bytes:
    """A PDF that opens without a password and does not allow changes."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(plain())))
    writer.encrypt("", OWNER, algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def listed(data: bytes, page: int = 1) -> list[dict[str, Any]]:
    """The annotations of a page, as pypdf reads them."""
    found: Any = PdfReader(io.BytesIO(data)).pages[page - 1].get("/Annots", ())
    return [item.get_object() for item in found]


def notes(data: bytes, page: int = 1) -> list[str]:
    """What the highlights of a page say."""
    return [
        str(item["/Contents"]) for item in listed(data, page) if item["/Subtype"] == "/Highlight"
    ]


def contents(data: bytes) -> list[bytes]:
    """The content streams of all pages, unpacked."""
    return [
        found.get_data() if (found := page.get_contents()) else b""
        for page in PdfReader(io.BytesIO(data)).pages
    ]
