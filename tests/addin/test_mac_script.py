"""The script for a Mac: it starts the installed program on files of the add-in alone."""

from __future__ import annotations

import re
from pathlib import Path

from xltool.addin.mac_script import SCRIPT_NAME, mac_script
from xltool.addin.sources import folder


def program_in(script: bytes) -> str:
    found = re.search(r'^property program : "(.*)"$', script.decode("utf-8"), re.MULTILINE)
    assert found
    return found[1]


def test_a_program_in_a_folder_with_blanks_is_quoted_for_the_shell(tmp_path: Path) -> None:
    place = tmp_path / "my 'tools'" / "xltool"
    place.parent.mkdir()
    place.write_text("")
    shell = str(place).replace("'", "'\"'\"'")
    literal = f"'{shell}'".replace('"', '\\"')
    assert program_in(mac_script(str(place))) == literal


def test_a_command_line_stays_one() -> None:
    assert program_in(mac_script('"/usr/bin/python3" -m xltool')) == (
        '\\"/usr/bin/python3\\" -m xltool'
    )


def test_vba_calls_the_handler_that_the_script_has() -> None:
    called = re.search(r'AppleScriptTask\("(.+?)", "(.+?)"', (folder() / "Host.bas").read_text())
    assert called
    assert called[1] == SCRIPT_NAME
    assert f"on {called[2]}(order)" in mac_script("xltool").decode("utf-8")


def test_what_a_macro_hands_over_never_reaches_the_shell_unquoted() -> None:
    script = mac_script("xltool").decode("utf-8")
    (line,) = (line for line in script.splitlines() if "do shell script" in line)
    assert set(re.findall(r"\b(?:program|given|order|command|actions)\b", line)) == {
        "program",
        "given",
    }
    built = [line for line in script.splitlines() if "set given to" in line]
    parts = [
        part for line in built for part in line.split(" & ") if "actions" in part.split('"')[0]
    ]
    assert parts
    assert all(part.startswith(("quoted form of", "given")) for part in parts)
