"""Table checks: identities, codes, completeness, into findings."""

from xltool.model.rule import RuleInfo
from xltool.rules.applied import applied_rules
from xltool.rules.check import check_tables
from xltool.rules.registry import registry

__all__ = ["RuleInfo", "applied_rules", "check_tables", "registry"]
