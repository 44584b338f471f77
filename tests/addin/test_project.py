"""The VBA project is read back by oletools and passes olefile's checks."""

from __future__ import annotations

import re

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st
from oletools.olevba import VBA_Parser, decompress_stream

from xltool.addin.compound import Tree, compound_file
from xltool.addin.compression import compress
from xltool.addin.project import Module, ModuleKind, vba_project

DOCUMENT = """Attribute VB_Name = "ThisWorkbook"
Attribute VB_Base = "0{00020819-0000-0000-C000-000000000046}"
"""
STANDARD = """Attribute VB_Name = "Bridge"
Option Explicit

Public Function Ping() As String
    Ping = "pong"
End Function
"""
MODULES = (
    Module("ThisWorkbook", ModuleKind.DOCUMENT, DOCUMENT),
    Module("Bridge", ModuleKind.STANDARD, STANDARD * 200),
    Module("Control", ModuleKind.CLASS, 'Attribute VB_Name = "Control"\n'),
)


@given(st.text(alphabet="ab \nSub", max_size=9000).map(str.encode))
def test_what_is_compressed_is_read_back(data: bytes) -> None:
    if data:
        assert bytes(decompress_stream(bytearray(compress(data)))) == data


@pytest.mark.parametrize("size", [1, 4095, 4096, 4097, 12288])
def test_chunk_borders_are_kept(size: int) -> None:
    data = (b"Public Sub Fill()\r\n" * 700)[:size]
    assert bytes(decompress_stream(bytearray(compress(data)))) == data


def test_small_and_large_streams_are_read_back_from_a_compound_file() -> None:
    tree: Tree = {
        "VBA": {"dir": b"x" * 100, "Large": b"y" * 5000},
        "PROJECT": b"p" * 700,
        "Empty": b"",
    }

    file = olefile.OleFileIO(compound_file(tree), raise_defects=olefile.DEFECT_UNSURE)

    assert file.openstream("VBA/Large").read() == b"y" * 5000
    assert file.openstream("PROJECT").read() == b"p" * 700
    assert file.openstream("Empty").read() == b""
    assert file.parsing_issues == []


def test_the_project_is_not_marked_as_locked() -> None:
    """[MS-OVBA] 2.3.1.2: all zeros is the id of a project with a password."""
    file = olefile.OleFileIO(vba_project("xltool", MODULES))
    head, *_ = file.openstream("PROJECT").read().decode("ascii").splitlines()
    assert re.fullmatch(r'ID="\{[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}\}"', head)
    assert not re.search(r"\{[0-]*\}", head)


def test_every_module_is_read_back_identical() -> None:
    project = vba_project("xltool", MODULES)

    parser = VBA_Parser("vbaProject.bin", data=project)
    read = {
        name.removesuffix(".bas").removesuffix(".cls"): code
        for _, _, name, code in parser.extract_macros()
    }

    assert {name: code.replace("\r\n", "\n") for name, code in read.items()} == {
        module.name: module.source for module in MODULES
    }


def test_the_same_sources_give_the_same_bytes() -> None:
    assert vba_project("xltool", MODULES) == vba_project("xltool", MODULES)


def test_sources_beyond_the_code_page_are_refused() -> None:
    with pytest.raises(UnicodeEncodeError):
        vba_project("xltool", [Module("A", ModuleKind.STANDARD, "' 决算\n")])


def hidden_bytes(text: str) -> tuple[int, bytes]:
    """Key and data of a field of the PROJECT stream, decoded as [MS-OVBA] 2.4.3.3 says."""
    seed, version, key, *rest = bytes.fromhex(text)
    assert seed ^ version == 2
    plain, last, last_but_one = seed ^ key, key, version
    decoded = []
    for value in rest:
        plain = value ^ ((last_but_one + plain) & 0xFF)
        last_but_one, last = last, value
        decoded.append(plain)
    data = bytes(decoded)[(seed & 6) // 2 :]
    assert int.from_bytes(data[:4], "little") == len(data) - 4
    return seed ^ key, data[4:]


@pytest.mark.parametrize(
    ("field", "data"),
    [("CMG", bytes(4)), ("DPB", b"\0"), ("GC", b"\xff")],
    ids=["not protected", "no password", "visible"],
)
def test_anybody_may_look_at_the_project(field: str, data: bytes) -> None:
    stream = olefile.OleFileIO(vba_project("xltool", MODULES)).openstream("PROJECT").read()
    lines = dict(line.split("=", 1) for line in stream.decode("ascii").splitlines() if "=" in line)
    key = sum(lines["ID"].strip('"').encode("ascii")) & 0xFF
    assert hidden_bytes(lines[field].strip('"')) == (key, data)
