"""The shape of the code: small folders, small files, small functions, and no import in a circle.

Limits are for reading: whoever opens a folder shall see it whole.
"""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
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


def test_no_test_is_taken_for_another_of_the_same_name() -> None:
    """pytest names a module from the last folder on that is no package: of two that come out alike it runs
    one, twice. So a folder of tests is a package only if the one above it is."""
    inside = (ROOT / "tests").rglob("__init__.py")
    packages = {file.parent for file in inside if "node_modules" not in file.parts}
    assert {named(each) for each in packages if each.parent not in {ROOT, *packages}} == set()


def test_a_folder_of_the_page_holds_no_more_than_a_dozen_files() -> None:
    """But for tests, styles and words, which come with a file or a language."""
    folders: dict[str, list[str]] = defaultdict(list)
    for file in (ROOT / "frontend" / "src").rglob("*.ts*"):
        if ".test." not in file.name:
            folders[named(file.parent)].append(file.name)
    assert {folder: names for folder, names in folders.items() if len(names) > MODULES_OF_A_FOLDER} == {}


ACTS_OR_NOT = re.compile(r"\?\.(click|focus|blur|dispatchEvent|requestSubmit|submit)\(")


def test_no_test_of_the_page_acts_on_what_may_be_missing() -> None:
    """It would press nothing and pass, whatever the page does: ``there`` of ``ui/testing`` fails instead."""
    tests = (ROOT / "frontend" / "src").rglob("*.test.ts*")
    assert {named(file) for file in tests if ACTS_OR_NOT.search(file.read_text(encoding="utf-8"))} == set()


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


def given_twice(body: Sequence[ast.stmt]) -> Iterator[str]:
    """The names that statements beside each other give: the linter looks at functions and classes alone."""
    given = Counter(
        target.id
        for node in body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    )
    yield from (name for name, times in given.items() if times > 1)


def test_no_module_gives_a_name_twice() -> None:
    files = [file for where in (SERVER, ROOT / "tests", ROOT / "bench") for file in where.rglob("*.py")]
    found = {named(file): names for file in files if (names := list(given_twice(parsed(file).body)))}
    assert found == {}


def test_a_name_that_is_given_twice_would_be_found() -> None:
    assert list(given_twice(ast.parse("A = 1\nB = 2\nA = 1").body)) == ["A"]


# One name for one thing.


def test_no_two_modules_have_a_class_of_the_same_name() -> None:
    homes: dict[str, set[str]] = defaultdict(set)
    for file in modules():
        for node in parsed(file).body:
            if isinstance(node, ast.ClassDef):
                homes[node.name].add(named(file))
    assert {name: files for name, files in homes.items() if len(files) > 1} == {}


# What tests reach for, and what they wait for.


def called(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def texts(values: Sequence[ast.expr]) -> Iterator[str]:
    for value in values:
        if isinstance(value, ast.Constant) and isinstance(value.value, str):
            yield value.value


TESTS = sorted((ROOT / "tests").rglob("*.py"))
PRIVATE = r"_[A-Za-z]"


def private_names(tree: ast.Module) -> Iterator[str]:
    """``x._y`` of anything but the object, or the class, that the code is in; and ``setattr(x, "_y", …)``."""
    own = {"self", "cls"} | {node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in ("setattr", "getattr", "delattr"):
            yield from (name for name in texts(node.args) if re.match(PRIVATE, name.rpartition(".")[2]))
        if not isinstance(node, ast.Attribute) or not re.match(PRIVATE, node.attr):
            continue
        holder = ast.unparse(node.value)
        if holder not in own and holder != "super()":
            yield f"{holder}.{node.attr}"


def test_no_test_reaches_through_privates() -> None:
    found = {named(file): list(private_names(parsed(file))) for file in TESTS}
    assert {name: privates for name, privates in found.items() if privates} == {}


@pytest.mark.parametrize(
    "reaching", ["room._inbox", "setattr(room, '_inbox', 1)", "patch.setattr('a.b._c', 1)"]
)
def test_reaching_for_a_private_would_be_found(reaching: str) -> None:
    assert list(private_names(ast.parse(reaching)))


GIVE_WAY = "it says so little that the loop would not turn, and nobody is waited for"
OUTSIDE = "it happens in another process, and nobody is told"
LASTS = "how long a fault, a load or a pause of somebody lasts"
SLEEPING = {
    "tests/acceptance/listening.py": OUTSIDE,
    "tests/acceptance/test_fanout.py": GIVE_WAY,
    "tests/acceptance/test_fanout_forgery.py": OUTSIDE,
    "tests/acceptance/test_history_cost.py": "how late the loop wakes is what it measures",
    "tests/integration/test_cluster_apart.py": LASTS,
    "tests/integration/test_cluster_database.py": OUTSIDE,
    "tests/integration/test_cluster_history.py": LASTS,
    "tests/integration/test_cluster_rolling.py": LASTS,
    "tests/integration/test_kill.py": "a moment at random is what it is about",
    "tests/integration/test_observed_ready.py": OUTSIDE,
    "tests/integration/test_revocation_races.py": LASTS,
    "tests/integration/test_suggestions_killed.py": "a moment at random is what it is about",
    "tests/support/cluster/people.py": LASTS,
    "tests/support/cluster/processes.py": OUTSIDE,
    "tests/support/hostile/pulse.py": LASTS,
    "tests/support/models/encrypting.py": "it stands for an adapter that waits for something",
    "tests/support/servers/postgres.py": OUTSIDE,
    "tests/support/servers/proxies.py": OUTSIDE,
    "tests/support/ways/scene.py": OUTSIDE,
    "tests/support/ways/traced.py": OUTSIDE,
    "tests/unit/storage/database/test_postgresql_database.py": OUTSIDE,
    "tests/unit/storage/log/test_quick_append.py": OUTSIDE,
    "tests/unit/support/test_at_rest.py": "turns of the loop are what it is about",
    "tests/unit/support/test_ways.py": "a pause is what is recorded",
    "tests/unit/sync/document/test_child_process.py": OUTSIDE,
    "tests/unit/sync/document/works.py": "work that never ends is what it is",
    "tests/unit/sync/part/test_room.py": GIVE_WAY,
}
"""Test files that pause for a constant time or turn of the loop, and why there is no event to wait for."""


def pauses(tree: ast.Module) -> Iterator[str]:
    """``sleep`` with a number or with the name of a constant."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) == "sleep":
            for given in node.args:
                if isinstance(given, ast.Constant) or (isinstance(given, ast.Name) and given.id.isupper()):
                    yield ast.unparse(node)


def test_no_test_waits_for_a_time_or_counts_turns_of_the_loop() -> None:
    """``tests/support/at_rest.py`` waits until nothing happens by itself."""
    assert {named(file) for file in TESTS if list(pauses(parsed(file)))} == set(SLEEPING)


@pytest.mark.parametrize("pause", ["asyncio.sleep(0)", "time.sleep(0.1)", "sleep(SECONDS)"])
def test_a_pause_would_be_found(pause: str) -> None:
    assert list(pauses(ast.parse(pause))) == [pause]


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
