"""Modules and calls of the server along a letter, a cold join, a withdrawal and a comment."""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.support.servers.server import ROOT

from .process import traced_server
from .report import Way, compared, listed, misses, summed_up, table
from .scene import all_ways
from .traced import Recording

RUNS = 3


async def measured(checkout: Path, runs: int) -> list[Way]:
    """Every run with a server and a database of its own: each signed decision lengthens the rights."""
    return summed_up([await _run(checkout) for _ in range(runs)])


async def _run(checkout: Path) -> dict[str, Recording]:
    with tempfile.TemporaryDirectory(prefix="ways-") as directory:
        async with traced_server(Path(directory), checkout) as server:
            return await all_ways(server)


@contextmanager
def worktree(commit: str) -> Iterator[Path]:
    """A checkout of ``commit``, removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="ways-") as directory:
        path = Path(directory) / "checkout"
        _git("worktree", "add", "--detach", "--quiet", str(path), commit)
        try:
            yield path
        finally:
            _git("worktree", "remove", "--force", str(path))


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=ROOT, check=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """1 if ``--against`` finds more than the limits allow."""
    asked = _parser().parse_args(arguments)
    ways = asyncio.run(measured(asked.checkout, asked.runs))
    before: list[Way] = []
    if asked.against:
        with worktree(asked.against) as path:
            before = asyncio.run(measured(path, asked.runs))
        print(f"{asked.against} > {asked.checkout}")
    print(*(compared(before, ways) if before else table(ways)), sep="\n")
    if asked.list or asked.functions:
        for way in ways:
            print(*listed(way, functions=asked.functions), sep="\n")
    missed = misses(before, ways) if before else []
    print(*missed, sep="\n", end="\n" if missed else "")
    return int(bool(missed))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.support.ways", description=__doc__)
    parser.add_argument("--checkout", type=Path, default=ROOT, help="measure the server of this directory")
    parser.add_argument("--against", metavar="COMMIT", help="measure this commit too, and compare")
    parser.add_argument("--runs", type=int, default=RUNS, help=f"servers started for each ({RUNS})")
    parser.add_argument("--list", action="store_true", help="the modules passed, by first call")
    parser.add_argument("--functions", action="store_true", help="the functions called, by first call")
    return parser


if __name__ == "__main__":
    raise SystemExit(main())
