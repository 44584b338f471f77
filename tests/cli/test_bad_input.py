"""Unusable input gets one clear line and exit status 2; nothing is lost or left behind."""

from __future__ import annotations

import errno
import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from xltool import examples
from xltool.cli.main import status_of

Make = Callable[[Path], None]

LEAVES = examples.FIGURES.read_text("utf-8")


def docx_renamed(path: Path) -> None:
    from docx import Document

    Document().save(str(path))


def empty(path: Path) -> None:
    path.write_bytes(b"")


def truncated(path: Path) -> None:
    filled(path)
    path.write_bytes(path.read_bytes()[:4000])


@cache
def bomb_bytes() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (1 << 30))
    return stream.getvalue()


def bomb(path: Path) -> None:
    path.write_bytes(bomb_bytes())


def locked_by_password(path: Path) -> None:
    signature = bytes.fromhex("d0cf11e0a1b11ae1")
    name = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(signature + b"\0" * 504 + b"\0" * 512 + name + b"\0" * 480)


def other_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.txt", "不是工作簿")


def a_million_rows(path: Path) -> None:
    rows = b"".join(
        b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(1, 1_048_577)
    )
    filled(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = next(name for name in parts if name.startswith("xl/worksheets/sheet"))
    head, _, tail = parts[sheet].partition(b"<sheetData>")
    parts[sheet] = (
        head + b"<sheetData>" + rows + b"</sheetData>" + tail.partition(b"</sheetData>")[2]
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def filled(path: Path) -> None:
    data = path.with_suffix(".csv")
    data.write_text(LEAVES, "utf-8")
    status_of(["fill", str(data), "-o", str(path), "--unit", "元", "--unit-name", "示例单位"])
    data.unlink()


def refused(capsys: pytest.CaptureFixture[str], arguments: list[str | Path]) -> str:
    """The one line that a refused command says."""
    capsys.readouterr()
    status = status_of([str(argument) for argument in arguments])
    said = capsys.readouterr()
    assert status == 2, said
    assert len(said.err.splitlines()) == 1, said.err
    assert "Traceback" not in said.err
    return said.err


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (docx_renamed, "Word"),
        (empty, "空"),
        (truncated, "损坏"),
        (bomb, "炸弹"),
        (locked_by_password, "密码"),
        (other_zip, "工作簿"),
    ],
)
@pytest.mark.parametrize("command", ["check", "recompute", "unmark"])
def test_an_unusable_workbook_is_refused_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], make: Make, word: str, command: str
) -> None:
    path = tmp_path / "公开表.xlsx"
    make(path)
    before = path.read_bytes()

    line = refused(capsys, [command, path])

    assert "公开表.xlsx" in line
    assert word in line
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["公开表.xlsx"]


def test_a_sheet_of_a_million_rows_is_said_not_to_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "公开表.xlsx"
    a_million_rows(path)
    capsys.readouterr()

    assert status_of(["check", str(path)]) in {0, 2}

    said = capsys.readouterr()
    assert "行" in said.out + said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    ("value", "word"),
    [("1e400", "1e400"), ("12,34.5", "12,34.5"), ("-", "-"), ("abc", "abc"), ("=1+1", "=1+1")],
)
def test_a_figure_that_is_none_is_refused_by_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], value: str, word: str
) -> None:
    data = tmp_path / "录入.csv"
    data.write_text(f'表,行,栏,数值\n公开03表,2010607,项目支出,"{value}"\n', "utf-8")

    line = refused(capsys, ["fill", data, "-o", tmp_path / "出.xlsx"])

    assert "公开03表" in line
    assert "2010607" in line
    assert word in line
    assert not (tmp_path / "出.xlsx").exists()


def test_a_duplicate_row_is_refused_with_both_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "录入.csv"
    row = "公开03表,2010607,项目支出,96.58\n"
    data.write_text(f"表,行,栏,数值\n{row}{row}", "utf-8")

    line = refused(capsys, ["fill", data, "-o", tmp_path / "出.xlsx"])

    assert "2" in line
    assert "3" in line


def test_a_code_of_six_digits_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "录入.csv"
    data.write_text("表,行,栏,数值\n公开03表,201060,项目支出,96.58\n", "utf-8")

    assert "201060" in refused(capsys, ["fill", data, "-o", tmp_path / "出.xlsx"])


def test_a_code_without_a_name_anywhere_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "录入.csv"
    data.write_text("表,行,栏,数值\n公开03表,2019988,项目支出,96.58\n", "utf-8")

    assert "2019988" in refused(capsys, ["fill", data, "-o", tmp_path / "出.xlsx"])


def test_a_csv_in_a_mixture_of_encodings_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "录入.csv"
    head = "表,行,栏,数值\n公开03表,2010607,项目支出,96.58\n".encode()
    data.write_bytes(head + "公开03表,2010608,项目支出,311.10\n".encode("gb18030"))

    assert "编码" in refused(capsys, ["fill", data, "-o", tmp_path / "出.xlsx"])


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-8", "utf-8-sig", "utf-16-le"])
def test_a_csv_in_a_usual_encoding_simply_works(tmp_path: Path, encoding: str) -> None:
    data = tmp_path / "录入.csv"
    data.write_bytes(LEAVES.encode(encoding))

    assert status_of(["fill", str(data), "-o", str(tmp_path / "出.xlsx"), "--unit-name", "甲"]) == 0


def test_a_missing_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "没有.xlsx" in refused(capsys, ["check", tmp_path / "没有.xlsx"])


def test_output_equal_to_the_input_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "公开表.xlsx"
    filled(path)

    assert "--in-place" in refused(capsys, ["recompute", path, "-o", path])


def test_a_target_in_a_folder_that_cannot_be_written_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "录入.csv"
    data.write_text(LEAVES, "utf-8")
    (tmp_path / "占位").write_text("这里是文件,不是文件夹")

    line = refused(capsys, ["fill", data, "-o", tmp_path / "占位" / "出.xlsx"])

    assert "出.xlsx" in line or "占位" in line


def test_a_workbook_open_elsewhere_is_not_overwritten(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "录入.csv"
    data.write_text(LEAVES, "utf-8")
    target = tmp_path / "出.xlsx"
    filled(target)
    before = target.read_bytes()
    (tmp_path / "~$出.xlsx").write_bytes(b"\x05admin")

    line = refused(capsys, ["fill", data, "-o", target])

    assert "打开" in line
    assert target.read_bytes() == before


def test_a_narrative_without_any_figure_is_checked_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "公开表.xlsx"
    filled(path)
    text = tmp_path / "说明.txt"
    text.write_text("一、收入支出决算总体情况说明\n\n本年工作顺利。\n", "utf-8")
    capsys.readouterr()

    status = status_of(["check", str(path), "--narrative", str(text)])

    assert status == 0
    assert "没有" in capsys.readouterr().out


def test_a_unit_name_that_begins_with_an_equals_sign_is_text(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    data = tmp_path / "录入.csv"
    data.write_text(LEAVES, "utf-8")
    target = tmp_path / "出.xlsx"

    assert (
        status_of(["fill", str(data), "-o", str(target), "--unit-name", "=cmd|'/c calc'!A1"]) == 0
    )

    cells = [
        cell
        for sheet in load_workbook(target)
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and "cmd|" in cell.value
    ]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


@pytest.mark.parametrize("option", ["--highlight", "--report"])
def test_results_of_a_check_never_go_over_its_inputs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    path = tmp_path / "公开表.xlsx"
    filled(path)
    before = path.read_bytes()

    assert "公开表.xlsx" in refused(capsys, ["check", path, option, path])
    other = tmp_path / "上年.xlsx"
    other.write_bytes(before)
    assert "上年.xlsx" in refused(capsys, ["check", path, "--prior", other, option, other])

    assert path.read_bytes() == before
    assert other.read_bytes() == before


def test_marked_copies_of_several_documents_never_go_over_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, two = tmp_path / "甲.xlsx", tmp_path / "乙.xlsx"
    filled(one)
    filled(two)
    before = one.read_bytes()

    assert "甲.xlsx" in refused(capsys, ["check", one, two, "--highlight", tmp_path])

    assert one.read_bytes() == before


def test_python_calls_never_write_over_their_input(tmp_path: Path) -> None:
    import xltool
    from xltool.model.errors import XltoolError

    path = tmp_path / "公开表.xlsx"
    filled(path)
    before = path.read_bytes()
    book = xltool.read(path)

    with pytest.raises(XltoolError, match="输入文件本身"):
        xltool.highlight(path, xltool.check(book), path)
    with pytest.raises(XltoolError, match="输入文件本身"):
        xltool.apply(xltool.recompute(book), path, path)

    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "arguments",
    [
        ["fill", "录入.csv", "-o", "出.csv"],
        ["fill", "录入.csv", "-o", "出.xls"],
        ["recompute", "公开表.xlsx", "-o", "出.xlsm"],
        ["unmark", "公开表.xlsx", "-o", "出.docx"],
        ["publish", "公开表.xlsx", "-o", "出.pdf"],
        ["check", "公开表.xlsx", "--report", "出.xlsx"],
        ["check", "公开表.xlsx", "--highlight", "出.html"],
    ],
)
def test_an_ending_that_promises_another_kind_of_file_is_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    filled(Path("公开表.xlsx"))
    Path("录入.csv").write_text(LEAVES, "utf-8")

    assert "扩展名" in refused(capsys, list(arguments))

    assert not list(tmp_path.glob("出.*"))


def test_marks_for_tidy_figures_are_refused_with_the_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "录入.csv"
    data.write_text(LEAVES, "utf-8")

    line = refused(capsys, ["check", data, "--highlight", tmp_path / "核对.xlsx"])

    assert "xltool fill" in line


def test_a_workbook_without_any_table_of_the_form_is_not_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from openpyxl import Workbook

    path = tmp_path / "通讯录.xlsx"
    Workbook().save(path)

    assert "没有认出" in refused(capsys, ["publish", path, "-o", tmp_path / "公开稿.xlsx"])
    assert not (tmp_path / "公开稿.xlsx").exists()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["chek"], "check"),
        (["check", "a.xlsx", "--format", "xml"], "text、json、csv"),
        (["fill", "a.csv", "--year", "二〇二四"], "整数"),
        (["fill", "a.csv", "--unit", "亿元"], "元、万元"),
    ],
)
def test_wrong_arguments_are_told_in_chinese_with_what_is_possible(
    capsys: pytest.CaptureFixture[str], arguments: list[str], word: str
) -> None:
    assert word in refused(capsys, list(arguments))


def test_a_full_standard_output_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "公开表.xlsx"
    filled(path)

    def full(_: str) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("xltool.cli.check.say", full)

    assert "磁盘" in refused(capsys, ["check", path])
