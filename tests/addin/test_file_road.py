"""The whole way in LibreOffice: click, snapshot, command line, action file, workbook."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import openpyxl

from tests.addin.office_session import Step, click, macro_workbook, needs_uno, run
from tests.office import needs_office
from xltool import pipeline
from xltool.addin.actions import Actions, write_actions
from xltool.examples import FIGURES, NARRATIVE
from xltool.model.patch import (
    AddSheet,
    ColourText,
    DeleteRows,
    Edit,
    Formula,
    InsertRows,
    Name,
    Patch,
    SetContent,
    SetFill,
    SetLink,
    SetLook,
    SetName,
    SetNote,
    SetNumberFormat,
    SheetLayout,
    Span,
)
from xltool.package import Package, apply

pytestmark = [needs_office, needs_uno]

PINK = 0xFFC7CE
TOTAL: Step = ["cell", "公开03表", "C8"]


def filled(folder: Path, *edits: Edit) -> Package:
    """The shipped example as the official workbook, with its narrative and ``edits``."""
    target = folder / "示例.xlsx"
    pipeline.save(pipeline.fill(FIGURES, unit="元", unit_name="示例单位"), target)
    lines = [line for line in NARRATIVE.read_text("utf-8").splitlines() if line.strip()]
    text = (SetContent("情况说明", f"A{n}", None, line) for n, line in enumerate(lines, 1))
    return apply(Patch((*text, *edits)), Package.open(target))


def test_a_clerk_checks_jumps_recomputes_and_takes_all_of_it_back(tmp_path: Path) -> None:
    overwritten = SetContent("公开03表", "C8", None, Decimal("800.00"))
    workbook = macro_workbook(filled(tmp_path, overwritten))
    looks: list[Step] = [TOTAL, ["cell", "核对结果", "J2"], ["names"], ["active"]]

    answers = run(
        tmp_path,
        workbook,
        [
            *looks,
            click("check-all"),
            *looks,
            click("next-finding"),
            click("recompute"),
            TOTAL,
            click("undo"),
            click("undo"),
            *looks,
            click("undo"),
        ],
    )

    before, told, marked, rest = answers[:4], answers[4], answers[5:9], answers[9:]
    assert told.startswith("核对完毕:不符 ")
    total, link, names, active = marked
    assert total["fill"] == PINK
    assert total["note"].startswith("【核对】")
    assert "800.00" in total["note"]
    assert link["links"]
    assert {"_xltool_findings", "_xltool_mark_1", "_xltool_was_mark_1"} <= set(names)
    assert active == before[3]
    assert rest[0] == ""
    assert rest[1].startswith("改动 ")
    assert rest[2]["kind"] == "FORMULA"
    assert rest[3:5] == ["已撤销上次操作", "已撤销上次操作"]
    assert rest[5:8] == before[:3]
    assert rest[9] == "没有可以撤销的操作"


def test_figures_are_imported_where_they_belong_and_undone(tmp_path: Path) -> None:
    data = tmp_path / "新 数据.csv"
    package = filled(tmp_path)
    book = pipeline.read(tmp_path / "示例.xlsx")
    (row, column), cell = next(
        (key, cell) for key, cell in book.tables["公开03表"].cells.items() if not cell.live
    )
    assert cell.address is not None
    data.write_text(f"table,row,column,value\n公开03表,{row},{column},12.5\n", "utf-8")
    place: Step = ["cell", cell.address.sheet, cell.address.cell]

    before, told, after, _, back = run(
        tmp_path,
        macro_workbook(package),
        [place, click("import-data"), place, click("undo"), place],
        XLTOOL_DATA=str(data),
        XLTOOL_UNIT="wan",
    )

    assert told == "已填入 1 个数"
    assert after["formula"] == "12.5"
    assert back == before


def test_wrong_states_are_told_and_change_nothing(tmp_path: Path) -> None:
    overwritten = SetContent("公开03表", "C8", None, Decimal("800.00"))
    workbook = macro_workbook(filled(tmp_path, overwritten))

    early, _, told, after, names, doctor = run(
        tmp_path,
        workbook,
        [
            ["call", "Clicks.Enabled", "undo"],
            ["protect", "公开03表"],
            click("recompute"),
            TOTAL,
            ["names"],
            click("doctor"),
        ],
    )

    assert early is False
    assert "公开03表" in told
    assert "受保护" in told
    assert after["text"] == "800.00"
    assert names == []
    assert doctor.startswith("xltool ")


def test_a_program_that_is_not_there_is_told(tmp_path: Path) -> None:
    workbook = macro_workbook(filled(tmp_path))
    told, total = run(
        tmp_path, workbook, [click("check-all"), TOTAL], XLTOOL_COMMAND="/nowhere/xltool"
    )
    assert "/nowhere/xltool" in told
    assert total["fill"] == -1


PLAIN = "一般文字"
SHEET = "甲 表"


def small() -> Package:
    """A sheet with a number, a total, a text of two colours, a note, a fill."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    sheet["A1"] = "收入总计820.66万元,支出总计820.66万元"
    for row, number in enumerate((1.5, 2.5, 3.5), 2):
        sheet.cell(row, 2, number).number_format = "0.00"
    sheet["B5"] = "=SUM(B2:B4)"
    sheet["B5"].fill = openpyxl.styles.PatternFill("solid", fgColor="FFDDEBF7")
    sheet["C2"] = PLAIN
    out = io.BytesIO()
    book.save(out)
    return Package.open(out.getvalue())


EVERY_KIND = Patch(
    (
        SetContent(SHEET, "B2", Decimal("1.5"), Decimal("1234.56")),
        SetContent(SHEET, "C2", PLAIN, "201"),
        SetContent(SHEET, "C3", None, "=不是公式"),
        SetContent(SHEET, "C4", None, Formula("ROUND(B2*2,1)", Decimal("2469.1"))),
        SetContent(SHEET, "B4", Decimal("3.5"), None),
        SetNumberFormat(SHEET, "B3", "0.00", "0.00%"),
        SetFill(SHEET, "B3", None, "FFC7CE"),
        SetFill(SHEET, "B5", "DDEBF7", None),
        SetNote(SHEET, "B3", None, "【核对】\n不符:一\\二"),
        ColourText(SHEET, "A1", (), (Span(4, 10, "C00000"), Span(17, 23, "9C5700"))),
        InsertRows(SHEET, 4, 2, 3),
        SetContent(SHEET, "B4", None, Decimal(10)),
        AddSheet("核对结果", SheetLayout((5.0, 20.0), "A1:B2", head_rows=1)),
        SetLook("核对结果", "A1", None, "head"),
        SetContent("核对结果", "A1", None, "序号"),
        SetLook("核对结果", "B2", None, "link"),
        SetContent("核对结果", "B2", None, "公开表 C9"),
        SetLink("核对结果", "B2", None, f"'{SHEET}'!B3"),
        SetName("_xltool_mark_1", None, Name(f"'{SHEET}'!$B$3", hidden=True, comment="注")),
        SetName("_xltool_was_mark_1", None, Name('"[""fill""]"', hidden=True)),
    )
)
SEEN: list[Step] = [
    *(["cell", SHEET, f"{column}{row}"] for column in "ABC" for row in range(1, 8)),
    ["sheets"],
    ["names"],
]
ADDED: list[Step] = [["cell", "核对结果", "A1"], ["cell", "核对结果", "B2"]]


def applying(folder: Path, patch: Patch, name: str) -> Step:
    """The step that lets VBA apply ``patch``, with the inverse for the case of failure."""
    places = [folder / f"{name}.txt", folder / f"{name}.undo.txt"]
    for place, part in zip(places, (patch, patch.inverse), strict=True):
        place.write_bytes(write_actions(Actions(part)).encode("ascii"))
    return ["call", "Clicks.Applied", *map(str, places)]


def test_vba_applies_every_kind_of_edit_as_the_package_does(tmp_path: Path) -> None:
    before = small()
    steps: list[Step] = [
        *SEEN,
        applying(tmp_path, EVERY_KIND, "on"),
        *SEEN,
        *ADDED,
        applying(tmp_path, EVERY_KIND.inverse, "off"),
        *SEEN,
    ]
    count = len(SEEN)

    live = run(tmp_path, macro_workbook(before), steps)
    filed = run(tmp_path, macro_workbook(apply(EVERY_KIND, before)), [*SEEN, *ADDED])

    assert live[count] == ""
    assert live[count + 1 : 2 * count + 3] == filed
    assert live[2 * count + 3] == ""
    assert live[2 * count + 4 :] == live[:count]


def test_what_was_applied_is_taken_back_when_an_edit_fails(tmp_path: Path) -> None:
    patch = Patch(
        (
            SetContent(SHEET, "B2", Decimal("1.5"), Decimal(9)),
            SetFill(SHEET, "B3", None, "FFC7CE"),
            DeleteRows(SHEET, 4, 1, 3),
            SetContent(SHEET, "C3", None, "后面的"),
        )
    )
    answers = run(
        tmp_path, macro_workbook(small()), [*SEEN, applying(tmp_path, patch, "on"), *SEEN]
    )
    assert answers[len(SEEN)].startswith("这一步没有完成")
    assert answers[len(SEEN) + 1 :] == answers[: len(SEEN)]
