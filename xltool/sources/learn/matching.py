"""A drafted table beside the same table of a known edition: what its lines are called there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from xltool.editions.schema import Block, CodeRows, Column, Line, Role, TableSpec
from xltool.sources.recognise.columns import column_of, head_word
from xltool.sources.recognise.line_rows import line_word

_NAMED_AT_MOST = 5


def matched(draft: TableSpec, known: TableSpec) -> tuple[TableSpec, tuple[str, ...]]:
    """``draft`` with the names of ``known``, and which rows and columns have none there."""
    doubts: list[str] = []
    lines = _line_names(draft, known)
    blocks = tuple(_block(block, known, lines, doubts) for block in draft.blocks)
    rows = draft.code_rows and _code_rows(draft.code_rows, known, doubts)
    missing = [line.label or line.key for line in known.lines if _is_lost(line, lines)]
    if missing and draft.blocks:
        doubts.append(f"没有认出“{'”、“'.join(missing[:_NAMED_AT_MOST])}”{_more(missing)}")
    spec = replace(draft, short=known.short, blocks=blocks, code_rows=rows, codes=known.codes)
    return spec, tuple(doubts)


def _more(items: Sequence[str]) -> str:
    return f"等 {len(items)} 行" if len(items) > _NAMED_AT_MOST else ""


def _is_lost(known: Line, lines: dict[str, str]) -> bool:
    return known.role is not Role.BLANK and known.is_printed and known.key not in lines.values()


def _line_names(draft: TableSpec, known: TableSpec) -> dict[str, str]:
    """Key in ``known`` by key in ``draft``: by code, else by label, in order where it repeats."""
    keys = {line.key for line in known.lines}
    by_word: dict[str, list[str]] = {}
    for line in known.lines:
        if line.role is not Role.BLANK:
            for text in {line_word(text) for text in (line.label, *line.aliases)}:
                by_word.setdefault(text, []).append(line.key)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for line in draft.lines:
        if line.role is Role.BLANK:
            continue
        if line.code and line.key in keys:
            found[line.key] = line.key
            continue
        options = [key for key in by_word.get(line_word(line.label), ()) if key not in taken]
        if line.key in options:
            options = [line.key]
        if options:
            found[line.key] = options[0]
            taken.add(options[0])
    return found


def _block(block: Block, known: TableSpec, names: dict[str, str], doubts: list[str]) -> Block:
    lines = tuple(_line(line, known, names, doubts) for line in block.lines)
    own = {names[line.key] for line in block.lines if line.key in names}
    homes = [b for b in known.blocks if own & {line.key for line in b.lines}]
    columns = homes[0].columns if homes else known.columns
    return replace(block, lines=lines, columns=_columns(block.columns, columns, doubts))


def _line(line: Line, known: TableSpec, names: dict[str, str], doubts: list[str]) -> Line:
    base = names.get(line.key)
    if base is None:
        if line.role is not Role.BLANK:
            doubts.append(f"“{line.label or line.key}”是已知版式里没有的行")
        return line
    own = next(other for other in known.lines if other.key == base)
    return replace(
        line,
        base=_base(line.key, own),
        code=line.code or own.code,
        unit=own.unit,
        decimals=own.decimals,
        role=Role.LINKED if own.role is Role.LINKED and line.role is Role.ENTERED else line.role,
        aliases=tuple(a for a in (own.label, *own.aliases) if a and a != line.label),
    )


def _code_rows(rows: CodeRows, known: TableSpec, doubts: list[str]) -> CodeRows:
    return replace(rows, columns=_columns(rows.columns, known.columns, doubts))


def _columns(
    own: Iterable[Column], known: Sequence[Column], doubts: list[str]
) -> tuple[Column, ...]:
    return tuple(_column(column, known, doubts) for column in own)


def _column(column: Column, known: Sequence[Column], doubts: list[str]) -> Column:
    path = tuple(map(head_word, column.key.split("/")))
    base = column_of(path, known)
    if base is None:
        doubts.append(f"“{column.key}”是已知版式里没有的栏")
        return replace(column, number=None)
    column = replace(column, number=base.number, role=base.role or column.role)
    others = tuple(a for a in (base.key, *base.aliases) if a != column.key)
    return replace(column, base=_base(column.key, base), aliases=others)


def _base(key: str, known: Line | Column) -> str | None:
    """What the identities call it: the name that the known edition itself inherited, if any."""
    name = known.base or known.key
    return None if name == key else name
