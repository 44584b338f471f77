"""Action files: what is written is read back, in plain ASCII, and damage is told."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltool.addin.actions import Actions, read_actions, write_actions
from xltool.addin.steps import steps
from xltool.model.book import Address
from xltool.model.errors import XltoolError
from xltool.model.patch import (
    AddSheet,
    ColourText,
    DeleteRows,
    Formula,
    InsertRows,
    Name,
    Patch,
    RemoveSheet,
    SetContent,
    SetFill,
    SetLink,
    SetLook,
    SetName,
    SetNote,
    SetNumberFormat,
    SetRowHeight,
    SheetLayout,
    Span,
)

TEXT = st.text(st.characters(exclude_characters="\x01", exclude_categories=["Cs"]), max_size=20)
NUMBER = st.decimals(allow_nan=False, allow_infinity=False)
CELL = st.sampled_from(["A1", "C9", "XFD1048576"])
COLOUR = st.sampled_from(["FFC7CE", "C00000", '<color theme="5"/>'])
FILL = st.none() | st.sampled_from(["FFC7CE", "D9D9D9"])
ROW = st.integers(1, 1 << 20)
CONTENT = st.none() | NUMBER | TEXT | st.builds(Formula, TEXT, st.none() | NUMBER | TEXT)
SPANS = st.lists(st.builds(Span, st.integers(0, 99), st.integers(0, 99), COLOUR), max_size=3).map(
    tuple
)
LAYOUT = st.builds(
    SheetLayout,
    st.lists(st.floats(1, 99), max_size=3).map(tuple),
    st.none() | st.just("A1:L9"),
    st.integers(0, 3),
    st.booleans(),
)
NAME = st.none() | st.builds(Name, TEXT, st.booleans(), TEXT)
LOOK = st.none() | st.sampled_from(["title", "head", "body", "number", "link"])
EDITS = st.one_of(
    st.builds(SetContent, TEXT, CELL, CONTENT, CONTENT),
    st.builds(SetNumberFormat, TEXT, CELL, TEXT, TEXT),
    st.builds(SetFill, TEXT, CELL, FILL, FILL),
    st.builds(SetNote, TEXT, CELL, st.none() | TEXT, st.none() | TEXT),
    st.builds(ColourText, TEXT, CELL, SPANS, SPANS),
    st.builds(SetLink, TEXT, CELL, st.none() | TEXT, st.none() | TEXT),
    st.builds(SetLook, TEXT, CELL, LOOK, LOOK),
    st.builds(SetRowHeight, TEXT, ROW, st.none() | NUMBER, st.none() | NUMBER),
    st.builds(InsertRows, TEXT, ROW, ROW, ROW),
    st.builds(DeleteRows, TEXT, ROW, ROW, ROW),
    st.builds(AddSheet, TEXT, LAYOUT),
    st.builds(RemoveSheet, TEXT, LAYOUT),
    st.builds(SetName, TEXT, NAME, NAME),
)
ACTIONS = st.builds(
    Actions,
    st.lists(EDITS, max_size=6).map(lambda edits: Patch(tuple(edits))),
    TEXT,
    st.none() | st.builds(Address, TEXT, CELL),
    TEXT,
)


@given(ACTIONS)
def test_what_is_written_is_read_back(actions: Actions) -> None:
    text = write_actions(actions)
    assert text.isascii()
    done = tuple(edit for step in steps(actions.patch) for edit in step.edits)
    assert read_actions(text) == replace(actions, patch=Patch(done))


def test_a_line_an_edit_in_the_words_that_vba_reads() -> None:
    patch = Patch(
        (
            SetContent("表", "C9", Decimal("1.50"), Formula("SUM(C10:C12)", Decimal(3))),
            SetFill("表", "A1", None, "FFC7CE"),
            SetNote("表", "A1", None, "一\n\\"),
        )
    )
    assert write_actions(Actions(patch, message="好")).split("\r\n") == [
        "xltool-actions 1",
        "say\t\\u597D",
        "content\t\\u8868\tC9\t#1.50\t=SUM(C10:C12)\\u0001#3",
        "fill\t\\u8868\tA1\t-\tFFC7CE",
        "note\t\\u8868\tA1\t-\t=\\u4E00\\u000A\\u005C",
        "end",
        "",
    ]


def test_a_block_is_one_line_with_the_states_of_its_cells_row_by_row() -> None:
    typed = Patch(
        tuple(
            SetContent("T", f"{column}{row}", None, Decimal(row))
            for column in "BC"
            for row in (2, 3)
        )
    )
    pink = Patch(tuple(SetFill("T", cell, None, "FFC7CE") for cell in ("B2", "B3", "D7")))
    assert write_actions(Actions(typed + pink)).split("\r\n")[1:-2] == [
        "content\tT\tB2:C3\t-\t#2\t-\t#2\t-\t#3\t-\t#3",
        "fill\tT\tB2:B3,D7\t-\tFFC7CE",
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "不完整"),
        ("xltool-actions 2\r\nend\r\n", "版本"),
        ("xltool-actions 1\r\nfill\tA\tA1\t-\t-\r\n", "不完整"),
        ("xltool-actions 1\r\nnonsense\tA\r\nend\r\n", "nonsense"),
        ("xltool-actions 1\r\ninsert\tA\tx\t1\t1\r\nend\r\n", "第 2 行"),
        ("xltool-actions 1\r\ncontent\tA\tA1:A2\t-\t#1\r\nend\r\n", "第 2 行"),
        ("xltool-actions 1\r\nfill\tA\tnowhere\t-\t-\r\nend\r\n", "第 2 行"),
    ],
)
def test_a_damaged_file_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(XltoolError, match=reason):
        read_actions(text)
