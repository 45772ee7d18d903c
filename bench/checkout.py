"""A checkout of samplan as a target: its own code fills its store and serves it; none is imported here."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.servers.server import ROOT

from .alternation import Alternation
from .samplan import SamplanSqlite
from .targets import Ground

LOCK = "requirements.lock"
COMMAND_SECONDS = 60.0
INSTALL_SECONDS = 300.0
FOUND = """
import asyncio, sys
from pathlib import Path
import server
from bench.samplan import SamplanSqlite
from bench.targets import Ground
assert Path(server.__file__).is_relative_to(Path.cwd()), server.__file__
directory, documents, people = sys.argv[1:]
asyncio.run(SamplanSqlite(Path(directory)).found(Ground(int(documents), int(people))))
"""
"""Run in a checkout, by its interpreter, with its schema. The names used must exist in every commit."""


@dataclass(frozen=True)
class Checkout:
    """``stores`` is a directory for databases that are created once and copied for each turn."""

    name: str
    root: Path
    python: str
    stores: Path

    async def founded(self, ground: Ground) -> Path:
        """A store filled for ``ground``; it must not be changed."""
        store = self.stores / f"{ground.documents}-documents-{ground.people}-people"
        if not store.exists():
            fresh = store.with_suffix(".fresh")
            fresh.mkdir(parents=True)
            arguments = [self.python, "-c", FOUND, str(fresh), str(ground.documents), str(ground.people)]
            await command(*arguments, directory=self.root)
            fresh.rename(store)
        return store


class SamplanCheckout(SamplanSqlite):
    """Starts with a copy of ``store``; without one, with a store filled by its checkout's own code."""

    name = "samplan-checkout"
    judged_by_provider = False

    def __init__(
        self,
        directory: Path,
        checkout: Checkout,
        store: Path | None = None,
        alternation: Alternation | None = None,
    ) -> None:
        super().__init__(directory)
        self.root, self.python = checkout.root, checkout.python
        self._checkout, self._store, self._alternation = checkout, store, alternation

    async def yield_slice(self) -> None:
        if self._alternation is not None:
            await self._alternation.yield_slice()

    async def _prepare(self) -> Mapping[str, str]:
        return {"SAMPLAN_DATABASE_URL": f"sqlite+aiosqlite:///{self.directory / 'samplan.db'}"}

    async def _fill(self, ground: Ground) -> None:
        store = self._store or await self._checkout.founded(ground)
        await asyncio.to_thread(shutil.copytree, store, self.directory, dirs_exist_ok=True)


def this_checkout(directory: Path) -> Checkout:
    return Checkout("this", ROOT, sys.executable, directory / "this")


@asynccontextmanager
async def other_checkout(commit: str, directory: Path) -> AsyncIterator[Checkout]:
    """``commit`` in a worktree below ``directory``, and an environment from its lock; both are removed."""
    root = directory / "worktree"
    try:
        await command("git", "worktree", "add", "--detach", str(root), commit)
        yield Checkout("other", root, await _interpreter(root, directory / "venv"), directory / "other")
    finally:
        if root.exists():
            await command("git", "worktree", "remove", "--force", str(root))


async def _interpreter(root: Path, environment: Path) -> str:
    """This interpreter if the locked packages are the same; otherwise that of a new ``environment``."""
    if (root / LOCK).read_bytes() == (ROOT / LOCK).read_bytes():
        print(f"{LOCK} is the same in both: both run in the environment of this checkout.", flush=True)
        return sys.executable
    print(f"{LOCK} differs: the other commit runs in an environment of its own.", flush=True)
    await command(sys.executable, "-m", "venv", str(environment), directory=root)
    python = str(environment / "bin" / "python")
    install = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    await command(*install, "-r", LOCK, directory=root, seconds=INSTALL_SECONDS)
    return python


async def command(*arguments: str, directory: Path = ROOT, seconds: float = COMMAND_SECONDS) -> str:
    """Its output. Raises ``RuntimeError`` with it if the command fails, ``TimeoutError`` if it was killed."""
    process = await asyncio.create_subprocess_exec(
        *arguments, cwd=directory,
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        async with asyncio.timeout(seconds):
            output, _ = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(arguments[:4])}: {output.decode()}")
    return output.decode()
