"""Data flows one way: no layer imports one above it, and the braces do not import each other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "xltool"

ALLOWED = {
    "model": set(),
    "resources": set(),
    "package": {"model"},
    "editions": {"model", "package", "resources"},
    "sources": {"model", "package", "editions"},
    "filling": {"model", "package", "editions"},
    "recomputing": {"model", "package", "editions"},
    "rules": {"model", "package", "editions"},
    "narrative": {"model", "package", "editions"},
    "report": {"model"},
    "hosts": {"model", "package", "editions", "sources", "report", "resources"},
    "examples": set(),
    "pipeline": {
        "model",
        "package",
        "editions",
        "sources",
        "filling",
        "recomputing",
        "rules",
        "narrative",
        "report",
        "hosts",
    },
    "addin": {
        "model",
        "package",
        "resources",
        "editions",
        "sources",
        "recomputing",
        "report",
        "hosts",
        "pipeline",
    },
    "cli": {"model", "package", "editions", "report", "pipeline", "addin", "examples"},
}


def layer_of(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported_layers(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module == "xltool":
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("xltool."):
            yield (node.module or "").split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (
                alias.name.split(".")[1] for alias in node.names if alias.name.startswith("xltool.")
            )


FILES = [file for file in PACKAGE.rglob("*.py") if file.parent != PACKAGE or file.stem in ALLOWED]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_a_module_imports_only_its_own_layer_and_those_below(file: Path) -> None:
    layer = layer_of(file)
    assert set(imported_layers(file)) - {layer} <= ALLOWED[layer]


def test_modules_stay_small() -> None:
    lengths = {file: len(file.read_text("utf-8").splitlines()) for file in PACKAGE.rglob("*.py")}
    assert {str(file): length for file, length in lengths.items() if length > 500} == {}
