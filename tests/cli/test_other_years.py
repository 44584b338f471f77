"""Last year's and budget figures given in part: what is not given is unknown, never 0."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from xltool import examples
from xltool.cli.main import status_of

HEAD = "table,row,column,value\n"


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "公开表.xlsx"
    arguments = ["-o", str(path), "--unit", "元", "--unit-name", "示例单位"]
    status_of(["fill", str(examples.FIGURES), *arguments])
    return path


def messages(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> set[str]:
    """What a check with ``arguments`` finds red."""
    capsys.readouterr()
    status_of(["check", *map(str, arguments), "--format", "json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    return {item["message"] for item in found if item["verdict"] == "mismatch"}


@pytest.mark.parametrize("option", ["--prior", "--budget"])
def test_figures_that_are_not_given_are_not_taken_for_nothing(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    some = tmp_path / "部分.csv"
    some.write_text(HEAD + "公开05表,2080505,基本支出,1.00\n", "utf-8")
    plain = messages(capsys, workbook, "--narrative", examples.NARRATIVE)

    assert messages(capsys, workbook, "--narrative", examples.NARRATIVE, option, some) == plain


def test_a_figure_that_is_given_counts(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    some = tmp_path / "部分.csv"
    some.write_text(HEAD + "公开09表,,决算数/合计,1.00\n", "utf-8")
    text = tmp_path / "说明.txt"
    text.write_text(
        "九、财政拨款“三公”经费支出决算情况说明\n"
        "2024年度“三公”经费支出决算5.12万元,比上年度增加2.20万元,增长75.34%。\n",
        "utf-8",
    )

    plain = messages(capsys, workbook, "--narrative", text)
    assert messages(capsys, workbook, "--narrative", text, "--prior", some) - plain
