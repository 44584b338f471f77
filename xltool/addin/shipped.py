"""The built add-in and macro workbooks: those of the wheel, else built on the spot."""

from __future__ import annotations

from functools import cache
from pathlib import Path, PurePosixPath

from xltool import editions
from xltool.addin.build import ADDIN_NAME, addin_bytes, macro_workbook_bytes
from xltool.resources import resource

SHIPPED = "built_addin"
"""Folder of the wheel's data that the build hook (``wheel_hook``) fills."""


def built_files() -> dict[PurePosixPath, bytes]:
    """Everything that a wheel ships, built now: the add-in, one workbook an edition."""
    return {
        PurePosixPath(ADDIN_NAME): addin_bytes(),
        **{
            PurePosixPath(edition_id, workbook_name(edition_id)): macro_workbook_bytes(edition_id)
            for edition_id in editions_with_workbook()
        },
    }


@cache
def addin_file() -> bytes:
    """xltool.xlam."""
    shipped = resource(SHIPPED) / ADDIN_NAME
    return shipped.read_bytes() if shipped.is_file() else addin_bytes()


def macro_workbook(edition_id: str) -> bytes:
    """The macro workbook of an edition.

    Raises:
        XltoolError: no such edition.
    """
    shipped = resource(SHIPPED) / edition_id / workbook_name(edition_id)
    return shipped.read_bytes() if shipped.is_file() else macro_workbook_bytes(edition_id)


def editions_with_workbook() -> tuple[str, ...]:
    """Ids of the editions whose official workbook is there."""
    return tuple(
        name for name in editions.available() if Path(editions.load(name).workbook).is_file()
    )


def workbook_name(edition_id: str) -> str:
    """What the macro workbook of an edition is called (决算公开表.xlsm)."""
    return f"{Path(editions.load(edition_id).workbook).stem}.xlsm"
