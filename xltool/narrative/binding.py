"""Binding a figure: its measure by the words before it, its subject by what was named."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from xltool.editions.narrative import Measure
from xltool.model.amount import Amount, Unit
from xltool.narrative.focus import BUDGETS, Cues, Focus
from xltool.narrative.numerals import Numeral
from xltool.narrative.respective import JOINERS, add_told, follows_in_list
from xltool.narrative.scene import FILLERS, Scene
from xltool.narrative.statements import Claim, Subject
from xltool.narrative.subjects import Group, Groups
from xltool.narrative.tokens import Pause, stop_of
from xltool.narrative.vocabulary import Says, Subjects, Word

_RATE_WORDS: Final = ("增长", "下降", "降低", "上升", "增幅", "降幅", "提高")
_MONEY: Final = re.compile(
    r"(?P<noun>[^的了共约为是计,]{1,12}(?:费|款|金|补助|补贴|津贴|工资|经费|工程|保险|税|原值|价值|余额)|其他|其它)"
    r"(?:为|是|共|共计|约|支出|支出为)?$"
)
_VEHICLES: Final = re.compile(r"(?P<noun>[^的了共约为是计,]{1,8}(?:车|车型|机|仪|设备))(?:为|共)?$")
THREE: Final = "三公"
_AVERAGE: Final = re.compile(r"人均|车均|台均|户均|生均|平均|每(?:人|辆|台|次|批)")
_REASON: Final = re.compile(r"^.*(?:原因|由于|因为|[一二三四五]是|主要)[是为:]*|(?:共|约|为)+$")
_SHORTEST_NOUN: Final = 3
_SHORTEST_PART: Final = 2
_LONGEST_NOUN: Final = 12
_BAND: Final = re.compile(r"\d(?:分|%)?(?:\([含不]+\))?以[上下内]|\d[-~至]\d+分")
"""90分以上3个: so many of a band, not all."""
_IS_OF: Final = ("为", "是", "用于", "属于", "系")
_NO_NOUNS: Final = ("经费", "资金", "现金", "公务用车", "费")
_RATES: Final = (Measure.SHARE, Measure.RATE, Measure.GROWTH, Measure.GAP_RATE)
_SIGNED: Final = (Measure.CHANGE, Measure.GROWTH, Measure.GAP, Measure.GAP_RATE)


def bind(scene: Scene, numeral: Numeral) -> None:
    """State what ``numeral`` states, and move the focus on."""
    scene.record.figures.append((scene.placed, numeral))
    focus = scene.focus
    if follows_in_list(scene) and not focus.clause_named and _is_listed(focus):
        _take_list(focus)
    else:
        focus.list_index = 0
    if numeral.unit.is_count:
        _count(scene, numeral)
    elif numeral.unit is Unit.PERCENT or (numeral.unit is Unit.NONE and _expects_percent(scene)):
        _percent(scene, numeral)
    else:
        _amount(scene, numeral)


def _is_listed(focus: Focus) -> bool:
    """Whether the figure may take the words of the one before it."""
    listed = focus.listed
    return listed is not None and (focus.cues.empty or listed.respective)


def _take_list(focus: Focus) -> None:
    """The next figure of a list: the same words, its own direction if one is named."""
    said = focus.cues
    if focus.listed is not None:
        focus.cues = replace(focus.listed)
    if said.sign is not None:
        focus.cues.sign, focus.cues.sign_word = said.sign, said.sign_word
    focus.list_index += 1


def _leads_list(scene: Scene) -> bool:
    """Another figure follows behind a joiner."""
    match scene.behind(2):
        case [Pause(sign=sign), Numeral()]:
            return sign in JOINERS or (sign == "," and scene.focus.cues.each)
        case _:
            return False


def _expects_percent(scene: Scene) -> bool:
    cues = scene.focus.cues
    if cues.share or cues.rate or cues.measure is Measure.GAP_RATE:
        return True
    return cues.sign is not None and cues.sign_word.startswith(_RATE_WORDS)


# -- amounts ------------------------------------------------------------------


def _amount(scene: Scene, numeral: Numeral) -> None:
    cues = scene.focus.cues
    if _AVERAGE.search(_clause(scene, numeral)):
        _conclude(scene, numeral, Measure.OTHER)
        return
    _name_part(scene, numeral)
    told = _told_of(scene, numeral) if cues.empty else ()
    if told:
        _conclude(scene, numeral, Measure.FINAL, groups=told)
        return
    if cues.empty and not scene.focus.clause_named:
        behind = _named_behind(scene, numeral) or _unknown(scene, numeral, _MONEY)
        scene.focus.pending = behind or scene.focus.pending
    measure = _amount_measure(scene)
    groups = (cues.base,) if cues.share and cues.base and measure is Measure.FINAL else None
    budget: Measure | None = None
    if measure is Measure.GAP:
        named = scene.focus.budget_compare or scene.focus.last_budget or Measure.PLAN
        budget = scene.budget(named)
    if measure is Measure.FINAL:
        measure = _of_its_year(scene)
    _conclude(scene, numeral, measure, groups=groups, budget=budget)
    if cues.share or (cues.rate is not None and not cues.rate_weak):
        scene.focus.cues = Cues(rate=cues.rate, share=cues.share, base=cues.base)


def _named_behind(scene: Scene, numeral: Numeral) -> Groups:
    """1025.32万元为基本支出: the subject stands behind its figure."""
    match scene.behind(1):
        case [Word(meanings=meanings, start=start)] if scene.text[numeral.stop : start] in _IS_OF:
            for meaning in meanings:
                if isinstance(meaning, Subjects):
                    groups = scene.namer.subjects(meaning.ids, scene.section, None)
                    scene.consumed = scene.index + 1 if groups else scene.consumed
                    return groups
    return ()


def _amount_measure(scene: Scene) -> Measure:
    """What an amount states, by the words before it, the nearest meaning first."""
    focus = scene.focus
    cues = focus.cues
    if cues.sign is not None:
        return Measure.GAP if focus.budget_compare else Measure.CHANGE
    if cues.rate is not None and not cues.rate_weak:
        return scene.budget(cues.rate)
    if cues.share:
        return Measure.FINAL
    bracketed = _bracketed_budget(scene)
    if bracketed is not None:
        return bracketed
    if cues.measure is not None:
        return scene.budget(cues.measure) if cues.measure in BUDGETS else cues.measure
    return Measure.PRIOR if cues.compared else Measure.FINAL


def _bracketed_budget(scene: Scene) -> Measure | None:
    """65.35万元(全年预算): the bracket behind says which budget it is."""
    match scene.behind(3):
        case [Pause(sign="("), Word(meanings=meanings), Pause(sign=")")]:
            for meaning in meanings:
                if isinstance(meaning, Says) and meaning.measure in BUDGETS:
                    scene.focus.last_budget = meaning.measure
                    return meaning.measure
    return None


def _of_its_year(scene: Scene) -> Measure:
    """An amount of another year is last year's, or none of ours."""
    focus = scene.focus
    if focus.year is None:
        return Measure.FINAL
    return Measure.PRIOR if focus.year == scene.record.year - 1 else Measure.OTHER


# -- percentages ----------------------------------------------------------------


def _percent(scene: Scene, numeral: Numeral) -> None:
    cues = scene.focus.cues
    if numeral.points:
        _conclude(scene, numeral, Measure.OTHER)
    elif cues.measure is Measure.GAP_RATE:
        named = scene.focus.last_budget or Measure.PLAN
        _conclude(scene, numeral, Measure.GAP_RATE, budget=scene.budget(named))
    elif cues.share:
        _conclude(scene, numeral, Measure.SHARE, base=cues.base)
    elif cues.rate is not None:
        rates = cues.rates or (cues.rate,)
        rate = rates[min(scene.focus.list_index, len(rates) - 1)]
        _conclude(scene, numeral, Measure.RATE, budget=_rate_budget(scene, rate))
    else:
        _unannounced(scene, numeral)


def _unannounced(scene: Scene, numeral: Numeral) -> None:
    """A percentage behind a direction, behind a change, or in brackets behind an amount."""
    focus = scene.focus
    moved = focus.cues.sign is not None or focus.last_measure in (Measure.CHANGE, Measure.GAP)
    if moved and focus.budget_compare:
        budget = scene.budget(focus.budget_compare)
        _conclude(scene, numeral, Measure.GAP_RATE, budget=budget)
    elif moved:
        _conclude(scene, numeral, Measure.GROWTH)
    elif scene.bracketed and focus.last_measure is Measure.FINAL:
        _conclude(scene, numeral, Measure.SHARE)
    else:
        _conclude(scene, numeral, Measure.OTHER)


def _rate_budget(scene: Scene, budget: Measure) -> Measure:
    """完成预算 takes the budget named last in the sentence."""
    if budget is Measure.PLAN and scene.focus.last_budget:
        return scene.focus.last_budget
    return scene.budget(budget)


# -- counts -----------------------------------------------------------------------


def _count(scene: Scene, numeral: Numeral) -> None:
    focus = scene.focus
    banded = "" if focus.clause_named else _clause(scene, numeral)
    if _BAND.search(banded):
        focus.pending = ((Subject(banded, row=f"句{scene.record.sentences}"),),)
        focus.clause_named = True
    groups = focus.pending if focus.clause_named else _counted_later(scene)
    groups = groups or _unknown(scene, numeral, _VEHICLES)
    if not groups and not scene.namer.takes(scene.groups(), numeral.unit):
        groups = scene.namer.counted_by(numeral.unit, scene.section)
    if groups:
        focus.pending = groups
        scene.counted = groups[-1][0].id
    focus.cues.each = False
    averaged = numeral.decimals and numeral.unit is not Unit.POINT
    _conclude(scene, numeral, Measure.OTHER if averaged else Measure.COUNT, unit=numeral.unit)


def _counted_later(scene: Scene) -> Groups:
    """5个项目自评为"优": what is counted stands behind the figure."""
    found: Groups = ()
    namer = scene.namer
    for token in scene.tokens[scene.index + 1 :]:
        if isinstance(token, Numeral) or (isinstance(token, Pause) and token.sign not in JOINERS):
            break
        if not isinstance(token, Word) or len(token.text) == 1:
            continue
        for meaning in token.meanings:
            if isinstance(meaning, Subjects):
                named = namer.subjects(meaning.ids, scene.section, None)
                found = tuple(one for one in named if namer.is_count(one[0].id)) or found
    return found


def _unknown(scene: Scene, numeral: Numeral, kind: re.Pattern[str]) -> Groups:
    """燃料费2.36万元: a noun directly before the figure that the lexicon does not know."""
    match = kind.search(_gap(scene, numeral))
    noun = match["noun"] if match else ""
    three = scene.section is not None and scene.section.scope == THREE
    if not noun and three and kind is _MONEY:
        noun = _unread(scene, numeral)
    if not noun or noun in _NO_NOUNS:
        return ()
    return ((Subject(noun, row=f"句{scene.record.sentences}"),),)


def _clause(scene: Scene, numeral: Numeral) -> str:
    """The clause up to the figure, what stands before another figure left out."""
    text = scene.text[: numeral.start]
    start = max(text.rfind(sign) for sign in "。;,:、") + 1
    before = scene.before
    return text[max(start, before.stop if isinstance(before, Numeral) else 0) :]


def _name_part(scene: Scene, numeral: Numeral) -> None:
    """其中:省级资金100万元: part of what was spoken of, in words that nothing is known of."""
    focus = scene.focus
    if focus.within and not focus.clause_named and not focus.reason:
        noun = scene.unread(numeral.start)[-_LONGEST_NOUN:]
        if len(noun) >= _SHORTEST_PART:
            focus.pending = ((Subject(noun, row=f"句{scene.record.sentences}"),),)
            focus.clause_named = True


def _told_of(scene: Scene, numeral: Numeral) -> Groups:
    """What a reason tells of in its own words: 新增信息系统维护12.34万元."""
    focus = scene.focus
    if not focus.reason or focus.pending or focus.side:
        return ()
    noun = _REASON.sub("", _clause(scene, numeral))[-_LONGEST_NOUN:]
    if len(noun) < _SHORTEST_NOUN or any(sign.isdigit() for sign in noun):
        return ()
    return ((Subject(noun, row=f"句{scene.record.sentences}"),),)


def _gap(scene: Scene, numeral: Numeral) -> str:
    """The text between the figure and the token before it."""
    start = stop_of(scene.before) if scene.before else 0
    return scene.text[start : numeral.start]


def _unread(scene: Scene, numeral: Numeral) -> str:
    """Words directly before the figure that nothing is known of, fillers left out."""
    rest = FILLERS.sub("", _gap(scene, numeral))
    return rest if len(rest) > 1 else ""


# -- all -----------------------------------------------------------------------------


def _conclude(
    scene: Scene,
    numeral: Numeral,
    measure: Measure,
    *,
    groups: Groups | None = None,
    budget: Measure | None = None,
    base: Group = (),
    unit: Unit = Unit.NONE,
) -> None:
    focus = scene.focus
    chosen = groups if groups is not None else scene.groups()
    amount = _signed(scene, numeral, measure)
    unread = "" if focus.pending or groups else _unread(scene, numeral)
    aside = f"“{unread}”没有读懂" if unread else ""
    if focus.year is not None and focus.year_mention is not None:
        figure = len(scene.record.figures) - 1
        scene.record.other_years.append((scene.placed, focus.year_mention, figure))
    focus.resolved = False
    shared = _shared_out(scene, chosen)
    focus.told = add_told(focus.told, shared)
    if groups is not None or scene.inherits(measure):
        for group in shared:
            scene.state(
                (numeral.start, numeral.end),
                Claim.VALUE,
                scene.quantities(measure, group, budget=budget, base=base, unit=unit),
                amount=amount,
                figure=len(scene.record.figures) - 1,
                aside=aside,
            )
    _move_on(scene, measure, chosen if groups is None else scene.groups())


def _shared_out(scene: Scene, groups: Groups) -> Groups:
    """Which of several subjects a figure is about: all (各), or one of a list each."""
    if len(groups) <= 1:
        return groups
    focus = scene.focus
    if focus.list_index or focus.cues.respective or _leads_list(scene):
        return groups[focus.list_index : focus.list_index + 1]
    if focus.cues.each or scene.namer.is_pair(groups):
        return groups
    return groups[-1:]


def _move_on(scene: Scene, measure: Measure, groups: Groups) -> None:
    focus = scene.focus
    if not focus.began and focus.pending and not focus.aside:
        focus.head = groups
    focus.began = True
    if focus.purpose and focus.listing and focus.pending:
        focus.purpose = False
    if focus.purpose or (focus.reason and not focus.resolved):
        focus.side = groups if focus.pending else focus.side
    else:
        focus.current = groups
    focus.listed = focus.cues
    focus.cues = Cues(each=focus.cues.each)
    focus.pending, focus.pending_end, focus.pending_loose = (), -1, ""
    focus.clause_named = False
    focus.last_measure = measure


def _signed(scene: Scene, numeral: Numeral, measure: Measure) -> Amount:
    value, unit = numeral.value, numeral.unit
    if unit is Unit.NONE:
        unit = Unit.PERCENT if measure in _RATES else Unit.WAN
    if measure in _SIGNED and scene.focus.cues.sign == -1 and value > 0:
        value = -value
    return Amount(value, unit, numeral.decimals)
