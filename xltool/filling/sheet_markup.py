"""A worksheet's XML taken apart into head, rows, cells and foot, every byte kept.

The official workbook is one that we build ourselves, so its markup is plain: no prefix
for the main namespace, every row and cell with its reference. Anything else is refused
when the template is compiled, never guessed at while filling.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from xltool.model.errors import XltoolError

_SHEET_DATA: Final = re.compile(r"(.*?<sheetData\s*)(?:/>|>(.*)</sheetData>)(.*)", re.DOTALL)
_ROW: Final = re.compile(r'<row\s+r="(\d+)"([^>]*?)\s*(?:/>|>(.*?)</row>)', re.DOTALL)
_CELL: Final = re.compile(
    r'<c\s+r="([A-Z]{1,3})(\d+)"((?:\s+[\w:]+="[^"]*")*)\s*(?:/>|>(.*?)</c>)', re.DOTALL
)
_STYLE: Final = re.compile(r'\ss="(\d+)"')


@dataclass(frozen=True, slots=True)
class CellMarkup:
    """One cell: its column, style and the XML as it stands after the reference."""

    letters: str
    style: str
    rest: str
    """Everything behind ``r="C9"``: attributes, ">", content, "</c>"."""

    def at(self, row: int | str) -> str:
        """The cell's XML in ``row``."""
        return f'<c r="{self.letters}{row}"{self.rest}'

    def opened(self, row: int | str) -> str:
        """The cell's start tag in ``row`` as far as its style, for content to follow."""
        return f'<c r="{self.letters}{row}"{self.style}'


@dataclass(frozen=True, slots=True)
class RowMarkup:
    """One row: its number, attributes, and cells in order."""

    number: int
    attributes: str
    cells: tuple[CellMarkup, ...]

    def opened(self, row: int | str) -> str:
        """The start tag of the row as number ``row``."""
        return f'<row r="{row}"{self.attributes}>'


@dataclass(frozen=True, slots=True)
class SheetMarkup:
    """A worksheet: XML before the rows, the rows, XML behind them."""

    head: str
    rows: tuple[RowMarkup, ...]
    foot: str

    @classmethod
    def of(cls, xml: str) -> SheetMarkup:
        """Take ``xml`` apart.

        Raises:
            XltoolError: the markup is not what our own build writes.
        """
        found = _SHEET_DATA.fullmatch(xml)
        if found is None:
            raise XltoolError("版式的官方工作簿读不懂:缺少 sheetData,请用 xltool editions 重新生成")
        head, body, foot = found.groups()
        rows = tuple(_row(match) for match in _ROW.finditer(body or ""))
        markup = cls(head.rstrip() + ">", rows, "</sheetData>" + foot)
        if len(re.findall(r"<row[\s/>]", body or "")) != len(rows):
            raise XltoolError("版式的官方工作簿读不懂:有的行没有行号,请用 xltool editions 重新生成")
        return markup


def _row(match: re.Match[str]) -> RowMarkup:
    number, attributes, body = match.groups()
    cells = tuple(_cell(found, number) for found in _CELL.finditer(body or ""))
    if len(re.findall(r"<c[\s/>]", body or "")) != len(cells):
        raise XltoolError(f"版式的官方工作簿读不懂:第 {number} 行有的单元格没有地址")
    return RowMarkup(int(number), attributes, cells)


def _cell(match: re.Match[str], row: str) -> CellMarkup:
    letters, number, attributes, body = match.groups()
    if number != row:
        raise XltoolError(f"版式的官方工作簿读不懂:单元格 {letters}{number} 不在第 {row} 行")
    style = _STYLE.search(attributes)
    rest = f"{attributes}/>" if body is None else f"{attributes}>{body}</c>"
    return CellMarkup(letters, style[0] if style else "", rest)
