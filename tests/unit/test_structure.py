"""The shape of the code: small folders, small files, small functions, and no import in a circle.

Limits are for reading: whoever opens a folder shall see it whole.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVER = ROOT / "server"
MODULES_OF_A_FOLDER = 12
LINES_OF_A_FILE = 300
LINES_OF_A_FUNCTION = 40


def modules() -> list[Path]:
    """Those of the server, but for migrations: they are a history and grow by one file a change."""
    return [file for file in sorted(SERVER.rglob("*.py")) if "migrations" not in file.parts]


def named(file: Path) -> str:
    return str(file.relative_to(ROOT))


def parsed(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def test_a_folder_holds_no_more_than_a_dozen_modules() -> None:
    folders: dict[str, list[str]] = defaultdict(list)
    for file in modules():
        if file.name != "__init__.py":
            folders[named(file.parent)].append(file.name)
    assert {folder: names for folder, names in folders.items() if len(names) > MODULES_OF_A_FOLDER} == {}


def test_a_file_is_read_in_one_sitting() -> None:
    lengths = {named(file): len(file.read_text(encoding="utf-8").splitlines()) for file in modules()}
    assert {file for file, lines in lengths.items() if lines > LINES_OF_A_FILE} == set()


def functions(file: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{named(file)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def test_a_function_fits_on_a_screen() -> None:
    lengths = dict(found for file in modules() for found in functions(file))
    assert {name: lines for name, lines in lengths.items() if lines > LINES_OF_A_FUNCTION} == {}


# One name for one thing.


def test_no_two_modules_have_a_class_of_the_same_name() -> None:
    homes: dict[str, set[str]] = defaultdict(set)
    for file in modules():
        for node in parsed(file).body:
            if isinstance(node, ast.ClassDef):
                homes[node.name].add(named(file))
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}


# What tests reach for.

PRIVATE_STILL = {
    "tests/unit/features/login/test_store.py": "whether a statement was compiled already",
}
"""Test files that reach for private names of others, and what they have no other way to see."""


def private_names(file: Path) -> Iterator[str]:
    """``x._y`` of anything but the object, or the class, that the code is in."""
    tree = parsed(file)
    own = {"self", "cls"} | {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Attribute) or not re.match(r"_[A-Za-z]", node.attr):
            continue
        holder = ast.unparse(node.value)
        if holder not in own and holder != "super()":
            yield f"{holder}.{node.attr}"


def test_no_test_reaches_through_privates() -> None:
    found = {named(file): list(private_names(file)) for file in sorted((ROOT / "tests").rglob("*.py"))}
    assert {name for name, privates in found.items() if privates} == set(PRIVATE_STILL)


# Imports.


def dotted(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imported(file: Path, known: set[str]) -> set[str]:
    """The modules of the server that are loaded with this one or, by a function, later."""
    package = dotted(file) if file.name == "__init__.py" else dotted(file).rpartition(".")[0]
    found: set[str] = set()
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            up = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            source = ".".join([*up, *([node.module] if node.module else [])])
            found |= {f"{source}.{alias.name}" for alias in node.names} | {source}
    return (found & known) - {dotted(file)}


def assert_no_circle(graph: Mapping[str, set[str]]) -> None:
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(f"an import circle: {' <- '.join(circle.args[1])}")


def test_no_import_goes_in_a_circle() -> None:
    known = {dotted(file) for file in modules()}
    graph = {dotted(file): imported(file, known) for file in modules()}
    assert sum(map(len, graph.values())) > len(graph), "imports were not found at all"
    assert_no_circle(graph)


def test_a_circle_would_be_found() -> None:
    with pytest.raises(pytest.fail.Exception, match=r"a <- b <- a|b <- a <- b"):
        assert_no_circle({"a": {"b"}, "b": {"a"}})


# The tree in docs/architecture.md.


def drawn(tree: str) -> dict[str, set[str]]:
    """The words beside and below each folder of an indented tree; ``redis/{a b}`` is one more folder."""
    words: dict[str, set[str]] = defaultdict(set)
    above: list[tuple[int, str]] = []
    for line in filter(str.strip, tree.splitlines()):
        indent = len(line) - len(line.lstrip())
        above = [(depth, folder) for depth, folder in above if depth < indent]
        here = "".join(folder for _, folder in above)
        opened = re.match(r"\s*([\w/]+/)(?!\{)", line)
        if opened:
            here += opened.group(1)
            above.append((indent, opened.group(1)))
        for folder, names in re.findall(r"(\w+/)\{([^}]*)\}", line):
            words[here + folder] |= set(re.findall(r"\w+", names))
        words[here] |= set(re.findall(r"\w+", re.sub(r"\w+/\{[^}]*\}", "", line)))
    return words


def missing_from_the_documented_tree() -> list[str]:
    """Modules that do not stand by their folder in the block under ``## The tree``."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    block = re.search(r"^## The tree\n.*?```\n(.*?)```", text, re.MULTILINE | re.DOTALL)
    words = drawn(block.group(1) if block else "")
    return [
        named(file)
        for file in modules()
        if file.stem != "__init__" and file.stem not in words[f"{named(file.parent)}/"]
    ]


def test_every_module_stands_in_the_documented_tree() -> None:
    assert missing_from_the_documented_tree() == []


def test_a_module_stands_by_its_own_folder_in_a_tree() -> None:
    words = drawn(
        "server/\n  app.py  the root\n  fanout/  alone.py redis/{seal codec}.py\n  sync/\n    hub watcher\n"
    )
    assert "app" in words["server/"]
    assert {"alone"} <= words["server/fanout/"]
    assert words["server/fanout/redis/"] == {"seal", "codec"}
    assert {"hub", "watcher"} <= words["server/sync/"]
    assert "hub" not in words["server/"]
