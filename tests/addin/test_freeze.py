"""Freezing, with a stand-in for PyInstaller; ``tests/benchmarks`` makes a real program."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from xltool.addin.freeze import freeze
from xltool.cli.main import status_of
from xltool.model.errors import XltoolError

STAND_IN = """
import pathlib, sys
if {fails}:
    sys.exit("PyInstaller: disk full")
given = dict(zip(sys.argv, sys.argv[1:]))
folder = pathlib.Path(given["--distpath"], given["--name"])
folder.mkdir(parents=True)
(folder / "xltool").write_text("\\n".join(sys.argv))
"""


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, *, fails: bool = False) -> None:
    """A PyInstaller that writes the options given to it as the program."""
    package = folder / "lib" / "PyInstaller"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "__main__.py").write_text(STAND_IN.format(fails=fails))
    monkeypatch.syspath_prepend(package.parent)
    monkeypatch.setenv("PYTHONPATH", str(package.parent))


def test_program_scripts_and_text_lie_in_one_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch)

    freeze(tmp_path / "程 序")

    names = {file.name for file in (tmp_path / "程 序").iterdir()}
    assert names == {"xltool", "install.cmd", "install.command", "说明.txt"}
    batch = (tmp_path / "程 序" / "install.cmd").read_bytes()
    assert batch.isascii()
    assert b"\r\n" in batch
    assert "@" not in (tmp_path / "程 序" / "说明.txt").read_text("utf-8-sig")


def test_templates_sources_and_built_files_go_into_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch)

    options = freeze(tmp_path / "out").read_text().splitlines()

    data = [word for flag, word in pairwise(options) if flag == "--add-data"]
    assert {each.split(os.pathsep)[1] for each in data} == {
        "xltool/_data/workbook_templates",
        "xltool/_data/vba_shim",
        "xltool/_data/built_addin",
    }


@pytest.mark.skipif(sys.platform == "win32", reason="the script is for a Mac; any Unix runs it")
def test_installing_twice_also_from_the_copy_keeps_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch)
    program = freeze(tmp_path / "程 序")
    program.write_text('#!/bin/sh\necho "$0 $*"\n')
    program.chmod(0o755)
    monkeypatch.setenv("HOME", str(tmp_path / "家"))
    copied = tmp_path / "家" / ".local" / "share" / "xltool" / "program"
    if sys.platform == "darwin":
        copied = tmp_path / "家" / "Library" / "Application Support" / "xltool" / "program"

    for folder in (program.parent, program.parent, copied):
        done = subprocess.run(  # noqa: S603 - our own script
            ["/bin/bash", str(folder / "install.command")],
            capture_output=True,
            check=True,
            text=True,
            encoding="utf-8",
        )
        assert done.stdout == f"{copied}/xltool addin install\n"
        assert {file.name for file in copied.iterdir()} >= {"xltool", "install.command"}
        assert [file.name for file in copied.parent.iterdir()] == ["program"]


def test_a_failure_is_told_and_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch, fails=True)

    with pytest.raises(XltoolError, match="disk full"):
        freeze(tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_folder_with_other_files_stays_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, monkeypatch)

    with pytest.raises(XltoolError, match="不覆盖"):
        freeze(tmp_path)


def test_without_pyinstaller_the_user_learns_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)

    assert status_of(["addin", "freeze", "--out", str(tmp_path / "out")]) == 2
    assert "pip install pyinstaller" in capsys.readouterr().err
