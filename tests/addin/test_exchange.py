"""A click that is watched: one program takes it, tells its stages, and stops when told to."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from xltool import pipeline
from xltool.addin.actions import Actions, escaped, read_actions, unescaped
from xltool.addin.exchange import Cancelled, Exchange
from xltool.addin.running import run
from xltool.examples import FIGURES

_ANSWERS_WITHIN = 60.0


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    """A click with its ticket and request."""
    made = Exchange(tmp_path / "actions-1.txt")
    made.ticket.write_text("program")
    made.request.write_text("\t\n\t\nhelp\t\t\t\n", "ascii")
    return made


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped example."""
    place = tmp_path_factory.mktemp("exchange") / "snapshot.xlsx"
    pipeline.save(pipeline.fill(FIGURES, unit="元", unit_name="示例单位"), place)
    return place


def stages(exchange: Exchange) -> list[str]:
    lines = exchange.progress.read_text("ascii").splitlines()
    return [unescaped(line.partition("\t")[2]) for line in lines if line.startswith("stage\t")]


def work() -> None:
    deadline = time.monotonic() + _ANSWERS_WITHIN
    while time.monotonic() < deadline:
        time.sleep(0.01)


def left(exchange: Exchange) -> list[str]:
    return sorted(path.name for path in exchange.actions.parent.iterdir())


def test_one_of_two_programs_takes_the_ticket(exchange: Exchange) -> None:
    assert exchange.take()
    assert not exchange.take()
    assert exchange.taken.exists()


def test_a_ticket_that_a_scanner_holds_is_tried_again(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename, held = os.rename, [PermissionError, PermissionError]

    def refusing(source: Path, target: Path) -> None:
        if held:
            raise held.pop()
        rename(source, target)

    monkeypatch.setattr(os, "rename", refusing)
    assert exchange.take()


def test_a_program_that_comes_too_late_does_nothing(exchange: Exchange) -> None:
    exchange.ticket.unlink()
    run("help", None, exchange.actions, exchange.request)
    assert left(exchange) == [exchange.request.name]


def test_stages_of_a_check_are_told_in_order(exchange: Exchange, workbook: Path) -> None:
    run("check-all", workbook, exchange.actions, exchange.request)
    assert stages(exchange) == ["启动", "读取", "核对表格", "核对情况说明", "写标记"]
    assert exchange.progress.read_bytes().isascii()


@pytest.mark.parametrize(
    ("command", "told"), [("recompute", ["启动", "读取", "重算"]), ("help", ["启动"])]
)
def test_other_buttons_tell_theirs(
    command: str, told: list[str], exchange: Exchange, workbook: Path
) -> None:
    run(command, workbook, exchange.actions, exchange.request)
    assert stages(exchange) == told


def test_a_run_that_is_cancelled_before_it_ends_leaves_nothing(
    exchange: Exchange, workbook: Path
) -> None:
    exchange.cancel.write_text("")
    run("check-all", workbook, exchange.actions, exchange.request)
    assert left(exchange) == []


def test_a_workbook_filled_after_the_user_gave_up_is_not_left(tmp_path: Path) -> None:
    data = tmp_path / "数据.csv"
    data.write_bytes(FIGURES.read_bytes())
    exchange = Exchange(tmp_path / "exchange" / "actions-1.txt")
    exchange.actions.parent.mkdir()
    exchange.request.write_text(f"{escaped(str(data))}\tyuan\n", "ascii")
    exchange.cancel.write_text("")
    run("fill-template", None, exchange.actions, exchange.request)
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["数据.csv"]
    assert left(exchange) == []


def test_an_answer_that_comes_after_the_user_gave_up_is_withdrawn(exchange: Exchange) -> None:
    exchange.cancel.write_text("")
    with pytest.raises(Cancelled):
        exchange.answer(Actions(message="好"))


def test_work_is_interrupted_where_it_stands(exchange: Exchange) -> None:
    def given_up() -> bool:
        return True

    with pytest.raises(Cancelled), exchange.watched(given_up):
        work()


def test_signs_of_life_are_given_while_work_lasts(exchange: Exchange) -> None:
    with exchange.watched():
        deadline = time.monotonic() + _ANSWERS_WITHIN
        while not exchange.progress.exists() and time.monotonic() < deadline:
            time.sleep(0.05)
    assert exchange.progress.read_text("ascii").startswith(".")


def test_a_program_told_to_stop_ends_without_an_answer(exchange: Exchange, tmp_path: Path) -> None:
    """In a process of its own, told when it is about to read the workbook."""
    program = tmp_path / "program.py"
    program.write_text(
        "import sys, time\n"
        "from pathlib import Path\n"
        "from xltool.addin import commands, running\n"
        "def endless(asked):\n"
        "    asked.tell('读取')\n"
        "    for _ in range(6000):\n"
        "        time.sleep(0.01)\n"
        "commands.COMMANDS['recompute'] = endless\n"
        "running.run('recompute', None, Path(sys.argv[1]), Path(sys.argv[2]))\n",
        encoding="utf-8",
    )
    files = (str(exchange.actions), str(exchange.request))
    # As a shell starts it in the background: interrupts are ignored.
    shell = ["/bin/sh", "-c", '"$0" "$@" & wait $!', sys.executable, str(program), *files]
    running = subprocess.Popen(shell)  # noqa: S603 - ours
    deadline = time.monotonic() + _ANSWERS_WITHIN
    while not (exchange.progress.exists() and "读取" in stages(exchange)):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    exchange.cancel.write_text("")
    assert running.wait(_ANSWERS_WITHIN) == 0
    assert left(exchange) == ["program.py"]


def test_help_answers_at_once(exchange: Exchange) -> None:
    run("help", None, exchange.actions, exchange.request)
    assert "撤销" in read_actions(exchange.actions.read_bytes().decode("ascii")).message
