"""The rows of a filled table: fixed lines of the form, and codes with 类 and 款 above them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from xltool.editions.codes import ancestors
from xltool.editions.schema import Edition, Role, TableKind, TableSpec
from xltool.model.book import TOTAL_ROW, Row, RowKind
from xltool.model.entries import Entries, Entry
from xltool.model.errors import XltoolError

CODE_LENGTHS: Final = (3, 5, 7)
"""Digits of a functional 类, 款 and 项 (政府收支分类科目)."""
_MOST_NAMED: Final = 8


def rows_of(spec: TableSpec, codes: Iterable[str], names: Mapping[str, str]) -> tuple[Row, ...]:
    """The rows of ``spec`` in order; ``codes`` are those of a table of codes, complete."""
    if spec.kind is TableKind.CODES:
        total = Row(TOTAL_ROW, TOTAL_ROW, RowKind.TOTAL)
        below = tuple(Row(code, names[code], RowKind.CODE, code) for code in codes)
        is_last = spec.code_rows is not None and spec.code_rows.total_is_last
        return (*below, total) if is_last else (total, *below)
    return tuple(
        Row(line.key, line.label, code=line.code)
        for line in spec.lines
        if line.role is not Role.BLANK and line.is_printed
    )


def codes_by_table(
    entries: Entries, edition: Edition, *, with_parents: bool = True
) -> dict[str, tuple[str, ...]]:
    """The codes of each table of codes, in order of codes.

    Args:
        entries: the figures; a code is in a table if a figure stands in its row.
        edition: says which tables hold codes.
        with_parents: also make the 类 and 款 above each code.

    Raises:
        XltoolError: codes of another length; all of them are named. What is no code at
            all finds no cell, which is for others to say.
    """
    tables = {i for i, spec in edition.tables.items() if spec.kind is TableKind.CODES}
    found: dict[str, set[str]] = {id_: set() for id_ in edition.tables if id_ in tables}
    bad: list[Entry] = []
    for entry in entries.figures:
        table, code, _ = entry.cell
        if table not in tables or not (code.isascii() and code.isdigit()):
            continue
        if len(code) in CODE_LENGTHS:
            found[table].update((code, *ancestors(code)) if with_parents else (code,))
        else:
            bad.append(entry)
    if bad:
        places = listed(f"{entry.cell.table} {entry.cell.row}({entry.origin})" for entry in bad)
        raise XltoolError(f"科目代码应为3、5或7位数字(类、款、项),请改正:{places}")
    return {table: tuple(sorted(codes)) for table, codes in found.items()}


def names_of(
    codes: Mapping[str, Iterable[str]], entries: Entries, edition: Edition
) -> dict[str, str]:
    """A name for every code: of DATA, of the user's list, of the shipped list.

    Raises:
        XltoolError: codes without a name anywhere; all of them are named.
    """
    wanted = sorted({code for column in codes.values() for code in column})
    names = {
        code: entries.names.get(code) or edition.functional_codes.get(code, "") for code in wanted
    }
    unknown = [code for code in wanted if not names[code]]
    if unknown:
        raise XltoolError(
            f"科目代码没有名称:{listed(unknown)};请在数据中加“名称”列,或用 --codes 给出代码和名称"
        )
    return names


def listed(items: Iterable[str]) -> str:
    """Items in one line, the first of them by name and the others by number."""
    named = list(dict.fromkeys(items))
    shown = "、".join(named[:_MOST_NAMED])
    return shown if len(named) <= _MOST_NAMED else f"{shown} 等{len(named)}处"
