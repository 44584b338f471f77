"""What reading remarks on, told like rules: every remark's code is explained here."""

from __future__ import annotations

from xltool.model.rule import RuleInfo

_WORKBOOK = "读取工作簿"
_NARRATIVE = "读取情况说明"
_DATA = "读取录入数据"
_DOCUMENT = "读取公开文件"


def registry() -> tuple[RuleInfo, ...]:
    """One entry for each code that a Remark of reading may carry."""
    return _ALL


def _info(code: str, title: str, says: str, source: str, passing: str, failing: str) -> RuleInfo:
    return RuleInfo(code, title, says, source, (), passing, failing)


_ALL = (
    _info(
        "read.date",
        "应填数的格是日期格式",
        "日期格式的格显示的是日期,不当作数核对。",
        _WORKBOOK,
        "格式 0.00,显示 31.20",
        "格式 yyyy/m/d,显示 1900/1/31",
    ),
    _info(
        "read.debris",
        "水印残迹当作空格",
        "文字识别留在金额栏里的碎字当作水印残迹,按空格核对,并指出。",
        _DOCUMENT,
        "金额栏里只有数和空格",
        "金额栏里有“供内部”“K”",
    ),
    _info(
        "read.duplicate-row",
        "同一行出现两次",
        "同一张表里一个科目或行只应有一行;有两行时核对前一行,并指出后一行。",
        _WORKBOOK,
        "201 只有一行",
        "201 在第 9 行和第 15 行各有一行",
    ),
    _info(
        "read.duplicate-table",
        "同一张表有两份",
        "一个工作簿里每张公开表只应有一份;有两份时核对前一份(先可见的工作表)。",
        _WORKBOOK,
        "支出决算表只有一份",
        "“公开03表”和“公开03表(2)”都是支出决算表",
    ),
    _info(
        "read.flattened-page",
        "一整页识别进了一个格",
        "文字识别把一整页的字放进一个格时,这一格不当作数,并指出行号。",
        _DOCUMENT,
        "一格一个数",
        "一格里有“201 20106 2010607 2010608 …”",
    ),
    _info(
        "read.hidden-rows",
        "隐藏的行有数",
        "隐藏行中的数照样参加核对,并指出行号。",
        _WORKBOOK,
        "有数的行都可见",
        "第 9 行隐藏,其中有数",
    ),
    _info(
        "read.hidden-sheet",
        "公开表在隐藏的工作表里",
        "没有可见的同名表时按隐藏的核对,并指出。",
        _WORKBOOK,
        "公开表都可见",
        "收入决算表只在隐藏的工作表里",
    ),
    _info(
        "read.hidden-text",
        "文档有隐藏文字",
        "隐藏文字印不出来,不核对,但公开的电子文档里看得到。",
        _NARRATIVE,
        "没有隐藏文字",
        "一处文字设为隐藏",
    ),
    _info(
        "read.mended-figure",
        "断开或认错的数已修补",
        "换行断开、空格断开、小数点认成逗号的数,只有一种读法的按修补后的核对,逐处指出。",
        _DOCUMENT,
        "820.66",
        "“820. 66”“820,66”",
    ),
    _info(
        "read.misread-label",
        "名称认错,按行次、栏次或次序认",
        "文字识别认错或丢失的行名、栏名,有行次、栏次或前后行可以确定的按它认,并指出。",
        _DOCUMENT,
        "行次 32 的行名是“总计”",
        "行次 32 的行名认成“以 异州以”",
    ),
    _info(
        "read.no-cached-value",
        "公式没有结果",
        "没有保存计算结果的公式不当作 0,要先计算并保存。",
        _WORKBOOK,
        "公式旁存有结果 715.32",
        "只有公式,没有结果",
    ),
    _info(
        "read.no-formulas",
        "读不到公式",
        ".xls、.xlsb 只读到数值,合计按所写的数核对。",
        _WORKBOOK,
        "公开表.xlsx",
        "公开表.xls",
    ),
    _info(
        "read.number-as-text",
        "文本型数字",
        "写成文本的数已按数读取,但 SUM 不会加它们。",
        _WORKBOOK,
        "数值 820.66",
        "文本“820.66 ”",
    ),
    _info(
        "read.open-elsewhere",
        "工作簿正在别处打开",
        "读的是上次保存的内容。",
        _WORKBOOK,
        "旁边没有锁文件",
        "旁边有 ~$公开表.xlsx",
    ),
    _info(
        "read.page-without-text",
        "有的页没有文字层",
        "扫描成图片的页读不到文字,指出页号。",
        _DOCUMENT,
        "每页都有文字层",
        "第 7 页是一张图片",
    ),
    _info(
        "read.running-head",
        "页眉页脚不当作正文",
        "三页以上同一位置重复的文字当作页眉页脚,指出是什么。",
        _DOCUMENT,
        "只有页码",
        "每页上方都印有“某单位2024年度部门决算”",
    ),
    _info(
        "read.skipped-sheet",
        "工作表过大没有读",
        "远超公开表大小的工作表不读。",
        _WORKBOOK,
        "几百行的工作表",
        "一百万行的工作表",
    ),
    _info(
        "read.split-row",
        "一行分在两页",
        "分页把一行断成两截的,并为一行核对。",
        _DOCUMENT,
        "每行都在一页之内",
        "科目名称的后半在下一页",
    ),
    _info(
        "read.tables-in-narrative",
        "文档里有表格",
        "Word 表格里的文字不当作情况说明核对。",
        _NARRATIVE,
        "全是段落",
        "段落之间有一个表格",
    ),
    _info(
        "read.text-for-number",
        "应填数的格是文字",
        "合计格里写了栏名、“-”或写错的数时,不当作 0,也不猜。",
        _WORKBOOK,
        "820.66",
        "本年支出合计、-、12,34.5",
    ),
    _info(
        "read.tracked-changes",
        "文档有未接受的修订",
        "按接受修订后的文字核对。",
        _NARRATIVE,
        "没有修订",
        "删去 1.00,插入 2.00,都没有接受",
    ),
    _info(
        "read.unclear-row",
        "一个行名可能是几行",
        "行名相同又没有行次可以区分时不猜。",
        _WORKBOOK,
        "总计,行次 31",
        "同一栏里多出一个没有行次的总计",
    ),
    _info(
        "read.unknown-column",
        "认不出的栏里有数",
        "表里栏名认不出的栏有数时指出,不猜是哪一栏。",
        _WORKBOOK,
        "栏名 基本支出",
        "栏名 债务利息支出,其中有 7.77",
    ),
    _info(
        "read.unknown-row",
        "认不出的行里有数",
        "表里行名认不出的行有数时指出,不猜是哪一行。",
        _WORKBOOK,
        "行名 五、事业收入",
        "行名 某项收入,其中有 7.77",
    ),
    _info(
        "read.unreadable-text",
        "有的字读不出",
        "PDF 的字体没有写明编码的字读不出,指出页号和字数。",
        _DOCUMENT,
        "文字都能复制出来",
        "第 3 页有 12 个字复制出来是乱码",
    ),
    _info(
        "read.unrecognised-sheet",
        "像表而认不出的工作表",
        "有许多金额而标题不是任何一张公开表的工作表,指出只按行名、栏名核对。",
        _WORKBOOK,
        "封面、目录",
        "工资表",
    ),
    _info(
        "read.unrecognised-table",
        "有标题而认不出行和栏",
        "标题是公开表,但行名、栏名都对不上。",
        _WORKBOOK,
        "收入决算表,栏名齐全",
        "收入决算表,栏名是甲、乙",
    ),
    _info(
        "read.watermark",
        "水印不当作正文",
        "与正文方向不同的文字当作水印,指出是什么。",
        _DOCUMENT,
        "没有水印",
        "每页斜印“仅供内部审核”",
    ),
    _info(
        "tidy.ignored-column",
        "数据里有不认识的列",
        "录入数据里多余的列不读,并指出。",
        _DATA,
        "table,row,column,value",
        "table,row,column,value,备注",
    ),
    _info(
        "tidy.no-figures",
        "没有一个录入数",
        "录入数据只有表头、没有数时指出,以免把空表当成已填。",
        _DATA,
        "表头下至少有一行数",
        "只有 表,行,栏,数值 一行",
    ),
    _info(
        "tidy.two-names",
        "一个科目两个名称",
        "同一编码在数据里给了不同名称时用前一个。",
        _DATA,
        "2010601 都叫行政运行",
        "2010601 先叫行政运行,后叫行政运行费",
    ),
    _info(
        "tidy.unit-name",
        "单位名称与数据不同",
        "--unit-name 与数据里的单位名称不同时用前者。",
        _DATA,
        "两处相同",
        "--unit-name 示例单位甲,数据里是示例单位乙",
    ),
)
