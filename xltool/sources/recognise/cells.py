"""Cells of a recognised table: what the file holds turned into what the cell states."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from xltool.model.amount import round_half_up
from xltool.model.book import Cell, CellId, Remark
from xltool.model.finding import CellPlace, Severity
from xltool.sources.grid import RawCell
from xltool.sources.numbers import NotANumberError, parse_number
from xltool.sources.recognise.regions import Region
from xltool.sources.shown import shown


class CellMaker:
    """Makes the cells of one region and remarks on those that state no number."""

    def __init__(self, region: Region) -> None:
        self._region = region
        self.remarks: list[Remark] = []
        self.used: set[tuple[int, int]] = set()
        self._numbers_as_text: list[CellPlace] = []
        self._without_result: list[CellPlace] = []

    def cell(self, at: CellId, row: int, column: int, decimals: int) -> Cell:
        """The cell at sheet row and column; ``decimals`` hold where its format names none."""
        self.used.add((row, column))
        raw = self._region.grid.cells.get((row, column))
        address = self._region.address(row, column)
        if raw is None:
            return Cell(None, decimals, address=address)
        place = CellPlace(at.table, at.row, at.column, address.sheet, address.cell)
        number, shown_decimals, stored, text = self._content(raw, decimals, place)
        return Cell(
            number,
            shown_decimals,
            stored,
            live=raw.formula is not None,
            formula=raw.formula,
            text=text,
            address=address,
        )

    def _content(
        self, raw: RawCell, decimals: int, place: CellPlace
    ) -> tuple[Decimal | None, int, Decimal | None, str | None]:
        """Value, decimals, the exact number where it is another one, and text."""
        if raw.value is None:
            self._without_result.append(place)
            return None, decimals, None, f"={raw.formula}"
        if isinstance(raw.value, str):
            return self._typed(raw.value, decimals, place)
        stated = shown(raw.value, raw.format, decimals)
        if stated is None:
            self._remark("read.date", f"{_named(place)} 是日期格式,不是数:请改成数值格式", place)
            return None, decimals, None, raw.text
        if stated.exact == stated.value:
            own = max(stated.decimals, decimals)
            return round_half_up(stated.value, own), own, None, None
        return stated.value, stated.decimals, stated.exact, None

    def _typed(
        self, text: str, decimals: int, place: CellPlace
    ) -> tuple[Decimal | None, int, Decimal | None, str | None]:
        stripped = text.strip("\u3000\xa0\u200b \t\r\n")
        if not stripped:
            return None, decimals, None, None
        try:
            number = parse_number(stripped)
        except NotANumberError as fault:
            self._remark(
                "read.text-for-number",
                f"{_named(place)} 应是数,写的是“{stripped[:20]}”({fault}),没有核对",
                place,
            )
            return None, decimals, None, stripped
        self._numbers_as_text.append(place)
        own = max(decimals, number.decimals)
        return round_half_up(number.value, own), own, None, None

    def _remark(self, code: str, message: str, place: CellPlace) -> None:
        self.remarks.append(Remark(code, message, Severity.WARNING, (place,)))

    def all_remarks(self) -> tuple[Remark, ...]:
        """What was noticed of single cells, and once each of what many cells share."""
        return (*self.remarks, *self._without_results(), *self._as_text())

    def _without_results(self) -> Iterator[Remark]:
        if self._without_result:
            first, count = self._without_result[0], len(self._without_result)
            message = (
                f"{first.table} 有 {count} 个公式没有结果(如 {first.address}),没有核对:"
                "请在 Excel 中打开并保存,或先 xltool recompute"
            )
            places = tuple(self._without_result)
            yield Remark("read.no-cached-value", message, Severity.WARNING, places)

    def _as_text(self) -> Iterator[Remark]:
        if self._numbers_as_text:
            first, count = self._numbers_as_text[0], len(self._numbers_as_text)
            message = (
                f"{first.table} 有 {count} 个文本型数字(如 {first.address}),已按数读取;"
                "SUM 不会加它们,请转换为数字"
            )
            yield Remark("read.number-as-text", message, Severity.HINT, (first,))


def _named(place: CellPlace) -> str:
    return f"{place.table} {place.row} {place.column}({place.sheet}!{place.address})"
