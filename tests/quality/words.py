"""Plantings in the words of a narrative, not in its figures: how many are pointed at.

python -m tests.quality.words [--most N] [--list] [DOCUMENT ...]
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tests.quality import documents
from tests.quality.changes import Change, Kind
from tests.quality.plant import Check, check_narrative, new_findings, render
from tests.quality.truth import Document, Measure, Quantity
from xltool.model.amount import Amount, Unit
from xltool.model.finding import Finding, TextPlace, Verdict


class Slip(StrEnum):
    """What goes wrong in the words."""

    ORDER = "大于小于写反"
    BASE_YEAR = "对比年份错"
    OWN_YEAR = "本年年份错"
    UNIT_NAME = "单位名错"
    RESIDUE = "表式残留"
    BLANK = "数字留XX"
    ITEM_NAME = "项名不存在"
    CLASS_NAME = "类名张冠李戴"
    CODE = "代码不存在"
    YUAN = "万元写成元"
    NO_PERCENT = "漏百分号"
    DENIED = "有数写成无此项"


_NUMBER = r"\d[\d.,]*"
_OWN = "收入总计|支出合计|收、支|“三公”|政府采购支出总额"
_RULES: dict[Slip, tuple[str, str]] = {
    Slip.ORDER: (r"大于|小于", ""),
    Slip.BASE_YEAR: (r"(?<=[与比])2023(?=年)", "2021"),
    Slip.OWN_YEAR: (
        r"(?<!\d)2024(?=年度(?:收入总计|支出合计|收、支|“三公”|政府采购支出总额))",
        "2022",
    ),
    Slip.UNIT_NAME: (r"示例单位甲(?=2024年度)", "示例单位乙"),
    Slip.RESIDUE: (rf"增加(?={_NUMBER}万元)|增长(?={_NUMBER}%)", r"\g<0>(减少)"),
    Slip.BLANK: (rf"(?<=支出决算为){_NUMBER}(?=万元)|(?<=支出决算){_NUMBER}(?=万元)", "XXX"),
    Slip.ITEM_NAME: (r"(?<=\(款\))[^()、,。]+(?=\(项\))", "并无此项的事务"),
    Slip.CLASS_NAME: (r"(?<=、)[^()、,。]+支出(?=\(类\)[^()]+\(款\))", ""),
    Slip.CODE: (r"(?<!\d)(?:20|21|22)\d{5}(?!\d)", "2019876"),
    Slip.YUAN: (r"(?<=\d\.\d\d)万元", "元"),
    Slip.NO_PERCENT: (r"(?<=\d)%", ""),
}
_DEFAULT = ("甲:1:0", "甲:2:0", "丙:1:0", documents.PLAIN)
_CLASSES = ("国防支出", "外交支出")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was said about one slip."""

    slip: Slip
    text: str
    pointed: tuple[Finding, ...]
    others: tuple[Finding, ...]


def plantings(document: Document, most: int) -> Iterator[tuple[Slip, Change]]:
    """Every slip at up to ``most`` places of ``document``, evenly spread."""
    for slip, (pattern, replacement) in _RULES.items():
        places = [
            (paragraph, match)
            for paragraph, text in enumerate(document.paragraphs)
            for match in re.finditer(pattern, text)
        ]
        for paragraph, match in places[:: max(1, -(-len(places) // most))]:
            new = _replacement(slip, match, replacement)
            yield slip, _change(paragraph, match.start(), match.end(), new)
    yield from _denials(document)


def _replacement(slip: Slip, match: re.Match[str], replacement: str) -> str:
    if slip is Slip.ORDER:
        return "小于" if match[0] == "大于" else "大于"
    if slip is Slip.CLASS_NAME:
        return next(name for name in _CLASSES if name != match[0])
    return match.expand(replacement)


def _denials(document: Document) -> Iterator[tuple[Slip, Change]]:
    for statement in document.statements:
        if statement.quantity == Quantity(Measure.FINAL, "基金") and statement.amount.value:
            text = document.paragraphs[statement.paragraph]
            yield Slip.DENIED, _change(statement.paragraph, 0, len(text), "本年度无此项收支。")
            return


def _change(paragraph: int, start: int, end: int, new: str) -> Change:
    return Change(Kind.COPY, -1, paragraph, start, end, new, Amount(Decimal(0), Unit.NONE, 0))


def measure(document: Document, most: int, check: Check = check_narrative) -> list[Outcome]:
    """The outcome of each slip, one at a time."""
    before = check(document, document.narrative())
    outcomes = []
    for slip, planted in plantings(document, most):
        text = planted.apply(document.paragraphs[planted.paragraph])
        after = check(document, document.narrative({planted.paragraph: text}))
        new = new_findings(before, after, planted)
        pointed = tuple(finding for finding in new if _near(finding, planted, text))
        others = tuple(finding for finding in new if finding not in pointed)
        near = text[max(0, planted.start - 20) : planted.start + len(planted.new) + 12]
        outcomes.append(Outcome(slip, near, pointed, others))
    return outcomes


def _near(finding: Finding, planted: Change, text: str) -> bool:
    """Whether a place touches the slip's own clause."""
    start = max(text.rfind(sign, 0, planted.start) for sign in ",。;:，；：") + 1
    end = planted.start + len(planted.new)
    stop = min((at for sign in ",。;，；" if (at := text.find(sign, end)) >= 0), default=len(text))
    return any(
        isinstance(place, TextPlace)
        and place.paragraph == planted.paragraph
        and place.start < stop
        and start < place.end
        for place in finding.where
    )


HEAD: tuple[str, ...] = ("", "planted", "pointed at", "red", "others", "others red")


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table by slip."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.words")
    parser.add_argument(
        "documents", nargs="*", default=["甲:1:0", "甲:2:0", "丙:1:0", "yangquan-2024"]
    )
    parser.add_argument("--most", type=int, default=8)
    parser.add_argument("--list", action="store_true", help="list what was missed")
    options = parser.parse_args(arguments)
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for name in options.documents:
        for one in measure(documents.named(name), options.most):
            groups[one.slip].append(one)
    rows = [HEAD, *(_line(slip, group) for slip, group in groups.items())]
    sys.stdout.write(render(rows) + "\n")
    if options.list:
        for slip, group in groups.items():
            for one in group:
                said = "; ".join(finding.message for finding in one.others[:3])
                if not one.pointed or len(one.others) > 2:
                    sys.stdout.write(f"{slip} …{one.text}… {len(one.others)} {said}\n")
    return 0


def _line(slip: str, group: Sequence[Outcome]) -> tuple[str, ...]:
    red = [one for one in group if any(new.verdict is Verdict.MISMATCH for new in one.pointed)]
    others = [finding for one in group for finding in one.others]
    return (
        slip,
        str(len(group)),
        f"{sum(bool(one.pointed) for one in group) / len(group):.0%}",
        str(len(red)),
        str(len(others)),
        str(sum(finding.verdict is Verdict.MISMATCH for finding in others)),
    )


if __name__ == "__main__":
    raise SystemExit(main())
