"""One passage being read: its tokens, the focus, and where statements go."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from xltool.editions.narrative import Measure
from xltool.model.amount import Amount, Unit
from xltool.narrative.focus import Cues, Focus
from xltool.narrative.headings import Placed
from xltool.narrative.numerals import Numeral
from xltool.narrative.paths import Path
from xltool.narrative.statements import Claim, Quantity, Statement, Subject
from xltool.narrative.subjects import Group, Groups, Namer
from xltool.narrative.tokens import CodeMention, Pause, Token, YearMention, stop_of

FILLERS: Final = re.compile(
    r"(?:国内)?来访|来宾|接待|决算|团组|人均|批次|人次|总计|共有|现有|约|[的了共约为是计年度月\d]|实际|支出|发生|开支|使用|安排|列支|支付|合计|累计|金额|总额|全年|本年|本单位"
    r"|本部门|单位|部门|我|财政|拨款|资金|费用|经费|所有|全部|均|各|有|其中|达到?|数|全部|以上|来自"
)
_NOTHING: Final = Amount(Decimal(0), Unit.WAN, 2)
_COUNTABLE: Final = (Measure.COUNT, Measure.OTHER, Measure.SHARE)


@dataclass(slots=True)
class Record:
    """What was read of a whole narrative."""

    year: int
    statements: list[Statement] = field(default_factory=list)
    figures: list[tuple[Placed, Numeral]] = field(default_factory=list)
    paths: list[tuple[Placed, Path]] = field(default_factory=list)
    codes: list[tuple[Placed, CodeMention]] = field(default_factory=list)
    other_years: list[tuple[Placed, YearMention, int]] = field(default_factory=list)
    """Years that are not the document's, each with the figure that is said of it."""
    compared_years: list[tuple[Placed, YearMention]] = field(default_factory=list)
    """Years that the text compares with."""
    sentences: int = 0


class Scene:
    """A passage on its way from tokens to statements."""

    def __init__(
        self, record: Record, namer: Namer, placed: Placed, tokens: Sequence[Token], topic: Groups
    ) -> None:
        self.record = record
        self.namer = namer
        self.placed = placed
        self.section = placed.section
        self.tokens = tokens
        self.text = placed.passage.text[placed.start :]
        self.focus = Focus(head=topic, current=topic)
        self.index = 0
        self.consumed = -1
        """A token that a figure before it has used up."""
        self.counted = ""
        """What was counted last: attributes (涉及资金) belong to it."""
        self._read = 0
        """Where the text begins that no word was understood of yet."""
        self._unread = ""
        """What stands before it in the clause and was not understood either."""
        self._outer: list[tuple[Groups, Groups, Cues]] = []
        record.sentences += 1

    # -- where we are ---------------------------------------------------------

    @property
    def before(self) -> Token | None:
        """The token before this one."""
        return self.tokens[self.index - 1] if self.index else None

    def behind(self, count: int) -> Sequence[Token]:
        """The next ``count`` tokens."""
        return self.tokens[self.index + 1 : self.index + 1 + count]

    @property
    def bracketed(self) -> bool:
        """Within brackets."""
        return bool(self._outer)

    def open_bracket(self) -> None:
        """What is said in brackets is forgotten behind them."""
        focus = self.focus
        self._outer.append((focus.pending, focus.current, replace(focus.cues)))

    def close_bracket(self) -> None:
        """Back to what the sentence was about."""
        if self._outer:
            self.focus.pending, self.focus.current, self.focus.cues = self._outer.pop()

    def end_sentence(self, end: int) -> None:
        """The next sentence is about what this one was about, unless it says otherwise."""
        focus = self.focus
        if not focus.aside and not focus.began and focus.pending and focus.pending_end == end:
            focus.head = focus.pending
        self.focus = Focus(head=focus.head, current=focus.head, last_budget=focus.last_budget)
        self._outer.clear()
        self.record.sentences += 1

    # -- what was not understood ------------------------------------------------

    def unread(self, end: int) -> str:
        """What the clause says up to ``end`` that nothing is known of, fillers left out."""
        return FILLERS.sub("", self._unread + self.text[self._read : end])

    def has_read(self, token: Token, *, named: bool) -> None:
        """``token`` had an effect; a name, a figure or a pause ends what was unread."""
        ends = named or isinstance(token, Pause | Numeral)
        self._unread = "" if ends else self._unread + self.text[self._read : token.start]
        self._read = stop_of(token)

    # -- what is meant ----------------------------------------------------------

    def groups(self) -> Groups:
        """What a figure is about: named before it, or what the sentence is about."""
        focus = self.focus
        if focus.pending:
            return focus.pending
        if focus.aside or self._outer:
            return focus.side or focus.current
        return focus.current or focus.head

    def budget(self, budget: Measure) -> Measure:
        """The budget that a bare 预算 means here."""
        if budget is not Measure.PLAN:
            return budget
        return self.namer.default_budget(self.section)

    def quantities(
        self,
        measure: Measure,
        group: Group,
        *,
        budget: Measure | None = None,
        base: Group = (),
        unit: Unit = Unit.NONE,
    ) -> tuple[Quantity, ...]:
        """A measure of each reading of a subject."""
        bases: tuple[Subject | None, ...] = base or (None,)
        return tuple(
            Quantity(measure, subject, budget, one, unit) for subject in group for one in bases
        )

    # -- statements -------------------------------------------------------------

    def state(
        self,
        span: tuple[int, int],
        claim: Claim,
        quantities: Sequence[Quantity],
        *,
        amount: Amount = _NOTHING,
        figure: int | None = None,
        aside: str = "",
    ) -> None:
        """Record a statement at ``span`` of the text."""
        if not quantities:
            return
        focus = self.focus
        focus.resolved = focus.reason and self._resolves(quantities[0])
        if focus.reason and not focus.resolved:
            aside = aside or "原因里的数"
        if quantities[0].measure is Measure.OTHER:
            aside = aside or "没有读懂说的是什么"
        self.record.statements.append(
            Statement(
                placed=self.placed,
                start=span[0] + self.placed.start,
                end=span[1] + self.placed.start,
                claim=claim,
                amount=amount,
                readings=tuple(quantities),
                figure=figure,
                signed=focus.cues.sign != 0,
                directed=focus.cues.sign in (1, -1),
                aside=aside,
                loose=focus.pending_loose,
                sentence=self.record.sentences,
            )
        )

    def inherits(self, measure: Measure) -> bool:
        """Whether a figure may take what the sentence is about although it names nothing.

        In a reason it may not; and what is counted has no amounts of its own.
        """
        focus = self.focus
        if focus.pending:
            return True
        if focus.reason:
            return bool(focus.side)
        counts = all(self.namer.is_count(group[0].id) for group in self.groups())
        return not counts or measure in _COUNTABLE

    def _resolves(self, quantity: Quantity) -> bool:
        """A clause behind the reason that names its own subject: 年末保有量2辆."""
        focus = self.focus
        if not focus.clause_named or focus.reason_clause or quantity.measure is Measure.CHANGE:
            return False
        three = self.section is not None and self.section.scope == "三公"
        return three or self.namer.is_count(quantity.subject.id)
