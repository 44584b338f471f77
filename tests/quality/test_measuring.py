"""The measurement itself: what counts as pointed at, and what as noise, with stub checkers."""

from __future__ import annotations

import pytest

from tests.quality import documents, plant
from tests.quality.changes import Change, Kind, change
from tests.quality.seeds import seeded
from tests.quality.truth import Document
from xltool.model.book import Narrative
from xltool.model.finding import CheckResult, Finding, Severity, Tally, TextPlace, Verdict

DOCUMENT = documents.named("甲:0:0")


def _planted(kind: Kind) -> Change:
    """The first figure that ``kind`` can change, changed."""
    changes = (change(DOCUMENT, at, kind, seeded(5)) for at in range(len(DOCUMENT.statements)))
    return next(planted for planted in changes if planted)


def _finding(paragraph: int, start: int, end: int) -> Finding:
    place = TextPlace("例", "一", paragraph, start, end, "")
    return Finding("例.rule", Verdict.MISMATCH, Severity.ERROR, "例", where=(place,))


def _result(*findings: Finding) -> CheckResult:
    return CheckResult(findings, Tally())


def _sees_changed_paragraphs(document: Document, narrative: Narrative) -> CheckResult:
    """Points at the first changed character of every changed paragraph."""
    found = []
    for paragraph in narrative.paragraphs:
        old = document.paragraphs[paragraph.index]
        if paragraph.text != old:
            pairs = enumerate(zip(paragraph.text, old, strict=False))
            at = next(place for place, (new, was) in pairs if new != was)
            found.append(_finding(paragraph.index, at, at + 1))
    return _result(*found)


def _always_says_the_same(document: Document, narrative: Narrative) -> CheckResult:
    """One finding at the end of the paragraph, wherever the end moves."""
    at = document.statements[0].paragraph
    length = len(narrative.paragraphs[at].text)
    return _result(_finding(at, length - 1, length))


def _points_elsewhere(document: Document, narrative: Narrative) -> CheckResult:
    return _result(
        *(_finding(0, 0, 1) for _ in _sees_changed_paragraphs(document, narrative).findings)
    )


@pytest.mark.parametrize("kind", list(Kind))
def test_a_finding_at_the_changed_figure_is_pointed_at(kind: Kind) -> None:
    planted = _planted(kind)
    (one,) = plant.measure(DOCUMENT, [planted], _sees_changed_paragraphs)
    assert one.pointed
    assert one.others == ()


def test_a_finding_that_only_moved_with_the_text_is_not_new() -> None:
    planted = _planted(Kind.UNIT)
    (one,) = plant.measure(DOCUMENT, [planted], _always_says_the_same)
    assert not one.pointed
    assert one.others == ()


def test_a_finding_elsewhere_is_noise() -> None:
    planted = _planted(Kind.DIGIT)
    (one,) = plant.measure(DOCUMENT, [planted], _points_elsewhere)
    assert not one.pointed
    assert len(one.others) == 1
    assert one.reds == 1


def test_a_wrong_figure_keeps_its_place_and_changes_its_amount() -> None:
    for kind in (kind for kind in Kind if kind is not Kind.BARE):
        planted = _planted(kind)
        statement = DOCUMENT.statements[planted.index]
        assert planted.amount != statement.amount
        text = planted.apply(DOCUMENT.paragraphs[planted.paragraph])
        assert text[planted.start :].startswith(planted.new)
