"""What cells are told of one check: the state of a scope, findings, figures, sentences."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from tests.addin.checked_cases import SAYING, TABLE, WRONG, checked, narrative, workbook
from xltool import pipeline
from xltool.addin import cells
from xltool.addin.cells import Checked
from xltool.addin.cells.limits import LONGEST_ELEMENT
from xltool.model.finding import Verdict
from xltool.model.patch import Patch, SetContent
from xltool.package import Package, apply, write_atomic


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Checked:
    return checked(tmp_path_factory.mktemp("checked"))


def test_the_state_of_the_workbook_counts_as_the_report_does(example: Checked) -> None:
    tally = example.report.rules
    assert cells.check(example) == (
        f"一致 {tally.consistent} / 尾差 {tally.rounding}"
        f" / 不符 {tally.mismatch} / 未核对 {tally.unchecked}"
    )
    assert tally.mismatch > 0


@pytest.mark.parametrize("name", [TABLE, "支出决算表", f" {TABLE} "])
def test_a_table_is_asked_for_by_number_or_title(example: Checked, name: str) -> None:
    assert cells.check(example, name) == cells.check(example, TABLE)
    assert " / 不符 1 / " in cells.check(example, TABLE)


def test_a_table_without_the_error_has_no_mismatch(example: Checked) -> None:
    assert " / 不符 0 / 未核对 0" in cells.check(example, "公开07表")


def test_a_wrong_cell_is_told_with_both_values(example: Checked) -> None:
    answer = cells.check(example, f"{TABLE}!{WRONG}")
    assert answer.startswith("不符:")
    assert "800.00" in answer
    assert "715.32" in answer
    assert len(answer) <= LONGEST_ELEMENT


def test_a_right_cell_says_how_many_identities_hold(example: Checked) -> None:
    # 预算数 公务用车小计: = 购置 + 运行; 合计 = 出国 + 小计 + 接待; 决算 <= 预算.
    assert cells.check(example, "公开09表!C8") == "一致:3 条勾稽关系"


def test_a_figure_that_stands_alone_is_not_called_right(example: Checked) -> None:
    # 单价100万元以上设备 has no second side anywhere.
    assert cells.check(example, "公开10表!C24") == "未核对:没有勾稽关系核对到这一格"


@pytest.mark.parametrize("place", [f"{TABLE}!A1", f"{TABLE}!Z99", "没有的表!A1"])
def test_a_cell_that_no_table_has_is_unchecked(example: Checked, place: str) -> None:
    assert cells.check(example, place).startswith("未核对:")


def test_a_range_counts_each_identity_and_finding_once(example: Checked) -> None:
    alone = cells.check(example, f"{TABLE}!C9:C10")
    twice = cells.check(example, f"{TABLE}!C9:D10")
    assert " / 不符 1 / " in alone
    assert " / 不符 1 / " in twice
    assert held(twice) > held(alone)


def held(line: str) -> int:
    return int(line.split(" / ", maxsplit=1)[0].removeprefix("一致 "))


def test_a_range_over_the_whole_sheet_is_the_table(example: Checked) -> None:
    assert cells.check(example, f"{TABLE}!A1:H200") == cells.check(example, TABLE)


def test_a_paragraph_of_the_narrative_is_told_by_its_figures(example: Checked) -> None:
    assert cells.check(example, f"情况说明!{SAYING}") == "一致:3 个数"
    figures = example.report.figures
    wrong = next(one for one in figures if one.verdict is Verdict.MISMATCH)
    answer = cells.check(example, f"情况说明!A{wrong.paragraph + 1}")
    assert answer.startswith(f"不符:{wrong.text}")
    off = sum(one.verdict is Verdict.MISMATCH for one in figures)
    assert f" / 不符 {off} / " in cells.check(example, "情况说明!A1:A99")


@pytest.mark.parametrize("scope", ["没有这张表", "C9", "!"])
def test_a_scope_that_is_none_is_answered_with_what_to_write(example: Checked, scope: str) -> None:
    assert TABLE in cells.check(example, scope) or "C9" in cells.check(example, scope)
    assert len(cells.findings(example, scope)) == 1


def test_findings_are_a_table_with_numbers_as_numbers(example: Checked) -> None:
    head, first, *_ = cells.findings(example, TABLE)
    assert head == ("结论", "级别", "位置", "说明", "所列", "对照", "差额")
    assert first[0] == "不符"
    assert WRONG in str(first[2])
    assert first[4:] == (Decimal("800.00"), Decimal("715.32"), Decimal("84.68"))


def test_findings_of_a_scope_are_those_that_name_it(example: Checked) -> None:
    everything = cells.findings(example)
    assert len(everything) == 1 + len(example.report.findings)
    here = cells.findings(example, f"{TABLE}!{WRONG}")
    assert set(here) < set(everything)
    assert cells.findings(example, "公开07表") == (("没有不符、尾差或未核对",),)


def test_long_texts_end_in_where_the_rest_is(example: Checked) -> None:
    long = replace(example.report.findings[0], message="长" * 400)
    report = replace(example.report, findings=(long,))
    row = cells.findings(Checked(report, example.applied))[1]
    assert len(str(row[3])) == LONGEST_ELEMENT
    assert str(row[3]).endswith("…(见“核对结果”)")


@pytest.mark.parametrize(
    ("table", "row", "column", "value"),
    [
        (TABLE, "201", "本年支出合计", "800.00"),
        ("支出决算表", "一般公共服务支出", "本年支出合计", "800.00"),
        (TABLE, "201", "1", "800.00"),
        ("公开01表", "27", "金额", "820.66"),
        ("公开09表", "", "决算数/合计", "5.1165"),
    ],
)
def test_a_figure_is_found_by_its_meaning(
    example: Checked, table: str, row: str, column: str, value: str
) -> None:
    found = cells.figure(example, table, row, column)
    assert isinstance(found, Decimal)
    assert round(found, 4) == Decimal(value)


def test_an_empty_cell_is_0(example: Checked) -> None:
    assert cells.figure(example, TABLE, "201", "经营支出") == 0


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [("205", "基本支出", "205"), ("201", "没有的栏", "本年支出合计"), ("2", "基本支出", "位")],
)
def test_a_figure_that_is_not_there_is_answered_with_the_reason(
    example: Checked, row: str, column: str, reason: str
) -> None:
    answer = cells.figure(example, TABLE, row, column)
    assert isinstance(answer, str)
    assert reason in answer


def test_a_paragraph_is_answered_as_it_was_checked(example: Checked) -> None:
    paragraph = narrative()[int(SAYING[1:]) - 1]
    head, *rows = cells.narrative(example, paragraph)
    assert head == ("数", "结论", "说的是", "说明")
    assert [row[1] for row in rows] == ["一致"] * 3
    assert all("万元" in str(row[0]) or "%" in str(row[0]) for row in rows)


def test_a_new_sentence_is_read_for_itself(example: Checked) -> None:
    # 公开03表: 本年支出合计 820.66 (the example's), 基本支出 412.97.
    right, wrong = (
        cells.narrative(example, f"2024年度支出合计{amount}万元,其中基本支出412.97万元。")
        for amount in ("820.66", "802.66")
    )
    assert [row[1] for row in right[1:]] == ["一致", "一致"]
    assert [row[1] for row in wrong[1:]] == ["不符", "一致"]


@pytest.mark.parametrize(("text", "said"), [("", "没有给出文字"), ("本单位无变化。", "没有读到")])
def test_a_text_without_figures_is_told(example: Checked, text: str, said: str) -> None:
    ((answer,),) = cells.narrative(example, text)
    assert str(answer).startswith(said)


def test_what_was_applied_is_what_the_tally_counts(example: Checked) -> None:
    """Identities are part of the tally; every finding of theirs has one that does not hold."""
    held = sum(one.verdict is Verdict.CONSISTENT for one in example.applied)
    assert 0 < held <= example.report.rules.consistent
    off = {cell for one in example.applied if one.verdict is Verdict.MISMATCH for cell in one.cells}
    assert any(cell.table == TABLE and cell.row == "201" for cell in off)


def test_a_mistyped_code_is_told_at_its_own_cells(tmp_path: Path) -> None:
    """2010607 is typed 2010670 in one table; everything else is judged as if it were right."""
    path = workbook(tmp_path)
    typo = SetContent(TABLE, "A11", "2010607", "2010670")
    write_atomic(path, apply(Patch((typo,)), Package.open(path)).to_bytes())
    report = pipeline.check(path)
    example = Checked(report, pipeline.identities(report.book))
    assert "2010670" in cells.check(example, f"{TABLE}!A11")
    assert cells.check(example, f"{TABLE}!C11").startswith("一致:")
    right = cells.check(checked(tmp_path), "公开05表")
    assert held(cells.check(example, "公开05表")) == held(right)
