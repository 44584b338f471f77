"""What a well-read edition must also satisfy: nothing twice, every reference leads somewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from xltool.editions.reading import Faults
from xltool.editions.schema import (
    Column,
    Edition,
    IdentityRule,
    RatioRule,
    Ref,
    Relation,
    TableSpec,
)
from xltool.editions.selectors import EACH_CLASS, Axes, is_in_turn

_LETTERS: Final = re.compile(r"[A-Z]{1,2}")
_RULES_FILE: Final = "identities.toml"
_TABLES_FILE: Final = "tables.toml"
_LINES_FILE: Final = "lines.csv"


def check_edition(edition: Edition, faults: Faults) -> None:
    """Note every contradiction between the files of ``edition``."""
    for spec in edition.tables.values():
        _check_table(spec, faults)
    axes = {key: Axes(spec) for key, spec in edition.tables.items()}
    for rule in (*edition.identities, *edition.links):
        _check_refs(rule.id, (*rule.left, *rule.right), axes, faults)
        _check_computes(rule, faults)
    for ratio in edition.ratios:
        _check_refs(ratio.id, _refs_of(ratio), axes, faults)


def _refs_of(ratio: RatioRule) -> Iterator[Ref]:
    yield from (ratio.cell, *ratio.numerator)
    yield from filter(None, (ratio.denominator, ratio.needs))


def _check_refs(
    rule_id: str, refs: Iterable[Ref], axes: Mapping[str, Axes], faults: Faults
) -> None:
    for ref in refs:
        for fault in axes[ref.table].faults(ref):
            faults.note(_RULES_FILE, rule_id, fault)


def _check_computes(rule: IdentityRule, faults: Faults) -> None:
    if not rule.computes:
        return
    if len(rule.left) != 1 or rule.relation is not Relation.EQ or not _is_one_cell(rule.left[0]):
        faults.note(_RULES_FILE, rule.id, "computes 要求左边是一个单元格,关系是 =")


def _is_one_cell(ref: Ref) -> bool:
    """Whether the reference names one cell at a time."""
    rows_in_turn = all(is_in_turn(row) or row == EACH_CLASS for row in ref.rows)
    columns_in_turn = all(is_in_turn(column) for column in ref.columns)
    return (rows_in_turn or _is_single(ref.rows)) and (columns_in_turn or _is_single(ref.columns))


def _is_single(selectors: tuple[str, ...]) -> bool:
    return len(selectors) == 1 and ".." not in selectors[0]


def _check_table(spec: TableSpec, faults: Faults) -> None:
    _note_twice(_LINES_FILE, f"{spec.id} key", (line.key for line in spec.lines), faults)
    groups = [block.columns for block in spec.blocks]
    if spec.code_rows:
        groups.append(spec.code_rows.columns)
    for columns in groups:
        _check_columns(spec.id, columns, faults)
    places = (
        f"{column.letter}{line.row}"
        for block in spec.blocks
        for line in block.lines
        if line.is_printed
        for column in block.columns
    )
    _note_twice(_LINES_FILE, f"{spec.id} 单元格", places, faults)


def _check_columns(table: str, columns: tuple[Column, ...], faults: Faults) -> None:
    _note_twice(_TABLES_FILE, f"{table} columns.key", (c.key for c in columns), faults)
    _note_twice(_TABLES_FILE, f"{table} columns.letter", (c.letter for c in columns), faults)
    for column in columns:
        if not _LETTERS.fullmatch(column.letter):
            what = f"“{column.letter}”不可用;可用:A 至 ZZ"
            faults.note(_TABLES_FILE, f"{table} {column.key} letter", what)


def _note_twice(file: str, key: str, values: Iterable[str], faults: Faults) -> None:
    for value, count in Counter(values).items():
        if count > 1:
            faults.note(file, key, f"“{value}”重复 {count} 次")
