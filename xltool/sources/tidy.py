"""Tidy data (table, row, column, value) into Entries: every figure finds its cell or is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from xltool.editions.schema import Edition, TableSpec
from xltool.model.amount import Amount, Unit
from xltool.model.book import CellId, Remark
from xltool.model.entries import Entries, Entry
from xltool.model.errors import XltoolError
from xltool.model.finding import Severity
from xltool.sources.encoding import decode_text
from xltool.sources.files import file_bytes, is_office
from xltool.sources.lookup import Finder, LookupFaultError
from xltool.sources.numbers import (
    NotANumberError,
    Number,
    number_of,
    number_of_float,
    parse_number,
)
from xltool.sources.records import (
    Raw,
    Record,
    Records,
    records_of_csv,
    records_of_frame,
    records_of_json,
)

if TYPE_CHECKING:
    import pandas as pd

ANALYSIS_ENTERED = ("上年决算", "年初预算", "全年预算")
"""Columns of 分析 that DATA may give; the others follow from the tables."""

_CENTS = {Unit.YUAN: 2, Unit.QIAN: 5, Unit.WAN: 6, Unit.YI: 10}
"""Decimals down to one 分, the smallest money there is."""
_YEAR = re.compile(r"((?:19|20)[0-9]{2})年?度?")
_USUAL_DECIMALS = 2
_WORKBOOK_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb"})
_SHOWN_FAULTS, _SHOWN_LENGTH = 3, 30


class _FigureFaultError(ValueError):
    """Why a record gives no figure, in Chinese."""


def read_tidy(
    source: pd.DataFrame | Path | str,
    edition: Edition,
    unit: Unit = Unit.WAN,
    unit_name: str | None = None,
    year: int | None = None,
    codes: Mapping[str, str] | None = None,
) -> Entries:
    """The figures of a .csv, .xlsx (tidy), .json or DataFrame, each with its cell.

    Args:
        source: columns table, row, column, value (表, 行, 栏, 数值), and optionally
            name, unit_name, year.
        edition: the form whose cells are meant.
        unit: the unit in which money is given; a JSON that names its own unit is believed.
        unit_name: name of the unit, over what the data says.
        year: year of the accounts; the data must not say another one.
        codes: names of functional codes beyond the shipped list.

    Raises:
        XltoolError: anything that is not a figure with a cell, naming the line and text.
    """
    name = Path(source).name if isinstance(source, str | Path) else ""
    return entries_of(records_of(source), edition, _Asked(unit, unit_name, year, codes or {}, name))


def records_of(source: pd.DataFrame | Path | str) -> Records:
    """The records of tidy data, by the kind of its content."""
    if not isinstance(source, str | Path):
        return records_of_frame(source)
    path = Path(source)
    data = file_bytes(path)
    if is_office(data):
        from xltool.sources.spreadsheet import tidy_records

        return tidy_records(data, path.name)
    if path.suffix.lower() in _WORKBOOK_SUFFIXES:
        raise XltoolError(f"{path.name} 不是 Excel 工作簿,或已损坏:请重新获取,或另存后再用")
    text = decode_text(data, path.name).lstrip("\ufeff")
    if text.lstrip().startswith(("{", "[")):
        return records_of_json(text, path.name)
    return records_of_csv(text, path.name)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the caller said beside the data."""

    unit: Unit
    unit_name: str | None
    year: int | None
    codes: Mapping[str, str]
    source: str


def entries_of(records: Records, edition: Edition, asked: _Asked) -> Entries:
    """Entries of records, or one error that names the first faults and counts the rest."""
    unit = _unit(records.unit, asked.unit)
    names, name_remarks = _names(records.records, asked.codes)
    finder = Finder(edition, names)
    figures: dict[CellId, Entry] = {}
    faults: list[str] = []
    for record in records.records:
        try:
            entry = _entry(record, finder, unit)
            if entry is not None:
                _add(entry, figures)
        except _FigureFaultError as fault:
            faults.append(f"{record.origin}:{fault}")
    if faults:
        raise XltoolError(_joined(faults))
    unit_name, unit_remarks = _unit_name(records, asked)
    nothing = (
        ()
        if figures
        else (
            Remark(
                "tidy.no-figures", f"{asked.source or '数据'}里没有一个录入数", Severity.WARNING
            ),
        )
    )
    ignored = tuple(
        Remark(
            "tidy.ignored-column",
            f"{asked.source or '数据'} 的“{text}”不认识,没有读",
            Severity.HINT,
        )
        for text in records.ignored
    )
    return Entries(
        unit,
        tuple(figures.values()),
        unit_name,
        _year(records, asked),
        names,
        asked.source,
        (*name_remarks, *unit_remarks, *ignored, *nothing),
    )


def _add(entry: Entry, figures: dict[CellId, Entry]) -> None:
    earlier = figures.setdefault(entry.cell, entry)
    if earlier is not entry:
        raise _FigureFaultError(
            f"{entry.cell} 已在 {earlier.origin} 给过 {earlier.amount.value},"
            f"这里又是 {entry.amount.value}:请只留一处"
        )


def _entry(record: Record, finder: Finder, unit: Unit) -> Entry | None:
    """The figure of a record; None where its value is empty."""
    where = f"表“{record.table}” 行“{record.row}” 栏“{record.column}”"
    try:
        spec = finder.table(record.table)
        cell = finder.cell(spec, record.row, record.column)
    except LookupFaultError as fault:
        raise _FigureFaultError(f"{where}:{fault}") from None
    if spec.id == finder.edition.analysis_sheet and cell.column not in ANALYSIS_ENTERED:
        raise _FigureFaultError(f"{where}:这一栏由各表算出,只能录入 {'、'.join(ANALYSIS_ENTERED)}")
    try:
        number = _number(record.value)
        if number is None:
            return None
        amount = _amount(number, spec, cell, unit)
    except NotANumberError as fault:
        raise _FigureFaultError(f"{where} 的数值“{_shown(record.value)}”{fault}") from None
    return Entry(cell, amount, record.origin, record.name or None)


def _number(value: Raw) -> Number | None:
    """The number of a field, None where it is empty."""
    if value is None or (isinstance(value, str) and not value.strip("\u3000\xa0 \t\r\n")):
        return None
    if isinstance(value, bool):
        raise NotANumberError("不是数")
    if isinstance(value, int | Decimal):
        return number_of(Decimal(value))
    if isinstance(value, float):
        return number_of_float(value)
    return parse_number(str(value))


def _amount(number: Number, spec: TableSpec, cell: CellId, unit: Unit) -> Amount:
    """The figure in its row's kind of unit: money in ``unit``, counts in their own."""
    line = next((line for line in spec.lines if line.key == cell.row), None)
    own = line.unit if line else spec.unit
    if not own.is_amount:
        if number.value != number.value.to_integral_value():
            raise NotANumberError(f"不是整数,这一行按{own or '个'}计")
        return Amount(number.value.quantize(Decimal(1)), own, 0)
    value, decimals = number
    while decimals > _USUAL_DECIMALS and value == value.quantize(Decimal(1).scaleb(1 - decimals)):
        decimals -= 1
    if decimals > _CENTS[unit]:
        raise NotANumberError(f"不足一分,{unit}最多 {_CENTS[unit]} 位小数")
    decimals = max(decimals, line.decimals if line else 2)
    return Amount(value.quantize(Decimal(1).scaleb(-decimals)), unit, decimals)


def _shown(value: Raw) -> str:
    text = str(value).strip()
    return text if len(text) <= _SHOWN_LENGTH else f"{text[:_SHOWN_LENGTH]}…"


def _unit(own: Unit | None, asked: Unit) -> Unit:
    if own is None or own is asked:
        return asked
    if asked is not Unit.WAN:
        raise XltoolError(f"数据写明金额单位是{own},而 --unit 是{asked}:请只用一个")
    return own


def _names(
    records: tuple[Record, ...], codes: Mapping[str, str]
) -> tuple[dict[str, str], tuple[Remark, ...]]:
    """Names of codes: those of the data over those of the user's list."""
    given: dict[str, Record] = {}
    remarks = []
    for record in records:
        if not record.name or not record.row.isdigit():
            continue
        earlier = given.setdefault(record.row, record)
        if earlier.name != record.name:
            message = (
                f"科目 {record.row} 有两个名称:{earlier.origin} 是“{earlier.name}”,"
                f"{record.origin} 是“{record.name}”,用前一个"
            )
            remarks.append(Remark("tidy.two-names", message, Severity.WARNING))
    own = {code: record.name for code, record in given.items()}
    return {**codes, **own}, tuple(remarks)


def _unit_name(records: Records, asked: _Asked) -> tuple[str | None, tuple[Remark, ...]]:
    own = _only("单位名称", records.unit_name, ((r.origin, r.unit_name) for r in records.records))
    if asked.unit_name and own and own != asked.unit_name:
        message = f"数据里的单位名称是“{own}”,按 --unit-name 用“{asked.unit_name}”"
        return asked.unit_name, (Remark("tidy.unit-name", message, Severity.HINT),)
    return asked.unit_name or own, ()


def _year(records: Records, asked: _Asked) -> int | None:
    text = _only("年度", records.year, ((r.origin, r.year) for r in records.records))
    if text is None:
        return asked.year
    found = _YEAR.fullmatch(text)
    if found is None:
        raise XltoolError(f"{asked.source or '数据'} 的年度“{text}”不认识:应如 2024")
    if asked.year and int(found[1]) != asked.year:
        raise XltoolError(f"数据的年度是 {found[1]},而 --year 是 {asked.year}:请核实后只用一个")
    return int(found[1])


def _only(what: str, first: str | None, given: Iterable[tuple[str, str]]) -> str | None:
    """The one text that all of them give; empty ones do not count."""
    where = "文件开头"
    for origin, text in given:
        if not text:
            continue
        if first and text != first:
            raise XltoolError(f"{what}前后不一:{where}是“{first}”,{origin}是“{text}”")
        if not first:
            first, where = text, origin
    return first


def _joined(faults: list[str]) -> str:
    rest = len(faults) - _SHOWN_FAULTS
    shown = ";".join(faults[:_SHOWN_FAULTS])
    return f"{shown};另有 {rest} 处" if rest > 0 else shown
