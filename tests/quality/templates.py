"""Narratives written around made-up accounts, with the truth about every figure kept.

A narrative of ``corpus/`` is a Jinja template. Each figure is written by a function that
notes what the figure states; the text comes out as a clerk would have it, the notes apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from jinja2 import Environment, StrictUndefined

from tests.quality.accounts import Accounts
from tests.quality.forms import NATIVE, book_on, cells_on, three_budget
from tests.quality.truth import SIGNED, Document, Measure, Quantity, Statement, printed
from tests.quality.yangquan import sections
from xltool.model.amount import Unit, round_half_up

CORPUS = Path(__file__).parent / "corpus"
_OPEN, _SHUT = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}(\\d+){_SHUT}([^{_OPEN}{_SHUT}]*){_OPEN}{_SHUT}")
_DIVISOR = {Unit.YUAN: 1, Unit.WAN: 10_000, Unit.YI: 100_000_000}


@dataclass(frozen=True, slots=True)
class Style:
    """How a text prints its figures."""

    unit: Unit = Unit.WAN
    decimals: int = 2
    grouping: bool = False
    zero: str = "0"
    percent_decimals: int = 2
    short: bool = False
    """Trailing zeros are dropped: 150 for 150.00."""
    wrap: int | None = None
    """Lines are broken hard after so many characters, never inside a figure."""
    full_width: bool = False
    """Full-width punctuation, brackets and percent signs."""
    spaced: bool = False
    """Blanks on both sides of each figure."""
    unnumbered: bool = False
    """Headings without their numbers, as a word processor that counts them leaves them."""
    joined: bool = False
    """Each section is one paragraph below its heading."""
    damaged: bool = False
    """Every seventh figure has a blank behind its point, every eleventh a comma for it."""

    def amount(self, exact: Decimal, unit: Unit | None = None, decimals: int | None = None) -> str:
        """An exact amount in 元 as printed."""
        places = self.decimals if decimals is None else decimals
        value = round_half_up(abs(exact) / _DIVISOR[unit or self.unit], places)
        if value == 0:
            return self.zero
        text = f"{value:{',' if self.grouping else ''}f}"
        return text.rstrip("0").rstrip(".") if self.short and "." in text else text

    def percent(self, value: Decimal) -> str:
        """A percentage as printed, half up."""
        return f"{round_half_up(abs(value), self.percent_decimals):f}"


@dataclass(frozen=True, slots=True)
class _Note:
    """What one marked stretch of text is: a figure, or a direction word (unit None)."""

    quantity: Quantity
    unit: Unit | None
    sign: int = 1


@dataclass
class Writer:
    """The functions that a template calls; each notes what it wrote."""

    accounts: Accounts
    style: Style
    notes: list[_Note] = field(default_factory=list)
    words: dict[Quantity, Decimal] = field(default_factory=dict)

    def _marked(self, text: str, note: _Note) -> str:
        self.notes.append(note)
        if self.style.damaged and note.unit is not None:
            text = _damaged(text, len(self.notes))
        return f"{_OPEN}{len(self.notes) - 1}{_SHUT}{text}{_OPEN}{_SHUT}"

    def number(
        self,
        subject: str,
        measure: str = "决算",
        unit: str | None = None,
        decimals: int | None = None,
    ) -> str:
        """An amount without its unit."""
        used = Unit(unit) if unit else self.style.unit
        quantity = Quantity(Measure(measure), subject)
        exact = self.accounts.get(*quantity[:2])
        text = self.style.amount(exact, used, decimals)
        return self._marked(text, _Note(quantity, used, -1 if exact < 0 else 1))

    def amount(
        self,
        subject: str,
        measure: str = "决算",
        unit: str | None = None,
        decimals: int | None = None,
    ) -> str:
        """An amount with its unit: 820.66万元."""
        return f"{self.number(subject, measure, unit, decimals)}{unit or self.style.unit}"

    def share(self, subject: str, whole: str) -> str:
        """占比, with its sign."""
        return self.bare_share(subject, whole) + "%"

    def bare_share(self, subject: str, whole: str) -> str:
        """占比 whose % was forgotten."""
        quantity = Quantity(Measure.SHARE, subject, whole)
        return self._percent(quantity, Measure.FINAL, Measure.FINAL, whole)

    def rate(self, subject: str, budget: str = "年初预算") -> str:
        """完成率 over the initial or the full-year budget."""
        quantity = Quantity(Measure.RATE, subject, budget)
        return self._percent(quantity, Measure.FINAL, Measure(budget), subject) + "%"

    def growth(self, subject: str) -> str:
        """增减率; from a base of zero 100."""
        return self.bare_growth(subject) + "%"

    def bare_growth(self, subject: str) -> str:
        """增减率 whose % was forgotten."""
        quantity = Quantity(Measure.GROWTH, subject)
        return self._percent(quantity, Measure.CHANGE, Measure.PRIOR, subject)

    def _percent(self, quantity: Quantity, top: Measure, bottom: Measure, whole: str) -> str:
        part, base = self.accounts.get(top, quantity.subject), self.accounts.get(bottom, whole)
        value = self._shown(part) / self._shown(base) * 100 if self._shown(base) else Decimal(100)
        if not self._shown(part):
            value = Decimal(0)
        text = self.style.percent(value)
        return self._marked(text, _Note(quantity, Unit.PERCENT, -1 if value < 0 else 1))

    def _shown(self, exact: Decimal) -> Decimal:
        """Clerks divide what the text prints."""
        return round_half_up(exact / _DIVISOR[self.style.unit], self.style.decimals)

    def direction(self, subject: str, up: str = "增加", down: str = "减少") -> str:
        """The word that gives the sign of the next change or growth of ``subject``."""
        word = down if self.accounts.get(Measure.CHANGE, subject) < 0 else up
        return self._marked(word, _Note(Quantity(Measure.CHANGE, subject), None))

    def gap(self, subject: str, budget: str) -> str:
        """How far spending lies from a budget, with its unit."""
        text = self.style.amount(self._gap(subject, budget))
        sign = -1 if self._gap(subject, budget) < 0 else 1
        note = _Note(Quantity(Measure.GAP, subject, budget), self.style.unit, sign)
        return self._marked(text, note) + self.style.unit

    def gap_rate(self, subject: str, budget: str) -> str:
        """How far spending lies from a budget, in percent of the budget."""
        base = self._shown(self.accounts.get(Measure(budget), subject))
        value = self._shown(self._gap(subject, budget)) / base * 100
        quantity = Quantity(Measure.GAP_RATE, subject, budget)
        note = _Note(quantity, Unit.PERCENT, -1 if value < 0 else 1)
        return self._marked(self.style.percent(value), note) + "%"

    def gap_direction(self, subject: str, budget: str, up: str = "增加", down: str = "减少") -> str:
        """The word that gives the sign of the next gap."""
        word = down if self._gap(subject, budget) < 0 else up
        return self._marked(word, _Note(Quantity(Measure.GAP, subject, budget), None))

    def _gap(self, subject: str, budget: str) -> Decimal:
        accounts = self.accounts
        return accounts.get(Measure.FINAL, subject) - accounts.get(Measure(budget), subject)

    def count(self, subject: str, unit: str) -> str:
        """A count with its unit."""
        quantity = Quantity(Measure.COUNT, subject)
        value = self.accounts.get(*quantity[:2])
        return self._marked(f"{value:f}", _Note(quantity, Unit(unit))) + unit

    def loose(self, text: str, unit: str) -> str:
        """A figure that nothing else in the document states (inside a reason)."""
        nothing_else = Quantity(Measure.OTHER, f"{text} #{len(self.notes)}")
        return self._marked(text, _Note(nothing_else, Unit(unit))) + unit

    def flat(self, subject: str) -> bool:
        """Whether nothing changed on last year, as printed."""
        return not self._shown(self.accounts.get(Measure.CHANGE, subject))

    def level(self, subject: str, words: str = "与上年持平") -> str:
        """Says in words that nothing changed."""
        self.words[Quantity(Measure.CHANGE, subject)] = Decimal(0)
        return words

    def has(self, subject: str, measure: str = "决算") -> bool:
        """Whether the amount is anything but zero, as printed."""
        return bool(self._shown(self.accounts.get(Measure(measure), subject)))

    def pick(self, *choices: object) -> object:
        """One of several wordings, by the accounts' own chance."""
        return self.accounts.random.choice(choices)

    def name(self, code: str) -> str:
        """The name of a code."""
        return self.accounts.names[code]

    def functions(self) -> Mapping[str, Callable[..., object]]:
        """The functions by the names that templates use."""
        return {
            "n": self.number,
            "w": self.amount,
            "share": self.share,
            "bare_share": self.bare_share,
            "rate": self.rate,
            "growth": self.growth,
            "bare_growth": self.bare_growth,
            "dir": self.direction,
            "count": self.count,
            "gap": self.gap,
            "gaprate": self.gap_rate,
            "gapdir": self.gap_direction,
            "loose": self.loose,
            "flat": self.flat,
            "level": self.level,
            "has": self.has,
            "name": self.name,
            "pick": self.pick,
            "compare": self.compare,
        }

    def compare(self, subject: str, budget: str = "年初预算") -> str:
        """大于, 小于 or 等于: spending against budget."""
        left = self._shown(self.accounts.get(Measure.FINAL, subject))
        right = self._shown(self.accounts.get(Measure(budget), subject))
        return "大于" if left > right else "小于" if left < right else "等于"


def _damaged(text: str, place: int) -> str:
    """What a scan makes of some figures."""
    if place % 7 == 0:
        return text.replace(".", ". ")
    return text.replace(".", ",") if place % 11 == 0 else text


def write(
    template: str, accounts: Accounts, style: Style, name: str, form: str = NATIVE
) -> Document:
    """The document that ``template`` (Jinja text) makes of ``accounts`` on an edition's form."""
    cells = cells_on(accounts, form)
    writer = Writer(accounts, style)
    environment = Environment(  # noqa: S701 - plain text for a checker, never a page
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    rendered = environment.from_string(template).render(
        **writer.functions(),
        unit=accounts.unit_name,
        year=accounts.year,
        items=accounts.items["一般公共"],
        fund_items=accounts.items["基金"],
        capital_items=accounts.items["国资"],
        classes=accounts.classes("一般公共"),
        three_budget=three_budget(form),
        shape=accounts.shape,
        nine=accounts.shape.seed,
    )
    marked = [line.strip() for line in rendered.splitlines() if line.strip()]
    marked = _restyled(marked, style)
    plain = tuple(_MARK.sub(lambda mark: mark[2], line) for line in marked)
    return Document(
        name,
        book_on(accounts, cells, form),
        plain,
        tuple(_statements(marked, writer.notes, sections(plain))),
        cells,
        tuple(accounts.sums),
        tuple(accounts.zeros),
        writer.words,
    )


_FULL_WIDTH = str.maketrans(",;:()%", "，；：（）％")
_HEADING = re.compile(r"[一二三四五六七八九十]+、|第.部分")
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[(（][一二三四五六七八九十]+[)）])(?=[^。，,;:]*。?$)"
)


def _restyled(marked: list[str], style: Style) -> list[str]:
    """The lines as the style prints them; what stands inside marks is left alone."""
    if style.joined:
        marked = _joined(marked)
    if style.unnumbered:
        marked = [_NUMBERED.sub("", line) for line in marked]
    if style.full_width:
        marked = [_outside_marks(line, lambda text: text.translate(_FULL_WIDTH)) for line in marked]
    if style.spaced:
        marked = [_MARK.sub(lambda mark: f" {mark[0]} ", line) for line in marked]
    if style.wrap:
        marked = [piece for line in marked for piece in _wrapped(line, style.wrap)]
    return marked


def _joined(marked: Sequence[str]) -> list[str]:
    found: list[str] = []
    for line in marked:
        if _HEADING.match(line) or not found or _HEADING.match(found[-1]):
            found.append(line)
        else:
            found[-1] += line
    return found


def _outside_marks(line: str, change: Callable[[str], str]) -> str:
    pieces, end = [], 0
    for mark in _MARK.finditer(line):
        pieces += [change(line[end : mark.start()]), mark[0]]
        end = mark.end()
    return "".join([*pieces, change(line[end:])])


def _wrapped(line: str, width: int) -> list[str]:
    """``line`` broken hard at ``width`` shown characters, outside marks."""
    pieces, shown = [""], 0
    for part in re.split(f"({_MARK.pattern.replace('(', '(?:')})", line):
        stretch = [part] if part.startswith(_OPEN) else re.findall(r"[\d.]+|.", part)
        for token in stretch:
            if shown >= width:
                pieces.append("")
                shown = 0
            pieces[-1] += token
            shown += len(_MARK.sub(lambda mark: mark[2], token))
    return [piece for piece in pieces if piece.strip()]


def _statements(
    marked: Sequence[str], notes: Sequence[_Note], names: Sequence[str]
) -> list[Statement]:
    found = []
    for paragraph, line in enumerate(marked):
        word: tuple[int, int] | None = None
        removed = 0
        for mark in _MARK.finditer(line):
            note = notes[int(mark[1])]
            start = mark.start() - removed
            end = start + len(mark[2])
            removed += len(mark[0]) - len(mark[2])
            if note.unit is None:
                word = (start, end)
                continue
            signed = note.quantity.measure in SIGNED
            found.append(
                Statement(
                    paragraph,
                    start,
                    end,
                    mark[2],
                    printed(mark[2], note.unit, note.sign),
                    note.quantity,
                    names[paragraph],
                    word if signed else None,
                )
            )
    return found


def corpus() -> list[str]:
    """The names of the narratives in the corpus."""
    return sorted(path.stem for path in CORPUS.glob("*.txt"))


def read(name: str) -> str:
    """The template of a narrative."""
    return (CORPUS / f"{name}.txt").read_text(encoding="utf-8")
