"""Workbooks for the tests of the package, made by programs other than ours."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Mapping

import openpyxl
import xlsxwriter
from openpyxl.workbook import Workbook

from xltool.package import Package

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def surgery(
    data: bytes, changes: Mapping[str, bytes | None], replaced: Mapping[str, tuple[str, str]]
) -> bytes:
    """The archive with parts put in or taken out, and a piece of text exchanged in others."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for name in old.namelist():
            if name in changes:
                continue
            content = old.read(name)
            if name in replaced:
                before, after = replaced[name]
                assert before in content.decode(), (name, before)
                content = content.decode().replace(before, after, 1).encode()
            new.writestr(name, content)
        for name, added in changes.items():
            if added is not None:
                new.writestr(name, added)
    return out.getvalue()


def minimal(sheet_data: str, *, styles: str = "", extra: str = "") -> bytes:
    """A workbook of one sheet "表" with that <sheetData> content, in the fewest parts."""
    styles = styles or (
        '<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        "<borders><border/></borders>"
        '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellXfs>'
    )
    return zipped(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/>'
            '<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
            'officedocument.spreadsheetml.sheet.main+xml"/>'
            '<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxml'
            'formats-officedocument.spreadsheetml.worksheet+xml"/>'
            '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-'
            'officedocument.spreadsheetml.styles+xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"'
            f' Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'
            '<sheet name="表" sheetId="1" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
            f'<Relationship Id="r2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
            "xl/styles.xml": f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>',
            "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">'
            f"<sheetData>{sheet_data}</sheetData>{extra}</worksheet>",
        }
    )


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """An archive of those files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", 8) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def png() -> bytes:
    """A picture of one red point."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        body = kind + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0\xff\0\0")
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def everything() -> bytes:
    """A workbook with all that must survive: see the calls below.

    Sheets: 公开03表 (figures in C9:D12, total in C8), 图 (chart, picture), 空白, 隐藏.
    """
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_vba_name("ThisWorkbook")
    out_vba = io.BytesIO(b"not really a macro project")
    book.add_vba_project(out_vba, is_stream=True)
    _accounts(book)
    _pictures(book)
    blank = book.add_worksheet("空白")
    blank.write_formula("A1", "='公开03表'!C9*2", None, 200)
    hidden = book.add_worksheet("隐藏")
    hidden.write_string("A1", "秘密")
    hidden.hide()
    book.define_name("总额", "='公开03表'!$C$8")
    book.define_name("公开03表!局部", "='公开03表'!$C$9:$C$12")
    book.close()
    return _with_foreign_parts(out.getvalue())


def _accounts(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("公开03表")
    sheet.set_vba_name("Sheet1")
    money = book.add_format({"num_format": "#,##0.00", "border": 1})
    mine = book.add_format({"num_format": "#,##0.00", "bg_color": "#DDEBF7"})
    title = book.add_format({"bold": True, "align": "center", "font_name": "黑体"})
    sheet.merge_range("A1:D1", "支出决算表", title)
    sheet.merge_range("A5:A6", "科目代码", title)
    sheet.write_row("A8", ["合计", "", "=SUM(C9:C12)", "=SUM(D9:D12)"], money)
    sheet.write_formula("C8", "=SUM(C9:C12)", money, 1000)
    sheet.write_formula("D8", "=SUM(D9:D12)", money, 10)
    for index in range(4):
        row = 8 + index
        sheet.write_string(row, 0, f"20{index + 1}")
        sheet.write_string(row, 1, "一般公共服务支出" if index else "相同文字")
        sheet.write_number(row, 2, 100.5 * (index + 1), money)
        sheet.write_number(row, 3, index + 1, mine)
    sheet.write_string("A14", "相同文字")
    red = book.add_format({"font_color": "#0000FF", "bold": True})
    sheet.write_rich_string("A15", "收入总计", red, "820.66", "万元,支出总计820.66万元。")
    sheet.write_string("A16", "本年收入合计715.32万元,比上年增长3.10%。")
    sheet.write_comment("C9", "用户自己的批注", {"author": "张三", "width": 200})
    sheet.data_validation("C9:C12", {"validate": "decimal", "criteria": ">=", "value": 0})
    sheet.conditional_format(
        "C9:C12", {"type": "cell", "criteria": ">", "value": 300, "format": red}
    )
    sheet.conditional_format("D9:D12", {"type": "data_bar", "data_bar_2010": True})
    sheet.add_sparkline("F9", {"range": "公开03表!C9:C12"})
    sheet.write_url("B14", "internal:'图'!A1", string="去看图")
    sheet.autofilter("A8:D12")
    sheet.freeze_panes(8, 2)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.repeat_rows(0, 7)
    sheet.print_area("A1:D16")
    sheet.set_footer("&C第 &P 页")
    sheet.set_row(9, 30)
    sheet.set_h_pagebreaks([10])
    sheet.set_column("A:A", 14)
    sheet.set_column("F:F", 9, None, {"hidden": True})


def _pictures(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("图")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='公开03表'!$C$9:$C$12", "categories": "='公开03表'!$A$9:$A$12"})
    sheet.insert_chart("B2", chart)
    sheet.insert_image("H2", "point.png", {"image_data": io.BytesIO(png())})
    sheet.write_comment("A30", "另一张表上的批注")


_RIBBON = (
    '<customUI xmlns="http://schemas.microsoft.com/office/2009/07/customui"><ribbon/></customUI>'
)


def _with_foreign_parts(data: bytes) -> bytes:
    """A custom ribbon, an external link, and parts of a kind that nobody here knows."""
    ribbon = (
        '<Relationship Id="rIdRibbon" Type="http://schemas.microsoft.com/office/2007/'
        'relationships/ui/extensibility" Target="customUI/customUI14.xml"/></Relationships>'
    )
    link = (
        f'<Relationship Id="rIdLink" Type="{OFFICE}/externalLink"'
        ' Target="externalLinks/externalLink1.xml"/>'
        '<Relationship Id="rIdOdd" Type="urn:nobody/knows" Target="odd/thing.bin"/>'
        "</Relationships>"
    )
    link_type = (
        '<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="application/vnd.'
        'openxmlformats-officedocument.spreadsheetml.externalLink+xml"/>'
        '<Override PartName="/xl/odd/thing.bin" ContentType="application/octet-stream"/></Types>'
    )
    outside = '<externalReferences><externalReference r:id="rIdLink"/></externalReferences>'
    return surgery(
        data,
        {
            "customUI/customUI14.xml": _RIBBON.encode(),
            "xl/externalLinks/externalLink1.xml": (
                f'<externalLink xmlns="{MAIN}" xmlns:r="{OFFICE}"><externalBook r:id="rId1"/>'
                "</externalLink>"
            ).encode(),
            "xl/externalLinks/_rels/externalLink1.xml.rels": (
                f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1"'
                f' Type="{OFFICE}/externalLinkPath" Target="other.xlsx" TargetMode="External"/>'
                "</Relationships>"
            ).encode(),
            "xl/odd/thing.bin": bytes(range(256)),
        },
        {
            "_rels/.rels": ("</Relationships>", ribbon),
            "xl/_rels/workbook.xml.rels": ("</Relationships>", link),
            "[Content_Types].xml": ("</Types>", link_type),
            "xl/workbook.xml": ("<definedNames>", f"{outside}<definedNames>"),
        },
    )


def seen(package: Package) -> Workbook:
    """The workbook as openpyxl reads it, silent about what openpyxl itself would lose."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(package.to_bytes()), rich_text=True, keep_vba=True)


def opened(sheet_data: str, *, styles: str = "", extra: str = "") -> Package:
    """``minimal`` as a Package."""
    return Package.open(minimal(sheet_data, styles=styles, extra=extra))
