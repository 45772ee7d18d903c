"""No test holds a day from when its module was imported: the run may pass midnight."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[2]
ASKS = {"day", "now", "today"}


def held(source: str) -> Iterator[int]:
    """Lines in which a module asks for the time while it is imported."""
    waiting: list[ast.AST] = [ast.parse(source)]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ASKS:
                yield node.lineno
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            waiting += ast.iter_child_nodes(node)


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("TODAY = datetime.now(OSLO).date()", [1]),
        ('SAID = {\n    "known_on": day(),\n}', [2]),
        ("class A:\n    at = date.today()", [2]),
        ("def f():\n    return day()", []),
        ("at = lambda: day()", []),
    ],
)
def test_what_is_asked_for_while_a_module_is_imported_is_found(source: str, lines: list[int]) -> None:
    assert list(held(source)) == lines


def test_no_test_holds_a_day() -> None:
    sources = {str(file.relative_to(TESTS)): file.read_text(encoding="utf-8") for file in TESTS.rglob("*.py")}
    asking = {name: text for name, text in sources.items() if any(f"{each}(" in text for each in ASKS)}
    assert {name: lines for name, text in asking.items() if (lines := list(held(text)))} == {}
