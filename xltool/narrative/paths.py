"""Paths of functional items in a text: 教育支出(类)普通教育(款)初中教育(项)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from xltool.narrative.vocabulary import Vocabulary, plain_name

_STEP: Final = re.compile(
    r'(?P<name>[^,。;:"()0-9][^,。;:"()]{1,40}(?:\([^()类款项]{1,6}\)[^,。;:"()]{0,12})?)'
    r"\((?P<digits>\d{0,7})(?P<level>[类款项])\)"
)
_BETWEEN: Final = re.compile('["支出的、]*')
_LEAD: Final = re.compile(r"^(?:\d+[、.]|[一二三四五六七八九十]+是|[、.])")
_BEFORE: Final = re.compile(r"万元|元|%|用于|[、为是中]")
_DIGITS: Final = {"类": 3, "款": 5, "项": 7}


@dataclass(frozen=True, slots=True)
class Path:
    """A path as printed; ``code`` is what it resolves to, None where it does not."""

    start: int
    end: int
    names: tuple[tuple[str, str], ...]
    """(name, level) of each step."""
    code: str | None
    candidates: tuple[str, ...] = ()
    """Codes of its last name, when the path as a whole does not resolve."""

    @property
    def printed(self) -> str:
        """The path as text."""
        return "".join(f"{name}({level})" for name, level in self.names)


@dataclass(slots=True)
class _Step:
    name: str
    level: str
    digits: str
    start: int
    end: int


def paths(text: str, vocabulary: Vocabulary) -> Iterator[Path]:
    """Every path of ``text``; steps that follow one another are one path."""
    chain: list[_Step] = []
    for match in _STEP.finditer(text):
        step = _step(match)
        if chain and not _follows(chain[-1], step, text):
            yield _path(chain, vocabulary)
            chain = []
        chain.append(step)
    if chain:
        yield _path(chain, vocabulary)


def _step(match: re.Match[str]) -> _Step:
    name, start = match["name"], match.start()
    lead = _LEAD.match(name)
    if lead:
        name, start = name[lead.end() :], start + lead.end()
    return _Step(name, match["level"], match["digits"], start, match.end())


def _follows(before: _Step, step: _Step, text: str) -> bool:
    deeper = _DIGITS[step.level] > _DIGITS[before.level]
    return deeper and _BETWEEN.fullmatch(text, before.end, step.start) is not None


def _path(chain: Sequence[_Step], vocabulary: Vocabulary) -> Path:
    names = tuple((_clean(step.name, vocabulary), step.level) for step in chain)
    start = chain[0].end - len(f"({chain[0].digits}{chain[0].level})") - len(names[0][0])
    code = _coded(chain)
    if code is None:
        code = _resolved(names, vocabulary)
    last = vocabulary.by_name.get(plain_name(names[-1][0]), ())
    length = _DIGITS[names[-1][1]]
    return Path(start, chain[-1].end, names, code, tuple(one for one in last if len(one) == length))


def _clean(name: str, vocabulary: Vocabulary) -> str:
    """The longest tail of ``name`` that names a code: 用于教育支出 is 教育支出."""
    name = name.removeprefix("支出") if len(name) > 4 else name  # noqa: PLR2004 - two words
    for start in range(len(name) - 1):
        if plain_name(name[start:]) in vocabulary.by_name:
            return name[start:]
    return _BEFORE.split(name)[-1] or name


def _coded(chain: Sequence[_Step]) -> str | None:
    """The code printed in the brackets: (208类)…(05款)…(01项), or whole."""
    last = chain[-1].digits
    if len(last) == _DIGITS[chain[-1].level]:
        return last
    code = "".join(step.digits for step in chain)
    return code if code and len(code) == _DIGITS[chain[-1].level] else None


def _resolved(names: Sequence[tuple[str, str]], vocabulary: Vocabulary) -> str | None:
    """The one code whose own name and whose ancestors' names are those of the path."""
    fitting = [
        code
        for code in vocabulary.by_name.get(plain_name(names[-1][0]), ())
        if len(code) == _DIGITS[names[-1][1]] and _ancestors_fit(code, names[:-1], vocabulary)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _ancestors_fit(code: str, names: Sequence[tuple[str, str]], vocabulary: Vocabulary) -> bool:
    return all(
        plain_name(vocabulary.names.get(code[: _DIGITS[level]], "")) == plain_name(name)
        for name, level in names
    )
