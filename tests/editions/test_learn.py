"""A draft of a form that is described by hand comes near to what the hand wrote."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from tests.sources.forms import PLAIN, form_sheets, stacked, workbook
from xltool import editions, pipeline
from xltool.editions import equations, layout, read_edition, skeleton
from xltool.editions.layout import Layout
from xltool.editions.references import read_statement
from xltool.editions.schema import Edition, IdentityRule
from xltool.editions.validation import faults_in
from xltool.filling.compiling import compile_template
from xltool.model.book import CellId
from xltool.model.errors import XltoolError
from xltool.model.finding import Severity
from xltool.sources.grid import Grid
from xltool.sources.learn import Draft, files_of, learn
from xltool.sources.spreadsheet import open_grids

NOT_PRINTED = "-"
SHIPPED = editions.available()


def grids_of(data: bytes) -> tuple[Grid, ...]:
    return open_grids(data, data)[0].sheets


def without_formulas(data: bytes) -> bytes:
    """The form as offices give it out: no formula in it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    cell.value = None
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def drafted(edition_id: str, base: str | None = None, *, formulas: bool = True) -> Draft:
    data = Path(editions.load(edition_id).workbook).read_bytes()
    plain = data if formulas else without_formulas(data)
    return learn(grids_of(plain), "draft/2024", editions.load(base) if base else None)


def written(draft: Draft, folder: Path, workbook: bytes) -> Path:
    target = folder / "draft" / "2024"
    target.mkdir(parents=True)
    for name, text in files_of(draft).items():
        (target / name).write_text(text, "utf-8")
    (target / "决算公开表.xlsx").write_bytes(workbook)
    return target


def sums(edition: Edition, rules: tuple[IdentityRule, ...]) -> set[tuple[str, frozenset[str]]]:
    """Every sum within one table, as addresses: the total and its parts."""
    growing = [spec.id for spec in edition.tables.values() if spec.code_rows]
    codes = dict.fromkeys(growing, ("201", "20101", "2010602"))
    places = layout(edition, codes)
    found = equations(replace(edition, identities=rules), skeleton(edition, codes))
    return {
        (
            _at(places, one.left[0].cell),
            frozenset(_at(places, term.cell) for term in one.right) - {NOT_PRINTED},
        )
        for one in found
        if len(one.left) == 1
    }


def _at(places: Layout, cell: CellId) -> str:
    address = places.address(cell)
    return f"{address.sheet}!{address.cell}" if address else NOT_PRINTED


def learned_rules(draft: Draft, edition: Edition) -> Iterator[IdentityRule]:
    names = {spec.short: spec.id for spec in edition.tables.values()}
    for table in draft.tables:
        for one in table.identities:
            said = read_statement(one.check, names)
            yield IdentityRule(
                one.id, said.left, said.relation, said.right, Severity.ERROR,
                computes=True, title=one.title,
            )  # fmt: skip


def hand_rules(edition: Edition) -> tuple[IdentityRule, ...]:
    """The sums within one table of the form that compute a total."""
    return tuple(
        rule
        for rule in edition.identities
        if rule.computes
        and {ref.table for ref in rule.right} == {rule.left[0].table}
        and rule.left[0].table != edition.analysis_sheet
    )


@pytest.mark.parametrize("edition_id", SHIPPED)
def test_tables_columns_and_rows_of_a_known_form_are_all_found(edition_id: str) -> None:
    hand, draft = editions.load(edition_id), drafted(edition_id, "national/2024")
    own = {spec.sheet: spec for spec in hand.tables.values() if spec.id != hand.analysis_sheet}
    assert {table.spec.sheet for table in draft.tables} == set(own)
    for table in draft.tables:
        spec = own[table.spec.sheet]
        assert table.spec.kind is spec.kind
        assert table.spec.id == spec.id
        assert {c.letter for c in table.spec.columns} == {c.letter for c in spec.columns}
        printed = [line for line in spec.lines if line.is_printed]
        assert {(line.row, line.code) for line in table.spec.lines if line.label} == {
            (line.row, line.code) for line in printed if line.label
        }


@pytest.mark.parametrize("formulas", [True, False])
@pytest.mark.parametrize("edition_id", SHIPPED)
def test_the_sums_of_a_known_form_are_found(
    edition_id: str,
    formulas: bool,  # noqa: FBT001 (pytest passes parameters by name)
    tmp_path: Path,
) -> None:
    hand = editions.load(edition_id)
    draft = drafted(edition_id, "national/2024", formulas=formulas)
    edition = read_edition(written(draft, tmp_path, Path(hand.workbook).read_bytes()))
    wanted = sums(hand, hand_rules(hand))
    found = sums(edition, tuple(learned_rules(draft, edition)))
    share = len(wanted & found) / len(wanted)
    assert share >= (0.98 if formulas else 0.9), sorted(wanted - found)
    if formulas:
        assert not found - wanted


@pytest.mark.parametrize("base", SHIPPED)
@pytest.mark.parametrize("edition_id", SHIPPED)
def test_a_draft_loads_whatever_it_extends(edition_id: str, base: str, tmp_path: Path) -> None:
    workbook = Path(editions.load(edition_id).workbook).read_bytes()
    folder = written(drafted(edition_id, base), tmp_path, workbook)
    assert faults_in(folder) == ()
    compile_template(read_edition(folder), workbook)


@pytest.mark.parametrize("blocks", [1, 2, 4])
@pytest.mark.parametrize("numbers", [True, False])
def test_forms_laid_out_in_other_ways_give_drafts_that_load(
    numbers: bool,  # noqa: FBT001 (pytest passes parameters by name)
    blocks: int,
    tmp_path: Path,
) -> None:
    style = replace(
        PLAIN, line_numbers=numbers, column_numbers=numbers, total_below=True, blocks=blocks
    )
    data = workbook(form_sheets(editions.load("national/2024"), {}, style))
    draft = learn(grids_of(data), "draft/2024")
    assert len(draft.tables) == 9
    assert all(table.is_known for table in draft.tables)
    assert faults_in(written(draft, tmp_path, data)) == ()


def test_two_tables_on_one_sheet_are_a_doubt() -> None:
    first, second, *_ = form_sheets(editions.load("national/2024"), {})
    draft = learn(grids_of(workbook([stacked(first, second, "两表")])), "draft/2024")
    assert any("有 2 张表" in doubt for table in draft.tables for doubt in table.doubts)


def test_a_table_that_no_edition_knows_gets_its_rows_sums_and_a_doubt(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "项目表"
    for row in (
        ["项目支出情况表"],
        ["金额单位:万元"],
        ["项目名称", "合计", "财政拨款", "其他资金"],
        ["甲项目", "=C4+D4", None, None],
        ["乙项目", "=C5+D5", None, None],
        ["合计", "=SUM(B4:B5)", "=SUM(C4:C5)", "=SUM(D4:D5)"],
    ):
        sheet.append(row)
    written_to = io.BytesIO()
    book.save(written_to)
    draft = learn(grids_of(written_to.getvalue()), "draft/2024")
    (table,) = draft.tables
    assert not table.is_known
    assert [line.role.value for line in table.spec.lines] == ["entered", "entered", "total"]
    assert {one.check for one in table.identities} == {
        "X01[*甲项目,*乙项目;合计] = X01[@;财政拨款,其他资金]",
        "X01[合计;*合计..其他资金] = X01[甲项目,乙项目;@]",
    }
    assert any("已知版式里没有这张表" in doubt for doubt in table.doubts)
    assert faults_in(written(draft, tmp_path, written_to.getvalue())) == ()


def test_line_ends_in_labels_do_not_break_the_files(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ["情况\n表"],
        ["项目", "金\n额", '说"明'],
        ["甲\nid = 1", 1, 2],
        ["乙[x;y],*", 3, 4],
        ["合计", 4, 6],
    ):
        sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    draft = learn(grids_of(data.getvalue()), "draft/2024")
    assert faults_in(written(draft, tmp_path, data.getvalue())) == ()


def test_the_command_writes_a_folder_and_says_what_to_look_at(tmp_path: Path) -> None:
    workbook = Path(editions.load("shanghai/2024").workbook)
    target = tmp_path / "某省" / "2024"
    learned = pipeline.learn_edition(workbook, target)
    assert any("收入支出决算总表" in line for line in learned.lines)
    assert any("取自别的表" in doubt for doubt in learned.doubts)
    assert faults_in(target) == ()
    assert read_edition(target).id == "某省/2024"
    with pytest.raises(XltoolError, match="已有内容"):
        pipeline.learn_edition(workbook, target)


def test_a_workbook_without_tables_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.save(tmp_path / "空.xlsx")
    with pytest.raises(XltoolError, match="没有一张工作表像表"):
        pipeline.learn_edition(tmp_path / "空.xlsx", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_draft_is_filled_and_checked_by_its_folder(tmp_path: Path) -> None:
    """What a form needs to be used: its folder, no change of the program."""
    target = tmp_path / "测试省" / "2031"
    pipeline.learn_edition(Path(editions.load("shanghai/2024").workbook), target)
    data = tmp_path / "数据.csv"
    data.write_text(
        "table,row,column,value\n支出决算表,2010602,基本支出,12.00\n"
        "一般公共预算财政拨款支出决算表,2010602,基本支出,12.00\n"
        "收入决算表,2010602,财政拨款收入,12.00\n"
        "一般公共预算财政拨款基本支出决算表,30201,决算数,12.00\n",
        "utf-8",
    )
    book = pipeline.fill(data, str(target), unit_name="示例单位")
    assert book.edition == "测试省/2031"
    pipeline.save(book, tmp_path / "表.xlsx")
    again = pipeline.read(tmp_path / "表.xlsx", str(target))
    total = again.cell(CellId("收入支出决算总表", "一般公共服务支出", "决算数"))
    assert total is not None
    assert str(total.value) == "12.00"
    assert pipeline.check(again).rules.mismatch == 0


def test_a_folder_with_the_id_of_an_edition_that_ships_is_refused(tmp_path: Path) -> None:
    target = tmp_path / "shanghai" / "2024"
    pipeline.learn_edition(Path(editions.load("shanghai/2024").workbook), target)
    with pytest.raises(XltoolError, match="与自带的版式相同"):
        editions.load(str(target))
