"""Laws of the table check over made-up units."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.rules.given import check as check_text
from xltool.model.amount import round_half_up
from xltool.model.finding import Verdict

ITEMS = ("2010601", "2010607", "2010650", "2013102", "2080505", "2080506", "2101102", "2210201")
CLASS_LINE = {"201": 32, "208": 39, "210": 40, "221": 50}
FEN = st.one_of(st.just(0), st.integers(min_value=10**6, max_value=10**9))
"""Exact amounts in 分: none, or so much that no figure prints as 0 (which would be exact)."""

Leaves = dict[str, tuple[int, int]]
"""By 项: 基本支出 and 项目支出 in 分."""
leaves = st.dictionaries(st.sampled_from(ITEMS), st.tuples(FEN, FEN), min_size=1)


def published(units: Leaves, decimals: int) -> str:
    """公开01表, 公开03表 and 公开05表, every figure rounded half up on its own from 分."""
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for code, parts in units.items():
        for row in ("合计", code[:3], code[:5], code):
            sums[row] = [own + part for own, part in zip(sums[row], parts, strict=True)]
    lines = []
    for row, (basic, project) in sums.items():
        for table, whole in (("T03", "本年支出合计"), ("T05", "小计")):
            figures = ((whole, basic + project), ("基本支出", basic), ("项目支出", project))
            lines += [f"{table} {row} {column} {_wan(fen, decimals)}" for column, fen in figures]
        if row in CLASS_LINE:
            lines.append(f"T01 {CLASS_LINE[row]} 金额 {_wan(basic + project, decimals)}")
    total = _wan(sum(sums["合计"]), decimals)
    return "\n".join([*lines, *(f"T01 {line} 金额 {total}" for line in (1, 27, 31, 58, 62))])


def _wan(fen: int, decimals: int) -> Decimal:
    return round_half_up(Decimal(fen) / 1_000_000, decimals)


@given(leaves, st.integers(min_value=0, max_value=4))
@settings(max_examples=60, deadline=None)
def test_figures_rounded_half_up_from_exact_ones_never_disagree(
    units: Leaves, decimals: int
) -> None:
    result = check_text(published(units, decimals))
    assert result.tally.mismatch == 0


@given(leaves)
@settings(max_examples=30, deadline=None)
def test_verdicts_do_not_depend_on_the_unit(units: Leaves) -> None:
    text = published(units, 2)
    tenfold = "\n".join(_tenfold(line) for line in text.splitlines())
    first, second = check_text(text), check_text(tenfold)
    assert first.tally == second.tally
    assert [f.rule for f in first.findings] == [f.rule for f in second.findings]
    for one, ten in zip(first.findings, second.findings, strict=True):
        assert (one.difference or 0) * 10 == (ten.difference or 0)


def _tenfold(line: str) -> str:
    place, value = line.rsplit(maxsplit=1)
    return f"{place} {round_half_up(Decimal(value) * 10, 1)}"


@given(leaves, st.data())
@settings(max_examples=40, deadline=None)
def test_a_figure_moved_beyond_rounding_is_pointed_at(units: Leaves, data: st.DataObject) -> None:
    lines = published(units, 2).splitlines()
    place, value = data.draw(st.sampled_from([ln for ln in lines if ln.startswith("T03")])).rsplit(
        maxsplit=1
    )
    off = data.draw(st.integers(min_value=100, max_value=10_000))
    changed = f"{place} {Decimal(value) + Decimal(off) / 100}"
    text = "\n".join(changed if line.startswith(f"{place} ") else line for line in lines)
    result = check_text(text)
    _, row, column = place.split()
    assert any(
        ("公开03表", row, column) == (at.table, at.row, at.column)  # type: ignore[union-attr]
        for finding in result.findings
        if finding.verdict is not Verdict.ROUNDING
        for at in finding.where
    )
