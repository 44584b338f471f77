"""The workbook that is open in Excel, and the last check of it that still holds.

Who asks from a cell knows a number that the add-in raises with every change of the
workbook (its generation), so that a thousand cells cost one check and no look at the
workbook. Who knows no generation has it looked at: all sheets are read as whole blocks
and their fingerprint tells whether anything has changed.
"""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from xltool import pipeline
from xltool.addin.cells.checked import Checked
from xltool.model.errors import XltoolError
from xltool.sources.grid import is_answer

if TYPE_CHECKING:
    import xlwings as xw

    SaveCopy = Callable[[xw.Book, Path], None]

_LOOKS_HOLD = 1.0
"""Seconds for which a look at a workbook of unknown generation is trusted: one calculation."""
_UNKNOWN = ""


@dataclass(frozen=True)
class Kept:
    """A check, and the state of the workbook it was made of."""

    checked: Checked
    fingerprint: str
    generation: str
    looked_at: float
    """When the workbook was last seen to be in that state."""


class Checks:
    """The last check of every open workbook, by the name that who asks has for it."""

    def __init__(
        self, save_copy: SaveCopy | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._save_copy = save_copy or _save_copy
        self._clock = clock
        self._kept: dict[str, Kept] = {}

    def last(self, name: str) -> Kept | None:
        """The last check of the workbook of that name, however old."""
        return self._kept.get(name)

    def refresh(self, book: xw.Book, name: str, generation: str = _UNKNOWN) -> Kept:
        """The check of the workbook as it stands; the last one where nothing has changed.

        Raises:
            XltoolError: it holds none of the tables, or cannot be read.
        """
        seen = fingerprint(book)
        last = self._kept.get(name)
        checked = last.checked if last and last.fingerprint == seen else self._check(book)
        self._kept[name] = Kept(checked, seen, generation, self._clock())
        return self._kept[name]

    def recent(self, book: xw.Book) -> Kept:
        """As ``refresh`` for those who know no generation, once for all cells of a calculation.

        Raises:
            XltoolError: as ``refresh``.
        """
        last = self._kept.get(book.name)
        if last is None or self._clock() - last.looked_at > _LOOKS_HOLD:
            return self.refresh(book, book.name)
        self._kept[book.name] = replace(last, looked_at=self._clock())
        return last

    def _check(self, book: xw.Book) -> Checked:
        """The check of a copy of the workbook, saved or not."""
        with tempfile.TemporaryDirectory(prefix="xltool-") as folder:
            copy = Path(folder) / f"工作簿{Path(book.name).suffix or '.xlsx'}"
            self._save_copy(book, copy)
            report = pipeline.check(copy)
        return Checked(report, pipeline.identities(report.book))


def fingerprint(book: xw.Book) -> str:
    """A text that changes with any formula or value of the workbook, answers of ours aside.

    Number formats are not in it: Excel tells no add-in of their change either.
    """
    state = hashlib.sha256()
    for sheet in book.sheets:
        state.update(f"\x1d{sheet.name}".encode())
        state.update("\x1e".join(_contents(sheet.used_range)).encode("utf-8", "surrogatepass"))
    return state.hexdigest()


def _contents(used: xw.Range) -> Iterator[str]:
    """What stands in each cell that holds something, and where; read in two blocks."""
    top, left = used.row, used.column
    blocks = zip(_block(used.formula), _block(used.raw_value), strict=False)
    for row, (formulas, values) in enumerate(blocks, top):
        for column, (formula, value) in enumerate(zip(formulas, values, strict=False), left):
            if formula not in (None, "") and not is_answer(str(formula)):
                yield f"{row},{column}\x1f{formula}\x1f{value!r}"


def _block(values: object) -> Sequence[Sequence[object]]:
    """What a range gives: one value for a cell, a row or rows of values for more."""
    if not isinstance(values, Sequence) or isinstance(values, str):
        return ((values,),)
    is_row = bool(values) and (isinstance(values[0], str) or not isinstance(values[0], Sequence))
    return (values,) if is_row else values


def _save_copy(book: xw.Book, target: Path) -> None:
    """Excel's own copy of a workbook as it stands; the workbook stays as it is.

    Raises:
        XltoolError: Excel refuses, as it may while it calculates.
    """
    try:
        book.api.SaveCopyAs(str(target))
    except Exception as error:  # com_error, which only Windows has
        raise XltoolError("Excel 正忙,没有核对:请稍后再算一次,或点“全部核对”") from error
