"""Run by the Python that LibreOffice knows: one office process that does jobs till it is left.

Argument: JSON with office and profile. Standard input: one job a line, JSON with workbook,
options (how it is opened) and steps; standard output: one line a job, {"answers": [...],
"seconds": [...]} or {"error": text}. The office ends when standard input does.

Steps: ["call", "Module.Proc", ...], ["set", sheet, cell, value], ["formula", sheet, cell,
text], ["calculate"], ["cell", sheet, cell], ["text", sheet, cell], ["sheets"], ["names"],
["active"], ["select", sheet, cell], ["type", text], ["selection"], ["protect", sheet],
["unprotect", sheet], ["fix-sheets"], ["settle"], ["save", path], ["file", path, text],
["damage", folder, pattern].
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import time
import traceback
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

STARTS_WITHIN = 60
_WITH_MACROS = 4
_AS_XLSX = "Calc MS Excel 2007 XML"


def main() -> None:
    """Start the office suite with its own profile, do the jobs, end it."""
    given = json.loads(sys.argv[1])
    pipe = f"xltool{os.getpid()}"
    office = subprocess.Popen(  # noqa: S603 - the office suite on a file of the test
        [
            given["office"],
            f"-env:UserInstallation={Path(given['profile']).as_uri()}",
            "--headless",
            "--norestore",
            "--nologo",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=sys.stderr,
    )
    try:
        desktop = connected(pipe)
        for line in sys.stdin:
            sys.stdout.write(f"{json.dumps(answered(desktop, json.loads(line)))}\n")
            sys.stdout.flush()
        desktop.terminate()
        office.wait(30)
    finally:
        if office.poll() is None:
            office.kill()


def answered(desktop: Any, job: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ANN401 - UNO objects have no types
    """What came of a job; its workbook is closed again."""
    document = None
    try:
        document = opened(desktop, Path(job["workbook"]), job["options"])
        return performed(document, job["steps"])
    except Exception:  # noqa: BLE001 - whatever it is, the test shall see it
        return {"error": traceback.format_exc()}
    finally:
        if document is not None:
            document.close(True)  # noqa: FBT003 - UNO knows no keywords


def performed(document: Any, steps: Sequence[Sequence[Any]]) -> dict[str, Any]:  # noqa: ANN401 - UNO objects
    """The answers to the steps, and the seconds that each took."""
    answers, seconds = [], []
    for step in steps:
        began = time.perf_counter()
        answers.append(done(document, *step))
        seconds.append(time.perf_counter() - began)
    return {"answers": answers, "seconds": seconds}


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


def opened(desktop: Any, workbook: Path, options: Mapping[str, Any]) -> Any:  # noqa: ANN401 - UNO objects have no types
    with_macros = {"MacroExecutionMode": _WITH_MACROS, **options}
    document = desktop.loadComponentFromURL(workbook.as_uri(), "_blank", 0, _named(with_macros))
    if document is None:
        message = f"{workbook} could not be opened"
        raise OSError(message)
    return document


def _named(values: Mapping[str, Any]) -> tuple[Any, ...]:
    uno = importlib.import_module("uno")
    made = []
    for name, value in values.items():
        item = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        item.Name, item.Value = name, value
        made.append(item)
    return tuple(made)


def done(document: Any, kind: str, *given: Any) -> Any:  # noqa: ANN401 - UNO objects have no types
    """The answer to one step."""
    perform: dict[str, Callable[..., Any]] = {
        "call": called,
        "set": written,
        "formula": lambda doc, *given: cell_at(doc, *given[:2]).setFormula(given[2]),
        "calculate": lambda doc: doc.calculateAll(),
        "cell": cell_state,
        "text": lambda doc, *place: cell_at(doc, *place).String,
        "sheets": lambda doc: list(doc.Sheets.ElementNames),
        "names": lambda doc: sorted(doc.NamedRanges.ElementNames),
        "active": lambda doc: doc.CurrentController.ActiveSheet.Name,
        "select": selected,
        "type": typed,
        "selection": lambda doc: doc.CurrentSelection.AbsoluteName,
        "protect": lambda doc, sheet: doc.Sheets.getByName(sheet).protect("x"),
        "unprotect": lambda doc, sheet: doc.Sheets.getByName(sheet).unprotect("x"),
        "fix-sheets": lambda doc: doc.protect("x"),
        "settle": settled,
        "save": saved,
        "damage": damaged,
        "file": lambda _, path, text: Path(path).write_text(text, encoding="utf-8") and None,
    }
    return perform[kind](document, *given)


def called(document: Any, procedure: str, *given: Any) -> Any:  # noqa: ANN401 - UNO objects
    place = f"XltoolProject.{procedure}?language=Basic&location=document"
    script = document.getScriptProvider().getScript(f"vnd.sun.star.script:{place}")
    return script.invoke(given, (), ())[0]


def typed(document: Any, text: str) -> None:  # noqa: ANN401 - UNO objects have no types
    """Types into the selected cell, as a user does: other than "set" it raises events."""
    uno = importlib.import_module("uno")
    command = uno.createUnoStruct("com.sun.star.util.URL")
    command.Protocol, command.Path = ".uno:", "EnterString"
    command.Main = command.Complete = ".uno:EnterString"
    dispatcher = document.CurrentController.Frame.queryDispatch(command, "_self", 0)
    dispatcher.dispatch(command, _named({"StringName": text}))


def cell_at(document: Any, sheet: str, cell: str) -> Any:  # noqa: ANN401 - UNO objects
    return document.Sheets.getByName(sheet).getCellRangeByName(cell)


def written(document: Any, sheet: str, cell: str, value: Any) -> None:  # noqa: ANN401 - UNO objects
    if isinstance(value, str):
        cell_at(document, sheet, cell).setString(value)
    else:
        cell_at(document, sheet, cell).setValue(value)


def selected(document: Any, sheet: str, cell: str) -> None:  # noqa: ANN401 - UNO objects
    controller = document.CurrentController
    controller.setActiveSheet(document.Sheets.getByName(sheet))
    controller.select(cell_at(document, sheet, cell))


def settled(document: Any) -> None:  # noqa: ANN401 - UNO objects
    """Do first what any edit would do: calculate, fit rows without a height of their own."""
    document.calculateAll()
    for sheet in document.Sheets:
        used = sheet.createCursor()
        used.gotoEndOfUsedArea(False)  # noqa: FBT003 - UNO knows no keywords
        for number in range(used.RangeAddress.EndRow + 1):
            row = sheet.Rows.getByIndex(number)
            if row.OptimalHeight:
                row.OptimalHeight = True


def saved(document: Any, path: str) -> None:  # noqa: ANN401 - UNO objects
    """A copy as .xlsx, as this office suite sees the workbook."""
    document.storeToURL(Path(path).as_uri(), _named({"FilterName": _AS_XLSX}))


def damaged(_document: Any, folder: str, pattern: str) -> None:  # noqa: ANN401 - UNO objects
    """Cut the files in two."""
    for path in Path(folder).glob(pattern):
        data = path.read_bytes()
        path.write_bytes(data[: len(data) // 2])


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
