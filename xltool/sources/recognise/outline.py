"""The outline of a table that nobody described: head, labels, codes, columns of figures.

What stands side by side (收入 beside 支出, blocks of codes) is told apart: each side has its
own columns of labels, then its columns of figures.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from xltool.editions.codes import is_code
from xltool.sources.grid import RawCell
from xltool.sources.labels import bare, normal
from xltool.sources.numbers import NotANumberError, parse_number
from xltool.sources.recognise.columns import (
    CODE_HEADS,
    HEAD_WORDS,
    NAME_HEADS,
    NUMBER_HEADS,
    head_paths,
    head_word,
)
from xltool.sources.recognise.regions import Region

AMOUNT_HEADS: Final = frozenset(
    {"金额", "决算数", "预算数", "统计数", "数量", "小计", "基本支出", "项目支出", "本年收入合计"}
    | {"本年支出合计", "年初预算", "年初预算数", "上年决算数", "本年决算数", "调整预算数"}
)
_LABEL_HEADS: Final = frozenset({"项目", "科目", "支出功能分类", "功能分类", "经济分类", "名称"})
_LEVEL_HEADS: Final = frozenset({"类", "款", "项"})
_CAPTION: Final = re.compile(r"(?:单位|部门)(?:名称)?:|单位:|^公开.{1,4}表$|^(?:19|20)\d\d年度?$")
_DEEPEST_HEAD: Final = 6
_FEWEST_HEADS: Final = 2
_NOTE: Final = re.compile(r"^(?:注|备注|说明|附注)\d?[::]")


class ColumnKind(StrEnum):
    """What the cells of a column are."""

    CODE = "code"
    LABEL = "label"
    NUMBER = "number"
    """行次"""
    FIGURES = "figures"


@dataclass(frozen=True, slots=True)
class Side:
    """One block of a table: its columns of labels and its columns of figures, by sheet column."""

    labels: tuple[int, ...]
    codes: tuple[int, ...]
    numbers: tuple[int, ...]
    figures: tuple[int, ...]


@dataclass(frozen=True)
class Outline:
    """A region read by its looks alone."""

    region: Region

    @cached_property
    def head(self) -> tuple[int, int]:
        """First and last row of the head; (0, first row - 1) where there is none."""
        rows = list(self._rows)
        first = next((place for place, row in enumerate(rows) if self._is_head(row)), None)
        if first is None:
            return 0, self.region.first_row - 1
        near = rows[first : first + _DEEPEST_HEAD]
        bottom = next((row for row in near if self._numbers_columns(row)), 0)
        for row in rows[first:]:
            if row > bottom and row != rows[first] and not self._continues(row):
                break
            bottom = max(bottom, *(self.region.grid.area(c).bottom for c in self._filled(row)))
        while first and self._heads_groups(rows[first - 1]):
            first -= 1
        return rows[first], bottom

    @cached_property
    def paths(self) -> Mapping[int, tuple[str, ...]]:
        """The labels above each column, outermost first."""
        return head_paths(self.region, *self.head) if self.head[0] else {}

    @cached_property
    def body(self) -> tuple[int, ...]:
        """The rows below the head that are neither notes nor empty."""
        below = [number for number in self._rows if number > self.head[1]]
        return tuple(number for number in below if not self._is_note(number))

    @cached_property
    def kinds(self) -> Mapping[int, ColumnKind]:
        """What each column holds."""
        columns = {cell.column for number in self.body for cell in self._filled(number)}
        wanted = sorted(columns | set(self.paths))
        return {column: self._kind(column) for column in wanted}

    @cached_property
    def sides(self) -> tuple[Side, ...]:
        """The blocks from left to right; a column of labels behind figures begins a new one."""
        groups: list[list[int]] = []
        had_figures = True
        for column, kind in self.kinds.items():
            is_figures = kind is ColumnKind.FIGURES
            if had_figures and not is_figures:
                groups.append([])
            if groups:
                groups[-1].append(column)
            had_figures = is_figures
        if not groups and self.kinds:
            groups.append(list(self.kinds))
        return tuple(map(self._side, groups))

    def label(self, side: Side, row: int) -> RawCell | None:
        """The cell that names a row: the first text in the columns of labels or codes."""
        for column in (*side.labels, *side.codes):
            cell = self.region.grid.cells.get((row, column))
            if cell is not None and isinstance(cell.value, str) and cell.value.strip():
                return cell
        return None

    def code(self, side: Side, row: int) -> str | None:
        """The code of a row, digits in one or in three columns (类, 款, 项)."""
        texts = [self._text(row, column) for column in side.codes]
        whole = [text for text in texts if is_code(text)]
        joined = "".join(text for text in texts if text.isdigit())
        if whole:
            return whole[-1]
        return joined if is_code(joined) else None

    def _text(self, row: int, column: int) -> str:
        cell = self.region.grid.cells.get((row, column))
        return normal(cell.text).removesuffix(".0") if cell else ""

    def _side(self, columns: Sequence[int]) -> Side:
        def of(kind: ColumnKind) -> tuple[int, ...]:
            return tuple(column for column in columns if self.kinds[column] is kind)

        return Side(
            of(ColumnKind.LABEL), of(ColumnKind.CODE), of(ColumnKind.NUMBER), of(ColumnKind.FIGURES)
        )

    @property
    def _rows(self) -> Iterator[int]:
        return (number for number in self.region.rows if number >= self.region.first_row)

    def _filled(self, number: int) -> list[RawCell]:
        return [cell for cell in self.region.rows.get(number, ()) if cell.text.strip()]

    def _is_head(self, number: int) -> bool:
        """Whether two columns at least have labels here, one of which heads like to have."""
        cells = self._filled(number)
        words = [head_word(cell.text) for cell in cells if isinstance(cell.value, str)]
        is_caption = any(_CAPTION.search(normal(cell.text)) for cell in cells)
        is_row = len(words) == len(cells) >= _FEWEST_HEADS
        return is_row and not is_caption and any(_names_column(word) for word in words)

    def _continues(self, number: int) -> bool:
        """Whether a row below the head is a part of it: 栏次, or more labels of columns."""
        return self._numbers_columns(number) or self._is_head(number)

    def _numbers_columns(self, number: int) -> bool:
        """Whether the row is the 栏次."""
        cells = self._filled(number)
        return any(bare(cell.text) == "栏次" for cell in cells) or _counts_up(cells)

    def _heads_groups(self, number: int) -> bool:
        """Whether the row above the labels of columns has labels of groups of columns."""
        cells = self._filled(number)
        texts = all(isinstance(cell.value, str) for cell in cells)
        return texts and not any(_CAPTION.search(normal(cell.text)) for cell in cells)

    def _is_note(self, number: int) -> bool:
        cells = self._filled(number)
        return not cells or (len(cells) == 1 and bool(_NOTE.match(normal(cells[0].text))))

    def _kind(self, column: int) -> ColumnKind:
        words = self.paths.get(column, ())
        last = words[-1] if words else ""
        if last in NUMBER_HEADS:
            return ColumnKind.NUMBER
        if last.endswith(CODE_HEADS) or last in _LEVEL_HEADS:
            return ColumnKind.CODE
        if last.endswith(NAME_HEADS) or last in _LABEL_HEADS:
            return ColumnKind.LABEL
        cells = [
            cell for number in self.body if (cell := self.region.grid.cells.get((number, column)))
        ]
        return _kind_of(cells)


def _names_column(word: str) -> bool:
    return (
        word in HEAD_WORDS
        or word in AMOUNT_HEADS
        or word in _LABEL_HEADS
        or word.endswith((*CODE_HEADS, *NAME_HEADS))
    )


def _counts_up(cells: Iterable[RawCell]) -> bool:
    """Whether a row holds nothing but 栏次: whole numbers that count up."""
    texts = [normal(cell.text).removesuffix(".0") for cell in cells]
    numbers = [int(text) for text in texts if text.isdigit()]
    if len(numbers) < len(texts) or len(numbers) < len(("first", "second")):
        return False
    return numbers == list(range(numbers[0], numbers[0] + len(numbers))) and numbers[0] == 1


def _kind_of(cells: Sequence[RawCell]) -> ColumnKind:
    """What cells are that no head names: mostly codes, mostly words, else figures."""
    codes = sum(is_code(normal(cell.text)) and isinstance(cell.value, str) for cell in cells)
    words = sum(is_words(cell) for cell in cells)
    if codes * 2 > len(cells):
        return ColumnKind.CODE
    return ColumnKind.LABEL if words * 2 > len(cells) else ColumnKind.FIGURES


def is_words(cell: RawCell) -> bool:
    """Whether a cell holds a text that is no number."""
    if not isinstance(cell.value, str) or not cell.value.strip():
        return False
    try:
        parse_number(cell.value.strip())
    except NotANumberError:
        return True
    return False
