"""Tidy data as records: one figure a record, still as given, with the place it stands."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from xltool.model.amount import Unit
from xltool.model.errors import XltoolError
from xltool.sources.labels import normal

if TYPE_CHECKING:
    import pandas as pd

Raw = str | Decimal | float | bool | date | None
"""A field as its source has it."""

_FIELDS = {
    "table": ("table", "表"),
    "row": ("row", "行"),
    "column": ("column", "栏", "列"),
    "value": ("value", "数值", "值"),
    "name": ("name", "名称", "科目名称"),
    "unit_name": ("unit_name", "单位名称"),
    "year": ("year", "年度", "年份"),
}
_FIELD_OF = {word: field for field, words in _FIELDS.items() for word in words}
_REQUIRED = ("table", "row", "column", "value")
_MAX_WHOLE = 10**15
_WHOLE_WITH_POINT = re.compile(r"[0-9]+\.0+")
HEAD_WITHIN = 10
"""Lines with text among which the head stands: titles may stand above it."""
DELIMITERS = (",", "\t", ";", "|", "\uff0c")
HEAD_HELP = "表头应有 table,row,column,value(或 表,行,栏,数值)四列"


@dataclass(frozen=True, slots=True)
class Record:
    """One record: where it stands, and its fields as given."""

    origin: str
    table: str
    row: str
    column: str
    value: Raw
    name: str
    unit_name: str
    year: str


@dataclass(frozen=True, slots=True)
class Records:
    """All records of one source, what it says of itself, and columns that mean nothing."""

    records: tuple[Record, ...]
    unit: Unit | None = None
    unit_name: str | None = None
    year: str | None = None
    ignored: tuple[str, ...] = ()


def fields_of(header: Sequence[Raw]) -> dict[str, int] | None:
    """Field name to its position, None where ``header`` is no head of tidy data."""
    found: dict[str, int] = {}
    for position, cell in enumerate(header):
        field = _FIELD_OF.get(_word(cell))
        if field:
            found.setdefault(field, position)
    return found if all(field in found for field in _REQUIRED) else None


def records_of_rows(rows: Iterable[tuple[str, Sequence[Raw]]], name: str) -> Records:
    """Records of a head row and the rows below it, each with its origin ("数据.csv 第5行").

    Raises:
        XltoolError: no head, a column given twice, or a row longer than the head.
    """
    below = iter(rows)
    filled = (cells for _, cells in below if any(_text(cell) for cell in cells))
    header = next((cells for cells in islice(filled, HEAD_WITHIN) if fields_of(cells)), ())
    places = fields_of(header)
    if places is None:
        raise XltoolError(f"{name} 看不出是录入数据:{HEAD_HELP}")
    words = [_word(cell) for cell in header]
    known = [_FIELD_OF[word] for word in words if word in _FIELD_OF]
    if len(set(known)) < len(known):
        twice = next(word for word in known if known.count(word) > 1)
        raise XltoolError(f"{name} 表头里 {twice} 列出现两次:请只留一列")
    ignored = tuple(
        _text(cell)
        for cell, word in zip(header, words, strict=True)
        if word and word not in _FIELD_OF
    )
    return Records(tuple(_records(below, places, len(header))), ignored=ignored)


def _records(
    rows: Iterator[tuple[str, Sequence[Raw]]], places: Mapping[str, int], width: int
) -> Iterator[Record]:
    for origin, cells in rows:
        if not any(_text(cell) for cell in cells):
            continue
        if any(_text(cell) for cell in cells[width:]):
            raise XltoolError(
                f"{origin}比表头多出一列“{_text(cells[-1])}”:带千分位逗号的数请加引号或去掉逗号"
            )
        yield _record(origin, {field: _at(cells, place) for field, place in places.items()})


def _record(origin: str, fields: Mapping[str, Raw]) -> Record:
    return Record(
        origin,
        table=_text(fields.get("table")),
        row=_text(fields.get("row")),
        column=_text(fields.get("column")),
        value=fields.get("value"),
        name=_text(fields.get("name")),
        unit_name=_text(fields.get("unit_name")),
        year=_text(fields.get("year")),
    )


def records_of_csv(text: str, name: str) -> Records:
    """Records of comma, tab or semicolon separated text.

    Raises:
        XltoolError: as ``records_of_rows``, or quotes that do not close.
    """
    first = list(islice((line for line in text.splitlines() if line.strip()), HEAD_WITHIN))
    delimiter = next(
        (d for d in DELIMITERS if any(fields_of(line.split(d)) for line in first)), None
    )
    if delimiter is None and not any(fields_of(cells) for cells in csv.reader(first)):
        raise XltoolError(f"{name} 看不出是录入数据:{HEAD_HELP}")
    return records_of_rows(_csv_rows(text, delimiter or ",", name), name)


def _csv_rows(text: str, delimiter: str, name: str) -> Iterator[tuple[str, Sequence[Raw]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield f"{name} 第{line}行", cells
            line = reader.line_num + 1
    except csv.Error:
        raise XltoolError(f"{name} 第{line}行的引号不成对:请检查这一行") from None


def records_of_json(text: str, name: str) -> Records:
    """Records of the contract's JSON: unit_name, year, amount_unit, figures.

    Raises:
        XltoolError: not JSON, or of another shape.
    """
    try:
        document = json.loads(
            text,
            parse_float=Decimal,
            parse_int=Decimal,
            parse_constant=_refuse_constant,
            object_pairs_hook=_unique_keys,
        )
    except json.JSONDecodeError as error:
        raise XltoolError(
            f"{name} 第{error.lineno}行第{error.colno}列起不是正确的 JSON:请检查引号、逗号和括号"
        ) from None
    except RecursionError:
        raise XltoolError(f"{name} 的 JSON 嵌套过深") from None
    except ValueError as error:
        raise XltoolError(f"{name}:{error}") from None
    figures = document.get("figures") if isinstance(document, dict) else None
    if not isinstance(figures, list):
        raise XltoolError(f'{name} 应是 {{"unit_name","year","amount_unit","figures":[…]}}')
    return Records(
        tuple(_json_records(figures, name)),
        unit=_json_unit(document.get("amount_unit"), name),
        unit_name=_text(document.get("unit_name")) or None,
        year=_text(document.get("year")) or None,
        ignored=tuple(
            key for key in document if key not in ("unit_name", "year", "amount_unit", "figures")
        ),
    )


def _json_records(figures: Sequence[object], name: str) -> Iterator[Record]:
    for number, figure in enumerate(figures, 1):
        origin = f"{name} figures 第{number}项"
        if not isinstance(figure, dict):
            raise XltoolError(f'{origin}应是 {{"table","row","column","value"}}')
        missing = [field for field in _REQUIRED if field not in figure]
        if missing:
            raise XltoolError(f"{origin}缺少 {'、'.join(missing)}")
        nested = [key for key, value in figure.items() if isinstance(value, dict | list)]
        if nested:
            raise XltoolError(f"{origin}的 {nested[0]} 应是文字或数")
        fields = {str(key): value for key, value in figure.items()}
        yield _record(origin, {_FIELD_OF.get(key, key): fields[key] for key in fields})


def _json_unit(given: object, name: str) -> Unit | None:
    if given is None:
        return None
    if given not in (Unit.YUAN.value, Unit.WAN.value):
        raise XltoolError(f"{name} 的 amount_unit “{given}”不认识:只能是 元 或 万元")
    return Unit(given)


def _refuse_constant(text: str) -> None:
    raise ValueError(f"{text} 不是数")


def _unique_keys(pairs: list[tuple[str, object]]) -> dict[str, object]:
    keys = [key for key, _ in pairs]
    if len(set(keys)) < len(keys):
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"同一处写了两个“{twice}”")
    return dict(pairs)


def records_of_frame(frame: pd.DataFrame) -> Records:
    """Records of a DataFrame with the same columns.

    Raises:
        XltoolError: as ``records_of_rows``.
    """
    header: list[Raw] = [str(column) for column in frame.columns]
    rows = frame.astype(object).where(frame.notna(), None).to_numpy().tolist()
    numbered = ((f"数据第{number}行", cells) for number, cells in enumerate(rows, 1))
    return records_of_rows([("表头", header), *numbered], "数据")


def _word(cell: Raw) -> str:
    return normal(_text(cell)).lower()


def _at(cells: Sequence[Raw], place: int) -> Raw:
    return cells[place] if place < len(cells) else None


def _text(cell: object) -> str:
    """A field as text: codes that a spreadsheet keeps as numbers lose their ".0"."""
    if cell is None:
        return ""
    if isinstance(cell, float | Decimal) and _is_whole(cell):
        return str(int(cell))
    text = str(cell).strip()
    return text.partition(".")[0] if _WHOLE_WITH_POINT.fullmatch(text) else text


def _is_whole(number: float | Decimal) -> bool:
    return -_MAX_WHOLE < number < _MAX_WHOLE and int(number) == number
