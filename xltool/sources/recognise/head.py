"""What stands around a table: unit name, year, 金额单位, the sentence that it is empty."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from xltool.model.amount import Unit
from xltool.sources.grid import RawCell
from xltool.sources.labels import normal

_AMOUNT_UNIT = re.compile(r"单位:?\(?(?:人民币)?(亿元|万元|千元|元)\)?")
_COLON, _OPEN, _CLOSE = "[:\uff1a]", "[(\uff08]", "[)\uff09]"
"""Half-width and full-width: names are kept as printed, so the text is not normalised first."""
_UNIT_NAME = re.compile(
    rf"(?:编制|填报|填表|公开|预算)?(?:单位|部门)\s*(?:{_OPEN}(?:单位|部门){_CLOSE})?\s*(?:名称)?\s*{_COLON}"
    rf"\s*(?P<name>.*?)\s*(?=$|\s(?:金额)?单位\s*(?:{_COLON}|{_OPEN})|\s\d{{4}}\s*年)"
)
_YEAR = re.compile(r"((?:19|20)[0-9]{2})年度")
_LOOSE_YEAR = re.compile(r"((?:19|20)[0-9]{2})年?")
_CHINESE_YEAR = re.compile(r"[二2][〇○零0][〇○零一二三四五六七八九0-9]{2}(?=年度)")
_CHINESE_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_EMPTY = re.compile("无数据|为空表|本表为空")


class Head(NamedTuple):
    """What the lines around a table say of it."""

    unit_name: str | None = None
    year: int | None = None
    amount_unit: Unit | None = None


def head_of(cells: Iterable[RawCell], titles: Sequence[str]) -> Head:
    """Unit name, year and 金额单位 from the cells above the figures.

    A year behind another date (填报日期) does not count unless the title has it: only
    "2024年度", or the title's own number.
    """
    textual = [cell for cell in cells if isinstance(cell.value, str)]
    texts = [cell.text for cell in textual]
    return Head(
        next((name for text in texts if (name := _name(text))), None) or _name_beside(textual),
        _year((*titles, *texts), titles),
        next((unit for text in texts if (unit := _amount_unit(text))), None),
    )


def _name(text: str) -> str | None:
    found = _UNIT_NAME.search(unicodedata.normalize("NFC", text))
    name = found["name"].strip() if found else ""
    if not name or _is_amount_unit(name) or _YEAR.match(normal(name)):
        return None
    return name


def _name_beside(cells: Sequence[RawCell]) -> str | None:
    """The text to the right of one that only says 单位名称:."""
    for label, beside in pairwise(cells):
        is_label = re.fullmatch(r".{0,4}(?:单位|部门)(?:\(.{2}\))?(?:名称)?:", normal(label.text))
        if is_label and beside.row == label.row:
            name = beside.text.strip()
            if not _is_amount_unit(name) and ":" not in normal(name) and not _YEAR.search(name):
                return name
    return None


def _is_amount_unit(text: str) -> bool:
    return normal(text) in ("万元", "元", "亿元", "千元", "人民币万元", "人民币元")


def _amount_unit(text: str) -> Unit | None:
    found = _AMOUNT_UNIT.search(normal(text))
    return Unit(found[1]) if found else None


def _year(texts: Sequence[str], titles: Sequence[str]) -> int | None:
    for text in texts:
        words = normal(text)
        if found := _YEAR.search(words):
            return int(found[1])
        if found := _CHINESE_YEAR.search(words):
            return int(found[0].translate(_CHINESE_DIGITS))
    return next(
        (int(found[1]) for text in titles if (found := _LOOSE_YEAR.search(normal(text)))), None
    )


def empty_statement(cells: Iterable[RawCell], statements: Sequence[str]) -> str | None:
    """The text that says the table has no data, None where none does."""
    known = [normal(statement) for statement in statements]
    for cell in cells:
        if isinstance(cell.value, str):
            words = normal(cell.value)
            if _EMPTY.search(words) or words in known:
                return cell.value.strip()
    return None
