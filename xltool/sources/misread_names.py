"""The unit's name as text recognition leaves it above each table: one name, told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from xltool.model.book import Remark, Table
from xltool.model.finding import Severity
from xltool.sources.labels import normal

_ALIKE = 0.8
"""Share of characters that two readings of one name have in common at least."""
_NAMED = 3


def with_one_name(
    tables: Mapping[str, Table],
) -> tuple[dict[str, Table], str | None, tuple[Remark, ...]]:
    """The tables with blanks, cut ends and misread characters of the name put right.

    The reading that most others agree with or only cut short is taken; a name that is
    quite another one stays, so that the check tells it.
    """
    names = ["".join(table.unit_name.split()) for table in tables.values() if table.unit_name]
    if not names:
        return dict(tables), None, ()
    right = _agreed(names)
    kept, misread = dict(tables), dict[str, str]()
    for id_, table in tables.items():
        name = "".join((table.unit_name or "").split())
        if name and _is_alike(name, right):
            kept[id_] = replace(table, unit_name=right)
            if normal(name) != normal(right):
                misread[id_] = name
    return kept, right, _remarks(misread, right)


def _agreed(names: Sequence[str]) -> str:
    def support(name: str) -> tuple[int, int]:
        return sum(name.startswith(other) for other in names), len(name)

    return max(names, key=support)


def _is_alike(name: str, right: str) -> bool:
    is_cut = right.startswith(name) and len(name) * 2 > len(right)
    return is_cut or SequenceMatcher(None, name, right).ratio() >= _ALIKE


def _remarks(misread: Mapping[str, str], right: str) -> tuple[Remark, ...]:
    if not misread:
        return ()
    shown = "、".join(f"{id_}“{name}”" for id_, name in list(misread.items())[:_NAMED])
    more = f" 等 {len(misread)} 张表" if len(misread) > _NAMED else ""
    message = f"单位名称认错或不全,按“{right}”读:{shown}{more};请对照原文"
    return (Remark("read.misread-name", message, Severity.HINT),)
