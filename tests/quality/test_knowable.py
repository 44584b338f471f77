"""The oracle of the plantings, on a document small enough to judge by hand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.quality.books import book_of
from tests.quality.knowable import Knowable, Oracle
from tests.quality.truth import Document, Measure, Quantity, Statement, SumRule, ZeroRule, printed
from xltool.model.amount import Unit
from xltool.model.book import CellId

FINAL, SHARE, BUDGET, COUNT = Measure.FINAL, Measure.SHARE, Measure.BUDGET, Measure.COUNT
CELL = CellId("公开03表", "合计", "本年支出合计")
FIGURES = (
    ("90.00", Unit.WAN, Quantity(FINAL, "支出")),
    ("30.00", Unit.WAN, Quantity(FINAL, "基本")),
    ("33.33", Unit.PERCENT, Quantity(SHARE, "基本", "支出")),
    ("12.00", Unit.WAN, Quantity(BUDGET, "别处没有的数")),
    ("0", Unit.WAN, Quantity(FINAL, "接待")),
    ("0", Unit.BATCH, Quantity(COUNT, "批次")),
)


def _document() -> Document:
    statements = tuple(
        Statement(0, place, place + 1, text, printed(text, unit), quantity, "一")
        for place, (text, unit, quantity) in enumerate(FIGURES)
    )
    return Document(
        "例",
        book_of({CELL: Decimal("90.00")}, {}),
        ("",),
        statements,
        {FIGURES[0][2]: (CELL,)},
        sums=(SumRule("支出", ("基本", "没有写出的部分")),),
        zeros=(ZeroRule("接待", ("批次",)),),
    )


@pytest.mark.parametrize(
    ("index", "text", "known"),
    [
        (0, "90.01", Knowable.CERTAIN),  # the table says 90.00, copies have no allowance
        (1, "30.01", Knowable.CERTAIN),  # at least 30.005 / 90.005 = 33.337 %, 33.33 ends at 33.335
        (2, "33.34", Knowable.TAIL),  # 30.005 / 89.995 = 33.341 %, 33.34 begins at 33.335
        (2, "33.43", Knowable.CERTAIN),
        (3, "99.00", Knowable.NONE),
        (4, "5", Knowable.NONE),  # money without a count is an omission, no contradiction
        (5, "5", Knowable.CERTAIN),
    ],
)
def test_a_change_is_knowable_where_something_contradicts_it(
    index: int, text: str, known: Knowable
) -> None:
    unit = FIGURES[index][1]
    assert Oracle(_document()).knows(index, printed(text, unit)) is known
