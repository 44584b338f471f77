"""The identities of a drafted table: from its formulas, else from its labels.

Only sums within the table are learned. What takes figures from other tables is counted, for
a person to write down.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from xltool.editions.implied import implied
from xltool.editions.label_sums import SumKind, column_sums, row_sums
from xltool.editions.schema import Block, TableKind, TableSpec
from xltool.model.loose import LooseRow
from xltool.package.a1 import Area, area_of, column_number
from xltool.sources.learn.tables import Learned
from xltool.sources.recognise.outline import Outline

_ROUND: Final = re.compile(r"^ROUND\((.*),-?\d+\)$")
_TERM: Final = re.compile(
    r"(?P<sign>[+-]?)(?:SUM\((?P<list>[A-Z0-9$:,]+)\)|(?P<cell>\$?[A-Z]{1,2}\$?[0-9]+))"
)
_TREE: Final = re.compile(r'SUMIF\([^!]*?(?:"\?\?\?"|&"\?\?")')

_TREE_TITLE: Final = "上级科目 = 下级科目之和,合计 = 各类之和"
_SHORTEST_RANGE: Final = 3
Place = tuple[int, int]
"""Sheet row and column."""


@dataclass(frozen=True, slots=True)
class Identity:
    """One identity in the notation of identities.toml."""

    id: str
    check: str
    title: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A sum in one cell: what it adds up, with signs."""

    total: Place
    parts: tuple[tuple[Place, int], ...]


def identities_of(
    outline: Outline, learned: Learned
) -> tuple[tuple[Identity, ...], tuple[str, ...]]:
    """The sums within the table, and what was not understood."""
    spec = learned.spec
    keys = _keys(spec)
    formulas = {
        (cell.row, cell.column): cell.formula.replace("$", "").replace(" ", "")
        for cell in outline.region.cells
        if cell.formula
    }
    if not formulas:
        found = tuple(_numbered(spec, _by_labels(spec)))
        doubt = f"没有公式,{len(found)} 条勾稽是按行名、栏名推断的:请逐条核对"
        return found, (doubt,) if found else ()
    sums = [found for at, text in formulas.items() for found in _sum(at, text)]
    checks = [*_trees(formulas, spec), *_by_formulas(sums, spec, keys)]
    abroad = sum("!" in text for text in formulas.values())
    doubts = [f"{abroad} 格的公式取自别的表,没有写成勾稽关系:请核对表间勾稽"] if abroad else []
    return tuple(_numbered(spec, checks)), tuple(doubts)


def _numbered(spec: TableSpec, checks: Iterable[tuple[str, str]]) -> Iterator[Identity]:
    for number, (check, title) in enumerate(dict.fromkeys(checks), start=1):
        yield Identity(f"{spec.short}.learned.{number}", check, title)


def _keys(spec: TableSpec) -> Mapping[Place, tuple[str, str]]:
    """Row key and column key of every cell of amounts, by place; code rows by 合计."""
    found: dict[Place, tuple[str, str]] = {}
    for block in spec.blocks:
        for line in block.lines:
            for column in block.columns:
                found[line.row, column_number(column.letter)] = (line.key, column.key)
    if spec.code_rows:
        rows = spec.code_rows
        for column in rows.columns:
            for row in (rows.total_row, rows.first_row):
                found[row, column_number(column.letter)] = ("*", column.key)
    return found


def _sum(at: Place, formula: str) -> Iterator[_Found]:
    """A formula that adds and subtracts cells of its own sheet; nothing for any other."""
    inner = _ROUND.match(formula)
    text = inner[1] if inner else formula
    parts: list[tuple[Place, int]] = []
    position = 0
    while position < len(text):
        term = _TERM.match(text, position)
        if term is None:
            return
        sign = -1 if term["sign"] == "-" else 1
        for reference in (term["list"] or term["cell"]).split(","):
            parts += ((place, sign) for place in _places(area_of(reference)))
        position = term.end()
    if len(parts) > 1:
        yield _Found(at, tuple(parts))


def _places(area: Area) -> Iterator[Place]:
    for row in range(area.top, area.bottom + 1):
        yield from ((row, column) for column in range(area.left, area.right + 1))


def _trees(formulas: Mapping[Place, str], spec: TableSpec) -> Iterator[tuple[str, str]]:
    """Sums of children by SUMIF with wildcards."""
    if any(_TREE.search(text) for text in formulas.values()):
        if spec.kind is TableKind.CODES:
            yield f"{spec.short}[*;*] = 子({spec.short}[@;@])", _TREE_TITLE
        else:
            yield _tree_of(spec, spec.columns[0].key)


def _tree_of(spec: TableSpec, column: str) -> tuple[str, str]:
    return f"{spec.short}[类;{column}] = 子({spec.short}[@;{column}])", "类 = 其款之和"


def _by_formulas(
    sums: Iterable[_Found], spec: TableSpec, keys: Mapping[Place, tuple[str, str]]
) -> Iterator[tuple[str, str]]:
    """Sums along rows told once for all rows, down columns once for all columns."""
    along: dict[tuple[str, tuple[tuple[str, int], ...]], list[str]] = {}
    down: dict[tuple[str, tuple[tuple[str, int], ...]], list[str]] = {}
    for found in sums:
        if found.total not in keys or any(place not in keys for place, _ in found.parts):
            continue
        row, column = keys[found.total]
        parts = [(keys[place], sign) for place, sign in found.parts]
        if all(place[0] == found.total[0] for place, _ in found.parts):
            names = tuple((other[1], sign) for other, sign in parts)
            along.setdefault((column, names), []).append(row)
        else:
            names = tuple((other[0], sign) for other, sign in parts if other[0])
            if len({other[1] for other, _ in parts}) == 1:
                down.setdefault((row, names), []).append(column)
    order = [line.key for line in spec.lines]
    for (column, names), keys_of_rows in along.items():
        selector = _in_turn(keys_of_rows, order)
        terms = _terms(spec.short, "@" if selector else "", names, [])
        yield f"{spec.short}[{selector};{column}] = {terms}", f"{column} = {_words(names)}"
    for (row, names), columns in down.items():
        selector = _in_turn(columns, [column.key for column in spec.columns])
        terms = _terms(spec.short, "@", names, order, across=False)
        yield f"{spec.short}[{row};{selector}] = {terms}", f"{row} = {_words(names)}"


def _in_turn(keys: Iterable[str], order: Sequence[str]) -> str:
    """Keys one after the other: "*1..8,*10"; code rows and the one row of a table as they are."""
    own = list(dict.fromkeys(keys))
    if own in (["*"], [""]):
        return own[0]
    return ",".join(f"*{span}" for span in _spans(own, order))


def _spans(keys: Sequence[str], order: Sequence[str]) -> Iterator[str]:
    """Keys, and those that follow one another in the table as ranges."""
    place = {key: number for number, key in enumerate(order)}
    runs: list[list[str]] = []
    for key in keys:
        if runs and key in place and place.get(runs[-1][-1], -2) + 1 == place[key]:
            runs[-1].append(key)
        else:
            runs.append([key])
    for run in runs:
        if len(run) < _SHORTEST_RANGE:
            yield from run
        else:
            yield f"{run[0]}..{run[-1]}"


def _terms(
    short: str,
    other: str,
    names: Iterable[tuple[str, int]],
    order: Sequence[str],
    *,
    across: bool = True,
) -> str:
    """References with their signs, those of one sign together."""
    signed = list(names)
    plus = ",".join(_spans([name for name, sign in signed if sign > 0], order))
    minus = ",".join(_spans([name for name, sign in signed if sign < 0], order))

    def ref(selector: str) -> str:
        return f"{short}[{other};{selector}]" if across else f"{short}[{selector};{other}]"

    return ref(plus) + (f" - {ref(minus)}" if minus else "")


def _words(names: Iterable[tuple[str, int]]) -> str:
    listed = list(names)
    if len(listed) > len("一二三四"):
        return f"{listed[0][0]} 至 {listed[-1][0]} 共 {len(listed)} 项"
    return "".join(
        f"{'-' if sign < 0 else '+' if number else ''}{name}"
        for number, (name, sign) in enumerate(listed)
    )


def _by_labels(spec: TableSpec) -> Iterator[tuple[str, str]]:
    """Sums that the labels suggest, of a form without formulas."""
    if spec.code_rows:
        yield f"{spec.short}[*;*] = 子({spec.short}[@;@])", _TREE_TITLE
        yield from _columns_by_labels(spec, [c.key for c in spec.code_rows.columns], "*", "@")
    order = [line.key for line in spec.lines]
    for block in spec.blocks:
        keys = [column.key for column in block.columns]
        if spec.kind is TableKind.SINGLE:
            yield from _columns_by_labels(spec, keys, "", "")
            continue
        rows = _in_turn((line.key for line in block.lines if line.label), order)
        yield from _columns_by_labels(spec, keys, rows, "@")
        yield from _rows_by_labels(spec, block, order)


def _columns_by_labels(
    spec: TableSpec, keys: Sequence[str], left: str, right: str
) -> Iterator[tuple[str, str]]:
    for found in column_sums([tuple(key.split("/")) for key in keys], implied()):
        names = [(keys[part], 1) for part in found.parts]
        total, terms = keys[found.total], _terms(spec.short, right, names, [])
        yield f"{spec.short}[{left};{total}] = {terms}", f"{total} = {_words(names)}"


def _rows_by_labels(
    spec: TableSpec, block: Block, order: Sequence[str]
) -> Iterator[tuple[str, str]]:
    lines = [line for line in block.lines if line.label or line.code]
    rows = [LooseRow(line.label, line.code if line.code == line.key else None) for line in lines]
    sums = list(row_sums(rows, implied()))
    columns = ",".join(f"*{column.key}" for column in block.columns)
    for found in sums:
        if found.kind is not SumKind.TREE:
            names = [(lines[part].key, 1) for part in found.parts]
            total, terms = lines[found.total], _terms(spec.short, "@", names, order, across=False)
            yield (
                f"{spec.short}[{total.key};{columns}] = {terms}",
                (f"{total.label} = {_words(names)}"),
            )
    if any(found.kind is SumKind.TREE for found in sums):
        yield _tree_of(spec, block.columns[0].key)
