"""Slid blocks (错行): amounts that stand some rows away from where they belong.

A block begins with rows left empty, in the direction in which it slid. What stood in the
rows that it slid over is either lost, so that identities with these cells say nothing,
or was nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from xltool.rules.slips import Found, Grid, Moves, Rearrangement, Slip
from xltool.rules.trial import Weight

FEWEST_ROWS = 3
FEWEST_MENDED = 4
MOST_UNEXPLAINED = 4
"""At most one in so many identities may stay broken, or break."""
OFFSETS = (1, -1, 2, -2, 3, -3)
"""Rows by which blocks slide, likely ones first."""
LONGEST_BLOCK = 40


def slid(grid: Grid) -> Rearrangement | None:
    """The slid block that explains most; None where none explains enough."""
    rows = grid.failing
    if len(rows) < FEWEST_ROWS:
        return None
    found: list[Found] = []
    for columns in _choices(grid):
        for offset in OFFSETS:
            blocks = _blocks(grid, rows, columns, offset)
            tried = (_slid(grid, block, columns, offset) for block in blocks)
            found += [one for one in tried if one is not None]
        if found and columns == grid.columns:
            break  # all columns together explain it
    return max(found, key=lambda pair: pair[0].key)[1] if found else None


def _choices(grid: Grid) -> list[tuple[str, ...]]:
    """All columns together, and each alone."""
    return [grid.columns, *((one,) for one in grid.columns if len(grid.columns) > 1)]


def _blocks(
    grid: Grid, rows: Sequence[str], columns: Sequence[str], offset: int
) -> Iterator[tuple[str, ...]]:
    """Stretches from rows left empty on, in the direction in which they slid."""
    order = grid.order if offset > 0 else grid.order[::-1]
    failing, size = set(rows), abs(offset)
    empty = [not any(grid.shown(row, column) for column in columns) for row in order]
    for start, row in enumerate(order):
        if row not in failing or not all(empty[start : start + size]):
            continue
        longest = min(start + LONGEST_BLOCK, len(order))
        for end in range(start + size + FEWEST_ROWS, longest + 1):
            yield order[start:end]


def _slid(
    grid: Grid, block: tuple[str, ...], columns: tuple[str, ...], offset: int
) -> Found | None:
    """The block tried: its last rows overwritten, or empty before, or not part of it."""
    size = abs(offset)
    pairs = _pairs(grid, block, columns, size)
    changed = {new: grid.trial.shown(old) for old, new in pairs}
    if len({at.row for at, value in changed.items() if value != grid.trial.shown(at)}) < (
        FEWEST_ROWS
    ):
        return None
    lost = tuple(grid.cell(row, column) for row in block[-size:] for column in columns)
    weight = grid.trial.weigh(changed, lost)
    if not _convincing(weight):
        return None
    emptied = grid.trial.weigh(dict.fromkeys(lost, 0) | changed)
    kept = grid.trial.weigh(changed)
    if emptied.clean and weight.mended <= emptied.mended:
        weight, lost = emptied, ()
    elif kept.clean and weight.lost <= kept.mended and len(block) > FEWEST_ROWS + size:
        # the last row still has its own figure, which its only parent took in turn
        weight, block = kept, block[:-size]
        lost = tuple(grid.cell(row, column) for row in block[-size:] for column in columns)
        pairs = tuple(pair for pair in pairs if pair[0].row in block)
    moved = grid.figured(pairs)
    ordered = block if offset > 0 else block[::-1]
    return weight, Rearrangement(
        Slip.SLID,
        grid.table,
        grid.moving(moved),
        ordered,
        weight.mended | weight.lost,
        moved,
        offset,
        lost,
        weight.shifts,
    )


def _pairs(grid: Grid, block: Sequence[str], columns: Sequence[str], size: int) -> Moves:
    rows = zip(block, block[size:], strict=False)
    return tuple(
        (grid.cell(old, column), grid.cell(new, column))
        for (new, old), column in product(rows, columns)
    )


def _convincing(weight: Weight) -> bool:
    """Whether a hypothesis mends enough and leaves little."""
    mended = len(weight.mended)
    unexplained = weight.broken + weight.left
    return mended >= FEWEST_MENDED and unexplained * MOST_UNEXPLAINED <= mended
