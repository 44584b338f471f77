"""A real frozen program: what it can do without Python, its size and how fast it starts.

Takes about a minute and PyInstaller (``python -m pip install -e '.[test,freeze]'``).
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from statistics import median

import pytest

from tests.addin.office_session import click, macro_workbook, needs_uno, run
from tests.addin.test_file_road import filled
from tests.office import needs_office
from xltool.addin.freeze import freeze

pytestmark = pytest.mark.benchmark

ROUNDS = 9


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return freeze(tmp_path_factory.mktemp("frozen") / "独立 程序")


def alone(home: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """A run in which no Python can be found."""
    return subprocess.run(  # noqa: S603 - the program just made
        [str(word) for word in words],
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"},
        cwd=home,
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
    )


def test_the_demo_runs(program: Path, tmp_path: Path) -> None:
    demo = alone(tmp_path, program, "demo")

    assert demo.returncode == 0, demo.stderr
    assert {file.suffix for file in (tmp_path / "demo").iterdir()} == {".xlsx", ".html"}


def test_it_installs_itself_and_the_addin_then_starts_it(program: Path, tmp_path: Path) -> None:
    script, folder = program.with_name("install.command"), tmp_path / "加载项"

    done = alone(tmp_path, "/bin/bash", script, "--folder", folder)

    assert done.returncode == 0, done.stderr
    copied = tmp_path / ".local" / "share" / "xltool" / "program" / "xltool"
    (shipped,) = copied.parent.rglob("xltool.xlam")
    assert (folder / "xltool.xlam").read_bytes() == shipped.read_bytes()
    assert str(copied) in done.stdout
    doctor = alone(tmp_path, copied, "addin", "doctor")
    assert doctor.returncode == 0, doctor.stdout
    assert f"独立程序 {copied}" in doctor.stdout


@needs_office
@needs_uno
def test_a_button_starts_it(program: Path, tmp_path: Path) -> None:
    workbook = macro_workbook(filled(tmp_path))

    (told,) = run(tmp_path, workbook, [click("check-all")], XLTOOL_COMMAND=str(program))

    assert told.startswith("核对完毕:")


def test_it_starts_as_fast_as_python_does(program: Path, tmp_path: Path) -> None:
    def seconds(*words: str) -> float:
        begun = time.perf_counter()
        subprocess.run(words, check=True, capture_output=True, cwd=tmp_path)  # noqa: S603 - as above
        return time.perf_counter() - begun

    pairs = [
        (seconds(str(program), "--version"), seconds(sys.executable, "-m", "xltool", "--version"))
        for _ in range(ROUNDS)
    ]
    frozen, plain = (median(column) * 1000 for column in zip(*pairs, strict=True))
    size = sum(
        file.stat().st_size
        for file in program.parent.rglob("*")
        if not file.is_symlink() and file.is_file()
    )

    print(  # noqa: T201 - a benchmark prints its figures
        f"\nfrozen start {frozen:.0f} ms, python start {plain:.0f} ms, {size / 1e6:.0f} MB"
    )
    assert frozen < 2 * plain
