"""Word documents made for the tests, from plain paragraphs to one that has everything."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Mapping
from zipfile import ZIP_DEFLATED, ZipFile

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree

from xltool.hosts.word.characters import line_of
from xltool.sources.document import Stretch

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MORE = (
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
)


def run(text: str, properties: str = "") -> str:
    """A run of WordprocessingML."""
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{text}</w:t></w:r>'


def with_body(*paragraphs: str, document: Document | None = None) -> bytes:
    """A document whose body begins with these paragraphs in WordprocessingML."""
    made = document or docx.Document()
    for place, markup in enumerate(paragraphs):
        names = f"{nsdecls('w', 'r', 'wp', 'a')} {_MORE}"
        made.element.body.insert(place, parse_xml(f"<w:p {names}>{markup}</w:p>"))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    """Content of every part, by name, in the order of the archive."""
    with ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_parts(data: bytes, changes: Mapping[str, bytes]) -> bytes:
    """The archive with parts replaced or added."""
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for name, content in {**parts(data), **changes}.items():
            archive.writestr(name, content)
    return stream.getvalue()


def body(data: bytes) -> etree._Element:
    """The root of word/document.xml."""
    return etree.fromstring(parts(data)["word/document.xml"])


def stretch(data: bytes, text: str) -> Stretch:
    """Where ``text`` is printed first in the document."""
    for number, paragraph in enumerate(body(data).iter(f"{W}p")):
        at = line_of(paragraph).text.find(text)
        if at >= 0:
            return Stretch(number, at, at + len(text))
    raise AssertionError(text)


def coloured(data: bytes) -> list[tuple[str, str]]:
    """The characters with a background of our colours, and the colour, run by run."""
    found = []
    for element in body(data).iter(f"{W}r"):
        shading = element.find(f"{W}rPr/{W}shd")
        if shading is not None:
            text = "".join(t.text or "" for t in element.iter(f"{W}t"))
            found.append((text, shading.get(f"{W}fill", "")))
    return found


def comments(data: bytes) -> list[tuple[str, str]]:
    """Author and text of every comment, paragraphs parted by line ends."""
    part = parts(data).get("word/comments.xml")
    root = etree.fromstring(part) if part else ()
    return [
        (
            comment.get(f"{W}author", ""),
            "\n".join(
                "".join(text.text or "" for text in paragraph.iter(f"{W}t"))
                for paragraph in comment.iter(f"{W}p")
            ),
        )
        for comment in root
    ]


def accepted_text(data: bytes) -> list[str]:
    """What each paragraph prints."""
    return [line_of(paragraph).text for paragraph in body(data).iter(f"{W}p")]


def _png() -> bytes:
    """A picture of one red point."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        sum_ = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + sum_

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff\0\0")
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


_TEXT_BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline distT="0"'
    ' distB="0" distL="0" distR="0"><wp:extent cx="2400000" cy="600000"/><wp:docPr id="77"'
    ' name="框"/><a:graphic><a:graphicData'
    ' uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
    '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2400000"'
    ' cy="600000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr>'
    "<wps:txbx><w:txbxContent><w:p>{0}</w:p></w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
    "</a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
    "<v:textbox><w:txbxContent><w:p>{0}</w:p></w:txbxContent></v:textbox></w:pict>"
    "</mc:Fallback></mc:AlternateContent></w:r>"
)

EVERYTHING = (
    # a field with a result, in pieces of three formats
    '<w:bookmarkStart w:id="5" w:name="收入"/>'
    + run("收入合计820.")
    + run("66", '<w:b/><w:color w:val="0000FF"/>')
    + run("万元,")
    + '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    + run("12.50")
    + '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:bookmarkEnd w:id="5"/>',
    # tracked changes inside one figure, and a change of format
    run("支出40")
    + '<w:del w:id="6" w:author="张" w:date="2025-08-01T00:00:00Z"><w:r><w:delText>6</w:delText>'
    '</w:r></w:del><w:ins w:id="7" w:author="张" w:date="2025-08-01T00:00:00Z">'
    + run("7.6", '<w:rPrChange w:id="8" w:author="张"><w:rPr/></w:rPrChange>')
    + "</w:ins>"
    + run("8万元。"),
    # a link, a simple field, controls
    '<w:hyperlink w:anchor="收入">'
    + run("见33.21万元")
    + '</w:hyperlink><w:fldSimple w:instr="REF a">'
    + run("44.31")
    + "</w:fldSimple><w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>"
    + run("共55.41万元")
    + "</w:sdtContent></w:sdt><w:sdt><w:sdtPr/><w:sdtContent>"
    + run("计66.51万元")
    + "</w:sdtContent></w:sdt>",
    # the user's own marker and shade, blanks, a tab and a line end within the run
    run("基本支出 412.97", '<w:highlight w:val="green"/>')
    + run(
        " 万元;项目",
        '<w:shd w:val="clear" w:color="auto" w:fill="FFC7CE" w:themeFill="accent1"/>',
    )
    + '<w:r w:rsidR="00AB12CD"><w:t>支出</w:t><w:tab/><w:t>407.69</w:t><w:br/><w:t>万元</w:t></w:r>'
    + "<w:r><w:rPr/><w:t>,其他0.01万元</w:t></w:r><m:oMath><m:r><m:t>77.61</m:t></m:r></m:oMath>",
    _TEXT_BOX.format(run("框内88.71万元和99.81万元")),
)
"""Paragraphs in which figures stand in every way that Word has."""


def everything() -> bytes:
    """A document with styles, a header, a footer, a picture, a table, comments and all."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "某单位2024年度决算 100.00"
    document.sections[0].footer.paragraphs[0].text = "第 1 页"
    document.add_heading("三、支出决算情况说明", level=1)
    table = document.add_table(2, 2)
    table.style = "Table Grid"
    table.cell(0, 0).text, table.cell(0, 1).text = "项目", "决算数"
    table.cell(1, 0).text, table.cell(1, 1).text = "合计", "407.69"
    document.add_picture(io.BytesIO(_png()))
    asked = document.add_paragraph("请复核 18.20 万元。")
    document.add_comment(asked.runs, text="这个数对吗?", author="李", initials="李")
    return _with_thread(with_body(*EVERYTHING, document=document))


def _with_thread(data: bytes) -> bytes:
    """Newer Word keeps threads of comments and people in parts beside; so does this."""
    found = parts(data)
    kinds = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    base = "http://schemas.microsoft.com/office/2011/relationships/"
    named = (("commentsExtended", "w15:commentsEx"), ("people", "w15:people"))
    types, links = found["[Content_Types].xml"], found["word/_rels/document.xml.rels"]
    changes = {}
    for number, (name, root) in enumerate(named, start=90):
        changes[f"word/{name}.xml"] = (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n<{root}'
            ' xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">'
            + (
                '<w15:commentEx w15:paraId="0A0B0C0D" w15:done="0"/>'
                if name == "commentsExtended"
                else '<w15:person w15:author="李"/>'
            )
            + f"</{root}>"
        ).encode()
        override = f'<Override PartName="/word/{name}.xml" ContentType="{kinds}{name}+xml"/>'
        link = f'<Relationship Id="rId{number}" Type="{base}{name}" Target="{name}.xml"/>'
        types = types.replace(b"</Types>", f"{override}</Types>".encode())
        links = links.replace(b"</Relationships>", f"{link}</Relationships>".encode())
    changes["[Content_Types].xml"], changes["word/_rels/document.xml.rels"] = types, links
    return with_parts(data, changes)
