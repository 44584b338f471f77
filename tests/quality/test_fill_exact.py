"""From exact 元 leaves the filled form shows what official practice prints, tails included."""

from __future__ import annotations

import pytest

from tests.quality.accounts import Accounts, Shape
from tests.quality.documents import SHAPES
from tests.quality.tables import check_tables
from tests.quality.units import make
from xltool import editions
from xltool.editions.schema import Role
from xltool.filling import fill
from xltool.model.amount import Amount, Unit
from xltool.model.book import CellId
from xltool.model.entries import Entries, Entry
from xltool.model.finding import Verdict

EDITION = editions.load("shanxi/2024")


def _entered(at: CellId) -> bool:
    """Whether the form wants the cell typed: an item's own column, an entered line."""
    spec = EDITION.tables[at.table]
    if spec.code_rows is not None:
        return len(at.row) == 7 and spec.code_rows.columns[0].key != at.column
    return any(line.key == at.row and line.role is Role.ENTERED for line in spec.lines)


def _unit(at: CellId) -> Unit:
    """元 for money, the line's own unit for counts."""
    units = {line.key: line.unit for line in EDITION.tables[at.table].lines}
    unit = units.get(at.row, Unit.WAN)
    return Unit.YUAN if unit.is_amount else unit


def _leaves(accounts: Accounts) -> Entries:
    figures = [
        Entry(at, Amount(accounts.exact[quantity], _unit(at), 2), "")
        for quantity, places in accounts.cells.items()
        for at in places
        if accounts.exact.get(quantity) and _entered(at)
    ]
    return Entries(
        Unit.YUAN,
        tuple(figures),
        accounts.unit_name,
        accounts.year,
        accounts.names,
    )


@pytest.mark.parametrize("shape", SHAPES)
def test_every_cell_shows_its_own_exact_amount_rounded_half_up(shape: Shape) -> None:
    accounts = make(shape)
    book = fill(_leaves(accounts), EDITION)
    wrong = [
        (str(at), cell.value if (cell := book.cell(at)) else None, accounts.shown(quantity))
        for quantity, places in accounts.cells.items()
        for at in places
        if accounts.exact.get(quantity)
        and (not (cell := book.cell(at)) or cell.value != accounts.shown(quantity))
    ]
    assert wrong == []


@pytest.mark.parametrize("shape", SHAPES)
def test_a_filled_form_has_no_mismatch(shape: Shape) -> None:
    result = check_tables(fill(_leaves(make(shape)), EDITION))
    assert [one.message for one in result.findings if one.verdict is Verdict.MISMATCH] == []
