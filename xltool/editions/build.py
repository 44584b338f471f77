"""``python -m xltool.editions.build [EDITION]``: write the official workbook from its data."""

from __future__ import annotations

import sys
from pathlib import Path

from xltool.editions.loading import available, load
from xltool.editions.workbook import build_workbook
from xltool.model.errors import XltoolError


def main(edition_ids: list[str]) -> int:
    """Build the workbooks of ``edition_ids``, of all editions when none is named."""
    try:
        for edition_id in edition_ids or available():
            edition = load(edition_id)
            Path(edition.workbook).write_bytes(build_workbook(edition))
            sys.stdout.write(f"{edition.workbook}\n")
    except XltoolError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
