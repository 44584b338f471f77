"""Words with their meanings: the edition's lexicon, the names of codes, found in a text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from xltool.editions.narrative import Cue, Measure, NarrativeSpec
from xltool.editions.narrative_loading import load_narrative
from xltool.editions.schema import Edition
from xltool.model.book import Book

_SUFFIX: Final = "支出"
_NOUNS: Final = ("支出", "收入", "合计", "总计", "总额", "金额", "结余")
_BUDGETS: Final = (Measure.INITIAL, Measure.FULL, Measure.PLAN)
_SHORTEST_NAME: Final = 2
_LEAST_BEGINNING: Final = 6


@dataclass(frozen=True, slots=True)
class Subjects:
    """Names subjects: one, or several at once (收、支总计)."""

    ids: tuple[str, ...]
    loose: bool = False


@dataclass(frozen=True, slots=True)
class Whose:
    """Names whose money it is."""

    scope: str


@dataclass(frozen=True, slots=True)
class Says:
    """Names a measure: 年初预算, 支出决算."""

    measure: Measure


@dataclass(frozen=True, slots=True)
class Completes:
    """Announces a completion rate over a budget."""

    budget: Measure


@dataclass(frozen=True, slots=True)
class Signals:
    """A word of the grammar."""

    cue: Cue


@dataclass(frozen=True, slots=True)
class Names:
    """The name of codes; ``economic`` of 公开06表, else of the functional classification."""

    codes: tuple[str, ...]
    economic: bool = False


Meaning = Subjects | Whose | Says | Completes | Signals | Names


@dataclass(frozen=True, slots=True)
class Word:
    """A word found in a text, with every meaning it has."""

    start: int
    end: int
    text: str
    meanings: tuple[Meaning, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All words, looked up by their first two signs, longest first."""

    spec: NarrativeSpec
    starts: Mapping[str, tuple[tuple[str, tuple[Meaning, ...]], ...]]
    names: Mapping[str, str]
    """Every functional code known, with its name."""
    by_name: Mapping[str, tuple[str, ...]]
    """Functional codes by plain name."""

    def words(self, text: str) -> Iterator[Word]:
        """The words of ``text`` from left to right, the longest at each place."""
        starts = self.starts
        position, end = 0, len(text)
        while position < end:
            known = starts.get(text[position : position + 2]) or starts.get(text[position])
            if known:
                for word, meanings in known:
                    if text.startswith(word, position):
                        yield Word(position, position + len(word), word, meanings)
                        position += len(word) - 1
                        break
            position += 1


def plain_name(name: str) -> str:
    """A name of a code as it is compared: brackets half-width, no trailing 支出."""
    name = name.replace("（", "(").replace("）", ")").replace(" ", "").strip()
    if name.endswith(_SUFFIX) and len(name) > len(_SUFFIX):
        return name[: -len(_SUFFIX)]
    return name


def vocabulary_for(book: Book, edition: Edition) -> Vocabulary:
    """The words for one Book: the edition's, and the names that its own tables print."""
    known = edition.functional_codes
    own = frozenset(
        (row.code, row.label)
        for table in book.tables.values()
        for row in table.codes()
        if row.code and row.label and not _is_cut_off(row.label, known.get(row.code, ""))
    )
    return _vocabulary(edition.id, own, _Codes(edition))


def _is_cut_off(label: str, name: str) -> bool:
    """Whether a label is the classification's name, or the beginning a narrow column left of it."""
    return label == name or (len(label) >= _LEAST_BEGINNING and name.startswith(label))


@dataclass(frozen=True)
class _Codes:
    """The classifications of an edition; all of one edition are the same."""

    edition: Edition

    def __hash__(self) -> int:
        return hash(self.edition.id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Codes) and other.edition is self.edition


@lru_cache(maxsize=64)
def _vocabulary(edition_id: str, own: frozenset[tuple[str, str]], codes: _Codes) -> Vocabulary:
    spec = load_narrative(edition_id)
    functional = {**codes.edition.functional_codes, **dict(sorted(own))}
    by_name: dict[str, list[str]] = {}
    for code, name in (*codes.edition.functional_codes.items(), *sorted(own)):
        same = by_name.setdefault(plain_name(name), [])
        if code not in same:
            same.append(code)
    found: dict[str, list[Meaning]] = {}
    for word, meaning in (*_lexicon(spec), *_names(by_name, codes.edition)):
        meanings = found.setdefault(word, [])
        if meaning not in meanings:
            meanings.append(meaning)
    starts: dict[str, list[tuple[str, tuple[Meaning, ...]]]] = {}
    for word in sorted(found, key=len, reverse=True):
        starts.setdefault(word[:2], []).append((word, tuple(found[word])))
    for word in [word for word in found if len(word) == 1]:
        for start in [start for start in starts if start[0] == word and len(start) > 1]:
            starts[start].append((word, tuple(found[word])))
    return Vocabulary(
        spec,
        {start: tuple(words) for start, words in starts.items()},
        functional,
        {name: tuple(same) for name, same in by_name.items()},
    )


def _lexicon(spec: NarrativeSpec) -> Iterator[tuple[str, Meaning]]:
    for scope in spec.scopes.values():
        yield from ((word, Whose(scope.id)) for word in scope.words)
    for subject in spec.subjects.values():
        for word in subject.words:
            yield word, Subjects((subject.id,))
            if not subject.count and not word.endswith(_NOUNS):
                yield word + _SUFFIX, Subjects((subject.id,))
        yield from ((word, Subjects((subject.id,), loose=True)) for word in subject.loose)
    for pair in spec.pairs:
        yield from ((word, Subjects(pair.subjects)) for word in pair.words)
    yield from ((word, Says(measure)) for word, measure in spec.measures.items())
    yield from ((word, Completes(budget)) for word, budget in spec.rates.items())
    for word, measure in spec.measures.items():
        if measure in _BUDGETS and not word.endswith("为"):
            for compared in (f"比{word}", f"较{word}", f"与{word}相比"):
                yield compared, Signals(Cue.COMPARE_BUDGET)
    yield from ((word, Signals(cue)) for word, cue in spec.cues.items())


def _names(by_name: Mapping[str, Iterable[str]], edition: Edition) -> Iterator[tuple[str, Meaning]]:
    for name, codes in by_name.items():
        if len(name) >= _SHORTEST_NAME:
            yield name, Names(tuple(codes))
            yield name + _SUFFIX, Names(tuple(codes))
    economic: dict[str, list[str]] = {}
    for code, name in edition.economic_codes.items():
        economic.setdefault(plain_name(name), []).append(code)
    for name, same in economic.items():
        yield name, Names(tuple(same), economic=True)
        yield name + _SUFFIX, Names(tuple(same), economic=True)
