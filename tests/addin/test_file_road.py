"""The whole way in LibreOffice: click, snapshot, command line, action file, workbook."""

from __future__ import annotations

import sys
from decimal import Decimal
from pathlib import Path

from tests.addin.edit_cases import EVERY_KIND, SHEET, small
from tests.addin.office_session import Step, click, macro_workbook, needs_uno, run
from tests.office import needs_office
from xltool import pipeline
from xltool.addin.actions import Actions, write_actions
from xltool.examples import FIGURES, NARRATIVE
from xltool.model.patch import (
    AddSheet,
    DeleteRows,
    Edit,
    Patch,
    SetContent,
    SetFill,
    SetNote,
    SetNumberFormat,
    SheetLayout,
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
    program = tmp_path / "程序 目录" / "xltool"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m xltool "$@"\n', "utf-8")
    program.chmod(0o755)
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
        XLTOOL_COMMAND=str(program),
    )

    assert told == "已填入 1 个数"
    assert after["formula"] == "12.5"
    assert not list((tmp_path / "工作 目录").glob("actions-*"))
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


ODD = ("201", "-5%", "=A1", "'x", "3.10%", "一", "1/2", "TRUE")


def test_texts_of_a_block_stay_texts_and_cells_keep_their_formats(tmp_path: Path) -> None:
    codes = ("General", "0.00", "@", "General")
    formats = (SetNumberFormat(SHEET, f"D{n}", "General", codes[n % 4]) for n in range(10, 18))
    start = apply(Patch(tuple(formats)), small())
    texts = Patch(tuple(SetContent(SHEET, f"D{n}", None, t) for n, t in enumerate(ODD, 10)))
    figures = Patch(tuple(SetContent(SHEET, f"D{n}", None, Decimal(n)) for n in range(10, 18)))
    seen: list[Step] = [["cell", SHEET, f"D{n}"] for n in range(10, 18)]
    steps: list[Step] = [
        *seen,
        applying(tmp_path, texts, "texts"),
        *seen,
        applying(tmp_path, texts.inverse, "none"),
        *seen,
        applying(tmp_path, figures, "figures"),
        *seen,
    ]

    answers = run(tmp_path, macro_workbook(start), steps)

    before, as_texts, back, as_figures = (answers[at : at + 8] for at in (0, 9, 18, 27))
    assert [cell["text"] for cell in as_texts] == list(ODD)
    assert {cell["kind"] for cell in as_texts} == {"TEXT"}
    assert back == before
    assert {cell["kind"] for cell in as_figures} == {"VALUE"}
    for cells in (as_texts, as_figures):
        assert [cell["format"] for cell in cells] == [cell["format"] for cell in before]


def test_a_sheet_put_in_before_an_edit_failed_is_taken_out_again(tmp_path: Path) -> None:
    patch = Patch(
        (
            SetFill(SHEET, "B3", None, "FFC7CE"),
            AddSheet("新表", SheetLayout()),
            SetContent("新表", "A1", None, "甲"),
            SetNote(SHEET, "B2", None, "一"),
            DeleteRows(SHEET, 4, 1, 3),
            AddSheet("又一表", SheetLayout()),
        )
    )
    answers = run(
        tmp_path, macro_workbook(small()), [*SEEN, applying(tmp_path, patch, "on"), *SEEN]
    )
    assert answers[len(SEEN)].startswith("这一步没有完成")
    assert answers[len(SEEN) + 1 :] == answers[: len(SEEN)]


def test_a_step_of_a_workbook_that_was_never_saved_is_not_taken_back(tmp_path: Path) -> None:
    wrong = SetContent("公开03表", "C8", None, Decimal("800.00"))
    workbook = macro_workbook(filled(tmp_path, wrong))
    run(tmp_path, workbook, [click("recompute")])
    total, told, after = run(tmp_path, workbook, [TOTAL, click("undo"), TOTAL])
    assert "不能撤销" in told
    assert after == total
