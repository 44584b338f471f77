"""A malformed edition is refused with file, key and allowed values, every fault at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from xltool import editions
from xltool.editions.loading import edition_folder
from xltool.model.errors import XltoolError

Change = tuple[str, str, str]
"""File, text that stands there, text put in its place."""

REVENUE_COLUMN = 'key = "本年收入合计", number = 1, letter = "C", role = "total"'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a good edition to spoil."""
    copy = tmp_path / "2024"
    shutil.copytree(edition_folder("national/2024"), copy)
    return copy


def spoil(folder: Path, file: str, before: str, after: str) -> None:
    text = (folder / file).read_text("utf-8")
    assert before in text
    (folder / file).write_text(text.replace(before, after, 1), "utf-8")


def faults(folder: Path) -> tuple[str, ...]:
    with pytest.raises(editions.EditionError) as refused:
        editions.read_edition(folder)
    return refused.value.errors


def test_a_good_copy_reads_like_the_original(folder: Path) -> None:
    copy, original = editions.read_edition(folder), editions.load("national/2024")
    assert copy.tables == original.tables
    assert copy.identities == original.identities


MALFORMED: list[tuple[Change, tuple[str, ...]]] = [
    (
        ("tables.toml", 'kind = "codes"', 'kind = "code"'),
        ("tables.toml tables.T02.kind", "“code”不可用", "lines、codes、single"),
    ),
    (
        ("tables.toml", REVENUE_COLUMN, REVENUE_COLUMN.replace("total", "sum")),
        ("tables.toml tables.T02.code_rows.columns[1].role", "可用:entered、total"),
    ),
    (
        ("tables.toml", REVENUE_COLUMN, REVENUE_COLUMN.replace("number", "nummer")),
        ("columns[1].nummer", "不认识的键", "number"),
    ),
    (("tables.toml", 'title = "收入决算表"', ""), ("tables.T02.title", "缺少")),
    (
        ("tables.toml", "total_row = 8", 'total_row = "8"'),
        ("tables.T02.code_rows.total_row", "应为整数"),
    ),
    (("tables.toml", 'title = "收入决算表"', "title = 收入"), ("tables.toml", "TOML 语法有误")),
    (
        ("edition.toml", 'amount_unit = "万元"', 'amount_unit = "百元"'),
        ("edition.toml amount_unit", "“百元”不可用", "万元"),
    ),
    (("edition.toml", "year = 2024", "year = true"), ("edition.toml year", "应为整数")),
    (
        ("edition.toml", "empty_statements = [", "empty_statements = [1, "),
        ("edition.toml empty_statements", "应为文字列表"),
    ),
    (
        ("identities.toml", "T01[27;金额] = T01[1..8;金额]", "T01[27;金额] = T01[1..80;金额]"),
        ("identities.toml T01.income.total", "公开01表 没有行“1..80”"),
    ),
    (
        ("identities.toml", "T02[@;2..7]", "T02[@;2..8]"),
        ("identities.toml T02.row.subtotal", "公开02表 没有栏“2..8”", "其他收入"),
    ),
    (
        ("identities.toml", "T01[27;金额] =", "T11[27;金额] ="),
        ("identities.T01.income.total.check", "没有表“T11”", "T01、T02"),
    ),
    (
        ("identities.toml", "T01[31;金额] = T01[62;金额]", "T01[31;金额] T01[62;金额]"),
        ("identities.T01.balance.check", "没有 =、<= 或 >="),
    ),
    (
        ("identities.toml", "子(T02[@;@])", "子(T02[@;@]"),
        ("identities.T02.tree.check", "括号不成对"),
    ),
    (
        ("identities.toml", 'severity = "warning"', 'severity = "red"'),
        ("severity", "“red”不可用", "error、warning、hint"),
    ),
    (
        (
            "lines.csv",
            "T01,收入,11,5,五、事业收入,linked",
            "T01,收入,11,5,五、事业收入,link",
        ),
        ("lines.csv T01 行“5” role", "“link”不可用", "linked"),
    ),
    (
        ("lines.csv", "T01,收入,11,5", "T01,收入,第11行,5"),
        ("lines.csv T01 行“5” row", "“第11行”应为整数"),
    ),
    (
        ("lines.csv", "T01,收入,11", "T01,左边,11"),
        ("lines.csv T01 左边", "没有这个表或块"),
    ),
    (("lines.csv", "table,block", "表,块"), ("lines.csv 第1行", "列名应为 table,block")),
    (("functional.csv", "2010602,", "201060,"), ("functional.csv 201060", "3、5 或 7 位数字")),
    (
        (
            "identities.toml",
            'check = "T01[31;金额] = T01[62;金额]"',
            'check = "T01[31;金额] <= T01[62;金额]"\ncomputes = true',
        ),
        ("identities.toml T01.balance", "computes 要求左边是一个单元格"),
    ),
    (
        ("lines.csv", "T01,收入,11,5,", "T01,收入,11,4,"),
        ("lines.csv T01 收入 4", "重复"),
    ),
    (
        ("lines.csv", "T01,收入,11,5,", "T01,收入,12,5,"),
        ("公开01表 单元格", "“C12”重复 2 次"),
    ),
    (
        ("tables.toml", 'id = "公开02表"', 'id = "公开01表"'),
        ("tables.toml tables.T02.id", "“公开01表”已是另一张表的"),
    ),
    (
        ("tables.toml", REVENUE_COLUMN, REVENUE_COLUMN.replace('"C"', '"第3列"')),
        ("tables.toml 公开02表 本年收入合计 letter", "“第3列”不可用"),
    ),
    (("economic.csv", "30102,津贴补贴", "30101,津贴补贴"), ("economic.csv 30101", "重复")),
]


@pytest.mark.parametrize(("change", "words"), MALFORMED, ids=lambda value: str(value[1])[:30])
def test_a_fault_is_told_with_file_key_and_what_is_allowed(
    folder: Path, change: Change, words: tuple[str, ...]
) -> None:
    spoil(folder, *change)
    found = faults(folder)
    assert any(all(word in line for word in words) for line in found), found


def test_all_faults_of_all_files_are_told_at_once(folder: Path) -> None:
    spoil(folder, "edition.toml", "year = 2024", 'year = "2024"')
    spoil(folder, "tables.toml", 'kind = "codes"', 'kind = "code"')
    spoil(folder, "lines.csv", "五、事业收入,linked", "五、事业收入,link")
    found = faults(folder)
    assert {line.split()[0] for line in found} >= {"edition.toml", "tables.toml", "lines.csv"}


def test_a_missing_file_is_named(folder: Path) -> None:
    (folder / "functional.csv").unlink()
    assert any("functional.csv" in line and "缺少这个文件" in line for line in faults(folder))


def test_a_file_in_another_encoding_is_named(folder: Path) -> None:
    text = (folder / "tables.toml").read_text("utf-8")
    (folder / "tables.toml").write_bytes(text.encode("gb18030"))
    assert any("tables.toml" in line and "UTF-8" in line for line in faults(folder))


def test_a_malformed_edition_is_unusable_input_told_in_one_line(folder: Path) -> None:
    spoil(folder, "edition.toml", "year = 2024", 'year = "2024"')
    with pytest.raises(XltoolError) as refused:
        editions.read_edition(folder)
    assert "\n" not in str(refused.value)
    assert "版式 national/2024 有 1 处问题" in str(refused.value)
