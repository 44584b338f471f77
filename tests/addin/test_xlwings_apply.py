"""The xlwings applier does what the package's applier does, seen through openpyxl."""

from __future__ import annotations

import io
from decimal import Context, Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.styles import Font
from openpyxl.workbook import Workbook

from tests.addin.edit_cases import EVERY_KIND, SHEET, small
from tests.addin.xlwings_engine import OpenpyxlNative, _RangeImpl, book_of
from xltool import pipeline
from xltool.addin.xlwings_apply import apply as apply_live
from xltool.examples import FIGURES, NARRATIVE
from xltool.hosts import marks, unmark
from xltool.model.errors import XltoolError
from xltool.model.patch import (
    ColourText,
    Content,
    DeleteRows,
    Edit,
    Formula,
    Patch,
    SetContent,
    SetFill,
    SetNote,
    SetRowHeight,
    Span,
)
from xltool.package import Package, WorkbookReader, apply, defined_names, write_atomic


def loaded(package: Package) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(package.to_bytes()), rich_text=True)


def saved(workbook: Workbook) -> Package:
    out = io.BytesIO()
    workbook.save(out)
    return Package.open(out.getvalue())


def live(patch: Patch, workbook: Workbook) -> None:
    apply_live(patch, book_of(workbook), OpenpyxlNative())


def state(package: Package) -> dict[str, Any]:
    """What a reader sees of the workbook; cached results of formulas aside."""
    reader = WorkbookReader(package)
    found: dict[str, Any] = {
        "names": {item.name: item.value for item in defined_names(package) if item.sheet is None}
    }
    for sheet in package.sheets:
        seen = reader.sheet(sheet.name)
        contents = {
            cell: _plain(content) for cell, content in seen.contents.items() if content is not None
        }
        found[sheet.name] = {
            "contents": contents,
            "formats": {c: f for c, f in seen.number_formats.items() if f != "General"},
            "fills": {c: f for c, f in seen.fills.items() if f},
            "notes": dict(seen.notes),
            "links": dict(seen.links),
            "colours": {
                cell: seen.text_colours(cell)
                for cell, content in contents.items()
                if isinstance(content, str)
            },
        }
    return found


def _plain(content: Content) -> Content:
    """Without cached results, and with the 15 digits that a double keeps (openpyxl writes 17)."""
    if isinstance(content, Formula):
        return Formula(content.text)
    return Context(prec=15).plus(content) if isinstance(content, Decimal) else content


def looks(package: Package, sheet: str, cell: str) -> tuple[object, ...]:
    own = loaded(package)[sheet][cell]
    font = own.font
    colour = font.color.rgb if font.color is not None else None
    shown = colour if isinstance(colour, str) else None
    return font.name, font.size, bool(font.bold), shown, own.alignment.horizontal, own.border.left


def test_every_kind_of_edit_gives_what_the_package_gives_and_goes_back() -> None:
    workbook = loaded(small())
    before = state(saved(workbook))

    live(EVERY_KIND, workbook)
    applied = saved(workbook)
    filed = apply(EVERY_KIND, small())

    assert state(applied) == state(filed)
    for cell in ("A1", "B2"):
        assert looks(applied, "核对结果", cell)[:5] == looks(filed, "核对结果", cell)[:5]
    live(EVERY_KIND.inverse, workbook)
    assert state(saved(workbook)) == before


def test_marks_of_a_real_check_are_the_same_on_both_roads(tmp_path: Path) -> None:
    place = tmp_path / "示例.xlsx"
    pipeline.save(pipeline.fill(FIGURES, unit="元", unit_name="示例单位"), place)
    wrong = Patch((SetContent("公开03表", "C8", None, Decimal("800.00")),))
    write_atomic(place, apply(wrong, Package.open(place)).to_bytes())
    report = pipeline.check(place, narrative=NARRATIVE)
    before = saved(loaded(Package.open(place)))
    patch = marks(report.findings, report.figures, report.book, report.narrative, before)
    workbook = loaded(before)

    live(patch, workbook)
    marked = saved(workbook)

    assert state(marked) == state(apply(patch, before))
    live(unmark(marked), workbook)
    assert state(saved(workbook)) == state(before)


@pytest.mark.parametrize("text", ["201", "-5%", "=A1", "'x", "3.10%", "一"])
def test_a_text_stays_a_text(text: str) -> None:
    workbook = loaded(small())
    live(Patch((SetContent(SHEET, "D9", None, text),)), workbook)
    assert WorkbookReader(saved(workbook)).sheet(SHEET).content("D9") == text
    assert workbook[SHEET]["D9"].number_format == "General"


def test_blocks_are_written_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[int] = []
    put = _RangeImpl.raw_value.fset  # type: ignore[attr-defined] # mypy takes it for its value

    def counted(block: _RangeImpl, value: object) -> None:
        written.append(len(block))
        put(block, value)

    monkeypatch.setattr(_RangeImpl, "raw_value", property(_RangeImpl.raw_value.fget, counted))  # type: ignore[attr-defined]
    cells = [f"{column}{row}" for row in range(10, 210) for column in "DEFG"]
    texts = (SetContent(SHEET, cell, None, cell) for cell in cells if cell[0] in "DE")
    figures = (SetContent(SHEET, cell, None, Decimal(cell[1:])) for cell in cells if cell[0] > "E")
    workbook = loaded(small())
    live(Patch((*texts, *figures)), workbook)
    assert written == [400, 400]
    assert [cell.value for cell in workbook[SHEET][209][3:7]] == ["D209", "E209", 209, 209]


def test_cells_of_a_block_keep_their_formats() -> None:
    workbook = loaded(small())
    formats = ["0.00", "@", "General", "@"]
    for row, code in enumerate(formats, 10):
        for column in "DE":
            workbook[SHEET][f"{column}{row}"].number_format = code
    figures = (SetContent(SHEET, f"D{row}", None, Decimal(row)) for row in range(10, 14))
    texts = (SetContent(SHEET, f"E{row}", None, f"{row}") for row in range(10, 14))
    live(Patch((*figures, *texts)), workbook)
    rows = list(workbook[SHEET]["D10:E13"])
    assert [row[0].value for row in rows] == [10, 11, 12, 13]
    assert [row[1].value for row in rows] == ["10", "11", "12", "13"]
    assert [[cell.number_format for cell in row] for row in rows] == [[f, f] for f in formats]


def test_the_application_is_as_it_was_afterwards() -> None:
    book = book_of(loaded(small()))
    book.app.calculation = "semiautomatic"
    apply_live(EVERY_KIND, book, OpenpyxlNative())
    assert book.app.calculation == "semiautomatic"
    assert book.app.screen_updating
    assert book.app.enable_events


def test_colours_go_back_to_the_cells_own() -> None:
    workbook = loaded(small())
    workbook[SHEET]["A1"].font = Font(color="FF0000FF")
    edit = ColourText(SHEET, "A1", (), (Span(0, 4, "C00000"),))
    live(Patch((edit,)), workbook)
    assert WorkbookReader(saved(workbook)).sheet(SHEET).text_colours("A1") == edit.after
    live(Patch((edit,)).inverse, workbook)
    assert workbook[SHEET]["A1"].value == "收入总计820.66万元,支出总计820.66万元"


def test_rows_are_fitted_by_the_host() -> None:
    workbook = loaded(small())
    workbook[SHEET].row_dimensions[2].height = 40
    live(Patch((SetRowHeight(SHEET, 2, None, Decimal(30)),)), workbook)
    assert workbook[SHEET].row_dimensions[2].height is None


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (DeleteRows(SHEET, 3, 1, 3), "还有内容"),
        (SetFill("没有的表", "A1", None, "FFC7CE"), "没有的表”A1"),
    ],
)
def test_what_fails_leaves_nothing_changed(edit: Edit, reason: str) -> None:
    workbook = loaded(small())
    before = state(saved(workbook))
    sound = (
        SetContent(SHEET, "B2", Decimal("1.5"), Decimal(9)),
        SetFill(SHEET, "B3", None, "FFC7CE"),
    )
    with pytest.raises(XltoolError, match=reason):
        live(Patch((*sound, edit)), workbook)
    assert state(saved(workbook)) == before


def test_a_conversation_at_a_cell_is_left_alone() -> None:
    workbook = loaded(small())
    noted = Patch(tuple(SetNote(SHEET, cell, None, "【核对】不符") for cell in ("B3", "B4")))
    apply_live(noted, book_of(workbook), OpenpyxlNative(frozenset({(SHEET, "B3")})))
    assert set(WorkbookReader(saved(workbook)).sheet(SHEET).notes) >= {"B4"}
    assert workbook[SHEET]["B3"].comment is None


def test_the_sheet_in_front_stays_in_front() -> None:
    workbook = loaded(small())
    live(EVERY_KIND, workbook)
    assert book_of(workbook).sheets.active.name == SHEET
