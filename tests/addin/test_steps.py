"""Steps: what may be done together is, in an order that gives the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.addin.edit_cases import EVERY_KIND, small
from tests.addin.test_actions import EDITS
from xltool.addin.steps import STRUCTURAL, cells_of, rectangles, steps
from xltool.model.patch import (
    AddSheet,
    Content,
    Edit,
    Formula,
    InsertRows,
    Patch,
    SetContent,
    SetFill,
    SetLink,
    SetLook,
    SetName,
    SetNumberFormat,
    SetRowHeight,
    SheetLayout,
)
from xltool.package import apply
from xltool.package.a1 import Position

PATCHES = st.lists(EDITS, max_size=20).map(lambda edits: Patch(tuple(edits)))
CELLS = st.sets(st.builds(Position, st.integers(1, 12), st.integers(1, 12)))


def done(patch: Patch) -> list[Edit]:
    """The edits in the order of the steps."""
    return [edit for step in steps(patch) for edit in step.edits]


def by_place(edits: Iterable[Edit]) -> dict[Hashable, list[Edit]]:
    """The edits of each place in order; a place behind a structural edit is another one."""
    found: dict[Hashable, list[Edit]] = defaultdict(list)
    structural = 0
    for edit in edits:
        place: Hashable = None
        match edit:
            case SetName(name):
                place = name
            case SetRowHeight(sheet, row):
                place = sheet, row
            case _ if not isinstance(edit, STRUCTURAL):
                place = edit.sheet, edit.cell
            case _:
                structural += 1
        found[structural, place].append(edit)
    return found


@given(PATCHES)
def test_every_edit_is_done_once_and_those_of_a_cell_in_their_order(patch: Patch) -> None:
    assert Counter(done(patch)) == Counter(patch.edits)
    assert by_place(done(patch)) == by_place(patch.edits)


@given(PATCHES)
def test_a_step_names_its_cells_in_the_order_of_its_edits(patch: Patch) -> None:
    for step in steps(patch):
        if step.areas:
            named = list(cells_of(",".join(step.areas)))
            assert named == [getattr(edit, "cell", None) for edit in step.edits]
            assert all(len(",".join(step.areas)) <= 255 for step in steps(patch))


@given(CELLS)
def test_rectangles_hold_just_the_cells_given_each_once(cells: set[Position]) -> None:
    found = [cell for area in rectangles(cells) for cell in cells_of(area.a1)]
    assert Counter(found) == Counter(cell.a1 for cell in cells)


def test_a_full_block_is_one_rectangle() -> None:
    cells = [Position(row, column) for row in range(3, 9) for column in range(2, 6)]
    assert [area.a1 for area in rectangles(cells)] == ["B3:E8"]


def test_a_patch_and_its_steps_give_the_same_workbook() -> None:
    by_steps = Patch(tuple(done(EVERY_KIND)))
    one, other = apply(EVERY_KIND, small()), apply(by_steps, small())
    assert {name: one.part(name) for name in one.names} == {
        name: other.part(name) for name in other.names
    }


def test_texts_and_figures_of_a_block_go_apart() -> None:
    states: tuple[Content, ...] = ("201", Decimal(1), Formula("B2"), None)
    edits = (SetContent("T", f"{c}2", None, s) for c, s in zip("ABCD", states, strict=True))
    assert [step.areas for step in steps(Patch(tuple(edits)))] == [("A2",), ("B2:C2",), ("D2",)]


def test_a_very_long_text_and_an_array_formula_stand_alone() -> None:
    long = "长" * 801
    edits = (
        *(SetContent("T", cell, None, text) for cell, text in (("A1", "短"), ("A2", long))),
        SetContent("T", "A3", None, "短"),
        *(SetContent("T", cell, None, Formula("{=SUM(B1:B2*2)}")) for cell in ("C1", "C2")),
    )
    found = [step.areas for step in steps(Patch(edits))]
    assert ("A2",) in found
    assert ("C1",) in found
    assert ("C2",) in found


def test_looks_come_before_contents_and_links_after_them() -> None:
    cells = ("A1", "A2")
    edits = [
        edit
        for cell in cells
        for edit in (
            SetLook("T", cell, None, "link"),
            SetContent("T", cell, None, "甲"),
            SetLink("T", cell, None, "T!A9"),
        )
    ]
    kinds = [type(step.first) for step in steps(Patch(tuple(edits)))]
    assert kinds == [SetLook, SetContent, SetLink, SetLink]
    back = [type(step.first) for step in steps(Patch(tuple(edits)).inverse)]
    assert back == [SetLink, SetLink, SetContent, SetLook]


def test_nothing_is_gathered_over_rows_that_come_in() -> None:
    edits = (
        SetFill("T", "A1", None, "FFC7CE"),
        InsertRows("T", 1, 1, 1),
        SetFill("T", "A2", None, "FFC7CE"),
        AddSheet("U", SheetLayout()),
        SetNumberFormat("T", "A1", "General", "0.00"),
    )
    assert [step.edits for step in steps(Patch(edits))] == [(edit,) for edit in edits]


def test_cells_without_end_are_named_in_short_references() -> None:
    edits = (SetFill("T", f"A{row}", None, "FFC7CE") for row in range(1, 400, 2))
    found = steps(Patch(tuple(edits)))
    assert len(found) > 1
    assert all(len(",".join(step.areas)) <= 255 for step in found)
