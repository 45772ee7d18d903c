"""A commit of samplan with its page: built, filled and served, behind a line that can be slow."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench.checkout import command
from tests.support.clients.people import Person
from tests.support.servers.server import ROOT, Server

from .content import WRITER, fill
from .line import Line

KEPT = ROOT / "var" / "bench-page"
"""Other commits, built and filled: they do not change."""
BUILD_SECONDS = 600.0
MODULES = Path("frontend", "node_modules")
LOCK = Path("frontend", "package-lock.json")


@dataclass
class Site:
    """``logins``: what a browser keeps of a log-in, by person, so that each is made once."""

    name: str
    server: Server
    line: Line
    plan: dict[str, Any] = field(default_factory=dict)
    own_words: str = ""
    logins: dict[str, Any] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return self.line.url

    def part(self, kind: str) -> str:
        """The address of the part of this kind."""
        part = next(each for each in self.plan["parts"] if each["kind"] == kind)
        return f"/plan/{self.plan['id']}/del/{part['id']}"

    @property
    def front(self) -> str:
        return f"/plan/{self.plan['id']}"


async def built_of(commit: str) -> Path:
    """The folder of ``commit``, with its page built and a filled store beside it."""
    folder = KEPT / commit
    if not folder.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=KEPT, prefix="new-") as directory:
            new = Path(directory, commit)
            await _check_out(commit, new / "checkout")
            await _build(new / "checkout")
            await _fill_store(new / "checkout", new / "store")
            new.rename(folder)
    return folder


async def _check_out(commit: str, root: Path) -> None:
    root.mkdir(parents=True)
    await command("bash", "-c", f"git archive {commit} | tar -x -C {root}")
    missing = _locked(root) - _locked(ROOT)
    assert not missing, f"this checkout, whose packages both use, lacks {missing}"


def _locked(root: Path) -> set[str]:
    """The packages that ``root`` runs with, as ``name==version``."""
    return set(re.findall(r"^\S+==\S+", (root / "requirements.lock").read_text(), re.MULTILINE))


async def _build(root: Path) -> None:
    print(f"building the page in {root}", flush=True)
    if _has_all_of(root):
        (root / MODULES).symlink_to((ROOT / MODULES).resolve())
    else:
        # Not npm ci: see the Makefile.
        install = ["npm", "install", "--no-save", "--no-audit", "--no-fund", "--loglevel=error"]
        await command(*install, directory=root / "frontend", seconds=BUILD_SECONDS)
    await command("npx", "vite", "build", directory=root / "frontend", seconds=BUILD_SECONDS)


def _has_all_of(root: Path) -> bool:
    """Whether this checkout's packages, as installed, hold those of the other page in the same versions."""
    installed = json.loads((ROOT / MODULES / ".package-lock.json").read_text())["packages"]
    locked = json.loads((root / LOCK).read_text())["packages"]
    return all(
        installed.get(name, {}).get("version") == package["version"]
        for name, package in locked.items()
        if name and not package.get("optional")
    )


async def _fill_store(root: Path, store: Path) -> None:
    store.mkdir(exist_ok=True)
    server = Server(store, program=root)
    await server.command("migrate")
    alone = ("--plan-only",) if (root / "server" / "demo" / "cases").is_dir() else ()
    await server.command("demo", *alone)
    await server.start()
    try:
        await fill(server)
    finally:
        await server.stop()


@asynccontextmanager
async def this_site() -> AsyncIterator[Site]:
    """This checkout, whose page ``make`` has built."""
    with tempfile.TemporaryDirectory(prefix="samplan-bench-page-", ignore_cleanup_errors=True) as directory:
        await _fill_store(ROOT, Path(directory))
        async with _served("this", ROOT, Path(directory)) as site:
            yield site


@asynccontextmanager
async def other_site(commit: str) -> AsyncIterator[Site]:
    kept = await built_of(commit)
    with tempfile.TemporaryDirectory(prefix="samplan-bench-page-", ignore_cleanup_errors=True) as directory:
        await asyncio.to_thread(shutil.copytree, kept / "store", directory, dirs_exist_ok=True)
        async with _served("other", kept / "checkout", Path(directory)) as site:
            yield site


@asynccontextmanager
async def _served(name: str, root: Path, store: Path) -> AsyncIterator[Site]:
    line = Line(0)
    server = Server(store, program=root, SAMPLAN_PUBLIC_URL=line.url)
    line.target = server.port
    await server.start()
    await line.open()
    try:
        site = Site(name, server, line)
        await _look_around(site)
        yield site
    finally:
        with contextlib.suppress(Exception):
            await line.close()
        await server.stop()


async def _look_around(site: Site) -> None:
    owner = await Person(site.server, WRITER).log_in()
    try:
        site.plan = await owner.plan()
        document = next(part["document"] for part in site.plan["parts"] if part["kind"] == "about-me")
        opened = await (await owner.connect()).open(document)
        paragraphs = (str(opened.block_text(at)) for at in range(len(opened.body.children)))
        site.own_words = max(paragraphs, key=len)[:40]
    finally:
        await owner.close()
