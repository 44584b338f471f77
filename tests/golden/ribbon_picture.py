"""The ribbon's definition drawn as a picture: ``python -m tests.golden.ribbon_picture``.

Office draws the icons of ``imageMso``; here signs stand for them. The page is kept beside
the picture, and a test compares it with what the definition gives now.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from jinja2 import Environment
from lxml import etree

from xltool.addin.sources import ribbon

FOLDER = Path(__file__).parent
PAGE, PICTURE = FOLDER / "ribbon.html", FOLDER / "ribbon.png"
WIDTH, HEIGHT = 1180, 168
_SPACE = "{http://schemas.microsoft.com/office/2009/07/customui}"
_SIGNS: Mapping[str, str] = {
    "import-data": "⇩",
    "fill-template": "▦",
    "recompute": "Σ",
    "check-tables": "☑",
    "check-narrative": "¶",
    "check-all": "✔",
    "next-finding": "➔",
    "unmark": "✕",
    "report": "▤",
    "undo": "↶",
    "settings": "⚙",
    "doctor": "✚",
    "help": "?",
}
_TEMPLATE = """<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{{ tab }}</title><style>
body { margin: 0; font: 13px "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: #252423;
  background: #f3f2f1; }
nav { padding: 6px 14px 0; } nav span { padding: 4px 10px; color: #605e5c; }
nav .front { color: #217346; font-weight: 600; border-bottom: 3px solid #217346; }
main { display: flex; margin: 8px; background: #fff; border-radius: 6px;
  box-shadow: 0 1px 3px #0002; padding: 6px 0; width: max-content; }
section { display: flex; flex-direction: column; border-right: 1px solid #e1dfdd;
  padding: 0 10px; } section:last-child { border: 0; }
.buttons { display: grid; grid-auto-flow: column; grid-template-rows: repeat(3, 25px);
  gap: 0 8px; }
.large { grid-row: span 3; display: flex; flex-direction: column; align-items: center;
  padding: 2px 6px; } .large i { font-size: 30px; height: 44px; }
.normal { display: flex; gap: 6px; align-items: center; }
.normal i { font-size: 16px; width: 20px; }
i { font-style: normal; color: #217346; text-align: center;
  font-family: "DejaVu Sans", "Noto Sans CJK SC"; }
kbd { font: 600 10px sans-serif; color: #fff; background: #605e5c; border-radius: 3px;
  padding: 0 4px; margin-left: 4px; }
h2 { font-size: 11px; font-weight: 400; color: #605e5c; text-align: center; margin: 4px 0 0; }
</style></head><body>
<nav><span>开始</span><span>插入</span><span>数据</span><span>审阅</span><span class="front"
>{{ tab }}<kbd>{{ key }}</kbd></span></nav>
<main>{% for group in groups %}
<section><div class="buttons">{% for b in group.buttons %}
<div class="{{ b.size }}" title="{{ b.words }}"><i>{{ b.sign }}</i><span>{{ b.label }}<kbd>{{ b.key
}}</kbd></span></div>{% endfor %}
</div><h2>{{ group.label }}</h2></section>{% endfor %}
</main></body></html>
"""


def page(definition: bytes) -> str:
    """The ribbon as a page: its tab, groups and buttons in their order, with key tips."""
    tab = next(etree.fromstring(definition).iter(f"{_SPACE}tab"))
    groups = [
        {
            "label": group.get("label"),
            "buttons": [
                {
                    "size": button.get("size"),
                    "label": button.get("label"),
                    "key": button.get("keyTip"),
                    "words": button.get("supertip"),
                    "sign": _SIGNS[button.get("id", "")],
                }
                for button in group.iter(f"{_SPACE}button")
            ],
        }
        for group in tab.iter(f"{_SPACE}group")
    ]
    template = Environment(autoescape=True).from_string(_TEMPLATE)
    return template.render(tab=tab.get("label"), key=tab.get("keyTip"), groups=groups)


def draw(source: Path, target: Path) -> None:
    """Photograph a page in a browser without a window."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if browser is None:
        sys.exit("no browser to draw with: install chromium")
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(  # noqa: S603 - the browser on a page of our own
            [
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                f"--user-data-dir={profile}",
                f"--window-size={WIDTH},{HEIGHT}",
                f"--screenshot={target}",
                source.as_uri(),
            ],
            check=True,
            capture_output=True,
            timeout=120,
        )


if __name__ == "__main__":
    PAGE.write_text(page(ribbon()), encoding="utf-8")
    draw(PAGE, PICTURE)
