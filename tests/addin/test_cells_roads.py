"""Who answers a cell: Python where xlwings runs it, else what was stored; told by a stand-in.

The xlwings add-in is played by a class of VBA that takes the calls of its server object and
says what it was asked, in LibreOffice.
"""

from __future__ import annotations

import re
from inspect import signature
from pathlib import Path

import pytest

from tests.addin.checked_cases import TABLE, checked, workbook
from tests.addin.office_session import needs_uno, run
from tests.office import needs_office
from xltool.addin import cells, udfs
from xltool.addin.actions import escaped
from xltool.addin.cells.stored import write_stored
from xltool.addin.injection import MacroKind, with_macros
from xltool.addin.project import Module, ModuleKind
from xltool.addin.sources import modules, ribbon
from xltool.package import Package

STAND_IN = """Attribute VB_Name = "StandIn"
Option Explicit

Public fails As Boolean

Public Function Module_(ByVal title As String) As String
    Module_ = title
End Function

Public Function Tuple(ByVal book As Object, ByVal state As String, ByVal target As String) As Object
    Set Tuple = book
End Function

Public Function Call_(ByVal home As String, ByVal title As String, ByVal given As Object) As String
    Call_ = home & "." & title
End Function

Public Function Str_(ByVal given As String) As String
    Str_ = ""
End Function

Public Function CallUDF(ByVal home As String, ByVal title As String, ByVal given As Variant)
    If fails Then Err.Raise 515, "xlwings", "gone"
    CallUDF = home & "." & title & "(" & given(0) & ") " & UBound(given)
End Function
"""
TRIAL = """Attribute VB_Name = "Trial"
Option Explicit

Public Function Answers(scope As String) As String
    Dim book As Object, made As String
    On Error GoTo Failed
    Set book = Host.Target()
    made = Functions.Check(scope)
    made = made & "|" & Python.Refreshed(book, "target")
    made = made & "|" & Functions.Check(scope)
    made = made & "|" & Functions.Narrative("x")
    Checked.Noticed book
    made = made & "|" & Functions.Check(scope)
    made = made & "|" & Python.Refreshed(book, "target")
    made = made & "|" & Functions.Check(scope)
    Python.Break
    made = made & "|" & Functions.Check(scope)
    Answers = made
    Exit Function
Failed:
    Answers = made & " " & Err.Description
End Function

Public Function Store() As String
    Store = Checked.StoreOf(Host.Target())
End Function
"""
CHANGED = {
    "If server Is Nothing Then Set server = Application.Run(\"'xlwings.xlam'!XLPy\")": (
        "If server Is Nothing Then Set server = New StandIn"
    ),
    "server.Call(": "server.Call_(",
    "server.Module(": "server.Module_(",
    "server.Str(": "server.Str_(",
}
"""Words of Basic cannot name methods of a class in LibreOffice; the rest is as it is."""
BREAK = "\nPublic Sub Break()\n    server.fails = True\nEnd Sub\n"


def project() -> tuple[Module, ...]:
    """The add-in's modules with the stand-in where the xlwings add-in would be."""
    made = []
    for module in modules():
        source = module.source
        if module.name == "Python":
            for old, new in CHANGED.items():
                assert source.count(old) == 1
                source = source.replace(old, new)
            source += BREAK
        made.append(Module(module.name, module.kind, source))
    stand_in = Module("StandIn", ModuleKind.CLASS, STAND_IN)
    return (*made, stand_in, Module("Trial", ModuleKind.STANDARD, TRIAL))


@needs_office
@needs_uno
def test_python_answers_of_the_state_it_checked_and_the_store_else(tmp_path: Path) -> None:
    package = Package.open(workbook(tmp_path))
    given = with_macros(package, project(), ribbon(), MacroKind.WORKBOOK).to_bytes()
    (store,) = run(tmp_path, given, [["call", "Trial.Store"]])
    example = checked(tmp_path)
    Path(store).write_bytes(write_stored(example).encode("ascii"))

    (told,) = run(tmp_path, given, [["call", "Trial.Answers", TABLE]])

    early, refreshed, fresh, said, changed, again, anew, broken = told.split("|")
    stored = cells.check(example, TABLE)
    assert early == changed == broken == f"已过期(请点“全部核对”更新):{stored}"
    assert refreshed == again == ""
    # The text that was asked for, and behind it the state: two arguments.
    assert fresh == anew == f"xltool.addin.udfs.budget_check({TABLE}) 1"
    assert said == "xltool.addin.udfs.budget_narrative(x) 1"


def test_what_the_bridge_to_xlwings_names_is_there() -> None:
    (source,) = [module.source for module in modules() if module.name == "Python"]
    assert f'"{udfs.__name__}"' in source
    assert '"refresh"' in source
    (given,) = re.findall(r"server\.Tuple\((.*)\)", source)
    assert len(given.split(", ")) == len(signature(udfs.refresh).parameters)


@pytest.mark.parametrize("text", ["已过期(稍候自动更新):", "还没有核对:请点“全部核对”"])
def test_both_roads_say_the_same(text: str) -> None:
    (words,) = [module.source for module in modules() if module.name == "CellWords"]
    joined = re.sub(r'" & _\s*"', "", words)
    assert f'"{escaped(text)}"' in joined
    assert text in (udfs.STALE, udfs.UNCHECKED_YET)
