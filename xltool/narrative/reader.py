"""Binding: what each figure states, by subject and measure, never by its value.

A sentence is read from left to right. Words name subjects, measures and directions; a
figure takes those that stand before it, or what the sentence, the paragraph, the heading
or the section is about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from xltool.editions.narrative import Cue, Measure, SectionSpec
from xltool.model.amount import Amount, Unit
from xltool.model.book import TOTAL_ROW
from xltool.narrative.headings import Placed
from xltool.narrative.numerals import Numeral
from xltool.narrative.paths import Path
from xltool.narrative.statements import Claim, Quantity, Statement, Subject
from xltool.narrative.subjects import Group, Groups, Namer
from xltool.narrative.tokens import CodeMention, Pause, Token, YearMention, tokens
from xltool.narrative.vocabulary import (
    Completes,
    Names,
    Says,
    Signals,
    Subjects,
    Vocabulary,
    Whose,
    Word,
)

_BUDGETS: Final = (Measure.INITIAL, Measure.FULL, Measure.PLAN)
_SIGNS: Final = {Cue.UP: 1, Cue.DOWN: -1, Cue.EITHER: 0}
_RATE_WORDS: Final = ("增长", "下降", "降低", "上升", "增幅", "降幅", "提高")
_JOINERS: Final = frozenset("、和与及")
_ADJACENT: Final = re.compile('["的、和与及]{0,2}')
_NOUN_ENDS: Final = ("支出决算", "决算支出", "收入决算", "支出决算数", "收入决算数")
_LOOSE_SAME: Final = ("相同", "一致")
GENERAL_COUNT: Final = "项目"
_NOTHING_LATER: Final = ("未发生", "未安排", "没有发生", "没有安排")


@dataclass(slots=True)
class Cues:
    """What the words since the last figure announce for the next one."""

    measure: Measure | None = None
    rate: Measure | None = None
    share: bool = False
    base: Group = ()
    sign: int | None = None
    sign_word: str = ""
    each: bool = False
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
    """What the text is about at one place."""

    head: Groups = ()
    current: Groups = ()
    side: Groups = ()
    """Named within 用于…: for the figures there, not for what follows."""
    pending: Groups = ()
    pending_end: int = -1
    pending_scope: str | None = None
    pending_loose: str = ""
    clause_named: bool = False
    """A subject was named since the last pause."""
    cues: Cues = field(default_factory=Cues)
    listed: Cues | None = None
    """The cues of the figure before, for a list of figures."""
    list_groups: Groups = ()
    list_index: int = 0
    budget_compare: Measure | None = None
    last_budget: Measure | None = None
    last_measure: Measure | None = None
    reason: bool = False
    reason_clause: bool = False
    """The reason's own clause has not ended yet."""
    purpose: bool = False
    year: int | None = None
    """Another year than the document's, spoken of from ``year_mention`` on."""
    year_mention: YearMention | None = None
    sentence_began: bool = False


class Reader:
    """Reads passages of one narrative into statements."""

    def __init__(self, vocabulary: Vocabulary, namer: Namer, year: int) -> None:
        self._vocabulary = vocabulary
        self._namer = namer
        self._year = year
        self._sentence = 0
        self.statements: list[Statement] = []
        self.figures: list[tuple[Placed, Numeral]] = []
        self.paths: list[tuple[Placed, Path]] = []
        self.codes: list[tuple[Placed, CodeMention]] = []
        self.other_years: list[tuple[Placed, YearMention, int]] = []
        self._topic: Groups = ()
        self._section: SectionSpec | None = None
        self._label = ""

    def read(self, passages: Iterable[Placed]) -> None:
        """Read all passages in order."""
        for placed in passages:
            self._passage(placed)

    def _passage(self, placed: Placed) -> None:
        if placed.label != self._label or placed.section is not self._section:
            self._label, self._section = placed.label, placed.section
            self._topic = self._namer.defaults(placed.section)
        elif placed.level:
            self._topic = self._namer.defaults(placed.section)
        found = tokens(placed.passage.text[placed.start :], self._vocabulary)
        _PassageReader(self, placed, found, self._topic).run()

    def topic(self, groups: Groups) -> None:
        """What a heading names is what the passages below it are about."""
        self._topic = groups

    @property
    def namer(self) -> Namer:
        """Subjects by words."""
        return self._namer

    @property
    def year(self) -> int:
        """The year of the document."""
        return self._year

    def next_sentence(self) -> int:
        """A new sentence begins."""
        self._sentence += 1
        return self._sentence


class _PassageReader:
    """One passage, token by token."""

    def __init__(
        self, reader: Reader, placed: Placed, found: Sequence[Token], topic: Groups
    ) -> None:
        self._reader = reader
        self._placed = placed
        self._tokens = found
        self._shift = placed.start
        self._text = placed.passage.text[placed.start :]
        self._section = placed.section
        self._focus = Focus(head=topic, current=topic)
        self._topic = topic
        self._has_figures = any(isinstance(token, Numeral) for token in found)
        self._outer: list[tuple[Groups, Groups, Cues]] = []
        self._index = 0
        self._vague = False
        self._resolved = False
        self._sentence = reader.next_sentence()

    def run(self) -> None:
        for index, token in enumerate(self._tokens):
            self._index = index
            match token:
                case Pause():
                    self._pause(token)
                case YearMention():
                    self._year(token)
                case Numeral():
                    self._figure(token)
                case Path():
                    self._path(token)
                case CodeMention():
                    self._code(token)
                case Word():
                    self._word(token)
        self._end_sentence(len(self._text))
        if self._focus.head != self._topic and (self._placed.level or not self._has_figures):
            self._reader.topic(self._focus.head)

    # -- pauses ---------------------------------------------------------------

    def _pause(self, pause: Pause) -> None:
        focus = self._focus
        match pause.sign:
            case "。":
                self._end_sentence(pause.start)
            case ";":
                focus.reason = focus.purpose = False
                focus.budget_compare = None
                self._clear()
            case ",":
                if (focus.reason or focus.purpose) or not focus.clause_named:
                    focus.pending = () if focus.reason or focus.purpose else focus.pending
                focus.clause_named = focus.reason_clause = False
                focus.cues.compared = False
            case ":" if not self._opens(pause):
                focus.purpose = False
                focus.side = ()
            case "(":
                self._outer.append((focus.pending, focus.current, replace(focus.cues)))
            case ")" if self._outer:
                focus.pending, focus.current, focus.cues = self._outer.pop()

    def _opens(self, colon: Pause) -> bool:
        """主要用于: the colon belongs to the word before it."""
        before = self._tokens[self._index - 1] if self._index else None
        return isinstance(before, Word) and before.end == colon.start

    def _end_sentence(self, end: int) -> None:
        focus = self._focus
        aside = focus.purpose or focus.reason or focus.sentence_began
        if not aside and focus.pending and focus.pending_end == end:
            focus.head = focus.pending
        head, last_budget, year = focus.head, focus.last_budget, None
        self._focus = Focus(head=head, current=head, last_budget=last_budget, year=year)
        self._outer.clear()
        self._sentence = self._reader.next_sentence()

    def _clear(self) -> None:
        focus = self._focus
        focus.pending, focus.pending_end = (), -1
        focus.side = ()
        focus.cues, focus.listed = Cues(), None
        focus.clause_named = False

    def _year(self, mention: YearMention) -> None:
        focus = self._focus
        if mention.compares:
            self._compare_prior()
        elif mention.year == self._reader.year:
            focus.year = None
        else:
            focus.year, focus.year_mention = mention.year, mention

    # -- words ----------------------------------------------------------------

    def _path(self, path: Path) -> None:
        self._reader.paths.append((self._placed, path))
        group = self._reader.namer.item_of_path(path, self._section)
        self._name((group,), path.start, path.end)
        if not (self._focus.reason or self._focus.purpose or self._focus.sentence_began):
            self._focus.head = self._focus.current = (group,)

    def _code(self, mention: CodeMention) -> None:
        self._reader.codes.append((self._placed, mention))
        groups = self._reader.namer.item_of_code(mention.code, self._section)
        focus = self._focus
        if groups and focus.pending_end == mention.start:
            focus.pending = ()  # the code says of the name before it which one it is
        self._name(groups, mention.start, mention.end)

    def _word(self, word: Word) -> None:
        for meaning in word.meanings:
            if isinstance(meaning, Subjects | Names):
                groups = self._named(meaning, word)
                if groups:
                    loose = isinstance(meaning, Subjects) and meaning.loose
                    self._name(groups, word.start, word.end, word.text if loose else "")
                    return
        for meaning in word.meanings:
            match meaning:
                case Whose(scope):
                    self._whose(scope, word)
                case Says(measure):
                    self._says(measure, word)
                case Completes(budget):
                    self._focus.cues.rate = budget
                case Signals(cue):
                    self._signal(cue, word)
                case _:
                    pass

    def _named(self, meaning: Subjects | Names, word: Word) -> Groups:
        focus = self._focus
        namer = self._reader.namer
        scope = focus.pending_scope if focus.pending_end == word.start else None
        if isinstance(meaning, Names):
            return namer.items(meaning, self._section, scope, focus.current)
        if word.text in ("支出", "收入") and scope is None and self._absorbed(word):
            return ()
        item = self._item(meaning.ids[0])
        return namer.subjects(meaning.ids, self._section, scope, item)

    def _absorbed(self, word: Word) -> bool:
        """公务接待费支出: the bare noun belongs to the name before it."""
        return self._focus.pending_end == word.start and bool(self._focus.pending)

    def _item(self, subject: str) -> str | None:
        """The functional item that a part (基本支出) belongs to."""
        if not self._reader.namer.is_part(subject):
            return None
        focus = self._focus
        for groups in (focus.current, focus.head):
            for group in groups:
                if group[0].row != TOTAL_ROW and group[0].row.isdigit():
                    return group[0].row
        return None

    def _name(self, groups: Groups, start: int, end: int, loose: str = "") -> None:
        """A subject is named: it waits for its figure."""
        focus = self._focus
        if not groups:
            return
        if focus.cues.share:
            focus.cues.base = groups[-1]
            focus.pending_end = end
            return
        if self._is_general(groups) and focus.clause_named and focus.pending:
            return
        joined = (
            focus.pending
            and focus.pending_end < start
            and _ADJACENT.fullmatch(self._text, focus.pending_end, start)
        )
        focus.pending = (*focus.pending, *groups) if joined else groups
        focus.pending_end, focus.pending_scope, focus.pending_loose = end, None, loose
        focus.clause_named = True
        focus.cues.compared = False
        focus.listed = None

    def _is_general(self, groups: Groups) -> bool:
        """绩效跟踪的项目: 项目 adds nothing to the subject before it."""
        return groups[0][0].id == GENERAL_COUNT and self._focus.pending[-1:] != groups[-1:]

    def _whose(self, scope: str, word: Word) -> None:
        about = self._focus.current or self._focus.head
        groups = self._reader.namer.of_scope(scope, self._section, about)
        if groups:
            self._name(groups, word.start, word.end)
        self._focus.pending_end, self._focus.pending_scope = word.end, scope

    def _says(self, measure: Measure, word: Word) -> None:
        focus = self._focus
        if focus.pending_scope is not None and focus.pending_end == word.start:
            groups = self._reader.namer.noun_of(word.text, self._section, focus.pending_scope)
            if groups:
                self._name(groups, word.start, word.end)
        if measure in _BUDGETS and focus.budget_compare is None:
            focus.last_budget = measure if measure is not Measure.PLAN else focus.last_budget
        focus.cues.measure = measure
        focus.cues.compared = False

    def _signal(self, cue: Cue, word: Word) -> None:
        focus = self._focus
        match cue:
            case Cue.SHARE:
                focus.cues.share = True
            case Cue.UP | Cue.DOWN | Cue.EITHER:
                focus.cues.sign, focus.cues.sign_word = _SIGNS[cue], word.text
            case Cue.COMPARE_PRIOR:
                self._compare_prior()
            case Cue.COMPARE_BUDGET:
                focus.budget_compare = _budget_in(word.text)
                focus.cues.measure = None
            case Cue.REASON:
                focus.reason = focus.reason_clause = True
                self._clear()
            case Cue.PURPOSE:
                focus.purpose = True
                self._clear()
            case Cue.EACH:
                focus.cues.each = True
            case Cue.WITHIN:
                focus.purpose = False
                self._clear()
            case Cue.SAME:
                self._same(word)
            case Cue.ABOVE | Cue.BELOW | Cue.EQUAL:
                self._against_budget(cue, word)
            case Cue.NONE:
                self._none(word)
            case _:
                pass

    def _compare_prior(self) -> None:
        focus = self._focus
        if focus.purpose:
            focus.purpose, focus.side = False, ()
        focus.budget_compare = None
        focus.cues = Cues(compared=True)

    # -- statements in words ----------------------------------------------------

    def _same(self, word: Word) -> None:
        focus = self._focus
        if focus.reason:
            return
        before = self._tokens[self._index - 1] if self._index else None
        if word.text in _LOOSE_SAME and not (before and _end(before) == word.start):
            return
        budget = focus.cues.measure if focus.cues.measure in _BUDGETS else focus.budget_compare
        self._vague = word.text.startswith("基本")
        if budget:
            self._claim(Claim.AT, word.start, word.end, budget)
        else:
            for group in self._groups():
                quantities = self._quantities(Measure.CHANGE, group)
                self._state(word.start, word.end, Claim.FLAT, quantities)
        focus.cues = Cues()

    def _claim(self, claim: Claim, start: int, end: int, budget: Measure) -> None:
        """决算 above, below or at a budget; a bare 预算 may be either."""
        plain = budget is Measure.PLAN
        named = (Measure.INITIAL, Measure.FULL) if plain else (budget,)
        for group in self._groups():
            quantities = [
                quantity
                for one in named
                for quantity in self._quantities(Measure.FINAL, group, budget=one)
            ]
            self._state(start, end, claim, tuple(quantities))

    def _against_budget(self, cue: Cue, word: Word) -> None:
        claims = {Cue.ABOVE: Claim.ABOVE, Cue.BELOW: Claim.BELOW, Cue.EQUAL: Claim.AT}
        for token in self._tokens[self._index + 1 : self._index + 2]:
            if isinstance(token, Word) and token.start - word.end <= 1:
                for meaning in token.meanings:
                    if isinstance(meaning, Says) and meaning.measure in _BUDGETS:
                        self._claim(claims[cue], word.start, token.end, meaning.measure)

    def _none(self, word: Word) -> None:
        focus = self._focus
        if focus.reason:
            return
        groups, end = self._negated(word)
        if not groups and word.text in _NOTHING_LATER and focus.clause_named:
            groups, end = focus.pending, word.end
        for group in groups:
            is_count = self._reader.namer.is_count(group[0].id)
            quantities = (
                self._quantities(Measure.COUNT, group, unit=Unit.ITEM)
                if is_count
                else self._quantities(Measure.FINAL, group)
            )
            self._state(word.start, end, Claim.NOTHING, quantities)

    def _negated(self, word: Word) -> tuple[Groups, int]:
        """What 无… denies: subjects in its clause, if no figure stands there."""
        groups: Groups = ()
        end, scope, scope_end = word.end, None, -1
        namer = self._reader.namer
        for token in self._tokens[self._index + 1 :]:
            if isinstance(token, Numeral):
                return (), end
            if isinstance(token, Pause) and token.sign in "。;,:":
                break
            if not isinstance(token, Word):
                continue
            for meaning in token.meanings:
                adjacent = scope if scope_end == token.start else None
                if isinstance(meaning, Subjects):
                    if token.text in ("支出", "收入") and groups and adjacent is None:
                        continue
                    if not (groups and meaning.ids == (GENERAL_COUNT,)):
                        groups += namer.subjects(meaning.ids, self._section, adjacent, None)
                    end = token.end
                elif isinstance(meaning, Whose):
                    scope, scope_end, end = meaning.scope, token.end, token.end
                elif meaning == Signals(Cue.ITEM_OF):
                    groups += namer.defaults(self._section)
                    end = token.end
        if not groups and scope is not None:
            groups = namer.of_scope(scope, self._section, ())
        return groups, end

    # -- figures ----------------------------------------------------------------

    def _figure(self, numeral: Numeral) -> None:
        number = len(self._reader.figures)
        self._reader.figures.append((self._placed, numeral))
        focus = self._focus
        follows = self._follows_figure()
        if follows and focus.cues.empty and not focus.clause_named and focus.listed:
            focus.cues, focus.list_index = replace(focus.listed), focus.list_index + 1
        else:
            focus.list_index = 0
        if numeral.unit.is_count:
            self._count(numeral, number)
        elif numeral.unit is Unit.PERCENT or (
            numeral.unit is Unit.NONE and self._expects_percent()
        ):
            self._percent(numeral, number)
        else:
            self._amount(numeral, number)

    def _follows_figure(self) -> bool:
        """Only a joiner stands between this figure and the one before."""
        before = self._tokens[max(0, self._index - 2) : self._index]
        match before:
            case [Numeral(), Pause(sign=sign)]:
                return sign in "、,和与及"
            case _:
                return False

    def _leads_list(self) -> bool:
        """Another figure follows behind a joiner."""
        after = self._tokens[self._index + 1 : self._index + 3]
        match after:
            case [Pause(sign=sign), Numeral()]:
                return sign in "、和与及" or (sign == "," and self._focus.cues.each)
            case _:
                return False

    def _expects_percent(self) -> bool:
        cues = self._focus.cues
        if cues.share or cues.rate:
            return True
        return cues.sign is not None and cues.sign_word.startswith(_RATE_WORDS)

    def _amount(self, numeral: Numeral, number: int) -> None:
        focus = self._focus
        cues = focus.cues
        budget: Measure | None = None
        groups: Groups | None = None
        if cues.sign is not None:
            measure = Measure.GAP if focus.budget_compare else Measure.CHANGE
            budget = self._budget(focus.budget_compare) if focus.budget_compare else None
        elif cues.rate is not None:
            measure = self._budget(cues.rate)
        elif cues.share:
            measure, groups = Measure.FINAL, (cues.base,) if cues.base else None
        elif (bracketed := self._bracketed_budget()) is not None:
            measure = bracketed
        elif cues.measure is not None:
            measure = self._budget(cues.measure) if cues.measure in _BUDGETS else cues.measure
        elif cues.compared:
            measure = Measure.PRIOR
        else:
            measure = Measure.FINAL
        if measure is Measure.GAP:
            budget = budget or self._budget(focus.last_budget or Measure.PLAN)
        if focus.year is not None and focus.year_mention and measure is Measure.FINAL:
            self._reader.other_years.append((self._placed, focus.year_mention, number))
        if focus.year is not None and measure is Measure.FINAL:
            measure = Measure.PRIOR if focus.year == self._reader.year - 1 else Measure.OTHER
        keep = cues.rate is not None or cues.share
        self._conclude(numeral, number, measure, groups=groups, budget=budget)
        if keep:
            focus.cues = Cues(rate=cues.rate, share=cues.share, base=cues.base)

    def _bracketed_budget(self) -> Measure | None:
        """65.35万元(全年预算): the bracket behind says which budget it is."""
        match self._tokens[self._index + 1 : self._index + 4]:
            case [Pause(sign="("), Word(meanings=meanings), Pause(sign=")")]:
                for meaning in meanings:
                    if isinstance(meaning, Says) and meaning.measure in _BUDGETS:
                        self._focus.last_budget = meaning.measure
                        return meaning.measure
        return None

    def _percent(self, numeral: Numeral, number: int) -> None:
        focus = self._focus
        cues = focus.cues
        if numeral.points:
            self._conclude(numeral, number, Measure.OTHER)
        elif cues.share:
            self._conclude(numeral, number, Measure.SHARE, base=cues.base)
        elif cues.rate is not None:
            self._conclude(numeral, number, Measure.RATE, budget=self._rate_budget(cues.rate))
        elif cues.sign is not None or focus.last_measure in (Measure.CHANGE, Measure.GAP):
            if focus.budget_compare:
                budget = self._budget(focus.budget_compare)
                self._conclude(numeral, number, Measure.GAP_RATE, budget=budget)
            else:
                self._conclude(numeral, number, Measure.GROWTH)
        elif self._outer and focus.last_measure is Measure.FINAL:
            self._conclude(numeral, number, Measure.SHARE)
        else:
            self._conclude(numeral, number, Measure.OTHER)

    def _count(self, numeral: Numeral, number: int) -> None:
        focus = self._focus
        groups = focus.pending if focus.clause_named else self._counted_later()
        if not groups:
            groups = self._groups()
        focus.pending = groups
        focus.cues.each = False
        self._conclude(numeral, number, Measure.COUNT, unit=numeral.unit)

    def _counted_later(self) -> Groups:
        """5个项目自评为"优": what is counted stands behind the figure."""
        found: Groups = ()
        for token in self._tokens[self._index + 1 :]:
            if isinstance(token, Numeral) or (
                isinstance(token, Pause) and token.sign not in _JOINERS
            ):
                break
            if isinstance(token, Word):
                for meaning in token.meanings:
                    if isinstance(meaning, Subjects):
                        named = self._reader.namer.subjects(meaning.ids, self._section, None, None)
                        named = tuple(
                            group for group in named if self._reader.namer.is_count(group[0].id)
                        )
                        found = named or found
        return found

    def _groups(self) -> Groups:
        """What a figure is about: named before it, or what the sentence is about."""
        focus = self._focus
        if focus.pending:
            return focus.pending
        if focus.purpose or self._outer:
            return focus.side or focus.current
        return focus.current or focus.head

    def _conclude(
        self,
        numeral: Numeral,
        number: int,
        measure: Measure,
        *,
        groups: Groups | None = None,
        budget: Measure | None = None,
        base: Group = (),
        unit: Unit = Unit.NONE,
    ) -> None:
        focus = self._focus
        chosen = groups if groups is not None else self._groups()
        stated = self._shared_out(chosen)
        amount = self._signed(numeral, measure)
        self._resolved = False
        for group in stated:
            quantities = self._quantities(measure, group, budget=budget, base=base, unit=unit)
            self._state(
                numeral.start, numeral.end, Claim.VALUE, quantities, amount=amount, figure=number,
                signed=focus.cues.sign != 0,
            )  # fmt: skip
        self._after_figure(measure, chosen if groups is None else self._groups())

    def _shared_out(self, groups: Groups) -> Groups:
        """Which of several subjects a figure is about: all (各), or one of a list each."""
        if len(groups) < 2:  # noqa: PLR2004 - one subject
            return groups
        focus = self._focus
        if focus.list_index or self._leads_list():
            return groups[focus.list_index : focus.list_index + 1]
        if focus.cues.each or self._reader.namer.is_pair(groups):
            return groups
        return groups[-1:]

    def _after_figure(self, measure: Measure, groups: Groups) -> None:
        focus = self._focus
        if not focus.sentence_began and focus.pending and not focus.purpose and not focus.reason:
            focus.head = groups
        focus.sentence_began = True
        if focus.purpose or (focus.reason and not self._resolved):
            focus.side = groups
        else:
            focus.current = groups
        focus.listed = focus.cues
        focus.cues = Cues(each=focus.cues.each)
        focus.pending, focus.pending_end, focus.pending_loose = (), -1, ""
        focus.clause_named = False
        focus.last_measure = measure

    def _signed(self, numeral: Numeral, measure: Measure) -> Amount:
        value, unit = numeral.value, numeral.unit
        if unit is Unit.NONE:
            rates = (Measure.SHARE, Measure.RATE, Measure.GROWTH, Measure.GAP_RATE)
            unit = Unit.PERCENT if measure in rates else Unit.WAN
        sign = self._focus.cues.sign
        signed = (Measure.CHANGE, Measure.GROWTH, Measure.GAP, Measure.GAP_RATE)
        if measure in signed and sign == -1 and value > 0:
            value = -value
        return Amount(value, unit, numeral.decimals)

    def _budget(self, budget: Measure) -> Measure:
        """The budget that a bare 预算 means here."""
        if budget is not Measure.PLAN:
            return budget
        return self._reader.namer.default_budget(self._section)

    def _rate_budget(self, budget: Measure) -> Measure:
        """完成预算 takes the budget named last in the sentence."""
        if budget is Measure.PLAN and self._focus.last_budget:
            return self._focus.last_budget
        return self._budget(budget)

    def _quantities(
        self,
        measure: Measure,
        group: Group,
        *,
        budget: Measure | None = None,
        base: Group = (),
        unit: Unit = Unit.NONE,
    ) -> tuple[Quantity, ...]:
        bases: tuple[Subject | None, ...] = base or (None,)
        return tuple(
            Quantity(measure, subject, budget, one, unit) for subject in group for one in bases
        )

    def _resolves(self, quantity: Quantity) -> bool:
        """A clause behind the reason that names its own subject: 年末保有量2辆."""
        focus = self._focus
        if not focus.clause_named or focus.reason_clause or quantity.measure is Measure.CHANGE:
            return False
        funds = self._section is not None and self._section.scope != "三公"
        return self._reader.namer.is_count(quantity.subject.id) or not funds

    def _state(
        self,
        start: int,
        end: int,
        claim: Claim,
        quantities: tuple[Quantity, ...],
        *,
        amount: Amount | None = None,
        figure: int | None = None,
        signed: bool = True,
    ) -> None:
        if not quantities:
            return
        focus = self._focus
        self._resolved = focus.reason and self._resolves(quantities[0])
        aside = "原因里的数" if focus.reason and not self._resolved else ""
        if self._vague and claim is Claim.FLAT:
            aside = "“基本持平”不是准数"
        if quantities[0].measure is Measure.OTHER:
            aside = aside or "没有读懂说的是什么"
        self._reader.statements.append(
            Statement(
                placed=self._placed,
                start=start + self._shift,
                end=end + self._shift,
                claim=claim,
                amount=amount or Amount(Decimal(0), Unit.WAN, 2),
                readings=quantities,
                figure=figure,
                signed=signed,
                aside=aside,
                loose=focus.pending_loose,
                sentence=self._sentence,
            )
        )


def _end(token: Token) -> int:
    return token.stop if isinstance(token, Numeral) else token.end


def _budget_in(text: str) -> Measure:
    """Which budget a comparison names."""
    if "年初" in text:
        return Measure.INITIAL
    return Measure.FULL if "全年" in text or "调整" in text else Measure.PLAN
