"""Identities of an edition made concrete for the rows that a Book has.

Which equations there are depends on the rows of the tables, never on figures. A table
that is absent altogether has none; one that is present and empty counts as zeros. A row
of codes that a table lacks counts as 0; a fixed row that a Book's table lacks takes the
equations away whose whole side stands there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from xltool.editions.codes import CLASS_LENGTH, children_of, is_code
from xltool.editions.equations import Equation, Ratio, Term
from xltool.editions.schema import Edition, IdentityRule, RatioRule, Ref
from xltool.editions.selectors import EACH, EACH_CLASS, SAME, Axes, is_in_turn
from xltool.model.book import TOTAL_ROW, CellId, Table


def equations(edition: Edition, tables: Mapping[str, Table]) -> tuple[Equation, ...]:
    """Every identity of ``edition`` for the rows of ``tables``, in the edition's order."""
    rows = _scene(edition, tables)
    return tuple(equation for rule in edition.identities for equation in _equations(rule, rows))


def computed_cells(edition: Edition, tables: Mapping[str, Table]) -> Mapping[CellId, Equation]:
    """For every total and every linked cell the equation that computes it.

    Where several do, the sum along the row, else the one that stands first in the edition:
    when a row without formulas is inserted, a class that adds up its own columns still
    holds the new row, one that adds up the total column of its children would not.
    """
    rows = _scene(edition, tables)
    computing = [rule for rule in edition.identities if rule.computes]
    rules = (*sorted(computing, key=lambda rule: not is_along_row(rule)), *edition.links)
    found: dict[CellId, Equation] = {}
    for rule in rules:
        for equation in _equations(rule, rows):
            found.setdefault(equation.left[0].cell, equation)
    return found


def is_along_row(rule: IdentityRule) -> bool:
    """Whether the identity adds up other columns of its own row."""
    table = rule.left[0].table
    return all(
        ref.table == table and ref.rows == (SAME,) and not ref.children for ref in rule.right
    )


def linked_cells(edition: Edition, tables: Mapping[str, Table]) -> tuple[Equation, ...]:
    """The equations that fill 分析 with figures of the form, where the Book has that sheet."""
    rows = _scene(edition, tables)
    return tuple(
        equation
        for rule in edition.links
        if rule.left[0].table == edition.analysis_sheet
        for equation in _equations(rule, rows)
    )


def ratios(edition: Edition, tables: Mapping[str, Table]) -> tuple[Ratio, ...]:
    """Every share, completion and change of 分析, where the Book has that sheet."""
    rows = _scene(edition, tables)
    return tuple(ratio for rule in edition.ratios for ratio in _ratios(rule, rows))


@dataclass(frozen=True)
class _Rows:
    """One table: what the form says and which rows the Book has."""

    axes: Axes
    keys: tuple[str, ...]

    @cached_property
    def present(self) -> frozenset[str]:
        return frozenset(self.keys or self.axes.row_keys)

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """Codes of the 类 that the table has rows of."""
        if self.axes.is_fixed:
            return tuple(c for c, key in self.axes.row_of_class.items() if key in self.present)
        return tuple(key for key in self.keys if is_code(key) and len(key) == CLASS_LENGTH)

    @cached_property
    def children(self) -> Mapping[str, tuple[str, ...]]:
        """Direct children of every code; those of 合计 are the rows without a parent."""
        tree = children_of(filter(is_code, self.keys or self.axes.row_keys))
        return {TOTAL_ROW if parent is None else parent: below for parent, below in tree.items()}

    def row_of_class(self, code: str) -> str:
        """Key of the row of 类 ``code``; the code itself where the form has no such row."""
        return self.axes.row_of_class.get(code, code)

    def in_turn(self, selector: str) -> tuple[str, ...]:
        """The rows that ``*`` or ``*1..8`` goes through."""
        if selector == EACH:
            return self.keys or self.axes.row_keys
        return self.axes.rows(selector.removeprefix(EACH))

    def lacks(self, key: str) -> bool:
        """Whether ``key`` is a fixed row that the Book's table does not have."""
        return self.axes.is_fixed and key not in self.present


_Scene = Mapping[str, _Rows]


@dataclass(frozen=True, slots=True)
class _Turn:
    """The row, class and column that an identity is made concrete for."""

    row: str | None = None
    code: str | None = None
    column: str | None = None
    name: str | None = None
    """What an edition further up calls the row: other tables may have it under another key."""


def _scene(edition: Edition, tables: Mapping[str, Table]) -> _Scene:
    return {
        key: _Rows(Axes(edition.tables[key]), tuple(dict.fromkeys([r.key for r in table.rows])))
        for key, table in tables.items()
        if key in edition.tables
    }


def _equations(rule: IdentityRule, scene: _Scene) -> Iterator[Equation]:
    refs = (*rule.left, *rule.right)
    if any(ref.table not in scene for ref in refs):
        return
    for turn in _turns(rule.left[0], refs, scene):
        if not _applies(rule.right, turn, scene):
            continue
        left, right = _terms(rule.left, turn, scene), _terms(rule.right, turn, scene)
        if turn.code or not (_is_lacking(left, scene) or _is_lacking(right, scene)):
            yield Equation(rule, left, rule.relation, right)


def _ratios(rule: RatioRule, scene: _Scene) -> Iterator[Ratio]:
    others = tuple(filter(None, (rule.denominator, rule.needs)))
    refs = (rule.cell, *rule.numerator, *others)
    if any(ref.table not in scene for ref in refs):
        return
    for turn in _turns(rule.cell, refs, scene):
        cell = _terms((rule.cell,), turn, scene)[0].cell
        numerator = _terms(rule.numerator, turn, scene)
        yield Ratio(
            rule, cell, numerator, _cell(rule.denominator, turn, scene),
            _cell(rule.needs, turn, scene),
        )  # fmt: skip


def _cell(ref: Ref | None, turn: _Turn, scene: _Scene) -> CellId | None:
    return None if ref is None else _terms((ref,), turn, scene)[0].cell


def _turns(leading: Ref, refs: Iterable[Ref], scene: _Scene) -> Iterator[_Turn]:
    """Every combination of a row (or class) and a column that ``leading`` goes through."""
    rows = scene[leading.table]
    columns = tuple(_columns_in_turn(leading, rows.axes))
    if EACH_CLASS in leading.rows:
        named = dict.fromkeys(code for ref in refs for code in scene[ref.table].classes)
        yield from (_Turn(None, code, column) for code in sorted(named) for column in columns)
        return
    keys = [key for item in leading.rows if is_in_turn(item) for key in rows.in_turn(item)]
    for key in keys or (None,):
        name = rows.axes.base_of(key) if key else None
        yield from (_Turn(key, None, column, name) for column in columns)


def _columns_in_turn(ref: Ref, axes: Axes) -> Iterator[str]:
    """The columns that ``ref`` goes through; its own one where it goes through none."""
    for selector in filter(is_in_turn, ref.columns):
        plain = selector.removeprefix(EACH)
        yield from axes.columns(plain) if plain else axes.column_keys
    if not any(map(is_in_turn, ref.columns)):
        yield axes.columns(ref.columns[0])[0]


def _applies(right: Iterable[Ref], turn: _Turn, scene: _Scene) -> bool:
    """A sum of children applies to rows that have some, and to 合计 always."""
    for ref in right:
        if ref.children and turn.row != TOTAL_ROW:
            parent = turn.row or turn.code
            return parent in scene[ref.table].children
    return True


def _terms(refs: Iterable[Ref], turn: _Turn, scene: _Scene) -> tuple[Term, ...]:
    found = []
    for ref in refs:
        rows = scene[ref.table]
        keys = _row_keys(ref, turn, rows)
        columns = _column_keys(ref, turn, rows.axes)
        found += [
            Term(CellId(ref.table, key, column), ref.sign) for key in keys for column in columns
        ]
    return tuple(found)


def _row_keys(ref: Ref, turn: _Turn, rows: _Rows) -> list[str]:
    keys: list[str] = []
    for selector in ref.rows:
        if selector == SAME or is_in_turn(selector):
            keys.append(_row_in_turn(turn, rows))
        else:
            keys += rows.axes.rows(selector)
    keys = list(dict.fromkeys(keys))
    return [child for key in keys for child in rows.children.get(key, ())] if ref.children else keys


def _row_in_turn(turn: _Turn, rows: _Rows) -> str:
    """The row in turn: of the same class, of the same key, or of the same name further up."""
    if turn.code:
        return rows.row_of_class(turn.code)
    key = turn.row or ""
    if turn.name is None or not rows.axes.is_fixed or key in rows.axes.row_keys:
        return key
    return next(iter(rows.axes.rows(turn.name)), key)


def _column_keys(ref: Ref, turn: _Turn, axes: Axes) -> list[str]:
    columns: list[str] = []
    for selector in ref.columns:
        if selector == SAME or is_in_turn(selector):
            columns.append(turn.column or "")
        else:
            columns += axes.columns(selector)
    return list(dict.fromkeys(columns))


def _is_lacking(terms: tuple[Term, ...], scene: _Scene) -> bool:
    """Whether a side stands wholly in fixed rows that the Book does not have."""
    return bool(terms) and all(scene[term.cell.table].lacks(term.cell.row) for term in terms)
