"""What runs: the interpreter, its packages, and the folder it works in."""

from __future__ import annotations

import platform
import re
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version

from xltool.addin.diagnosis import Diagnosis, good, wrong
from xltool.addin.install import is_store_python, program_version
from xltool.addin.machine import Machine, is_frozen


def interpreter(machine: Machine) -> Iterator[Diagnosis]:
    """Which Python runs this."""
    bits = platform.architecture()[0].removesuffix("bit")
    found = f"Python {platform.python_version()}({bits} 位),{sys.executable}"
    if is_frozen():
        yield good("解释器", f"独立程序 {sys.executable},不需要另装 Python")
    elif is_store_python(machine):
        yield wrong(
            "解释器",
            f"{found},来自微软商店:它写到 AppData 的文件 Excel 看不到",
            "从 python.org 安装 Python,重装 xltool",
        )
    else:
        yield good("解释器", found)


def packages(machine: Machine) -> Iterator[Diagnosis]:
    """The packages that xltool needs, with their versions."""
    del machine
    needed = _needed()
    if not needed:  # a frozen program carries its parts in itself
        yield good("组件", f"xltool {program_version() or '(源代码)'}")
        return
    versions = {name: _version(name) for name in needed}
    missing = [name for name, found in versions.items() if not found]
    if missing:
        yield wrong("组件", f"缺少 {'、'.join(missing)}", "python -m pip install --upgrade xltool")
        return
    listed = "、".join(f"{name} {found}" for name, found in versions.items())
    yield good("组件", f"xltool {program_version()};{listed}")


def _needed() -> list[str]:
    """Names of what is needed everywhere: requirements without a condition."""
    try:
        wanted = requires("xltool") or []
    except PackageNotFoundError:
        return []
    plain = (each for each in wanted if ";" not in each)
    return [found[0] for each in plain if (found := re.match(r"[\w.-]+", each))]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def profile(machine: Machine) -> Iterator[Diagnosis]:
    """Whether journal, settings and exchange can be written."""
    folder = machine.profile
    there = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=there) as file:
            file.write(b"x")
    except OSError as error:
        yield wrong(
            "工作文件夹",
            f"{folder} 不能写({error.strerror or '系统拒绝'}),撤销记录存不下",
            "检查该文件夹的权限和磁盘空间,或设环境变量 XLTOOL_HOME 指向别处",
        )
    else:
        yield good("工作文件夹", f"{folder} 可写(撤销记录、设置、交换文件)")
