"""Ruled tables of a page: drawn lines make a lattice, missing ones merge its cells."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from xltool.package.a1 import Area
from xltool.sources.pdf_lines import rows_of
from xltool.sources.pdf_pages import Glyph
from xltool.sources.pdf_shapes import Rule

_NEAR = 4.0
"""Points by which lines that meet may miss each other; borders of cells may be double."""
_FEWEST = 2
"""Columns of a table; less is a frame around text. One row may be the end of a table."""
_NEXT = 0.1
"""Part of a glyph's height by which the digits of one number stand apart at most."""
_NUMBER_CHARACTERS = frozenset("0123456789.,-%")


@dataclass(frozen=True, slots=True)
class Lattice:
    """The lines of one table: edges of its columns and rows, and its cells, merges done."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    areas: tuple[Area, ...]
    """Each cell, rows and columns from 1."""

    def covers(self, glyph: Glyph) -> bool:
        """Whether the glyph's middle lies inside."""
        return (
            self.xs[0] <= glyph.middle <= self.xs[-1] and self.ys[0] <= glyph.centre <= self.ys[-1]
        )

    def with_rows(self, levels: Iterable[float]) -> Lattice:
        """The same with further lines across, which part every cell of one row."""
        added = sorted(levels)
        ys = tuple(sorted((*self.ys, *added)))
        areas = []
        for area in self.areas:
            top, bottom = self.ys[area.top - 1], self.ys[area.bottom]
            inside = [y for y in added if top < y < bottom] if area.top == area.bottom else []
            parts = [top, *inside, bottom]
            for first, last in pairwise(parts):
                areas.append(area._replace(top=ys.index(first) + 1, bottom=ys.index(last)))
        return Lattice(self.xs, ys, tuple(sorted(areas)))

    def glyphs_by_area(self, glyphs: Iterable[Glyph]) -> dict[Area, list[Glyph]]:
        """The glyphs of each cell; a number that runs over a line stays whole."""
        at = {
            (row, column): area
            for area in self.areas
            for row in range(area.top, area.bottom + 1)
            for column in range(area.left, area.right + 1)
        }
        found: dict[Area, list[Glyph]] = {}
        for row in rows_of(glyphs):
            for word in _words(row):
                middle = (word[0].left + word[-1].right) / 2
                for glyph in word:
                    x = middle if _is_number(word) else glyph.middle
                    area = at[_step(self.ys, glyph.centre), _step(self.xs, x)]
                    found.setdefault(area, []).append(glyph)
        return found


def _words(row: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """Runs of the characters of numbers without gaps; every other character by itself."""
    word: list[Glyph] = []
    for glyph in row:
        is_digit = glyph.text in _NUMBER_CHARACTERS
        if word and not (is_digit and glyph.left - word[-1].right < _NEXT * glyph.height):
            yield word
            word = []
        if is_digit:
            word.append(glyph)
        else:
            yield [glyph]
    if word:
        yield word


def _is_number(word: Sequence[Glyph]) -> bool:
    return len(word) > 1


def _step(edges: Sequence[float], at: float) -> int:
    """The number of the stripe between two edges, from 1."""
    return min(max(bisect_right(edges, at), 1), len(edges) - 1)


def lattices_of(rules: Iterable[Rule]) -> list[Lattice]:
    """The tables that the lines make, from top to bottom."""
    horizontal = _merged(rule for rule in rules if rule.is_horizontal)
    vertical = _merged(rule for rule in rules if not rule.is_horizontal)
    found = [
        lattice
        for across, down in _connected(horizontal, vertical)
        if (lattice := _lattice(across, down))
    ]
    outer = [one for one in found if not any(_is_inside(one, other) for other in found)]
    return sorted(outer, key=lambda lattice: (lattice.ys[0], lattice.xs[0]))


def _is_inside(inner: Lattice, outer: Lattice) -> bool:
    return (
        inner is not outer
        and outer.xs[0] - _NEAR <= inner.xs[0]
        and inner.xs[-1] <= outer.xs[-1] + _NEAR
        and outer.ys[0] - _NEAR <= inner.ys[0]
        and inner.ys[-1] <= outer.ys[-1] + _NEAR
    )


def _merged(rules: Iterable[Rule]) -> list[Rule]:
    """Lines in one place that touch, as one; both edges of a thick line count as one."""
    levels: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda rule: rule.at):
        if levels and rule.at - levels[-1][0].at <= _NEAR:
            levels[-1].append(rule)
        else:
            levels.append([rule])
    found: list[Rule] = []
    for level in levels:
        at = sum(rule.at for rule in level) / len(level)
        for rule in sorted(level, key=lambda rule: rule.start):
            last = found[-1] if found else None
            if last and last.at == at and rule.start <= last.end + _NEAR:
                found[-1] = last._replace(end=max(last.end, rule.end))
            else:
                found.append(rule._replace(at=at))
    return found


def _connected(
    horizontal: Sequence[Rule], vertical: Sequence[Rule]
) -> Iterator[tuple[list[Rule], list[Rule]]]:
    """Groups of lines that cross or touch."""
    left = list(vertical)
    waiting = list(horizontal)
    while waiting:
        across, down = [waiting.pop()], list[Rule]()
        while True:
            more_down = [v for v in left if any(_touch(h, v) for h in across)]
            left = [v for v in left if v not in more_down]
            more_across = [h for h in waiting if any(_touch(h, v) for v in more_down)]
            waiting = [h for h in waiting if h not in more_across]
            if not more_down:
                break
            down += more_down
            across += more_across
        yield across, down


def _touch(horizontal: Rule, vertical: Rule) -> bool:
    return (
        horizontal.start - _NEAR <= vertical.at <= horizontal.end + _NEAR
        and vertical.start - _NEAR <= horizontal.at <= vertical.end + _NEAR
    )


def _lattice(across: Sequence[Rule], down: Sequence[Rule]) -> Lattice | None:
    """The lattice of connected lines; open sides are closed where the lines end."""
    if not down:
        return None
    left, right = min(rule.start for rule in across), max(rule.end for rule in across)
    top, bottom = min(rule.start for rule in down), max(rule.end for rule in down)
    xs = _edges([*(rule.at for rule in down), left, right])
    ys = _edges([*(rule.at for rule in across), top, bottom])
    if len(xs) <= _FEWEST or len(ys) < _FEWEST:
        return None
    is_walled = _walls(down, xs)
    is_floored = _walls(across, ys)
    areas = _areas(xs, ys, is_walled, is_floored)
    return Lattice(xs, ys, areas) if len(areas) > _FEWEST else None


def _edges(values: Iterable[float]) -> tuple[float, ...]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return tuple(found)


def _walls(rules: Sequence[Rule], edges: Sequence[float]) -> Callable[[int, float], bool]:
    """Whether a line is drawn on the edge of that number at a place along it."""
    on: dict[int, list[Rule]] = {}
    for rule in rules:
        number = min(range(len(edges)), key=lambda k: abs(edges[k] - rule.at))
        on.setdefault(number, []).append(rule)

    def is_drawn(number: int, at: float) -> bool:
        return any(rule.start - 1 <= at <= rule.end + 1 for rule in on.get(number, ()))

    return is_drawn


def _areas(
    xs: Sequence[float],
    ys: Sequence[float],
    is_walled: Callable[[int, float], bool],
    is_floored: Callable[[int, float], bool],
) -> tuple[Area, ...]:
    """Cells grown to the right and down as far as no line is drawn between them."""
    middles_x = [(a + b) / 2 for a, b in pairwise(xs)]
    middles_y = [(a + b) / 2 for a, b in pairwise(ys)]
    taken: set[tuple[int, int]] = set()
    found = []
    for row in range(len(middles_y)):
        for column in range(len(middles_x)):
            if (row, column) in taken:
                continue
            right = column
            while (
                right + 1 < len(middles_x)
                and (row, right + 1) not in taken
                and not is_walled(right + 1, middles_y[row])
            ):
                right += 1
            bottom = row
            while bottom + 1 < len(middles_y) and not any(
                (bottom + 1, k) in taken or is_floored(bottom + 1, middles_x[k])
                for k in range(column, right + 1)
            ):
                bottom += 1
            taken |= {(r, c) for r in range(row, bottom + 1) for c in range(column, right + 1)}
            found.append(Area(row + 1, column + 1, bottom + 1, right + 1))
    return tuple(found)
