"""The public form: what is shown, and nothing behind it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from tests.hosts import samples
from tests.hosts.workbooks import blank_book, bytes_of, marked, note, package_of, sample_package
from tests.office import convert, needs_office
from tests.package.workbooks import everything
from xltool.hosts import publish
from xltool.model.errors import XltoolError
from xltool.package import Package


def published(workbook: openpyxl.Workbook | Package) -> openpyxl.Workbook:
    """The public form as another program reads it."""
    package = workbook if isinstance(workbook, Package) else package_of(workbook)
    return openpyxl.load_workbook(io.BytesIO(publish(package)))


def everything_said(data: bytes) -> str:
    """All text in all parts of a file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def one_cell(value: str, code: str = "General", *, formula: str = "") -> openpyxl.Workbook:
    """A published workbook whose A1 holds ``value``, or a formula with that result."""
    data = bytes_of(blank_book())
    inner = f"<f>{formula}</f><v>{value}</v>" if formula else f"<v>{value}</v>"
    out = io.BytesIO()
    workbook = openpyxl.load_workbook(io.BytesIO(data))
    workbook[samples.TABLE]["A1"] = 0
    workbook[samples.TABLE]["A1"].number_format = code
    data = bytes_of(workbook)
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                assert content.count(b"<v>0</v>") == 1
                content = content.replace(b"<v>0</v>", inner.encode())
            new.writestr(name, content)
    return published(Package.open(out.getvalue()))


@pytest.mark.parametrize(
    ("stored", "code", "public"),
    [
        ("407.6912", "#,##0.00", 407.69),
        ("407.695", "0.00", 407.7),
        ("-407.695", "0.00;-0.00;;@", -407.7),
        ("1.00499999999999989", "0.00", 1.01),
        ("0.50325", "0.00%", 0.5033),
        ("8206612", "#,##0.00,", 8206610),
        ("12.34567", "General", 12.35),
        ("2", "General", 2),
        ("0", "0.00", 0),
        ("45000.25", "yyyy/m/d h:mm", 45000.25),
    ],
)
def test_numbers_are_what_is_shown(stored: str, code: str, public: float) -> None:
    cell = one_cell(stored, code)[samples.TABLE]["A1"]
    assert cell.number_format == code
    if "y" not in code:
        assert cell.value == public
        assert cell.data_type == "n"
    else:
        assert cell.is_date


def test_formulas_give_way_to_their_results() -> None:
    cell = one_cell("820.664", "0.00", formula="SUM(A2:A3)+分析!B2")[samples.TABLE]["A1"]
    assert cell.value == 820.66
    assert cell.data_type == "n"


def test_a_formula_without_result_is_refused_by_name() -> None:
    with pytest.raises(XltoolError, match=r"公开03表 A1 .*xltool recompute"):
        one_cell("", formula="SUM(A2:A3)")


def test_our_sheets_marks_and_colours_are_gone_and_the_narrative_stays() -> None:
    workbook = published(marked(sample_package()))
    assert workbook.sheetnames == ["公开03表", "公开08表", "情况说明"]
    assert workbook[samples.TABLE]["E8"].fill.fill_type is None
    assert workbook["情况说明"]["A2"].value == samples.SENTENCES[1]
    assert not workbook.defined_names
    text = everything_said(publish(marked(sample_package())))
    assert "C00000" not in text
    assert "核对" not in text
    assert "_xltool" not in text


def test_analysis_and_hidden_sheets_are_gone_with_their_texts() -> None:
    workbook = blank_book()
    workbook.create_sheet("分析")["A1"] = "内部分析"
    hidden = workbook.create_sheet("底稿")
    hidden["A1"] = "绝密数字"
    hidden.sheet_state = "veryHidden"
    workbook.defined_names["内部"] = DefinedName("内部", attr_text="底稿!$A$1")
    data = publish(package_of(workbook))
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == [
        "公开03表",
        "公开08表",
        "情况说明",
    ]
    for secret in ("内部", "绝密", "底稿"):
        assert secret not in everything_said(data)


def test_sheets_outside_the_form_stay_inside() -> None:
    workbook = blank_book()
    workbook.create_sheet("底稿")["A1"] = "勿外传"
    data = publish(package_of(workbook), [samples.TABLE])
    assert openpyxl.load_workbook(io.BytesIO(data)).sheetnames == [samples.TABLE, "情况说明"]
    assert "勿外传" not in everything_said(data)


def test_hidden_rows_and_columns_hold_nothing() -> None:
    workbook = blank_book()
    sheet = workbook[samples.TABLE]
    sheet["H20"] = "列中秘密"
    sheet["A30"] = "行中秘密"
    sheet.column_dimensions["H"].hidden = True
    sheet.row_dimensions[30].hidden = True
    assert "秘密" not in everything_said(publish(package_of(workbook)))


def test_nobody_is_named() -> None:
    workbook = blank_book()
    workbook.properties.creator = "张三"
    workbook.properties.lastModifiedBy = "李四"
    workbook.properties.title = "阳光单位内部稿"
    workbook[samples.TABLE]["C8"].comment = note("王五:这里不对")
    data = publish(package_of(workbook))
    said = everything_said(data)
    for name in ("张三", "李四", "王五", "内部稿", "openpyxl", "comments"):
        assert name not in said
    properties = openpyxl.load_workbook(io.BytesIO(data)).properties
    assert not properties.creator
    assert not properties.lastModifiedBy


def test_web_links_stay_and_links_to_files_go() -> None:
    workbook = blank_book()
    sheet = workbook[samples.TABLE]
    sheet["A1"].hyperlink = "https://www.example.com/"
    sheet["A2"].hyperlink = "file:///C:/Users/zhangsan/a.xlsx"
    sheet["A3"].hyperlink = "mailto:zhangsan@example.com"
    public = published(workbook)[samples.TABLE]
    assert public["A1"].hyperlink.target == "https://www.example.com/"
    assert public["A2"].hyperlink is None
    assert public["A3"].hyperlink is None


def test_macros_ribbon_outside_links_and_unknown_parts_stay_behind() -> None:
    data = publish(Package.open(everything()))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        types = archive.read("[Content_Types].xml").decode()
    assert not [n for n in names if "vba" in n or "custom" in n or "external" in n or "odd" in n]
    assert "macroEnabled" not in types
    assert "xl/charts/chart1.xml" in names
    assert "xl/media/image1.png" in names
    assert {n for n in names if n.endswith(".vml") or "comments" in n} == set()
    assert "隐藏" not in everything_said(data)
    assert (
        "extLst" not in zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml").decode()
    )


def test_print_set_up_stays() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(publish(Package.open(everything()))))["公开03表"]
    assert sheet.print_title_rows == "$1:$8"
    assert sheet.print_area == "'公开03表'!$A$1:$D$16"
    assert sheet.page_setup.orientation == "landscape"
    assert sorted(str(merged) for merged in sheet.merged_cells.ranges) == ["A1:D1", "A5:A6"]


def test_a_workbook_of_hidden_sheets_is_refused() -> None:
    workbook = openpyxl.Workbook()
    workbook.worksheets[0].title = "分析"
    with pytest.raises(XltoolError, match="没有可以公开的工作表"):
        publish(package_of(workbook))


@needs_office
def test_an_office_suite_opens_it(tmp_path: Path) -> None:
    source = tmp_path / "公开稿.xlsx"
    source.write_bytes(publish(Package.open(everything())))
    again = openpyxl.load_workbook(convert(source, "xlsx:Calc MS Excel 2007 XML", tmp_path))
    assert again.sheetnames == ["公开03表", "图", "空白"]
