"""A draft written down as the files of an edition, its doubtful points as comments."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from xltool.editions.inheritance import EditionFiles
from xltool.editions.loading import edition_folder
from xltool.editions.reading import Faults
from xltool.editions.references import read_statement
from xltool.editions.schema import Block, CodeRows, Column, Edition, Line, Ref, TableSpec
from xltool.editions.selectors import EACH, Axes
from xltool.editions.sheet_forms import SheetForm, forms_of
from xltool.sources.learn.draft import Draft, DraftTable
from xltool.sources.learn.forms import SheetLooks

WORKBOOK = "决算公开表.xlsx"
_ANALYSIS = "A"
_LINE_HEAD = (
    "table", "block", "row", "key", "label", "role", "code", "unit", "decimals", "aliases", "base",
)  # fmt: skip
_WIDTH = 14
_CODE_WIDTH = 10


def files_of(draft: Draft) -> Mapping[str, str]:
    """The text of every file of the edition, by name; the workbook is the one learned from."""
    return {
        "edition.toml": _edition(draft),
        "tables.toml": _tables(draft),
        "lines.csv": _lines(draft),
        "sheets.toml": _sheets(draft),
        "identities.toml": _identities(draft),
    }


def _edition(draft: Draft) -> str:
    return _joined(
        "# 草稿:由官方空表识别而来。请按各文件中“存疑”逐条核对,",
        "# 再用 xltool editions validate 检查。",
        *(_comment(f"存疑:{doubt}") for doubt in draft.doubts),
        f"extends = {_text(draft.base.id)}",
        f"id = {_text(draft.id)}",
        f"title = {_text(draft.title)}",
        f"year = {draft.year}",
        f"amount_unit = {_text(draft.unit.value)}",
        f"workbook = {_text(WORKBOOK)}",
    )


def _tables(draft: Draft) -> str:
    inherited = _inherited_blocks(draft.base)
    shorts = [table.spec.short for table in draft.tables]
    kept = [*shorts, *([_ANALYSIS] if draft.has_analysis else [])]
    lines = [f"order = {_texts(kept)}"]
    for table in draft.tables:
        lines += ["", *(_comment(f"存疑:{doubt}") for doubt in table.doubts)]
        lines += _table(table, inherited.get(table.spec.short, ()), draft.base)
    for short in inherited:
        if short not in kept:
            lines += ["", f"[tables.{short}]", "drop = true"]
    return _joined(*lines)


def _table(table: DraftTable, inherited: Iterable[str], base: Edition) -> Iterator[str]:
    spec = table.spec
    yield f"[tables.{spec.short}]"
    known = base.named(spec.short)
    yield f"id = {_text(spec.id)}"
    yield f"title = {_text(spec.title)}"
    yield f"sheet = {_text(spec.sheet)}"
    yield f"kind = {_text(spec.kind.value)}"
    if known and known.title != spec.title:
        yield f"aliases = {_texts(('+', known.title))}"
    if spec.note:
        yield f"note = {_text(spec.note)}"
    if spec.codes:
        yield f"codes = {_text(spec.codes)}"
    if known and known.code_rows and not spec.code_rows:
        yield "code_rows = { drop = true }"
    if inherited:
        yield f"\n[tables.{spec.short}.blocks]"
        yield from (f"{_text(name)} = {{ drop = true }}" for name in inherited)
    for name, block in _named_blocks(spec):
        yield f"\n[tables.{spec.short}.blocks.{_text(name)}]"
        letters = (("label", block.label_letter), ("number", block.number_letter),
                   ("code", block.code_letter))  # fmt: skip
        yield from (f"{key} = {_text(letter)}" for key, letter in letters if letter)
        yield from _columns(block.columns)
    if spec.code_rows:
        yield from _code_rows(spec.short, spec.code_rows)


def _code_rows(short: str, rows: CodeRows) -> Iterator[str]:
    yield f"\n[tables.{short}.code_rows]"
    yield f"code = {_text(rows.code_letter)}"
    yield f"name = {_text(rows.name_letter)}"
    yield f"total_row = {rows.total_row}"
    yield f"first_row = {rows.first_row}"
    yield from _columns(rows.columns)


def _columns(columns: Iterable[Column]) -> Iterator[str]:
    yield "columns = ["
    for column in columns:
        parts = [f"key = {_text(column.key)}"]
        parts += [f"base = {_text(column.base)}"] if column.base else []
        parts += [f"number = {column.number}"] if column.number else []
        parts.append(f"letter = {_text(column.letter)}")
        parts += [f"role = {_text(column.role.value)}"] if column.role else []
        parts += [f"aliases = {_texts(column.aliases)}"] if column.aliases else []
        yield f"    {{ {', '.join(parts)} }},"
    yield "]"


def _named_blocks(spec: TableSpec) -> Iterator[tuple[str, Block]]:
    """The blocks with names that no edition uses, so that none is merged with another's."""
    return ((f"区{number}", block) for number, block in enumerate(spec.blocks, start=1))


def _inherited_blocks(base: Edition) -> Mapping[str, tuple[str, ...]]:
    """Names of the blocks of every table of ``base``, by its short name."""
    files = EditionFiles.of(edition_folder(base.id), Faults())
    return {
        short: tuple(name for name, _ in part.named("blocks"))
        for short, part in files.toml("tables.toml").named("tables")
    }


def _lines(draft: Draft) -> str:
    written = io.StringIO()
    rows = csv.writer(written, lineterminator="\n")
    rows.writerow(_LINE_HEAD)
    for short, names in _inherited_blocks(draft.base).items():
        if short != _ANALYSIS or not draft.has_analysis:
            rows.writerows((short, name, "", "*", "", "drop", *[""] * 5) for name in names)
    for table in draft.tables:
        for name, block in _named_blocks(table.spec):
            rows.writerows(_line(table.spec.short, name, line) for line in block.lines)
    return written.getvalue()


def _line(short: str, block: str, line: Line) -> tuple[str, ...]:
    is_count = line.unit.is_count
    return (
        short,
        block,
        str(line.row),
        line.key,
        line.label,
        line.role.value,
        line.code or "",
        line.unit.value if is_count else "",
        str(line.decimals) if is_count else "",
        "|".join(line.aliases),
        line.base or "",
    )


def _sheets(draft: Draft) -> str:
    forms = forms_of(draft.base).sheets
    lines = ["# 版面取自官方空表;widths 为列宽,请按原表调整。"]
    for table in draft.tables:
        known = draft.base.named(table.spec.short)
        form = forms.get(known.id) if known else None
        lines += ["", f"[sheets.{table.spec.short}]", *_sheet(table.looks, form)]
    return _joined(*lines)


def _sheet(looks: SheetLooks, inherited: SheetForm | None) -> Iterator[str]:
    yield 'paper = "landscape"'
    for key in ("title", "number", "unit", "year", "amount_unit"):
        yield f"{key} = {_text(getattr(looks, key))}"
    if looks.unit_caption:
        yield f"unit_caption = {_text(looks.unit_caption)}"
    pairs = "".join(f"\n    [{_text(at)}, {_text(text)}]," for at, text in looks.head)
    yield f"head = [{pairs}\n]"
    if inherited and inherited.tall:
        yield "tall = { drop = true }"
    yield "bands = []"
    yield "wide = []"
    yield f"numbers_row = {looks.numbers_row}"
    yield f"note = {_text(looks.last_letter)}"
    count = ord(looks.last_letter[-1]) - ord("A") + 1
    widths = [_CODE_WIDTH, *[_WIDTH] * (count - 1)] if len(looks.last_letter) == 1 else [_WIDTH]
    yield f"widths = {widths}"
    yield "heights = { head = 20, body = 20 }"


def _identities(draft: Draft) -> str:
    specs = {table.spec.short: table.spec for table in draft.tables}
    gone = list(_unresolved(draft, specs))
    open_totals = _open_totals(draft, specs, {rule for group, rule in gone})
    lines = ["# 已知的表沿用所继承版式的勾稽关系;从本工作簿的公式或标签看到的附在下面,供核对。"]
    for table in draft.tables:
        lines += ["", _comment(table.spec.name)]
        for one in table.identities:
            if table.is_known and not _totals(one.check, table.spec) & open_totals:
                lines.append(_comment(one.check))
                continue
            lines += [f"[identities.{_text(one.id)}]", f"check = {_text(one.check)}"]
            lines += ["computes = true", f"title = {_text(one.title)}"]
            lines += [f"example = {_text(one.title)}", ""]
    if gone:
        lines += ["", "# 存疑:下列勾稽所涉的表、行、栏没有认出,已去掉。"]
    for kind in ("identities", "links", "ratios"):
        own = [rule for group, rule in gone if group == kind]
        lines += [f"\n[{kind}]"] if own else []
        lines += [f"{_text(rule)} = {{ drop = true }}" for rule in own]
    return _joined(*lines)


def _open_totals(
    draft: Draft, specs: Mapping[str, TableSpec], gone: AbstractSet[str]
) -> frozenset[tuple[str, str]]:
    """(table, row) of totals whose inherited identity is gone: the learned one stands in."""
    shorts = {spec.id: spec.short for spec in draft.base.tables.values()}
    found: set[tuple[str, str]] = set()
    for rule in draft.base.identities:
        spec = specs.get(shorts[rule.left[0].table])
        if rule.computes and rule.id in gone and spec is not None:
            found |= {(spec.short, row) for row in _rows(rule.left[0], spec)}
    return frozenset(found)


def _totals(check: str, spec: TableSpec) -> frozenset[tuple[str, str]]:
    left = read_statement(check, {spec.short: spec.short}).left[0]
    return frozenset((spec.short, row) for row in _rows(left, spec))


def _rows(ref: Ref, spec: TableSpec) -> Iterator[str]:
    axes = Axes(spec)
    return (row for selector in ref.rows for row in axes.rows(selector.removeprefix(EACH)))


def _unresolved(draft: Draft, specs: Mapping[str, TableSpec]) -> Iterator[tuple[str, str]]:
    """(group, id) of every inherited rule that names what the draft lacks."""
    base = draft.base
    shorts = {spec.id: spec.short for spec in base.tables.values()}
    axes = {short: Axes(spec) for short, spec in specs.items()}
    if draft.has_analysis:
        axes[_ANALYSIS] = Axes(base.tables[base.analysis_sheet])

    def is_lost(refs: Iterable[Ref]) -> bool:
        return any(
            shorts[ref.table] not in axes or axes[shorts[ref.table]].faults(ref) for ref in refs
        )

    for group, rules in (("identities", base.identities), ("links", base.links)):
        yield from ((group, one.id) for one in rules if is_lost((*one.left, *one.right)))
    for ratio in base.ratios:
        others = filter(None, (ratio.denominator, ratio.needs))
        if is_lost((ratio.cell, *ratio.numerator, *others)):
            yield "ratios", ratio.id


def _text(value: str | None) -> str:
    """A TOML basic string: JSON's escapes are TOML's."""
    return json.dumps(value or "", ensure_ascii=False).replace("\x7f", "")


def _comment(text: str) -> str:
    """One line of comment, whatever line ends stand in a label."""
    return f"# {' '.join(text.split())}"


def _texts(values: Iterable[str]) -> str:
    return f"[{', '.join(map(_text, values))}]"


def _joined(*lines: str) -> str:
    return "\n".join(lines) + "\n"
