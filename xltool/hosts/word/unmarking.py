"""Marks taken out of a Word document: colours, comments, cuts, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xltool.hosts.annotations import AUTHOR
from xltool.hosts.word import threads
from xltool.hosts.word.anchors import Tied
from xltool.hosts.word.comments import Comments, Ours
from xltool.hosts.word.document import WordDocument, open_word
from xltool.hosts.word.memory import MarkMemory, Memory, RunMark, forget, recall
from xltool.hosts.word.names import is_run, next_element, previous_element
from xltool.hosts.word.runs import Cut, join
from xltool.hosts.word.shading import Before, is_shaded, unshade
from xltool.package.markup import Element
from xltool.package.word_markup import w

_FORGOTTEN = MarkMemory((), ())


def unmark_word(data: bytes) -> tuple[bytes, int]:
    """The document without our marks, and how many there were.

    Raises:
        XltoolError: no document that can be changed (see ``open_word``).
    """
    document = open_word(data)
    count = clean(document)
    return (document.to_bytes() if count else data), count


def clean(document: WordDocument, *, keep_parts: bool = False) -> int:
    """Takes every mark of ours out of ``document``; gives their number.

    What the user has written since stays, in the text and in the comments: a comment
    with words of the user's keeps these. ``keep_parts`` leaves an empty part of comments
    and what is beside it, for new ones.
    """
    memory = recall(document.space, document.main)
    comments = Comments(document.space, document.main)
    ours = comments.ours()
    tied = Tied(document.root, ours)
    shaded = [run for run in document.root.iter(w("r")) if is_shaded(run)]
    marked = _remembered(tied, ours, memory)
    marked |= {run: RunMark(Before()) for run in shaded if run not in marked}
    for id_, (comment, number) in ours.items():
        if comments.remove(comment, memory.marks.get(number, _FORGOTTEN).words):
            tied.untie(id_)
    _restore(document, marked)
    threads.forget_author(document.space, document.main, AUTHOR)
    if memory.comments_added and not keep_parts:
        comments.drop_part()
    forget(document.space, document.main)
    return max(len(ours), len(memory.marks), len(marked) if not ours else 0)


def _remembered(tied: Tied, ours: Mapping[str, Ours], memory: Memory) -> dict[Element, RunMark]:
    """The runs under our comments that have our colour, and what is known of each."""
    found: dict[Element, RunMark] = {}
    for id_, (_, number) in ours.items():
        known = memory.marks.get(number, _FORGOTTEN).runs
        runs = _coloured(tied.covered(id_), known)
        states = known if len(runs) == len(known) else _shared(known, len(runs))
        found.update(zip(runs, states, strict=True))
    return found


def _coloured(covered: Sequence[Element], known: Sequence[RunMark]) -> list[Element]:
    """The runs that we coloured, also where a program has rewritten the second colour.

    Of a resolved comment those that we only cut off, as long as they are as many.
    """
    if known and all(run.is_plain for run in known):
        return list(covered) if len(covered) == len(known) else []
    runs = [run for run in covered if is_shaded(run)]
    if len(runs) < len(known):
        return [run for run in covered if is_shaded(run, within_ours=True)]
    return runs


def _shared(known: Sequence[RunMark], count: int) -> tuple[RunMark, ...]:
    """What is known of ``count`` runs that were others when they were marked."""
    befores = {run.before for run in known}
    before = befores.pop() if len(befores) == 1 else Before()
    runs = [RunMark(before) for _ in range(count)]
    if runs and known:
        runs[0] = RunMark(before, known[0].left, runs[0].right)
        runs[-1] = RunMark(before, runs[-1].left, known[-1].right)
    return tuple(runs)


def _restore(document: WordDocument, marked: Mapping[Element, RunMark]) -> None:
    """Gives the runs back what they had, and joins them with those they were cut from."""
    seams: list[tuple[Element, Element, Cut]] = []
    for run in document.root.iter(w("r")):
        known = marked.get(run)
        if known is None:
            continue
        if not known.is_plain:
            unshade(run, known.before)
        before, after = previous_element(run), next_element(run)
        if before is not None and is_run(before):
            seams.append((before, run, known.left))
        if after is not None and is_run(after):
            seams.append((run, after, known.right))
    join(seams)
