"""Codes and paths in the text against the tables and the classification."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from xltool.model.book import Book
from xltool.model.finding import Severity, Verdict
from xltool.narrative.headings import Placed
from xltool.narrative.notes import Note
from xltool.narrative.paths import Path
from xltool.narrative.tokens import CodeMention
from xltool.narrative.vocabulary import Vocabulary, plain_name

CODE: Final = "narrative.code"
NAME: Final = "narrative.code-name"
PATH: Final = "narrative.path"
_NAME: Final = re.compile(r"[^,。;:、()\"0-9]{2,40}(?:\([^()]{1,6}\)[^,。;:、()\"0-9]{0,12})?")


def code_notes(
    codes: Iterable[tuple[Placed, CodeMention]],
    paths: Iterable[tuple[Placed, Path]],
    book: Book,
    vocabulary: Vocabulary,
) -> Iterator[Note]:
    """Codes that no table has, names that are not theirs, paths that lead nowhere."""
    printed = _printed(book)
    seen: set[str] = set()
    for placed, mention in codes:
        if mention.code not in seen:
            seen.add(mention.code)
            yield from _code(placed, mention, printed, vocabulary)
    for placed, path in paths:
        if path.printed not in seen:
            seen.add(path.printed)
            yield from _path(placed, path, printed, vocabulary)


def _printed(book: Book) -> dict[str, str]:
    """Functional codes of the tables, with the names they print."""
    return {
        row.code: row.label for table in book.tables.values() for row in table.codes() if row.code
    }


def _code(
    placed: Placed, mention: CodeMention, printed: dict[str, str], vocabulary: Vocabulary
) -> Iterator[Note]:
    text = placed.passage.text
    start, end = mention.start + placed.start, mention.end + placed.start
    match = _NAME.match(text, end)
    name = match[0] if match and text[end - 1] != ")" else ""
    if not printed:
        return
    if mention.code not in printed:
        says = f"科目{mention.code}{name}在各表中都没有,请核对代码"
        yield Note(CODE, Verdict.MISMATCH, Severity.ERROR, says, placed, start, end)
        return
    known = printed[mention.code] or vocabulary.names.get(mention.code, "")
    if text.startswith(plain_name(known), end):
        return
    if name and known and not _alike(name, known):
        says = f"科目{mention.code}在表中叫“{known}”,文中叫“{name}”"
        yield Note(NAME, Verdict.UNCHECKED, Severity.WARNING, says, placed, start, end)


def _alike(name: str, known: str) -> bool:
    """The same name but for a trailing 支出, or with the sentence going on behind it."""
    one, other = plain_name(name), plain_name(known)
    return one == other or name.startswith(known) or one.startswith(other)


def _path(
    placed: Placed, path: Path, printed: dict[str, str], vocabulary: Vocabulary
) -> Iterator[Note]:
    start, end = path.start + placed.start, path.end + placed.start
    if path.code is None:
        yield from _unresolved(placed, path, (start, end), printed, vocabulary)
    elif printed and path.code not in printed and path.code not in vocabulary.names:
        says = f"科目“{path.printed}”({path.code})在各表中都没有"
        yield Note(PATH, Verdict.MISMATCH, Severity.ERROR, says, placed, start, end)


def _unresolved(
    placed: Placed,
    path: Path,
    span: tuple[int, int],
    printed: dict[str, str],
    vocabulary: Vocabulary,
) -> Iterator[Note]:
    """A path whose last name is known under another parent, or not at all."""
    here: Sequence[str] = [code for code in path.candidates if code in printed]
    if len(path.names) > 1 and here:
        parents = "、".join(f"{code[:5]}{vocabulary.names.get(code[:5], '')}" for code in here[:2])
        says = f"“{path.names[-1][0]}”在表中属于{parents},文中写成“{path.printed}”"
        yield Note(PATH, Verdict.UNCHECKED, Severity.WARNING, says, placed, *span)
    elif len(path.names) == 1 and path.candidates:
        return  # a bare name that several codes share
    else:
        says = f"科目名称“{path.printed}”与分类和各表都对不上,请核对名称"
        yield Note(PATH, Verdict.UNCHECKED, Severity.WARNING, says, placed, *span)
