"""Totals typed over: cells of a live book that ought to be formulas and are not."""

from __future__ import annotations

from xltool.model.book import Book
from xltool.model.finding import Finding, Severity, Tally, Verdict
from xltool.rules.evaluation import Evaluation
from xltool.rules.words import Words, listed

RULE = "tables.overwritten-formula"


def check_overwritten(book: Book, evaluation: Evaluation) -> tuple[list[Finding], Tally]:
    """Typed totals in a book whose other totals are formulas; one finding a table.

    Only totals whose value agrees are told here: one that does not agree breaks its
    identity. Off in a book filled as published, and where no total is a formula. The
    tally counts tables.
    """
    if book.as_published:
        return [], Tally()
    plan = evaluation.plan
    live: set[str] = set()
    typed: list[int] = []
    for number, position in plan.totals.items():  # class rows of 总表 may be entered or linked
        state = evaluation.states[number]
        if state.live:
            live.add(plan.cells[number].table)
        elif not state.empty and not state.text:
            balance = evaluation.balances.get(position)
            if balance is None or balance.residual == 0:
                typed.append(number)
    if not live:
        return [], Tally()
    words = Words(book)
    findings = []
    for table in dict.fromkeys(plan.cells[number].table for number in typed):
        cells = [plan.cells[number] for number in typed if plan.cells[number].table == table]
        named = listed(words.cell(at).removeprefix(table).strip() for at in cells)
        findings.append(
            Finding(
                RULE,
                Verdict.UNCHECKED,
                Severity.HINT,
                f"{table} 合计处公式被数字覆盖(数值相符):{named};可用重新计算恢复公式",
                where=tuple(words.place(at) for at in cells),
            )
        )
    told = {plan.cells[number].table for number in typed}
    return findings, Tally(consistent=len(live - told), unchecked=len(told))
