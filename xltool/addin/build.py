"""The add-in and the official workbook with macros, built from text without Excel."""

from __future__ import annotations

from pathlib import Path

from xltool import editions
from xltool.addin.blank import blank_workbook
from xltool.addin.injection import MacroKind, with_macros
from xltool.addin.sources import modules, ribbon
from xltool.model.errors import XltoolError
from xltool.package import Package, write_atomic

ADDIN_NAME = "xltool.xlam"


def addin_bytes() -> bytes:
    """xltool.xlam; the same sources always give the same bytes."""
    blank = Package.open(blank_workbook())
    return with_macros(blank, modules(), ribbon(), MacroKind.ADDIN).to_bytes()


def macro_workbook_bytes(edition_id: str) -> bytes:
    """The official workbook of an edition with the add-in's macros and ribbon in it."""
    edition = editions.load(edition_id)
    official = Package.open(Path(edition.workbook))
    return with_macros(official, modules(), ribbon(), MacroKind.WORKBOOK).to_bytes()


def build(folder: Path, edition_id: str) -> tuple[Path, ...]:
    """Write the add-in and the macro workbook into ``folder``; returns both paths.

    Raises:
        XltoolError: no such edition, or the folder cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise XltoolError(f"无法建立文件夹 {folder}({error.strerror}):换一个位置") from None
    name = Path(editions.load(edition_id).workbook).stem
    written = {
        folder / ADDIN_NAME: addin_bytes(),
        folder / f"{name}.xlsm": macro_workbook_bytes(edition_id),
    }
    for path, data in written.items():
        write_atomic(path, data)
    return tuple(written)
