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
    by_figure = {one.figure: one for one in facts.statements if one.figure is not None}
    for placed, mention, number in others:
        statement = by_figure.get(number)
        if statement is None or mention.start > _FRONT:
            continue
        final = Quantity(Measure.FINAL, statement.quantity.subject)
        labels = {facts.statements[one].placed.label for one in facts.stated(final)}
        if placed.label not in labels:
            says = f"文中写的是{mention.year}年度,本文件是{year}年度"
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
    r"(?P<name>[\u4e00-\u9fff]{2,30}(?:局|委员会|办公室|中心|委|部|院|校|所|站|馆|队|处|会))"
    r"(?:部门|单位)?(?:20\d{2}年度?)(?:部门|单位)?(?:决算|收入支出|收、支|收支|财政拨款|一般公共|政府)"
)


def _unit_names(passages: Iterable[Placed], book: Book) -> Iterator[Note]:
    """Another unit's name where the document names itself."""
    own = _plain(book.unit_name or "")
    if not own:
        return
    for placed in passages:
        for match in _NAMED.finditer(placed.passage.text):
            name = _plain(match["name"])
            if name and name not in own and own not in name and not own.endswith(name):
                says = f"文中单位名“{match['name']}”与表中的“{book.unit_name}”不一致"
                span = match.span("name")
                yield _note(UNIT_NAME, Verdict.UNCHECKED, Severity.WARNING, says, placed, span)
                return


def _plain(name: str) -> str:
    return re.sub(r"[\s()（）、]", "", name)


def _without_unit(placed: Placed, numeral: Numeral, statement: Statement) -> Note:
    missing = "百分号" if statement.amount.unit is Unit.PERCENT else "单位(万元)"
    says = f"{numeral.value}后面缺{missing}"
    span = (numeral.start + placed.start, numeral.end + placed.start)
    return _note(NO_UNIT, Verdict.UNCHECKED, Severity.HINT, says, placed, span)
