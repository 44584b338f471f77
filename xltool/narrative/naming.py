"""Naming: which words of a passage name what its figures are about."""

from __future__ import annotations

import re
from typing import Final

from xltool.editions.narrative import Measure
from xltool.model.book import TOTAL_ROW
from xltool.narrative.focus import BUDGETS
from xltool.narrative.paths import Path
from xltool.narrative.scene import Scene
from xltool.narrative.statements import Subject
from xltool.narrative.subjects import Groups
from xltool.narrative.tokens import CodeMention
from xltool.narrative.totals import BARE, LIST_TOTAL, sums_up, total_or_flow, whole_of_share
from xltool.narrative.vocabulary import Names, Subjects, Word

GENERAL_COUNT: Final = "项目"
"""绩效跟踪的项目: adds nothing to the subject before it."""
_SHORTEST_ITEM: Final = 3
_SHORTEST_PART: Final = 2
_ADJACENT: Final = re.compile('["的、和与及]{0,2}')


def name_word(scene: Scene, word: Word) -> bool:
    """Whether ``word`` names a subject here; it then waits for its figure."""
    if len(word.text) == 1 and not scene.text[word.end : word.end + 1].isdigit():
        return False
    for meaning in word.meanings:
        if isinstance(meaning, Subjects | Names):
            groups = _groups(scene, meaning, word)
            if groups:
                groups = whole_of_share(scene, meaning, word) or groups
                groups = _part_of(scene, groups, word) or groups
                loose = isinstance(meaning, Subjects) and meaning.loose
                name(scene, groups, (word.start, word.end), word.text if loose else "")
                return True
    return False


def _groups(scene: Scene, meaning: Subjects | Names, word: Word) -> Groups:
    focus = scene.focus
    scope = focus.pending_scope if focus.pending_end == word.start else None
    if isinstance(meaning, Subjects):
        return _of_subject(scene, meaning, word, scope)
    if focus.pending_end == word.start and _is_coded(scene, word.start):
        return focus.pending  # 2081602一般行政管理事务: the code says which one
    found = scene.namer.items(meaning, scene.section, scope, focus.current)
    return found or _elsewhere(scene, meaning, word)


def _of_subject(scene: Scene, meaning: Subjects, word: Word, scope: str | None) -> Groups:
    """The subjects of the lexicon that a word names here."""
    focus = scene.focus
    if word.text in BARE and scope is None and focus.pending and _belongs(scene, word):
        return ()  # 公务接待费支出: the bare noun belongs to the name before it
    if meaning.ids == (LIST_TOTAL,) and not sums_up(scene, word):
        return ()
    if scope is None and (totals := total_or_flow(scene, meaning, word)):
        return totals
    items = _items(scene, meaning.ids[0])
    groups = scene.namer.subjects(meaning.ids, scene.section, scope, items)
    if items and focus.began:  # the sentence's own item is the nearer reading
        groups = tuple(tuple(one for one in group if one.row in items) or group for group in groups)
    return tuple(
        tuple(subject._replace(row=_owner(scene)) for subject in group)
        if scene.namer.is_attribute(group[0].id)
        else group
        for group in groups
    )


def _part_of(scene: Scene, groups: Groups, word: Word) -> Groups:
    """其中局机关支出300万元: the whole's own name behind words nothing is known of is a part."""
    focus = scene.focus
    prefix = scene.unread(word.start)
    if len(prefix) < _SHORTEST_PART or focus.cues.share or not focus.began or focus.reason:
        return ()
    same = {group[0].id for group in (*focus.head, *focus.current)}
    repeats = focus.within and any(group[0].id in same for group in groups)
    if word.text not in BARE and not repeats:
        return ()
    return ((Subject(f"{prefix}{word.text}", row=_owner(scene)),),)


def _belongs(scene: Scene, word: Word) -> bool:
    """A bare noun directly behind a name, or behind 分别 where several were named."""
    focus = scene.focus
    shared = focus.cues.each and focus.clause_named and len(focus.pending) > 1
    return shared or focus.pending_end == word.start


def _is_coded(scene: Scene, start: int) -> bool:
    """A printed code stands directly before."""
    return isinstance(scene.before, CodeMention) and scene.before.end == start


def _elsewhere(scene: Scene, meaning: Names, word: Word) -> Groups:
    """其中办公费20万元 of 机关运行经费: an economic item that no table has there."""
    behind = scene.text[word.end : word.end + 1]
    if not meaning.economic or not behind.isdigit() or len(word.text) < _SHORTEST_ITEM:
        return ()
    return ((Subject(word.text, row=_owner(scene)),),)


def _owner(scene: Scene) -> str:
    """What an attribute belongs to: what was counted before it, else its own sentence."""
    return scene.counted or f"句{scene.record.sentences}"


def _items(scene: Scene, subject: str) -> tuple[str, ...]:
    """The functional item that a part (基本支出) belongs to; all of a name that several have."""
    if not scene.namer.is_part(subject):
        return ()
    for groups in (scene.focus.current, scene.focus.head):
        for group in groups:
            if group[0].row != TOTAL_ROW and group[0].row.isdigit():
                return tuple(dict.fromkeys(one.row for one in group if one.row.isdigit()))
    return ()


def name(scene: Scene, groups: Groups, span: tuple[int, int], loose: str = "") -> None:
    """``groups`` wait for their figure; behind 占 they are the whole of a share."""
    focus = scene.focus
    start, end = span
    if not groups:
        return
    if focus.cues.share:
        focus.cues.base = groups[-1]
        focus.pending_end = end
        return
    general = groups[0][0].id == GENERAL_COUNT and focus.pending[-1:] != groups[-1:]
    if general and focus.clause_named and focus.pending:
        return
    joined = (
        focus.pending
        and focus.pending_end < start
        and _ADJACENT.fullmatch(scene.text, focus.pending_end, start)
    )
    focus.pending = (*focus.pending, *groups) if joined else groups
    focus.pending_end, focus.pending_scope, focus.pending_loose = end, None, loose
    focus.clause_named = True
    focus.cues.compared = False
    focus.listed = None


def name_path(scene: Scene, path: Path) -> None:
    """A path is what its sentence is about, unless it stands in an explanation."""
    scene.record.paths.append((scene.placed, path))
    group = scene.namer.item_of_path(path, scene.section)
    name(scene, (group,), (path.start, path.end))
    if not (scene.focus.aside or scene.focus.began):
        scene.focus.head = scene.focus.current = (group,)


def name_code(scene: Scene, mention: CodeMention) -> None:
    """A code says of the name before it which one it is, or names its item itself."""
    scene.record.codes.append((scene.placed, mention))
    groups = scene.namer.item_of_code(mention.code, scene.section)
    if groups and scene.focus.pending_end == mention.start:
        scene.focus.pending = ()
    name(scene, groups, (mention.start, mention.end))


def name_scope(scene: Scene, scope: str, word: Word) -> None:
    """政府性基金预算财政拨款: whose money the next noun speaks of, or all of it."""
    focus = scene.focus
    groups = scene.namer.of_scope(scope, scene.section, focus.current or focus.head)
    name(scene, groups, (word.start, word.end))
    focus.pending_end, focus.pending_scope = word.end, scope


def say_measure(scene: Scene, measure: Measure, word: Word) -> None:
    """年初预算, 支出决算: what the next figure states."""
    focus = scene.focus
    if focus.pending_scope is not None and focus.pending_end == word.start:
        groups = scene.namer.noun_of(word.text, scene.section, focus.pending_scope)
        name(scene, groups, (word.start, word.end))
    if measure in BUDGETS and measure is not Measure.PLAN and focus.budget_compare is None:
        focus.last_budget = measure
    focus.cues.measure, focus.cues.compared = measure, False
