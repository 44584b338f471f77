"""Ribbon, VBA and Python fit together; and what does not fit is found."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import pytest
from lxml import etree

from tests.addin.structure import Sources, controls, faults, procedures, shipped
from tests.golden.ribbon_picture import PAGE, page
from xltool.addin.cells.functions import FUNCTIONS
from xltool.addin.commands import COMMANDS, DONE_BY_VBA


def with_module(name: str, pattern: str, text: str) -> Sources:
    """The sources with what matches in a module replaced; something must match."""
    sources = shipped()
    changed, count = re.subn(pattern, text, sources.source(name), count=1, flags=re.DOTALL)
    assert count == 1, pattern
    modules = tuple(
        replace(module, source=changed) if module.name == name else module
        for module in sources.modules
    )
    return replace(sources, modules=modules)


def with_ribbon(old: str, new: str) -> Sources:
    """The sources with a piece of the ribbon's definition replaced."""
    sources = shipped()
    text = sources.ribbon.decode()
    assert old in text
    return replace(sources, ribbon=text.replace(old, new, 1).encode())


def test_the_add_in_fits_together() -> None:
    assert faults(shipped()) == []


def test_nothing_is_left_out_of_the_comparison() -> None:
    found = procedures(shipped())
    assert len(found["Ribbon"]) == len({*COMMANDS, *DONE_BY_VBA}) + len(("loaded", "enabled"))
    assert set(FUNCTIONS) <= set(found["CellFunctions"])
    assert {"Bridge", "Actions", "Journal", "Host", "Texts", "Words"} <= set(found)


def test_every_reason_for_a_button_without_python_is_a_sentence() -> None:
    for reason in DONE_BY_VBA.values():
        assert len(reason.split()) > 5


BROKEN: Mapping[str, tuple[Callable[[], Sources], str]] = {
    "a callback is gone": (
        lambda: with_module("Ribbon", r"Public Sub RibbonRecompute.*?End Sub\n", ""),
        "RibbonRecompute: no such Sub",
    ),
    "a callback takes too little": (
        lambda: with_module("Ribbon", r"\(control As Object, ByRef enabled\)", "(enabled)"),
        "RibbonEnabled: takes",
    ),
    "a callback takes too much": (
        lambda: with_module("Ribbon", r"RibbonHelp\(control As Object\)", "RibbonHelp(a, b)"),
        "RibbonHelp: takes",
    ),
    "a callback hands on another name": (
        lambda: with_module("Ribbon", r'Bridge.Run "check-all"', 'Bridge.Run "recompute"'),
        "check-all: RibbonCheckAll does not hand check-all",
    ),
    "a callback that nobody calls": (
        lambda: with_module(
            "Ribbon", r"\Z", "\nPublic Sub RibbonOld(control As Object)\nEnd Sub\n"
        ),
        "RibbonOld: no control calls it",
    ),
    "a procedure is gone": (
        lambda: with_module("Journal", r"Public Function Undo\(", "Public Function Redo("),
        "Journal.Undo: no such procedure",
    ),
    "a procedure is given too much": (
        lambda: with_module("Bridge", r"Journal\.Undo\(book\)", "Journal.Undo(book, 1)"),
        "Journal.Undo is given 2 of 1",
    ),
    "a procedure without end": (
        lambda: with_module("Texts", r"End Function\n", ""),
        "Texts: a procedure without end",
    ),
    "undeclared names are let through": (
        lambda: with_module("Actions", r"Option Explicit\n", ""),
        "Actions: no Option Explicit",
    ),
    "functions of ours among those for cells": (
        lambda: with_module("Texts", r"Option Private Module\n", ""),
        "Texts: its functions would stand among those for cells",
    ),
    "a cell function is gone": (
        lambda: with_module("CellFunctions", r"Public Function BUDGET_RATE.*?End Function\n", ""),
        "BUDGET_RATE: no function of VBA",
    ),
    "a cell function takes other arguments": (
        lambda: with_module("CellFunctions", r"BUDGET_SHARE\(ByVal part ", "BUDGET_SHARE(ByVal x "),
        "BUDGET_SHARE: takes",
    ),
    "a cell function of VBA alone": (
        lambda: with_module(
            "CellFunctions",
            r"\Z",
            "\nPublic Function BUDGET_MORE() As Variant\nEnd Function\n",
        ),
        "BUDGET_MORE: VBA alone knows it",
    ),
    "a button without a command": (
        lambda: with_ribbon('id="report"', 'id="print"'),
        "print: no command in Python",
    ),
    "a command without a button": (
        lambda: with_ribbon('id="report"', 'id="print"'),
        "report: no button calls it",
    ),
    "a button that is never greyed": (
        lambda: with_ribbon(' getEnabled="RibbonEnabled"', ""),
        "lacks getEnabled",
    ),
    "a button without an icon": (
        lambda: with_ribbon(' imageMso="CalculateNow"', ""),
        "recompute: lacks ['imageMso']",
    ),
    "one key for two buttons": (
        lambda: with_ribbon('keyTip="R"', 'keyTip="F"'),
        "key tips are not unique",
    ),
    "an unknown callback": (
        lambda: with_ribbon("getEnabled=", "getLabel="),
        "getLabel: nobody knows",
    ),
    "a definition that Excel would not read": (
        lambda: with_ribbon("</tabs>", ""),
        "ribbon: ",
    ),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_what_does_not_fit_is_found(broken: str) -> None:
    make, expected = BROKEN[broken]
    assert any(expected in fault for fault in faults(make())), faults(make())


def test_the_picture_of_the_ribbon_is_of_this_definition() -> None:
    """Draw it anew after a change: python -m tests.golden.ribbon_picture."""
    assert PAGE.read_text("utf-8") == page(shipped().ribbon)
    labels = [button.get("label") for button in controls(etree.fromstring(shipped().ribbon))]
    assert len(labels) == len(COMMANDS) + len(DONE_BY_VBA)
    assert all(f"<span>{label}<kbd>" in page(shipped().ribbon) for label in labels)
