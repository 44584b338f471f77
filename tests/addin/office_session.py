"""A macro workbook driven in LibreOffice: what a click does, and what cells hold then.

One office process serves all tests of a run; each job opens a workbook of its own.
"""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
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
_RIBBON = (
    'Attribute VB_Name = "FakeRibbon"\nOption Explicit\n\nPublic Times As Long\n\n'
    "Public Sub Invalidate()\n    Times = Times + 1\nEnd Sub\n"
)
_ANSWERS_WITHIN = 180.0
_HOME, _DATA, _MODE = "工作 目录", "数据 文件.csv", "mode"
_PROGRAM = """#!/bin/sh
# The program as tests want it: as it is, or failing in one of the ways programs fail.
mode=$(cat "{mode}" 2>/dev/null)
for word in "$@"; do
  if [ "$before" = --actions ]; then actions=$word; fi
  before=$word
done
case "$mode" in
  crash) kill -KILL $$ ;;
  hang) exec sleep 20 ;;
  silent) mv "$actions.ticket" "$actions.taken"; kill -KILL $$ ;;
  half) mv "$actions.ticket" "$actions.taken"
    printf 'xltool-actions 1\\r\\nfill\\tT\\tA1\\t-\\tFFC7CE\\r\\n' > "$actions" ;;
  *) exec "{python}" -m xltool "$@" ;;
esac
"""


def _has_uno() -> bool:
    done = subprocess.run([_PYTHON, "-c", "import uno"], capture_output=True, check=False)  # noqa: S603 - a fixed program
    return done.returncode == 0


needs_uno = pytest.mark.skipif(
    not os.environ.get("CI") and not _has_uno(), reason="python3-uno is not installed"
)


def macro_workbook(package: Package, changed: Mapping[str, str] | None = None) -> bytes:
    """``package`` with the add-in in it, and a module of the test that clicks buttons.

    Args:
        package: the workbook.
        changed: pieces of the sources to be replaced, each of which must be there once:
            what a host without LibreOffice's limits would answer.
    """
    clicks = Module("Clicks", ModuleKind.STANDARD, _clicks())
    fakes = (
        Module("FakeControl", ModuleKind.CLASS, _CONTROL),
        Module("FakeRibbon", ModuleKind.CLASS, _RIBBON),
    )
    project = (*_replaced(changed or {}), clicks, *fakes)
    return with_macros(package, project, ribbon(), MacroKind.WORKBOOK).to_bytes()


def _replaced(changed: Mapping[str, str]) -> Iterator[Module]:
    found = list(modules())
    for old in changed:
        assert sum(module.source.count(old) for module in found) == 1, old
    for module in found:
        source = module.source
        for old, new in changed.items():
            source = source.replace(old, new)
        yield Module(module.name, module.kind, source)


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
        'Attribute VB_Name = "Clicks"\nOption Explicit\n\nPrivate shown As Object\n'
        "Private pretended As String\n\n"
        "Public Function Pretend(what As String)\n    pretended = what\nEnd Function\n\n"
        "Public Function Pretends(what As String) As Boolean\n"
        "    Pretends = (pretended = what)\nEnd Function\n\n"
        "Public Function Applied(actionFile As String, undoFile As String)\n"
        "    Applied = Bridge.Applied(Host.Target(), Texts.ReadLines(actionFile), "
        "Texts.ReadLines(undoFile))\nEnd Function\n\n"
        "Public Function NextStep()\n    NextStep = Journal.NextFile(Host.Target())\n"
        "End Function\n\n"
        "Public Function Enabled(id As String)\n"
        "    Dim control As New FakeControl, answer\n    control.ID = id\n"
        "    Ribbon.RibbonEnabled control, answer\n    Enabled = CBool(answer)\nEnd Function\n\n"
        "Public Function Loaded()\n    Set shown = New FakeRibbon\n"
        "    Ribbon.RibbonLoaded shown\n    Loaded = Bridge.LastMessage()\nEnd Function\n\n"
        "Public Function Redrawn()\n    Redrawn = shown.Times\nEnd Function\n\n"
    ) + "\n".join(made)


def click(command: str) -> Step:
    """The step that clicks a button; its answer is what the user is told."""
    words = "".join(word.title() for word in command.split("-"))
    return ["call", f"Clicks.Ribbon{words}_"]


def enabled(command: str) -> Step:
    """The step that asks whether a button can be clicked."""
    return ["call", "Clicks.Enabled", command]


def pretend(what: str) -> Step:
    """The step after which ``Clicks.Pretends`` of a changed source says yes to ``what``."""
    return ["call", "Clicks.Pretend", what]


class OfficeSession:
    """One office process, its settings, and the folder they point into.

    The settings of a process cannot change, so they name places in a folder of the
    session, which every job fills anew: the profile, the file of data, the program.
    """

    def __init__(self, **environment: str) -> None:
        self.seconds: list[float] = []
        """How long each step of the last job took."""
        self._folder = Path(tempfile.mkdtemp(prefix="xltool-office-"))
        program = self._folder / "程序 目录" / "xltool"
        program.parent.mkdir()
        text = _PROGRAM.format(mode=self._folder / _MODE, python=sys.executable)
        program.write_text(text, encoding="utf-8")
        program.chmod(0o755)
        settings = {
            "XLTOOL_HOME": str(self._folder / _HOME),
            "XLTOOL_QUIET": "1",
            "XLTOOL_COMMAND": str(program),
            "XLTOOL_DATA": str(self._folder / _DATA),
            "XLTOOL_UNIT": "wan",
        }
        self._log = (self._folder / "log.txt").open("w+", encoding="utf-8")
        job = {"office": SOFFICE, "profile": str(self._folder / "profile")}
        self._driver = subprocess.Popen(  # noqa: S603 - our own driver
            [_PYTHON, str(_DRIVER), json.dumps(job)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            text=True,
            encoding="utf-8",
            env={**os.environ, **settings, **environment},
            start_new_session=True,
        )

    @property
    def is_alive(self) -> bool:
        """Whether it can take another job."""
        return self._driver.poll() is None

    def run(
        self,
        workbook: Path,
        steps: Sequence[Step],
        home: Path,
        *,
        data: Path | None = None,
        options: Mapping[str, object] | None = None,
    ) -> list[Any]:
        """The answers to ``steps``; ``home`` is the profile of the user meanwhile."""
        home.mkdir(exist_ok=True)
        for name, place in ((_HOME, home), (_DATA, data)):
            link = self._folder / name
            link.unlink(missing_ok=True)
            if place is not None:
                link.symlink_to(place)
        self._mode_is("")
        job = {"workbook": str(workbook), "options": dict(options or {}), "steps": list(steps)}
        answer = self._asked(json.dumps(job))
        assert "error" not in answer, answer["error"]
        self.seconds = list(answer["seconds"])
        return list(answer["answers"])

    def program_will(self, mode: str) -> Step:
        """The step after which the program does as ``mode`` says.

        That is crash, hang, silent (it ends in the middle of its work), half, or "".
        """
        return ["file", str(self._folder / _MODE), mode]

    def _mode_is(self, mode: str) -> None:
        (self._folder / _MODE).write_text(mode, encoding="utf-8")

    def _asked(self, job: str) -> dict[str, Any]:
        assert self._driver.stdin is not None
        assert self._driver.stdout is not None
        watch = threading.Timer(_ANSWERS_WITHIN, self.kill)
        watch.start()
        try:
            self._driver.stdin.write(f"{job}\n")
            self._driver.stdin.flush()
            line = self._driver.stdout.readline()
        finally:
            watch.cancel()
        assert line, f"the office ended: {(self._folder / 'log.txt').read_text('utf-8')}"
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        """End the office."""
        if self._driver.stdin is not None:
            with suppress(OSError):
                self._driver.stdin.close()
        try:
            self._driver.wait(40)
        except subprocess.TimeoutExpired:
            self.kill()
        self._log.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def kill(self) -> None:
        """End driver and office at once."""
        with suppress(ProcessLookupError):
            os.killpg(self._driver.pid, signal.SIGKILL)
        self._driver.wait()


_sessions: list[OfficeSession] = []


def office() -> OfficeSession:
    """The office that all tests share, begun anew when the last one has died."""
    if not _sessions:
        atexit.register(_close_all)
    if not _sessions or not _sessions[-1].is_alive:
        _sessions.append(OfficeSession())
    return _sessions[-1]


def _close_all() -> None:
    for session in _sessions:
        session.close()


@contextmanager
def office_with(**environment: str) -> Iterator[OfficeSession]:
    """An office of other settings, for one test."""
    session = OfficeSession(**environment)
    try:
        yield session
    finally:
        session.close()


def run(folder: Path, workbook: bytes, steps: Sequence[Step], **environment: str) -> list[Any]:
    """The answers to ``steps``, done in order in a copy of ``workbook``.

    Settings that differ from those of the shared office start an office of their own.
    """
    copy = folder / "决算 公开表.xlsm"
    copy.write_bytes(workbook)
    asked: list[Step] = [["call", "Bridge.Ping"], *steps]
    if environment:
        with office_with(**environment) as session:
            answers = session.run(copy, asked, folder / _HOME)
    else:
        answers = office().run(copy, asked, folder / _HOME)
    assert answers[0] == "pong", "the project does not compile"
    return answers[1:]
