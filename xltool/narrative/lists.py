"""主要包括A、B、C: the items named against 公开06表.

A named item that is empty there is a warning, for published texts keep the form's whole
list. An item with money that is not named is reported only where the list claims to be
whole: every name resolves, no 等 is written, and 公开06表 adds up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Final

from xltool.editions.schema import Edition
from xltool.model.book import Book, CellId, Table
from xltool.model.finding import Severity, Verdict
from xltool.narrative.headings import Placed
from xltool.narrative.notes import Note
from xltool.narrative.subjects import ECONOMIC

RULE: Final = "narrative.list"
_TABLE: Final = "T06"
_COLUMN: Final = "决算数"
_LIST: Final = re.compile(r"(?:主要包括|主要用于|包括|用于)(?:有|了)?:?(?P<items>[^。;:]+)")
_AND: Final = re.compile(r"[、,]|和(?!其他)|以及|及(?=[^、]*支出)")
_OPEN: Final = re.compile(r"等")
_TAIL: Final = re.compile(r"等?(?:方面)?(?:的)?(?:各项)?(?:支出|费用|经费)?$")
_STAFF: Final = ("301", "303")
_PERSONAL, _PUBLIC = "人员经费", "公用经费"
_MIXED: Final = "工资"
_SHOWN: Final = 6


def list_notes(passages: Iterable[Placed], book: Book, edition: Edition) -> Iterator[Note]:
    """What lists of economic items name wrongly or leave out."""
    spec = edition.named(_TABLE)
    table = book.tables.get(spec.id) if spec else None
    if table is None or table.is_empty:
        return
    codes = _codes_by_name(edition)
    for placed in passages:
        if placed.section is None or placed.section.scope != ECONOMIC:
            continue
        for part, match in _lists(placed):
            yield from _list(placed, part, match, table, codes)


def _codes_by_name(edition: Edition) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code, name in edition.economic_codes.items():
        if len(code) > len("301"):
            found.setdefault(_plain(name), []).append(code)
    return {name: tuple(codes) for name, codes in found.items()}


def _plain(name: str) -> str:
    """A name as lists shorten it: without 支出 and 缴费, brackets half-width."""
    name = name.replace("（", "(").replace("）", ")")
    for tail in ("支出", "缴费", "费用"):
        if name.endswith(tail) and len(name) > len(tail) + 1:
            name = name[: -len(tail)] + ("费" if tail == "费用" else "")
    return name


def _lists(placed: Placed) -> Iterator[tuple[str, re.Match[str]]]:
    """Lists behind 人员经费 or 公用经费, each with which of the two it is of."""
    text = placed.passage.text
    for match in _LIST.finditer(text):
        before = text[: match.start()]
        personal, public = before.rfind(_PERSONAL), before.rfind(_PUBLIC)
        if max(personal, public) >= 0:
            yield (_PERSONAL if personal > public else _PUBLIC), match


def _list(
    placed: Placed,
    part: str,
    match: re.Match[str],
    table: Table,
    codes: Mapping[str, tuple[str, ...]],
) -> Iterator[Note]:
    start = match.start("items")
    named: set[str] = set()
    unresolved = False
    empty: list[tuple[str, int, str]] = []
    for name, place in _names(match["items"]):
        own = [code for code in codes.get(_plain(name), ()) if _is_of(code, part)]
        if not own:
            unresolved = True
            continue
        named.update(own)
        if len(own) == 1 and not _value(table, own[0]):
            empty.append((name, start + place, own[0]))
    if empty:
        names = "、".join(f"{name}({code})" for name, _, code in empty[:_SHOWN])
        says = f"{part}列举了{names},{table.id}中没有金额"
        first = empty[0]
        cells = tuple(CellId(table.id, code, _COLUMN) for _, _, code in empty[:_SHOWN])
        yield Note(
            RULE, Verdict.UNCHECKED, Severity.WARNING, says, placed, first[1],
            first[1] + len(first[0]), cells,
        )  # fmt: skip
    if not unresolved and not _OPEN.search(match["items"]) and _adds_up(table):
        yield from _left_out(placed, part, match, table, named)


def _left_out(
    placed: Placed, part: str, match: re.Match[str], table: Table, named: set[str]
) -> Iterator[Note]:
    missing = [
        row
        for row in table.rows
        if len(row.key) > len("301")
        and row.key.isdigit()
        and _is_of(row.key, part)
        and row.key not in named
        and _value(table, row.key)
    ]
    if missing:
        names = "、".join(f"{row.label}({row.key})" for row in missing[:_SHOWN])
        says = f"{part}的列举没有写到{names},{table.id}中有金额"
        cells = tuple(CellId(table.id, row.key, _COLUMN) for row in missing[:_SHOWN])
        start = match.start("items")
        end = match.end("items")
        yield Note(RULE, Verdict.UNCHECKED, Severity.WARNING, says, placed, start, end, cells)


def _names(text: str) -> Iterator[tuple[str, int]]:
    place = 0
    for piece in _AND.split(text):
        found = text.find(piece, place)
        place = found + len(piece)
        name = (
            _TAIL.sub("", piece) if piece.endswith(("等", "等支出", "等费用", "等方面")) else piece
        )
        name = re.sub(r"等.*$", "", name)
        if name:
            yield name, found


def _is_of(code: str, part: str) -> bool:
    return code.startswith(_STAFF) is (part == _PERSONAL)


def _value(table: Table, code: str) -> Decimal:
    cell = table.cell(code, _COLUMN)
    return cell.value if cell is not None and cell.value is not None else Decimal(0)


def _adds_up(table: Table) -> bool:
    """Whether the table passes its own sums, class by class."""
    for row in table.rows:
        if len(row.key) == len("301") and row.key.isdigit():
            parts = [
                _value(table, other.key)
                for other in table.rows
                if other.key[:-2] == row.key and other.key.isdigit()
            ]
            reach = Decimal("0.005") * (len([part for part in parts if part]) + 1)
            if abs(sum(parts, Decimal(0)) - _value(table, row.key)) > reach:
                return False
    return True
