"""Every callback of the ribbon, called in LibreOffice as Excel would call it.

One scene plays all buttons in one load of the macro workbook and then takes every step
back; the tests look at what it left, cell by cell over all sheets.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.addin.office_session import enabled, macro_workbook, needs_uno
from tests.addin.ribbon_scenes import (
    OWN_WORDS,
    TOTAL,
    USERS_OWN,
    Played,
    Scene,
    cells_with,
    example,
)
from tests.office import needs_office
from xltool import pipeline
from xltool.addin.commands import COMMANDS, DONE_BY_VBA

pytestmark = [needs_office, needs_uno]

RED, YELLOW, GREY = "FFC7CE", "FFEB9C", "D9D9D9"
CHANGING = ("import-data", "recompute", "check-tables", "check-narrative", "check-all", "unmark")
"""The buttons that change the workbook, in the order in which the scene clicks them."""
BUTTONS = (*COMMANDS, *DONE_BY_VBA)


def states_of_buttons(scene: Scene, name: str) -> None:
    for button in BUTTONS:
        scene.then(f"{name}: {button}", enabled(button))


def can_click(played: Played, name: str) -> set[str]:
    return {button for button in BUTTONS if played[f"{name}: {button}"]}


@pytest.fixture(scope="module")
def place() -> tuple[str, str]:
    """The cell that the file of data has another figure for."""
    return "公开03表", "D11"


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory, place: tuple[str, str]) -> Played:
    """All buttons in one load."""
    folder = tmp_path_factory.mktemp("ribbon")
    workbook = folder / "新 文件夹" / "决算 公开表.xlsm"
    workbook.parent.mkdir()
    workbook.write_bytes(macro_workbook(example(folder, *USERS_OWN)))
    scene = Scene(folder)
    scene.then("loaded", ["call", "Clicks.Loaded"])
    scene.then("settled", ["settle"])
    scene.then("selected", ["select", "公开05表", "C9"])
    states_of_buttons(scene, "at first")
    scene.look("at first")
    for button in CHANGING[:-1]:
        scene.click(button)
        scene.then(f"{button}: selection", ["selection"])
    states_of_buttons(scene, "marked")
    for jump in range(3):
        scene.then(f"jump {jump}", click_of("next-finding"))
        scene.then(f"jump {jump}: selection", ["selection"])
    scene.then("selected again", ["select", "公开05表", "C9"])
    scene.click("unmark")
    states_of_buttons(scene, "cleared")
    for step, button in enumerate(reversed(CHANGING)):
        scene.click("undo", f"undo {button}")
        if step == 0:
            scene.then("undo: selection", ["selection"])
    scene.then("nothing to undo", click_of("undo"))
    states_of_buttons(scene, "at last")
    for button in ("report", "help", "doctor", "fill-template"):
        scene.then(button, click_of(button))
    scene.then("redrawn", ["call", "Clicks.Redrawn"])
    scene.look("at last")
    data = folder / "填报 数据.csv"
    data.write_text(data_for(folder / "示例.xlsx", place), encoding="utf-8")
    return scene.play(workbook, folder / "用户 目录", data)


def click_of(button: str) -> list[object]:
    scene = Scene(Path())
    scene.click(button)
    return list(scene.steps[button])


def data_for(workbook: Path, place: tuple[str, str]) -> str:
    """A file of data with 12.5 for the cell at ``place``."""
    sheet, cell = place
    book = pipeline.read(workbook)
    (row, column) = next(
        key
        for key, found in book.tables[sheet].cells.items()
        if found.address is not None and found.address.cell == cell
    )
    return f"table,row,column,value\n{sheet},{row},{column},12.5\n"


def test_the_ribbon_loads_and_is_redrawn_after_every_click(played: Played) -> None:
    assert played["loaded"] == ""
    jumps, nothing_to_undo, others = 3, 1, 4
    assert played["redrawn"] >= 2 * len(CHANGING) + jumps + nothing_to_undo + others


def test_buttons_that_make_no_sense_cannot_be_clicked(played: Played) -> None:
    marks = {"next-finding", "unmark"}
    assert can_click(played, "at first") == {*BUTTONS} - marks - {"undo"}
    assert can_click(played, "marked") == {*BUTTONS}
    assert can_click(played, "cleared") == {*BUTTONS} - marks
    assert can_click(played, "at last") == {*BUTTONS} - marks - {"undo"}


@pytest.mark.parametrize("button", CHANGING)
def test_a_step_is_taken_back_in_every_cell(played: Played, button: str) -> None:
    before = ("at first", *CHANGING)[CHANGING.index(button)]
    assert played[f"undo {button}"] == "已撤销上次操作"
    assert played.changes(before, button), "the button changes something"
    assert played.changes(before, f"undo {button}") == []


def test_when_all_is_taken_back_nothing_more_is(played: Played) -> None:
    assert played["nothing to undo"] == "没有可以撤销的操作"
    assert played.changes("at first", "at last") == []


def test_importing_changes_the_figure_alone_and_what_depends_on_it(
    played: Played, place: tuple[str, str]
) -> None:
    assert played["import-data"] == "已填入 1 个数"
    after = played.state("import-data")
    assert after[*place, "value"] == 12.5
    changed = played.changes("at first", "import-data")
    assert {change.aspect for change in changed} == {"value"}
    live = cells_with(after, "formula")
    assert all(change.place[:2] in {*live, place} for change in changed)


def test_recomputing_brings_the_formula_back(played: Played) -> None:
    assert "公开03表 合计 本年支出合计 C8: 800.00 -> " in played["recompute"]
    before, after = played.state("import-data"), played.state("recompute")
    assert before.get((*TOTAL, "formula")) is None
    assert after[*TOTAL, "formula"] == "=ROUND(SUM(D8:H8),6)"
    touched = {change.place[:2] for change in played.changes("import-data", "recompute")}
    assert touched <= {TOTAL, *cells_with(after, "formula")}


def test_checking_the_tables_marks_cells_of_tables_alone(played: Played) -> None:
    assert played["check-tables"].startswith("核对完毕:不符 ")
    after = played.state("check-tables")
    changed = played.changes("recompute", "check-tables")
    filled = {change.place[:2] for change in changed if change.aspect == "fill"} - {
        at for at in cells_with(after, "fill") if at[0] == "核对结果"
    }
    assert filled
    assert all(after[*at, "fill"] in (RED, YELLOW, GREY) for at in filled)
    assert all(str(after[*at, "note"]).startswith("【核对】") for at in filled)
    assert "情况说明" not in {sheet for sheet, _ in filled}


def test_checking_the_narrative_colours_figures_in_the_text(played: Played) -> None:
    assert "情况说明 81 个数" in played["check-narrative"]
    after = played.state("check-narrative")
    texts = cells_with(after, "value", "情况说明")
    coloured = cells_with(after, "colours", "情况说明")
    del coloured["情况说明", "A2"]
    assert coloured
    for at, runs in coloured.items():
        for start, end, colour in runs:
            assert colour is not None
            assert any(letter.isdigit() for letter in texts[at][start:end]), (at, start, end)


def test_checking_all_lists_what_it_marks_with_links_to_it(played: Played) -> None:
    after = played.state("check-all")
    links = cells_with(after, "link", "核对结果")
    assert links
    texts = {text for (sheet, _), text in cells_with(after, "value").items() if sheet == "核对结果"}
    assert {"不符", "尾差"} & texts
    marked = {at for at, note in cells_with(after, "note").items() if note.startswith("【核对】")}
    for (_, cell), link in links.items():
        verdict = after["核对结果", f"B{cell[1:]}", "value"]
        if cell.startswith("J") and verdict in ("不符", "尾差"):
            assert tuple(str(link).replace("'", "").split("!")) in marked
    assert after["核对结果", "", "frozen"]
    assert after["核对结果", "", "filter"]


def test_jumping_goes_from_mark_to_mark(played: Played) -> None:
    notes = cells_with(played.state("check-all"), "note")
    marked = {at for at, note in notes.items() if note.startswith("【核对】")}
    jumps = [played[f"jump {n}: selection"] for n in range(3)]
    places = [tuple(jump.replace("$", "").replace("'", "").split(".")) for jump in jumps]
    assert len(set(places)) == 3
    assert set(places) <= marked


def test_clearing_takes_the_marks_and_nothing_of_the_users(played: Played) -> None:
    assert played["unmark"].startswith("已清除 ")
    assert played.changes("recompute", "unmark") == []
    after = played.state("unmark")
    assert after["公开03表", "D8", "note"] == OWN_WORDS
    assert after["情况说明", "A2", "colours"] == ((0, 2, "0070C0"),)
    assert after["", "我的名称", "name"] == "公开03表!$C$8"


@pytest.mark.parametrize("button", CHANGING[:-1])
def test_sheet_and_cell_in_front_stay_where_they_were(played: Played, button: str) -> None:
    assert played[f"{button}: selection"] == "$公开05表.$C$9"


def test_a_step_taken_back_leaves_the_selection_too(played: Played) -> None:
    assert played["undo: selection"] == "$公开05表.$C$9"


def test_the_report_is_written_into_the_profile_of_the_user(played: Played) -> None:
    report = played.folder / "用户 目录" / "核对报告.html"
    assert "核对报告.html" in played["report"]
    assert report.read_text("utf-8").lstrip().lower().startswith("<!doctype html")


def test_a_new_workbook_is_filled_beside_the_data(played: Played) -> None:
    assert played["fill-template"].startswith("已填好:")
    made = Path(played["fill-template"].splitlines()[0].removeprefix("已填好:"))
    assert pipeline.read(made).tables


def test_help_and_diagnosis_are_told(played: Played) -> None:
    assert "撤销上次操作" in played["help"]
    assert "xltool" in played["doctor"]


def test_no_file_of_an_exchange_stays(played: Played) -> None:
    left = {path.name for path in (played.folder / "用户 目录").iterdir()}
    assert not {name for name in left if name.startswith("actions-")}
