"""A copy of what is tested, in which a fault stands for a while."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import cache_from_source
from pathlib import Path

from .mutant import Change, file_of

COPIED = ("server", "tests", "pyproject.toml")


@contextmanager
def copied(root: Path) -> Iterator[Path]:
    """What faults and tests are in is copied, everything else linked; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="mutants-") as directory:
        copy = Path(directory) / "tree"
        copy.mkdir()
        for each in filter(lambda each: each.name != ".git", root.iterdir()):
            there = copy / each.name
            if each.name not in COPIED:
                there.symlink_to(each.resolve())
            elif each.is_dir():
                shutil.copytree(each, there, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(each, there)
        yield copy


@contextmanager
def changed(root: Path, changes: Sequence[Change]) -> Iterator[list[Path]]:
    """The files that have changed, each as it was afterwards. Raises ``Moved``, and nothing has changed."""
    before: dict[Path, str] = {}
    try:
        for change in changes:
            file = file_of(root, change)
            text = file.read_text(encoding="utf-8")
            before.setdefault(file, text)
            _write(file, text.replace(change.text, change.instead))
        yield list(before)
    finally:
        for file, text in before.items():
            _write(file, text)


def _write(file: Path, text: str) -> None:
    """Compiled code is told from other by seconds and length: both may be the same."""
    file.write_text(text, encoding="utf-8")
    Path(cache_from_source(str(file))).unlink(missing_ok=True)
