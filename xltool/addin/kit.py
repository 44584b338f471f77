"""The offline kit: one folder that installs xltool and its add-in without a network."""

from __future__ import annotations

import json
import platform
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from xltool.addin.build import ADDIN_NAME
from xltool.addin.kit_wheels import Target, collect
from xltool.addin.shipped import (
    addin_file,
    editions_with_workbook,
    macro_workbook,
    workbook_name,
)
from xltool.addin.texts import write_texts
from xltool.model.errors import XltoolError

KIT_FILE = "kit.json"
_FILES = Path(__file__).with_name("kit_files")
TEXTS = ("install.cmd", "install.command", "install.py", "说明.txt")


def make_kit(
    folder: Path, target: Target | None = None, wheels: Path | None = None
) -> tuple[Path, ...]:
    """Write the kit; ``folder`` must be new, empty, or an older kit, which is replaced.

    Args:
        folder: where the kit goes.
        target: the computer it is for; default one like this.
        wheels: a folder of wheels to take packages from; default pip's index.

    Returns:
        The files of the kit.

    Raises:
        XltoolError: the folder holds something else, or a package cannot be had.
    """
    asked = target or Target()
    _refuse_strange(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix=".xltool-kit-", dir=folder.parent))
    except OSError as error:
        raise XltoolError(f"无法建立文件夹 {folder}({error.strerror}):换一个位置") from None
    try:
        _write(making, asked, wheels)
        if folder.exists():
            shutil.rmtree(folder)
        making.chmod(0o755)
        making.rename(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    return tuple(sorted(path for path in folder.rglob("*") if path.is_file()))


def _refuse_strange(folder: Path) -> None:
    if folder.is_dir() and any(folder.iterdir()) and not (folder / KIT_FILE).is_file():
        raise XltoolError(f"{folder} 里有别的文件,不覆盖:换一个新文件夹")
    if folder.exists() and not folder.is_dir():
        raise XltoolError(f"{folder} 是文件:换一个文件夹名")


def _write(folder: Path, target: Target, wheels: Path | None) -> None:
    store = folder / "wheels"
    store.mkdir()
    own = next(each for each in collect(store, target, wheels) if each.name.startswith("xltool-"))
    facts = {
        "version": own.name.split("-")[1],
        "python": target.version,
        "platform": target.platform or f"{platform.system()} {platform.machine()}",
    }
    (folder / KIT_FILE).write_text(json.dumps(facts, ensure_ascii=False), encoding="utf-8")
    (folder / ADDIN_NAME).write_bytes(addin_file())
    for place, data in _workbooks():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_bytes(data)
    write_texts(_FILES, TEXTS, folder, facts)


def _workbooks() -> Iterator[tuple[Path, bytes]]:
    """One an edition, in a folder of the edition's name."""
    for edition in editions_with_workbook():
        yield Path(edition.replace("/", "-")) / workbook_name(edition), macro_workbook(edition)
