"""What the selectors of a Ref mean in one table: row keys and column keys.

A selector is a key, a 栏次, a range (``1..8``), all in turn (``*``, ``*1..8``), each
class in turn (``类``), or the one in turn (``@``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from xltool.editions.codes import CLASS_LENGTH, is_code
from xltool.editions.schema import Ref, TableKind, TableSpec
from xltool.model.book import TOTAL_ROW

EACH = "*"
EACH_CLASS = "类"
SAME = "@"
_RANGE = ".."


def is_in_turn(selector: str) -> bool:
    """Whether the selector takes rows or columns one after the other."""
    return selector.startswith(EACH) or selector == EACH_CLASS


class Axes:
    """Rows and columns of one table of the form, by selector."""

    def __init__(self, spec: TableSpec) -> None:
        self.spec = spec

    @property
    def is_fixed(self) -> bool:
        """Whether the rows are the form's own."""
        return self.spec.kind is not TableKind.CODES

    @cached_property
    def row_keys(self) -> tuple[str, ...]:
        """Keys of the fixed rows, in order."""
        return tuple(line.key for line in self.spec.lines)

    @cached_property
    def column_keys(self) -> tuple[str, ...]:
        """Keys of the columns, in order."""
        return tuple(column.key for column in self.spec.columns)

    @cached_property
    def row_of_class(self) -> Mapping[str, str]:
        """Row key of every 类 among the fixed rows."""
        return {
            line.code: line.key
            for line in self.spec.lines
            if line.code and len(line.code) == CLASS_LENGTH
        }

    @cached_property
    def _column_called(self) -> Mapping[str, str]:
        """Column keys by 栏次, and by what the extended edition calls the column."""
        columns = self.spec.columns
        by_number = {str(column.number): column.key for column in columns}
        return by_number | {column.base: column.key for column in columns if column.base}

    @cached_property
    def _row_of_base(self) -> Mapping[str, str]:
        """Row keys by what the extended edition calls the line."""
        return {line.base: line.key for line in self.spec.lines if line.base}

    @cached_property
    def _base_of_row(self) -> Mapping[str, str]:
        return {line.key: line.base for line in self.spec.lines if line.base}

    def base_of(self, key: str) -> str:
        """What the extended edition calls the row ``key``; the key itself where it is the same."""
        return self._base_of_row.get(key, key)

    def rows(self, selector: str) -> tuple[str, ...]:
        """The rows that ``selector`` names; without ``*``. Empty when it names none."""
        if self.is_fixed:
            return _span(selector, self.row_keys, self._row_of_base)
        return (selector,) if selector == TOTAL_ROW or is_code(selector) else ()

    def columns(self, selector: str) -> tuple[str, ...]:
        """The columns that ``selector`` names; without ``*``. Empty when it names none."""
        return _span(selector, self.column_keys, self._column_called)

    def faults(self, ref: Ref) -> list[str]:
        """Selectors of ``ref`` that name nothing here, in Chinese."""
        found = []
        for selector in ref.rows:
            plain = selector.removeprefix(EACH)
            if selector not in (EACH, SAME, EACH_CLASS) and not self.rows(plain):
                found.append(f"{self.spec.id} 没有行“{plain}”")
        for selector in ref.columns:
            plain = selector.removeprefix(EACH)
            if selector not in (EACH, SAME) and not self.columns(plain):
                columns = "、".join(self.column_keys)
                found.append(f"{self.spec.id} 没有栏“{plain}”;可用:{columns}")
        return found


def _span(selector: str, keys: Sequence[str], called: Mapping[str, str]) -> tuple[str, ...]:
    """``selector`` itself, or the keys from its first to its last bound.

    A name that is no key is looked for in ``called``.
    """
    if selector in keys:
        return (selector,)
    if selector in called:
        return (called[selector],)
    first, dots, last = (called.get(part, part) if part not in keys else part
                         for part in selector.partition(_RANGE))  # fmt: skip
    if not dots or first not in keys or last not in keys:
        return ()
    return tuple(keys[keys.index(first) : keys.index(last) + 1])
