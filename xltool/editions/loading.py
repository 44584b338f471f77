"""An edition from its folder: tables, rows, identities, classifications."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from xltool.editions.checking import check_edition
from xltool.editions.errors import EditionError
from xltool.editions.inheritance import EDITION_FILE, EXTENDS, EditionFiles
from xltool.editions.reading import Faults, Section, chosen
from xltool.editions.references import NotationError, read_quotient, read_statement, read_sum
from xltool.editions.schema import (
    Block,
    CodeRows,
    Column,
    Edition,
    IdentityRule,
    Line,
    RatioRule,
    Relation,
    Role,
    TableKind,
    TableSpec,
)
from xltool.model.amount import Unit
from xltool.model.errors import XltoolError
from xltool.model.finding import Severity
from xltool.resources import resource

_LINE_COLUMNS: Final = (
    "table", "block", "row", "key", "label", "role", "code", "unit", "decimals", "aliases", "base",
)  # fmt: skip
_LINE_KEY: Final = ("table", "block", "key")
DEFAULT_EDITION: Final = "shanxi/2024"
"""Taken where nobody names one and nothing printed tells."""
_LINES_FILE: Final = "lines.csv"
_CODE_COLUMNS: Final = ("code", "name")
_ALIAS_SEPARATOR: Final = "|"

Lines = Mapping[tuple[str, str], list[Line]]


def available() -> tuple[str, ...]:
    """Ids of the editions that ship, in order."""
    root = resource("workbook_templates")
    files = root.glob(f"*/*/{EDITION_FILE}")
    return tuple(sorted(file.parent.relative_to(root).as_posix() for file in files))


_OWN_FOLDERS: Final[dict[str, Path]] = {}
"""Editions that do not ship, by id, once they were loaded from their folder."""


@cache
def load(edition_id: str = DEFAULT_EDITION) -> Edition:
    """The edition ``edition_id``, or the one whose files are in the folder so called.

    Of an edition in a folder of its own the id is known from then on.

    Raises:
        XltoolError: there is no such edition, or the folder's has the id of one that ships;
            EditionError: its files are malformed.
    """
    if edition_id in available() or edition_id in _OWN_FOLDERS:
        return read_edition(edition_folder(edition_id))
    folder = Path(edition_id)
    if not (folder / EDITION_FILE).is_file():
        known = "、".join(available())
        raise XltoolError(f"没有版式 {edition_id};可用:{known},或版式文件所在的文件夹")
    own = read_edition(folder)
    if own.id in available():
        raise XltoolError(f"{folder} 的 id “{own.id}”与自带的版式相同:请改 {EDITION_FILE} 的 id")
    _OWN_FOLDERS[own.id] = folder.resolve()
    return load(own.id)


def edition_folder(edition_id: str) -> Path:
    """Where the files of ``edition_id`` are."""
    own = _OWN_FOLDERS.get(edition_id)
    return own or resource("workbook_templates").joinpath(*edition_id.split("/"))


def read_edition(folder: Path) -> Edition:
    """The edition whose files are in ``folder``.

    Raises:
        EditionError: with every fault of every file at once.
    """
    faults = Faults()
    files = EditionFiles.of(folder, faults)
    head = files.toml(EDITION_FILE)
    economic, functional = _codes("economic.csv", files), _codes("functional.csv", files)
    unit, decimals = head.choice("amount_unit", Unit, Unit.WAN), head.integer("decimals", 2)
    lines = _lines(files, {**functional, **economic}, (unit, decimals))
    tables = _tables(files.toml("tables.toml"), unit, lines)
    rules = files.toml("identities.toml")
    names = {spec.short: spec.id for spec in tables.values()} | {key: key for key in tables}
    edition = Edition(
        id=head.text("id"),
        title=head.text("title"),
        year=head.integer("year"),
        amount_unit=unit,
        decimals=decimals,
        tables=tables,
        identities=tuple(_identities(rules, names)),
        links=tuple(_links(rules, names)),
        ratios=tuple(_ratios(rules, names)),
        economic_codes=economic,
        functional_codes=functional,
        empty_statements=head.texts("empty_statements"),
        workbook=str(folder / head.text("workbook")),
        analysis_sheet=head.text("analysis_sheet", "分析"),
        narrative_sheet=head.text("narrative_sheet", "情况说明"),
        findings_sheet=head.text("findings_sheet", "核对结果"),
        extends=head.optional_text(EXTENDS),
    )
    head.close()
    rules.close()
    check_edition(edition, faults)
    if faults.lines:
        raise EditionError(edition.id or folder.name, faults.lines)
    return edition


def _codes(name: str, files: EditionFiles) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for row in files.rows(name, _CODE_COLUMNS, ("code",)):
        code = row["code"]
        if not code.isdigit() or len(code) not in (3, 5, 7):
            files.faults.note(name, code, "代码应为 3、5 或 7 位数字")
        found[code] = row["name"]
    return found


def _lines(
    files: EditionFiles, names: Mapping[str, str], defaults: tuple[Unit, int]
) -> dict[tuple[str, str], list[Line]]:
    """The fixed rows of every block, by short name of the table and name of the block."""
    found: dict[tuple[str, str], list[Line]] = {}
    for row in files.rows(_LINES_FILE, _LINE_COLUMNS, _LINE_KEY, frozenset({"base"})):
        line = _line(row, names, defaults, _LINES_FILE, files.faults)
        found.setdefault((row["table"], row["block"]), []).append(line)
    return found


def _line(
    row: Mapping[str, str],
    names: Mapping[str, str],
    defaults: tuple[Unit, int],
    file: str,
    faults: Faults,
) -> Line:
    key, code = row["key"], row["code"]
    at = f"{row['table']} 行“{key}”"
    role = chosen(row["role"], Role, file, f"{at} role", faults) or Role.ENTERED
    unit = chosen(row["unit"], Unit, file, f"{at} unit", faults) if row["unit"] else defaults[0]
    label = row["label"] or (names.get(code, "") if code else "")
    if code and not label:
        faults.note(file, f"{at} code", f"代码 {code} 不在分类表中,又没有 label")
    return Line(
        key=key,
        label=label,
        role=role,
        row=_whole(row["row"], file, f"{at} row", faults) if row["row"] else 0,
        number=int(key) if key.isdigit() and key != code else None,
        code=code or None,
        unit=unit or defaults[0],
        decimals=(
            _whole(row["decimals"], file, f"{at} decimals", faults)
            if row["decimals"]
            else defaults[1]
        ),
        aliases=tuple(filter(None, row["aliases"].split(_ALIAS_SEPARATOR))),
        base=row["base"] or None,
    )


def _whole(text: str, file: str, key: str, faults: Faults) -> int:
    if text.isdigit():
        return int(text)
    faults.note(file, key, f"“{text}”应为整数")
    return 0


def _tables(root: Section, unit: Unit, lines: Lines) -> dict[str, TableSpec]:
    used: set[tuple[str, str]] = set()
    made = {short: _table(short, part, unit, lines, used) for short, part in root.named("tables")}
    order = root.texts("order")
    root.close()
    for short in order:
        if short not in made:
            root.note("order", f"没有表“{short}”;可用:{'、'.join(made)}")
    for table, block in lines.keys() - used:
        root.faults.note(_LINES_FILE, f"{table} {block}", "tables.toml 里没有这个表或块")
    places = {short: place for place, short in enumerate(order)}
    ordered = sorted(made, key=lambda short: places.get(short, len(places)))
    found: dict[str, TableSpec] = {}
    for short in ordered:
        if made[short].id in found:
            root.note(f"tables.{short}.id", f"“{made[short].id}”已是另一张表的")
        found[made[short].id] = made[short]
    return found


def _table(
    short: str, part: Section, unit: Unit, lines: Lines, used: set[tuple[str, str]]
) -> TableSpec:
    blocks = []
    for name, block in part.named("blocks"):
        used.add((short, name))
        blocks.append(_block(block, lines.get((short, name), [])))
    growing = part.section("code_rows")
    title = part.text("title")
    id_ = part.text("id", title)
    spec = TableSpec(
        id=id_,
        title=title,
        sheet=part.text("sheet", id_),
        kind=part.choice("kind", TableKind),
        unit=part.choice("unit", Unit, unit),
        blocks=tuple(blocks),
        code_rows=_code_rows(growing) if growing else None,
        aliases=part.texts("aliases"),
        note=part.text("note", ""),
        empty_statement=part.text("empty_statement", ""),
        codes=part.optional_text("codes"),
        short=short,
    )
    if (spec.kind is TableKind.CODES) != (growing is not None) or not (blocks or growing):
        part.note("", "kind = codes 要有 code_rows,其他要有 blocks")
    part.close()
    return spec


def _block(part: Section, lines: Iterable[Line]) -> Block:
    block = Block(
        columns=_columns(part),
        lines=tuple(lines),
        label_letter=part.optional_text("label"),
        number_letter=part.optional_text("number"),
        code_letter=part.optional_text("code"),
    )
    if not block.lines:
        part.note("", "lines.csv 里没有这个块的行")
    part.close()
    return block


def _code_rows(part: Section) -> CodeRows:
    rows = CodeRows(
        columns=_columns(part),
        code_letter=part.text("code"),
        name_letter=part.text("name"),
        total_row=part.integer("total_row"),
        first_row=part.integer("first_row"),
    )
    part.close()
    return rows


def _columns(part: Section) -> tuple[Column, ...]:
    found = []
    for item in part.listed("columns"):
        found.append(
            Column(
                key=item.text("key"),
                number=item.optional_integer("number"),
                letter=item.text("letter"),
                aliases=item.texts("aliases"),
                role=item.optional_choice("role", Role),
                base=item.optional_text("base"),
            )
        )
        item.close()
    return tuple(found)


def _identities(root: Section, names: Mapping[str, str]) -> Iterable[IdentityRule]:
    for rule_id, part in root.named("identities"):
        check = part.text("check")
        severity = part.choice("severity", Severity, Severity.ERROR)
        computes, both = part.flag("computes"), part.flag("both")
        title = part.text("title")
        source, example = part.text("source", ""), part.text("example")
        part.close()
        try:
            said = read_statement(check, names)
        except NotationError as error:
            part.note("check", str(error))
            continue
        yield IdentityRule(
            rule_id, said.left, said.relation, said.right, severity,
            computes, title, source, example, both,
        )  # fmt: skip


def _links(root: Section, names: Mapping[str, str]) -> Iterable[IdentityRule]:
    part = root.section("links")
    for rule_id in part.data if part else ():
        if part is None:
            return
        text = part.text(rule_id)
        try:
            said = read_quotient(text, names)
        except NotationError as error:
            part.note(rule_id, str(error))
            continue
        yield IdentityRule(
            rule_id, (said.cell,), Relation.EQ, said.numerator, Severity.HINT,
            computes=True, title=text,
        )  # fmt: skip


def _ratios(root: Section, names: Mapping[str, str]) -> Iterable[RatioRule]:
    for rule_id, part in root.named("ratios"):
        cell, needs = part.text("cell"), part.text("needs", "")
        part.close()
        try:
            said = read_quotient(cell, names)
            needed = read_sum(needs, names)[0] if needs else None
        except NotationError as error:
            part.note("", str(error))
            continue
        yield RatioRule(rule_id, said.cell, said.numerator, said.denominator, needed)
