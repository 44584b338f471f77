"""Sums of the edition that fail because the table has a row or column that it does not know.

The edition's identity leaves that part out; with it the sum holds. Whether the part belongs
there is for a person to say, so that the finding is kept, as a hint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from xltool.editions.instantiation import is_along_row
from xltool.editions.label_sums import SumKind
from xltool.editions.schema import Edition
from xltool.model.book import Book
from xltool.model.finding import CellPlace, Finding, Severity, Tally, Verdict
from xltool.model.loose import LooseTable
from xltool.rules.implied import Case, cases_of, place_of, value_of

_Key = tuple[str | None, str | None, bool]
"""Sheet and address of a total, and whether it adds up columns."""


def with_unknown_parts(
    judged: tuple[Sequence[Finding], Tally], book: Book, edition: Edition
) -> tuple[tuple[Finding, ...], Tally]:
    """Findings on sums within one table, softened where an unknown part makes up for them."""
    findings, tally = judged
    if not book.loose:
        return tuple(findings), tally
    computing = (rule for rule in edition.identities if rule.computes)
    across = {
        rule.id: is_along_row(rule)
        for rule in computing
        if {ref.table for ref in rule.right} == {rule.left[0].table}
    }
    known = {key: names for table in book.loose for key, names in _made_up(table)}
    told: list[Finding] = []
    for finding in findings:
        names = _makes_up(finding, across, known)
        if names and finding.verdict is Verdict.MISMATCH:
            says = f"{finding.message};加上版式没有的{names}则相符,请核实"
            finding = replace(  # noqa: PLW2901 (the softened one stands in its place)
                finding, verdict=Verdict.UNCHECKED, severity=Severity.HINT, message=says
            )
            tally = replace(tally, mismatch=tally.mismatch - 1, unchecked=tally.unchecked + 1)
        told.append(finding)
    return tuple(told), tally


def _makes_up(
    finding: Finding, across: Mapping[str, bool], known: Mapping[_Key, str]
) -> str | None:
    """The unknown parts that a finding on one table alone is explained by."""
    places = [place for place in finding.where if isinstance(place, CellPlace)]
    if finding.rule not in across or len({place.table for place in places}) != 1:
        return None
    keys = ((place.sheet, place.address, across[finding.rule]) for place in places)
    return next((known[key] for key in keys if key in known), None)


def _made_up(table: LooseTable) -> Iterator[tuple[_Key, str]]:
    """Totals that hold with the figures of unknown parts, and these parts."""
    for case in cases_of(table):
        if case.verdict is not Verdict.MISMATCH and (names := _unknown(table, case)):
            place = place_of(table, case.total)
            across = case.sum.kind is SumKind.COLUMNS
            kind = "栏" if across else "行"
            yield (place.sheet, place.address, across), f"{kind}“{'、'.join(names)}”"


def _unknown(table: LooseTable, case: Case) -> list[str]:
    """Names of the parts with a figure that the edition does not describe."""
    filled = [at for at in case.parts if value_of(table.cells.get(at))]
    if case.sum.kind is SumKind.COLUMNS:
        columns = [table.columns[column] for _, column in filled]
        return [column.name for column in columns if not column.is_known]
    rows = [table.rows[row] for row, _ in filled]
    return [row.code or row.label.strip() for row in rows if not row.is_known]
