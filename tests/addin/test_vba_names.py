"""No procedure of ours takes the name of one of VBA's own, which it would hide everywhere."""

from __future__ import annotations

import re

from xltool.addin.sources import modules

OF_VBA = """
Abs Array Asc AscW Atn CBool CByte CCur CDate CDbl CDec CInt CLng CSng CStr CVar CallByName
ChDir ChDrive Choose Chr ChrW Command Cos CreateObject CurDir DDB Date DateAdd DateDiff DatePart
DateSerial DateValue Day DeleteSetting Dir DoEvents EOF Environ Error Exp FileAttr FileCopy
FileDateTime FileLen Filter Fix Format FreeFile GetAllSettings GetAttr GetObject GetSetting Hex
Hour IIf InStr InStrRev InputBox Int IsArray IsDate IsEmpty IsError IsMissing IsNull IsNumeric
IsObject Join Kill LBound LCase LOF LTrim Left Len Load Loc Log Mid Minute MkDir Month MonthName
MsgBox Now Oct Partition QBColor RGB RTrim Randomize Replace Reset Right RmDir Rnd Round
SaveSetting Second Seek SendKeys SetAttr Sgn Shell Sin Space Split Sqr Str StrComp StrConv
StrReverse String Switch Tab Tan Time TimeSerial TimeValue Timer Trim TypeName UBound UCase
Unload Val VarType Weekday WeekdayName Year
"""
PROCEDURE = re.compile(r"^(?:Public |Private )?(?:Sub|Function) (\w+)", re.MULTILINE)


def hidden(source: str) -> set[str]:
    known = {name.lower() for name in OF_VBA.split()}
    return {name for name in PROCEDURE.findall(source) if name.lower() in known}


def test_nothing_of_vba_is_hidden() -> None:
    assert {
        module.name: hidden(module.source) for module in modules() if hidden(module.source)
    } == {}


def test_a_hidden_function_is_noticed() -> None:
    assert hidden("Public Sub Fix(ByVal road As String)\nEnd Sub\n") == {"Fix"}
