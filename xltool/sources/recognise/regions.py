"""Where on a sheet each table stands: from its title to the next one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from itertools import pairwise

from xltool.editions.schema import Edition, TableSpec
from xltool.model.book import Address
from xltool.package.a1 import Area
from xltool.sources.grid import Grid, RawCell
from xltool.sources.labels import normal, title_words
from xltool.sources.recognise.split_codes import with_whole_codes

_TABLE_WORDS = re.compile("拨款|预算|基金|资本|三公|经费|收入|支出|收支|项目|明细|情况")
"""Words that make a longer title another table's, unless they end a unit's name."""
_UNIT_ENDS = re.compile(
    "(?:[局委办院校园处所站会部馆队厅府团室社科股厂]|中心|公司|单位|部门|机关|本级|大学|[))])$"
)
_YEAR = re.compile(r"(?:19|20)[0-9]{2}年度?")
_MAX_TITLE = 60
_NEARLY = 0.93
"""Share of a title's characters that must be right: one wrong of fifteen."""


class Titles:
    """The titles of an edition's tables, by their words."""

    def __init__(self, edition: Edition) -> None:
        self._specs: dict[str, list[TableSpec]] = {}
        for spec in edition.tables.values():
            for words in {title_words(text) for text in (spec.title, *spec.aliases)}:
                self._specs.setdefault(words, []).append(spec)
        self._longest_first = sorted(self._specs, key=len, reverse=True)

    def table(self, text: str) -> TableSpec | None:
        """The one table that ``text`` is the title of, a unit's name before it or not."""
        if len(text) > _MAX_TITLE or "表" not in text:
            return None
        behind_year = title_words(_YEAR.split(normal(text))[-1])
        if behind_year in self._specs:
            return self._only(behind_year)
        words = title_words(text)
        for title in self._longest_first:
            if words.endswith(title):
                before = words.removesuffix(title)
                is_unit = not _TABLE_WORDS.search(before) or _UNIT_ENDS.search(before)
                return self._only(title) if is_unit else None
        return None

    def misread(self, text: str) -> TableSpec | None:
        """The one table whose title ``text`` nearly is, as text recognition leaves it."""
        words = title_words(text)
        if "表" not in words or len(words) > _MAX_TITLE:
            return None
        close = get_close_matches(words, self._longest_first, n=2, cutoff=_NEARLY)
        return self._only(close[0]) if len(close) == 1 else None

    def _only(self, title: str) -> TableSpec | None:
        specs = self._specs[title]
        return specs[0] if len(specs) == 1 else None


@dataclass(frozen=True)
class Region:
    """The part of a sheet that holds one table, title and notes included."""

    grid: Grid
    spec: TableSpec
    area: Area
    title: RawCell | None
    """None where the sheet's name alone says which table it is."""

    @cached_property
    def rows(self) -> dict[int, list[RawCell]]:
        """The cells inside, by row."""
        return {
            number: inside
            for number, cells in self.grid.rows.items()
            if self.area.top <= number <= self.area.bottom
            and (inside := [c for c in cells if self.area.left <= c.column <= self.area.right])
        }

    @property
    def cells(self) -> Iterator[RawCell]:
        """The cells inside, row by row."""
        for cells in self.rows.values():
            yield from cells

    @property
    def first_row(self) -> int:
        """The first row that may hold heads or figures."""
        return self.area.top + 1 if self.title else self.area.top

    def address(self, row: int, column: int) -> Address:
        """Where a cell of the region stands."""
        return self.grid.address(row, column)


def regions_of(grid: Grid, titles: Titles) -> list[Region]:
    """The tables of a sheet, by the titles in its cells, else by its name."""
    grid = with_whole_codes(grid)
    found = [
        (cell, spec)
        for cell in grid.cells.values()
        if isinstance(cell.value, str) and (spec := titles.table(cell.value))
    ]
    if not found and grid.is_recognised:
        found = [
            (cell, spec)
            for cell in grid.cells.values()
            if isinstance(cell.value, str) and (spec := titles.misread(cell.value))
        ][:1]
    heads = _without_contents(sorted(found, key=lambda item: item[0][:2]), grid)
    if not heads:
        spec = titles.table(grid.name)
        return [Region(grid, spec, _whole(grid), None)] if spec and grid.cells else []
    return [
        Region(grid, spec, _area(grid, title, [cell for cell, _ in heads]), title)
        for title, spec in heads
    ]


def _without_contents(
    heads: Sequence[tuple[RawCell, TableSpec]], grid: Grid
) -> list[tuple[RawCell, TableSpec]]:
    """Titles less those of a list of contents: other titles directly below, no rows between."""
    spec_at = {cell.row: spec.id for cell, spec in heads}
    listed: set[int] = set()
    repeated: set[int] = set()
    for row, below in pairwise(grid.rows):
        if row in spec_at and below in spec_at:
            (repeated if spec_at[row] == spec_at[below] else listed).add(row)
            listed |= {below} if spec_at[row] != spec_at[below] else set()
    return [head for head in heads if head[0].row not in listed | repeated]


def _area(grid: Grid, title: RawCell, titles: Sequence[RawCell]) -> Area:
    """From the title down to the next one; beside another title only up to its column."""
    whole = _whole(grid)
    beside = [other for other in titles if other.row == title.row]
    below = [other.row for other in titles if other.row > title.row]
    left = title.column if len(beside) > 1 and title is not beside[0] else whole.left
    right = min(
        (other.column - 1 for other in beside if other.column > title.column), default=whole.right
    )
    return Area(title.row, left, min(below, default=whole.bottom + 1) - 1, right)


def _whole(grid: Grid) -> Area:
    rows = [row for row, _ in grid.cells]
    columns = [column for _, column in grid.cells]
    return Area(min(rows), min(columns), max(rows), max(columns))
