"""The command line as the contract has it, over the shipped example."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.shared_cases import YANGQUAN, needs_cases
from xltool import examples
from xltool.cli.main import status_of


def run(*arguments: str | Path) -> int:
    return status_of([str(argument) for argument in arguments])


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "公开表.xlsx"
    assert run("fill", examples.FIGURES, "-o", path, "--unit", "元", "--unit-name", "示例单位") == 0
    return path


def test_the_demo_finds_its_four_planted_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("demo", tmp_path / "演示", "--quiet") == 0

    said = capsys.readouterr().out
    assert said.count("  · ") == 4
    for wrong in ("17.52", "0.82%", "减少", "保有量"):
        assert wrong in said
    assert sorted(file.suffix for file in (tmp_path / "演示").iterdir()) == [
        ".html",
        ".xlsx",
        ".xlsx",
    ]


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    for seed in ("1", "2"):  # another order of every set of texts
        command = [sys.executable, "-m", "xltool", "demo", str(tmp_path / seed), "--quiet"]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(command, check=True, env=environment, capture_output=True)  # noqa: S603 - our own program

    for file in (tmp_path / "1").iterdir():
        assert file.read_bytes() == (tmp_path / "2" / file.name).read_bytes(), file.name


def test_fill_writes_totals_as_live_formulas(workbook: Path) -> None:
    sheet = load_workbook(workbook)["公开03表"]
    shown = load_workbook(workbook, data_only=True)["公开03表"]

    assert str(sheet["C9"].value).startswith("=")
    assert (shown["A9"].value, shown["C9"].value) == ("201", 715.324)
    assert shown["C9"].number_format.startswith("#,##0.00")


def test_a_filled_workbook_has_nothing_red(workbook: Path) -> None:
    assert run("check", workbook) == 0


def test_check_in_json_is_the_contract_object(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert run("check", workbook, "--narrative", examples.NARRATIVE, "--format", "json") == 1

    result = json.loads(capsys.readouterr().out)
    assert result["schema"] == 1
    assert result["document"]["unit"] == "示例单位"
    assert result["document"]["year"] == 2024
    assert set(result["summary"]) == {"rules", "figures"}
    assert result["summary"]["figures"]["total"] == len(result["figures"])
    for finding in result["findings"]:
        assert isinstance(finding["stated"], str | None)
        assert {place["kind"] for place in finding["where"]} <= {"cell", "text"}


def test_check_of_several_documents_gives_a_list(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    run("check", workbook, workbook, "--format", "json")

    assert len(json.loads(capsys.readouterr().out)) == 2


def test_documents_of_one_name_get_copies_of_their_own(workbook: Path, tmp_path: Path) -> None:
    documents = []
    for unit in ("甲局", "乙局"):
        (tmp_path / unit).mkdir()
        documents.append(tmp_path / unit / "公开表.xlsx")
        documents[-1].write_bytes(workbook.read_bytes())

    run("check", *documents, "--highlight", tmp_path / "核对", "--report", tmp_path / "核对")

    assert sorted(file.name for file in (tmp_path / "核对").iterdir()) == [
        "乙局-公开表.html",
        "乙局-公开表.xlsx",
        "甲局-公开表.html",
        "甲局-公开表.xlsx",
    ]


def test_one_unusable_document_does_not_stop_the_others(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "坏.xlsx"
    broken.write_bytes(b"")
    capsys.readouterr()

    assert run("check", broken, workbook, "--format", "json") == 2

    said = capsys.readouterr()
    assert [item["document"]["unit"] for item in json.loads(said.out)] == ["示例单位"]
    assert "坏.xlsx" in said.err
    assert len(said.err.splitlines()) == 1


def test_lock_files_among_several_documents_are_passed_over(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lock = workbook.with_name(f"~${workbook.name}")
    lock.write_bytes(b"\x05admin")
    capsys.readouterr()

    assert run("check", lock, workbook, "--format", "json") == 0

    assert len(json.loads(capsys.readouterr().out)) == 1


def test_a_total_that_disagrees_with_its_parts_is_reported_in_the_status(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "录入.csv"
    data.write_text(
        "表,行,栏,数值\n公开03表,2010607,项目支出,96.58\n公开03表,合计,本年支出合计,96.59\n"
    )

    assert run("fill", data, "-o", tmp_path / "出.xlsx", "--unit-name", "甲") == 1

    said = capsys.readouterr().out
    assert "96.58" in said
    assert "96.59" in said


def test_marks_come_and_go(workbook: Path, tmp_path: Path) -> None:
    marked, clean = tmp_path / "核对.xlsx", tmp_path / "清除.xlsx"

    assert run("check", workbook, "--narrative", examples.NARRATIVE, "--highlight", marked) == 1
    findings = load_workbook(marked)["核对结果"]
    assert findings.max_row > 4

    assert run("unmark", marked, "-o", clean) == 0
    assert "17.52" not in str(list(load_workbook(clean)["核对结果"].values))


def test_recompute_restores_an_overwritten_total(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = load_workbook(workbook)
    book["公开03表"]["C9"] = 700
    damaged, mended = tmp_path / "改坏.xlsx", tmp_path / "恢复.xlsx"
    book.save(damaged)
    capsys.readouterr()

    assert run("recompute", damaged, "-o", mended) == 1

    said = capsys.readouterr().out
    assert "C9" in said
    assert "700" in said
    assert str(load_workbook(mended)["公开03表"]["C9"].value).startswith("=")
    assert load_workbook(mended, data_only=True)["公开03表"]["C9"].value == 715.324


def test_recompute_says_which_tables_it_did_not_find(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = load_workbook(workbook)
    del book["公开03表"]
    short = tmp_path / "缺表.xlsx"
    book.save(short)
    capsys.readouterr()

    assert run("recompute", short, "-o", tmp_path / "重算.xlsx") == 1

    assert "没有重算:公开03表 支出决算表" in capsys.readouterr().out


def test_in_place_keeps_a_backup(workbook: Path) -> None:
    before = workbook.read_bytes()

    run("recompute", workbook, "--in-place")

    assert (workbook.parent / "公开表.备份.xlsx").read_bytes() == before


def test_publish_keeps_the_form_alone(workbook: Path, tmp_path: Path) -> None:
    target = tmp_path / "公开稿.xlsx"

    assert run("publish", workbook, "-o", target) == 0

    published = load_workbook(target)
    assert not {"分析", "核对结果"} & set(published.sheetnames)
    assert published["公开03表"]["C9"].value == 715.32
    assert published.properties.creator in (None, "", "openpyxl")


def test_publish_leaves_the_users_own_papers_inside_and_says_so(
    workbook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = load_workbook(workbook, data_only=True)
    book.create_sheet("内部底稿")["A1"] = "勿外传"
    book["公开03表"].row_dimensions[12].hidden = True
    inside, target = tmp_path / "内部.xlsx", tmp_path / "公开稿.xlsx"
    book.save(inside)
    capsys.readouterr()

    assert run("publish", inside, "-o", target) == 0

    assert "内部底稿" not in load_workbook(target).sheetnames
    said = capsys.readouterr().out
    assert "工作表“内部底稿”不是公开表,没有放进公开稿" in said
    assert "第 12 行是隐藏的,在公开稿中是空的" in said


def test_every_rule_can_be_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rules", "list") == 0
    ids = [line.split("\t")[0] for line in capsys.readouterr().out.splitlines()]
    assert len(ids) == len(set(ids)) > 40

    for rule_id in ids:
        assert run("rules", "show", rule_id) == 0
        assert rule_id in capsys.readouterr().out


def test_editions_are_listed_shown_and_valid(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("editions", "list") == 0
    assert "shanxi/2024" in capsys.readouterr().out
    assert run("editions", "show", "shanxi/2024") == 0
    assert "公开10表" in capsys.readouterr().out
    assert run("editions", "validate") == 0


@needs_cases
def test_the_worked_case_reports_its_known_errors(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "公开表.xlsx"
    assert run("fill", YANGQUAN / "published.csv", "--as-published", "-o", path) in (0, 1)
    capsys.readouterr()

    run("check", path, "--narrative", YANGQUAN / "narrative.txt", "--format", "json")

    result = json.loads(capsys.readouterr().out)
    red = [item["message"] for item in result["findings"] if item["verdict"] == "mismatch"]
    assert [message for message in red if "2013299" not in message] == []
    assert any("2013299" in message for message in red)
    figures = {(item["text"], item["verdict"]) for item in result["figures"]}
    assert ("412.98", "rounding") in figures
    assert ("407.68", "rounding") in figures
    bound = [item for item in result["figures"] if item["bound_to"]]
    assert len(bound) >= 0.98 * len(result["figures"])
