"""The tables of detail (公开06表, 公开09表, 公开10表) of made-up accounts, and their counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from random import Random

from tests.quality.accounts import (
    FINAL,
    PRIOR,
    T06_ITEMS,
    TRIPS,
    VEHICLES,
    Accounts,
    amount,
    code_names,
    near,
)
from tests.quality.books import T09_COLUMNS, T09_ITEMS
from tests.quality.truth import Measure, SumRule, ZeroRule

USUAL = ("30101", "30102", "30103", "30106", "30107", "30201", "30202", "30203", "30205", "30206")
"""Items that every unit has, so that narratives may name them."""


def economic_table(accounts: Accounts) -> None:
    """The basic expenditure of the general budget, cut into economic items."""
    personnel = [
        code for code in code_names("economic") if code[:3] in ("301", "303") and len(code) == 5
    ]
    public = [
        code for code in code_names("economic") if code[:3] in ("302", "310") and len(code) == 5
    ]
    random, total = accounts.random, accounts.get(FINAL, "一般公共/基本")
    usual = [code for code in USUAL if code in personnel or code in public]
    others = [code for code in public if code not in T06_ITEMS.values()]
    chosen = sorted({*usual, *random.sample(personnel, 4), *random.sample(others, 3)})
    chosen += [T06_ITEMS[item] for item in accounts.shape.trips]
    for code, value in zip(sorted(chosen), _cut(total, len(chosen), random), strict=True):
        accounts.put(f"经济/{code}", FINAL, value)
    classes: dict[str, list[str]] = defaultdict(list)
    for code in sorted(chosen):
        classes[code[:3]].append(f"经济/{code}")
        accounts.state(f"经济/{code}", "06", code, "决算数")
    for code, parts in classes.items():
        accounts.total(f"经济/{code}", parts, (FINAL,))
        accounts.state(f"经济/{code}", "06", code, "决算数")
    accounts.total("人员经费", [f"经济/{code}" for code in ("301", "303")], (FINAL,))
    accounts.total(
        "公用经费", [f"经济/{code}" for code in classes if code not in ("301", "303")], (FINAL,)
    )
    accounts.sums.append(SumRule("一般公共/基本", ("人员经费", "公用经费"), (FINAL,)))
    for subject in ("人员经费", "公用经费"):
        accounts.state(subject, "06", f"{subject}合计", "决算数")


def _cut(total: Decimal, pieces: int, random: Random) -> Iterator[Decimal]:
    """``total`` cut at random into positive pieces, to the 分."""
    cents = int(total * 100)
    ends = sorted(random.sample(range(1, cents), pieces - 1))
    for start, end in zip([0, *ends], [*ends, cents], strict=True):
        yield Decimal(end - start) / 100


def trips_table(accounts: Accounts) -> None:
    random = accounts.random
    for item, column in TRIPS.items():
        if item in accounts.shape.trips:
            inside = accounts.get(FINAL, f"经济/{T06_ITEMS[item]}")
            final = inside + (amount(accounts, 0.02) if random.random() < 0.4 else 0)
            accounts.put(item, FINAL, final)
            accounts.put(item, Measure.FULL_BUDGET, near(final, random, 1.0, 1.4))
            accounts.put(item, Measure.BUDGET, near(final, random, 1.0, 1.6))
            if not accounts.shape.new_unit:
                accounts.put(item, PRIOR, near(final, random, 0.5, 1.5))
        accounts.state(item, "09", "", T09_COLUMNS[column], Measure.FULL_BUDGET)
        accounts.state(item, "09", "", T09_COLUMNS[column + len(T09_ITEMS)])
    accounts.total("用车", ["购置", "运行"])
    accounts.total("三公", ["出国", "用车", "接待"])
    accounts.sums.append(SumRule("三公", tuple(TRIPS)))
    for subject, column in (("三公", 0), ("用车", 2)):
        accounts.state(subject, "09", "", T09_COLUMNS[column], Measure.FULL_BUDGET)
        accounts.state(subject, "09", "", T09_COLUMNS[column + len(T09_ITEMS)])
    for measure in (FINAL, PRIOR):
        accounts.put("国内接待", measure, accounts.get(measure, "接待"))
    accounts.sums.append(SumRule("接待", ("国内接待",), (FINAL,), at_most=True))
    costs = ("运行加油", "运行维修", "运行保险")
    if accounts.get(FINAL, "运行"):
        pieces = _cut(accounts.get(FINAL, "运行"), len(costs), random)
        for cost, value in zip(costs, pieces, strict=True):
            accounts.put(cost, FINAL, value)
        accounts.sums.append(SumRule("运行", costs, (FINAL,)))
    _trip_counts(accounts)


def _trip_counts(accounts: Accounts) -> None:
    random = accounts.random
    counts = {
        "出国": ("团组", "出国人次"),
        "购置": ("购置辆",),
        "接待": ("接待批次", "接待人次"),
        "外宾": ("外宾批次", "外宾人次"),
    }
    for item, names in counts.items():
        spent = accounts.get(FINAL, item) > 0
        for place, name in enumerate(names):
            accounts.put(
                name, Measure.COUNT, random.randint(3, 40) * (1 + 6 * place) if spent else 0
            )
        accounts.zeros.append(ZeroRule(item, names))
    accounts.zeros.append(ZeroRule("国内接待", counts["接待"]))
    for name in ("接待批次", "接待人次"):
        accounts.sums.append(
            SumRule(name, (name.replace("接待", "外宾"),), (Measure.COUNT,), at_most=True)
        )


def statistics_table(accounts: Accounts) -> None:
    random = accounts.random
    for name, row in (("采购货物", "2"), ("采购工程", "3"), ("采购服务", "4")):
        accounts.put(name, FINAL, amount(accounts, 0.3) if random.random() < 0.8 else 0)
        accounts.state(name, "10", row, "统计数")
    accounts.total("采购", ["采购货物", "采购工程", "采购服务"], (FINAL,))
    accounts.state("采购", "10", "1", "统计数")
    small = near(accounts.get(FINAL, "采购"), random, 0.4, 1.0)
    accounts.put("授予中小企业", FINAL, small)
    accounts.put("授予小微企业", FINAL, near(small, random, 0.2, 1.0))
    accounts.put("预留中小企业", FINAL, near(small, random, 0.3, 0.6))
    accounts.put("预留小微企业", FINAL, near(accounts.get(FINAL, "预留中小企业"), random, 0.2, 0.8))
    for total, part in (("采购", "授予中小企业"), ("授予中小企业", "授予小微企业")):
        accounts.sums.append(SumRule(total, (part,), (FINAL,), at_most=True))
    if accounts.shape.office:
        public = accounts.get(FINAL, "公用经费")
        accounts.put("机关运行", FINAL, public)
        if not accounts.shape.new_unit:
            accounts.put("机关运行", PRIOR, near(public, random, 0.7, 1.3))
    accounts.state("机关运行", "10", "5", "统计数")
    for number, name in enumerate(VEHICLES):
        used = number in (2, 4, 7) and "运行" in accounts.shape.trips
        accounts.put(name, Measure.COUNT, random.randint(0, 9) if used else 0)
        accounts.state(name, "10", str(8 + number), "统计数", Measure.COUNT)
    accounts.total("车辆", VEHICLES, (Measure.COUNT,))
    accounts.state("车辆", "10", "7", "统计数", Measure.COUNT)
    accounts.put("保有量", Measure.COUNT, accounts.get(Measure.COUNT, "车辆"))
    accounts.sums.append(SumRule("车辆", ("保有量",), (Measure.COUNT,), at_most=True))
    cars = accounts.get(Measure.COUNT, "保有量")
    accounts.put("轿车", Measure.COUNT, cars // 2)
    accounts.put("越野车", Measure.COUNT, cars - cars // 2)
    accounts.sums.append(SumRule("保有量", ("轿车", "越野车"), (Measure.COUNT,)))
    accounts.put("设备", Measure.COUNT, random.randint(0, 5))
    accounts.state("设备", "10", "17", "统计数", Measure.COUNT)
    _performance(accounts)


def _performance(accounts: Accounts) -> None:
    random = accounts.random
    grades = ("项目优", "项目良", "项目中", "项目差")
    for grade, most in zip(grades, (9, 4, 2, 1), strict=True):
        accounts.put(grade, Measure.COUNT, random.randint(most // 4, most))
    accounts.total("项目", grades, (Measure.COUNT,))
    accounts.put("目标项目", Measure.COUNT, accounts.get(Measure.COUNT, "项目"))
    accounts.put("项目资金", Measure.FINAL, amount(accounts, 3))
    accounts.put("问题已整改", Measure.COUNT, random.randint(1, 5))
    accounts.put("问题正在整改", Measure.COUNT, random.randint(0, 3))
    accounts.total("问题", ("问题已整改", "问题正在整改"), (Measure.COUNT,))
