"""How a malformed edition is refused."""

from __future__ import annotations

from collections.abc import Sequence

from xltool.model.errors import XltoolError


class EditionError(XltoolError):
    """Files of an edition that cannot be used; ``errors`` has one line for each fault."""

    def __init__(self, edition_id: str, errors: Sequence[str]) -> None:
        self.errors = tuple(errors)
        super().__init__(f"版式 {edition_id} 有 {len(errors)} 处问题:{';'.join(errors)}")
