"""Typed reading of edition files: every fault is noted with file, key and allowed values.

Readers never stop at the first fault: they note it and go on with a stand-in, and the
loader refuses the edition when anything was noted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(slots=True)
class Faults:
    """The faults noted so far, one Chinese line each."""

    lines: list[str] = field(default_factory=list)

    def note(self, file: str, key: str, what: str) -> None:
        """Note that ``key`` of ``file`` is wrong, and how to mend it."""
        self.lines.append(f"{file} {key}:{what}")


@dataclass(slots=True)
class Section:
    """One table of a TOML file; ``path`` names it for messages."""

    file: str
    path: str
    data: Mapping[str, object]
    faults: Faults
    known: set[str] = field(default_factory=set)
    origins: Mapping[str, str] = field(default_factory=dict)
    """Which file states the values below a path, where several are laid over one another."""

    def text(self, key: str, default: str | None = None) -> str:
        """A text; required when there is no default."""
        value = self._take(key, required=default is None)
        if value is None:
            return default or ""
        if isinstance(value, str):
            return value
        self._wrong(key, "应为文字")
        return ""

    def integer(self, key: str, default: int | None = None) -> int:
        """A whole number; required when there is no default."""
        value = self._take(key, required=default is None)
        if value is None:
            return default or 0
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        self._wrong(key, "应为整数")
        return 0

    def optional_integer(self, key: str) -> int | None:
        """A whole number or nothing."""
        return self.integer(key) if self._has(key) else None

    def optional_text(self, key: str) -> str | None:
        """A text or nothing."""
        return self.text(key) if self._has(key) else None

    def flag(self, key: str) -> bool:
        """A boolean, false when absent."""
        value = self._take(key, required=False)
        if value is None or isinstance(value, bool):
            return bool(value)
        self._wrong(key, "只能是 true 或 false")
        return False

    def choice(self, key: str, allowed: type[Choice], default: Choice | None = None) -> Choice:
        """One of the values of ``allowed``; required when there is no default."""
        value = self._take(key, required=default is None)
        stand_in = default or next(iter(allowed))
        if value is None:
            return stand_in
        return self.choose(str(value), allowed, key) or stand_in

    def optional_choice(self, key: str, allowed: type[Choice]) -> Choice | None:
        """One of the values of ``allowed`` or nothing."""
        return self.choice(key, allowed) if self._has(key) else None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, empty when absent."""
        value = self._take(key, required=False)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self._wrong(key, '应为文字列表,如 ["甲", "乙"]')
        return ()

    def number(self, key: str, default: float) -> float:
        """A number such as a height in points."""
        value = self._take(key, required=False)
        if value is None:
            return default
        if isinstance(value, int | float) and not isinstance(value, bool):
            return value
        self._wrong(key, "应为数字")
        return default

    def numbers(self, key: str) -> tuple[float, ...]:
        """A list of numbers, empty when absent."""
        value = self._take(key, required=False)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, int | float) for item in value):
            return tuple(value)
        self._wrong(key, "应为数字列表,如 [10, 12.5]")
        return ()

    def pairs(self, key: str) -> tuple[tuple[str, str], ...]:
        """A list of pairs of texts, empty when absent."""
        value = self._take(key, required=False)
        if value is None:
            return ()
        if isinstance(value, list) and all(_is_pair(item) for item in value):
            return tuple((str(first), str(second)) for first, second in value)
        self._wrong(key, '应为成对的列表,如 [["A4", "项目"]]')
        return ()

    def section(self, key: str) -> Section | None:
        """A table below this one, None when absent."""
        value = self._take(key, required=False)
        if value is None:
            return None
        if isinstance(value, dict):
            return self._below(self._at(key), value)
        self._wrong(key, "应为一个表 [...]")
        return None

    def named(self, key: str) -> Iterator[tuple[str, Section]]:
        """Every table below ``key`` with its name."""
        below = self.section(key)
        if below is None:
            return
        for name in below.data:
            part = below.section(name)
            if part is not None:
                yield name, part

    def listed(self, key: str) -> Iterator[Section]:
        """Every table of the list at ``key``; required."""
        value = self._take(key, required=True)
        if value is None:
            return
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self._wrong(key, "应为表的列表 [{...}, {...}]")
            return
        for index, item in enumerate(value, start=1):
            yield self._below(f"{self._at(key)}[{index}]", item)

    def close(self) -> None:
        """Note every key that nobody asked for."""
        for key in self.data:
            if key not in self.known:
                allowed = "、".join(sorted(self.known))
                self._wrong(key, f"不认识的键;可用:{allowed}")

    def _take(self, key: str, *, required: bool) -> object:
        self.known.add(key)
        value = self.data.get(key)
        if value is None and required:
            self._wrong(key, "缺少")
        return value

    def _has(self, key: str) -> bool:
        self.known.add(key)
        return key in self.data

    def note(self, key: str, what: str) -> None:
        """Note that ``key`` of this table is wrong; "" is the table itself."""
        at = self._at(key) if key else self.path
        self.faults.note(self._file_of(at), at, what)

    def choose(self, text: str, allowed: type[Choice], key: str) -> Choice | None:
        """``text`` as a member of ``allowed``; otherwise the fault is noted at ``key``."""
        at = self._at(key)
        return chosen(text, allowed, self._file_of(at), at, self.faults)

    def _below(self, path: str, data: Mapping[str, object]) -> Section:
        return Section(self.file, path, data, self.faults, origins=self.origins)

    def _file_of(self, path: str) -> str:
        """The file that states what is at ``path``: the one of the longest path around it."""
        around = [stated for stated in self.origins if path.startswith(stated)]
        return self.origins[max(around, key=len)] if around else self.file

    def _wrong(self, key: str, what: str) -> None:
        self.note(key, what)

    def _at(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key


def _is_pair(item: object) -> bool:
    return isinstance(item, list) and len(item) == len(("first", "second"))


def chosen(value: str, allowed: type[Choice], file: str, key: str, faults: Faults) -> Choice | None:
    """``value`` as a member of ``allowed``; otherwise the fault is noted."""
    try:
        return allowed(value)
    except ValueError:
        values = "、".join(member.value for member in allowed if member.value)
        faults.note(file, key, f"“{value}”不可用;可用:{values}")
        return None
