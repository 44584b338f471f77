"""The functions that users type into cells: their names, arguments and help.

This is the one description: the xlwings functions take their help from it, and the VBA
module that carries the same names is written from it (see wrapper). Help is read in
Excel's function wizard, which shows at most 255 characters.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

CATEGORY = "决算公开"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument; an optional one may be left out."""

    name: str
    help: str
    is_optional: bool = False


@dataclass(frozen=True, slots=True)
class CellFunction:
    """One function; ``is_live`` ones read cells that are no arguments of theirs."""

    name: str
    help: str
    arguments: tuple[Argument, ...]
    is_live: bool = False

    @property
    def python_name(self) -> str:
        """The name of the function in xltool.addin.udfs."""
        return self.name.lower()


_SCOPE = Argument(
    "scope",
    "留空为整本工作簿;也可以是表名(公开03表、支出决算表)、一个单元格或一个区域",
    is_optional=True,
)

FUNCTIONS: Mapping[str, CellFunction] = {
    function.name: function
    for function in (
        CellFunction(
            "BUDGET_CHECK",
            "核对结果,一句话:一致、尾差、不符、未核对各多少;单个单元格给出结论和原因。"
            "工作簿改动之后、重新核对之前,注明“已过期”",
            (_SCOPE,),
        ),
        CellFunction("BUDGET_FINDINGS", "核对发现的问题,逐条列成一张表(占多行多列)", (_SCOPE,)),
        CellFunction(
            "BUDGET_FIGURE",
            "按含义取数,不怕插行换列:如 公开03表、201、基本支出",
            (
                Argument("table", "表号或表名,如 公开03表、支出决算表"),
                Argument("row", "行次、科目编码或行名,如 201、合计;只有一行的表留空"),
                Argument("column", "栏名,如 基本支出;多级栏名用 / 连接"),
            ),
            is_live=True,
        ),
        CellFunction(
            "BUDGET_SHARE",
            "占比:部分÷总额,四舍五入到 0.01%(请设为百分比格式);总额为 0 时为空",
            (Argument("part", "部分"), Argument("whole", "总额")),
        ),
        CellFunction(
            "BUDGET_GROWTH",
            "增长率:(本年-上年)÷上年,四舍五入到 0.01%(请设为百分比格式);上年为 0 时为空",
            (Argument("now", "本年"), Argument("last", "上年")),
        ),
        CellFunction(
            "BUDGET_RATE",
            "完成率:决算÷预算,四舍五入到 0.01%(请设为百分比格式);预算为 0 时为空",
            (Argument("actual", "决算"), Argument("budget", "预算")),
        ),
        CellFunction(
            "BUDGET_NARRATIVE",
            "一段文字里的数逐个与各表核对,列成一张表(占多行多列)",
            (Argument("text", "情况说明中的一句话或一段"),),
        ),
    )
}
"""By the name that users type."""
