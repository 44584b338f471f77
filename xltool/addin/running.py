"""One button's run on the file road: request and snapshot in, action file out."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from xltool.addin.actions import Actions
from xltool.addin.commands import COMMANDS
from xltool.addin.exchange import Cancelled, Exchange
from xltool.addin.orders import Order, read_order
from xltool.model.errors import XltoolError


def run(command: str, snapshot: Path | None, actions: Path, request: Path | None) -> None:
    """Write what ``command`` gives back to ``actions``, what undoes it to ``<actions>.undo``.

    A check leaves what the cell functions answer from in ``<actions>.checked``. Other
    files beside the action file are told of in exchange.

    The action file is written last and whole: VBA waits for it to appear. Whatever goes
    wrong is a message in it, so that the user is told in the workbook. A run that was
    cancelled, or that finds its ticket gone, leaves nothing.

    Raises:
        XltoolError: no such command, or the action file cannot be written.
    """
    if command not in COMMANDS:
        raise XltoolError(f"没有命令“{command}”,可用:{'、'.join(COMMANDS)}")
    exchange = Exchange(actions)
    result = Actions()
    try:
        with exchange.watched():
            order = read_order(request, snapshot, actions.resolve().parent)
            if order.has_ticket and not exchange.take():
                return
            result = answered(command, order, exchange)
            exchange.answer(result)
    except (Cancelled, KeyboardInterrupt):
        withdraw(exchange, result)
    except XltoolError as error:
        exchange.answer(Actions(message=str(error)))


def answered(command: str, order: Order, exchange: Exchange) -> Actions:
    """What the command gives back; what goes wrong is its message.

    Raises:
        Cancelled: the user has given up.
    """
    try:
        exchange.tell("启动")
        asked = replace(order.request, answers=exchange.checked, tell=exchange.tell)
        return COMMANDS[command](asked)
    except Cancelled:
        raise
    except XltoolError as error:
        return Actions(message=order.request.known(str(error)))
    except Exception as error:  # noqa: BLE001 - the user waits in Excel for any answer
        return Actions(message=f"程序内部错误 {type(error).__name__}: {error}(工作簿没有改动)")


def withdraw(exchange: Exchange, result: Actions) -> None:
    """Leave nothing of a run that was cancelled, nor the file that it was to open."""
    if result.opens:
        with suppress(OSError):
            Path(result.opens).unlink(missing_ok=True)
    exchange.withdraw()
