"""A fault as it is written down, and where in the tree its text is found."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Change:
    """``text``, of which there is exactly one at ``place``, becomes ``instead``.

    ``place`` is a file, or a folder of which one file has the text, so that a move inside it does not matter.
    """

    place: str
    text: str
    instead: str


@dataclass(frozen=True, slots=True)
class Mutant:
    """A fault. ``breaks``: the promise (``P1``) or rule (``rule 17``), or what is relied on.

    ``caught_by``: tests, each of which must fail of it, as ``file::test``, or as ``folder::test`` where one
    file below has a test of that name.
    """

    name: str
    breaks: str
    changes: tuple[Change, ...]
    caught_by: tuple[str, ...]


def mutant(name: str, breaks: str, place: str, text: str, instead: str, *caught_by: str) -> Mutant:
    """One of a single change."""
    return Mutant(name, breaks, (Change(place, text, instead),), caught_by)


class Moved(Exception):
    """The table names what is not there any more, or more than once: the fault must be said anew."""


def file_of(root: Path, change: Change) -> Path:
    """The file that has the text. Raises ``Moved``."""
    counts = {
        file: file.read_text(encoding="utf-8").count(change.text) for file in _files(root / change.place)
    }
    found = [file for file, count in counts.items() if count]
    if sum(counts.values()) != 1:
        where = ", ".join(f"{file.relative_to(root)} ({counts[file]})" for file in found) or "nowhere"
        raise Moved(f"the code has moved, say the fault anew: {change.text!r} of {change.place} is {where}")
    return found[0]


def node_id(root: Path, test: str) -> str:
    """``test`` as pytest names it. Raises ``Moved``."""
    place, _, name = test.partition("::")
    found = [file for file in _files(root / place) if name in _tests(file)]
    if len(found) != 1:
        raise Moved(f"the test has moved, say anew which it is: {test} is in {len(found)} files")
    return f"{found[0].relative_to(root)}::{name}"


def _files(place: Path) -> list[Path]:
    return [place] if place.is_file() else sorted(place.rglob("*.py"))


def _tests(file: Path) -> Iterator[str]:
    tree = ast.parse(file.read_text(encoding="utf-8"))
    yield from _functions(tree)
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield from (f"{node.name}::{name}" for name in _functions(node))


def _functions(node: ast.Module | ast.ClassDef) -> Iterator[str]:
    for inner in node.body:
        if isinstance(inner, ast.FunctionDef | ast.AsyncFunctionDef):
            yield inner.name
