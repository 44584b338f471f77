"""A button's run without a workbook program: snapshot and request in, action file out."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from xltool import pipeline
from xltool.addin.actions import Actions, escaped, read_actions
from xltool.addin.diagnosis import good, wrong
from xltool.addin.running import run
from xltool.examples import FIGURES
from xltool.model.book import Address
from xltool.model.errors import XltoolError
from xltool.model.patch import Formula, Patch, SetContent, SetNote
from xltool.package import Package, WorkbookReader, apply, write_atomic


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """The shipped example with one total typed over."""
    place = tmp_path / "snapshot.xlsx"
    pipeline.save(pipeline.fill(FIGURES, unit="元", unit_name="示例单位"), place)
    wrong = Patch((SetContent("公开03表", "C8", None, Decimal("800.00")),))
    write_atomic(place, apply(wrong, Package.open(place)).to_bytes())
    return place


def answer(command: str, snapshot: Path | None, folder: Path, *lines: str) -> Actions:
    """What the command writes for a request of those lines."""
    request, actions = folder / "request.txt", folder / "actions.txt"
    request.write_text("\n".join(lines), encoding="ascii")
    run(command, snapshot, actions, request)
    return read_actions(actions.read_bytes().decode("ascii"))


def test_recompute_gives_the_edits_and_their_inverse(workbook: Path, tmp_path: Path) -> None:
    actions = answer("recompute", workbook, tmp_path)
    edit = next(e for e in actions.patch.edits if isinstance(e, SetContent) and e.cell == "C8")
    assert edit.before == Decimal("800.00")
    assert isinstance(edit.after, Formula)
    undo = read_actions((tmp_path / "actions.txt.undo").read_bytes().decode("ascii"))
    assert undo.patch == actions.patch.inverse


def test_a_check_marks_and_tells_the_sum(workbook: Path, tmp_path: Path) -> None:
    actions = answer("check-all", workbook, tmp_path)
    assert actions.message.startswith("核对完毕:不符 1 ")
    assert "没有情况说明" in actions.message
    assert actions.patch


def test_a_check_of_the_tables_alone_says_nothing_of_the_narrative(
    workbook: Path, tmp_path: Path
) -> None:
    assert "情况说明" not in answer("check-tables", workbook, tmp_path).message
    assert answer("check-narrative", workbook, tmp_path).message.startswith("核对完毕:不符 0 ")


def test_the_next_finding_goes_round(workbook: Path, tmp_path: Path) -> None:
    assert "先点" in answer("next-finding", workbook, tmp_path).message
    marks = answer("check-all", workbook, tmp_path).patch
    write_atomic(workbook, apply(marks, Package.open(workbook)).to_bytes())

    first = answer("next-finding", workbook, tmp_path).goto
    assert first is not None
    seen = [first]
    while True:
        here = f"{escaped(seen[-1].sheet)}\t{seen[-1].cell}"
        at = answer("next-finding", workbook, tmp_path, "", here).goto
        assert at is not None
        if at == first:
            break
        seen.append(at)
    assert Address("公开03表", "C8") in seen
    assert len(set(seen)) == len(seen)


def test_the_next_finding_is_found_where_its_row_has_gone(workbook: Path, tmp_path: Path) -> None:
    """A program moved cell and note, and left the names where they were."""
    before = Package.open(workbook)
    marked = apply(answer("check-tables", workbook, tmp_path).patch, before)
    note = WorkbookReader(marked).sheet("公开03表").notes["C8"]
    moved = Patch((SetNote("公开03表", "C8", note, None), SetNote("公开03表", "C30", None, note)))
    write_atomic(workbook, apply(moved, marked).to_bytes())

    here = f"{escaped('公开03表')}\tC29"
    assert answer("next-finding", workbook, tmp_path, "", here).goto == Address("公开03表", "C30")


def test_a_diagnosis_tells_faults_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = (good("网络", "不需要"), wrong("程序", "找不到", "重新安装"))
    monkeypatch.setattr("xltool.addin.doctor.diagnose", lambda: found)
    told = answer("doctor", None, tmp_path).message.splitlines()
    assert told[0].startswith("xltool ")
    assert told[1:] == ["[有问题] 程序:找不到。办法:重新安装", "[好] 网络:不需要"]


def test_a_long_diagnosis_is_cut_and_lies_in_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = tuple(good(f"第{n}项", "很好" * 20) for n in range(50))
    monkeypatch.setattr("xltool.addin.doctor.diagnose", lambda: found)
    told = answer("doctor", None, tmp_path).message
    assert len(told) < 1000
    file = Path(told.rpartition("全文:")[2])
    assert "第49项" in file.read_text("utf-8-sig")


def test_unmark_takes_back_what_a_check_marked(workbook: Path, tmp_path: Path) -> None:
    marks = answer("check-all", workbook, tmp_path).patch
    before = Package.open(workbook)
    write_atomic(workbook, apply(marks, before).to_bytes())
    actions = answer("unmark", workbook, tmp_path)
    assert actions.message.startswith("已清除 ")
    cleaned = apply(actions.patch, Package.open(workbook))
    sheet = before.sheet("公开03表").part
    assert cleaned.part(sheet) == before.part(sheet)


def test_fill_writes_a_new_workbook_and_never_over_another(tmp_path: Path) -> None:
    data = tmp_path / "数据.csv"
    data.write_bytes(FIGURES.read_bytes())
    request = f"{escaped(str(data))}\tyuan"
    first = answer("fill-template", None, tmp_path, request, "")
    second = answer("fill-template", None, tmp_path, request, "")
    assert Path(first.opens) == tmp_path / "数据-公开表.xlsx"
    assert Path(second.opens) == tmp_path / "数据-公开表(2).xlsx"
    assert not first.patch


def test_imported_figures_go_into_typed_cells_and_never_over_formulas(
    workbook: Path, tmp_path: Path
) -> None:
    table = pipeline.read(workbook).tables["公开03表"]
    (row, column), cell = next(
        (k, c) for k, c in table.cells.items() if not c.live and k[0] != "合计"
    )
    data = tmp_path / "数据.csv"
    lines = (f"公开03表,{row},{column},125000", "公开03表,2010699,项目支出,10000")
    data.write_text("\n".join(("table,row,column,value", *lines)), encoding="utf-8")

    actions = answer("import-data", workbook, tmp_path, f"{escaped(str(data))}\tyuan", "")

    (edit,) = actions.patch.edits
    assert isinstance(edit, SetContent)
    assert cell.address == Address(edit.sheet, edit.cell)
    assert edit.after == Decimal("12.5")
    assert "公开03表 2010699 项目支出" in actions.message


def test_the_report_is_written_where_the_work_is(workbook: Path, tmp_path: Path) -> None:
    actions = answer("report", workbook, tmp_path)
    assert Path(actions.opens).read_text("utf-8").lstrip().lower().startswith("<!doctype html")


def test_the_copy_of_the_workbook_is_never_named_to_the_user(
    workbook: Path, tmp_path: Path
) -> None:
    order = f"report\t{escaped(str(workbook))}\t{escaped('我的 决算.xlsx')}\t"
    (tmp_path / "actions.txt.ticket").touch()
    report = Path(answer("report", None, tmp_path, "", "", order).opens).read_text("utf-8")
    assert "核对的文件:我的 决算.xlsx" in report
    workbook.write_bytes(b"no workbook")
    (tmp_path / "actions.txt.ticket").touch()
    assert answer("recompute", None, tmp_path, "", "", order).message.startswith("我的 决算.xlsx:")
    assert workbook.name not in answer("recompute", workbook, tmp_path).message


@pytest.mark.parametrize("command", ["doctor", "help"])
def test_help_needs_no_workbook(command: str, tmp_path: Path) -> None:
    assert answer(command, None, tmp_path).message


def test_what_goes_wrong_is_told_in_the_action_file(tmp_path: Path) -> None:
    broken = tmp_path / "snapshot.xlsx"
    broken.write_bytes(b"no workbook")
    assert answer("check-all", broken, tmp_path).message
    assert "没有打开的工作簿" in answer("check-all", None, tmp_path).message
    assert "没有选择数据文件" in answer("fill-template", None, tmp_path).message


def test_a_command_that_no_button_has_is_refused(tmp_path: Path) -> None:
    with pytest.raises(XltoolError, match="check-all"):
        run("nonsense", None, tmp_path / "actions.txt", None)
