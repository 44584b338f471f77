"""Which subjects words name: by the section they stand in and the money they speak of."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import Final

from xltool.editions.narrative import Measure, NarrativeSpec, SectionSpec, SubjectSpec
from xltool.model.amount import Unit
from xltool.model.book import TOTAL_ROW, Book
from xltool.narrative.paths import Path
from xltool.narrative.statements import Subject
from xltool.narrative.vocabulary import Names, Vocabulary

ECONOMIC: Final = "经济分类"
EXPENDITURE: Final = "支出"
INCOME: Final = "收入"
GENERAL: Final = "一般公共"
FISCAL: Final = "财政拨款"
_CLASS: Final = 3
"""Digits of a class, the only level that 公开04表 has."""
FUNDING: Final = "资金来源"
"""其中:一般公共预算支出… of an item that is not functional: where its money came from."""

Group = tuple[Subject, ...]
"""Equally good readings of one subject, the best name first."""
Groups = tuple[Group, ...]


class Namer:
    """Subjects by words, for one Book."""

    def __init__(self, vocabulary: Vocabulary, book: Book) -> None:
        self._vocabulary = vocabulary
        self._spec: NarrativeSpec = vocabulary.spec
        self._book = book
        self._pairs = {pair.subjects for pair in self._spec.pairs}

    @cached_property
    def _codes(self) -> dict[str, frozenset[str]]:
        """Codes that the tables of each scope print."""
        found: dict[str, set[str]] = {}
        for subject in (self._spec.subjects.get(EXPENDITURE), self._spec.subjects.get(INCOME)):
            for scope, sources in (subject.cells if subject else {}).items():
                for source in sources:
                    for cell in source.cells:
                        table = self._book.tables.get(cell.table)
                        if table and cell.row == "@":
                            codes = {row.code for row in table.codes() if row.code}
                            found.setdefault(scope, set()).update(codes)
        return {scope: frozenset(codes) for scope, codes in found.items()}

    def defaults(self, section: SectionSpec | None) -> Groups:
        """What a section is about."""
        if section is None:
            return ()
        return tuple(
            group for name in section.subjects for group in self.subjects((name,), section, None)
        )

    def subjects(
        self,
        ids: tuple[str, ...],
        section: SectionSpec | None,
        scope: str | None,
        items: tuple[str, ...] = (),
    ) -> Groups:
        """The subjects ``ids`` as ``section`` means them; none where it cannot."""
        if section is not None and scope is None and tuple(ids) == (INCOME, EXPENDITURE):
            totals = section.subjects  # 收支 where the section speaks of totals
            ids = totals if totals in self._pairs else ids
        groups = (self._subject(self._spec.subjects[one], section, scope, items) for one in ids)
        return tuple(group for group in groups if group)

    def _subject(
        self,
        spec: SubjectSpec,
        section: SectionSpec | None,
        scope: str | None,
        items: tuple[str, ...],
    ) -> Group:
        own = section.scope if section else None
        if spec.sections and (section is None or section.id not in spec.sections):
            return ()
        if spec.item and own is not None and not self._is_funds(own):
            return () if scope is None else (Subject(FUNDING),)
        if not spec.cells:
            return (Subject(spec.id),)
        scopes = self._scopes(scope, own, spec)
        rows = (*items, TOTAL_ROW) if spec.part else (TOTAL_ROW,)
        if not scopes:
            return (Subject(spec.id, scope or ""),)
        named = [self._canonical(spec, one) for one in scopes]
        return tuple(Subject(spec.id, one, row) for one in named for row in rows)

    def _canonical(self, spec: SubjectSpec, scope: str) -> str:
        """The first scope with the same cells: the same thing has one name."""
        cells = spec.cells[scope]
        return next(one for one in spec.cells if spec.cells[one] == cells)

    def _scopes(self, scope: str | None, own: str | None, spec: SubjectSpec) -> list[str]:
        """The scope meant; two where 财政拨款 may mean the section's own part of it.

        Money named in so many words is that money alone: 政府性基金收入总计 is no part of
        what the tables say of all 财政拨款.
        """
        if scope is not None and own is not None and own != scope and own in spec.cells:
            if self._within(own, scope):
                return [one for one in (own, scope) if one in spec.cells]
            if scope not in spec.cells:
                return [] if self._within(scope, own) else [own]
        if scope is not None:
            return [scope] if scope in spec.cells else []
        if own is not None:
            fitting = [place for place in (own, *self._wider(own)) if place in spec.cells]
            if fitting:
                return fitting[:1]
        return list(spec.cells)[:1] if spec.sections or (spec.item and own is None) else []

    def _wider(self, scope: str) -> list[str]:
        found = []
        one = self._spec.scopes[scope].wider
        while one is not None:
            found.append(one)
            one = self._spec.scopes[one].wider
        return found

    def _within(self, scope: str, wider: str) -> bool:
        return scope == wider or wider in self._wider(scope)

    def _is_funds(self, scope: str | None) -> bool:
        """Whether functional items are spoken of."""
        return scope is not None and (
            scope in self._spec.subjects[EXPENDITURE].cells or scope == ECONOMIC
        )

    def of_scope(self, scope: str, section: SectionSpec | None, about: Groups) -> Groups:
        """What 政府性基金预算财政拨款 alone means: income or expenditure, as is spoken of."""
        if section is None or not self._is_funds(section.scope):
            return ()
        income = bool(about) and INCOME in about[-1][0].id
        return self.subjects((INCOME if income else section.items,), section, scope)

    def noun_of(self, word: str, section: SectionSpec | None, scope: str) -> Groups:
        """The subject within a measure: 财政拨款 + 支出决算 speaks of 支出."""
        for name in (EXPENDITURE, INCOME):
            if name in word:
                return self.subjects((name,), section, scope)
        return ()

    def items(
        self, names: Names, section: SectionSpec | None, scope: str | None, current: Groups
    ) -> Groups:
        """What the name of a code means in ``section``."""
        if section is None:
            return ()
        if names.economic:
            if section.scope != ECONOMIC:
                return ()
            return (tuple(Subject("经济科目", ECONOMIC, code) for code in names.codes[:1]),)
        if section.scope == ECONOMIC or not self._is_funds(section.scope):
            return ()
        wheres = self._item_scopes(scope or section.scope, names.codes)
        codes = self._present(names.codes, wheres[0], current)
        if not codes:
            return ()
        return (tuple(Subject(section.items, one, code) for one in wheres for code in codes),)

    def _item_scopes(self, scope: str, codes: Collection[str]) -> tuple[str, ...]:
        """财政拨款 has no table of items of its own: 一般公共 is as good a reading.

        Where only the table of another fund prints the item, that fund is meant.
        """
        if scope != FISCAL:
            return (scope,)
        if self._codes.get(GENERAL, frozenset()).isdisjoint(codes):
            funds = [fund for fund in self._codes if fund != FISCAL and self._within(fund, FISCAL)]
            having = [fund for fund in funds if not self._codes[fund].isdisjoint(codes)]
            if having:
                return (*having, scope)
        return (GENERAL, scope)

    def _present(self, codes: tuple[str, ...], scope: str, current: Groups) -> tuple[str, ...]:
        """The codes meant: those that the tables have, near the item spoken of."""
        known = self._codes.get(scope, frozenset()) | self._codes.get("总体", frozenset())
        present = tuple(code for code in codes if code in known)
        if not present:
            return codes if len(codes) == 1 else ()
        if len(present) == 1:
            return present
        near = [group[0].row for group in current if group[0].row.isdigit()]
        related = tuple(code for code in present for row in near if code[:3] == row[:3])
        return tuple(dict.fromkeys(related)) or present

    def item_of_path(self, path: Path, section: SectionSpec | None) -> Group:
        """The functional item of a path; where it resolves to none, one by that name."""
        own = section.scope if section and self._is_funds(section.scope) else GENERAL
        wheres = self._item_scopes(own, (path.code,) if path.code else path.candidates)
        scope = wheres[0]
        items = section.items if section else EXPENDITURE
        if path.code is not None:
            wheres = wheres if len(path.code) == _CLASS else (scope,)
            return tuple(Subject(items, one, path.code) for one in wheres)
        known = self._codes.get(scope, frozenset())
        present = tuple(code for code in path.candidates if code in known)
        if present:
            return tuple(Subject(items, scope, code) for code in present)
        return (Subject(items, scope, path.printed),)

    def item_of_code(self, code: str, section: SectionSpec | None) -> Groups:
        """The functional item of a printed code, in sections that speak of items."""
        if section is None or not self._is_funds(section.scope) or section.scope == ECONOMIC:
            return ()
        scope = self._item_scopes(section.scope, (code,))[0]
        return ((Subject(section.items, scope, code),),)

    def is_part(self, subject: str) -> bool:
        """Whether a functional item has it as a part."""
        spec = self._spec.subjects.get(subject)
        return bool(spec and spec.part)

    def is_count(self, subject: str) -> bool:
        """Whether it is counted, not paid."""
        spec = self._spec.subjects.get(subject)
        return bool(spec and spec.count)

    def is_attribute(self, subject: str) -> bool:
        """Whether it belongs to what was counted before it."""
        spec = self._spec.subjects.get(subject)
        return bool(spec and spec.attribute)

    def is_pair(self, groups: Groups) -> bool:
        """Whether one word names all of them."""
        return tuple(group[0].id for group in groups) in self._pairs

    def takes(self, groups: Groups, unit: Unit) -> bool:
        """Whether these subjects can be counted in ``unit``: vehicles are no batches."""
        specs = [self._spec.subjects.get(group[0].id) for group in groups]
        return all(spec is None or not spec.counts or unit in spec.counts for spec in specs)

    def counted_by(self, unit: Unit, section: SectionSpec | None) -> Groups:
        """What a unit counts where nothing is named: 台(套) counts equipment."""
        name = self._spec.counted.get(unit)
        return self.subjects((name,), section, None) if name else ()

    def default_budget(self, section: SectionSpec | None) -> Measure:
        """The budget that a bare 预算 means in ``section``."""
        if section is not None and section.budget is not None:
            return section.budget
        return self._spec.default_budget
