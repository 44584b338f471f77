"""The wheel is enough: installed into an empty environment, from an offline kit, it runs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from xltool.addin.kit import make_kit
from xltool.addin.shipped import SHIPPED, built_files

ROOT = Path(__file__).resolve().parents[1]


NOWHERE = "http://127.0.0.1:9"
OFFLINE = {
    **{name: value for name, value in os.environ.items() if not name.startswith("PIP_")},
    "http_proxy": NOWHERE,
    "https_proxy": NOWHERE,
}


def run(
    *arguments: str | Path, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own package in a folder of the test
        [str(argument) for argument in arguments],
        cwd=cwd,
        env=env,
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
def kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An offline kit for computers like this one; its packages come from pip's index."""
    folder = tmp_path_factory.mktemp("kit") / "安装包"
    make_kit(folder)
    return folder


@pytest.fixture(scope="module")
def programs(kit: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the programs of an environment are that the kit made, with no network to ask."""
    home = tmp_path_factory.mktemp("kit") / "运行 环境"
    installed = run(
        sys.executable, kit / "install.py", "--into", home, cwd=home.parent, env=OFFLINE
    )
    assert installed.returncode == 0, installed.stdout + installed.stderr
    assert f"程序:{home}" in installed.stdout
    return home / ("Scripts" if sys.platform == "win32" else "bin")


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


def test_the_kit_holds_what_the_user_clicks_and_reads(kit: Path) -> None:
    names = {file.relative_to(kit).as_posix() for file in kit.rglob("*") if file.is_file()}

    assert {"install.cmd", "install.command", "install.py", "说明.txt", "xltool.xlam"} <= names
    assert (kit / "shanxi-2024" / "决算公开表.xlsm").is_file()
    facts = json.loads((kit / "kit.json").read_text(encoding="utf-8"))
    assert facts["python"] == "{}.{}".format(*sys.version_info)


def test_an_installed_xltool_packs_its_own_wheel_again(
    kit: Path, programs: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "另一个 安装包"

    made = run(
        programs / "xltool", "addin", "kit", "--out", folder, "--wheels", kit / "wheels",
        cwd=tmp_path, env=OFFLINE,
    )  # fmt: skip

    assert made.returncode == 0, made.stderr
    (own,) = (kit / "wheels").glob("xltool-*.whl")
    assert contents(folder / "wheels" / own.name) == contents(own)
    assert {file.name for file in (folder / "wheels").iterdir()} == {
        file.name for file in (kit / "wheels").iterdir()
    }


def contents(wheel: Path) -> dict[str, bytes]:
    """Its files but for the list of them, whose order is free."""
    archive = zipfile.ZipFile(wheel)
    return {name: archive.read(name) for name in archive.namelist() if "/RECORD" not in name}


def test_the_kit_touches_no_folder_that_is_something_else(kit: Path, tmp_path: Path) -> None:
    home = tmp_path / "环境"
    home.mkdir()
    (home / "别的.txt").write_text("x")

    for option in ("", "--remove"):
        words = ("--into", home, option) if option else ("--into", home)
        refused = run(sys.executable, kit / "install.py", *words, cwd=tmp_path, env=OFFLINE)
        assert refused.returncode == 2
        assert "没有装成" in refused.stderr
    assert (home / "别的.txt").read_text() == "x"


def test_an_installed_addin_is_told_the_program_beside_it(programs: Path, tmp_path: Path) -> None:
    profile = {**os.environ, "XLTOOL_HOME": str(tmp_path / "设置")}
    command = (programs / "xltool", "addin", "install", "--folder", tmp_path / "加载项")

    installed = run(*command, cwd=tmp_path, env=profile)

    assert installed.returncode == 0, installed.stdout
    assert str(programs / "xltool") in installed.stdout
    doctor = run(programs / "xltool", "addin", "doctor", cwd=tmp_path, env=profile)
    assert doctor.returncode == 0, doctor.stdout
