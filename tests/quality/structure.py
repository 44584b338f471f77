"""Slips in the structure of a table: rows slid, swapped, lost, renamed. Are they pointed at?

python -m tests.quality.structure [--list] [DOCUMENT ...]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from random import Random

from tests.quality import documents
from tests.quality.plant import render
from tests.quality.seeds import seeded
from tests.quality.tables import check_tables, key_of
from xltool.model.book import Book, Cell, Table
from xltool.model.finding import CellPlace, Finding, Verdict

Cells = Mapping[tuple[str, str], Cell]


class Slip(StrEnum):
    """What goes wrong."""

    SLID = "一段行下移一行"
    ROWS = "两行金额对调"
    COLUMNS = "两栏金额对调"
    LOST = "漏了一行"
    NAME = "科目名错"
    CODE = "科目代码错"
    WHOLE = "整表为元"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was said about one slip."""

    slip: Slip
    table: str
    rows: tuple[str, ...]
    new: tuple[Finding, ...]
    pointed: bool
    """A new finding names one of the rows in that table."""


def plantings(book: Book, seed: int) -> Iterator[tuple[Slip, Table, tuple[str, ...]]]:
    """Each slip once in each table of codes that has rows enough."""
    random = seeded(seed)
    writers: dict[Slip, Callable[[Table, Random], tuple[Table, tuple[str, ...]] | None]] = {
        Slip.SLID: _slid,
        Slip.ROWS: _rows_swapped,
        Slip.COLUMNS: _columns_swapped,
        Slip.LOST: _lost,
        Slip.NAME: _renamed,
        Slip.CODE: _recoded,
        Slip.WHOLE: _in_yuan,
    }
    for slip, writer in writers.items():
        for table in book.tables.values():
            made = writer(table, random) if any(table.codes()) and table.cells else None
            if made:
                yield slip, *made


def _columns(table: Table) -> list[str]:
    return list(dict.fromkeys(column for _, column in table.cells))


def _items(table: Table) -> list[str]:
    return [row.key for row in table.rows if len(row.key) == 7]


def _moved(table: Table, source: Mapping[str, str]) -> Table:
    """The rows of ``source`` take the amounts of others; what has no source is emptied."""
    cells = {at: cell for at, cell in table.cells.items() if at[0] not in source}
    for row, other in source.items():
        cells |= {
            (row, column): cell
            for column in _columns(table)
            if (cell := table.cells.get((other, column)))
        }
    return replace(table, cells=cells)


def _slid(table: Table, random: Random) -> tuple[Table, tuple[str, ...]] | None:
    keys = [row.key for row in table.rows][1:]
    if len(keys) < 8:
        return None
    start = random.randrange(len(keys) - 6)
    block = keys[start : start + 6]
    source = dict(zip(block[1:], block, strict=False)) | {block[0]: ""}
    return _moved(table, source), tuple(block)


def _rows_swapped(table: Table, random: Random) -> tuple[Table, tuple[str, ...]] | None:
    items = _items(table)
    if len(items) < 2:
        return None
    one, two = random.sample(items, 2)
    return _moved(table, {one: two, two: one}), (one, two)


def _columns_swapped(table: Table, random: Random) -> tuple[Table, tuple[str, ...]] | None:
    row = random.choice(_items(table))
    one, two = "基本支出", "项目支出"
    first, second = table.cells.get((row, one)), table.cells.get((row, two))
    if first == second:
        return None
    cells = {at: cell for at, cell in table.cells.items() if at not in ((row, one), (row, two))}
    cells |= {(row, two): first} if first else {}
    cells |= {(row, one): second} if second else {}
    return replace(table, cells=cells), (row,)


def _lost(table: Table, random: Random) -> tuple[Table, tuple[str, ...]] | None:
    row = random.choice(_items(table))
    kept = tuple(one for one in table.rows if one.key != row)
    cells = {at: cell for at, cell in table.cells.items() if at[0] != row}
    return replace(table, rows=kept, cells=cells), (row, row[:5], row[:3])


def _renamed(table: Table, random: Random) -> tuple[Table, tuple[str, ...]] | None:
    key = random.choice(_items(table))
    rows = (replace(row, label="另一事项") if row.key == key else row for row in table.rows)
    return replace(table, rows=tuple(rows)), (key,)


def _recoded(table: Table, random: Random) -> tuple[Table, tuple[str, ...]] | None:
    key = random.choice(_items(table))
    new = f"{key[:3]}97{key[5:]}"
    rows = (replace(row, key=new, code=new) if row.key == key else row for row in table.rows)
    cells = {
        (new if row == key else row, column): cell for (row, column), cell in table.cells.items()
    }
    return replace(table, rows=tuple(rows), cells=cells), (new, key, new[:5])


def _in_yuan(table: Table, _: Random) -> tuple[Table, tuple[str, ...]] | None:
    cells = {
        at: replace(cell, value=cell.value * 10_000 if cell.value is not None else None)
        for at, cell in table.cells.items()
    }
    return replace(table, cells=cells), tuple(row.key for row in table.rows)


def measure(book: Book, seed: int) -> list[Outcome]:
    """The outcome of each slip in one book."""
    before = Counter(map(key_of, check_tables(book).findings))
    outcomes = []
    for slip, table, rows in plantings(book, seed):
        wrong = replace(book, tables={**book.tables, table.id: table})
        known, new = before.copy(), []
        for finding in check_tables(wrong).findings:
            if known[key_of(finding)]:
                known[key_of(finding)] -= 1
            else:
                new.append(finding)
        pointed = any(_names(finding, table.id, rows) for finding in new)
        outcomes.append(Outcome(slip, table.id, rows, tuple(new), pointed))
    return outcomes


def _names(finding: Finding, table: str, rows: Sequence[str]) -> bool:
    return any(
        isinstance(place, CellPlace) and place.table == table and place.row in rows
        for place in finding.where
    )


HEAD: tuple[str, ...] = ("", "planted", "pointed at", "findings", "most", "reds")


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table by slip."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.structure")
    parser.add_argument("documents", nargs="*", default=("甲:1:0", "甲:4:0", documents.PLAIN))
    parser.add_argument("--list", action="store_true", help="list what was said")
    options = parser.parse_args(arguments)
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for name in options.documents:
        for one in measure(documents.named(name).book, seed=3):
            groups[one.slip].append(one)
    rows = [HEAD, *(_line(slip, group) for slip, group in groups.items())]
    sys.stdout.write(render(rows) + "\n")
    for one in (one for group in groups.values() for one in group if options.list):
        sys.stdout.write(f"{one.slip} {one.table} {one.rows[:6]} pointed at: {one.pointed}\n")
        for finding in one.new[:8]:
            sys.stdout.write(f"    {finding.verdict.label} {finding.rule} {finding.message}\n")
    return 0


def _line(slip: str, group: Sequence[Outcome]) -> tuple[str, ...]:
    counts = [len(one.new) for one in group]
    reds = sum(new.verdict is Verdict.MISMATCH for one in group for new in one.new)
    return (
        slip,
        str(len(group)),
        f"{sum(one.pointed for one in group) / len(group):.0%}",
        f"{sum(counts) / len(group):.1f}",
        str(max(counts)),
        f"{reds / len(group):.1f}",
    )


if __name__ == "__main__":
    raise SystemExit(main())
