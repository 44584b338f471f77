"""A program of its own for computers without Python, made with PyInstaller.

A folder, not one file: a single file would unpack itself anew for every click. PyInstaller
makes a program for the system it runs on only; run it on Windows for Windows.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import xltool
from xltool.addin.install import program_version
from xltool.addin.machine import is_frozen
from xltool.addin.shipped import SHIPPED, built_files
from xltool.addin.texts import write_texts
from xltool.model.errors import XltoolError
from xltool.resources import resource

_ENTRY = """import multiprocessing

from xltool.cli.main import run

if __name__ == "__main__":
    multiprocessing.freeze_support()
    run()
"""
_FILES = Path(__file__).with_name("freeze_files")
TEXTS = ("install.cmd", "install.command", "说明.txt")
_DATA = ("workbook_templates", "vba_shim")
_NOT_NEEDED = (
    "xltool.addin.wheel_hook", "PIL", "cryptography", "hatchling", "hypothesis", "matplotlib",
    "mypy", "pytest", "ruff", "scipy", "tkinter",
)  # fmt: skip
"""What packages use where it is there, and xltool does not."""


def freeze(folder: Path) -> Path:
    """Write the program, its installing scripts and a text into ``folder``.

    Returns:
        The program, ``xltool`` or ``xltool.exe``.

    Raises:
        XltoolError: the folder is not empty, or PyInstaller is missing or fails.
    """
    if is_frozen() or importlib.util.find_spec("PyInstaller") is None:
        raise XltoolError(
            "没有 PyInstaller:在装有 Python 的电脑上 python -m pip install pyinstaller 后再试"
        )
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise XltoolError(f"{folder} 里有别的文件,不覆盖:换一个新文件夹")
    with tempfile.TemporaryDirectory(prefix="xltool-freeze-") as work:
        _build(Path(work))
        shutil.copytree(Path(work, "dist", "xltool"), folder, symlinks=True, dirs_exist_ok=True)
    facts = {"version": program_version(), "system": f"{platform.system()} {platform.machine()}"}
    write_texts(_FILES, TEXTS, folder, facts)
    return folder / ("xltool.exe" if sys.platform == "win32" else "xltool")


def _build(work: Path) -> None:
    entry = work / "xltool_program.py"
    entry.write_text(_ENTRY, encoding="utf-8")
    done = subprocess.run(  # noqa: S603 - PyInstaller of the running interpreter
        [sys.executable, "-m", "PyInstaller", *_options(work), str(entry)],
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(_import_path())},
    )
    if done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1:]
        raise XltoolError(f"PyInstaller 没有做成({''.join(last)}):检查磁盘空间和杀毒软件")


def _import_path() -> Iterator[str]:
    """The code that runs now goes before an installed one."""
    yield str(Path(xltool.__file__).resolve().parents[1])
    if os.environ.get("PYTHONPATH"):
        yield os.environ["PYTHONPATH"]


def _options(work: Path) -> Iterator[str]:
    yield from ("--name", "xltool", "--onedir", "--console", "--noconfirm", "--log-level", "ERROR")
    yield from ("--distpath", str(work / "dist"), "--workpath", str(work / "work"))
    yield from ("--specpath", str(work))
    # Modules that are imported by name when they are first used, and the versions shown.
    yield from ("--collect-submodules", "xltool", "--collect-data", "xltool")
    yield from ("--recursive-copy-metadata", "xltool")
    for name in _DATA:
        yield from ("--add-data", _data(resource(name), name))
    yield from ("--add-data", _data(_built(work), SHIPPED))
    for name in _NOT_NEEDED:
        yield from ("--exclude-module", name)


def _built(work: Path) -> Path:
    home = work / SHIPPED
    for name, data in built_files().items():
        file = home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return home


def _data(source: Path, name: str) -> str:
    return f"{source}{os.pathsep}xltool/_data/{name}"
