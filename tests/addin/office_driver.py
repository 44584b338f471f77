"""Run by the Python that LibreOffice knows: opens a macro workbook and does the steps given.

Standard input: JSON with office, profile, workbook, steps; standard output: one answer a
step. Steps: ["call", "Module.Proc", ...], ["set", sheet, cell, value], ["cell", sheet,
cell], ["sheets"], ["names"], ["active"], ["protect", sheet].
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

STARTS_WITHIN = 60
_WITH_MACROS = 4


def main() -> None:
    """Start the office suite with its own profile, do the steps, end it."""
    job = json.load(sys.stdin)
    pipe = f"xltool{os.getpid()}"
    office = subprocess.Popen(  # noqa: S603 - the office suite on a file of the test
        [
            job["office"],
            f"-env:UserInstallation={Path(job['profile']).as_uri()}",
            "--headless",
            "--norestore",
            "--nologo",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=sys.stderr,
    )
    try:
        desktop = connected(pipe)
        document = opened(desktop, Path(job["workbook"]))
        json.dump([done(document, *step) for step in job["steps"]], sys.stdout)
        document.close(True)  # noqa: FBT003 - UNO knows no keywords
        desktop.terminate()
        office.wait(30)
    finally:
        if office.poll() is None:
            office.kill()


def connected(pipe: str) -> Any:  # noqa: ANN401 - UNO objects have no types
    uno = importlib.import_module("uno")
    local = uno.getComponentContext()
    name = "com.sun.star.bridge.UnoUrlResolver"
    resolver = local.ServiceManager.createInstanceWithContext(name, local)
    deadline = time.monotonic() + STARTS_WITHIN
    while True:
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            break
        except Exception:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
    manager = context.ServiceManager
    return manager.createInstanceWithContext("com.sun.star.frame.Desktop", context)


def opened(desktop: Any, workbook: Path) -> Any:  # noqa: ANN401 - UNO objects have no types
    uno = importlib.import_module("uno")
    macros = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    macros.Name, macros.Value = "MacroExecutionMode", _WITH_MACROS
    return desktop.loadComponentFromURL(workbook.as_uri(), "_blank", 0, (macros,))


def done(document: Any, kind: str, *given: Any) -> Any:  # noqa: ANN401 - UNO objects have no types
    """The answer to one step."""
    perform: dict[str, Callable[..., Any]] = {
        "call": called,
        "set": written,
        "cell": cell_state,
        "sheets": lambda doc: list(doc.Sheets.ElementNames),
        "names": lambda doc: sorted(doc.NamedRanges.ElementNames),
        "active": lambda doc: doc.CurrentController.ActiveSheet.Name,
        "protect": lambda doc, sheet: doc.Sheets.getByName(sheet).protect("x"),
    }
    return perform[kind](document, *given)


def called(document: Any, procedure: str, *given: Any) -> Any:  # noqa: ANN401 - UNO objects
    place = f"XltoolProject.{procedure}?language=Basic&location=document"
    script = document.getScriptProvider().getScript(f"vnd.sun.star.script:{place}")
    return script.invoke(given, (), ())[0]


def cell_at(document: Any, sheet: str, cell: str) -> Any:  # noqa: ANN401 - UNO objects
    return document.Sheets.getByName(sheet).getCellRangeByName(cell)


def written(document: Any, sheet: str, cell: str, value: Any) -> None:  # noqa: ANN401 - UNO objects
    if isinstance(value, str):
        cell_at(document, sheet, cell).setString(value)
    else:
        cell_at(document, sheet, cell).setValue(value)


def cell_state(document: Any, sheet: str, cell: str) -> dict[str, Any]:  # noqa: ANN401 - UNO objects
    """What the cell holds and how it looks; colours as numbers, fill -1 for none.

    Black text and text of the automatic colour are the same.
    """
    found = cell_at(document, sheet, cell)
    here = found.CellAddress
    notes = {
        (note.Position.Row, note.Position.Column): note.String
        for note in document.Sheets.getByName(sheet).Annotations
    }
    runs: list[tuple[str, int]] = []
    links: list[str] = []
    if found.Type.value == "TEXT":
        for paragraph in found.createEnumeration():
            for portion in paragraph.createEnumeration():
                runs.append((portion.String, portion.CharColor))
                if portion.TextPortionType == "TextField":
                    links.append(portion.TextField.URL)
    return {
        "text": found.String,
        "formula": found.Formula,
        "kind": found.Type.value,
        "fill": found.CellBackColor,
        "note": notes.get((here.Row, here.Column)),
        "coloured": [(text, colour) for text, colour in runs if colour > 0],
        "links": links,
        "format": document.NumberFormats.getByKey(found.NumberFormat).FormatString,
        "bold": found.CharWeight > 100,
    }


if __name__ == "__main__":
    main()
