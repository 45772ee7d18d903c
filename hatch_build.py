"""Runs when the package is built: the page must be there, and the package remembers its commit."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class SamplanBuild(BuildHookInterface):  # type: ignore[type-arg]
    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        root = Path(self.root)
        if not (root / "frontend" / "dist" / "index.html").is_file():
            raise SystemExit("samplan: the page has not been built: run `make install`")
        commit = root / "build" / "commit"
        commit.parent.mkdir(exist_ok=True)
        commit.write_text(f"{_commit_of(root)}\n")
        build_data["force_include"][str(commit)] = "server/commit"


def _commit_of(root: Path) -> str:
    command = ("git", "-C", str(root), "describe", "--always", "--dirty", "--exclude=*")
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return "unknown"
