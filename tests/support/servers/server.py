"""The real server as a process of its own, on a free port, with its own database."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import ClassVar

from .forked import ROOT as ROOT
from .forked import Forked, can_be_forked, forked, usual_environment

START_SECONDS = STOP_SECONDS = 120.0
"""For a busy machine; test_durability_draining checks how fast the server ends."""


def free_port() -> int:
    """A port below those of outgoing connections, one of which could take it while a server restarts."""
    while True:
        port = random.randrange(10_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _interruptible() -> None:
    """A shell that starts tests in the background has them ignore Ctrl-C, and their children inherit that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Server:
    _demo: ClassVar[dict[bool, bytes]] = {}
    serves: tuple[str, ...] = ("-m", "server", "serve")
    """What Python runs."""

    def __init__(
        self,
        directory: Path,
        *,
        command_prefix: tuple[str, ...] = (),
        program: Path | None = None,
        **environment: str,
    ) -> None:
        """``program``: the folder of the package ``server``, if it is not the one that is tested.

        With either option it begins as a new interpreter.
        """
        self._program = program
        self.port = free_port()
        self.directory = directory
        self.database = directory / "samplan.db"
        self._prefix = command_prefix
        self._environment = {
            **usual_environment(),
            "SAMPLAN_DATABASE_URL": f"sqlite+aiosqlite:///{self.database}",
            "SAMPLAN_DEMO": "1",
            "SAMPLAN_QUARANTINE_DIRECTORY": str(directory / "quarantine"),
            "PORT": str(self.port),
            **environment,
        }
        self.process: asyncio.subprocess.Process | Forked | None = None
        self.log: list[str] = []
        self._reading: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The server's own pid, also if a tracer started it."""
        assert self.process is not None
        if not self._prefix:
            return self.process.pid
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return int(children[0])

    async def verified(self) -> None:
        """``verify-log`` finds nothing that was changed, though nothing may be sealed yet."""
        said = await self.command("verify-log")
        assert "is what was written" in said or "No entry was changed" in said, said

    async def command(self, *arguments: str) -> str:
        """Run ``samplan <arguments>`` to its end; its output."""
        process = await self._started("-m", "server", *arguments)
        output, _ = await process.communicate()
        assert process.returncode == 0, output.decode()
        return output.decode()

    async def _started(
        self, *arguments: str, prefix: tuple[str, ...] = ()
    ) -> asyncio.subprocess.Process | Forked:
        if not prefix and self._program is None and can_be_forked(self._environment):
            return await forked(*arguments[1:], environment=self._environment)
        return await asyncio.create_subprocess_exec(
            *prefix, sys.executable, *arguments, cwd=self._program or ROOT, env=self._environment,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
            preexec_fn=_interruptible,
        )  # fmt: skip

    async def prepare(self, *, cases: bool = False) -> None:
        """A database with the demo plan, and the demo's ``cases``: made by the first server of a test run,
        copied by the others."""
        if demo := Server._demo.get(cases):
            self.database.write_bytes(demo)
            return
        await self.command("migrate")
        await self.command("demo", *([] if cases else ["--plan-only"]))
        if not self.database.with_name(self.database.name + "-wal").exists():
            Server._demo[cases] = self.database.read_bytes()

    async def start(self) -> None:
        """Returns when the server says that it is ready."""
        self.process = await self._started(*self.serves, prefix=self._prefix)
        ready = asyncio.Event()
        self._reading = asyncio.create_task(self._read(ready))
        try:
            async with asyncio.timeout(START_SECONDS):
                await asyncio.wait(
                    [asyncio.create_task(ready.wait()), self._reading], return_when=asyncio.FIRST_COMPLETED
                )
        except TimeoutError:
            await self.kill()
        if not ready.is_set():
            await self.died()  # its output has ended, but the process may not have
            raise AssertionError("\n".join(self.log))

    async def _read(self, ready: asyncio.Event) -> None:
        assert self.process is not None
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.log.append(line.decode().rstrip())
            if "is ready on" in self.log[-1]:
                ready.set()

    async def kill(self) -> None:
        """``kill -9``, and wait until it has ended."""
        assert self.process is not None
        os.kill(self.pid, signal.SIGKILL)
        await self._gone()

    async def stop(self) -> None:
        """SIGTERM, and wait until it has ended."""
        if self.process is None or self.process.returncode is not None:
            return
        os.kill(self.pid, signal.SIGTERM)
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self._gone()
        except TimeoutError:
            await self.kill()  # otherwise it would keep running beside all later tests
            raise

    async def died(self) -> None:
        """Wait until it ends by itself."""
        async with asyncio.timeout(60):
            await self._gone()

    async def _gone(self) -> None:
        assert self.process is not None
        await self.process.wait()
        if self._reading is not None:
            await self._reading
