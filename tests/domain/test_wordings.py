"""Narratives in the wordings of many provinces, judged by hand, figure by figure.

``wordings/*.txt`` hold pieces of narratives in our own words over the unit of these tests.
Below each piece stands one letter for every figure in the order it stands: c 一致, r 尾差,
m 不符, u 未核对, ? where reviewers would differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.domain.judging import judged, letters, loud, reds

FOLDER = Path(__file__).parent / "wordings"


def pieces() -> Iterator[tuple[str, str]]:
    """Every piece with its letters."""
    for path in sorted(FOLDER.glob("*.txt")):
        for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
            text, _, wanted = block.rpartition("\n= ")
            yield text, wanted.strip()


PIECES = tuple(pieces())


@pytest.mark.parametrize(("text", "wanted"), PIECES, ids=range(1, len(PIECES) + 1))
def test_every_figure_has_the_verdict_a_reviewer_would_give(text: str, wanted: str) -> None:
    result = judged(text)

    assert len(letters(result)) == len(wanted), [figure.text for figure in result.figures]
    for figure, letter, right in zip(result.figures, letters(result), wanted, strict=True):
        assert right in {letter, "?"}, (figure.text, letter, figure.reason, figure.bound_to)


@pytest.mark.parametrize("text", [text for text, wanted in PIECES if not set(wanted) & {"m", "r"}])
def test_nothing_red_is_said_of_what_is_right(text: str) -> None:
    assert reds(judged(text)) == []


@pytest.mark.parametrize("text", [text for text, wanted in PIECES if set(wanted) <= {"c", "u"}])
def test_nothing_yellow_is_said_of_what_is_exact(text: str) -> None:
    assert loud(judged(text)) == []
