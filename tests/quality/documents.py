"""The documents that can be measured, by name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tests.quality import putuo, yangquan
from tests.quality.accounts import Shape
from tests.quality.forms import NATIVE
from tests.quality.seeds import seeded
from tests.quality.templates import Style, corpus, read, write
from tests.quality.truth import Document
from tests.quality.units import make
from xltool.model.amount import Unit

PLAIN = "yangquan-2024"
SECOND = "putuo-2024"
TRIPS = ("出国", "购置", "运行", "接待")

SHAPES = (
    Shape(11, rows=6, trips=("运行",), office=False),
    Shape(12, rows=12, other_income=True, carry=True, trips=TRIPS),
    Shape(13, rows=9, funds=True, capital=True, trips=("运行", "接待")),
    Shape(14, rows=1, trips=(), office=False),
    Shape(15, rows=30, other_income=True, carry=True, funds=True, capital=True, trips=TRIPS),
    Shape(16, rows=7, trips=(), office=False, new_unit=True),
    Shape(17, rows=10, other_income=True, funds=True, capital=True, trips=TRIPS, scale=20_000),
    Shape(18, rows=200, carry=True, trips=TRIPS),
)
STYLES = (
    Style(),
    Style(zero="0.00"),
    Style(unit=Unit.YUAN, grouping=True, zero="0.00"),
    Style(percent_decimals=1, short=True),
    Style(wrap=29),
    Style(damaged=True),
    Style(full_width=True),
    Style(spaced=True, full_width=True, zero="0.00"),
    Style(joined=True),
    Style(unnumbered=True),
)
SUITED = {
    "甲": ("0:0", "1:0", "1:1", "1:5", "2:0", "4:4", "7:0"),
    "乙": ("1:0", "2:0"),
    "丙": ("1:0", "2:0"),
    "丁": ("1:2", "2:2"),
    "戊": ("5:0",),
    "己": ("1:0", "2:1"),
    "庚": ("1:0", "4:3"),
    "辛": ("6:0",),
    "壬": ("1:0", "0:0"),
    "癸": ("3:0", "3:1"),
    "子": ("1:0", "4:0"),
    "丑": ("4:0", "1:1"),
    "寅": ("1:0",),
    "卯": ("1:0",),
    "辰": ("1:0", "2:0"),
    "巳": ("1:0", "2:0"),
    "午": ("1:0", "6:0"),
    "未": ("1:0", "2:1"),
    "申": ("1:0", "2:0"),
    "酉": ("1:0", "6:0"),
    "戌": ("1:0", "2:0"),
    "亥": ("1:0", "6:0"),
    "变": ("1:0", "2:0", "4:0", "0:1", "6:0", "1:2", "2:3", "4:7"),
    "随": ("1:0", "2:0", "0:1", "4:0", "6:0", "1:3", "2:2"),
}
"""The shapes and styles that suit each narrative of the corpus."""


def named(name: str) -> Document:
    """The worked case, or a narrative of the corpus as "name", "name:shape", "name:shape:style"."""
    if name == PLAIN:
        return yangquan.document()
    if name == SECOND:
        return putuo.document()
    name, _, form = name.partition("@")
    stem, _, rest = name.partition(":")
    shape, _, style = rest.partition(":")
    full = next((known for known in corpus() if known.startswith(stem)), None)
    if full is None:
        raise SystemExit(f"no such document: {name}")
    first = SUITED[full[0]][0].split(":")
    made_of = _shape(shape or first[0]), STYLES[int(style or first[1])]
    label = f"{name}@{form}" if form else name
    return write(read(full), make(made_of[0]), made_of[1], label, form or NATIVE)


def _shape(text: str) -> Shape:
    """Shape "1", or "1r7": the same kind of unit with other codes, sizes and amounts."""
    known, _, seed = text.partition("r")
    shape = SHAPES[int(known)]
    if not seed:
        return shape
    chance = seeded(seed)
    rows = max(1, round(shape.rows * chance.uniform(0.3, 1.6)))
    scale = max(5, round(shape.scale * chance.uniform(0.1, 8)))
    return replace(shape, seed=1000 + int(seed), rows=rows, scale=scale)


def shape_of(name: str) -> Shape:
    """The shape of the made-up unit in a name."""
    return _shape(name.split(":")[1])


def at_random(seeds: Iterable[int]) -> list[str]:
    """Each narrative of the corpus over other units of the kinds that suit it."""
    return [
        f"{stem}:{shape}r{seed}:{style}"
        for seed in seeds
        for stem, suits in SUITED.items()
        for shape, style in [suits[seed % len(suits)].split(":")]
    ]


def every() -> list[str]:
    """The two real documents and each narrative of the corpus over the units that suit it."""
    return [PLAIN, SECOND, *(f"{stem}:{suit}" for stem, suits in SUITED.items() for suit in suits)]


def synthetic() -> list[str]:
    """Made-up documents that vary wording, edition, size (1 to 200 rows), unit and tails."""
    plain = [f"{stem}:{suits[0]}" for stem, suits in SUITED.items()]
    return [
        *plain,
        "甲:7:0@national/2024",
        "甲:1r28:0@shanghai/2024",
        "乙:2r29:0@national/2024",
        "丙:1r30:3@shanghai/2024",
        "随:4r27:7",
        "变:1r21:0",
        "变:2r22:3",
        "变:4r23:0@national/2024",
        "变:1r24:2@shanghai/2024",
        "变:2r25:4@shanghai/2024",
        "变:6r26:0@national/2024",
        "变:7:0",
        "变:3:0",
        "甲:1r31:9@shanghai/2024",
        "乙:1r32:9",
        "变:2r33:9",
    ]
