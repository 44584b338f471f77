"""Reads ``narrative.toml``: every fault with file, key and allowed values, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, TypeVar

from xltool.editions.errors import EditionError
from xltool.editions.loading import edition_folder
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
from xltool.editions.reading import Faults, Section, chosen, read_toml
from xltool.model.amount import Unit
from xltool.model.book import CellId

FILE: Final = "narrative.toml"
_CELL_PARTS: Final = 3
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
    return read_narrative_spec(edition_folder(edition_id))


def read_narrative_spec(folder: Path) -> NarrativeSpec:
    """The narrative of the edition whose files are in ``folder``.

    Raises:
        EditionError: with every fault of the file at once.
    """
    faults = Faults()
    head = read_toml(folder / FILE, faults)
    scopes = {scope.id: scope for scope in map(_scope, head.listed("scope"))}
    subjects = {one.id: one for one in (_subject(part) for part in head.listed("subject"))}
    spec = NarrativeSpec(
        scopes=scopes,
        sections=tuple(map(_section, head.listed("section"))),
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


def _section(part: Section) -> SectionSpec:
    spec = SectionSpec(
        id=part.text("id"),
        titles=tuple(tuple(title.split()) for title in part.texts("titles")),
        opens=part.texts("opens"),
        scope=part.text("scope"),
        subjects=part.texts("subjects"),
        rank=part.integer("rank", 0),
        budget=part.optional_choice("budget", Measure),
        items=part.text("items", "支出"),
        nothing=part.texts("nothing"),
        glossary=part.flag("glossary"),
    )
    part.close()
    return spec


def _subject(part: Section) -> SubjectSpec:
    by_scope = part.section("cells")
    cells = {}
    if by_scope:
        cells = {scope: _sources(by_scope, scope) for scope in by_scope.data}
    spec = SubjectSpec(
        id=part.text("id"),
        title=part.text("title", part.text("id")),
        words=part.texts("words"),
        loose=part.texts("loose"),
        cells=cells,
        budget=_sources(part, "budget"),
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
    found = (
        chosen(text, Unit, part.file, f"{part.path}.counts", part.faults)
        for text in part.texts("counts")
    )
    return tuple(unit for unit in found if unit is not None)


def _sources(part: Section, key: str) -> tuple[Source, ...]:
    return tuple(Source(tuple(_cells(text, part, key))) for text in part.texts(key))


def _cells(text: str, part: Section, key: str) -> Iterator[CellId]:
    for one in text.split(" + "):
        pieces = one.split(" ")
        if len(pieces) == _CELL_PARTS and pieces[0][1:].isdigit():
            yield CellId(f"公开{pieces[0][1:]}表", pieces[1], pieces[2])
        else:
            part.faults.note(part.file, f"{part.path}.{key}", f"“{one}”应为“T03 行 栏”")


def _pair(part: Section) -> PairSpec:
    spec = PairSpec(part.texts("words"), part.texts("subjects"))
    part.close()
    return spec


def _sum(part: Section) -> SumSpec:
    named = tuple(
        measure
        for text in part.texts("measures")
        if (measure := chosen(text, Measure, part.file, f"{part.path}.measures", part.faults))
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
        head.faults.note(head.file, key, "缺少")
        return found
    for name in below.data:
        value = chosen(name, kind, head.file, f"{key}.{name}", head.faults)
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
        unit = chosen(name, Unit, head.file, f"counted.{name}", head.faults)
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
