"""The request that VBA writes for one click."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from xltool.addin.actions import unescaped
from xltool.addin.commands import Request
from xltool.model.amount import Unit
from xltool.model.book import Address
from xltool.model.errors import XltoolError


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked, and what only some roads need to know."""

    request: Request
    has_ticket: bool = False
    """Whether the work may be done by the one who takes the ticket alone."""
    command: str = ""
    book: str = ""
    """Name of the open workbook."""
    step: Path | None = None
    """The file of the journal in which VBA looks for the way back."""


def read_order(path: Path | None, snapshot: Path | None, folder: Path) -> Order:
    """The request as the bridge writes it, three lines of fields parted by tabs.

    The file of data and its unit; sheet and cell selected; command, snapshot, name of the
    workbook and file of the journal. Without ``path`` nothing is asked beyond ``snapshot``.

    Raises:
        XltoolError: the file cannot be read.
    """
    if path is None:
        return Order(Request(snapshot, folder))
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        raise XltoolError(f"请求文件 {path} 读不了:请重新点这个按钮") from None
    (data, unit), (sheet, cell), (command, copy, book, step) = (
        _fields(lines[number] if number < len(lines) else "", count)
        for number, count in enumerate((2, 2, 4))
    )
    request = Request(
        snapshot or (Path(copy) if copy else None),
        folder,
        Path(data) if data else None,
        Unit.YUAN if unit == "yuan" else Unit.WAN,
        Address(sheet, cell) if cell else None,
        title=book,
    )
    return Order(request, len(lines) > 2, command, book, Path(step) if step else None)  # noqa: PLR2004 - the line on roads


def _fields(line: str, count: int) -> list[str]:
    """The first fields of a line, empty ones for those that are not there."""
    found = [unescaped(field) for field in line.split("\t")]
    return (found + [""] * count)[:count]
