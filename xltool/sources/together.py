"""Several files that are one publication: tables from wherever, the narrative from wherever."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from xltool.model.book import Book, Narrative, Remark, Table
from xltool.model.finding import CellPlace, Severity
from xltool.sources.recognised_book import completed, most

_AMOUNT = re.compile(r"[0-9]\s*(?:万元|千元|亿元|元|%)")
_NAMED = 3


def merged(books: Sequence[Book], narratives: Sequence[Narrative]) -> Book:
    """One Book of several, of which the first that has a table gives it.

    The narrative is the one with most figures. What two files say differently, and what
    is not used, is told.

    Args:
        books: at least one, in the order of the files; all of one edition.
        narratives: of files that hold no table.
    """
    tables: dict[str, Table] = {}
    origins: dict[str, str] = {}
    remarks: list[Remark] = []
    for book in books:
        remarks += [_named(remark, book) for remark in book.remarks]
        for id_, table in book.tables.items():
            if id_ in tables:
                remarks += _clash(tables[id_], table, origins[id_], _name(book))
            if id_ not in tables or (tables[id_].is_empty and not table.is_empty):
                tables[id_], origins[id_] = table, _name(book)
    texts = [*(book.narrative for book in books if book.narrative), *narratives]
    narrative = max(texts, key=_figures, default=None)
    remarks += [
        _left_out(text, narrative) for text in texts if text is not narrative and _figures(text)
    ]
    remarks += _names_clash(books)
    unit_name, year = most([b.unit_name for b in books]), most([b.year for b in books])
    sources = (*(name for book in books for name in book.sources), *(t.source for t in narratives))
    return replace(
        books[0],
        tables=completed(tables, unit_name, year),
        unit_name=unit_name,
        year=year,
        as_published=any(book.as_published for book in books),
        narrative=narrative,
        remarks=tuple(remarks),
        sources=tuple(dict.fromkeys(sources)),
        loose=tuple(loose for book in books for loose in book.loose),
    )


def _name(book: Book) -> str:
    return "、".join(book.sources)


def _named(remark: Remark, book: Book) -> Remark:
    name = _name(book)
    return remark if name in remark.message else replace(remark, message=f"{name}:{remark.message}")


def _figures(narrative: Narrative) -> int:
    return sum(len(_AMOUNT.findall(paragraph.text)) for paragraph in narrative.paragraphs)


def _left_out(text: Narrative, used: Narrative | None) -> Remark:
    return Remark(
        "read.second-narrative",
        f"{text.source} 里的文字没有当作情况说明核对,用的是 {used.source if used else ''};"
        "请只给出一份情况说明",
        Severity.WARNING,
    )


def _clash(first: Table, again: Table, first_name: str, again_name: str) -> Iterator[Remark]:
    """One remark where two files print a table with different figures."""
    if any(table.is_empty and table.sheet is None for table in (first, again)):
        return  # tidy figures leave out what they do not give
    own, other = _values(first), _values(again)
    places = sorted(key for key in own.keys() | other.keys() if own.get(key) != other.get(key))
    if not places:
        return
    shown = "、".join(
        f"{' '.join(filter(None, key))} {_text(own, key)}与{_text(other, key)}"
        for key in places[:_NAMED]
    )
    more = f" 等 {len(places)} 格" if len(places) > _NAMED else ""
    used = again_name if first.is_empty else first_name
    yield Remark(
        "read.table-clash",
        f"{first.id} 在 {first_name} 和 {again_name} 里不同:{shown}{more};按 {used} 核对",
        Severity.WARNING,
        tuple(CellPlace(first.id, row, column) for row, column in places),
    )


def _values(table: Table) -> Mapping[tuple[str, str], Decimal]:
    """Its figures; an empty cell is 0."""
    return {key: cell.value for key, cell in table.cells.items() if cell.value}


def _text(values: Mapping[tuple[str, str], Decimal], key: tuple[str, str]) -> str:
    return f"{values[key]}" if key in values else "空"


def _names_clash(books: Sequence[Book]) -> Iterator[Remark]:
    """One remark where the files are of different units or years."""
    for what, given in (
        ("单位名称", [(book.unit_name, _name(book)) for book in books]),
        ("年度", [(str(book.year), _name(book)) for book in books if book.year]),
    ):
        known = [(value, name) for value, name in given if value]
        if len({value for value, _ in known}) > 1:
            listed = "、".join(f"{name} 是“{value}”" for value, name in known)
            yield Remark(
                "read.different-documents",
                f"几个文件的{what}不同:{listed};请检查是不是同一份决算",
                Severity.WARNING,
            )
