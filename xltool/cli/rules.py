"""``xltool rules``: every rule with its source, its tables and an example."""

from __future__ import annotations

import click

from xltool.cli.console import Exit, say
from xltool.model.errors import XltoolError


@click.group(help="列出核对规则,或看一条规则的依据与例子")
def rules() -> None:
    """Hold the commands on rules."""


@rules.command("list", help="列出全部规则")
def list_rules() -> int:
    """Print one line a rule."""
    from xltool import pipeline

    for rule in pipeline.rules():
        say(f"{rule.id}\t{rule.title}")
    return Exit.DONE


@rules.command("show", help="看一条规则:说什么、依据、涉及的表、对与错的例子")
@click.argument("rule_id", metavar="ID")
def show(rule_id: str) -> int:
    """Print one rule in full."""
    from xltool import pipeline

    found = [rule for rule in pipeline.rules() if rule.id == rule_id]
    if not found:
        close = _closest(rule_id, [rule.id for rule in pipeline.rules()])
        raise XltoolError(f"没有规则 {rule_id}{close}:全部规则见 xltool rules list")
    rule = found[0]
    say(f"{rule.id} {rule.title}")
    for label, value in (
        ("说明", rule.says),
        ("依据", rule.source),
        ("涉及", "、".join(rule.tables)),
        ("对的例子", rule.passing),
        ("错的例子", rule.failing),
    ):
        if value:
            say(f"  {label}:{value}")
    return Exit.DONE


def _closest(wanted: str, known: list[str]) -> str:
    import difflib

    close = difflib.get_close_matches(wanted, known, n=3)
    return f",相近的有 {'、'.join(close)}" if close else ""
