"""The wheel is enough: installed into an empty environment it runs the demo."""

from __future__ import annotations

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

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


def test_the_wheel_carries_what_the_tool_needs_at_run_time(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())

    for folder in ("workbook_templates", "vba_shim"):
        shipped = [file for file in (ROOT / folder).rglob("*") if file.is_file()]
        assert shipped
        for file in shipped:
            assert f"xltool/_data/{file.relative_to(ROOT).as_posix()}" in names
    assert "xltool/examples/示例单位.csv" in names


def test_the_demo_runs_from_the_wheel_alone(wheel: Path, tmp_path: Path) -> None:
    home = tmp_path / "环境"
    venv.create(home, with_pip=True)
    bin_folder = home / ("Scripts" if sys.platform == "win32" else "bin")
    installed = run(bin_folder / "python", "-m", "pip", "install", "-q", wheel, cwd=tmp_path)
    assert installed.returncode == 0, installed.stderr

    demo = run(bin_folder / "xltool", "demo", cwd=tmp_path)

    assert demo.returncode == 0, demo.stderr
    assert "不符" in demo.stdout
    assert {file.suffix for file in (tmp_path / "demo").iterdir()} == {".xlsx", ".html"}
