"""What a text is about at one place, and what its words announce for the next figure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from xltool.editions.narrative import Measure
from xltool.narrative.subjects import Group, Groups
from xltool.narrative.tokens import YearMention

BUDGETS: Final = (Measure.INITIAL, Measure.FULL, Measure.PLAN)


@dataclass(slots=True)
class Cues:
    """What the words since the last figure announce for the next one."""

    measure: Measure | None = None
    rate: Measure | None = None
    rates: tuple[Measure, ...] = ()
    """分别完成年初预算和全年预算的: one budget for each percentage of the list."""
    rate_weak: bool = False
    """Only 完成 was said: a percentage is a rate, an amount is no budget."""
    share: bool = False
    base: Group = ()
    sign: int | None = None
    sign_word: str = ""
    each: bool = False
    respective: bool = False
    """分别: the figures that follow are one each of what was listed before."""
    compared: bool = False
    """A comparison stands directly before: the next amount is last year's."""

    @property
    def empty(self) -> bool:
        """Nothing was announced."""
        return not (
            self.measure or self.rate or self.share or self.sign is not None or self.compared
        )


@dataclass(slots=True)
class Focus:
    """What the text is about, from what its sentence said so far."""

    head: Groups = ()
    """What the sentence is about; a sentence without a subject keeps the last one's."""
    current: Groups = ()
    """What the last figure was about."""
    side: Groups = ()
    """Named within 用于… or a reason: for the figures there, not for what follows."""
    pending: Groups = ()
    """Named and waiting for its figure."""
    pending_end: int = -1
    pending_scope: str | None = None
    pending_loose: str = ""
    clause_named: bool = False
    """A subject was named since the last pause."""
    cues: Cues = field(default_factory=Cues)
    listed: Cues | None = None
    """The cues of the figure before, for a list of figures."""
    list_index: int = 0
    budget_compare: Measure | None = None
    last_budget: Measure | None = None
    last_measure: Measure | None = None
    reason: bool = False
    reason_clause: bool = False
    """The reason's own clause has not ended yet."""
    resolved: bool = False
    """The last figure in a reason named its own subject."""
    within: bool = False
    """Behind 其中 or 包括: parts of what the sentence is about."""
    purpose: bool = False
    listing: bool = False
    """The purpose is a list of parts (包括): one with a figure is what follows is about."""
    year: int | None = None
    """Another year than the document's, spoken of from ``year_mention`` on."""
    year_mention: YearMention | None = None
    told: Groups = ()
    """What the figures of the sentence were about, in their order."""
    began: bool = False
    """The sentence has had a figure."""

    @property
    def aside(self) -> bool:
        """Whether the text explains rather than states."""
        return self.reason or self.purpose

    def clear(self) -> None:
        """Forget what waits for a figure."""
        self.pending, self.pending_end, self.pending_loose = (), -1, ""
        self.side = ()
        self.cues, self.listed = Cues(), None
        self.clause_named = False

    def compare_prior(self) -> None:
        """与上年相比: what follows compares with last year, not with a budget."""
        if self.purpose:
            self.purpose, self.side = False, ()
        self.budget_compare = None
        self.cues = Cues(compared=True)
