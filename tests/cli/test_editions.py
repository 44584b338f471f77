"""``xltool editions`` and ``--edition``: the forms that ship, and drafts of others."""

from __future__ import annotations

from pathlib import Path

import pytest

from xltool import editions
from xltool.cli.main import status_of

SHIPPED = editions.available()


def run(*arguments: str | Path) -> int:
    return status_of([str(argument) for argument in arguments])


def test_the_list_counts_the_tables_of_each_form(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("editions", "list") == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split("\t")[0] for line in lines] == list(SHIPPED)
    assert [line.split("\t")[-1] for line in lines] == ["9 张表", "9 张表", "10 张表"]


@pytest.mark.parametrize("edition_id", SHIPPED)
def test_each_form_is_shown_and_valid(edition_id: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("editions", "show", edition_id) == 0
    said = capsys.readouterr().out
    for spec in editions.load(edition_id).tables.values():
        assert spec.title in said
    assert run("editions", "validate", edition_id) == 0
    assert capsys.readouterr().out == f"{edition_id} 合格\n"


@pytest.mark.parametrize("edition_id", SHIPPED)
def test_each_form_is_filled_recomputed_and_checked(
    edition_id: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "数据.csv"
    data.write_text(
        "table,row,column,value\n收入决算表,2010602,财政拨款收入,12.00\n"
        "支出决算表,2010602,基本支出,12.00\n"
        "一般公共预算财政拨款支出决算表,2010602,基本支出,12.00\n"
        "一般公共预算财政拨款基本支出决算表,30201,决算数,12.00\n",
        "utf-8",
    )
    filled = tmp_path / "表.xlsx"
    assert run("fill", data, "--edition", edition_id, "-o", filled, "--unit-name", "示例单位") == 0
    assert run("recompute", filled, "-o", tmp_path / "重算.xlsx") == 0
    capsys.readouterr()
    assert run("check", filled) == 0
    assert edition_id in capsys.readouterr().out


def test_a_draft_is_learned_validated_and_used_by_its_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "某省" / "2024"
    workbook = Path(editions.load("shanghai/2024").workbook)
    assert run("editions", "learn", workbook, "-o", folder) == 0
    said = capsys.readouterr().out
    assert "收入支出决算总表:1 栏" in said
    assert "[存疑] 收入支出决算总表:" in said
    assert "格的公式取自别的表" in said
    assert run("editions", "validate", folder) == 0
    assert f"{folder} 合格" in capsys.readouterr().out
    assert run("editions", "show", folder) == 0
    assert "某省/2024" in capsys.readouterr().out


def test_a_spoilt_draft_is_refused_with_every_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "某省" / "2024"
    assert run("editions", "learn", editions.load("shanghai/2024").workbook, "-o", folder) == 0
    tables = folder / "tables.toml"
    text = tables.read_text("utf-8").replace('kind = "codes"', 'kind = "code"', 1)
    tables.write_text(text, "utf-8")
    capsys.readouterr()
    assert run("editions", "validate", folder) == 2
    told = capsys.readouterr().err
    assert "tables.toml tables.T02.kind:“code”不可用;可用:lines、codes、single" in told


def test_an_unknown_form_is_told_with_those_that_are_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("editions", "show", "nowhere/1999") == 2
    assert "可用:national/2024、shanghai/2024、shanxi/2024" in capsys.readouterr().err
    assert run("editions", "learn", tmp_path / "没有.xlsx") == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
