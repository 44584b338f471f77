"""Which edition a set of tables is of, by what is printed: titles, heads, labels, notes.

Every edition has a vocabulary of what its form prints. The one of which most stands in the
tables is taken; one all of whose tables are there comes before one that asks for more.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from typing import Final

from xltool.editions import DEFAULT_EDITION, available, load
from xltool.editions.schema import Edition, TableSpec
from xltool.editions.sheet_forms import SheetForm, forms_of
from xltool.sources.grid import Grid
from xltool.sources.labels import normal, title_words

_COMPLETE: Final = 3
"""What it counts that every table of an edition is there."""
_CERTAIN: Final = 0.85
"""Share of the default edition's vocabulary from which on no other one is looked at."""
_LONGEST: Final = 120
_YEAR: Final = re.compile(r"(20[0-9]{2})年度")


def choose_edition(grids: Sequence[Grid]) -> Edition:
    """The edition of which most is printed in ``grids``; shanxi/2024 where that is not told."""
    words = frozenset(_words(grids))
    titles = frozenset(title_words(word) for word in words if "表" in word)
    first = load(DEFAULT_EDITION)
    if _is_certain(first, words, titles):
        return first
    year = _year(words)
    ranked = sorted(
        (load(edition_id) for edition_id in available()),
        key=lambda edition: (
            -_score(edition, words, titles),
            abs(edition.year - year) if year else 0,
            edition.id != DEFAULT_EDITION,
            edition.id,
        ),
    )
    return ranked[0]


def _words(grids: Iterable[Grid]) -> Iterator[str]:
    for grid in grids:
        yield normal(grid.name)
        for cell in grid.cells.values():
            if isinstance(cell.value, str) and len(cell.value) <= _LONGEST:
                yield normal(cell.value)


def _year(words: Iterable[str]) -> int | None:
    years = [int(match[1]) for word in words if (match := _YEAR.search(word))]
    return max(set(years), key=years.count, default=None)


def _is_certain(edition: Edition, words: AbstractSet[str], titles: AbstractSet[str]) -> bool:
    printed = vocabulary_of(edition)
    common = len(words & printed.words)
    return common >= _CERTAIN * len(printed.words) and printed.is_complete(titles)


def _score(edition: Edition, words: AbstractSet[str], titles: AbstractSet[str]) -> int:
    printed = vocabulary_of(edition)
    return len(words & printed.words) + (_COMPLETE if printed.is_complete(titles) else 0)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the form of an edition prints."""

    words: frozenset[str]
    titles: tuple[frozenset[str], ...]
    """For each table of the form the titles it may have."""

    def is_complete(self, titles: AbstractSet[str]) -> bool:
        """Whether every table is among ``titles``."""
        return all(own & titles for own in self.titles)


@cache
def _vocabulary(edition_id: str) -> Vocabulary:
    edition = load(edition_id)
    sheets = forms_of(edition).sheets
    tables = [spec for spec in edition.tables.values() if spec.id != edition.analysis_sheet]
    words = (word for spec in tables for word in _printed(spec, sheets[spec.id]))
    return Vocabulary(
        frozenset(filter(None, map(normal, words))),
        tuple(frozenset(map(title_words, (spec.title, *spec.aliases))) for spec in tables),
    )


def vocabulary_of(edition: Edition) -> Vocabulary:
    """What the form of ``edition`` prints."""
    return _vocabulary(edition.id)


def _printed(spec: TableSpec, form: SheetForm) -> Iterator[str]:
    yield spec.title
    yield spec.note
    if form.number:
        yield spec.id
    yield from (text for _, text in (*form.head, *form.bands))
    yield from (line.label for line in spec.lines)
