"""分别: a list of figures, one for each of what the sentence listed before."""

from __future__ import annotations

from typing import Final

from xltool.editions.narrative import Cue
from xltool.narrative.numerals import Numeral
from xltool.narrative.scene import Scene
from xltool.narrative.subjects import Groups
from xltool.narrative.tokens import Pause, Token
from xltool.narrative.vocabulary import Signals, Word

JOINERS: Final = frozenset("、和与及")
_WORDS: Final = ("分别", "依次")
_SIGNS: Final = (Signals(Cue.UP), Signals(Cue.DOWN))


def share_out(scene: Scene, word: Word) -> None:
    """A530万元、B20万元,分别占95.50%、3.60%: the last of what was listed, in order.

    Where fewer were listed than figures follow, or the clause names its own subjects,
    nothing changes.
    """
    focus = scene.focus
    if not word.text.startswith(_WORDS) or focus.clause_named or focus.pending:
        return
    count = _figures_behind(scene)
    if 1 < count <= len(focus.told):
        focus.pending = focus.told[-count:]
        focus.pending_end = len(scene.text)  # no name that follows may join them
        focus.cues.respective = True


def follows_in_list(scene: Scene) -> bool:
    """Only a joiner, and behind 分别 a direction, stands since the figure before."""
    before = list(scene.tokens[max(0, scene.index - 3) : scene.index])
    start = scene.tokens[scene.index].start
    if scene.focus.listed and scene.focus.listed.respective and before and _is_sign(before[-1]):
        start = before.pop().start
    match before[-2:]:
        case [Numeral() as one, Pause(sign=sign)]:
            return (sign in JOINERS or sign == ",") and start - one.stop <= 1
        case _:
            return False


def add_told(told: Groups, groups: Groups) -> Groups:
    """``told`` with what one more figure was about."""
    return told + tuple(group for group in groups if told[-1:] != (group,))


def _is_sign(token: Token) -> bool:
    return isinstance(token, Word) and any(one in _SIGNS for one in token.meanings)


def _figures_behind(scene: Scene) -> int:
    """How many figures the list behind 分别 has."""
    count = 0
    for token in scene.tokens[scene.index + 1 :]:
        if isinstance(token, Numeral):
            count += 1
        elif _ends(token) or (count and not (_is_sign(token) or _joins(token))):
            break
    return count


def _ends(token: Token) -> bool:
    return isinstance(token, Pause) and token.sign in "。;:"


def _joins(token: Token) -> bool:
    return isinstance(token, Pause) and (token.sign in JOINERS or token.sign == ",")
