"""A clerk's morning in LibreOffice, by the ribbon alone: from entered figures to a clean form.

The worked case of a real unit: its entered figures, its narrative, and two slips of the
clerk's own, a total typed over and two digits swapped in a sentence.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from tests.addin.office_session import click, macro_workbook, needs_uno
from tests.addin.ribbon_scenes import Played, Scene, cells_with
from tests.addin.workbook_state import Difference
from tests.office import needs_office
from tests.shared_cases import YANGQUAN, needs_cases
from xltool import pipeline
from xltool.editions import load
from xltool.model.patch import Patch, SetContent
from xltool.package import Package, apply

pytestmark = [needs_office, needs_uno, needs_cases]

STATUS = ("分析", "J1")
SLIP = ("人员经费388.15万元", "人员经费338.15万元")
TYPED_OVER = ("公开03表", "C8")
RED = "C00000"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clerk's folder."""
    return tmp_path_factory.mktemp("clerk")


@pytest.fixture(scope="module")
def morning(folder: Path) -> Played:
    """The empty official workbook: figures are imported, then a whole form is filled."""
    workbook = folder / "决算公开表.xlsm"
    official = Package.open(Path(load("shanxi/2024").workbook))
    workbook.write_bytes(macro_workbook(official))
    scene = Scene(folder)
    scene.then("settled", ["settle"])
    scene.look("empty")
    scene.click("import-data")
    scene.click("undo")
    scene.then("fill-template", click("fill-template"))
    return scene.play(workbook, folder / "用户 目录", YANGQUAN / "leaves.csv")


@pytest.fixture(scope="module")
def form(morning: Played) -> Path:
    """The form that 填充模板 wrote."""
    return Path(morning["fill-template"].splitlines()[0].removeprefix("已填好:"))


def pasted() -> Patch:
    """The narrative in 情况说明, with its slip."""
    text = (YANGQUAN / "narrative.txt").read_text("utf-8")
    assert SLIP[0] in text
    lines = [line for line in text.replace(*SLIP).splitlines() if line.strip()]
    edits = (SetContent("情况说明", f"A{at}", None, line) for at, line in enumerate(lines, 1))
    return Patch(tuple(edits))


@pytest.fixture(scope="module")
def later(folder: Path, form: Path) -> Played:
    """The filled form: narrative, slips, recompute, check, jumps, clear, undo."""
    workbook = folder / "阳泉 公开表.xlsm"
    workbook.write_bytes(macro_workbook(apply(pasted(), Package.open(form))))
    scene = Scene(folder)
    scene.then("typed over", ["set", *TYPED_OVER, 802.66])
    scene.then("asked for the status", ["formula", *STATUS, "=BUDGET_CHECK()"])
    scene.then("settled", ["settle"])
    scene.look("typed")
    scene.then("status before", ["cell", *STATUS])
    scene.click("recompute")
    scene.click("check-all")
    scene.then("status after", ["cell", *STATUS])
    for jump in range(3):
        scene.then(f"jump {jump}", click("next-finding"))
        scene.then(f"at {jump}", ["selection"])
    scene.click("unmark")
    for step in ("marks", "check", "totals"):
        scene.click("undo", f"undo {step}")
    return scene.play(workbook, folder / "用户 目录", YANGQUAN / "leaves.csv")


def test_figures_that_have_a_cell_are_imported_and_the_rest_is_named(morning: Played) -> None:
    told = morning["import-data"]
    assert told.startswith("已填入 ")
    assert "没有填" in told
    assert "填充模板" in told
    filled = [one for one in morning.changes("empty", "import-data") if one.aspect == "value"]
    assert ("公开06表", 142.58) in {(one.place[0], one.other) for one in filled}
    assert morning.changes("empty", "undo") == []


def test_the_form_holds_every_entered_figure(form: Path) -> None:
    book = pipeline.read(form)
    with (YANGQUAN / "leaves.csv").open(encoding="utf-8-sig", newline="") as file:
        entered = list(csv.DictReader(file))
    assert len(entered) > 50
    for line in entered:
        shown = {cell.value for cell in book.tables[line["table"]].cells.values()}
        assert Decimal(line["value"]) in shown, line


def test_the_total_typed_over_is_brought_back(later: Played) -> None:
    assert "公开03表 合计 本年支出合计 C8: 802.66 -> 820.65" in later["recompute"]
    assert later.state("typed").get((*TYPED_OVER, "formula")) is None
    assert later.state("recompute")[*TYPED_OVER, "formula"]


def test_the_swapped_digits_are_red_in_the_sentence(later: Played) -> None:
    state = later.state("check-all")
    (at, text), *more = (
        (at, text)
        for at, text in cells_with(state, "value", "情况说明").items()
        if SLIP[1] in str(text)
    )
    assert not more
    start = str(text).index("338.15")
    assert (start, start + len("338.15"), RED) in cells_with(state, "colours")[at]
    assert "388.1" in str(state[*at, "note"])


def test_the_status_line_tells_what_the_check_told(later: Played) -> None:
    told = later["check-all"].splitlines()[0].removeprefix("核对完毕:")
    mismatches = told.split(" / ")[0]
    status = later["status after"]["text"]
    assert mismatches in status
    assert status.startswith("一致 ")
    assert "过期" not in status
    assert not later["status before"]["text"].startswith("一致 ")


def test_jumps_lead_from_mark_to_mark(later: Played) -> None:
    notes = cells_with(later.state("check-all"), "note")
    marked = {at for at, note in notes.items() if note.startswith("【核对】")}
    places = [tuple(later[f"at {n}"].replace("$", "").split(".")) for n in range(3)]
    assert len(set(places)) == 3
    assert set(places) <= marked


def without_status(changes: list[Difference]) -> list[Difference]:
    """Without the cell that tells whether a check is out of date."""
    return [one for one in changes if one.place[:2] != STATUS]


def test_clearing_and_undoing_lead_back_to_what_was_typed(later: Played) -> None:
    assert later["unmark"].startswith("已清除 ")
    assert without_status(later.changes("recompute", "unmark")) == []
    assert without_status(later.changes("check-all", "undo marks")) == []
    assert without_status(later.changes("recompute", "undo check")) == []
    assert without_status(later.changes("typed", "undo totals")) == []
