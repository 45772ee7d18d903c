"""The measured servers, each a real process with a store of its own that starts empty."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.support.servers.server import ROOT, free_port

from . import dialects, scripts
from .dialects import Dialect
from .process import Process
from .seat import Seat

LOADED_SECONDS = 15.0
PEERS = ROOT / "bench" / "peers"


@dataclass(frozen=True)
class Ground:
    """What a scenario needs: documents, and people who may all edit each of them."""

    documents: int = 1
    people: int = 1


class Target(ABC):
    """A server whose store is prepared once; it is started, stopped or killed, and seats connect to it."""

    name: str
    acknowledges = False
    """Whether it acknowledges updates."""
    judged_by_provider = True
    """Whether the result is checked with the real provider too, if that supports the protocol."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.ground = Ground()
        self.processes: list[Process] = []

    async def found(self, ground: Ground, processes: int = 1) -> None:
        """Prepare an empty store for ``ground``; afterwards ``start``."""
        assert processes == 1, f"{self.name} is measured as one process"
        self.ground = ground
        self.processes = [self._process(free_port())]

    @abstractmethod
    def _process(self, port: int) -> Process: ...

    @abstractmethod
    def dialect(self, document: int, person: int) -> Dialect: ...

    async def start(self) -> None:
        """Start it, or restart it on the same store."""
        for process in self.processes:
            await process.start()

    async def seed(self) -> None:
        """Give every document its first paragraph."""
        for document in range(self.ground.documents):
            seat = await self.seat(document)
            seat.send(seat.masked([scripts.seed()]))
            await self.letters(document)
            await seat.leave()

    async def stop(self) -> None:
        for process in self.processes:
            await process.stop()

    async def kill(self) -> None:
        for process in self.processes:
            await process.kill()

    @contextmanager
    def store_kept(self) -> Iterator[Callable[[], None]]:
        """Yields a function that restores a stopped target's store: some servers compact it on loading."""
        with tempfile.TemporaryDirectory(prefix="samplan-bench-kept-") as kept:
            shutil.copytree(self.directory, kept, dirs_exist_ok=True)

            def restore() -> None:
                shutil.rmtree(self.directory)
                shutil.copytree(kept, self.directory)

            yield restore

    async def seat(self, document: int = 0, person: int = 0, process: int = 0) -> Seat:
        """A new socket with the document open."""
        return await Seat.enter(self.processes[process].port, self.dialect(document, person))

    async def letters(self, document: int = 0, expected: int = 0) -> int:
        """The letters a new client sees once there are ``expected``, or at a timeout; -1: empty document.

        A server may answer before it has loaded a document, and send the rest as an update.
        """
        seat = await Seat.connect(self.processes[0].port, self.dialect(document, 0))
        seat.keeps = True
        await seat.entered
        deadline = time.perf_counter() + LOADED_SECONDS
        while (seen := scripts.letters_in(seat.document)) < expected and time.perf_counter() < deadline:
            await asyncio.sleep(0.01)
        await seat.leave()
        return seen

    async def yield_slice(self) -> None:  # noqa: B027 - most targets do not alternate
        """Called before every slice of a measurement: of two alternating targets, the other measures one."""

    def cpu_seconds(self) -> float:
        """Of the server itself; a database with processes of its own is counted separately."""
        return sum(process.cpu_seconds() for process in self.processes)

    async def database_cpu_seconds(self) -> float:
        return 0.0

    def resident_bytes(self) -> int:
        return sum(process.resident_bytes() for process in self.processes)


class Peer(Target):
    """Another server, which reads its address and its store from the environment."""

    command: Sequence[str]

    def _process(self, port: int) -> Process:
        return Process(
            self.command,
            port=port,
            log=self.directory / "log",
            environment={
                "HOST": "127.0.0.1",
                "PORT": str(port),
                "STORE": str(self.directory / "store"),
                "NODE_ENV": "production",
            },
            directory=PEERS,
        )


class Hocuspocus(Peer):
    name = "hocuspocus"
    acknowledges = True
    command = ("node", "hocuspocus.mjs")

    def dialect(self, document: int, person: int) -> Dialect:
        return dialects.Hocuspocus(f"part/bench-document-{document:05}", f"person-{person}")


class YWebsocket(Peer):
    name = "y-websocket"
    command = ("node", "y-websocket.mjs")

    def dialect(self, document: int, person: int) -> Dialect:
        return dialects.YWebsocket(f"bench-document-{document:05}")


class PycrdtWebsocket(Peer):
    name = "pycrdt-websocket"
    command = (os.fspath(PEERS / ".venv" / "bin" / "python"), "pycrdt_websocket.py")

    def dialect(self, document: int, person: int) -> Dialect:
        return dialects.YWebsocket(f"bench-document-{document:05}")
