"""The self-contained HTML report: one file, no network, readable on a phone and in print."""

from __future__ import annotations

from pathlib import Path

from xltool.hosts.report.view import view_of
from xltool.report import Report

__all__ = ["report_html"]

_HERE = Path(__file__).resolve().parent


def report_html(report: Report) -> str:
    """The HTML page of ``report``; every text in it is escaped, styles and script inline."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(_HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("report.html.j2")
    return template.render(
        page=view_of(report),
        style=Markup(_part("report.css")),  # noqa: S704 - our own file, no user text in it
        script=Markup(_part("report.js")),  # noqa: S704 - likewise
    )


def _part(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
