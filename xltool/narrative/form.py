"""Residue of the form, damage of print, years and units that are not the document's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from xltool.editions.narrative import Measure
from xltool.model.amount import Unit
from xltool.model.book import Book
from xltool.model.finding import Severity, Verdict
from xltool.narrative.facts import Facts
from xltool.narrative.headings import Placed
from xltool.narrative.notes import Note
from xltool.narrative.numerals import Numeral
from xltool.narrative.statements import Quantity, Statement
from xltool.narrative.tokens import YearMention

RESIDUE: Final = "narrative.residue"
YEAR: Final = "narrative.year"
UNIT_NAME: Final = "narrative.unit-name"
NO_UNIT: Final = "narrative.no-unit"
_FRONT: Final = 30
"""How far into a paragraph its own year stands: behind the unit's name."""
_CHOICE: Final = re.compile(
    r"(?:增加|增长|上升)[(/](?:减少|下降|降低)\)?|(?:减少|下降|降低)[(/](?:增加|增长|上升)\)?"
    r"|大于\(小于\)|小于\(大于\)|大小于|或与(?:年初)?预算数持平"
)
_BLANK: Final = re.compile(
    r"[XxＸ×]{2,}|\.{3}万元|_{2,}|PAGEREF|(?<!\d)20\d[ _]年度|(?<!\d)20\d年度?"
)
_BROKEN_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d年度?")
_DOCUMENT_YEAR: Final = re.compile(r"(?<!\d)(20\d{2})年(?:度|12月31日)")
_PRIOR_WORDS: Final = ("与", "比", "较", "上年", "相较")
_SIGNED_DATE: Final = re.compile(r"截至(20\d{2})年")


def form_notes(
    passages: Sequence[Placed],
    figures: Iterable[tuple[Placed, Numeral]],
    statements: Sequence[Statement],
    book: Book,
    instructions: Sequence[str],
    year: int,
) -> Iterator[Note]:
    """Everything the writer should have struck out or filled in."""
    for placed in passages:
        yield from _residue(placed, instructions)
        yield from _years(placed, year)
    yield from _unit_names(passages, book)
    bound = {
        statement.figure: statement for statement in statements if statement.figure is not None
    }
    for number, (placed, numeral) in enumerate(figures):
        if not numeral.complete and number in bound:
            yield _without_unit(placed, numeral, bound[number])


def year_notes(
    others: Iterable[tuple[Placed, YearMention, int]], facts: Facts, year: int
) -> Iterator[Note]:
    """Another year where the section should speak of its own: nothing there is of this year."""
    seen: set[YearMention] = set()
    by_figure = {one.figure: one for one in facts.statements if one.figure is not None}
    for placed, mention, number in others:
        statement = by_figure.get(number)
        if statement is None or mention in seen or _explains(placed, mention):
            continue
        seen.add(mention)
        final = Quantity(Measure.FINAL, statement.quantity.subject)
        labels = {facts.statements[one].placed.label for one in facts.stated(final)}
        if mention.year != year - 1 or placed.label not in labels:
            says = f"文中写的是{mention.year}年度,本文件是{year}年度"
            span = (mention.start + placed.start, mention.end + placed.start)
            yield _note(YEAR, Verdict.MISMATCH, Severity.ERROR, says, placed, span)


def _explains(placed: Placed, mention: YearMention) -> bool:
    """Deep within a sentence another year is told of, not taken for this one."""
    text = placed.passage.text[placed.start :][: mention.start]
    return mention.start - (text.rfind("。") + 1) > _FRONT


def compared_notes(compared: Iterable[tuple[Placed, YearMention]], year: int) -> Iterator[Note]:
    """A comparison with another year than the last."""
    for placed, mention in compared:
        if mention.year != year - 1:
            says = f"比较的是{mention.year}年,{year}年度应与{year - 1}年度相比"
            span = (mention.start + placed.start, mention.end + placed.start)
            yield _note(YEAR, Verdict.MISMATCH, Severity.ERROR, says, placed, span)


def _residue(placed: Placed, instructions: Sequence[str]) -> Iterator[Note]:
    text = placed.passage.text
    for match in _CHOICE.finditer(text):
        says = f"“{match[0]}”是表样里待选的字样,应只留一个"
        yield _note(RESIDUE, Verdict.MISMATCH, Severity.ERROR, says, placed, match.span())
    for match in _BLANK.finditer(text):
        says = f"“{match[0]}”是没有填完的空"
        yield _note(RESIDUE, Verdict.MISMATCH, Severity.ERROR, says, placed, match.span())
    for words in instructions:
        place = text.find(words)
        if place >= 0:
            says = f"“{words}”是写给填写人的说明,应删去"
            span = (place, place + len(words))
            yield _note(RESIDUE, Verdict.MISMATCH, Severity.WARNING, says, placed, span)


def _note(
    rule: str,
    verdict: Verdict,
    severity: Severity,
    says: str,
    placed: Placed,
    span: tuple[int, int],
) -> Note:
    return Note(rule, verdict, severity, says, placed, *span)


def _years(placed: Placed, year: int) -> Iterator[Note]:
    """A year in a heading or in 截至 that is another than the document's."""
    text = placed.passage.text
    for match in _SIGNED_DATE.finditer(text):
        if int(match[1]) != year:
            says = f"截至{match[1]}年与本文件的{year}年度不一致"
            yield _note(YEAR, Verdict.MISMATCH, Severity.ERROR, says, placed, match.span(1))
    if placed.heading or placed.level == 1:
        for match in _DOCUMENT_YEAR.finditer(text):
            if int(match[1]) != year and not text[: match.start()].endswith(_PRIOR_WORDS):
                says = f"标题里的{match[1]}年度与本文件的{year}年度不一致"
                yield _note(YEAR, Verdict.MISMATCH, Severity.ERROR, says, placed, match.span(1))


_NAMED: Final = re.compile(
    r"^(?:第[一二三四五六七八九十]部分)?(?:截至)?(?P<name>[\u4e00-\u9fff()]{3,40}?)20\d{2}年度?"
)
_NO_NAMES: Final = re.compile(
    r"本|我|其中|与|比|较|公开|说明|情况|根据|按照|[关对]于|决算|预算|第.部分|和|的"
)


def _unit_names(passages: Iterable[Placed], book: Book) -> Iterator[Note]:
    """Another unit's name where the document names itself, once for each name."""
    own = _plain(book.unit_name or "")
    seen: set[str] = set()
    for placed in passages if own else ():
        text = placed.passage.text[placed.start :]
        match = _NAMED.match(text)
        if not match or _NO_NAMES.search(match["name"]):
            continue
        name = _plain(match["name"])
        if name in own or own in name or name in seen:
            continue
        seen.add(name)
        says = f"文中单位名“{match['name']}”与表中的“{book.unit_name}”不一致"
        start, end = match.span("name")
        span = (start + placed.start, end + placed.start)
        yield _note(UNIT_NAME, Verdict.UNCHECKED, Severity.WARNING, says, placed, span)


def _plain(name: str) -> str:
    return re.sub(r"[\s()（）、]", "", name)


def _without_unit(placed: Placed, numeral: Numeral, statement: Statement) -> Note:
    missing = "百分号" if statement.amount.unit is Unit.PERCENT else "单位(万元)"
    says = f"{numeral.value}后面缺{missing}"
    span = (numeral.start + placed.start, numeral.end + placed.start)
    return _note(NO_UNIT, Verdict.UNCHECKED, Severity.HINT, says, placed, span)
