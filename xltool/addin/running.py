"""One button's run on the file road: request and snapshot in, action file out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from xltool.addin.actions import Actions, unescaped, write_actions
from xltool.addin.commands import COMMANDS, Request
from xltool.model.amount import Unit
from xltool.model.book import Address
from xltool.model.errors import XltoolError
from xltool.package import write_atomic


def run(command: str, snapshot: Path | None, actions: Path, request: Path | None) -> None:
    """Write what ``command`` gives back to ``actions``, what undoes it to ``<actions>.undo``.

    A check leaves what the cell functions answer from in ``<actions>.checked``.

    The action file is written last and whole: VBA waits for it to appear. Whatever goes
    wrong is a message in it, so that the user is told in the workbook.

    Raises:
        XltoolError: no such command, or the action file cannot be written.
    """
    if command not in COMMANDS:
        raise XltoolError(f"没有命令“{command}”,可用:{'、'.join(COMMANDS)}")
    result = _result(command, snapshot, actions, request)
    undo = write_actions(Actions(result.patch.inverse))
    write_atomic(actions.with_name(f"{actions.name}.undo"), undo.encode("ascii"))
    write_atomic(actions, write_actions(result).encode("ascii"))


def _result(command: str, snapshot: Path | None, actions: Path, request: Path | None) -> Actions:
    try:
        asked = _read_request(request, snapshot, actions.resolve().parent)
        answers = actions.with_name(f"{actions.name}.checked")
        return COMMANDS[command](replace(asked, answers=answers))
    except XltoolError as error:
        return Actions(message=str(error))
    except Exception as error:  # noqa: BLE001 - the user waits in Excel for any answer
        return Actions(message=f"程序内部错误 {type(error).__name__}: {error}(工作簿没有改动)")


def _read_request(path: Path | None, snapshot: Path | None, folder: Path) -> Request:
    """What the bridge writes: the file of data and its unit, then sheet and cell selected."""
    if path is None:
        return Request(snapshot, folder)
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError):
        raise XltoolError(f"请求文件 {path} 读不了:请重新点这个按钮") from None
    given, place = (tuple(map(unescaped, line.split("\t"))) for line in (*lines, "", "")[:2])
    data, unit = (*given, "")[:2]
    sheet, cell = (*place, "")[:2]
    return Request(
        snapshot,
        folder,
        Path(data) if data else None,
        Unit.YUAN if unit == "yuan" else Unit.WAN,
        Address(sheet, cell) if cell else None,
    )
