"""Amounts that stand in other rows: blocks slid over others, two rows swapped, other units."""

from __future__ import annotations

from itertools import pairwise

from tests.rules.given import check, of_rule, only, places, verdicts
from xltool.model.finding import Verdict

LEAVES = {
    "2010607": ("5.00", "11.00"),
    "2010608": ("7.00", "20.00"),
    "2010650": ("31.00", "2.00"),
    "2080505": ("26.00", "3.00"),
    "2080506": ("13.00", "1.00"),
    "2100799": ("9.00", "4.00"),
    "2101101": ("17.00", "6.00"),
    "2210201": ("8.00", "15.00"),
}
"""基本支出 and 项目支出 of every 项."""


def cents(text: str) -> int:
    """A figure of two decimals in hundredths."""
    return int(text.replace(".", ""))


def amounts() -> dict[str, tuple[int, int]]:
    """基本支出 and 项目支出 of every row of the table, parents as sums."""
    rows: dict[str, tuple[int, int]] = {}
    for leaf, (basic, project) in LEAVES.items():
        for row in ("合计", leaf[:3], leaf[:5], leaf):
            old = rows.get(row, (0, 0))
            rows[row] = (old[0] + cents(basic), old[1] + cents(project))
    return rows


def text(rows: dict[str, tuple[int, int]]) -> str:
    """公开03表 with ``rows``, and the figures of 公开01表 that the right rows give."""
    right = amounts()
    classes = {"32": "201", "39": "208", "40": "210", "50": "221"}
    classes |= dict.fromkeys(("1", "27", "31", "58", "62"), "合计")
    lines = [f"T01 {line} 金额 {sum(right[row]) / 100:.2f}" for line, row in classes.items()]
    for row, (basic, project) in rows.items():
        if basic or project:
            lines.append(f"T03 {row} 本年支出合计 {(basic + project) / 100:.2f}")
            lines.append(f"T03 {row} 基本支出 {basic / 100:.2f}")
            lines.append(f"T03 {row} 项目支出 {project / 100:.2f}")
        else:
            lines.append(f"T03 {row} 基本支出 0.00")
    return "\n".join(lines)


def slid(block: list[str]) -> str:
    """The rows of ``block`` take the amounts of the rows before, the first is left empty."""
    rows = amounts()
    taken = {new: rows[old] for old, new in pairwise(block)}
    return text(rows | taken | {block[0]: (0, 0)})


def test_the_right_table_raises_nothing() -> None:
    assert check(text(amounts())).findings == ()


def test_a_block_slid_down_over_the_next_row_is_one_finding() -> None:
    block = ["2010607", "2010608", "2010650", "208", "20805", "2080505"]
    finding = only(check(slid(block)).findings)
    assert (finding.rule, finding.verdict) == ("tables.slid-block", Verdict.MISMATCH)
    assert "本年支出合计、基本支出、项目支出 从 2010607 到 2080505 疑似错行,下移 1 行" in (
        finding.message
    )
    assert "16.00 在 2010608,应在 2010607" in finding.message
    assert "2080505 原数已被覆盖" in finding.message
    assert {"公开03表 2010607 项目支出", "公开03表 2080505 基本支出"} <= set(places(finding))
    assert "公开03表 2080506 基本支出" not in places(finding)


def test_a_block_slid_up_over_the_row_before_is_one_finding() -> None:
    block = ["20106", "2010607", "2010608", "2010650", "208", "20805", "2080505"]
    finding = only(check(slid(block[::-1])).findings)
    assert finding.rule == "tables.slid-block"
    assert "从 20106 到 2080505 疑似错行,上移 1 行" in finding.message
    assert "20106 原数已被覆盖" in finding.message


def test_an_emptied_row_alone_is_no_slid_block() -> None:
    result = check(text(amounts() | {"2010608": (0, 0)}))
    assert Verdict.MISMATCH in verdicts(result)
    assert not of_rule(result, "tables.slid-block")


def test_two_rows_whose_amounts_are_swapped_are_one_finding() -> None:
    rows = amounts()
    swapped = rows | {"2010608": rows["2080506"], "2080506": rows["2010608"]}
    finding = only(check(text(swapped)).findings)
    assert (finding.rule, finding.verdict) == ("tables.swapped-rows", Verdict.MISMATCH)
    assert "2010608 与 2080506 两行的数疑似对调" in finding.message
    assert "14.00 在 2010608,应在 2080506" in finding.message


def test_two_rows_that_are_wrong_each_for_itself_are_not_swapped() -> None:
    result = check(text(amounts() | {"2010608": (100, 200), "2080506": (300, 500)}))
    assert Verdict.MISMATCH in verdicts(result)
    assert not of_rule(result, "tables.swapped-rows")


def test_two_amounts_of_a_row_in_each_others_columns_are_one_finding() -> None:
    basic, project = amounts()["2010608"]
    finding = only(check(text(amounts() | {"2010608": (project, basic)})).findings)
    assert (finding.rule, finding.verdict) == ("tables.swapped-columns", Verdict.MISMATCH)
    assert "2010608 行的 基本支出 与 项目支出 两栏的数疑似对调" in finding.message
    assert "如 20.00 在 基本支出,应在 项目支出" in finding.message
    assert places(finding) == ["公开03表 2010608 基本支出", "公开03表 2010608 项目支出"]


def test_an_amount_in_the_wrong_column_is_one_finding() -> None:
    rows = amounts()
    for row in ("合计", "221", "22102", "2210201"):
        basic, project = rows[row]
        rows[row] = (basic + 1500, project - 1500)  # 2210201 has no 项目支出 now
    finding = only(check(text(rows | {"2210201": (0, 2300)})).findings)
    assert finding.rule == "tables.swapped-columns"
    assert "如 23.00 在 项目支出,应在 基本支出" in finding.message


def test_two_whole_columns_in_each_others_place_are_one_finding() -> None:
    both = text(amounts())
    fiscal = "\n".join(
        line.replace("T03", "T05").replace("本年支出合计", "小计")
        for line in both.splitlines()
        if line.startswith("T03")
    )
    turned = (
        fiscal.replace("基本支出", "?").replace("项目支出", "基本支出").replace("?", "项目支出")
    )
    assert check(f"{both}\n{fiscal}").findings == ()
    finding = only(check(f"{both}\n{turned}").findings)
    assert finding.rule == "tables.swapped-columns"
    assert "基本支出 与 项目支出 两栏的数疑似对调" in finding.message


def test_two_amounts_of_a_row_that_are_wrong_each_for_itself_are_not_swapped() -> None:
    result = check(text(amounts() | {"2010608": (1900, 800)}))
    assert Verdict.MISMATCH in verdicts(result)
    assert not of_rule(result, "tables.swapped-columns")


def test_figures_of_one_size_are_not_taken_for_another_unit() -> None:
    # every row stands below 公开03表 once it is divided by 10,000: that proves nothing
    small = {row: (basic + 900, project + 700) for row, (basic, project) in amounts().items()}
    fiscal = text(small).replace("T03", "T05").replace("本年支出合计", "小计")
    own = [line for line in fiscal.splitlines() if line.startswith("T05")]
    result = check("\n".join([text(amounts()), *own]))
    assert Verdict.MISMATCH in verdicts(result)
    assert not of_rule(result, "tables.amount-unit")
