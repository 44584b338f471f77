"""Statements in words: no change, nothing at all, above or below the budget."""

from __future__ import annotations

import re
from typing import Final

from xltool.editions.narrative import Cue, Measure
from xltool.model.amount import Unit
from xltool.narrative.focus import BUDGETS, Cues
from xltool.narrative.naming import GENERAL_COUNT
from xltool.narrative.numerals import Numeral
from xltool.narrative.scene import Scene
from xltool.narrative.statements import Claim
from xltool.narrative.subjects import Groups
from xltool.narrative.tokens import Pause, stop_of
from xltool.narrative.totals import BARE
from xltool.narrative.vocabulary import Says, Signals, Subjects, Whose, Word

_LOOSE_SAME: Final = ("相同", "一致")
"""Words that speak of figures only directly behind a comparison."""
_LATER: Final = ("未发生", "未安排", "没有发生", "没有安排")
_LAST_YEAR: Final = re.compile(r"(?:上年|上年度|去年|上一年|上一年度|以前年度|往年|年初)$")
"""上年无此项收入 denies nothing of this year."""
_IF: Final = ("如", "作")
"""如持平作持平表述: an instruction of the form states nothing."""
_ABOUT: Final = "基本"
_COMPARED: Final = {Cue.ABOVE: Claim.ABOVE, Cue.BELOW: Claim.BELOW, Cue.EQUAL: Claim.AT}


def claim_same(scene: Scene, word: Word) -> None:
    """与上年持平, 与预算数持平."""
    focus = scene.focus
    before = scene.before
    if focus.reason or scene.text[: word.start].endswith(_IF):
        return
    if word.text in _LOOSE_SAME and not (before and stop_of(before) == word.start):
        return
    budget = focus.cues.measure if focus.cues.measure in BUDGETS else focus.budget_compare
    span = (word.start, word.end)
    if budget is not None:
        _claim_budget(scene, Claim.AT, span, budget)
    else:
        aside = "“基本持平”不是准数" if word.text.startswith(_ABOUT) else ""
        for group in scene.groups():
            quantities = scene.quantities(Measure.CHANGE, group)
            scene.state(span, Claim.FLAT, quantities, aside=aside)
    focus.cues = Cues()


def claim_against_budget(scene: Scene, cue: Cue, word: Word) -> None:
    """决算数大于预算数: only where a budget stands directly behind."""
    for token in scene.behind(1):
        if isinstance(token, Word) and token.start - word.end <= 1:
            for meaning in token.meanings:
                if isinstance(meaning, Says) and meaning.measure in BUDGETS:
                    span = (word.start, token.end)
                    _claim_budget(scene, _COMPARED[cue], span, meaning.measure)


def _claim_budget(scene: Scene, claim: Claim, span: tuple[int, int], budget: Measure) -> None:
    """决算 above, below or at a budget; a bare 预算 may be either."""
    plain = budget is Measure.PLAN
    named = (Measure.INITIAL, Measure.FULL) if plain else (budget,)
    for group in scene.groups():
        quantities = [
            quantity
            for one in named
            for quantity in scene.quantities(Measure.FINAL, group, budget=one)
        ]
        scene.state(span, claim, quantities)


def claim_nothing(scene: Scene, word: Word) -> None:
    """无此项支出, 未发生: a statement about what it denies."""
    focus = scene.focus
    if focus.reason or _LAST_YEAR.search(scene.text[: word.start]):
        return
    groups, end = _denied(scene, word)
    if not groups and word.text in _LATER and focus.clause_named:
        groups, end = focus.pending, word.end
    for group in groups:
        if scene.namer.is_count(group[0].id):
            quantities = scene.quantities(Measure.COUNT, group, unit=Unit.ITEM)
        else:
            quantities = scene.quantities(Measure.FINAL, group)
        scene.state((word.start, end), Claim.NOTHING, quantities)


def _denied(scene: Scene, word: Word) -> tuple[Groups, int]:
    """Subjects in the clause of 无, if no figure stands there."""
    groups: Groups = ()
    end = word.end
    scope: Whose | None = None
    scope_end = -1
    for token in scene.tokens[scene.index + 1 :]:
        if isinstance(token, Numeral):
            return (), end
        if isinstance(token, Pause) and token.sign in "。;,:":
            break
        if isinstance(token, Word):
            adjacent = scope.scope if scope and scope_end == token.start else None
            named = _named(scene, token, adjacent, has_subject=bool(groups))
            groups += named
            whose = next((one for one in token.meanings if isinstance(one, Whose)), None)
            if whose is not None:
                scope, scope_end = whose, token.end
            end = token.end if named or whose else end
    if not groups and scope is not None:
        groups = scene.namer.of_scope(scope.scope, scene.section, ())
    return groups, end


def _named(scene: Scene, word: Word, scope: str | None, *, has_subject: bool) -> Groups:
    """The subjects that a word behind 无 names."""
    for meaning in word.meanings:
        if isinstance(meaning, Subjects):
            repeats = word.text in BARE and scope is None
            if has_subject and (repeats or meaning.ids == (GENERAL_COUNT,)):
                return ()
            return scene.namer.subjects(meaning.ids, scene.section, scope)
        if meaning == Signals(Cue.ITEM_OF):
            return scene.namer.defaults(scene.section)
    return ()
