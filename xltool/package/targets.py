"""Where a result may be written: never over an input, never under another kind's ending."""

from __future__ import annotations

from pathlib import Path

from xltool.model.errors import XltoolError

ENDINGS = frozenset(
    {".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".et", ".ods", ".csv", ".tsv", ".txt"}
    | {".json", ".doc", ".docx", ".wps", ".pdf", ".html", ".htm", ".zip", ".rar", ".png", ".jpg"}
)
"""Endings that make a program choose how to open a file; others say nothing about it."""


def writable(target: Path, ending: str, *inputs: Path) -> Path:
    """``target``, where a file of the kind ``ending`` can be written without harm.

    Raises:
        XltoolError: it is one of ``inputs``, or its ending promises another
            kind of file, which Excel would refuse to open.
    """
    for source in inputs:
        if same_file(target, source):
            raise XltoolError(f"{target} 是输入文件本身,写入会盖掉它:换一个文件名")
    found = target.suffix.lower()
    if found in ENDINGS and found != ending and {found, ending} != {".htm", ".html"}:
        raise XltoolError(f"{target} 的扩展名不对:写出的是 {ending} 文件,请以 {ending} 结尾")
    return target


def same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, through links too."""
    try:
        return one.resolve() == other.resolve() or (other.exists() and one.samefile(other))
    except OSError:
        return False
