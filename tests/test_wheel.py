"""The wheel is enough: installed into an empty environment it runs the demo."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from xltool.addin.shipped import SHIPPED, built_files

ROOT = Path(__file__).resolve().parents[1]


def run(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own package in a folder of the test
        [str(argument) for argument in arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    built = run(sys.executable, "-m", "build", "--wheel", "--outdir", folder, ROOT, cwd=folder)
    assert built.returncode == 0, built.stdout + built.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the programs of an environment are that holds the wheel and nothing else of ours."""
    home = tmp_path_factory.mktemp("wheel") / "环境"
    venv.create(home, with_pip=True)
    folder = home / ("Scripts" if sys.platform == "win32" else "bin")
    installed = run(
        folder / "python", "-m", "pip", "install", "-q", "--no-compile", wheel, cwd=home
    )
    assert installed.returncode == 0, installed.stderr
    return folder


def test_the_wheel_carries_what_the_tool_needs_at_run_time(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    for folder in ("workbook_templates", "vba_shim"):
        shipped = [file for file in (ROOT / folder).rglob("*") if file.is_file()]
        assert shipped
        for file in shipped:
            assert f"xltool/_data/{file.relative_to(ROOT).as_posix()}" in names
    assert "xltool/examples/示例单位.csv" in names


def test_the_wheel_carries_the_built_addin_byte_for_byte(wheel: Path) -> None:
    archive = zipfile.ZipFile(wheel)

    shipped = {str(name): archive.read(f"xltool/_data/{SHIPPED}/{name}") for name in built_files()}

    assert {"xltool.xlam", "shanxi/2024/决算公开表.xlsm"} <= set(shipped)
    assert shipped == {str(name): data for name, data in built_files().items()}
    assert "xltool/addin/wheel_hook.py" not in archive.namelist()


def test_what_the_installed_wheel_builds_is_what_it_ships(programs: Path, tmp_path: Path) -> None:
    built = run(programs / "xltool", "addin", "build", "--out", tmp_path, cwd=tmp_path)

    assert built.returncode == 0, built.stderr
    (data,) = programs.parent.rglob(SHIPPED)
    for name, folder in (("xltool.xlam", data), ("决算公开表.xlsm", data / "shanxi/2024")):
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_the_demo_runs_from_the_wheel_alone(programs: Path, tmp_path: Path) -> None:
    demo = run(programs / "xltool", "demo", cwd=tmp_path)

    assert demo.returncode == 0, demo.stderr
    assert "不符" in demo.stdout
    assert {file.suffix for file in (tmp_path / "demo").iterdir()} == {".xlsx", ".html"}
