"""What ``xltool rules`` lists."""

import re
from pathlib import Path

import xltool.rules
from tests.rules.given import EDITION, check
from xltool.rules import registry

RULES = registry()


def test_every_identity_of_the_edition_is_listed_once() -> None:
    ids = [rule.id for rule in RULES]
    assert len(ids) == len(set(ids))
    assert {rule.id for rule in EDITION.identities} <= set(ids)


def test_every_rule_says_what_it_demands_with_a_source_and_two_examples() -> None:
    for rule in RULES:
        assert rule.title, rule.id
        assert rule.says, rule.id
        assert rule.source, rule.id
        assert rule.passing, rule.id
        assert rule.failing, rule.id
        assert rule.passing != rule.failing, rule.id


def test_every_rule_id_in_the_code_is_listed() -> None:
    folder = Path(xltool.rules.__file__).parent
    named = {
        found
        for path in folder.glob("*.py")
        for found in re.findall(r'^[A-Z_]+ = "([a-z]+\.[a-z.-]+)"$', path.read_text(), re.MULTILINE)
    }
    assert named
    assert named <= {rule.id for rule in RULES}


def test_findings_carry_listed_ids() -> None:
    findings = check("T10 1 统计数 3.00\nT10 2 统计数 0.58\nT03 201060 基本支出 1.00").findings
    assert findings
    assert {finding.rule for finding in findings} <= {rule.id for rule in RULES}
