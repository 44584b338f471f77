"""The tree of codes and their names."""

from dataclasses import replace

from tests.rules.given import EDITION, book, only, places
from xltool.model.book import Book, Row, RowKind
from xltool.model.finding import Finding, Severity, Tally, Verdict
from xltool.rules.codes import check_codes

TREE = """
    T03 合计 本年支出合计 3.00
    T03 201 本年支出合计 3.00
    T03 20106 本年支出合计 3.00
    T03 2010607 本年支出合计 3.00
"""
NAMES = {"201": "一般公共服务支出", "20106": "财政事务", "2010607": "信息化建设"}


def told(text: str, names: dict[str, str] | None = None) -> list[Finding]:
    findings, _ = check_codes(book(text, names=names or NAMES), EDITION)
    return findings


def with_rows(text: str, *rows: Row) -> Book:
    """The Book with these rows of codes in 公开03表."""
    source = book(text, names=NAMES)
    table = source.tables["公开03表"]
    total = next(row for row in table.rows if row.kind is RowKind.TOTAL)
    return replace(source, tables={**source.tables, table.id: replace(table, rows=(total, *rows))})


def row(code: str, name: str = "") -> Row:
    return Row(code, name or NAMES.get(code, ""), RowKind.CODE, code)


def test_a_whole_tree_with_the_listed_names_raises_nothing() -> None:
    findings, tally = check_codes(book(TREE, names=NAMES), EDITION)
    assert findings == []
    assert tally == Tally(consistent=3)


def test_a_missing_division_above_an_item_is_a_mismatch() -> None:
    finding = only(told(TREE.replace("T03 20106 本年支出合计 3.00", "")))
    assert (finding.rule, finding.verdict) == ("codes.parent", Verdict.MISMATCH)
    assert "20106 财政事务" in finding.message
    assert places(finding) == ["公开03表 2010607"]
    assert finding.where[0].address == "B10"


def test_a_division_without_items_beside_others_with_them_is_a_hint() -> None:
    lost = f"{TREE}\n T03 208 本年支出合计 2.00\n T03 20805 本年支出合计 2.00"
    finding = only(told(lost))
    assert (finding.rule, finding.verdict) == ("codes.leaf", Verdict.UNCHECKED)
    assert finding.severity is Severity.HINT
    assert places(finding) == ["公开03表 20805"]


def test_a_table_that_goes_down_to_divisions_only_raises_nothing() -> None:
    assert told(TREE.replace("T03 2010607 本年支出合计 3.00", "")) == []


def test_a_code_that_merely_begins_alike_is_no_parent() -> None:
    source = with_rows(TREE, row("201"), row("2010"), row("2010607"))
    rules = {finding.rule for finding in check_codes(source, EDITION)[0]}
    assert rules == {"codes.shape", "codes.parent"}


def test_a_code_of_six_digits_is_a_mismatch() -> None:
    source = with_rows(TREE, row("201"), row("20106"), row("201060", "信息化建设"))
    finding = only(check_codes(source, EDITION)[0])
    assert finding.rule == "codes.shape"
    assert "201060" in finding.message
    assert "有 6 位" in finding.message


def test_the_same_code_twice_is_a_mismatch() -> None:
    source = with_rows(TREE, row("201"), row("20106"), row("20106"), row("2010607"))
    finding = only(check_codes(source, EDITION)[0])
    assert (finding.rule, finding.verdict) == ("codes.repeated", Verdict.MISMATCH)


def test_codes_out_of_order_are_a_hint() -> None:
    source = with_rows(TREE, row("20106"), row("201"), row("2010607"))
    finding = only(check_codes(source, EDITION)[0])
    assert (finding.rule, finding.severity) == ("codes.order", Severity.HINT)
    assert finding.verdict is Verdict.UNCHECKED


def test_a_name_that_differs_from_the_classification_is_a_hint() -> None:
    finding = only(told(TREE, {**NAMES, "20106": "财政工作"}))
    assert (finding.rule, finding.verdict) == ("codes.name", Verdict.UNCHECKED)
    assert "财政工作" in finding.message
    assert "分类目录为“财政事务”" in finding.message


def test_width_of_brackets_and_spaces_make_no_other_name() -> None:
    assert told(TREE, {**NAMES, "20106": " 财政 事务"}) == []


def test_a_code_that_the_list_does_not_know_is_no_error() -> None:
    text = TREE.replace("2010607", "2010698")
    assert told(text, {**NAMES, "2010698": "某项新事务"}) == []


def test_an_unknown_code_with_two_names_is_a_hint() -> None:
    text = TREE.replace("2010607", "2010698") + "T05 2010698 小计 3.00\nT05 20106 小计 3.00"
    source = book(text, names={**NAMES, "2010698": "某项新事务"})
    table = source.tables["公开05表"]
    rows = tuple(
        replace(each, label="另一项事务") if each.code == "2010698" else each for each in table.rows
    )
    changed = replace(source, tables={**source.tables, table.id: replace(table, rows=rows)})
    named = [f for f in check_codes(changed, EDITION)[0] if f.rule == "codes.name"]
    assert "各表名称不同" in only(named).message
