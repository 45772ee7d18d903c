"""Which build this is can be asked everywhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from server import version

ROOT = Path(__file__).parents[2]


def git(*words: str) -> str:
    return subprocess.run(
        ("git", *words), cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.strip()


def test_a_clone_is_of_the_commit_that_is_checked_out() -> None:
    assert version.commit().removesuffix("-dirty") == git("describe", "--always", "--exclude=*")
    assert re.fullmatch(r"[0-9.]+ \([0-9a-f]{7,}(-dirty)?\)", version.version())


def test_without_history_nothing_is_invented(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    version.commit.cache_clear()
    monkeypatch.setattr(version, "HERE", tmp_path / "server")
    try:
        assert version.commit() == "unknown"
        (tmp_path / "server").mkdir()
        (tmp_path / "server" / "commit").write_text("083c9a8\n")
        version.commit.cache_clear()
        assert version.commit() == "083c9a8"
    finally:
        version.commit.cache_clear()


def test_the_command_line_says_it() -> None:
    said = subprocess.run(
        (sys.executable, "-m", "server", "--version"), cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert said.stdout == f"samplan {version.version()}\n"
