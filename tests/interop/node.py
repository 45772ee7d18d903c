"""A Node program of this directory as a process that answers commands."""

from __future__ import annotations

import asyncio
import itertools
import json
import shutil
from pathlib import Path
from typing import Any, Self

HERE = Path(__file__).resolve().parent
PAGE_PACKAGES = HERE.parents[1] / "frontend" / "node_modules"
LINE_BYTES = 16 * 1024 * 1024
WAIT_SECONDS = 60.0


class NodeFailed(Exception):
    """A command failed; the message is Node's own stack."""


class Node:
    """Commands are answered in any order; each is awaited by itself."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Any]] = {}
        self._reading = asyncio.create_task(self._read())

    @classmethod
    async def start(cls, script: str) -> Self:
        """Start ``script``; its packages are the page's, installed by ``make check``."""
        node = shutil.which("node")
        assert node, "node is not on the PATH (make puts its own there)"
        assert (PAGE_PACKAGES / "@hocuspocus").is_dir(), "run: make frontend/node_modules/.installed"
        process = await asyncio.create_subprocess_exec(
            node, "--import", (HERE / "from_frontend.mjs").as_uri(), str(HERE / script),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=LINE_BYTES,
        )  # fmt: skip
        return cls(process)

    async def _read(self) -> None:
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            answer = json.loads(line)
            waiting = self._waiting.pop(answer["id"])
            if waiting.cancelled():
                continue
            if "error" in answer:
                waiting.set_exception(NodeFailed(answer["error"]))
            else:
                waiting.set_result(answer["result"])
        for waiting in self._waiting.values():
            waiting.set_exception(NodeFailed("the program has ended"))

    async def ask(self, do: str, **given: Any) -> Any:
        assert self._process.stdin is not None
        number = next(self._numbers)
        waiting = self._waiting[number] = asyncio.get_running_loop().create_future()
        self._process.stdin.write(json.dumps({"id": number, "do": do, **given}).encode() + b"\n")
        await self._process.stdin.drain()
        return await waiting

    async def stop(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        await self._process.wait()
        await self._reading
