"""What labels imply where no edition describes a table: ``workbook_templates/implied.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from xltool.editions.errors import EditionError
from xltool.editions.inheritance import EditionFiles
from xltool.editions.reading import Faults
from xltool.model.rule import RuleInfo
from xltool.resources import resource

FILE = "implied.toml"


@dataclass(frozen=True, slots=True)
class Implied:
    """Words of labels, and the rules that they make."""

    total_ends: tuple[str, ...]
    grand_ends: tuple[str, ...]
    year_starts: tuple[str, ...]
    of_which: tuple[str, ...]
    aside: tuple[str, ...]
    rules: Mapping[str, RuleInfo]


@cache
def implied() -> Implied:
    """The rules that ship.

    Raises:
        EditionError: their file is malformed.
    """
    return read_implied(resource("workbook_templates"))


def read_implied(folder: Path) -> Implied:
    """The rules in ``folder``.

    Raises:
        EditionError: with every fault of the file at once.
    """
    faults = Faults()
    head = EditionFiles((folder,), faults).toml(FILE)
    found = Implied(
        total_ends=head.texts("total_ends"),
        grand_ends=head.texts("grand_ends"),
        year_starts=head.texts("year_starts"),
        of_which=head.texts("of_which"),
        aside=head.texts("aside"),
        rules={
            id_: RuleInfo(
                id_,
                part.text("title"),
                part.text("says"),
                "表头与行名",
                (),
                part.text("passing"),
                part.text("failing"),
            )
            for id_, part in head.named("rules")
        },
    )
    head.close()
    if faults.lines:
        raise EditionError(FILE, faults.lines)
    return found
