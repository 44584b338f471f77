"""Table checks: identities, codes, completeness, into findings."""

from xltool.model.rule import RuleInfo
from xltool.rules.check import check_tables, remark_findings

__all__ = ["RuleInfo", "check_tables", "remark_findings"]
