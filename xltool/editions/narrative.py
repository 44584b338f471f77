"""What the narrative of an edition may say: sections, subjects and the words for them.

Read from ``narrative.toml`` of the edition's folder. Nothing here is grammar: how words
and figures combine is the business of ``xltool.narrative``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from xltool.model.amount import Unit
from xltool.model.book import CellId


class Measure(StrEnum):
    """What is said of a subject."""

    FINAL = "决算"
    INITIAL = "年初预算"
    FULL = "全年预算"
    PLAN = "预算"
    """A budget that the text does not name closer."""
    PRIOR = "上年"
    CHANGE = "增减"
    GROWTH = "增减率"
    GAP = "差值"
    """决算 less 预算."""
    GAP_RATE = "差值率"
    SHARE = "占比"
    RATE = "完成率"
    COUNT = "数量"
    OTHER = "其他"


class Cue(StrEnum):
    """What a word of the grammar does to the figures around it."""

    SHARE = "share"
    UP = "up"
    DOWN = "down"
    EITHER = "either"
    COMPARE_PRIOR = "compare_prior"
    COMPARE_BUDGET = "compare_budget"
    SAME = "same"
    ABOVE = "above"
    BELOW = "below"
    EQUAL = "equal"
    NONE = "none"
    REASON = "reason"
    PURPOSE = "purpose"
    EACH = "each"
    WITHIN = "within"
    ITEM_OF = "item_of"
    ANEW = "anew"
    """The sentence turns to another way of dividing the whole: 按支出性质."""
    SKIP = "skip"
    """A longer word in which a cue is no cue: 占用."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose money: 一般公共预算财政拨款 lies within 财政拨款 lies within all."""

    id: str
    words: tuple[str, ...]
    wider: str | None


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """One section of the narrative, recognised by the words of its heading."""

    id: str
    titles: tuple[tuple[str, ...], ...]
    opens: tuple[str, ...]
    """Words that tell a sentence of it where no heading does."""
    scope: str
    subjects: tuple[str, ...]
    rank: int
    budget: Measure | None
    items: str
    """The subject that functional items of this section have: 支出 or 收入."""
    nothing: tuple[str, ...]
    """Tables that must be empty where the section says that there is nothing."""
    glossary: bool


@dataclass(frozen=True, slots=True)
class Source:
    """Cells whose sum is what a subject states; row "@" is the row of the subject."""

    cells: tuple[CellId, ...]
    equal: tuple[CellId, ...] = ()
    """It holds only where these cells show the same: no other money is in the whole."""


@dataclass(frozen=True, slots=True)
class SubjectSpec:
    """Something that figures are stated of."""

    id: str
    title: str
    """What messages call it."""
    words: tuple[str, ...]
    loose: tuple[str, ...]
    cells: Mapping[str, tuple[Source, ...]]
    """By scope, in order of preference."""
    budget: tuple[Source, ...]
    sections: tuple[str, ...]
    """Sections in which its words mean it; everywhere when empty."""
    base: str | None
    item: bool
    """Functional items have it too: basic expenditure of item 2010650."""
    part: bool
    """Behind a functional item it is part of that item."""
    count: bool
    counts: tuple[Unit, ...]
    """Units in which it is counted; any when empty."""
    attribute: bool
    """It belongs to what was counted before it: 涉及资金 of the projects just named."""


@dataclass(frozen=True, slots=True)
class PairSpec:
    """A word for several subjects at once: 收、支总计."""

    words: tuple[str, ...]
    subjects: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SumSpec:
    """total = parts, or parts <= total."""

    total: str
    parts: tuple[str, ...]
    at_most: bool
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class NarrativeSpec:
    """Everything that an edition says about its narrative."""

    scopes: Mapping[str, Scope]
    sections: tuple[SectionSpec, ...]
    subjects: Mapping[str, SubjectSpec]
    pairs: tuple[PairSpec, ...]
    sums: tuple[SumSpec, ...]
    measures: Mapping[str, Measure]
    rates: Mapping[str, Measure]
    cues: Mapping[str, Cue]
    units: Mapping[str, Unit]
    counted: Mapping[Unit, str]
    """The subject that a unit counts where nothing is named."""
    analysis: Mapping[str, str]
    """Row of 分析 by subject and scope ("收入总计 总体")."""
    table_budget: Measure
    """What 预算数 of the "三公" table is, by its note."""
    default_budget: Measure
    """What a bare 预算 means where nothing names it."""
    residue: tuple[str, ...]
    """Words of the form that were meant for the writer."""
    items_table: str
    """Id of the table of economic items (基本支出)."""
