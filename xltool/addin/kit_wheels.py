"""The wheels of an offline kit: our own and every package it needs on the target computer."""

from __future__ import annotations

import base64
import hashlib
import importlib.util
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.parser import HeaderParser
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

import xltool
from xltool.addin.machine import is_frozen
from xltool.model.errors import XltoolError

_ROUNDS = 5
"""Depth to which packages may need others that only the target's system needs."""
_NOT_IN_WHEELS = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json")
"""Files that pip itself puts beside an installed package."""


@dataclass(frozen=True, slots=True)
class Target:
    """The computer that a kit is for."""

    platform: str = ""
    """As pip names it (win_amd64, macosx_11_0_arm64); empty for one like this."""
    python: str = ""
    """Version of its Python (3.11); empty for the one that runs this."""

    @property
    def version(self) -> str:
        """Major and minor version of its Python."""
        return self.python or ".".join(map(str, sys.version_info[:2]))

    @property
    def is_elsewhere(self) -> bool:
        """Whether it may be another kind of computer than this one."""
        return bool(self.platform or self.python)


def collect(folder: Path, target: Target, source: Path | None) -> tuple[Path, ...]:
    """Put all wheels that ``target`` needs into ``folder``.

    Args:
        folder: where they go.
        target: the computer they are for.
        source: a folder of wheels to take them from; by default pip's index is asked.

    Returns:
        The wheels, by name.

    Raises:
        XltoolError: a package has no wheel for the target, or pip cannot get it.
    """
    if target.python and not re.fullmatch(r"3\.\d+", target.python):
        raise XltoolError(f"Python 版本 {target.python} 不对:写两段,例如 3.11")
    if is_frozen():
        raise XltoolError("独立程序里没有 pip,做不了安装包:在装有 Python 的电脑上运行")
    environment = _environment(target) if target.is_elsewhere else {}
    _download([str(own_wheel(folder))], folder, target, source)
    for _ in range(_ROUNDS):
        # pip judges the conditions of requirements by the computer it runs on.
        missing = _missing(folder, environment) if target.is_elsewhere else []
        if not missing:
            return tuple(sorted(folder.glob("*.whl")))
        _download(missing, folder, target, source)
    raise XltoolError(
        f"安装包缺少 {'、'.join(_missing(folder, environment))}:请换一个平台或版本再试"
    )


def own_wheel(folder: Path) -> Path:
    """The wheel of this very xltool, written into ``folder``.

    From a checkout it is built; an installed one is packed again as it was unpacked.

    Raises:
        XltoolError: neither is possible.
    """
    installed = _installed()
    if installed is not None:
        return _packed_again(installed, folder)
    checkout = Path(xltool.__file__).resolve().parents[1]
    if not (checkout / "pyproject.toml").is_file():
        raise XltoolError(f"{checkout} 不是 xltool 的源代码,也不是安装好的 xltool:请重新安装")
    building = ["wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(checkout)]
    if importlib.util.find_spec("hatchling"):
        building.insert(1, "--no-build-isolation")  # all that building needs is here
    _pip(building)
    return next(folder.glob("xltool-*.whl"))


def _installed() -> Distribution | None:
    """The distribution that the running code belongs to; None for a checkout."""
    try:
        found = distribution("xltool")
    except PackageNotFoundError:
        return None
    code = Path(str(found.locate_file("xltool/__init__.py")))
    is_running = code.is_file() and code.samefile(xltool.__file__)
    return found if is_running and found.files else None


def _packed_again(installed: Distribution, folder: Path) -> Path:
    tags = HeaderParser().parsestr(installed.read_text("WHEEL") or "").get_all("Tag", [])
    target = folder / f"xltool-{installed.version}-{tags[0] if tags else 'py3-none-any'}.whl"
    lines = []
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _contents(installed):
            archive.writestr(name, data)
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            lines.append(f"{name},sha256={digest},{len(data)}")
        record = f"xltool-{installed.version}.dist-info/RECORD"
        archive.writestr(record, "\n".join((*lines, f"{record},,", "")))
    return target


def _contents(installed: Distribution) -> Iterator[tuple[str, bytes]]:
    for file in installed.files or ():
        outside = file.parts[0] == ".." or file.is_absolute()  # the scripts that pip made
        if outside or "__pycache__" in file.parts or file.name in _NOT_IN_WHEELS:
            continue
        yield file.as_posix(), Path(str(file.locate())).read_bytes()


def _download(
    requirements: Sequence[str], folder: Path, target: Target, source: Path | None
) -> None:
    options = ["--quiet", "--only-binary=:all:", "--dest", str(folder), "--find-links", str(folder)]
    if source is not None:
        options += ["--no-index", "--find-links", str(source)]
    if target.platform:
        options += ["--platform", target.platform]
    if target.python:
        options += ["--python-version", target.python]
    _pip(["download", *options, *requirements])


def _pip(arguments: Sequence[str]) -> None:
    done = subprocess.run(  # noqa: S603 - pip of the running interpreter
        [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments],
        capture_output=True,
        check=False,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
        reason = said[-1].removeprefix("ERROR: ") if said else done.stderr.strip()[-200:]
        raise XltoolError(
            f"取不到组件({reason}):检查网络、平台名和 Python 版本,或用 --wheels 指定文件夹"
        )


def _missing(folder: Path, environment: Mapping[str, str]) -> list[str]:
    """What the wheels in ``folder`` need in ``environment`` and none of them provides."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name, parse_wheel_filename

    wheels = sorted(folder.glob("*.whl"))
    there = {name: release for name, release, *_ in (parse_wheel_filename(w.name) for w in wheels)}
    missing = []
    for wanted in (Requirement(line) for wheel in wheels for line in _requirements(wheel)):
        if wanted.marker and not wanted.marker.evaluate({**environment, "extra": ""}):
            continue
        release = there.get(canonicalize_name(wanted.name))
        if release is None or not wanted.specifier.contains(release, prereleases=True):
            missing.append(f"{wanted.name}{wanted.specifier}")
    return list(dict.fromkeys(missing))


def _requirements(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        headers = HeaderParser().parsestr(archive.read(name).decode("utf-8"))
    return headers.get_all("Requires-Dist", [])


def _environment(target: Target) -> dict[str, str]:
    """What the conditions of requirements are judged by (PEP 508) on the target."""
    try:
        from packaging.markers import default_environment
    except ImportError:
        raise XltoolError(
            "为别的系统做安装包需要 packaging:python -m pip install packaging 后再试"
        ) from None
    found = {name: str(value) for name, value in default_environment().items()}
    if target.python:
        found |= {"python_version": target.python, "python_full_version": f"{target.python}.0"}
    if target.platform:
        found |= _system_of(target.platform)
    return found


def _system_of(platform: str) -> dict[str, str]:
    systems = {
        "win": ("win32", "Windows", "nt"),
        "macosx": ("darwin", "Darwin", "posix"),
        "manylinux": ("linux", "Linux", "posix"),
        "linux": ("linux", "Linux", "posix"),
    }
    machines = {
        "amd64": "AMD64", "win32": "x86", "x86_64": "x86_64",
        "arm64": "arm64", "aarch64": "aarch64",
    }  # fmt: skip
    system = next((systems[name] for name in systems if platform.startswith(name)), None)
    machine = next((machines[name] for name in machines if platform.endswith(name)), None)
    if system is None or machine is None:
        raise XltoolError(
            f"不认识平台 {platform},例如 win_amd64、macosx_11_0_arm64、manylinux_2_28_x86_64"
        )
    named = machine.upper() if system[0] == "win32" and machine == "arm64" else machine
    return dict(zip(_MARKERS, (*system, named), strict=True))


_MARKERS = ("sys_platform", "platform_system", "os_name", "platform_machine")
