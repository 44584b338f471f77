"""What Excel would find out only when a button is clicked: names, arguments, callbacks.

Every check gives its faults as lines, so that tests can show that a broken add-in is
found broken.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from xltool.addin.cells.functions import FUNCTIONS
from xltool.addin.commands import COMMANDS, DONE_BY_VBA
from xltool.addin.project import Module, ModuleKind
from xltool.addin.sources import modules, ribbon

CALLBACKS: Mapping[str, tuple[str, ...]] = {
    "onLoad": ("ribbon As Object",),
    "onAction": ("control As Object",),
    "getEnabled": ("control As Object", "ByRef enabled"),
}
"""What Office hands to each kind of callback that we use."""
WORDS_OF_A_BUTTON = ("label", "imageMso", "screentip", "supertip", "keyTip")
_DECLARED = re.compile(
    r"^(Public|Private) (Sub|Function) (\w+)\(([^)]*)\)", re.MULTILINE | re.IGNORECASE
)
_ENDS = re.compile(r"^End (Sub|Function)$", re.MULTILINE)
_WITHOUT_EXPLICIT = frozenset({"Host", "CellHost", "ThisWorkbook"})
"""The hosts' modules know names that only one host has; ThisWorkbook is empty."""
_CALLED_BY_EXCEL = frozenset({"Ribbon", "CellFunctions", "Renewal"})
"""By the ribbon, in cells, by the clock; the others are nothing for a user to call."""
_TYPED_IN_CELLS, _ANSWERING = "CellFunctions", "xltool.addin.udfs"


@dataclass(frozen=True, slots=True)
class Sources:
    """What the add-in is built from."""

    modules: tuple[Module, ...]
    ribbon: bytes

    def source(self, name: str) -> str:
        """The source of a module."""
        return next(module.source for module in self.modules if module.name == name)


def shipped() -> Sources:
    """The sources as they are."""
    return Sources(modules(), ribbon())


def faults(sources: Sources) -> list[str]:
    """Everything that is wrong with the sources."""
    try:
        root = etree.fromstring(sources.ribbon)
    except etree.XMLSyntaxError as error:
        return [f"ribbon: {error}"]
    return [
        *_faults_of_callbacks(root, sources),
        *_faults_of_buttons(root, sources),
        *_faults_of_calls(sources),
        *_faults_of_cell_functions(sources),
        *_faults_of_modules(sources),
    ]


def procedures(sources: Sources) -> dict[str, dict[str, tuple[str, ...]]]:
    """Parameters of every public procedure, by module and name."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for module in sources.modules:
        own = found.setdefault(module.name, {})
        for scope, _, name, given in _DECLARED.findall(joined(module.source)):
            if scope == "Public":
                own[name] = tuple(part.strip() for part in given.split(",") if part.strip())
    return found


def joined(source: str) -> str:
    """The source with its continued lines as one line each."""
    return re.sub(r" _\n\s*", " ", source)


def without_texts(source: str) -> str:
    """The source without texts and comments."""
    lines = (re.sub(r'"[^"]*"', '""', line).partition("'")[0] for line in source.splitlines())
    return "\n".join(lines)


def controls(root: etree._Element) -> Iterator[etree._Element]:
    """Every element that a user can click."""
    return (
        element
        for element in root.iter()
        if isinstance(element.tag, str) and etree.QName(element).localname == "button"
    )


def _faults_of_callbacks(root: etree._Element, sources: Sources) -> Iterator[str]:
    own = procedures(sources)["Ribbon"]
    named = set()
    for element in root.iter():
        for attribute, value in ((str(name), str(value)) for name, value in element.items()):
            if attribute.startswith(("on", "get")):
                named.add(value)
                expected = CALLBACKS.get(attribute)
                if expected is None:
                    yield f"ribbon: {attribute}: nobody knows what Office hands to it"
                elif value not in own:
                    yield f"ribbon: {attribute} {value}: no such Sub"
                elif own[value] != expected:
                    yield f"Ribbon.{value}: takes {own[value]}, Office gives {expected}"
    yield from (f"Ribbon.{name}: no control calls it" for name in own if name not in named)


def _faults_of_buttons(root: etree._Element, sources: Sources) -> Iterator[str]:
    source, names = sources.source("Ribbon"), set()
    for button in controls(root):
        name, action = button.get("id"), button.get("onAction")
        names.add(name)
        if f'Sub {action}(control As Object)\n    Bridge.Run "{name}"\nEnd Sub' not in source:
            yield f"{name}: {action} does not hand {name} to the bridge"
        missing = [word for word in WORDS_OF_A_BUTTON if not button.get(word)]
        if missing or not button.get("getEnabled"):
            yield f"{name}: lacks {missing or 'getEnabled'}"
        if name not in COMMANDS and name not in DONE_BY_VBA:
            yield f"{name}: no command in Python and no reason for none"
    known = {*COMMANDS, *DONE_BY_VBA}
    yield from (f"{name}: no button calls it" for name in sorted(known - names))
    tips = [button.get("keyTip") for button in controls(root)]
    if len(set(tips)) < len(tips):
        yield f"ribbon: key tips are not unique: {tips}"


def _faults_of_calls(sources: Sources) -> Iterator[str]:
    """Calls from module to module: the procedure is there and takes as many arguments."""
    own = procedures(sources)
    homes = "|".join(name for name in own if name != "ThisWorkbook")
    named = re.compile(rf"(?<![\w.])({homes})\.(\w+)(\(([^()]*)\))?")
    for module in sources.modules:
        for home, name, call, given in named.findall(without_texts(joined(module.source))):
            if name not in own[home]:
                yield f"{module.name}: {home}.{name}: no such procedure"
            elif call:
                most = own[home][name]
                least = [part for part in most if not part.startswith("Optional")]
                count = len(given.split(",")) if given.strip() else 0
                if not len(least) <= count <= len(most):
                    yield f"{module.name}: {home}.{name} is given {count} of {len(most)}"


def _faults_of_cell_functions(sources: Sources) -> Iterator[str]:
    """Each name that users type has one VBA function, and one in Python, of its arguments."""
    typed = {
        name: given
        for name, given in procedures(sources)[_TYPED_IN_CELLS].items()
        if name.startswith("BUDGET_")
    }
    answering = importlib.import_module(_ANSWERING)
    for name, function in FUNCTIONS.items():
        arguments = [argument.name for argument in function.arguments]
        given = [re.findall(r"\w+", part)[-3] for part in typed.get(name, ())]
        if name not in typed:
            yield f"{name}: no function of VBA"
        elif given != arguments:
            yield f"{name}: takes {given} in VBA, {arguments} in its description"
        python = getattr(answering, function.python_name, None)
        if python is None:
            yield f"{name}: no function in Python"
        elif list(inspect.signature(python).parameters)[: len(arguments)] != arguments:
            yield f"{name}: Python takes {list(inspect.signature(python).parameters)}"
    yield from (f"{name}: VBA alone knows it" for name in typed if name not in FUNCTIONS)


def _faults_of_modules(sources: Sources) -> Iterator[str]:
    for module in sources.modules:
        name, source = module.name, module.source
        if not source.startswith(f'Attribute VB_Name = "{name}"\n') or not source.isascii():
            yield f"{name}: not named by its module, or not ASCII"
        if name not in _WITHOUT_EXPLICIT and "\nOption Explicit\n" not in source:
            yield f"{name}: no Option Explicit"
        is_open = "\nOption Private Module\n" not in source
        if module.kind is ModuleKind.STANDARD and is_open and name not in _CALLED_BY_EXCEL:
            yield f"{name}: its functions would stand among those for cells"
        if len(_DECLARED.findall(joined(source))) != len(_ENDS.findall(source)):
            yield f"{name}: a procedure without end, or an end without procedure"
        if module.kind is ModuleKind.STANDARD and '"' * 3 not in source:
            yield from _faults_of_lines(name, source)


def _faults_of_lines(name: str, source: str) -> Iterator[str]:
    """VBA takes 24 continuations and 1,023 characters a line."""
    for line in joined(source).splitlines():
        if len(line) > 4 * 1023:
            yield f"{name}: a line of {len(line)} characters"
    if any(len(line) > 1023 for line in source.splitlines()):
        yield f"{name}: a line of more than 1023 characters"
    for chain in re.findall(r"(?:.* _\n)+", source):
        if chain.count("\n") > 24:
            yield f"{name}: {chain.count(chr(10))} continued lines"
