"""Reading: passages to statements, sentence by sentence, from left to right.

Words name subjects, measures and directions; a figure takes those that stand before it,
or what the sentence, the paragraph, the heading or the section is about. Nothing is bound
by its value.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from xltool.editions.narrative import Cue, Measure, SectionSpec
from xltool.narrative.binding import bind
from xltool.narrative.claims import claim_against_budget, claim_nothing, claim_same
from xltool.narrative.focus import BUDGETS, Cues
from xltool.narrative.headings import Placed
from xltool.narrative.naming import name_code, name_path, name_scope, name_word, say_measure
from xltool.narrative.numerals import Numeral
from xltool.narrative.paths import Path
from xltool.narrative.respective import share_out
from xltool.narrative.scene import Record, Scene
from xltool.narrative.subjects import Groups, Namer
from xltool.narrative.tokens import CodeMention, Pause, YearMention, tokens
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

_SIGNS: Final = {Cue.UP: 1, Cue.DOWN: -1, Cue.EITHER: 0}
_LISTS: Final = "包括"
_NEAR: Final = 5
_WEAK_RATE: Final = "完成"
_SAVED: Final = {"节约": -1, "节省": -1, "节支": -1, "超支": 1}


def read(passages: Iterable[Placed], vocabulary: Vocabulary, namer: Namer, year: int) -> Record:
    """Everything that ``passages`` state, in order."""
    record = Record(year)
    topic: Groups = ()
    section: SectionSpec | None = None
    label = ""
    for placed in passages:
        moved = placed.label != label or placed.section is not section
        if moved or placed.level:
            label, section = placed.label, placed.section
            topic = namer.defaults(section)
        found = tokens(placed.passage.text[placed.start :], vocabulary)
        scene = Scene(record, namer, placed, found, topic)
        _walk(scene)
        states = any(isinstance(token, Numeral) for token in found)
        if placed.level or not states:
            topic = scene.focus.head
    return record


def _walk(scene: Scene) -> None:
    for index, token in enumerate(scene.tokens):
        scene.index = index
        if index == scene.consumed:
            continue
        if isinstance(token, Word):
            _named_or_said(scene, token)
        else:
            _step(scene, token)
            scene.has_read(token, named=not isinstance(token, YearMention))
    scene.end_sentence(len(scene.text))


def _named_or_said(scene: Scene, word: Word) -> None:
    """A word names a subject, or says something of the grammar; else it was not understood."""
    named = name_word(scene, word)
    if not named:
        _word(scene, word)
    if named or not all(isinstance(one, Subjects | Names) for one in word.meanings):
        scene.has_read(word, named=named)


def _step(scene: Scene, token: Pause | YearMention | Numeral | Path | CodeMention) -> None:
    match token:
        case Pause():
            _pause(scene, token)
        case YearMention():
            _year(scene, token)
        case Numeral():
            bind(scene, token)
        case Path():
            name_path(scene, token)
        case CodeMention():
            name_code(scene, token)


def _pause(scene: Scene, pause: Pause) -> None:
    focus = scene.focus
    match pause.sign:
        case "。":
            scene.end_sentence(pause.start)
        case ";":
            focus.reason = focus.purpose = False
            focus.budget_compare = None
            focus.clear()
        case ",":
            _comma(scene)
        case ":" if not _opens(scene, pause):
            focus.purpose = False
            focus.side = ()
        case "(":
            scene.open_bracket()
        case ")":
            scene.close_bracket()
        case _:
            pass


def _comma(scene: Scene) -> None:
    """A clause ends: what an explanation named is forgotten, a comparison is over."""
    focus = scene.focus
    if focus.aside:
        focus.pending = ()
    focus.clause_named = focus.reason_clause = False
    focus.cues.compared, focus.cues.measure = False, None


def _opens(scene: Scene, colon: Pause) -> bool:
    """主要用于: the colon belongs to the word before it."""
    return isinstance(scene.before, Word) and scene.before.end == colon.start


def _year(scene: Scene, mention: YearMention) -> None:
    focus = scene.focus
    if mention.compares and mention.year != scene.record.year:
        scene.record.compared_years.append((scene.placed, mention))
        focus.compare_prior()
    elif mention.compares:
        _compare_budget(scene, _budget_behind(scene))
    elif mention.year == scene.record.year:
        focus.year = None
    else:
        focus.year, focus.year_mention = mention.year, mention


def _word(scene: Scene, word: Word) -> None:
    for meaning in word.meanings:
        match meaning:
            case Whose(scope):
                name_scope(scene, scope, word)
            case Says(Measure.OTHER) if word.text in _SAVED and scene.focus.budget_compare:
                scene.focus.cues.sign, scene.focus.cues.sign_word = _SAVED[word.text], word.text
            case Says(measure) if scene.focus.cues.rates and measure in BUDGETS:
                scene.focus.cues.rates += (measure,)
            case Says(measure):
                say_measure(scene, measure, word)
            case Completes(budget):
                cues = scene.focus.cues
                cues.rate, cues.rates, cues.rate_weak = budget, (budget,), word.text == _WEAK_RATE
            case Signals(cue) if (
                len(word.text) > 1 or cue not in _SIGNS or _is_counted(scene, word)
            ):
                _signal(scene, cue, word)
            case _:
                pass


def _is_counted(scene: Scene, word: Word) -> bool:
    """少210.31万元: a word of one sign counts only directly before its figure."""
    return scene.text[word.end : word.end + 1].isdigit()


def _signal(scene: Scene, cue: Cue, word: Word) -> None:
    """A word of the grammar: it announces, or states something itself."""
    match cue:
        case Cue.SAME:
            claim_same(scene, word)
        case Cue.ABOVE | Cue.BELOW | Cue.EQUAL:
            claim_against_budget(scene, cue, word)
        case Cue.NONE:
            claim_nothing(scene, word)
        case Cue.REASON | Cue.PURPOSE | Cue.WITHIN:
            _turn(scene, cue)
            scene.focus.listing = _LISTS in word.text
        case _:
            _announce(scene, cue, word)


def _turn(scene: Scene, cue: Cue) -> None:
    """The sentence turns to a reason, a purpose, or to parts of what it spoke of."""
    focus = scene.focus
    if cue is Cue.PURPOSE and focus.pending and focus.clause_named and not focus.aside:
        focus.current = focus.pending  # 人员经费主要包括…,较上年增加
        focus.head = focus.head if focus.began else focus.pending
    focus.clear()
    if cue is Cue.REASON:
        focus.reason = focus.reason_clause = True
    else:
        focus.purpose = cue is Cue.PURPOSE
        focus.within = True


def _announce(scene: Scene, cue: Cue, word: Word) -> None:
    """What the next figure will be."""
    focus = scene.focus
    match cue:
        case Cue.SHARE:
            focus.cues.share = True
        case Cue.UP | Cue.DOWN | Cue.EITHER:
            focus.cues.sign, focus.cues.sign_word = _SIGNS[cue], word.text
        case Cue.COMPARE_PRIOR:
            focus.compare_prior()
        case Cue.COMPARE_BUDGET:
            _compare_budget(scene, _budget_in(word.text))
        case Cue.ANEW:
            focus.clear()
            focus.head = focus.current = scene.namer.defaults(scene.section)
        case Cue.EACH:
            focus.cues.each = True
            share_out(scene, word)
        case _:
            pass


def _compare_budget(scene: Scene, budget: Measure) -> None:
    """比年初预算: an amount directly behind is the budget, a change is over it."""
    focus = scene.focus
    focus.budget_compare = budget
    focus.cues = Cues(each=focus.cues.each, measure=budget)


def _budget_behind(scene: Scene) -> Measure:
    """比2024年年初预算: the budget named before the next figure."""
    for token in scene.behind(_NEAR):
        if isinstance(token, Numeral):
            break
        for meaning in token.meanings if isinstance(token, Word) else ():
            if isinstance(meaning, Says) and meaning.measure in BUDGETS:
                return meaning.measure
    return Measure.PLAN


def _budget_in(text: str) -> Measure:
    """Which budget a comparison names."""
    if "年初" in text:
        return Measure.INITIAL
    return Measure.FULL if "全年" in text or "调整" in text else Measure.PLAN
