"""Installs xltool and its Excel add-in from the wheels beside this file, without a network.

Run by install.cmd and install.command with the Python of the computer; needs nothing but
the standard library. Everything goes into one folder of the user's own, apart from other
programs; ``--remove`` takes it away again.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
DONE, FAILED = 0, 2


def main() -> int:
    """Install or remove; the exit status is 0 when that is done."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:  # a console's code page may lack a character: never fail for that
            reconfigure(errors="replace", line_buffering=True)
    options = _options()
    home = options.into or default_home()
    try:
        return remove(home) if options.remove else install(home)
    except OSError as error:
        return fail(f"读写 {error.filename or home} 时系统报错:{error.strerror}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="离线安装 xltool 和 Excel 加载项")
    parser.add_argument("--into", type=Path, help="装到哪个文件夹")
    parser.add_argument("--remove", action="store_true", help="卸载")
    return parser.parse_args()


def default_home() -> Path:
    """The user's own folder for programs' data; no administrator is needed for it."""
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        return (Path(local) if local else Path.home() / "AppData" / "Local") / "xltool" / "env"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "xltool" / "env"
    return Path.home() / ".local" / "share" / "xltool" / "env"


def install(home: Path) -> int:
    """Make an environment in ``home``, install the wheels into it, then the add-in."""
    kit = json.loads((HERE / "kit.json").read_text(encoding="utf-8"))
    mine = ".".join(platform.python_version_tuple()[:2])
    if mine != kit["python"]:
        return fail(f"这个安装包要 Python {kit['python']},现在运行的是 {mine}({sys.executable})")
    if "windowsapps" in sys.base_prefix.lower():
        return fail("微软商店的 Python 写的文件 Excel 看不到:请从 python.org 安装 Python")
    if home.is_dir() and any(home.iterdir()) and not (home / "pyvenv.cfg").is_file():
        return fail(f"{home} 里有别的文件:换一个文件夹")
    tell(f"安装到 {home} …")
    if call([sys.executable, "-m", "venv", "--clear", str(home)]):
        return fail("建立运行环境失败:请先关闭 Excel 和 WPS,再检查磁盘空间和权限")
    wheels = ["--no-index", "--find-links", str(HERE / "wheels"), f"xltool=={kit['version']}"]
    # Compiling all that is never used takes longer than the rest; what is used compiles itself.
    pip = [str(program(home, "python")), "-m", "pip", "--isolated", "install", "-q", "--no-compile"]
    if call([*pip, *wheels]):
        return fail("安装组件失败:安装包与这台电脑不符(系统或位数),请见说明.txt")
    status = call([str(program(home, "xltool")), "addin", "install"])
    tell(f"程序:{program(home, 'xltool')}")
    tell("安装完成" if status == DONE else "程序已装好;上面标“未做”的请按提示手工完成")
    return DONE


def remove(home: Path) -> int:
    """Take away the add-in, then the environment."""
    if program(home, "xltool").is_file():
        call([str(program(home, "xltool")), "addin", "uninstall"])
    if not (home / "pyvenv.cfg").is_file():
        return fail(f"{home} 里没有安装过 xltool")
    shutil.rmtree(home)
    tell(f"已删除 {home}")
    return DONE


def program(home: Path, name: str) -> Path:
    """A program of the environment in ``home``."""
    if sys.platform == "win32":
        return home / "Scripts" / f"{name}.exe"
    return home / "bin" / name


def call(words: list[str]) -> int:
    """The exit status of a command whose output the user sees."""
    return subprocess.run(words, check=False).returncode  # noqa: S603 - made up above


def tell(line: str) -> None:
    """One line for the user."""
    sys.stdout.write(f"{line}\n")


def fail(reason: str) -> int:
    """Tell why nothing was installed."""
    sys.stderr.write(f"没有装成:{reason}\n")
    return FAILED


if __name__ == "__main__":
    sys.exit(main())
