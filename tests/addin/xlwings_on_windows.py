"""Run by a test as a process of its own: xlwings' Windows side with its COM libraries stubbed.

Prints as JSON what xlwings' own decorators were told by xltool.addin.udfs, the VBA that
xlwings itself would write, and what its dispatcher gives for calls read from standard input.
"""

from __future__ import annotations

import io
import json
import sys
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

STUBBED = (
    "pythoncom",
    "pywintypes",
    "win32api",
    "win32event",
    "win32com",
    "win32com.client",
    "win32com.server",
    "win32com.server.dispatcher",
    "win32com.server.policy",
    "win32com.server.util",
)


class _Excel:
    """Excel as far as values go through it: as they are."""

    name = "excel"
    type = "desktop"

    @staticmethod
    def clean_value_data(data: object, *_rest: object) -> object:
        return data

    @staticmethod
    def prepare_xl_data_element(value: object, *_rest: object) -> object:
        return value


def stub() -> Any:  # noqa: ANN401 - the module of xlwings has no types
    """xlwings.udfs as on Windows; xlwings' decorators are those of Windows from then on."""
    for name in STUBBED:
        sys.modules[name] = MagicMock()
    import xlwings as xw

    windows: Any = ModuleType("xlwings._xlwindows")
    windows.Range = lambda xl: SimpleNamespace(xl=xl)
    windows.is_range_instance = lambda _: False
    sys.modules["xlwings._xlwindows"] = windows
    loose: Any = xw
    loose._xlwindows = windows
    loose.engines.add(xw.main.Engine(impl=_Excel()))
    from xlwings import udfs

    loose.func, loose.arg, loose.ret = udfs.xlfunc, udfs.xlarg, udfs.xlret
    return udfs


def main() -> None:
    """Print what was told and answered."""
    xlwings_udfs = stub()
    from xltool.addin import udfs

    told = {
        name: getattr(udfs, name).__xlfunc__ for name in dir(udfs) if name.startswith("budget_")
    }
    text = io.StringIO()
    book = SimpleNamespace(Name="xltool.xlam")
    xlwings_udfs.generate_vba_wrapper("xltool.addin.udfs", udfs, text, book)
    answers = [
        xlwings_udfs.call_udf("xltool.addin.udfs", name, tuple(given))
        for name, given in json.load(sys.stdin)
    ]
    json.dump({"told": told, "vba": text.getvalue(), "answers": answers}, sys.stdout, default=str)


if __name__ == "__main__":
    main()
