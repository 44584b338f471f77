"""One button's run through xlwings: the open workbook is changed from here.

RunPython calls ``click``. The workbook as it stands has been copied by VBA; the edits are
made by the applier of xlwings, and VBA gets what is left to say and show. Before the
first edit the way back lies in the journal that 撤销上次操作 reads, beside it a file that
says the step is not finished: whoever finds it takes the step back.

On a Mac RunPython comes back at once and Excel answers nobody while VBA waits, so there
the edits are left to VBA, as on the file road.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from xltool.addin.actions import Actions, write_actions
from xltool.addin.exchange import Cancelled, Exchange
from xltool.addin.keyboard import escape_pressed
from xltool.addin.machine import this_machine
from xltool.addin.orders import Order, read_order
from xltool.addin.running import answered, run, withdraw
from xltool.addin.xlwings_apply import apply
from xltool.addin.xlwings_native import ExcelNative, Native
from xltool.model.errors import XltoolError
from xltool.model.patch import AddSheet, Patch, RemoveSheet
from xltool.package import write_atomic

if TYPE_CHECKING:
    import xlwings as xw


def click(name: str) -> None:
    """Do what is asked beside the action file of that name; what goes wrong is a message in it."""
    exchange = Exchange(this_machine().profile / name)
    if sys.platform == "darwin":
        with suppress(XltoolError):
            order = read_order(exchange.request, None, exchange.actions.parent)
            run(order.command, None, exchange.actions, exchange.request)
        return
    import xlwings as xw

    click_on(xw.Book.caller(), exchange, ExcelNative())


def click_on(caller: xw.Book, exchange: Exchange, native: Native) -> None:
    """Do what is asked on the workbook of that name in the application of ``caller``."""
    result = Actions()
    app = caller.app
    try:
        order = read_order(exchange.request, None, exchange.actions.parent)
        if not exchange.take():
            return
        book = caller if caller.name == order.book else app.books[order.book]
        told = _Told(exchange.actions, lambda stage: _show(app, stage))
        window = app.hwnd or 0
        escape_pressed(window)  # what was pressed before the click does not count
        with exchange.watched(lambda: escape_pressed(window)):
            result = answered(order.command, order, told)
        exchange.answer(_applied(result, order, book, native))
    except (Cancelled, KeyboardInterrupt):
        withdraw(exchange, result)
    except Exception as error:  # noqa: BLE001 - xlwings would show it in a box of its own, in English
        exchange.answer(Actions(message=f"没有改动工作簿:{error}"))
    finally:
        _show(app, None)


@dataclass(frozen=True, slots=True)
class _Told(Exchange):
    """An exchange whose stages the user sees: VBA waits without being able to show them."""

    show: Callable[[str], None]

    def tell(self, stage: str) -> None:
        """As Exchange."""
        Exchange.tell(self, stage)
        self.show(stage)


def _show(app: xw.App, stage: str | None) -> None:
    with suppress(Exception):
        app.status_bar = f"xltool {stage},按 Esc 取消…" if stage else False


def _applied(result: Actions, order: Order, book: xw.Book, native: Native) -> Actions:
    """The answer for VBA, once the edits are made; the message says it if they cannot be."""
    if not result.patch:
        return result
    refused = refusal(result.patch, book, native)
    if refused:
        return Actions(message=refused)
    try:
        with_journal(result.patch, order.step, book, native)
    except XltoolError as error:
        return Actions(message=str(error))
    return replace(result, patch=Patch(), applied=True)


def with_journal(patch: Patch, step: Path | None, book: xw.Book, native: Native) -> None:
    """Apply ``patch``, the way back being in ``step`` from before the first edit on.

    While it lasts ``<step>.open`` holds a line, and one more for each edit that moves others.

    Raises:
        XltoolError: an edit cannot be applied; the workbook is as before.
    """
    if step is None:
        raise XltoolError("没有改动工作簿:不知道撤销记录写到哪里,请更新加载项")
    unfinished = step.with_name(f"{step.name}.open")
    write_atomic(step, write_actions(Actions(patch.inverse)).encode("ascii"))
    write_atomic(unfinished, b"open\r\n")
    try:
        apply(patch, book, native, lambda: _count(unfinished))
    except XltoolError:
        step.unlink(missing_ok=True)
        raise
    finally:
        unfinished.unlink(missing_ok=True)


def _count(unfinished: Path) -> None:
    with unfinished.open("ab") as file:
        file.write(b"moved\r\n")


def refusal(patch: Patch, book: xw.Book, native: Native) -> str:
    """Why nothing can be changed here, as the bridge in VBA says it; "" where it can."""
    if native.is_shared(book):
        return "工作簿正在共享编辑,改动会丢失:请先取消共享(审阅-共享工作簿),再试"
    for name in dict.fromkeys(_sheets(patch)):
        if name in {sheet.name for sheet in book.sheets} and native.is_protected(book.sheets[name]):
            return (
                f"工作表受保护,没有改动任何单元格:请先撤销保护(审阅-撤销工作表保护)。工作表:{name}"
            )
    if native.is_fixed(book) and any(isinstance(e, AddSheet | RemoveSheet) for e in patch.edits):
        return "工作簿结构受保护,不能增删工作表,没有改动:请先撤销保护(审阅-保护工作簿)"
    return ""


def _sheets(patch: Patch) -> Iterable[str]:
    for edit in patch.edits:
        name = getattr(edit, "sheet", None)
        if isinstance(name, str):
            yield name
