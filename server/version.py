"""Which version of the program this is: the number of the release, and the commit it was built from.

An installed package knows the commit from a file of its build (``hatch_build.py``); a clone asks git.
"""

from __future__ import annotations

import subprocess
from functools import cache
from importlib import metadata
from pathlib import Path

HERE = Path(__file__).parent
UNKNOWN = "unknown"
GIT_SECONDS = 2.0


@cache
def commit() -> str:
    """Abbreviated, with ``-dirty`` if files were changed since; ``unknown`` without git or its history."""
    built = HERE / "commit"
    return built.read_text().strip() if built.is_file() else _asked_of_git(HERE.parent)


def release() -> str:
    try:
        return metadata.version("samplan")
    except metadata.PackageNotFoundError:
        return _release_of_clone(HERE.parent)


def version() -> str:
    """As in ``0.1.0 (083c9a8)``."""
    return f"{release()} ({commit()})"


def _asked_of_git(clone: Path) -> str:
    if not (clone / ".git").exists():  # it would answer of a repository further up
        return UNKNOWN
    command = ("git", "-C", str(clone), "describe", "--always", "--dirty", "--exclude=*")
    try:
        said = subprocess.run(command, capture_output=True, text=True, timeout=GIT_SECONDS)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return UNKNOWN
    return said.stdout.strip() if said.returncode == 0 else UNKNOWN


def _release_of_clone(clone: Path) -> str:
    found = [line for line in _lines(clone / "pyproject.toml") if line.startswith("version = ")]
    return found[0].split('"')[1] if found else UNKNOWN


def _lines(file: Path) -> list[str]:
    return file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
