"""Typed reading of edition files: every fault is noted with file, key and allowed values.

Readers never stop at the first fault: they note it and go on with a stand-in, and the
loader refuses the edition when anything was noted.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
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
        return chosen(str(value), allowed, self.file, self._at(key), self.faults) or stand_in

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
            return Section(self.file, self._at(key), value, self.faults)
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
            yield Section(self.file, f"{self._at(key)}[{index}]", item, self.faults)

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

    def _wrong(self, key: str, what: str) -> None:
        self.faults.note(self.file, self._at(key), what)

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


def read_toml(path: Path, faults: Faults) -> Section:
    """The TOML file at ``path``; an empty section with a fault noted if it cannot be read."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        faults.note(path.name, "", "缺少这个文件")
    except UnicodeDecodeError:
        faults.note(path.name, "", "应为 UTF-8 编码")
    except tomllib.TOMLDecodeError as error:
        faults.note(path.name, "", f"TOML 语法有误:{error}")
    else:
        return Section(path.name, "", data, faults)
    return Section(path.name, "", {}, faults)


def read_rows(path: Path, columns: tuple[str, ...], faults: Faults) -> list[dict[str, str]]:
    """The rows of the CSV at ``path``, which must have exactly ``columns``."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
    except FileNotFoundError:
        faults.note(path.name, "", "缺少这个文件")
        return []
    except UnicodeDecodeError:
        faults.note(path.name, "", "应为 UTF-8 编码")
        return []
    if not rows or tuple(rows[0]) != columns:
        faults.note(path.name, "第1行", f"列名应为 {','.join(columns)}")
        return []
    found = []
    for number, row in enumerate(rows[1:], start=2):
        if len(row) == len(columns):
            found.append(dict(zip(columns, row, strict=True)))
        else:
            faults.note(path.name, f"第{number}行", f"应有 {len(columns)} 列,实有 {len(row)} 列")
    return found
