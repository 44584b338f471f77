"""What could keep the add-in from working on this computer, looked at one by one.

Nothing is changed and no network is asked. Each look gives what it found and what to do,
also where all is well, so that the list can be sent to somebody who helps.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from xltool.addin.diagnosis import Diagnosis, State, good
from xltool.addin.doctor_files import addin_files, duplicates, xlwings_addin
from xltool.addin.doctor_office import excel, macros_on_mac, wps, wps_in_place_of_excel
from xltool.addin.doctor_program import interpreter, packages, profile
from xltool.addin.doctor_roads import program, road
from xltool.addin.doctor_trust import disabled_items, policies, trust
from xltool.addin.machine import Machine, this_machine

__all__ = ["Diagnosis", "State", "diagnose", "is_well", "to_json"]


def diagnose(machine: Machine | None = None) -> tuple[Diagnosis, ...]:
    """Every finding about ``machine``, by default the computer this runs on."""
    looked_at = machine or this_machine()
    return tuple(found for look in LOOKS for found in look(looked_at))


def is_well(diagnoses: Iterable[Diagnosis]) -> bool:
    """Whether nothing is wrong; what is only to be noted does not count."""
    return all(found.state is not State.WRONG for found in diagnoses)


def to_json(diagnoses: Iterable[Diagnosis]) -> str:
    """One object: ``{"schema": 1, "checks": [{"subject", "state", "found", "advice"}]}``."""
    checks = [
        {
            "subject": found.subject,
            "state": found.state.value,
            "found": found.found,
            "advice": found.advice,
        }
        for found in diagnoses
    ]
    return json.dumps({"schema": 1, "checks": checks}, ensure_ascii=False, indent=2)


def network(machine: Machine) -> Iterable[Diagnosis]:
    """What works without a network: all of it."""
    del machine
    yield good(
        "网络", "没有联网检查;填表、重算、核对和加载项都不需要网络(离线安装包:xltool addin kit)"
    )


LOOKS: tuple[Callable[[Machine], Iterable[Diagnosis]], ...] = (
    interpreter,
    packages,
    program,
    road,
    profile,
    excel,
    addin_files,
    duplicates,
    disabled_items,
    policies,
    trust,
    macros_on_mac,
    wps,
    wps_in_place_of_excel,
    xlwings_addin,
    network,
)
"""The looks in the order in which the user reads what they found."""
