"""What DATA states, before anything is computed: entered figures by meaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from xltool.model.amount import Amount, Unit
from xltool.model.book import CellId, Remark


@dataclass(frozen=True, slots=True)
class Entry:
    """One figure of DATA.

    ``amount`` is as given: money in the unit of the Entries (``amount.to(Unit.WAN)``
    scales it exactly), counts in their own unit.
    """

    cell: CellId
    amount: Amount
    origin: str
    """Where in DATA it stands, for messages: "数据.csv 第5行", "公开03表!C9"."""
    name: str | None = None
    """Name of the code of its row, where DATA gives one."""


@dataclass(frozen=True, slots=True)
class Entries:
    """All figures of DATA, each cell at most once, in the order given."""

    unit: Unit
    """Unit in which DATA states money: 元 (exact) or 万元 (as printed)."""
    figures: tuple[Entry, ...]
    unit_name: str | None = None
    year: int | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    """Names of codes: those of DATA, then those of the user's own list."""
    source: str = ""
    """File name, "" where DATA did not come from a file."""
    remarks: tuple[Remark, ...] = ()
