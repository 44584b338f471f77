"""A user's own list of functional codes (code, name), as ``--codes`` takes it."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from xltool.model.errors import XltoolError
from xltool.sources.encoding import decode_text
from xltool.sources.files import file_bytes
from xltool.sources.labels import normal

_CODE_WORDS = frozenset({"code", "编码", "科目编码", "科目代码", "代码", "功能分类科目编码"})
_NAME_WORDS = frozenset({"name", "名称", "科目名称"})


def read_codes(path: Path) -> dict[str, str]:
    """Code to name from a .csv with the columns code,name (编码,名称), any usual encoding.

    Raises:
        XltoolError: no such columns, a code that is not digits, two names for one code.
    """
    text = decode_text(file_bytes(path), path.name).lstrip("\ufeff")
    first = text.lstrip().splitlines()[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ",")
    try:
        head = next((row for row in rows if any(row)), [])
        words = [normal(cell).lower() for cell in head]
        code_at = next((i for i, word in enumerate(words) if word in _CODE_WORDS), None)
        name_at = next((i for i, word in enumerate(words) if word in _NAME_WORDS), None)
        if code_at is None or name_at is None:
            raise XltoolError(f"{path.name} 不是科目名称表:表头应有 code,name(或 编码,名称)两列")
        names: dict[str, str] = {}
        for row in rows:
            if any(cell.strip() for cell in row):
                _add(
                    names, _at(row, code_at), _at(row, name_at), f"{path.name} 第{rows.line_num}行"
                )
    except csv.Error:
        raise XltoolError(f"{path.name} 第{rows.line_num}行的引号不成对:请检查这一行") from None
    return names


def _at(row: list[str], place: int) -> str:
    return row[place].strip() if place < len(row) else ""


def _add(names: dict[str, str], code: str, name: str, where: str) -> None:
    digits = normal(code)
    if not (digits.isascii() and digits.isdigit()):
        raise XltoolError(f"{where}的编码“{code}”不是数字")
    if not name:
        raise XltoolError(f"{where}的编码 {digits} 没有名称")
    if names.setdefault(digits, name) != name:
        raise XltoolError(f"{where}:编码 {digits} 已叫“{names[digits]}”,这里又叫“{name}”")
