"""One document, three roads: headless, file road in LibreOffice, xlwings; the same cells.

The buttons that change the workbook are clicked one after the other on every road, and
what the roads leave is compared cell by cell over all sheets: values, formulas, number
formats, fills, notes, coloured characters, links, names, fonts, borders, alignment, row
heights, merged cells, filters, panes. LibreOffice writes workbooks in a way of its own, so
what the headless road left is opened and saved by it too before the two are compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tests.addin.office_session import macro_workbook, needs_uno, office
from tests.addin.ribbon_scenes import TOTAL, USERS_OWN, Scene, cells_with, example
from tests.addin.workbook_state import Difference, State, differences, state_of
from tests.addin.xlwings_engine import OpenpyxlNative, book_of
from tests.office import needs_office
from xltool import pipeline
from xltool.addin.actions import escaped, read_actions
from xltool.addin.commands import COMMANDS, Request
from xltool.addin.exchange import Exchange
from xltool.addin.xlwings_apply import apply as apply_live
from xltool.addin.xlwings_road import click_on
from xltool.model.patch import Patch
from xltool.package import Package, apply, write_atomic

BUTTONS = ("import-data", "recompute", "check-all", "unmark")
DATA = "table,row,column,value\n公开03表,2010607,项目支出,12.5\n"


@dataclass(frozen=True, slots=True)
class Known:
    """A difference between roads that is as it should be."""

    button: str
    sheet: str
    aspect: str
    why: str


OFFICE_AND_HEADLESS = (
    Known(
        "check-all",
        "核对结果",
        "font",
        "LibreOffice reads the font of a new style in the file as its own Chinese font",
    ),
)
XLWINGS_AND_HEADLESS = (
    Known("*", "*", "value", "openpyxl keeps no results of formulas; Excel computes them"),
    Known(
        "unmark",
        "核对结果",
        "font",
        "cells emptied by ClearFormats have the font of the style Normal (宋体), those never "
        "touched that of the file's first format; both are empty",
    ),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example, and what every road left of it."""
    return tmp_path_factory.mktemp("parity")


@pytest.fixture(scope="module")
def start(folder: Path) -> Path:
    """The workbook on which all roads begin."""
    place = folder / "start.xlsx"
    write_atomic(place, example(folder, *USERS_OWN).to_bytes())
    (folder / "数据.csv").write_text(DATA, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def headless(folder: Path, start: Path) -> dict[str, Path]:
    """What the command line leaves after each button's work."""
    source, found = start, {}
    for button in BUTTONS:
        target = folder / f"headless {button}.xlsx"
        if button == "import-data":
            patch = patch_of(button, source)
            write_atomic(target, apply(patch, Package.open(source)).to_bytes())
        elif button == "recompute":
            pipeline.recompute_file(source, target)
        elif button == "check-all":
            pipeline.highlight(source, pipeline.check(source), target)
        else:
            pipeline.unmark(source, target)
        source = found[button] = target
    return found


def patch_of(button: str, workbook: Path) -> Patch:
    data = workbook.with_name("数据.csv")
    return COMMANDS[button](Request(workbook, workbook.parent, data)).patch


@pytest.fixture(scope="module")
def through_xlwings(folder: Path, start: Path, headless: dict[str, Path]) -> dict[str, State]:
    """What clicks by xlwings leave, on the engine over openpyxl, and their undoing at last.

    Each is sent a copy of the workbook with results in it, as Excel would save it.
    """
    workbook = openpyxl.load_workbook(start, rich_text=True)
    found = {"at first": kept(workbook, folder / "xlwings.xlsx")}
    steps = [folder / f"step-{button}.txt" for button in BUTTONS]
    copies = (start, *headless.values())
    for button, copy, step in zip(BUTTONS, copies, steps, strict=False):
        clicked_through_xlwings(button, copy, step, workbook)
        found[button] = kept(workbook, folder / "xlwings.xlsx")
    for step in reversed(steps):
        back = read_actions(step.read_bytes().decode("ascii")).patch
        apply_live(back, book_of(workbook), OpenpyxlNative())
    found["undone"] = kept(workbook, folder / "xlwings.xlsx")
    return found


def clicked_through_xlwings(button: str, copy: Path, step: Path, workbook: Workbook) -> None:
    """A click as VBA prepares it for xlwings; the way back goes into ``step``."""
    exchange = Exchange(copy.with_name(f"actions-{button}.txt"))
    book = book_of(workbook)
    data = escaped(str(copy.with_name("数据.csv")))
    names = (escaped(str(copy)), escaped(book.name), escaped(str(step)))
    lines = (f"{data}\twan", f"{escaped('公开05表')}\tC9", "\t".join((button, *names)), "")
    exchange.request.write_text("\r\n".join(lines), "ascii")
    exchange.ticket.touch()
    click_on(book, exchange, OpenpyxlNative())
    answer = read_actions(exchange.actions.read_bytes().decode("ascii"))
    assert answer.applied, answer.message


def kept(workbook: Workbook, place: Path) -> State:
    """The state of a workbook that openpyxl holds."""
    workbook.save(place)
    return state_of(place)


@pytest.fixture(scope="module")
def through_files(folder: Path, start: Path) -> dict[str, State]:
    """What the macros leave in LibreOffice."""
    workbook = folder / "决算 公开表.xlsm"
    workbook.write_bytes(macro_workbook(Package.open(start)))
    scene = Scene(folder)
    scene.then("settled", ["settle"])
    for button in BUTTONS:
        scene.click(button)
    found = scene.play(workbook, folder / "用户 目录", folder / "数据.csv")
    return {button: found.state(button) for button in BUTTONS}


def as_office_saves(source: Path) -> State:
    """A workbook opened, calculated and saved by LibreOffice."""
    target = source.with_name(f"{source.stem} saved.xlsx")
    office().run(source, [["settle"], ["save", str(target)]], source.with_name("home"))
    return state_of(target)


def beyond(found: Iterable[Difference], known: Iterable[Known], button: str) -> list[Difference]:
    """The differences that nobody has explained."""
    explained = {(one.sheet, one.aspect) for one in known if one.button in (button, "*")}
    return [one for one in found if not explained & {(one.place[0], one.aspect), ("*", one.aspect)}]


@needs_office
@needs_uno
@pytest.mark.parametrize("button", BUTTONS)
def test_the_file_road_leaves_what_the_headless_one_leaves(
    through_files: dict[str, State], headless: dict[str, Path], button: str
) -> None:
    found = differences(through_files[button], as_office_saves(headless[button]))
    known = [one for one in OFFICE_AND_HEADLESS if one.button == button]
    assert beyond(found, known, button) == []
    seen = {(one.place[0], one.aspect) for one in found}
    assert seen == {(one.sheet, one.aspect) for one in known}, "a difference that is no more"


@pytest.mark.parametrize("button", BUTTONS)
def test_the_xlwings_road_leaves_what_the_headless_one_leaves(
    through_xlwings: dict[str, State], headless: dict[str, Path], button: str
) -> None:
    expected = state_of(headless[button])
    found = differences(through_xlwings[button], expected)
    assert beyond(found, XLWINGS_AND_HEADLESS, button) == []
    live = cells_with(expected, "formula")
    values = [one.place[:2] for one in found if one.aspect == "value"]
    assert set(values) <= set(live), "only results of formulas may be missing"
    fonts = [one.place[:2] for one in found if one.aspect == "font"]
    assert not set(fonts) & set(cells_with(expected, "value")), "only empty cells may differ"


def test_the_xlwings_road_is_undone_in_every_cell(through_xlwings: dict[str, State]) -> None:
    found = differences(through_xlwings["at first"], through_xlwings["undone"])
    emptied = [one for one in XLWINGS_AND_HEADLESS if one.aspect == "font"]
    assert beyond(found, emptied, "unmark") == []


def test_every_button_changes_something_on_the_way(start: Path, headless: dict[str, Path]) -> None:
    """Else the comparison above would show nothing."""
    states = [state_of(place) for place in (start, *headless.values())]
    aspects = [{one.aspect for one in differences(one, other)} for one, other in pairwise(states)]
    assert "value" in aspects[0]
    assert {"formula", "value"} <= aspects[1]
    assert {"fill", "note", "colours", "link", "name", "font", "border", "format"} <= aspects[2]
    assert aspects[3] == aspects[2]
    assert states[4] == states[2]
    assert states[2][*TOTAL, "formula"]
