"""What a click takes in LibreOffice, button by button, against the program's work alone."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import pytest

from tests.addin.office_session import click, macro_workbook, needs_uno
from tests.addin.ribbon_scenes import USERS_OWN, Scene, example
from tests.office import needs_office
from xltool.addin.actions import escaped, read_actions
from xltool.addin.commands import COMMANDS

pytestmark = [pytest.mark.benchmark, needs_office, needs_uno]

BUTTONS = (
    "import-data",
    "recompute",
    "check-tables",
    "check-narrative",
    "check-all",
    "next-finding",
    "report",
    "unmark",
    "undo",
    "fill-template",
    "doctor",
    "help",
)
"""In an order in which each has something to do; 设置 asks and does nothing else."""
ROUNDS = 3
AT_MOST = 4.0
"""A click may take this many times what the program alone takes: copy, start, marks."""


def program(command: str, snapshot: Path, data: Path) -> float:
    """Seconds that the program takes for a command in a process of its own, Python included."""
    actions = snapshot.with_name("actions.txt")
    request = snapshot.with_name("request.txt")
    request.write_text(f"{data}\twan\n{escaped('公开05表')}\tC9\n", encoding="ascii")
    order = [sys.executable, "-m", "xltool", "addin", "run", command, "--actions", str(actions)]
    order += ["--snapshot", str(snapshot), "--request", str(request)]
    began = time.perf_counter()
    done = subprocess.run(order, check=False, capture_output=True)  # noqa: S603 - our own program
    took = time.perf_counter() - began
    answer = read_actions(actions.read_bytes().decode("ascii"))
    assert "请求文件" not in answer.message, done.stderr
    return took


def clicks(folder: Path, workbook: Path, data: Path) -> dict[str, float]:
    """Seconds of each button in one load."""
    scene = Scene(folder)
    for button in BUTTONS:
        scene.then(button, click(button))
    return scene.play(workbook, folder / "home", data).seconds


def test_a_click_takes_little_more_than_the_work_behind_it(tmp_path: Path) -> None:
    package = example(tmp_path, *USERS_OWN)
    workbook, snapshot = tmp_path / "决算公开表.xlsm", tmp_path / "snapshot.xlsx"
    workbook.write_bytes(macro_workbook(package))
    snapshot.write_bytes(package.to_bytes())
    data = tmp_path / "data.csv"
    data.write_text("table,row,column,value\n公开03表,2010607,项目支出,12.5\n", "utf-8")
    clicks(tmp_path, workbook, data)
    rounds = [clicks(tmp_path, workbook, data) for _ in range(ROUNDS)]
    alone = {
        button: median(program(button, snapshot, data) for _ in range(ROUNDS))
        for button in BUTTONS
        if button in COMMANDS
    }

    ratios = []
    print(f"\n{'button':16} {'click':>8} {'program':>8} {'ratio':>6}")  # noqa: T201 - a benchmark prints its figures
    for button in BUTTONS:
        took = median(one[button] for one in rounds)
        floor = alone.get(button)
        line = f"{button:16} {took:7.2f}s"
        if floor is not None:
            ratios.append(took / floor)
            line += f" {floor:7.2f}s {took / floor:6.2f}"
        print(line)  # noqa: T201 - a benchmark prints its figures
    assert median(ratios) < AT_MOST
