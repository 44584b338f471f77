"""What goes into an offline kit, with packages made up for the test."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from xltool.addin import kit, kit_wheels
from xltool.addin.kit import make_kit
from xltool.addin.kit_wheels import Target, collect
from xltool.cli.main import status_of
from xltool.model.errors import XltoolError


def wheel_file(folder: Path, name: str, *needs: str, tag: str = "py3-none-any") -> Path:
    """A wheel without any code that needs other packages."""
    folder.mkdir(exist_ok=True)
    file = folder / f"{name}-1.0-{tag}.whl"
    lines = ["Metadata-Version: 2.1", f"Name: {name}", "Version: 1.0"]
    lines += [f"Requires-Dist: {need}" for need in needs]
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(f"{name}-1.0.dist-info/METADATA", "\n".join(lines))
        archive.writestr(f"{name}-1.0.dist-info/WHEEL", f"Wheel-Version: 1.0\nTag: {tag}\n")
        archive.writestr(f"{name}-1.0.dist-info/RECORD", "")
    return file


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of wheels; our own needs alpha, and onlywin on Windows, which needs deeper."""
    folder = tmp_path / "store"
    wheel_file(folder, "alpha")
    wheel_file(
        folder, "onlywin", "deeper; platform_machine == 'AMD64'", tag="cp311-cp311-win_amd64"
    )
    wheel_file(folder, "deeper")
    wheel_file(folder, "onlymac", tag="cp311-cp311-macosx_10_9_universal2")
    needs = ("alpha>=1", "onlywin; sys_platform == 'win32'", "onlymac; sys_platform == 'darwin'",
             "extra-only; extra == 'test'")  # fmt: skip
    monkeypatch.setattr(kit_wheels, "own_wheel", lambda into: wheel_file(into, "xltool", *needs))
    return folder


@pytest.fixture
def without_pip(store: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Kits of our own wheel alone, made at once; a version of Python below 3 fails."""

    def collected(folder: Path, target: Target, source: Path | None) -> tuple[Path, ...]:
        assert source == store
        if target.python.startswith("2"):
            raise XltoolError("取不到组件")
        return (kit_wheels.own_wheel(folder),)

    monkeypatch.setattr(kit, "collect", collected)
    return store


def names(wheels: tuple[Path, ...]) -> set[str]:
    return {wheel.name.partition("-")[0] for wheel in wheels}


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        ("win_amd64", {"alpha", "onlywin", "deeper"}),
        ("macosx_14_0_arm64", {"alpha", "onlymac"}),
        ("manylinux_2_28_x86_64", {"alpha"}),
    ],
)
def test_a_kit_for_another_system_holds_what_that_system_needs(
    tmp_path: Path, store: Path, platform: str, expected: set[str]
) -> None:
    found = collect(tmp_path / "wheels", Target(platform, "3.11"), store)
    assert names(found) == {"xltool", *expected}


def test_a_package_that_is_nowhere_to_be_had_is_named(tmp_path: Path, store: Path) -> None:
    (store / "alpha-1.0-py3-none-any.whl").unlink()

    with pytest.raises(XltoolError, match=r"alpha.*--wheels"):
        collect(tmp_path / "wheels", Target("win_amd64", "3.11"), store)


def test_a_package_without_a_wheel_for_the_python_is_refused(tmp_path: Path, store: Path) -> None:
    with pytest.raises(XltoolError, match="onlywin"):
        collect(tmp_path / "wheels", Target("win_amd64", "3.12"), store)


def test_an_unknown_platform_is_refused_with_examples(tmp_path: Path, store: Path) -> None:
    with pytest.raises(XltoolError, match="win_amd64"):
        collect(tmp_path / "wheels", Target("solaris"), store)


def test_a_version_of_python_has_two_parts(tmp_path: Path, store: Path) -> None:
    with pytest.raises(XltoolError, match=r"例如 3\.11"):
        collect(tmp_path / "wheels", Target("win_amd64", "3.11.4"), store)


def test_the_scripts_suit_the_systems_they_run_on(tmp_path: Path, without_pip: Path) -> None:
    folder = tmp_path / "安装包"
    make_kit(folder, Target("win_amd64", "3.11"), without_pip)

    batch = (folder / "install.cmd").read_bytes()
    assert batch.isascii()  # cmd.exe reads it in the local code page
    assert batch.count(b"\n") == batch.count(b"\r\n") > 0
    assert b"py -3.11 " in batch
    shell = (folder / "install.command").read_bytes()
    assert shell.startswith(b"#!/bin/bash\n")
    assert b"\r" not in shell
    assert (folder / "install.command").stat().st_mode & 0o111
    words = (folder / "说明.txt").read_bytes()
    assert words.startswith(b"\xef\xbb\xbf")
    assert "win_amd64,Python 3.11" in words.decode("utf-8-sig")
    assert "@" not in words.decode("utf-8-sig")


def test_an_older_kit_is_replaced_and_anything_else_is_not(
    tmp_path: Path, without_pip: Path
) -> None:
    folder, other = tmp_path / "kit", tmp_path / "other"
    target = Target("win_amd64", "3.11")
    make_kit(folder, target, without_pip)
    (folder / "wheels" / "stale-0.1-py3-none-any.whl").write_bytes(b"")
    assert make_kit(folder, target, without_pip)
    assert not (folder / "wheels" / "stale-0.1-py3-none-any.whl").exists()

    other.mkdir()
    (other / "我的.docx").write_text("x")
    with pytest.raises(XltoolError, match="不覆盖"):
        make_kit(other, target, without_pip)
    assert [file.name for file in other.iterdir()] == ["我的.docx"]


def test_a_kit_that_fails_leaves_nothing_behind(tmp_path: Path, without_pip: Path) -> None:
    with pytest.raises(XltoolError):
        make_kit(tmp_path / "kit", Target("win_amd64", "2.7"), without_pip)
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


@pytest.mark.usefixtures("store")
def test_the_command_refuses_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert status_of(["addin", "kit", "--out", str(tmp_path / "k"), "--platform", "dos"]) == 2
    assert "不认识平台 dos" in capsys.readouterr().err
