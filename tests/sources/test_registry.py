"""Every remark of reading is explained, and nothing is explained that is never said."""

from __future__ import annotations

import re
from pathlib import Path

import xltool.sources
from xltool.sources import registry

SOURCE = Path(xltool.sources.__file__).parent
CODE = re.compile(r'"((?:read|tidy)\.[a-z-]+)"')


def test_each_code_of_a_remark_is_explained_once() -> None:
    said = {
        code
        for file in SOURCE.rglob("*.py")
        if file.name != "remark_kinds.py"
        for code in CODE.findall(file.read_text("utf-8"))
    }
    explained = [info.id for info in registry()]
    assert sorted(said) == sorted(explained)


def test_each_explanation_has_both_examples() -> None:
    assert all(info.title and info.says and info.passing and info.failing for info in registry())
