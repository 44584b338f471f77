"""What the commands share: output on any console, progress, exit statuses."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from xltool.model.errors import XltoolError
from xltool.package import same_file, writable

if TYPE_CHECKING:
    from rich.console import Console

T = TypeVar("T")

FILE = click.Path(path_type=Path)
"""A path; whether the file can be used is said by what reads it."""

output_option = click.option("-o", "--output", type=FILE, help="写到哪里,默认在原文件旁边")
edition_option = click.option("--edition", help="版式,如 shanxi/2024;默认自动识别")
in_place_option = click.option("--in-place", is_flag=True, help="直接改原文件,留一份备份")


class Exit(IntEnum):
    """Exit statuses of every command."""

    DONE = 0
    REPORTED = 1
    UNUSABLE = 2
    FAULT = 3


def use_utf8() -> None:
    """Make standard output and error UTF-8, whatever the console's code page."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")


def say(text: str = "") -> None:
    """One line of result on standard output."""
    sys.stdout.write(text + "\n")


def complain(text: str) -> None:
    """One line about what went wrong on standard error."""
    sys.stderr.write(" ".join(text.split("\n")) + "\n")


def _stderr() -> Console:
    from rich.console import Console

    return Console(stderr=True)


def progress(items: Sequence[T], title: str, *, quiet: bool) -> Iterable[T]:
    """``items`` with a progress bar on a terminal's standard error; silent elsewhere."""
    if quiet or len(items) < 2 or not sys.stderr.isatty():  # noqa: PLR2004 - one item needs no bar
        return items
    from rich.progress import track

    return track(items, description=title, console=_stderr(), transient=True)


@contextmanager
def working(title: str, *, quiet: bool) -> Iterator[None]:
    """A spinner on a terminal's standard error while one long step runs."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    with _stderr().status(title):
        yield


def target_of(
    source: Path,
    target: Path | None,
    *,
    suffix: str,
    in_place: bool | None = None,
    ending: str = "",
) -> Path:
    """Where the result goes: ``target``, the input itself, or a new name beside it.

    Args:
        source: the input.
        target: what ``-o`` gave.
        suffix: what a name made up beside the input ends with.
        in_place: whether ``--in-place`` was given; None where the command has none.
        ending: the kind of file written, default the input's.

    Raises:
        XltoolError: the target is the input and ``--in-place`` was not given, its ending
            does not fit, or the name made up beside the input is taken.
    """
    if in_place:
        if target is not None and not same_file(source, target):
            raise XltoolError("--in-place 与 -o 不能同时使用:去掉其中一个")
        return source
    kind = ending or source.suffix.lower()
    if target is None:
        return _fresh(source.with_name(f"{source.stem}-{suffix}{kind}"))
    if in_place is not None and same_file(source, target):
        raise XltoolError(f"-o 指向输入文件本身 {source}:换一个文件名,或用 --in-place(留备份)")
    return writable(target, kind, source)


def _fresh(target: Path) -> Path:
    if target.exists():
        raise XltoolError(f"{target} 已存在,不覆盖:用 -o 指定写到哪里")
    return target
