"""All files of an edition are looked at when it is validated."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from xltool import editions
from xltool.editions.loading import edition_folder
from xltool.editions.validation import faults_in, faults_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "national" / "2024"
    shutil.copytree(edition_folder("national/2024"), copy)
    return copy


@pytest.mark.parametrize("edition_id", editions.available())
def test_every_edition_that_ships_is_well_formed(edition_id: str) -> None:
    assert faults_of(edition_id) == ()


def test_a_fault_in_the_looks_is_told(folder: Path) -> None:
    looks = folder / "sheets.toml"
    text = looks.read_text("utf-8").replace('paper = "portrait"', 'paper = "A3"', 1)
    looks.write_text(text.replace("numbers_row = 6", 'numbers_row = "六"', 1), "utf-8")
    found = faults_in(folder)
    assert "sheets.toml sheets.T01.paper:“A3”不可用;可用:portrait、landscape" in found
    assert "sheets.toml sheets.T01.numbers_row:应为整数" in found


def test_a_sheet_without_looks_is_told(folder: Path) -> None:
    looks = folder / "sheets.toml"
    looks.write_text(looks.read_text("utf-8").replace("[sheets.T09]", "[sheets.T11]"), "utf-8")
    assert "sheets.toml sheets.T09:缺少" in faults_in(folder)


def test_a_missing_workbook_is_told_with_the_command_that_makes_it(folder: Path) -> None:
    (folder / "决算公开表.xlsx").unlink()
    (only,) = faults_in(folder)
    assert "python -m xltool.editions.build national/2024" in only


def test_faults_of_data_and_narrative_come_together(folder: Path) -> None:
    for file in ("edition.toml", "narrative.toml"):
        (folder / file).write_text("= broken", "utf-8")
    assert {line.split()[0] for line in faults_in(folder)} >= {"edition.toml", "narrative.toml"}
