"""Table checks: identities, codes, completeness, into findings."""

from xltool.model.rule import RuleInfo
from xltool.rules.check import check_tables
from xltool.rules.identities import applied_identities
from xltool.rules.registry import registry

__all__ = ["RuleInfo", "applied_identities", "check_tables", "registry"]
