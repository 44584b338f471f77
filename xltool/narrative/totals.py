"""总支出, 支出, 合计: which total a general word means, by the section it stands in."""

from __future__ import annotations

from typing import Final

from xltool.narrative.scene import Scene
from xltool.narrative.subjects import Groups
from xltool.narrative.vocabulary import Names, Subjects, Word

BARE: Final = ("支出", "收入")
LIST_TOTAL: Final = "几项合计"
_TOTALS: Final = ("合计", "共计", "总计")
_GRAND: Final[dict[tuple[str, ...], tuple[str, ...]]] = {
    ("支出总计",): ("支出",),
    ("收入总计",): ("收入",),
}
_GRAND_NAME: Final = "总计"


def whole_of_share(scene: Scene, meaning: Subjects | Names, word: Word) -> Groups:
    """占总支出的: the whole of a share may be what the section is about, or the grand total."""
    if not isinstance(meaning, Subjects) or not scene.focus.cues.share:
        return ()
    if meaning.ids not in _GRAND or word.text.endswith(_GRAND_NAME):
        return ()
    found = scene.namer.subjects(_GRAND[meaning.ids], scene.section, None)
    total = scene.namer.subjects(meaning.ids, scene.section, None)
    return (tuple(one for group in (*found, *total) for one in group),)


def total_or_flow(scene: Scene, meaning: Subjects, word: Word) -> Groups:
    """Both readings of a word that may mean the grand total or this year's sum."""
    if word.text in BARE:
        return _total_of(scene, meaning)
    return _flow_of(scene, meaning, word) if meaning.ids in _GRAND else ()


def _total_of(scene: Scene, meaning: Subjects) -> Groups:
    """支出总计…万元。支出增加…: where a section speaks of totals the bare noun means one."""
    own = scene.section.subjects if scene.section else ()
    for name, (flow,) in _GRAND.items():
        if meaning.ids == (flow,) and name[0] in own:
            grand = scene.namer.subjects(name, scene.section, None)
            plain = scene.namer.subjects(meaning.ids, scene.section, None)
            return (tuple(one for group in (*grand, *plain) for one in group),)
    return ()


def _flow_of(scene: Scene, meaning: Subjects, word: Word) -> Groups:
    """总支出 in the section on 本年支出: what the section is about, or the grand total."""
    own = scene.section.subjects if scene.section else ()
    if own != _GRAND[meaning.ids] or word.text.endswith(_GRAND_NAME):
        return ()
    plain = scene.namer.subjects(own, scene.section, None)
    grand = scene.namer.subjects(meaning.ids, scene.section, None)
    return (tuple(one for group in (*plain, *grand) for one in group),)


def sums_up(scene: Scene, word: Word) -> bool:
    """…4辆,合计7辆: a bare 合计 opens its clause and stands directly before its figure."""
    if word.text not in _TOTALS:
        return True
    before = scene.text[: word.start]
    return scene.text[word.end : word.end + 1].isdigit() and before[-1:] in tuple(",;、)")
