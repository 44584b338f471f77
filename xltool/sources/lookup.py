"""Tables, rows and columns of an edition found by id, number, code or label."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache

from xltool.editions.schema import Column, Edition, Line, TableKind, TableSpec
from xltool.model.book import TOTAL_ROW, CellId
from xltool.sources.labels import bare, normal, title_words

CODE_LENGTHS = (3, 5, 7)
"""Digits of a 类, 款 and 项."""


class LookupFaultError(ValueError):
    """A table, row or column that is not one of the edition's; the message says why."""


@dataclass(frozen=True)
class Finder:
    """Finds cells of one edition by what people call them.

    ``names`` are names of functional codes, for rows that are given by name.
    """

    edition: Edition
    names: Mapping[str, str]

    @cached_property
    def _tables(self) -> dict[str, list[TableSpec]]:
        found: dict[str, list[TableSpec]] = {}
        for spec in self.edition.tables.values():
            words = {normal(spec.id), *(title_words(t) for t in (spec.title, *spec.aliases))}
            for word in words:
                found.setdefault(word, []).append(spec)
        return found

    @cached_property
    def _codes(self) -> dict[str, list[str]]:
        """Codes by the words of their name."""
        found: dict[str, list[str]] = {}
        for code, name in {**self.edition.functional_codes, **self.names}.items():
            found.setdefault(bare(name), []).append(code)
        return found

    def table(self, text: str) -> TableSpec:
        """The table with that id, title or alias.

        Raises:
            LookupFaultError: none, or several.
        """
        found = self._tables.get(normal(text)) or self._tables.get(title_words(text)) or []
        if len(found) == 1:
            return found[0]
        if found:
            raise LookupFaultError(f"表名不唯一,可能是{_listed(spec.id for spec in found)}")
        known = _listed(spec.name for spec in self.edition.tables.values())
        raise LookupFaultError(f"版式 {self.edition.id} 没有这张表,有{known}")

    def cell(self, spec: TableSpec, row: str, column: str) -> CellId:
        """The cell of ``spec`` at the row and column so called.

        Raises:
            LookupFaultError: none, or several; the candidates are named.
        """
        if spec.kind is TableKind.CODES:
            return CellId(spec.id, self._code(row), _one_column(spec, column))
        if spec.kind is TableKind.SINGLE:
            if row:
                raise LookupFaultError("这张表只有一行,行应留空")
            return CellId(spec.id, "", _one_column(spec, column))
        return _line_cell(spec, row, column)

    def _code(self, row: str) -> str:
        """Row key in a table of codes."""
        if bare(row) == TOTAL_ROW:
            return TOTAL_ROW
        digits = normal(row)
        if digits.isascii() and digits.isdigit():
            if len(digits) not in CODE_LENGTHS:
                raise LookupFaultError(
                    f"科目编码 {digits} 有 {len(digits)} 位,应为 3 位(类)、5 位(款)或 7 位(项)"
                )
            return digits
        if not row:
            raise LookupFaultError("行是空的,应填 合计 或科目编码")
        codes = self._codes.get(bare(row), [])
        if len(codes) == 1:
            return codes[0]
        if codes:
            raise LookupFaultError(f"科目名称不唯一,请写编码,可能是{_listed(codes)}")
        raise LookupFaultError("不认识的科目名称,请写科目编码")


def _line_cell(spec: TableSpec, row: str, column: str) -> CellId:
    lines = _lines_called(spec, row)
    if not lines:
        raise LookupFaultError(f"没有这一行{_similar(row, (line.label for line in spec.lines))}")
    columns = _columns_called(spec.columns, column)
    if not columns and not any(_columns_called(block.columns, column) for block in spec.blocks):
        raise LookupFaultError(f"没有这一栏,有{_listed(c.key for c in spec.columns)}")
    cells = {
        CellId(spec.id, line.key, found.key): line
        for block in spec.blocks
        for found in _columns_called(block.columns, column)
        for line in lines
        if line in block.lines
    }
    if not cells:
        where = _listed(f"{line.key}({line.label})" for line in lines)
        raise LookupFaultError(f"行 {where} 没有这一栏")
    if len(cells) > 1:
        listed = _listed(f"{at.row}({line.label}) {at.column}" for at, line in cells.items())
        raise LookupFaultError(f"行或栏不唯一,可能是{listed}")
    return next(iter(cells))


def _lines_called(spec: TableSpec, row: str) -> Sequence[Line]:
    """Lines by key, 行次 or code; else by whole label; else by the label's words."""
    text = normal(row)
    if text.isascii() and text.isdigit():
        by_number = [line for line in spec.lines if str(line.number) == text]
        return by_number or [line for line in spec.lines if text in (line.key, line.code)]
    for read in (_exact, bare):
        found = [line for line in spec.lines if read(row) in _spellings(line, read)]
        if found:
            return found
    return ()


def _exact(text: str) -> str:
    return normal(text)


def _spellings(line: Line, read: Callable[[str], str]) -> frozenset[str]:
    return frozenset(read(text) for text in (line.key, line.label, *line.aliases))


def _one_column(spec: TableSpec, text: str) -> str:
    found = _columns_called(spec.columns, text)
    if len(found) == 1:
        return found[0].key
    if found:
        raise LookupFaultError(f"栏名不唯一,可能是{_listed(column.key for column in found)}")
    raise LookupFaultError(f"没有这一栏,有{_listed(column.key for column in spec.columns)}")


def _columns_called(columns: Sequence[Column], text: str) -> Sequence[Column]:
    """Columns by 栏次; else by whole label or alias; else by the last parts of the label."""
    plain = normal(text)
    if plain.isascii() and plain.isdigit():
        return [column for column in columns if str(column.number) == plain]
    wanted = label_path(text)
    paths = {column: [label_path(t) for t in (column.key, *column.aliases)] for column in columns}
    whole = [column for column in columns if wanted in paths[column]]
    if whole or not text:
        return whole
    length = len(wanted)
    return [column for column in columns if any(path[-length:] == wanted for path in paths[column])]


@lru_cache(maxsize=1 << 12)
def label_path(text: str) -> tuple[str, ...]:
    """The words of a nested label, one item a level."""
    return tuple(bare(part) for part in normal(text).split("/"))


def _similar(text: str, labels: Iterable[str]) -> str:
    words = {bare(label): label for label in labels if label}
    close = get_close_matches(bare(text), words, n=3, cutoff=0.5)
    return f",相近的有{_listed(words[word] for word in close)}" if close else ""


def _listed(items: Iterable[str]) -> str:
    unique: Iterator[str] = iter(dict.fromkeys(items))
    return "、".join(f"“{item}”" for item in unique)
