"""The notation of identities: ``T01[27;金额] = T01[1..8;金额]`` read into Refs.

What the selectors mean is told at the head of identities.toml; here is only the grammar.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from xltool.editions.schema import Ref, Relation

_REF: Final = re.compile(
    r"\s*(?P<sign>[+-]?)\s*(?P<tree>子\()?(?P<table>[^\[\]+\-=<>/()\s]+)"
    r"\[(?P<rows>[^\[\];]*);(?P<columns>[^\[\];]+)\](?P<close>\))?\s*"
)
_RELATION: Final = re.compile(r"\]\)?\s*(<=|>=|=)\s")
_RATIO: Final = re.compile(r"\]\)?\s*/\s")


class NotationError(ValueError):
    """A text that is no identity; the message says in Chinese what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Both sides of an identity as written."""

    left: tuple[Ref, ...]
    relation: Relation
    right: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Quotient:
    """A computed cell as written: cell = numerator / denominator."""

    cell: Ref
    numerator: tuple[Ref, ...]
    denominator: Ref | None


def read_statement(text: str, tables: Mapping[str, str]) -> Statement:
    """The identity ``text``; ``tables`` maps short names and ids of tables to ids.

    Raises:
        NotationError: the text is no identity, or it names an unknown table.
    """
    relation = _RELATION.search(text)
    if relation is None:
        raise NotationError(f"“{text}”中没有 =、<= 或 >=")
    left, right = text[: relation.start(1)], text[relation.end(1) :]
    return Statement(read_sum(left, tables), Relation(relation.group(1)), read_sum(right, tables))


def read_quotient(text: str, tables: Mapping[str, str]) -> Quotient:
    """The computed cell ``text``, a ratio or a sum.

    Raises:
        NotationError: as for ``read_statement``; or there is more than one cell on the left.
    """
    relation = _RELATION.search(text)
    if relation is None or relation.group(1) != "=":
        raise NotationError(f"“{text}”应写作 单元格 = 分子 / 分母")
    cell = _single(text[: relation.start(1)], tables)
    right = text[relation.end(1) :]
    slash = _RATIO.search(right)
    if slash is None:
        return Quotient(cell, read_sum(right, tables), None)
    cut = slash.end() - 2
    numerator, denominator = right[:cut], right[slash.end() :]
    return Quotient(cell, read_sum(numerator, tables), _single(denominator, tables))


def read_sum(text: str, tables: Mapping[str, str]) -> tuple[Ref, ...]:
    """References joined by + and -.

    Raises:
        NotationError: something else stands there, or a table is unknown.
    """
    refs: list[Ref] = []
    position = 0
    while position < len(text):
        match = _REF.match(text, position)
        if match is None or (refs and not match["sign"]):
            raise NotationError(f"看不懂“{text[position:].strip()}”;应为 表[行;栏]")
        refs.append(_ref(match, tables))
        position = match.end()
    if not refs:
        raise NotationError("等号一侧是空的")
    return tuple(refs)


def _single(text: str, tables: Mapping[str, str]) -> Ref:
    refs = read_sum(text, tables)
    if len(refs) != 1:
        raise NotationError(f"“{text.strip()}”应为一个 表[行;栏]")
    return refs[0]


def _ref(match: re.Match[str], tables: Mapping[str, str]) -> Ref:
    table = tables.get(match["table"])
    if table is None:
        raise NotationError(f"没有表“{match['table']}”;可用:{'、'.join(dict.fromkeys(tables))}")
    if bool(match["tree"]) != bool(match["close"]):
        raise NotationError(f"“{match.group().strip()}”的括号不成对;应为 子(表[行;栏])")
    return Ref(
        table=table,
        rows=_selectors(match["rows"]),
        columns=_selectors(match["columns"]),
        sign=-1 if match["sign"] == "-" else 1,
        children=bool(match["tree"]),
    )


def _selectors(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(","))
