"""Cells of a recognised table: what the file holds turned into what the cell states."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from xltool.model.amount import DASHES, round_half_up
from xltool.model.book import Address, Cell, CellId, Remark
from xltool.model.finding import CellPlace, Severity, on_sheet
from xltool.sources.grid import RawCell
from xltool.sources.numbers import NotANumberError, parse_number
from xltool.sources.recognise.regions import Region
from xltool.sources.shown import shown

_SHOWN_LENGTH = 20
_Place = tuple[CellId, Address]
"""A cell by meaning and where it stands."""


class _Content(NamedTuple):
    """What a cell states: a value, or the text in its place."""

    value: Decimal | None
    decimals: int
    stored: Decimal | None = None
    text: str | None = None


class CellMaker:
    """Makes the cells of one region and notes those that state no plain number."""

    def __init__(self, region: Region) -> None:
        self._region = region
        self.used: set[tuple[int, int]] = set()
        self._texts: dict[tuple[str, str], list[_Place]] = {}
        self._dates: list[_Place] = []
        self._without_result: list[_Place] = []
        self._numbers_as_text: list[_Place] = []

    def cell(self, at: CellId, row: int, column: int, decimals: int) -> Cell:
        """The cell at sheet row and column; ``decimals`` hold where its format names none."""
        self.used.add((row, column))
        raw = self._region.grid.cells.get((row, column))
        address = self._region.address(row, column)
        if raw is None:
            return Cell(None, decimals, address=address)
        content = self._content(raw, decimals, (at, address))
        return Cell(
            content.value,
            content.decimals,
            content.stored,
            live=raw.formula is not None,
            formula=raw.formula,
            text=content.text,
            address=address,
        )

    def _content(self, raw: RawCell, decimals: int, place: _Place) -> _Content:
        if raw.value is None:
            self._without_result.append(place)
            return _Content(None, decimals, text=f"={raw.formula}")
        if isinstance(raw.value, str):
            return self._typed(raw.value, decimals, place)
        stated = shown(raw.value, raw.format, decimals)
        if stated is None:
            self._dates.append(place)
            return _Content(None, decimals, text=raw.text)
        if stated.exact == stated.value:
            return _plain(stated.value, stated.decimals, decimals)
        return _Content(stated.value, stated.decimals, stated.exact)

    def _typed(self, text: str, decimals: int, place: _Place) -> _Content:
        stripped = text.strip("\u3000\xa0\u200b \t\r\n")
        if stripped in DASHES:
            return _Content(None, decimals)
        try:
            number = parse_number(stripped)
        except NotANumberError as fault:
            self._texts.setdefault((stripped, str(fault)), []).append(place)
            return _Content(None, decimals, text=stripped)
        self._numbers_as_text.append(place)
        return _plain(number.value, number.decimals, decimals)

    def forget_texts(self) -> None:
        """Say nothing of texts in the place of figures: they were heads."""
        self._texts.clear()

    def remarks(self) -> Iterator[Remark]:
        """What was noticed, once each for all cells that share it."""
        for (text, reason), places in self._texts.items():
            what = f"应填数,写的是“{text[:_SHOWN_LENGTH]}”({reason}),没有核对"
            yield _remark("read.text-for-number", places, what)
        if self._dates:
            what = "是日期格式,不是数,没有核对:请改成数值格式"
            yield _remark("read.date", self._dates, what)
        if self._without_result:
            what = "的公式没有结果,没有核对:请在 Excel 中打开并保存,或先 xltool recompute"
            yield _remark("read.no-cached-value", self._without_result, what)
        if self._numbers_as_text:
            what = "是文本型数字,已按数读取;SUM 不会加它们,请转换为数字"
            yield _remark("read.number-as-text", self._numbers_as_text, what, Severity.HINT)


def _plain(value: Decimal, own: int, least: int) -> _Content:
    """A value that is shown in full: zeros that print leaves out are there all the same."""
    if own >= least:
        return _Content(value, own)
    return _Content(round_half_up(value, least), least)


def _remark(
    code: str, found: list[_Place], what: str, severity: Severity = Severity.WARNING
) -> Remark:
    """One remark for all cells that share it; the first of them is named."""
    places = [CellPlace(*at, address.sheet, address.cell) for at, address in found]
    first = places[0]
    name = " ".join(part for part in (first.table, first.row, first.column) if part)
    more = f"等 {len(places)} 格" if len(places) > 1 else ""
    where = on_sheet(first.sheet or "", first.address or "")
    return Remark(code, f"{name}({where}){more}{what}", severity, tuple(places))
