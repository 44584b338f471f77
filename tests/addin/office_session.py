"""A macro workbook driven in LibreOffice: what a click does, and what cells hold then."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.office import SOFFICE
from xltool.addin.injection import MacroKind, with_macros
from xltool.addin.project import Module, ModuleKind
from xltool.addin.sources import modules, ribbon
from xltool.package import Package

Step = Sequence[object]
_DRIVER = Path(__file__).with_name("office_driver.py")
_PYTHON = shutil.which("python3", path="/usr/bin") or sys.executable
"""The system's Python: python3-uno is installed for it."""
_CONTROL = 'Attribute VB_Name = "FakeControl"\nOption Explicit\n\nPublic ID As String\n'


def _has_uno() -> bool:
    done = subprocess.run([_PYTHON, "-c", "import uno"], capture_output=True, check=False)  # noqa: S603 - a fixed program
    return done.returncode == 0


needs_uno = pytest.mark.skipif(
    not os.environ.get("CI") and not _has_uno(), reason="python3-uno is not installed"
)


def macro_workbook(package: Package) -> bytes:
    """``package`` with the add-in in it, and a module of the test that clicks buttons."""
    clicks = Module("Clicks", ModuleKind.STANDARD, _clicks())
    control = Module("FakeControl", ModuleKind.CLASS, _CONTROL)
    project = (*modules(), clicks, control)
    return with_macros(package, project, ribbon(), MacroKind.WORKBOOK).to_bytes()


def _clicks() -> str:
    """One function a button: the callback with a control, as the ribbon would call it."""
    buttons = [
        element
        for element in etree.fromstring(ribbon()).iter()
        if isinstance(element.tag, str) and element.tag.endswith("button")
    ]
    made = [
        f"Public Function {button.get('onAction')}_()\n"
        f'    Dim control As New FakeControl\n    control.ID = "{button.get("id")}"\n'
        f"    Ribbon.{button.get('onAction')} control\n"
        f"    {button.get('onAction')}_ = Bridge.LastMessage()\nEnd Function\n"
        for button in buttons
    ]
    return (
        'Attribute VB_Name = "Clicks"\nOption Explicit\n\n'
        "Public Function Applied(actionFile As String, undoFile As String)\n"
        "    Applied = Bridge.Applied(Host.Target(), Texts.ReadLines(actionFile), "
        "Texts.ReadLines(undoFile))\nEnd Function\n\n"
        "Public Function Enabled(id As String)\n"
        "    Dim control As New FakeControl, answer\n    control.ID = id\n"
        "    Ribbon.RibbonEnabled control, answer\n    Enabled = CBool(answer)\nEnd Function\n\n"
    ) + "\n".join(made)


def click(command: str) -> Step:
    """The step that clicks a button; its answer is what the user is told."""
    words = "".join(word.title() for word in command.split("-"))
    return ["call", f"Clicks.Ribbon{words}_"]


def run(folder: Path, workbook: bytes, steps: Sequence[Step], **environment: str) -> list[Any]:
    """The answers to ``steps``, done in order in a copy of ``workbook``."""
    home = folder / "工作 目录"
    home.mkdir(exist_ok=True)
    copy = folder / "决算 公开表.xlsm"
    copy.write_bytes(workbook)
    job = {
        "office": SOFFICE,
        "profile": str(folder / "profile"),
        "workbook": str(copy),
        "steps": [["call", "Bridge.Ping"], *steps],
    }
    settings = {
        "XLTOOL_HOME": str(home),
        "XLTOOL_QUIET": "1",
        "XLTOOL_COMMAND": f"{sys.executable} -m xltool",
    }
    done = subprocess.run(  # noqa: S603 - our own driver
        [_PYTHON, str(_DRIVER)],
        input=json.dumps(job),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=180,
        env={**os.environ, **settings, **environment},
    )
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    assert answers[0] == "pong", "the project does not compile"
    return list(answers[1:])
