"""What the scenes of the ribbon share: the workbook they play on, and the log of a play."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.addin.office_session import Step, click, office
from tests.addin.workbook_state import Difference, State, differences, state_of
from xltool import pipeline
from xltool.examples import FIGURES, NARRATIVE
from xltool.model.patch import ColourText, Edit, Name, Patch, SetContent, SetName, SetNote, Span
from xltool.package import Package, apply

TOTAL = ("公开03表", "C8")
"""A total that the user has typed over."""
OWN_WORDS = "我的备注:此数已与财务核对"
USERS_OWN: tuple[Edit, ...] = (
    SetContent(*TOTAL, None, Decimal("800.00")),
    SetNote("公开03表", "D8", None, OWN_WORDS),
    SetName("我的名称", None, Name("公开03表!$C$8")),
)


def example(folder: Path, *edits: Edit) -> Package:
    """The shipped example as the official workbook, with its narrative and ``edits``."""
    target = folder / "示例.xlsx"
    pipeline.save(pipeline.fill(FIGURES, unit="元", unit_name="示例单位"), target)
    lines = [line for line in NARRATIVE.read_text("utf-8").splitlines() if line.strip()]
    text = [SetContent("情况说明", f"A{n}", None, line) for n, line in enumerate(lines, 1)]
    coloured = ColourText("情况说明", "A2", (), (Span(0, 2, "0070C0"),))
    return apply(Patch((*text, coloured, *edits)), Package.open(target))


@dataclass(slots=True)
class Scene:
    """Steps to be played in one load of a workbook, each under a name of its own."""

    folder: Path
    steps: dict[str, Step] = field(default_factory=dict)

    def then(self, name: str, step: Step) -> None:
        """One more step."""
        assert name not in self.steps, name
        self.steps[name] = step

    def click(self, command: str, name: str | None = None) -> None:
        """A button is clicked; the state of the workbook is kept under the same name."""
        named = name or command
        self.then(named, click(command))
        self.look(named)

    def look(self, name: str) -> None:
        """Keep the state of the workbook under the name."""
        self.then(f"{name}: saved", ["save", str(self.folder / f"{name}.xlsx")])

    def play(
        self,
        workbook: Path,
        home: Path,
        data: Path | None = None,
        options: dict[str, object] | None = None,
    ) -> Played:
        """Open the workbook and do the steps."""
        asked: list[Step] = [["call", "Bridge.Ping"], *self.steps.values()]
        answers = office().run(workbook, asked, home, data=data, options=options)
        assert answers[0] == "pong", "the project does not compile"
        named = dict(zip(self.steps, answers[1:], strict=True))
        took = dict(zip(self.steps, office().seconds[1:], strict=True))
        return Played(self.folder, named, took)


@dataclass(slots=True)
class Played:
    """What came of a scene: the answers by the names of the steps, and the states kept."""

    folder: Path
    answers: dict[str, Any]
    seconds: dict[str, float]
    _states: dict[str, State] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401 - answers of many kinds
        return self.answers[name]

    def state(self, name: str) -> State:
        """The state kept under the name."""
        if name not in self._states:
            self._states[name] = state_of(self.folder / f"{name}.xlsx")
        return self._states[name]

    def changes(self, one: str, other: str) -> list[Difference]:
        """Where two states that were kept differ, cell by cell."""
        if _parts(self.folder / f"{one}.xlsx") == _parts(self.folder / f"{other}.xlsx"):
            return []
        return differences(self.state(one), self.state(other))


def _parts(path: Path) -> dict[str, bytes]:
    """The parts of a workbook without those that tell when it was saved."""
    package = Package.open(path)
    return {name: package.part(name) for name in package.names if not name.startswith("docProps")}


def cells_with(state: State, aspect: str, sheet: str | None = None) -> dict[tuple[str, str], Any]:
    """What the cells of a state (of one sheet) show of an aspect."""
    return {
        (place[0], place[1]): shown
        for place, shown in state.items()
        if place[2] == aspect and sheet in (None, place[0])
    }
