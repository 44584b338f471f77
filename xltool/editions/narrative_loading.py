"""Reads ``narrative.toml``: every fault with file, key and allowed values, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from xltool.editions.errors import EditionError
from xltool.editions.inheritance import EditionFiles
from xltool.editions.loading import edition_folder, load
from xltool.editions.narrative import (
    Cue,
    Measure,
    NarrativeSpec,
    PairSpec,
    Scope,
    SectionSpec,
    Source,
    SubjectSpec,
    SumSpec,
)
from xltool.editions.narrative_places import Places
from xltool.editions.reading import Faults, Section
from xltool.editions.schema import Edition
from xltool.model.amount import Unit

FILE: Final = "narrative.toml"
_ITEMS_TABLE: Final = "T06"
_WHERE: Final = " where "
"""T06 人员经费合计 决算数 where T03 合计 基本支出 = T05 合计 基本支出."""
_ADDITIVE: Final = (
    Measure.FINAL, Measure.INITIAL, Measure.FULL, Measure.PRIOR, Measure.CHANGE, Measure.COUNT,
)  # fmt: skip

Named = TypeVar("Named", Measure, Cue, Unit)


@cache
def load_narrative(edition_id: str) -> NarrativeSpec:
    """What the narrative of the edition ``edition_id`` may say.

    Raises:
        EditionError: its file is malformed.
    """
    return read_narrative_spec(edition_folder(edition_id), load(edition_id))


def read_narrative_spec(folder: Path, edition: Edition | None) -> NarrativeSpec:
    """The narrative of the edition whose files are in ``folder``.

    Args:
        folder: its files.
        edition: its tables; without them cells are not looked for, only names are read.

    Raises:
        EditionError: with every fault of the file at once.
    """
    faults = Faults()
    head = EditionFiles.of(folder, faults).toml(FILE)
    places = Places(edition)
    scopes = {scope.id: scope for scope in map(_scope, head.listed("scope"))}
    subjects = {one.id: one for one in (_subject(part, places) for part in head.listed("subject"))}
    spec = NarrativeSpec(
        scopes=scopes,
        sections=tuple(_section(part, places) for part in head.listed("section")),
        subjects=subjects,
        pairs=tuple(map(_pair, head.listed("pair"))),
        sums=tuple(map(_sum, head.listed("sum"))),
        measures=_words(head, "measures", Measure),
        rates=_words(head, "rates", Measure),
        cues=_words(head, "words", Cue),
        units=_words(head, "units", Unit),
        counted=_counted(head),
        analysis=_texts(head, "analysis"),
        table_budget=head.choice("budget", Measure),
        default_budget=head.choice("default_budget", Measure),
        residue=head.texts("residue"),
        items_table=places.table(_ITEMS_TABLE) or _ITEMS_TABLE,
    )
    head.close()
    _check_names(spec, faults)
    if faults.lines:
        raise EditionError("/".join(folder.parts[-2:]), faults.lines)
    return spec


def _scope(part: Section) -> Scope:
    scope = Scope(part.text("id"), part.texts("words"), part.optional_text("wider"))
    part.close()
    return scope


def _section(part: Section, places: Places) -> SectionSpec:
    spec = SectionSpec(
        id=part.text("id"),
        titles=tuple(tuple(title.split()) for title in part.texts("titles")),
        opens=part.texts("opens"),
        scope=part.text("scope"),
        subjects=part.texts("subjects"),
        rank=part.integer("rank", 0),
        budget=part.optional_choice("budget", Measure),
        items=part.text("items", "支出"),
        nothing=tuple(_tables(part, "nothing", places)),
        glossary=part.flag("glossary"),
    )
    part.close()
    return spec


def _subject(part: Section, places: Places) -> SubjectSpec:
    by_scope = part.section("cells")
    cells = {}
    if by_scope:
        cells = {scope: _sources(by_scope, scope, places) for scope in by_scope.data}
    spec = SubjectSpec(
        id=part.text("id"),
        title=part.text("title", part.text("id")),
        words=part.texts("words"),
        loose=part.texts("loose"),
        cells=cells,
        budget=_sources(part, "budget", places),
        sections=part.texts("sections"),
        base=part.optional_text("base"),
        item=part.flag("item"),
        part=part.flag("part"),
        count=part.flag("count"),
        counts=_units(part),
        attribute=part.flag("attribute"),
    )
    part.close()
    return spec


def _units(part: Section) -> tuple[Unit, ...]:
    found = (part.choose(text, Unit, "counts") for text in part.texts("counts"))
    return tuple(unit for unit in found if unit is not None)


def _tables(part: Section, key: str, places: Places) -> Iterator[str]:
    for short in part.texts(key):
        try:
            id_ = places.table(short)
        except ValueError as fault:
            part.note(key, str(fault))
            continue
        if id_ is not None:
            yield id_


def _sources(part: Section, key: str, places: Places) -> tuple[Source, ...]:
    return tuple(filter(None, (_source(text, part, key, places) for text in part.texts(key))))


def _source(text: str, part: Section, key: str, places: Places) -> Source | None:
    """The cells that ``text`` adds up; None where the form lacks one of them."""
    added, _, condition = text.partition(_WHERE)
    try:
        cells = [places.cell(one) for one in added.split(" + ")]
        equal = [places.cell(one) for one in condition.split(" = ") if one]
    except ValueError as fault:
        part.note(key, str(fault))
        return None
    known = tuple(cell for cell in cells if cell is not None)
    alike = tuple(cell for cell in equal if cell is not None)
    complete = len(known) == len(cells) and len(alike) == len(equal)
    return Source(known, alike) if complete else None


def _pair(part: Section) -> PairSpec:
    spec = PairSpec(part.texts("words"), part.texts("subjects"))
    part.close()
    return spec


def _sum(part: Section) -> SumSpec:
    named = tuple(
        measure
        for text in part.texts("measures")
        if (measure := part.choose(text, Measure, "measures"))
    )
    at_most = part.flag("at_most")
    levels = tuple(one for one in _ADDITIVE if one not in (Measure.CHANGE, Measure.PRIOR))
    spec = SumSpec(
        total=part.text("total"),
        parts=part.texts("parts"),
        at_most=at_most,
        measures=named or (levels if at_most else _ADDITIVE),
    )
    part.close()
    return spec


def _words(head: Section, key: str, kind: type[Named]) -> Mapping[str, Named]:
    """The words listed by name below ``key``, each with what its name says."""
    found: dict[str, Named] = {}
    below = head.section(key)
    if below is None:
        head.note(key, "缺少")
        return found
    for name in below.data:
        value = below.choose(name, kind, name)
        for word in below.texts(name):
            if value is not None:
                found[word] = value
    return found


def _texts(head: Section, key: str) -> Mapping[str, str]:
    below = head.section(key)
    return {name: below.text(name) for name in below.data} if below else {}


def _counted(head: Section) -> Mapping[Unit, str]:
    below = head.section("counted")
    found: dict[Unit, str] = {}
    for name in below.data if below else ():
        unit = below.choose(name, Unit, name) if below else None
        if unit is not None and below is not None:
            found[unit] = below.text(name)
    return found


def _check_names(spec: NarrativeSpec, faults: Faults) -> None:
    """Every scope, subject and section that is named exists."""
    _check_subjects(spec, faults)
    for scope in spec.scopes.values():
        _known(scope.wider, spec.scopes, f"scope {scope.id}.wider", faults)
    for section in spec.sections:
        _known(section.scope, spec.scopes, f"section {section.id}.scope", faults)
        for name in (*section.subjects, section.items):
            _known(name, spec.subjects, f"section {section.id}.subjects", faults)
    for rule in spec.sums:
        for name in (rule.total, *rule.parts):
            _known(name, spec.subjects, "sum", faults)
    for pair in spec.pairs:
        for name in pair.subjects:
            _known(name, spec.subjects, "pair", faults)
    for name in spec.counted.values():
        _known(name, spec.subjects, "counted", faults)


def _check_subjects(spec: NarrativeSpec, faults: Faults) -> None:
    ids = {section.id: section for section in spec.sections}
    for subject in spec.subjects.values():
        _known(subject.base, spec.subjects, f"subject {subject.id}.base", faults)
        for name in subject.cells:
            _known(name, spec.scopes, f"subject {subject.id}.cells", faults)
        for name in subject.sections:
            _known(name, ids, f"subject {subject.id}.sections", faults)


def _known(name: str | None, allowed: Mapping[str, object], key: str, faults: Faults) -> None:
    if name is not None and name not in allowed:
        faults.note(FILE, key, f"“{name}”不存在;可用:{'、'.join(allowed)}")
