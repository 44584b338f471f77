"""Entries of made-up units with as many code rows as a test wants."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice

from tests.filling.given import EDITION
from xltool.model.amount import Amount, Unit
from xltool.model.book import CellId
from xltool.model.entries import Entries, Entry

_DIVISIONS, _ITEMS = 6, 5
ENTERED = {
    "公开02表": ("财政拨款收入", "事业收入", "其他收入"),
    "公开03表": ("基本支出", "项目支出"),
    "公开05表": ("基本支出", "项目支出"),
    "公开07表": ("年初结转和结余", "本年收入", "项目支出"),
    "公开08表": ("基本支出", "项目支出"),
}
"""Columns of the growing tables that a made-up unit enters."""


def tree() -> Iterator[str]:
    """Codes in their order: each 类 with its 款, each 款 with its 项."""
    classes = [line.code for line in EDITION.tables["公开01表"].lines if line.code]
    for code in classes:
        yield code
        for division in range(1, _DIVISIONS + 1):
            yield f"{code}{division:02d}"
            for item in range(1, _ITEMS + 1):
                yield f"{code}{division:02d}{item:02d}"


def _figure(number: int) -> Decimal:
    """A figure of two decimals that looks like none of its neighbours."""
    return Decimal(number * 48_271 * 7_919 % 10 ** (3 + number % 7)).scaleb(-2)


def made_up(rows: int, unit: Unit = Unit.WAN, seed: int = 0) -> Entries:
    """A unit whose growing tables have ``rows`` rows of codes, with figures of all sizes."""
    codes = list(islice(tree(), rows))
    parents = {code[:-2] for code in codes}
    leaves = [code for code in codes if code not in parents]
    items = [line.key for line in EDITION.tables["公开06表"].lines if len(line.key) == 5]
    cells = [
        CellId(t, code, c) for t, columns in ENTERED.items() for code in leaves for c in columns
    ]
    cells += [CellId("公开06表", item, "决算数") for item in items]
    cells += [CellId("分析", "基本支出", "上年决算"), CellId("公开01表", "29", "金额")]
    figures = tuple(
        Entry(cell, Amount(_figure(n + seed), unit, 2), f"第{n}行")
        for n, cell in enumerate(cells, 1)
    )
    names = {code: f"科目{code}" for code in codes}
    return Entries(unit, figures, "示例单位甲", None, names, "数据.csv")
