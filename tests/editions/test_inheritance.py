"""An edition says only what differs from the one that it extends."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from xltool import editions
from xltool.editions import read_edition
from xltool.editions.loading import edition_folder
from xltool.editions.narrative_loading import read_narrative_spec
from xltool.editions.validation import faults_in

HEAD = 'extends = "national/2024"\nid = "somewhere/2024"\ntitle = "某省"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An edition that extends the national one and says nothing else."""
    own = tmp_path / "somewhere" / "2024"
    own.mkdir(parents=True)
    (own / "edition.toml").write_text(HEAD, "utf-8")
    shutil.copy(editions.load("national/2024").workbook, own)
    return own


def write(folder: Path, file: str, text: str) -> None:
    (folder / file).write_text(text, "utf-8")


def faults(folder: Path) -> str:
    return "\n".join(faults_in(folder))


def test_what_is_not_said_is_inherited(folder: Path) -> None:
    own, base = read_edition(folder), editions.load("national/2024")
    assert own.tables == base.tables
    assert own.identities == base.identities
    assert (own.id, own.title, own.year) == ("somewhere/2024", "某省", base.year)
    assert faults_in(folder) == ()


def test_a_key_replaces_the_inherited_one_and_the_rest_stays(folder: Path) -> None:
    write(folder, "tables.toml", '[tables.T03]\ntitle = "部门支出表"\n')
    spec, base = read_edition(folder).named("T03"), editions.load("national/2024").named("T03")
    assert spec is not None
    assert base is not None
    assert spec.title == "部门支出表"
    assert (spec.id, spec.code_rows, spec.note) == (base.id, base.code_rows, base.note)


def test_a_list_replaces_the_inherited_one_or_adds_to_it(folder: Path) -> None:
    write(
        folder,
        "tables.toml",
        '[tables.T02]\naliases = ["收入表"]\n[tables.T03]\naliases = ["+", "支出表"]\n',
    )
    edition, base = read_edition(folder), editions.load("national/2024")
    assert edition.tables["公开02表"].aliases == ("收入表",)
    assert edition.tables["公开03表"].aliases == (*base.tables["公开03表"].aliases, "支出表")


def test_lines_are_replaced_by_key_added_and_dropped(folder: Path) -> None:
    write(
        folder,
        "lines.csv",
        "table,block,row,key,label,role,code,unit,decimals,aliases\n"
        "T01,收入,11,5,五、事业单位收入,linked,,,,\n"
        "T01,收入,15,9,,drop,,,,\n"
        "T01,支出,38,63,备查,entered,,,,\n",
    )
    lines = {line.key: line for line in read_edition(folder).tables["公开01表"].lines}
    assert lines["5"].label == "五、事业单位收入"
    assert "9" not in lines
    assert lines["63"].row == 38


def test_an_identity_is_overridden_dropped_or_added(folder: Path) -> None:
    write(
        folder,
        "identities.toml",
        '[identities."T01.balance"]\nseverity = "warning"\n'
        '[identities."T05.T03.total"]\ndrop = true\n'
        '[identities."own.rule"]\ncheck = "T01[1;金额] <= T01[27;金额]"\n'
        'title = "一般公共预算不大于合计"\nexample = "1.00 <= 2.00"\n',
    )
    rules = {rule.id: rule for rule in read_edition(folder).identities}
    assert rules["T01.balance"].severity == "warning"
    assert rules["T01.balance"].title == "收入总计 = 支出总计"
    assert "T05.T03.total" not in rules
    assert "own.rule" in rules


def test_what_names_a_table_that_was_dropped_is_a_fault(folder: Path) -> None:
    write(folder, "tables.toml", "[tables.T08]\ndrop = true\n")
    told = faults(folder)
    assert "lines.csv" not in told
    assert "identities.T08.tree.check:没有表“T08”" in told
    assert "national/2024/identities.toml" in told


def test_dropping_what_is_not_there_is_a_fault(folder: Path) -> None:
    write(folder, "tables.toml", "[tables.T77]\ndrop = true\n")
    write(folder, "identities.toml", '[identities."no.such"]\ndrop = true\n')
    told = faults(folder)
    assert "tables.toml tables.T77:继承的版式里没有,不能去掉" in told
    assert "identities.toml identities.no.such:继承的版式里没有,不能去掉" in told


def test_an_unknown_base_is_a_fault(folder: Path) -> None:
    write(folder, "edition.toml", HEAD.replace("national/2024", "nowhere/1999"))
    assert "edition.toml extends:“nowhere/1999”不可用:没有这个版式" in faults(folder)


def test_editions_that_extend_each_other_are_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, other in (("a", "b"), ("b", "a")):
        own = tmp_path / name / "2024"
        own.mkdir(parents=True)
        write(own, "edition.toml", f'extends = "{other}/2024"\nid = "{name}/2024"\ntitle = "x"\n')
    monkeypatch.setattr("xltool.editions.inheritance.resource", lambda _: tmp_path)
    with pytest.raises(editions.EditionError, match="互相继承"):
        read_edition(tmp_path / "a" / "2024")


def test_a_fault_of_the_own_file_is_told_by_its_name_alone(folder: Path) -> None:
    write(folder, "tables.toml", '[tables.T03]\nkind = "codez"\n')
    assert "tables.toml tables.T03.kind:“codez”不可用" in faults(folder)


def test_a_line_or_column_called_otherwise_keeps_the_inherited_identities(folder: Path) -> None:
    write(
        folder,
        "lines.csv",
        "table,block,row,key,label,role,code,unit,decimals,aliases,base\n"
        "T01,收入,33,收入小计,本年收入小计,total,,,,,27\n",
    )
    edition = read_edition(folder)
    codes: dict[str, tuple[str, ...]] = {}
    cells = editions.computed_cells(edition, editions.skeleton(edition, codes))
    assert any(cell.row == "收入小计" for cell in cells)


def test_subjects_of_the_narrative_are_merged_by_id(folder: Path) -> None:
    write(
        folder,
        "narrative.toml",
        'residue = ["+", "此处删去"]\n[[subject]]\nid = "会议费"\nwords = ["+", "会议经费"]\n'
        '[[subject]]\nid = "培训费"\ndrop = true\n',
    )
    spec = read_narrative_spec(folder, read_edition(folder))
    base = read_narrative_spec(edition_folder("national/2024"), editions.load("national/2024"))
    assert spec.residue == (*base.residue, "此处删去")
    assert spec.subjects["会议费"].words == ("会议费", "会议经费")
    assert spec.subjects["会议费"].cells == base.subjects["会议费"].cells
    assert "培训费" not in spec.subjects


def test_sums_of_the_narrative_are_added(folder: Path) -> None:
    write(folder, "narrative.toml", '[[sum]]\ntotal = "三公"\nparts = ["会议费", "培训费"]\n')
    spec = read_narrative_spec(folder, read_edition(folder))
    base = read_narrative_spec(edition_folder("national/2024"), editions.load("national/2024"))
    assert len(spec.sums) == len(base.sums) + 1
    assert spec.sums[-1].parts == ("会议费", "培训费")


def test_a_subject_whose_table_the_form_lacks_has_no_cell_there() -> None:
    spec = read_narrative_spec(edition_folder("shanghai/2024"), editions.load("shanghai/2024"))
    assert spec.subjects["采购"].cells == {}
    cell = spec.subjects["收入总计"].cells["总体"][0].cells[0]
    assert cell == ("收入支出决算总表", "收入总计", "决算数")


def test_a_cell_that_no_edition_knows_is_a_fault(folder: Path) -> None:
    write(
        folder,
        "narrative.toml",
        '[[subject]]\nid = "会议费"\ncells = { "总体" = ["T01 99 金额", "T88 1 金额"] }\n',
    )
    told = faults(folder)
    assert "“T01 99 金额”:没有这张表、这一行或这一栏" in told
    assert "“T88 1 金额”" in told
