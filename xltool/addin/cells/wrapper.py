"""The module of VBA that gives the cell functions their names, written from functions."""

from __future__ import annotations

from collections.abc import Iterator

from xltool.addin.actions import escaped
from xltool.addin.cells.functions import CATEGORY, FUNCTIONS, Argument, CellFunction

MODULE = "CellFunctions"
_HEAD = f"""Attribute VB_Name = "{MODULE}"
Option Explicit

' Written by xltool/addin/cells/wrapper.py: the functions that users type, and their help.
"""
_PREFIX = "BUDGET_"
_QUOTES = '""'
_WIDEST = 90
"""Characters of a line of VBA that carries text."""


def module_source() -> str:
    """The source of the module: a function for each of FUNCTIONS, and their registration."""
    functions = "\n".join(map(_function, FUNCTIONS.values()))
    return f"{_HEAD}\n{functions}\n{_registration()}"


def _function(function: CellFunction) -> str:
    """One line each into Functions, which answers; none of them fails."""
    parameters = ", ".join(map(_parameter, function.arguments))
    given = ", ".join(argument.name for argument in function.arguments)
    called = function.name.removeprefix(_PREFIX).capitalize()
    lines = [f"Public Function {function.name}({parameters}) As Variant"]
    for argument in function.arguments:
        if argument.is_optional:
            # LibreOffice fails to say of a text whether it is missing.
            lines += [
                f'    If TypeName({argument.name}) = "Error" Then',
                f'        If IsMissing({argument.name}) Then {argument.name} = ""',
                "    End If",
            ]
    if function.is_live:
        # A host without this calculates the function when an argument changes.
        lines += ["    On Error Resume Next", "    Application.Volatile"]
    lines += [f"    {function.name} = Functions.{called}({given})", "End Function", ""]
    return "\n".join(lines)


def _parameter(argument: Argument) -> str:
    optional = "Optional " if argument.is_optional else ""
    return f"{optional}ByVal {argument.name} As Variant"


def _registration() -> str:
    """Help and category for the function wizard; where it cannot be told, it stays untold.

    Excel counts it as a change: without more, it would ask whether to save the workbook.
    """
    lines = [
        "Public Sub Register(ByVal category As String)",
        "    Dim isSaved As Boolean",
        "    On Error Resume Next",
        "    isSaved = ThisWorkbook.Saved",
        f"    If category = {_QUOTES} Then category = {_text(CATEGORY, ' ' * 8)}",
    ]
    for function in FUNCTIONS.values():
        lines += _registered(function)
    return "\n".join((*lines, "    ThisWorkbook.Saved = isSaved", "End Sub", ""))


def _registered(function: CellFunction) -> Iterator[str]:
    texts = [function.help, *(argument.help for argument in function.arguments)]
    yield f'    Application.MacroOptions Macro:="{function.name}", Category:=category, _'
    first, *others = (_text(text, " " * 12) for text in texts)
    yield f"        Description:={first}, _"
    yield f"        ArgumentDescriptions:=Array({f', _{chr(10)}            '.join(others)})"


def _text(text: str, indent: str) -> str:
    """An expression for a text in ASCII, over as many lines as it takes."""
    ascii_text = escaped(text)
    pieces = [ascii_text[at : at + _WIDEST] for at in range(0, len(ascii_text), _WIDEST)]
    joined = f' & _\n{indent}"'.join(f'{piece.replace(chr(34), chr(34) * 2)}"' for piece in pieces)
    return f'Texts.Unescaped("{joined})'
