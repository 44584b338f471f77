"""What the comments and notes in documents say, and which marks become one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xltool.hosts.annotations import Annotation, annotate, merged, united, words_of
from xltool.model.book import Book
from xltool.model.finding import (
    Figure,
    FigureKind,
    Finding,
    Severity,
    TextPlace,
    Verdict,
)
from xltool.sources.document import Document, DocumentKind, Stretch

SENTENCE = "支出减少2.20万元,增长75.34%。"
NOWHERE = Document("说明.docx", DocumentKind.WORD, ())


class Line:
    """The trace of a paragraph that is one w:p, the third."""

    def spots(self, start: int, end: int, /) -> tuple[Stretch, ...]:
        """The same characters of that paragraph."""
        return (Stretch(3, start, end),)


def place(words: str, text: str = SENTENCE) -> TextPlace:
    start = text.index(words)
    return TextPlace("说明.docx", "九", 0, start, start + len(words), words)


def figure(words: str, verdict: Verdict, reason: str | None = None) -> Figure:
    start = SENTENCE.index(words)
    end = start + len(words)
    value = Decimal(words.rstrip("%"))
    return Figure(words, value, "", "九", 0, start, end, FigureKind.CHANGE, verdict, reason)


def finding(message: str, *where: TextPlace, verdict: Verdict = Verdict.MISMATCH) -> Finding:
    return Finding("narrative.direction", verdict, Severity.ERROR, message, where=where)


def told(findings: list[Finding], figures: list[Figure]) -> list[Annotation]:
    return list(annotate(findings, figures, None, {0: Line()}, NOWHERE))


def test_a_comment_names_the_other_side_and_not_its_own_place() -> None:
    contradiction = finding("方向相反", place("减少2.20"), place("75.34%"))
    figures = [figure("2.20", Verdict.MISMATCH), figure("75.34", Verdict.UNCHECKED, "有误的数")]
    first, second = told([contradiction], figures)
    assert first.lines == ("不符:方向相反", "对照:情况说明 九 第1段“75.34%”")
    assert second.lines == ("未核对:75.34 有误的数", "相关:不符:方向相反")


def test_a_figure_says_its_reason_once() -> None:
    same = finding("方向相反", place("减少2.20"), place("75.34%"))
    figures = [
        figure("2.20", Verdict.MISMATCH),
        figure("75.34", Verdict.MISMATCH, "方向相反,请核对"),
    ]
    assert told([same], figures)[1].lines == ("不符:75.34 方向相反,请核对",)


def test_figures_that_agree_are_not_marked() -> None:
    assert told([], [figure("2.20", Verdict.CONSISTENT)]) == []


def test_hints_of_what_was_not_checked_stay_in_the_list() -> None:
    hint = Finding("a", Verdict.UNCHECKED, Severity.HINT, "建议", where=(place("减少"),))
    assert told([hint], []) == []


def test_a_long_list_of_findings_is_cut_and_said_to_be() -> None:
    many = [finding(f"第{number}条", place("减少")) for number in range(10)]
    (mark,) = told(many, [])
    assert mark.lines[-2:] == ("不符:第7条", "另有 2 项,见核对报告")


def test_a_paragraph_of_another_file_is_not_marked_here() -> None:
    marks = annotate([finding("反", place("减少"))], [], None, {5: Line()}, NOWHERE)
    assert marks == ()


def test_what_is_found_in_tables_of_this_file_without_a_place_is_said_at_the_beginning() -> None:
    lacking = Finding("a", Verdict.MISMATCH, Severity.ERROR, "缺少合计行")
    (mark,) = annotate([lacking], [], Book("shanxi/2024", {}), {0: Line()}, NOWHERE)
    assert (mark.spots, mark.lines) == ((), ("不符:缺少合计行",))
    assert told([lacking], []) == []  # the tables stand in another file


@pytest.mark.parametrize(
    ("verdicts", "advice"),
    [
        ([Verdict.UNCHECKED, Verdict.MISMATCH], "处理:核实后改正有误的一处,再核对一次"),
        ([Verdict.ROUNDING], "处理:四舍五入可以解释,可以不改;要各处一致,请统一取数"),
        ([Verdict.UNCHECKED], "处理:请人工核对"),
    ],
)
def test_the_last_line_says_what_to_do_about_the_worst(
    verdicts: list[Verdict], advice: str
) -> None:
    assert words_of([Annotation((), verdict, ("一",)) for verdict in verdicts]) == ("一", advice)


def test_marks_that_share_characters_become_one() -> None:
    first = Annotation((Stretch(1, 0, 5),), Verdict.ROUNDING, ("甲",), frozenset({1}))
    second = Annotation((Stretch(1, 3, 8),), Verdict.MISMATCH, ("甲", "乙"), frozenset({2}))
    assert merged([second, first]) == (
        Annotation((Stretch(1, 0, 8),), Verdict.MISMATCH, ("甲", "乙"), frozenset({1, 2})),
    )


STRETCHES = st.tuples(st.integers(0, 2), st.integers(0, 9), st.integers(1, 5)).map(
    lambda drawn: Stretch(drawn[0], drawn[1], drawn[1] + drawn[2])
)


@given(st.lists(STRETCHES, max_size=8))
def test_uniting_places_keeps_every_character_and_no_overlap(places: list[Stretch]) -> None:
    def characters(stretches: list[Stretch]) -> list[tuple[int, int]]:
        return [(it.paragraph, at) for it in stretches for at in range(it.start, it.end)]

    joined = [spot for spot in united(places) if isinstance(spot, Stretch)]
    assert sorted(characters(joined)) == sorted(set(characters(places)))
