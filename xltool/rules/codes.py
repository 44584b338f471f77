"""The tree of codes: shape, parents, order, repeated rows, names against the classification."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from xltool.editions.codes import ancestors, is_code, parent_code
from xltool.editions.schema import Edition, TableKind
from xltool.model.book import Book, Row, Table
from xltool.model.finding import CellPlace, Finding, Severity, Tally, Verdict
from xltool.rules.words import listed, row_place

SHAPE = "codes.shape"
PARENT = "codes.parent"
LEAF = "codes.leaf"
REPEATED = "codes.repeated"
ORDER = "codes.order"
NAME = "codes.name"
_ITEM_DIGITS = 7


def check_codes(book: Book, edition: Edition) -> tuple[list[Finding], Tally]:
    """Findings on codes and their names; the tally counts rows of codes."""
    findings: list[Finding] = []
    rows = 0
    for table in book.tables.values():
        spec = edition.tables.get(table.id)
        if spec is not None and spec.kind is TableKind.CODES:
            coded = [row for row in table.codes() if row.code]
            rows += len(coded)
            findings += _shapes(table, coded)
            findings += _parents(table, coded, edition.functional_codes)
            findings += _childless(table, coded)
            findings += _repeated(table, coded)
            findings += _order(table, coded)
    findings += _names(book, edition)
    red = sum(finding.verdict is Verdict.MISMATCH for finding in findings)
    grey = len(findings) - red
    return findings, Tally(max(rows - red - grey, 0), mismatch=red, unchecked=grey)


def _shapes(table: Table, rows: Iterable[Row]) -> Iterator[Finding]:
    for row in rows:
        code = row.code or ""
        if not is_code(code):
            what = f"有 {len(code)} 位" if code.isdigit() else "不是数字"
            message = (
                f"{table.id} 科目代码 {code} {row.label} {what}:类、款、项代码应为 3、5、7 位数字"
            )
            yield _red(SHAPE, message, [row_place(table, row)])


def missing_parents(book: Book, edition: Edition) -> frozenset[tuple[str, str]]:
    """(table, code) of every 类 and 款 that has no row although rows below it are there."""
    return frozenset(
        (table.id, above)
        for table in book.tables.values()
        if table.id in edition.tables and edition.tables[table.id].kind is TableKind.CODES
        for above in _orphans([row for row in table.codes() if row.code])
    )


def _orphans(rows: list[Row]) -> dict[str, list[Row]]:
    """By code of a missing parent the rows that lack it."""
    known = {row.code for row in rows}
    below: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        above = parent_code(row.code) if row.code and is_code(row.code) else None
        if above is not None and above not in known:
            below[above].append(row)
    return below


def _parents(table: Table, rows: list[Row], names: Mapping[str, str]) -> Iterator[Finding]:
    """One finding for every 类 or 款 that is missing above rows of the table."""
    for above, children in _orphans(rows).items():
        name = names.get(above)
        where = f"{above} {name}" if name else f"{above}(分类目录中也没有)"
        message = (
            f"{table.id} 缺少上级科目 {where} 一行:"
            f"{listed(f'{row.code} {row.label}'.strip() for row in children)} 没有上级"
        )
        yield _red(PARENT, message, [row_place(table, row) for row in children])


def _childless(table: Table, rows: list[Row]) -> Iterator[Finding]:
    """The 类 and 款 with figures but no row below, in a table that goes down to 项."""
    codes = [row.code or "" for row in rows]
    if _ITEM_DIGITS not in map(len, codes):
        return
    parents = {above for code in codes if is_code(code) for above in ancestors(code)}
    figured = {row for (row, _), cell in table.cells.items() if cell.value}
    bare = [
        row
        for row in rows
        if is_code(row.code or "")
        and len(row.code or "") < _ITEM_DIGITS
        and row.code not in parents
        and row.key in figured
    ]
    if bare:
        named = listed(f"{row.code} {row.label}".strip() for row in bare)
        message = f"{table.id} {named} 下面没有款、项,其他科目都列到项:请核实是否漏了行"
        yield _grey(LEAF, message, [row_place(table, row) for row in bare])


def _repeated(table: Table, rows: list[Row]) -> Iterator[Finding]:
    by_code: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_code[row.code or ""].append(row)
    for code, same in by_code.items():
        if len(same) > 1:
            message = f"{table.id} 科目代码 {code} 出现 {len(same)} 次:同一科目应只有一行"
            yield _red(REPEATED, message, [row_place(table, row) for row in same])


def _order(table: Table, rows: list[Row]) -> Iterator[Finding]:
    """The first row that stands before one with a smaller code; one finding a table."""
    shaped = [row for row in rows if row.code and is_code(row.code)]
    for former, latter in pairwise(shaped):
        if (former.code or "") > (latter.code or ""):
            message = (
                f"{table.id} 科目次序:{latter.code} {latter.label} 排在 {former.code} 之后,"
                "应按代码从小到大、上级在前排列"
            )
            places = [row_place(table, row) for row in (latter, former)]
            yield _grey(ORDER, message, places)
            return


def _names(book: Book, edition: Edition) -> Iterator[Finding]:
    """Names that differ from the classification or, where it is silent, between tables."""
    lists = {"functional": edition.functional_codes, "economic": edition.economic_codes}
    seen: dict[tuple[str, str], list[tuple[Table, Row]]] = defaultdict(list)
    for table in book.tables.values():
        spec = edition.tables.get(table.id)
        if spec is None or spec.codes is None:
            continue
        names = lists[spec.codes]
        for row in table.rows:
            code = row.code or row.key
            said = row.label.strip()
            if said and said != code and said != names.get(code) and is_code(code):
                seen[spec.codes, code].append((table, row))
    for (kind, code), rows in seen.items():
        finding = _name(code, rows, lists[kind].get(code))
        if finding is not None:
            yield finding


def _name(code: str, rows: list[tuple[Table, Row]], listed_name: str | None) -> Finding | None:
    if listed_name is not None:
        wanted = bare_name(listed_name)
        other = [(table, row) for table, row in rows if bare_name(row.label) != wanted]
        if not other:
            return None
        said = listed(f"{table.id}“{row.label.strip()}”" for table, row in other)
        message = f"科目 {code} 名称 {said},分类目录为“{listed_name}”:请核实"
        return _grey(NAME, message, [row_place(table, row) for table, row in other])
    if len({bare_name(row.label) for _, row in rows}) == 1:
        return None
    said = listed(f"{table.id}“{row.label.strip()}”" for table, row in rows)
    message = f"科目 {code} 在各表名称不同:{said},分类目录没有该科目:请核实"
    return _grey(NAME, message, [row_place(table, row) for table, row in rows])


def bare_name(name: str) -> str:
    """A name without what differs in print only: width of brackets, spaces."""
    if name.isascii():
        return name.strip()
    return "".join(unicodedata.normalize("NFKC", name).split())


def _red(rule: str, message: str, where: Iterable[CellPlace]) -> Finding:
    return Finding(rule, Verdict.MISMATCH, Severity.ERROR, message, where=tuple(where))


def _grey(rule: str, message: str, where: Iterable[CellPlace]) -> Finding:
    return Finding(rule, Verdict.UNCHECKED, Severity.HINT, message, where=tuple(where))
